//! `inbox resolve ROOM...`, `inbox read ROOM...`

use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::{Column, Record};

/// What is done to rooms.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    Resolve,
    MarkRead,
}

impl Deed {
    const fn done(self) -> &'static str {
        match self {
            Self::Resolve => "resolved",
            Self::MarkRead => "read",
        }
    }

    async fn carry_out(self, client: &SignedIn, id: &str) -> Result<()> {
        match self {
            Self::Resolve => client.resolve_room(id).await,
            Self::MarkRead => client.mark_room_read(id, None).await,
        }
    }
}

/// What came of one room. Fields are only ever added, at the end.
struct Outcome {
    id: String,
    status: &'static str,
    error: Option<Error>,
}

impl Record for Outcome {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "id", shown: true, cell: |r| r.id.as_str().into() },
        Column { name: "status", shown: true, cell: |r| r.status.into() },
        Column { name: "error", shown: true, cell: |r| r.error.as_ref().map(Error::message).into() },
    ];
}

/// Does it to each room, and prints a row for each as it is done.
///
/// # Errors
/// [`NotFound`](Kind::NotFound) when the only one is no room; [`Partial`](Kind::Partial) when some of several failed.
pub(super) async fn run(deed: Deed, rooms: Vec<String>, ctx: &Context) -> Result<()> {
    let mut out = ctx.ui.records::<Outcome>()?;
    let client = ctx.sign_in()?;
    let mut ids: Vec<String> = Vec::with_capacity(rooms.len());
    for id in rooms {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let (total, mut failed) = (ids.len(), 0);
    for id in ids {
        let error = deed.carry_out(&client, &id).await.err();
        match &error {
            Some(error) if total == 1 || error.kind() == Kind::NotSignedIn => return Err(error.clone()),
            Some(_) => failed += 1,
            None => {}
        }
        let status = if error.is_none() { deed.done() } else { "failed" };
        out.push(Outcome { id, status, error })?;
    }
    out.finish()?;
    match failed {
        0 => Ok(()),
        n => Err(Error::new(Kind::Partial, format!("{n} of {total} rooms could not be marked as {}", deed.done()))),
    }
}
