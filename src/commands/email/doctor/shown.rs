//! How findings look in a terminal: grouped by channel, the worst first in whole sentences with what to do
//! below each, and what is fine in one line.

use super::row::{Finding, Report, Severity};
use crate::commands::Context;
use crate::error::Result;
use std::cmp::Reverse;

/// The width of the severity and the check.
const LABELS: usize = 22;

/// The width of the severity.
const SEVERITY: usize = 11;

/// Prints what was found out about a channel.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn report(ctx: &Context, report: &Report, is_first: bool) -> Result<()> {
    if !is_first {
        ctx.ui.paragraph("\n", 0)?;
    }
    let address = report.channel.address.as_str();
    ctx.ui.labelled("Channel:", 10, address)?;
    let mut problems: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity > Severity::Ok).collect();
    problems.sort_by_key(|finding| Reverse(finding.severity));
    for finding in problems {
        ctx.ui.labelled(&format!("  {:<8} {}", finding.severity.as_str(), finding.check), LABELS, &finding.text)?;
        for more in [&finding.remedy, &finding.page].into_iter().flatten() {
            ctx.ui.paragraph(more, LABELS)?;
        }
    }
    let fine: Vec<&str> = report.findings.iter().filter(|f| f.severity == Severity::Ok).map(|finding| finding.check).collect();
    if !fine.is_empty() {
        ctx.ui.labelled("  ok", SEVERITY, &fine.join(", "))?;
    }
    ctx.ui.end_text()
}
