//! Looks up one message's sender.

use super::batch::{Message, Signatures, Unverified};
use super::caution::Caution;
use super::dns::Dns;
use crate::log::Log;
use crate::server::journal::Envelope;
use crate::server::store::Authentication;
use crate::server::workspace::Workspace;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, MessageAuthenticator, SpfResult};
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

/// How long all questions for one message may take together.
const PATIENCE: Duration = Duration::from_secs(10);
/// Signatures of a message that are looked at; RFC 6376 lets a verifier limit them.
const SIGNATURES: usize = 8;

const NONE: &str = "none";
const TEMPORARY: &str = "temperror";

/// Looks up senders.
pub struct Verifier {
    dns: Dns,
    /// Made when there is something to ask.
    resolver: OnceCell<Option<MessageAuthenticator>>,
    caution: Caution,
    /// Our own name, which a policy may ask for.
    host: String,
    log: Option<Log>,
}

impl Verifier {
    /// One that asks `dns`.
    pub fn new(dns: Dns, workspace: &Workspace) -> Self {
        let settings = workspace.settings();
        Self {
            dns,
            resolver: OnceCell::new(),
            caution: Caution::default(),
            host: settings.forwarder_domain.clone(),
            log: settings.log.clone(),
        }
    }

    /// Looks up who sent a message.
    pub async fn verify(&self, unverified: Unverified) -> Authentication {
        let Some(message) = unverified.message else { return unreadable() };
        let began = Instant::now();
        let asked = if self.caution.may_ask(began) { self.resolver().await } else { None };
        let Some(resolver) = asked else { return unasked(&message) };
        let mut attempt = Attempt { verifier: self, resolver, failed: Vec::new(), deadline: began + PATIENCE };
        let found = attempt.all(&message).await;
        if self.caution.note(attempt.failed, began, Instant::now()) {
            self.tell("DNS does not answer: senders of received mail are not looked up for the moment");
        }
        found
    }

    async fn resolver(&self) -> Option<&MessageAuthenticator> {
        let made = self.resolver.get_or_init(|| async {
            self.dns.resolver().unwrap_or_else(|why| {
                self.tell(&format!("senders of received mail are not looked up: {why}"));
                None
            })
        });
        made.await.as_ref()
    }

    fn tell(&self, line: &str) {
        if let Some(log) = &self.log {
            log(line);
        }
    }
}

/// What is said of a message that the journal does not give back.
fn unreadable() -> Authentication {
    let word = || "permerror".to_owned();
    Authentication { spf: word(), dkim: word(), arc: word(), ..Authentication::default() }
}

/// What can be said of a message without asking anybody.
fn unasked(message: &Message) -> Authentication {
    let mut found = Authentication { spf: TEMPORARY.into(), dkim: NONE.into(), arc: NONE.into(), ..Authentication::default() };
    found.spf_domain = spf_domain(&message.envelope).map(str::to_owned);
    if found.spf_domain.is_none() {
        found.spf = NONE.into();
    }
    match &message.signatures {
        Signatures::None => {}
        Signatures::Unread => (found.dkim, found.arc) = ("permerror".into(), "permerror".into()),
        Signatures::Some { headers, .. } => {
            let Some(parsed) = AuthenticatedMessage::parse(headers) else { return found };
            if !parsed.dkim_headers.is_empty() || parsed.has_dkim_errors {
                found.dkim = TEMPORARY.into();
            }
            if !parsed.as_headers.is_empty() {
                found.arc = TEMPORARY.into();
            }
        }
    }
    found
}

/// The domain whose policy decides (RFC 7208, 2.4): the envelope sender's, of a bounce what the client calls itself.
fn spf_domain(envelope: &Envelope) -> Option<&str> {
    let domain = envelope.mail_from.rsplit_once('@').map_or(envelope.helo.as_str(), |(_, domain)| domain);
    let domain = domain.trim_end_matches('.');
    (domain.contains('.') && !domain.contains(['[', ']', ':', ' '])).then_some(domain)
}

/// The looking up of one message.
struct Attempt<'v> {
    verifier: &'v Verifier,
    resolver: &'v MessageAuthenticator,
    /// Domains that gave no answer.
    failed: Vec<String>,
    deadline: Instant,
}

impl Attempt<'_> {
    async fn all(&mut self, message: &Message) -> Authentication {
        let mut found = Authentication { dkim: NONE.into(), arc: NONE.into(), ..Authentication::default() };
        found.spf_domain = spf_domain(&message.envelope).map(str::to_owned);
        found.spf = self.spf(&message.envelope).await.into();
        match &message.signatures {
            Signatures::None => {}
            Signatures::Unread => (found.dkim, found.arc) = ("permerror".into(), "permerror".into()),
            Signatures::Some { headers, hashes } => {
                if let Some(mut parsed) = AuthenticatedMessage::parse(headers) {
                    parsed.body_hashes.clone_from(hashes);
                    parsed.dkim_headers.truncate(SIGNATURES);
                    self.dkim(&parsed, &mut found).await;
                    found.arc = self.arc(&parsed).await.into();
                }
            }
        }
        found
    }

    async fn spf(&mut self, envelope: &Envelope) -> &'static str {
        let Some(domain) = spf_domain(envelope) else { return NONE };
        if self.is_failing(domain) {
            return TEMPORARY;
        }
        let client = envelope.client.to_canonical();
        let (helo, host) = (envelope.helo.as_str(), self.verifier.host.as_str());
        let parameters = match envelope.mail_from.contains('@') {
            true => SpfParameters::verify_mail_from(client, helo, host, &envelope.mail_from),
            false => SpfParameters::verify_ehlo(client, domain, host),
        };
        let result = timeout_at(self.deadline, self.resolver.verify_spf(parameters)).await;
        match result.map(|output| output.result()) {
            Ok(SpfResult::Pass) => "pass",
            Ok(SpfResult::Fail) => "fail",
            Ok(SpfResult::SoftFail) => "softfail",
            Ok(SpfResult::Neutral) => "neutral",
            Ok(SpfResult::PermError) => "permerror",
            Ok(SpfResult::None) => NONE,
            Ok(SpfResult::TempError) | Err(_) => self.fails(domain),
        }
    }

    async fn dkim(&mut self, message: &AuthenticatedMessage<'_>, found: &mut Authentication) {
        let domains: Vec<&str> = message.dkim_headers.iter().map(|header| header.header.d.as_str()).collect();
        if !domains.is_empty() && domains.iter().all(|domain| self.is_failing(domain)) {
            found.dkim = TEMPORARY.into();
            return;
        }
        let Ok(outputs) = timeout_at(self.deadline, self.resolver.verify_dkim(message)).await else {
            domains.into_iter().for_each(|domain| self.failed.push(domain.to_ascii_lowercase()));
            found.dkim = TEMPORARY.into();
            return;
        };
        let temporary = outputs.iter().filter(|output| matches!(output.result(), DkimResult::TempError(_)));
        self.failed.extend(temporary.filter_map(|output| Some(output.signature()?.d.to_ascii_lowercase())));
        let words = || outputs.iter().map(|output| word(output.result()));
        let best = ["pass", TEMPORARY, "fail", "permerror", "neutral"].into_iter().find(|best| words().any(|word| word == *best));
        // mail-auth passes over a signature that it cannot read at all.
        found.dkim = best.unwrap_or(if message.has_dkim_errors { "neutral" } else { NONE }).into();
        for domain in outputs.iter().filter_map(passing) {
            if !found.dkim_domains.contains(&domain) {
                found.dkim_domains.push(domain);
            }
        }
    }

    async fn arc(&mut self, message: &AuthenticatedMessage<'_>) -> &'static str {
        let Some(last) = message.as_headers.last().map(|header| header.header.d.as_str()) else {
            // Half a chain is none that holds.
            return if message.ams_headers.is_empty() && !message.has_arc_errors { NONE } else { "fail" };
        };
        if self.is_failing(last) {
            return TEMPORARY;
        }
        match timeout_at(self.deadline, self.resolver.verify_arc(message)).await {
            Ok(output) => match word(output.result()) {
                TEMPORARY => self.fails(last),
                // RFC 8617 knows no other word for a chain that does not hold.
                word @ ("pass" | NONE) => word,
                _ => "fail",
            },
            Err(_) => self.fails(last),
        }
    }

    fn is_failing(&self, domain: &str) -> bool {
        let key = domain.to_ascii_lowercase();
        self.failed.contains(&key) || self.verifier.caution.is_failing(&key, Instant::now())
    }

    fn fails(&mut self, domain: &str) -> &'static str {
        self.failed.push(domain.to_ascii_lowercase());
        TEMPORARY
    }
}

fn passing(output: &DkimOutput<'_>) -> Option<String> {
    let signature = output.signature()?;
    (*output.result() == DkimResult::Pass).then(|| signature.d.to_ascii_lowercase())
}

/// RFC 8601's word. A body that was changed is `fail` there, which mail-auth calls neutral.
fn word(result: &DkimResult) -> &'static str {
    use mail_auth::{Error, arc::ArcError, dkim::DkimError};
    match result {
        DkimResult::Pass => "pass",
        DkimResult::Neutral(Error::Dkim(DkimError::FailedBodyHashMatch) | Error::Arc(ArcError::FailedBodyHashMatch)) => "fail",
        DkimResult::Neutral(_) => "neutral",
        DkimResult::Fail(_) => "fail",
        DkimResult::PermError(_) => "permerror",
        DkimResult::TempError(_) => TEMPORARY,
        DkimResult::None => NONE,
    }
}
