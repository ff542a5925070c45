//! An integration (a channel) as the server tells it \[C\]. Unknown keys are dropped, missing ones tolerated; secrets in
//! `settings` are never decoded on the client's side.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The `target_channel` of email channels \[V\].
pub const EMAIL: &str = "email";

/// One row of `GET /integrations` \[C\]: exactly seven keys at the vendor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Integration {
    /// A UUID.
    pub id: String,
    /// Which kind of channel: `email`, `wa`, …
    #[serde(default)]
    pub target_channel: String,
    /// The mailbox address of an SMTP channel; a Microsoft user id of an Outlook one.
    #[serde(default)]
    pub webhook: Option<String>,
    /// The settings; what they hold depends on the channel.
    #[serde(default)]
    pub settings: Settings,
    /// The organization's UUID.
    #[serde(default)]
    pub organization_id: Option<String>,
    /// RFC 3339 with milliseconds, UTC.
    #[serde(default)]
    pub created_at: Option<String>,
    /// May be absent; true even on broken channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
}

/// The settings of an email channel, without the secrets the server keeps among them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Settings {
    /// `outlook` on channels that sign in through Microsoft; absent on SMTP channels.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The mailbox address, and the SMTP login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// An opaque word from the server; ours always writes the same one. Never read on the client's side.
    #[serde(default, skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub password: Option<&'static str>,
    /// `tls`, `starttls` or `ssl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// The outbox server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp_host: Option<String>,
    /// A string at the vendor; a number is read too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub smtp_port: Option<String>,
    /// 24 hexadecimal digits; may be absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route_id: Option<String>,
    /// The forwarder, under the vendor's spelling; absent in some rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwaded_email: Option<String>,
    /// May be absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_resolve_period: Option<i64>,
}

/// Reads a text or a number as text, and null as nothing, without keeping the value in between: it is done for every row.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Either;
    impl<'de> Visitor<'de> for Either {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text or a number")
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    deserializer.deserialize_any(Either)
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
        assert_eq!(port(r#"{"smtp_port":[]}"#), None);
        let shown = format!("{row:?}");
        assert!(!shown.contains("opaque-word") && !shown.contains("hidden-token"), "{shown}");
        Ok(())
    }
}
