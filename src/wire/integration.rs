//! An integration (a channel) as the server tells it \[C\]. Unknown keys are dropped, missing and odd ones tolerated; secrets in
//! `settings` are never decoded on the client's side.

use super::lenient;
use serde::{Deserialize, Serialize};

/// The `target_channel` of email channels \[V\].
pub const EMAIL: &str = "email";

/// One row of `GET /integrations` \[C\]: exactly seven keys at the vendor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Integration {
    /// A UUID.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub id: String,
    /// Which kind of channel: `email`, `wa`, …
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub target_channel: String,
    /// The mailbox address of an SMTP channel; a Microsoft user id of an Outlook one.
    #[serde(default, deserialize_with = "lenient::text")]
    pub webhook: Option<String>,
    /// The settings; what they hold depends on the channel.
    #[serde(default, deserialize_with = "lenient::some_object")]
    pub settings: Settings,
    /// The organization's UUID.
    #[serde(default, deserialize_with = "lenient::text")]
    pub organization_id: Option<String>,
    /// RFC 3339 with milliseconds, UTC.
    #[serde(default, deserialize_with = "lenient::text")]
    pub created_at: Option<String>,
    /// May be absent; true even on broken channels.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::flag")]
    pub is_active: Option<bool>,
}

/// The settings of an email channel, without the secrets the server keeps among them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Settings {
    /// `outlook` on channels that sign in through Microsoft; absent on SMTP channels.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The mailbox address, and the SMTP login.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub username: Option<String>,
    /// An opaque word from the server; ours always writes the same one. Never read on the client's side.
    #[serde(default, skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub password: Option<&'static str>,
    /// `tls`, `starttls` or `ssl`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub protocol: Option<String>,
    /// The outbox server.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub smtp_host: Option<String>,
    /// A string at the vendor; a number is read too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub smtp_port: Option<String>,
    /// 24 hexadecimal digits; may be absent. Of no use on the client's side.
    #[serde(default, skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub route_id: Option<String>,
    /// The forwarder, under the vendor's spelling; absent in some rows.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub forwaded_email: Option<String>,
    /// May be absent. Of no use on the client's side.
    #[serde(default, skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub auto_resolve_period: Option<i64>,
}

/// The query of `GET /integrations` \[V\]. `offset` is a 1-based page number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListQuery {
    /// Only this kind of channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_channel: Option<String>,
    /// Free text; what it matches is not documented, so the client filters again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Rows a page; 100 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// The page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// `created_at` or `updated_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// `asc` or `desc`; newest first unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_direction: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_any_channel_decodes_and_drops_its_secrets() -> serde_json::Result<()> {
        let row: Integration = serde_json::from_str(
            r#"{"id":"1","target_channel":"email","webhook":"a@example.com","settings":{"username":"a@example.com","password":"opaque-word",
                "smtp_port":465,"credential":{"access_token":"hidden-token"},"new_key":[1]},"organization_id":null,"surprise":true}"#,
        )?;
        assert_eq!(row.settings.smtp_port.as_deref(), Some("465"));
        assert_eq!(row.is_active, None);
        let port = |text: &str| serde_json::from_str::<Settings>(text).map(|s| s.smtp_port).ok();
        assert_eq!(port(r#"{"smtp_port":null}"#), Some(None));
        assert_eq!(port(r#"{"smtp_port":"587"}"#), Some(Some("587".into())));
        assert_eq!(port(r#"{"smtp_port":[]}"#), Some(None));
        let shown = format!("{row:?}");
        assert!(!shown.contains("opaque-word") && !shown.contains("hidden-token"), "{shown}");
        Ok(())
    }

    #[test]
    fn an_odd_row_is_read_as_far_as_it_can_be() -> serde_json::Result<()> {
        for odd in [
            r#"{"id":"1","target_channel":"email","settings":null,"is_active":"yes"}"#,
            r#"{"id":"1","target_channel":"email","settings":[1,{"a":[]}],"webhook":{"a":1},"created_at":-1.5}"#,
            r#"{"id":"1","target_channel":"email","settings":{"username":{},"auto_resolve_period":"x","route_id":7,"smtp_host":[1]}}"#,
        ] {
            let row: Integration = serde_json::from_str(odd)?;
            assert_eq!((row.id.as_str(), row.settings.username, row.is_active), ("1", None, None), "{odd}");
        }
        Ok(())
    }
}
