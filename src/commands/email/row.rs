//! The public schema of a channel. Fields are only ever added, at the end; a test pins them.

use crate::channel::{Channel, ChannelKind};
use crate::mail::providers;
use crate::ui::{Cell, Column, Record};

/// A channel as it is printed: what the server tells, and the provider derived from host and port.
pub(super) struct ChannelRow(pub(super) Channel);

impl ChannelRow {
    /// The provider's id. The server stores none; it follows from the outbox server.
    pub(super) fn provider(&self) -> Option<&'static str> {
        match self.0.kind {
            ChannelKind::OutlookOauth => Some("outlook"),
            _ => providers::id_by_host(self.0.smtp_host.as_deref()?, self.0.smtp_port),
        }
    }
}

/// One column; the plain ones read a field of the channel.
const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a ChannelRow) -> Cell<'a>) -> Column<ChannelRow> {
    Column { name, shown, cell }
}

impl Record for ChannelRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", true, |r| r.0.id.as_str().into()),
        column("address", true, |r| r.0.address.as_str().into()),
        column("provider", true, |r| r.provider().into()),
        column("smtp_host", false, |r| (&r.0.smtp_host).into()),
        column("smtp_port", false, |r| r.0.smtp_port.into()),
        column("security", false, |r| (&r.0.security).into()),
        column("smtp_username", false, |r| (&r.0.smtp_username).into()),
        column("kind", false, |r| r.0.kind.as_str().into()),
        column("forwarder", false, |r| r.0.forwarder.as_ref().map(|f| f.address.as_str()).into()),
        column("forwarder_source", false, |r| r.0.forwarder.as_ref().map(|f| f.source.as_str()).into()),
        column("active", true, |r| r.0.active.into()),
        column("organization_id", false, |r| (&r.0.organization_id).into()),
        column("created_at", false, |r| (&r.0.created_at).into()),
    ];
}
