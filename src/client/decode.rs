//! From the wire's integration to the domain's channel.

use super::failure;
use super::transport::Reply;
use crate::channel::{Channel, ChannelKind, Forwarder, ForwarderSource};
use crate::error::Result;
use crate::wire::envelope::Success;
use crate::wire::integration::{EMAIL, Integration};
use crate::wire::{FORWARDER_DOMAIN, integration};
use serde::de::DeserializeOwned;

/// The `data` of a successful answer.
pub(super) fn data<T: DeserializeOwned>(url: &str, reply: &Reply) -> Result<Success<T>> {
    serde_json::from_slice(&reply.body).map_err(|_| failure::not_the_contract(url, reply))
}

/// Makes sure that the answer to a write is in the contract's envelope, whatever its `data` is: what only looks like a yes (a page of
/// some proxy) says nothing about what became of the request.
pub(super) fn yes(url: &str, reply: &Reply) -> Result<()> {
    let answer: Success<serde_json::Value> = data(url, reply)?;
    let said_no = !answer.status.is_empty() && answer.status != "success";
    if answer.data.is_null() || said_no { Err(failure::not_the_contract(url, reply)) } else { Ok(()) }
}

/// The integration in the answer of a write, where the server sent one along: nobody may count on it.
pub(super) fn maybe_integration(reply: &Reply) -> Option<Integration> {
    let written = serde_json::from_slice::<Success<Integration>>(&reply.body).ok()?.data;
    (written.target_channel == EMAIL && !written.id.is_empty()).then_some(written)
}

/// The channel behind an integration; `None` for other kinds than email.
pub(super) fn channel(row: Integration) -> Option<Channel> {
    if row.target_channel != integration::EMAIL || row.id.is_empty() {
        return None;
    }
    let settings = row.settings;
    let kind = match settings.kind.as_deref() {
        None | Some("smtp") => ChannelKind::Smtp,
        Some("outlook") => ChannelKind::OutlookOauth,
        Some(other) => ChannelKind::Other(other.to_owned()),
    };
    // `webhook` is the mailbox of an SMTP channel, but a Microsoft user id of an Outlook one.
    let webhook = row.webhook.filter(|w| kind == ChannelKind::Smtp && w.contains('@'));
    let forwarder = match (settings.forwaded_email, &kind) {
        (Some(address), _) if !address.is_empty() => Some(Forwarder { address, source: ForwarderSource::Server }),
        (_, ChannelKind::Smtp) => {
            Some(Forwarder { address: format!("{}@{FORWARDER_DOMAIN}", row.id), source: ForwarderSource::Derived })
        }
        _ => None,
    };
    Some(Channel {
        address: webhook.or_else(|| settings.username.clone()).unwrap_or_default(),
        smtp_username: settings.username.filter(|_| kind == ChannelKind::Smtp),
        smtp_host: settings.smtp_host,
        smtp_port: settings.smtp_port.and_then(|p| p.trim().parse().ok()),
        security: settings.protocol,
        kind,
        forwarder,
        active: row.is_active,
        organization_id: row.organization_id,
        created_at: row.created_at,
        id: row.id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(json: &str) -> Option<Channel> {
        channel(serde_json::from_str(json).ok()?)
    }

    #[test]
    fn an_smtp_channel_without_forwarder_gets_a_derived_one() {
        let row = decode(
            r#"{"id":"i","target_channel":"email","webhook":"a@example.com","settings":{"username":"a@example.com","smtp_port":"465"}}"#,
        );
        let forwarder = row.and_then(|c| c.forwarder);
        assert_eq!(forwarder, Some(Forwarder { address: "i@chat.qontak.com".into(), source: ForwarderSource::Derived }));
    }

    #[test]
    fn an_outlook_channel_has_no_forwarder_and_is_known_by_its_user_name() {
        let row = decode(
            r#"{"id":"i","target_channel":"email","webhook":"ms-id","settings":{"type":"outlook","username":"a@example.com","credential":{"access_token":"t"}}}"#,
        );
        let seen = row.map(|c| (c.kind, c.address, c.forwarder, c.smtp_username));
        assert_eq!(seen, Some((ChannelKind::OutlookOauth, "a@example.com".into(), None, None)));
    }

    #[test]
    fn another_kind_of_channel_is_left_out() {
        assert_eq!(decode(r#"{"id":"i","target_channel":"wa","settings":{}}"#), None);
    }

    #[test]
    fn the_login_may_differ_from_the_mailbox() {
        let row = decode(r#"{"id":"i","target_channel":"email","webhook":"a@example.com","settings":{"username":"apikey"}}"#);
        assert_eq!(row.map(|c| (c.address, c.smtp_username)), Some(("a@example.com".into(), Some("apikey".into()))));
    }
}
