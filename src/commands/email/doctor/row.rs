//! The public schema of a finding. Fields are only ever added, at the end; a test pins them.

use crate::channel::Channel;
use crate::ui::{Column, Record};
use std::time::Duration;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// As it should be.
    Ok,
    /// Good to know.
    Info,
    /// It may fail, or will.
    Warning,
    /// It fails.
    Error,
}

impl Severity {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a check found out.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) severity: Severity,
    /// A word for programs; none where all is well.
    pub(super) class: Option<&'static str>,
    pub(super) text: String,
    pub(super) remedy: Option<String>,
    pub(super) page: Option<String>,
    /// How long the check took.
    pub(super) elapsed: Duration,
}

impl Finding {
    fn new(check: &'static str, severity: Severity, class: Option<&'static str>, text: impl Into<String>) -> Self {
        Self { check, severity, class, text: text.into(), remedy: None, page: None, elapsed: Duration::ZERO }
    }

    pub(super) fn ok(check: &'static str, text: impl Into<String>) -> Self {
        Self::new(check, Severity::Ok, None, text)
    }

    pub(super) fn info(check: &'static str, class: &'static str, text: impl Into<String>) -> Self {
        Self::new(check, Severity::Info, Some(class), text)
    }

    pub(super) fn warning(check: &'static str, class: &'static str, text: impl Into<String>) -> Self {
        Self::new(check, Severity::Warning, Some(class), text)
    }

    pub(super) fn error(check: &'static str, class: &'static str, text: impl Into<String>) -> Self {
        Self::new(check, Severity::Error, Some(class), text)
    }

    pub(super) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub(super) fn page(mut self, page: Option<&str>) -> Self {
        self.page = page.map(str::to_owned);
        self
    }
}

/// Everything that was found out about a channel.
pub(super) struct Report {
    pub(super) channel: Channel,
    pub(super) findings: Vec<Finding>,
}

impl Report {
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// A finding as it is printed.
pub(super) struct Row {
    pub(super) address: String,
    pub(super) channel_id: String,
    pub(super) finding: Finding,
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "channel", shown: true, cell: |r| r.address.as_str().into() },
        Column { name: "check", shown: true, cell: |r| r.finding.check.into() },
        Column { name: "severity", shown: true, cell: |r| r.finding.severity.as_str().into() },
        Column { name: "finding", shown: true, cell: |r| r.finding.text.as_str().into() },
        Column { name: "remedy", shown: true, cell: |r| (&r.finding.remedy).into() },
        Column { name: "page", shown: false, cell: |r| (&r.finding.page).into() },
        Column { name: "class", shown: false, cell: |r| r.finding.class.into() },
        Column { name: "channel_id", shown: false, cell: |r| r.channel_id.as_str().into() },
    ];
}
