//! What to look at when there is no confirmation: other providers have other ways.

use super::Place;
use crate::channel::Channel;
use crate::client::{RoomFilter, SignedIn};
use crate::error::{Error, Kind};
use crate::mail::confirmation::SENDER;
use crate::mail::providers::{self, Provider};
use crate::profile::quoted;
use std::ops::ControlFlow;

/// Providers that forward without a confirmation.
const WITHOUT: [&str; 2] = ["outlook", "microsoft365"];
/// Providers that mail a link of their own, and the word in their senders' domains.
const WITH_LINK: [(&str, &str); 6] = [
    ("zoho", "zoho"),
    ("zoho-pro", "zoho"),
    ("yahoo", "yahoo"),
    ("yandex", "yandex"),
    ("fastmail", "fastmail"),
    ("proton", "proton"),
];

/// The provider, where it is one that has the mailbox itself: mail of a Gmail mailbox may leave through a service that only sends.
fn provider(channel: &Channel) -> Option<&'static Provider> {
    providers::by_host(channel.smtp_host.as_deref()?, None)
}

fn word(channel: &Channel) -> Option<&'static str> {
    let id = provider(channel)?.id.as_str();
    WITH_LINK.iter().find(|(known, _)| *known == id).map(|(_, word)| *word)
}

fn needs_none(channel: &Channel) -> bool {
    provider(channel).is_some_and(|provider| WITHOUT.contains(&provider.id.as_str()))
}

/// Whether Gmail can be expected to write.
pub(super) fn is_awaited(channel: &Channel) -> bool {
    !needs_none(channel) && word(channel).is_none()
}

/// The error for no confirmation, with what applies to the mailbox's provider.
pub(super) async fn error(client: &SignedIn, place: &Place, waited: bool) -> Error {
    let (channel, forwarder) = (&place.channel, &place.forwarder);
    let reference = quoted(&channel.address);
    let named = provider(channel).map_or("the provider", |provider| provider.name.as_str());
    let not_proven = |message: String| Error::new(Kind::NotProven, message);
    if needs_none(channel) {
        return not_proven(format!("{named} forwards without a confirmation, so none came for {}", channel.address))
            .with_hint(format!("qontak email forwarder {reference} --steps; then prove it: qontak email verify {reference}"));
    }
    if let Some(word) = word(channel) {
        let look = match room_of(client, channel, word).await {
            Some(room) => format!("it may be the one in this room: qontak inbox show {}", quoted(&room)),
            None => format!("look for it: qontak inbox list --channel {reference}"),
        };
        return not_proven(format!("{named} mails a link of its own to the forwarder, which this command does not know"))
            .with_hint(format!("{look}; open the link, then: qontak email verify {reference}"));
    }
    let when = if waited { "in time" } else { "so far" };
    not_proven(format!("no confirmation from {SENDER} came to {forwarder} {when}")).with_hint(format!(
        "at Gmail, as {}: Settings > See all settings > Forwarding and POP/IMAP > Add a forwarding address; is {forwarder} entered there, \
         letter by letter? Re-send confirmation there sends it again; qontak email confirm {reference} --wait waits for it",
        channel.address
    ))
}

/// The newest room of the channel with somebody whose domain has this word.
async fn room_of(client: &SignedIn, channel: &Channel, word: &str) -> Option<String> {
    let filter = RoomFilter { search: Some(word.to_owned()), channel_id: Some(channel.id.clone()), ..RoomFilter::default() };
    let mut found = None;
    let each = |room: crate::wire::room::Room| {
        let domain = room.account_uniq_id.as_deref().and_then(|who| who.rsplit_once('@')).map_or("", |(_, domain)| domain);
        let is_theirs = domain.to_ascii_lowercase().split('.').any(|label| label.starts_with(word));
        if is_theirs && room.channel_integration_id.as_ref() == Some(&channel.id) {
            found = Some(room.id);
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    };
    client.rooms(&filter, each).await.ok()?;
    found
}
