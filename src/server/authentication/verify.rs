//! Looks up one message's sender.

use super::batch::{Message, Signatures, Unverified};
use super::caution::{Caution, Mood};
use super::dns::Dns;
use crate::log::Log;
use crate::server::clock;
use crate::server::journal::Envelope;
use crate::server::store::{Authentication, Looked};
use crate::server::workspace::Workspace;
use futures_util::FutureExt as _;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, MessageAuthenticator, SpfResult};
use std::panic::AssertUnwindSafe;
use std::sync::Once;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell};
use tokio::time::{Instant, timeout_at};

/// How long all questions for one message may take together.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same while nobody answers, and while nobody is asked: then only what is remembered comes in time.
const HURRY: Duration = Duration::from_secs(3);
const REMEMBERED: Duration = Duration::from_millis(100);
/// How often a message is looked up whose sender could not be found out, how long until the second time (doubled with each), and how
/// old it may be then, in milliseconds.
const LOOKS: u32 = 6;
const AGAIN: i64 = 5 * 60 * 1000;
const DAY: i64 = 24 * 3600 * 1000;
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
    /// Held by whoever sees whether the resolver lives.
    probing: Mutex<()>,
    panicked: Once,
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
            probing: Mutex::new(()),
            panicked: Once::new(),
            host: settings.forwarder_domain.clone(),
            log: settings.log.clone(),
        }
    }

    /// Looks up who sent a message, and says when to do so again.
    pub async fn look(&self, unverified: Unverified) -> Looked {
        let (row, looks) = (unverified.row, unverified.looks);
        let received_at = unverified.message.as_ref().map_or(0, |message| message.envelope.received_at);
        let mut may_change = false;
        let looking = async {
            let (found, is_open) = self.find_out(unverified).await;
            may_change = is_open;
            found
        };
        let authentication = self.guarded(looking).await;
        let now = clock::now();
        let open = self.dns != Dns::Off && may_change;
        let again = open && looks + 1 < LOOKS && now.saturating_sub(received_at) < DAY;
        Looked { row, authentication, again_at: again.then(|| now.saturating_add(AGAIN << looks)) }
    }

    /// A message that makes somebody panic over it is looked up no more, and all others are.
    pub(super) async fn guarded(&self, looking: impl Future<Output = Authentication>) -> Authentication {
        AssertUnwindSafe(looking).catch_unwind().await.unwrap_or_else(|_| {
            self.panicked
                .call_once(|| self.tell("looking up the sender of a message failed in a way that is a defect of qontak"));
            unreadable()
        })
    }

    /// Looks up who sent a message, and whether another look could find out more.
    pub(super) async fn find_out(&self, unverified: Unverified) -> (Authentication, bool) {
        let Some(message) = unverified.message else { return (unreadable(), false) };
        let mut mood = self.caution.mood(Instant::now());
        if mood == Mood::Rested {
            mood = self.rested().await;
        }
        let resting = mood == Mood::Resting;
        let domain = spf_domain(&message.envelope).map(str::to_ascii_lowercase);
        let began = Instant::now();
        let known = || domain.as_ref().is_some_and(|domain| self.caution.has_answered(domain, began));
        let asked = if !resting || known() { self.resolver().await } else { None };
        let Some(resolver) = asked else {
            let found = unasked(&message);
            let is_open = is_temporary(&found);
            return (found, is_open);
        };
        let patience = match mood {
            Mood::Resting => REMEMBERED,
            Mood::Hurried => HURRY,
            Mood::Asking | Mood::Rested => PATIENCE,
        };
        let mut attempt = Attempt { verifier: self, resolver, failed: Vec::new(), deadline: began + patience };
        let found = attempt.all(&message).await;
        let is_open = is_temporary(&found) || (found.dkim == "fail" && !attempt.failed.is_empty());
        if resting {
            return (found, is_open);
        }
        let now = Instant::now();
        if let (true, Some(domain)) = (attempt.failed.is_empty(), domain) {
            self.caution.answered(domain, now);
        }
        // Somebody's servers are dead, or the resolver is: only then nobody is asked.
        if self.caution.note(attempt.failed, began, now)
            && let Ok(_probing) = self.probing.try_lock()
        {
            self.probe().await;
        }
        (found, is_open)
    }

    /// What to do once a rest is over: one sees whether the resolver lives, the others wait for that.
    async fn rested(&self) -> Mood {
        let _probing = self.probing.lock().await;
        if self.caution.mood(Instant::now()) == Mood::Rested {
            self.probe().await;
        }
        self.caution.mood(Instant::now())
    }

    async fn probe(&self) {
        let alive = self.dns.is_alive().await;
        if self.caution.probed(alive, Instant::now()) {
            self.tell("DNS does not answer: senders of received mail are not looked up for the moment");
        }
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

fn is_temporary(found: &Authentication) -> bool {
    [&found.spf, &found.dkim, &found.arc].iter().any(|word| *word == TEMPORARY)
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
        // Signatures first: a sender whose servers are slow must not use up the time for them.
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
        found.spf = self.spf(&message.envelope).await.into();
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
        // One that is wrong is not excused by somebody's dead servers; the message is looked up again all the same.
        let best = ["pass", "fail", TEMPORARY, "permerror", "neutral"].into_iter().find(|best| words().any(|word| word == *best));
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
