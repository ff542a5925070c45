//! The way of a message as rows: one schema for hops, forwarding, sender, authentication and findings.

use crate::mail::incoming::Mailbox;
use crate::mail::trace::{Claim, Finding, Forwarding, Hop, Sender, Trace};
use crate::ui::{Cell, Column, Record};

/// A row. Fields are only ever added, at the end; a test pins them.
#[derive(Default)]
pub(super) struct TraceRow {
    kind: &'static str,
    n: Option<u64>,
    time: Option<i64>,
    delay: Option<i64>,
    host: Option<String>,
    address: Option<String>,
    result: Option<String>,
    detail: String,
}

const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a TraceRow) -> Cell<'a>) -> Column<TraceRow> {
    Column { name, shown, cell }
}

impl Record for TraceRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("kind", true, |r| r.kind.into()),
        column("n", true, |r| r.n.into()),
        column("time", true, |r| r.time.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()).map(|t| t.to_string()).into()),
        column("delay_s", true, |r| match r.delay {
            Some(delay) => u64::try_from(delay).map_or_else(|_| Cell::Json(delay.into()), Cell::Number),
            None => Cell::Null,
        }),
        column("host", false, |r| (&r.host).into()),
        column("address", false, |r| (&r.address).into()),
        column("result", true, |r| (&r.result).into()),
        column("detail", true, |r| r.detail.as_str().into()),
    ];
}

/// All rows, and how many of them are findings.
pub(super) fn rows(trace: &Trace) -> (Vec<TraceRow>, usize) {
    let mut rows: Vec<TraceRow> = trace.hops.iter().enumerate().map(|(n, one)| hop(n, one)).collect();
    rows.extend(trace.forwarding.as_ref().map(|one| forward(one, &trace.hops)));
    rows.push(from(&trace.sender));
    rows.extend(trace.claims.iter().map(claim));
    let findings = trace.findings();
    let count = findings.len();
    rows.extend(findings.into_iter().map(finding));
    (rows, count)
}

/// The number of a hop, from 1.
fn number(place: usize) -> u64 {
    place as u64 + 1
}

fn hop(place: usize, hop: &Hop) -> TraceRow {
    let mut words = Vec::new();
    for (word, value) in [("from", &hop.from), ("by", &hop.by), ("for", &hop.recipient)] {
        words.extend(value.as_ref().map(|value| format!("{word} {value}")));
    }
    words.extend(hop.with.as_ref().map(|with| format!("with {with}")));
    words.extend(hop.tls.map(|tls| if tls { "(encrypted)" } else { "(not encrypted)" }.to_owned()));
    TraceRow {
        kind: "hop",
        n: Some(number(place)),
        time: hop.time,
        delay: hop.delay,
        host: hop.by.clone(),
        address: hop.recipient.clone(),
        result: hop.tls.map(|tls| if tls { "encrypted" } else { "unencrypted" }.into()),
        detail: if words.is_empty() { "a server that does not say who it is".into() } else { words.join(" ") },
    }
}

fn forward(forwarding: &Forwarding, hops: &[Hop]) -> TraceRow {
    let hop = forwarding.hop.and_then(|place| hops.get(place));
    let (mailbox, target) = (forwarding.mailbox.as_deref(), forwarding.target.as_deref());
    TraceRow {
        kind: "forward",
        n: forwarding.hop.map(number),
        time: hop.and_then(|hop| hop.time),
        host: hop.and_then(|hop| hop.by.clone()),
        address: forwarding.mailbox.clone(),
        result: Some(forwarding.pattern.into()),
        detail: format!(
            "from {} to {} ({})",
            mailbox.unwrap_or("an unnamed mailbox"),
            target.unwrap_or("an unnamed target"),
            forwarding.header
        ),
        ..TraceRow::default()
    }
}

fn from(sender: &Sender) -> TraceRow {
    let address = |mailbox: &Option<Mailbox>| mailbox.as_ref().map(|mailbox| mailbox.address.clone());
    let from = address(&sender.from);
    let mut detail = match (sender.rewritten, address(&sender.author)) {
        (true, Some(author)) => format!("{author} wrote it ({})", sender.author_header.unwrap_or("From")),
        (true, None) => "nobody can tell who wrote it".into(),
        (false, Some(author)) if sender.perhaps_rewritten => {
            format!("answers go to {author} (Reply-To): From may have been rewritten")
        }
        (false, _) if from.is_none() => "there is no From".into(),
        (false, _) => "From is what the author wrote, as far as the headers tell".into(),
    };
    if let Some(envelope) = &sender.envelope {
        let envelope = if envelope.is_empty() { "<>" } else { envelope.as_str() };
        let how = sender.envelope_rewritten.map(|how| format!(", rewritten: {how}")).unwrap_or_default();
        detail.push_str(&format!("; envelope sender {envelope}{how}"));
    }
    let result = match (sender.rewritten, sender.perhaps_rewritten) {
        (true, _) => "rewritten",
        (false, true) => "perhaps_rewritten",
        (false, false) => "unchanged",
    };
    TraceRow { kind: "from", address: from, result: Some(result.into()), detail, ..TraceRow::default() }
}

fn claim(claim: &Claim) -> TraceRow {
    let results: Vec<String> = claim.results.iter().map(|(method, result)| format!("{method}={result}")).collect();
    TraceRow {
        kind: "authentication",
        n: claim.hop.map(number),
        host: Some(claim.host.clone()),
        result: Some(results.join(" ")).filter(|results| !results.is_empty()),
        detail: format!("{} says so ({})", claim.host, claim.header),
        ..TraceRow::default()
    }
}

fn finding(finding: Finding) -> TraceRow {
    TraceRow {
        kind: "finding",
        n: finding.hop.map(number),
        result: Some(finding.id.into()),
        detail: finding.text,
        ..TraceRow::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_public() {
        let names: Vec<&str> = TraceRow::COLUMNS.iter().map(|c| c.name).collect();
        assert_eq!(names, ["kind", "n", "time", "delay_s", "host", "address", "result", "detail"]);
    }
}
