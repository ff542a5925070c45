//! CHANNEL, as far as the Inbox needs it: rooms say of themselves which channel they are of. Agents may not look at channels.

use crate::channel::Address;
use crate::client::{RoomFilter, SignedIn};
use crate::error::{Error, Kind, Result};
use std::ops::ControlFlow;

/// A channel by id or mailbox address.
pub(super) enum Channel {
    /// One that rooms name by its id.
    Id(String),
    /// A mailbox: whatever channel it was connected as, now or before.
    Mailbox(String),
}

impl Channel {
    pub(super) fn new(reference: &str) -> Self {
        let reference = reference.trim().to_owned();
        if reference.contains('@') { Self::Mailbox(reference) } else { Self::Id(reference) }
    }

    /// Its id, where that is what was given.
    pub(super) fn id(&self) -> Option<&str> {
        if let Self::Id(id) = self { Some(id) } else { None }
    }

    /// Its mailbox, where that is what was given.
    pub(super) fn mailbox(&self) -> Option<&str> {
        if let Self::Mailbox(mailbox) = self { Some(mailbox) } else { None }
    }

    /// Whether this is the channel of something that names its channel so.
    pub(super) fn is(&self, id: Option<&str>, account: Option<&str>) -> bool {
        match self {
            Self::Id(wanted) => id == Some(wanted),
            Self::Mailbox(wanted) => account.is_some_and(|account| match Address::parse(wanted) {
                Ok(address) => address.is_same_mailbox(account),
                Err(_) => wanted.eq_ignore_ascii_case(account),
            }),
        }
    }

    /// Fails when there is no such channel and there never was one with a room. Where nobody can tell, because the role may not
    /// look at channels, it is taken as one.
    pub(super) async fn check(&self, client: &SignedIn) -> Result<()> {
        let (Self::Id(reference) | Self::Mailbox(reference)) = self;
        match client.resolve(std::slice::from_ref(reference)).await {
            Err(error) if error.kind() == Kind::NotFound => {
                if self.has_rooms(client).await? {
                    Ok(())
                } else {
                    Err(error)
                }
            }
            // Several channels of that mailbox; or nobody may tell.
            Err(error) if matches!(error.kind(), Kind::Usage | Kind::Forbidden) => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        }
    }

    async fn has_rooms(&self, client: &SignedIn) -> Result<bool> {
        let mut found = false;
        let filter = self.filter();
        client
            .rooms(&filter, |room| {
                found = self.is(room.channel_integration_id.as_deref(), room.channel_account.as_deref());
                Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })
            .await?;
        Ok(found)
    }

    fn filter(&self) -> RoomFilter {
        RoomFilter {
            channel_id: self.id().map(str::to_owned),
            channel_account: self.mailbox().map(str::to_owned),
            ..RoomFilter::default()
        }
    }

    /// Adds itself to what a server is asked for.
    pub(super) fn narrow(&self, filter: RoomFilter) -> RoomFilter {
        let own = self.filter();
        RoomFilter { channel_id: own.channel_id, channel_account: own.channel_account, ..filter }
    }
}

/// The error for a channel whose reference is blank.
pub(super) fn parse(reference: Option<&str>) -> Result<Option<Channel>> {
    match reference {
        Some(blank) if blank.trim().is_empty() => Err(Error::usage("--channel: an id or a mailbox address is required")),
        reference => Ok(reference.map(Channel::new)),
    }
}
