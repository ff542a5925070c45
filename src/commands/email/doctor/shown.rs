//! How findings look in a terminal: grouped by channel, whole sentences, and what to do below each.

use super::row::{Report, Severity};
use crate::commands::Context;
use crate::error::Result;

/// The width of the severity and the check.
const LABELS: usize = 22;

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
    for finding in &report.findings {
        ctx.ui.labelled(&format!("  {:<8} {}", finding.severity.as_str(), finding.check), LABELS, &finding.text)?;
        if finding.severity > Severity::Ok {
            for more in [&finding.remedy, &finding.page].into_iter().flatten() {
                ctx.ui.paragraph(more, LABELS)?;
            }
        }
    }
    ctx.ui.end_text()
}
