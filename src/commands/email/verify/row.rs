//! The public schema of a verdict. Fields are only ever added, at the end; a test pins them.

use super::hunt::Found;
use super::verdict::{Setting, Verdict};
use crate::mail::test_mail::Token;
use crate::ui::{Column, Record};
use jiff::Timestamp;

/// What became of the test mail.
pub(super) struct Row {
    pub(super) verdict: Verdict,
    channel: String,
    channel_id: String,
    token: String,
    /// What to do, most likely first.
    steps: Vec<String>,
    found: Found,
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "channel", shown: true, cell: |r| r.channel.as_str().into() },
        Column { name: "verdict", shown: true, cell: |r| r.verdict.as_str().into() },
        Column { name: "token", shown: false, cell: |r| r.token.as_str().into() },
        Column { name: "accepted_at", shown: true, cell: |r| r.found.accepted_at.map(rfc3339).into() },
        Column { name: "forwarded_at", shown: true, cell: |r| r.found.forwarded_at.map(rfc3339).into() },
        Column { name: "arrived_at", shown: true, cell: |r| (&r.found.arrived_at).into() },
        Column { name: "seconds", shown: true, cell: |r| r.seconds().into() },
        Column { name: "from", shown: false, cell: |r| (&r.found.from).into() },
        Column { name: "target", shown: true, cell: |r| (&r.found.target).into() },
        Column { name: "room_id", shown: false, cell: |r| (&r.found.room_id).into() },
        Column { name: "message_id", shown: false, cell: |r| (&r.found.message_id).into() },
        Column { name: "class", shown: true, cell: |r| r.verdict.trouble().map(|trouble| trouble.explanation.class).into() },
        Column { name: "cause", shown: false, cell: |r| r.verdict.cause().into() },
        Column { name: "remedy", shown: false, cell: |r| r.remedy().into() },
        Column { name: "channel_id", shown: false, cell: |r| r.channel_id.as_str().into() },
    ];
}

impl Row {
    pub(super) fn new(setting: &Setting, token: &Token, verdict: Verdict, mut found: Found) -> Self {
        if !found.is_test_mail {
            // A report tells where it is itself, and not where the test mail is.
            found.target = None;
        }
        Self {
            channel: setting.mailbox.clone(),
            channel_id: setting.channel_id.clone(),
            token: token.to_string(),
            steps: verdict.steps(setting, found.room_id.as_deref()),
            verdict,
            found,
        }
    }

    /// What to do, most likely first; nothing for what is well.
    pub(super) fn steps(&self) -> &[String] {
        &self.steps
    }

    fn remedy(&self) -> Option<String> {
        (!self.steps.is_empty()).then(|| self.steps.join(" "))
    }

    /// Who sent it, as it says.
    pub(super) fn from(&self) -> Option<&str> {
        self.found.from.as_deref()
    }

    /// From the first station's yes to the Inbox. Clocks differ: never less than nothing.
    fn seconds(&self) -> Option<u64> {
        let arrived: Timestamp = self.found.arrived_at.as_ref()?.parse().ok()?;
        let passed = arrived.duration_since(self.found.accepted_at?);
        Some(u64::try_from(passed.as_secs()).unwrap_or_default())
    }

    /// The way of a test mail that arrived, on one line.
    pub(super) fn story(&self) -> String {
        let stages = [
            ("accepted", self.found.accepted_at.map(rfc3339)),
            ("forwarded", self.found.forwarded_at.map(rfc3339)),
            ("arrived", self.found.arrived_at.clone()),
        ];
        let way: Vec<String> = stages.into_iter().filter_map(|(stage, at)| Some(format!("{stage} {}", at?))).collect();
        let took = self.seconds().map(|seconds| format!(" ({seconds} s)")).unwrap_or_default();
        format!("The test mail is in the Inbox of {}: {}{took}.", self.channel, way.join(", "))
    }
}

fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
