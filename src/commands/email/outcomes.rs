//! What came of each channel of a bulk: told at its end, and when it is interrupted.

use crate::channel::Channel;
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::ui::{Column, Record};

/// What came of one channel. Fields are only ever added, at the end.
pub(super) struct Outcome {
    /// The channel, or the reference that leads to none.
    pub(super) subject: Result<Channel, String>,
    pub(super) status: &'static str,
    pub(super) error: Option<Error>,
}

impl Outcome {
    pub(super) const fn of(channel: Channel, status: &'static str) -> Self {
        Self { subject: Ok(channel), status, error: None }
    }

    /// A reference that leads to no channel: it is gone already.
    pub(super) const fn not_found(reference: String) -> Self {
        Self { subject: Err(reference), status: "not found", error: None }
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.status = "failed";
        self.error = Some(error);
    }

    /// The channel that this disconnected.
    pub(super) fn disconnected(&self) -> Option<&Channel> {
        self.subject.as_ref().ok().filter(|_| self.status == DISCONNECTED)
    }

    fn reference(&self, is_address: bool) -> Option<&str> {
        self.subject.as_ref().err().map(String::as_str).filter(|r| r.contains('@') == is_address)
    }
}

/// The status of a channel that was deleted.
pub(super) const DISCONNECTED: &str = "disconnected";

impl Record for Outcome {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "id", shown: true, cell: |r| r.subject.as_ref().ok().map(|c| &*c.id).or(r.reference(false)).into() },
        Column {
            name: "address",
            shown: true,
            cell: |r| r.subject.as_ref().ok().map(|c| &*c.address).or(r.reference(true)).into(),
        },
        Column { name: "status", shown: true, cell: |r| r.status.into() },
        Column { name: "error", shown: true, cell: |r| r.error.as_ref().map(Error::message).into() },
    ];
}

/// The outcomes of a bulk that is under way. Ctrl-C drops it, and what was done until then is printed nevertheless: nobody else
/// knows it.
pub(super) struct Outcomes<'a> {
    ctx: &'a Context,
    pub(super) rows: Vec<Outcome>,
}

impl<'a> Outcomes<'a> {
    pub(super) const fn new(ctx: &'a Context, rows: Vec<Outcome>) -> Self {
        Self { ctx, rows }
    }

    /// Prints the rows.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub(super) fn print(mut self) -> Result<()> {
        self.write()
    }

    fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let mut out = self.ctx.ui.records()?;
        rows.into_iter().try_for_each(|row| out.push(row))?;
        out.finish()
    }
}

impl Drop for Outcomes<'_> {
    fn drop(&mut self) {
        if !self.rows.is_empty() {
            // The interruption is what is reported; that standard output is gone too changes nothing.
            let _ = self.write();
        }
    }
}
