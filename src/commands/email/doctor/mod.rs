//! `email doctor`: everything that can be looked at without a password, for one channel or all.

mod arrival;
mod dkim;
mod dmarc;
mod junit;
mod policy;
mod reach;
mod row;
mod settings;
mod shown;

use super::VIEW_ROLE;
use crate::channel::{Address, Channel, ChannelKind, Security};
use crate::cli::DoctorArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::dns::Resolver;
use crate::mail::network::Network;
use crate::mail::providers::{self, Provider};
use crate::profile::quoted;
use crate::ui::OutputFormat;
use futures_util::stream::{self, StreamExt as _};
use jiff::{Timestamp, tz::TimeZone};
use junit::Sheet;
use row::{Finding, Report, Row, Severity};
use std::future::Future;
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How many channels are looked at at the same time.
const AT_ONCE: usize = 8;

/// A channel and what follows from it.
struct Case<'a> {
    channel: &'a Channel,
    /// The mailbox, where it is one.
    address: Option<Address>,
    /// Who sends its mail, where that is known.
    provider: Option<&'static Provider>,
}

/// What the checks ask.
struct Tools<'a> {
    client: &'a SignedIn,
    network: &'a Network,
    /// Why nobody can be asked for names, where that is so.
    resolver: Result<Resolver, String>,
    now: Timestamp,
    /// How long one check may take.
    limit: Duration,
}

impl<'a> Case<'a> {
    fn new(channel: &'a Channel) -> Self {
        let address = Address::parse(&channel.address).ok();
        let provider = match channel.kind {
            ChannelKind::OutlookOauth => {
                let personal = address.as_ref().and_then(|address| providers::by_domain(address.domain()));
                personal.filter(|provider| !provider.works_with_password()).or_else(|| providers::by_id("microsoft365"))
            }
            _ => channel.smtp_host.as_deref().and_then(|host| providers::by_host(host, None)),
        };
        Self { channel, address, provider }
    }

    /// What names the channel in a command that somebody may copy.
    fn reference(&self) -> String {
        quoted(self.address.as_ref().map_or(&self.channel.id, |_| &self.channel.address))
    }

    fn domain(&self) -> Option<&str> {
        self.address.as_ref().map(Address::domain)
    }

    fn security(&self) -> Option<Security> {
        self.channel.security.as_deref().and_then(Security::parse)
    }
}

/// Looks at the channels and prints a row for each check.
///
/// # Errors
/// [`NotProven`](Kind::NotProven) when a row is an error; [`NotFound`](Kind::NotFound) before anything is looked at; when the JUnit
/// file cannot be written.
pub async fn run(args: DoctorArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Row>()?;
    let sheet = args.junit.as_deref().map(Sheet::open).transpose()?;
    let client = ctx.sign_in()?;
    let channels = match find(&client, &args.channels).await {
        Ok(channels) => channels,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    let network = args.network.network();
    let tools = Tools {
        client: &client,
        network: &network,
        resolver: Resolver::new(&network),
        now: Timestamp::now(),
        limit: ctx.options.timeout,
    };
    let reports = look(ctx, channels, &tools).await?;
    if let Some(sheet) = sheet {
        sheet.write(&reports, tools.now).await?;
    }
    conclude(ctx, &reports)
}

async fn find(client: &SignedIn, references: &[String]) -> Result<Vec<Channel>> {
    if !references.is_empty() {
        return client.resolve(references).await;
    }
    let mut channels = Vec::new();
    let each = |channel| {
        channels.push(channel);
        Ok(ControlFlow::Continue(()))
    };
    client.channels(each).await?;
    Ok(channels)
}

/// Looks at several channels at the same time, and prints each as soon as those before it are printed.
async fn look(ctx: &Context, channels: Vec<Channel>, tools: &Tools<'_>) -> Result<Vec<Report>> {
    let is_shown = ctx.ui.is_stdout_terminal() && ctx.ui.format() == OutputFormat::Table && !ctx.ui.explicit_format();
    let mut rows = ctx.ui.records::<Row>()?;
    if is_shown && !channels.is_empty() {
        ctx.ui.status(&format!("Looking at {}.", counted(channels.len(), "channel")));
    }
    let mut reports: Vec<Report> = Vec::with_capacity(channels.len());
    let mut coming = stream::iter(channels.into_iter().map(|channel| examine(channel, tools))).buffered(AT_ONCE);
    while let Some(report) = coming.next().await {
        if is_shown {
            shown::report(ctx, &report, reports.is_empty())?;
        } else {
            for finding in &report.findings {
                let (address, channel_id) = (report.channel.address.clone(), report.channel.id.clone());
                rows.push(Row { address, channel_id, finding: finding.clone() })?;
            }
        }
        reports.push(report);
    }
    rows.finish()?;
    Ok(reports)
}

/// All checks of a channel, at the same time. None of them fails: what cannot be found out is a finding.
async fn examine(channel: Channel, tools: &Tools<'_>) -> Report {
    let case = Case::new(&channel);
    let today = tools.now.to_zoned(TimeZone::UTC).date();
    let (outbox, forwarder, policies, arrival) = futures_util::future::join4(
        timed("outbox", tools.limit, reach::outbox(&case, tools)),
        timed("forwarder", tools.limit, reach::forwarder(&case, tools)),
        policies(&case, tools),
        several("arrival", tools.limit, arrival::findings(&case, tools)),
    )
    .await;
    let answers = match outbox.severity {
        Severity::Ok => Some(true),
        Severity::Error => Some(false),
        Severity::Info | Severity::Warning => None,
    };
    let mut findings = vec![settings::settings(&case, answers), outbox, forwarder];
    findings.extend(policies);
    findings.extend(arrival);
    findings.extend(settings::provider(&case, today));
    Report { channel, findings }
}

async fn policies(case: &Case<'_>, tools: &Tools<'_>) -> [Finding; 2] {
    let start = Instant::now();
    let (mut spf, cover) = match timeout(tools.limit, policy::spf(case, tools)).await {
        Ok(found) => found,
        Err(_) => (too_long("spf", tools.limit), policy::Cover::Unknown),
    };
    spf.elapsed = start.elapsed();
    [spf, timed("dmarc", tools.limit, dmarc::dmarc(case, tools, cover)).await]
}

/// A check with its time, and an end where it takes too long.
async fn timed(check: &'static str, limit: Duration, finding: impl Future<Output = Finding>) -> Finding {
    let start = Instant::now();
    let finding = timeout(limit, finding).await.unwrap_or_else(|_| too_long(check, limit));
    Finding { elapsed: start.elapsed(), ..finding }
}

/// The same for a check that finds more than one thing.
async fn several(check: &'static str, limit: Duration, findings: impl Future<Output = Vec<Finding>>) -> Vec<Finding> {
    let start = Instant::now();
    let mut findings = timeout(limit, findings).await.unwrap_or_else(|_| vec![too_long(check, limit)]);
    if let Some(first) = findings.first_mut() {
        first.elapsed = start.elapsed();
    }
    findings
}

fn too_long(check: &'static str, limit: Duration) -> Finding {
    Finding::warning(check, "timeout", format!("Not found out within {} s.", limit.as_secs_f64()))
        .remedy("Try again, with a longer --timeout.")
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Says on standard error how it stands, and what to do next.
fn conclude(ctx: &Context, reports: &[Report]) -> Result<()> {
    if reports.is_empty() {
        ctx.ui.status("No email channels found. Connect one: qontak email add");
        return Ok(());
    }
    let count = |severity| reports.iter().map(|report| report.count(severity)).sum::<usize>();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let parts = [(errors, "error"), (warnings, "warning")].into_iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, what)| counted(n, what)).collect();
    let found = if parts.is_empty() { "nothing wrong found".to_owned() } else { parts.join(", ") };
    let summary = format!("{}: {found}", counted(reports.len(), "channel"));
    let worst = |severity| {
        let all = reports.iter().flat_map(|report| report.findings.iter().map(move |finding| (report, finding)));
        let mut bad = all.filter(|(_, finding)| finding.severity == severity);
        bad.find_map(|(report, finding)| Some((report, finding.remedy.as_ref()?)))
    };
    let next = worst(Severity::Error).or_else(|| worst(Severity::Warning));
    let next = next.map(|(report, remedy)| format!("first, for {}: {remedy}", report.channel.address));
    if errors == 0 {
        ctx.ui.status(&summary);
        next.iter().for_each(|next| ctx.ui.status(next));
        return Ok(());
    }
    let error = Error::new(Kind::NotProven, summary);
    Err(match next {
        Some(next) => error.with_hint(next),
        None => error,
    })
}
