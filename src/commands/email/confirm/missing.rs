//! What to look at when there is no confirmation: other providers have other ways.

use super::Place;
use crate::channel::Channel;
use crate::client::{RoomFilter, SignedIn};
use crate::error::{Error, Kind};
use crate::mail::confirmation::SENDER;
use crate::mail::providers::{self, Confirms, Provider};
use crate::profile::quoted;
use std::ops::ControlFlow;

/// The provider, where it is one that has the mailbox itself: mail of a Gmail mailbox may leave through a service that only sends.
fn provider(channel: &Channel) -> Option<&'static Provider> {
    providers::by_host(channel.smtp_host.as_deref()?, None)
}

fn confirms(channel: &Channel) -> Option<Confirms> {
    provider(channel)?.confirms
}

/// Whether Gmail can be expected to write: not, where another way is known.
pub(super) fn is_awaited(channel: &Channel) -> bool {
    matches!(confirms(channel), None | Some(Confirms::Gmail))
}

/// The error for no confirmation, with what applies to the mailbox's provider.
pub(super) async fn error(client: &SignedIn, place: &Place, waited: bool) -> Error {
    let (channel, forwarder) = (&place.channel, &place.forwarder);
    let reference = quoted(&channel.address);
    let named = provider(channel).map_or("the provider", |provider| provider.name.as_str());
    let not_proven = |message: String| Error::new(Kind::NotProven, message);
    if confirms(channel) == Some(Confirms::Nothing) {
        return not_proven(format!("{named} forwards without a confirmation, so none came for {}", channel.address))
            .with_hint(format!("qontak email forwarder {reference} --steps; then prove it: qontak email verify {reference}"));
    }
    if confirms(channel) == Some(Confirms::Link) {
        let from = provider(channel).and_then(|provider| provider.confirms_from.as_deref());
        let room = match from {
            Some(word) => room_of(client, channel, word).await,
            None => None,
        };
        let look = match room {
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
