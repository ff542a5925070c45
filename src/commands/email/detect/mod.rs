//! `email providers detect --online`: everybody who may know a mailbox's SMTP settings is asked at the same time.

mod proposal;
mod sources;

pub(super) use proposal::{Proposal, Source};

use crate::channel::Address;
use crate::client::web::Web;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::dns::Resolver;
use crate::mail::network::Network;
use crate::profile::quoted;
use futures_util::future::join5;
use sources::{Said, Silent, Way};
use std::sync::Arc;
use std::time::Duration;

/// How long a source may take; all are asked at once.
const LIMIT: Duration = Duration::from_secs(5);

/// What was found out about a mailbox.
pub(super) struct Findings {
    /// Best first, each server once.
    pub(super) proposals: Vec<Proposal>,
    /// Who proposes nothing, and why.
    silent: Vec<(Source, Silent)>,
    /// Why no mail arrives at the mailbox, if so.
    pub(super) warning: Option<String>,
    /// Whether the name server does not know the internet.
    cut_off: bool,
}

impl Findings {
    fn add(&mut self, source: Source, said: Said) {
        match said {
            Ok(proposals) => self.proposals.extend(proposals),
            Err(silent) => self.silent.push((source, silent)),
        }
    }

    /// Whether nobody at all answered, or nobody who knows.
    fn is_offline(&self) -> bool {
        self.cut_off || self.silent.iter().all(|(_, silent)| matches!(silent, Silent::Unreachable(_)))
    }
}

/// Asks DNS, web servers of the domain and Mozilla's ISPDB about a mailbox, for at most five seconds, and tells them the domain only.
pub(super) async fn online(ctx: &Context, address: &Address, network: &Network) -> Findings {
    let mut findings = Findings { proposals: Vec::new(), silent: Vec::new(), warning: None, cut_off: false };
    findings.proposals.extend(sources::table(address));
    let resolver = match Resolver::new(network) {
        Ok(resolver) => Arc::new(resolver),
        Err(why) => {
            findings.silent.push((Source::Mx, Silent::Unreachable(why)));
            return findings;
        }
    };
    let limit = LIMIT.min(ctx.options.timeout);
    let web = Web::new(network, Arc::clone(&resolver), &ctx.options, limit);
    let file = async |source| match &web {
        Ok(web) => within(limit, sources::autoconfig(web, source, address)).await,
        Err(error) => Err(Silent::Unreachable(error.to_string())),
    };
    let (way, autoconfig, well_known, ispdb, srv) = join5(
        async { tokio::time::timeout(limit, sources::way(&resolver, address)).await.unwrap_or_else(|_| lost(limit)) },
        file(Source::Autoconfig),
        file(Source::WellKnown),
        file(Source::Ispdb),
        within(limit, sources::services(&resolver, address)),
    )
    .await;
    (findings.warning, findings.cut_off) = (way.warning, way.cut_off);
    findings.add(Source::Mx, way.mx);
    findings.add(Source::Autoconfig, autoconfig);
    findings.add(Source::WellKnown, well_known);
    findings.add(Source::Ispdb, ispdb);
    findings.add(Source::Srv, srv);
    findings.add(Source::Guess, way.guess);
    findings.proposals = proposal::merged(findings.proposals);
    findings
}

fn late(limit: Duration) -> Silent {
    Silent::Unreachable(format!("no answer within {} s", limit.as_secs_f32()))
}

fn lost(limit: Duration) -> Way {
    Way { mx: Err(late(limit)), guess: Err(late(limit)), warning: None, cut_off: false }
}

async fn within(limit: Duration, work: impl Future<Output = Said>) -> Said {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(late(limit)))
}

/// Runs the command: the proposals as rows; who had none, and what to do next, on standard error.
///
/// # Errors
/// [`Kind::NotFound`] when nobody knows anything, [`Kind::Unreachable`] when nobody answered.
pub(super) async fn run(ctx: &Context, address: &Address, network: &Network) -> Result<()> {
    let mut records = ctx.ui.records::<Proposal>()?;
    let domain = address.domain();
    ctx.ui.status(&format!(
        "Asking DNS, the web servers of {domain} and Mozilla's ISPDB (autoconfig.thunderbird.net) about {domain}"
    ));
    let findings = online(ctx, address, network).await;
    if let Some(warning) = &findings.warning {
        ctx.ui.warn(warning);
    }
    for (source, silent) in &findings.silent {
        ctx.ui.status(&format!("{}: {}", source.as_str(), silent.why()));
    }
    let Some(best) = findings.proposals.first().cloned() else { return Err(nothing(&findings, address)) };
    for proposal in findings.proposals {
        records.push(proposal)?;
    }
    records.finish()?;
    if !ctx.ui.explicit_format() {
        advise(ctx, &best, address);
    }
    Ok(())
}

/// What to know about the best proposal, and what to type next.
fn advise(ctx: &Context, best: &Proposal, address: &Address) {
    if let Some(note) = &best.note {
        ctx.ui.warn(note);
    }
    for note in best.provider.into_iter().flat_map(|provider| &provider.notes) {
        ctx.ui.status(note);
    }
    if !best.works_with_password() {
        return;
    }
    let (words, mailbox) = (best.words(address), quoted(address.as_str()));
    ctx.ui.status("These are proposals: nobody has tried them. Try the first; nothing is sent:");
    ctx.ui.status(&format!("  qontak email check --address {mailbox} {words}"));
    ctx.ui.status("Then connect the mailbox:");
    ctx.ui.status(&format!("  qontak email add {mailbox} {words}"));
}

fn nothing(findings: &Findings, address: &Address) -> Error {
    let domain = address.domain();
    let offline = format!("nobody who may know the SMTP settings of {domain} could be asked");
    if findings.cut_off {
        return Error::new(Kind::Unreachable, offline).with_hint(sources::OTHER_DNS);
    }
    if findings.is_offline() {
        return Error::new(Kind::Unreachable, offline)
            .with_hint("check the network, or ask whoever runs the mailbox and pass --smtp-host, --smtp-port and --security");
    }
    Error::new(Kind::NotFound, format!("nobody who was asked knows the SMTP settings of {domain}"))
        .with_hint(super::ASK_WHO_RUNS_IT)
}
