//! What became of the test mail, and what to look at next.

use super::super::follow::brief;
use crate::channel::{Channel, Forwarder};
use crate::commands::remedy;
use crate::mail::providers::{self, Confirms, Provider};
use crate::mail::smtp::{Account, Layer};
use crate::mail::smtp_errors::Explanation;
use crate::profile::quoted;
use crate::wire::assumed::inbox::FedRoom;
use std::time::Duration;

/// The class of an address that a server does not know. What it advises is for somebody who writes to a customer.
const UNKNOWN_RECIPIENT: &str = "recipient_unknown";

/// A refusal on the way.
#[derive(Debug)]
pub(super) struct Trouble {
    /// Where the sending ended; `None` for a report that came back.
    pub(super) layer: Option<Layer>,
    pub(super) detail: String,
    pub(super) explanation: Explanation,
}

/// What became of the test mail.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It is in the Inbox of the channel; whether that shows that From stays as it is.
    Arrived { proves_from: bool },
    /// It is there, but under another sender than the one who wrote it.
    FromRewritten { from: String, writer: Option<String> },
    /// It is in the Inbox of another channel.
    WrongTarget(String),
    /// It came back.
    Bounced(Trouble),
    /// It did not come.
    NotReceived(Reached),
    /// The outbox server does not take the login or the password.
    InvalidCredentials(Trouble),
    /// The outbox server could not be spoken to.
    SmtpHostIssue(Trouble),
    /// The outbox server did not let anybody sign in, or did not take the test mail.
    SmtpRefused(Trouble),
}

/// How far a test mail that did not arrive is known to have come.
#[derive(Debug)]
pub(super) struct Reached {
    /// Whether the outbox server is known to have taken it; `None` when somebody else sent it.
    pub(super) accepted: Option<bool>,
    /// Why a server further on does not take it yet.
    pub(super) delayed: Option<String>,
}

impl Reached {
    fn story(&self, server: &str) -> String {
        match (self.accepted, &self.delayed) {
            (Some(true), Some(why)) => format!("{server} accepted it, and its delivery is delayed: {why}"),
            (_, Some(why)) => format!("it was accepted, and its delivery is delayed: {why}"),
            (Some(true), None) => format!("{server} accepted it; whether it was forwarded, only the provider knows"),
            (Some(false), None) => format!("nobody knows whether {server} accepted it"),
            (None, None) => "whether it reached the mailbox and was forwarded, only the provider knows".into(),
        }
    }

    const fn cause(&self) -> &'static str {
        match (self.accepted, &self.delayed) {
            (_, Some(_)) => "A server on the way does not take it yet.",
            (Some(true), None) => "The provider did not forward it, or it is held on the way.",
            _ => "It was not forwarded, or is held on the way.",
        }
    }
}

/// Which channel is looked at, and how.
pub(super) struct Setting {
    pub(super) channel_id: String,
    pub(super) mailbox: String,
    forwarder: Option<String>,
    provider: Option<&'static Provider>,
    /// `host:port` through which it is sent; `None` when somebody else sends it.
    pub(super) sent_by: Option<String>,
    pub(super) patience: Duration,
}

impl Setting {
    pub(super) fn new(channel: &Channel, account: Option<&Account>, patience: Duration) -> Self {
        Self {
            channel_id: channel.id.clone(),
            mailbox: channel.address.clone(),
            forwarder: channel.forwarder.as_ref().map(|Forwarder { address, .. }| address.clone()),
            provider: channel.smtp_host.as_deref().and_then(|host| providers::by_host(host, None)),
            sent_by: account.map(|account| format!("{}:{}", account.host, account.port)),
            patience,
        }
    }

    /// Whether a room is one of the channel.
    pub(super) fn is_of(&self, room: &FedRoom) -> bool {
        match &room.channel_integration_id {
            Some(id) => *id == self.channel_id,
            None => room.channel_account.as_deref().is_some_and(|account| account.eq_ignore_ascii_case(&self.mailbox)),
        }
    }

    /// Whether an address is where the test mail should go: the mailbox, or its forwarder's domain.
    pub(super) fn is_on_the_way(&self, address: &str) -> bool {
        let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
        let of_forwarder = self.forwarder.as_deref().is_some_and(|forwarder| domain(forwarder) == domain(address));
        of_forwarder || address.eq_ignore_ascii_case(&self.mailbox)
    }

    /// What is known to go wrong at the provider.
    pub(super) fn warnings(&self) -> impl Iterator<Item = String> + use<> {
        let provider = self.provider;
        provider.into_iter().flat_map(|p| p.warnings().iter().map(move |warning| format!("{}: {warning}", p.name)))
    }

    fn reference(&self) -> String {
        quoted(&self.mailbox)
    }

    /// Where mail gets lost, the most likely place first.
    fn where_to_look(&self) -> Vec<String> {
        let reference = self.reference();
        let mut places = Vec::new();
        if let Some(forwarder) = &self.forwarder {
            let name = self.provider.map_or("the provider", |provider| provider.name.as_str());
            places.push(format!(
                "Is {forwarder} entered and forwarding turned on at {name}? (qontak email forwarder {reference} --steps)"
            ));
            if self.provider.is_some_and(|provider| provider.confirms == Some(Confirms::Gmail)) {
                places.push(format!("Is Gmail still waiting for a confirmation? (qontak email confirm {reference})"));
            }
        }
        if self.sent_by.is_some() {
            places.push(
                "Some providers do not forward what a mailbox sends to itself: run it without a password, and send from another mailbox."
                    .into(),
            );
        }
        places.push("Is the test mail in the mailbox, or in its spam folder?".into());
        places.push(format!("Everything at once: qontak email doctor {reference}"));
        places
    }
}

impl Verdict {
    /// The word in every output.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Arrived { .. } => "arrived",
            Self::FromRewritten { .. } => "from_rewritten",
            Self::WrongTarget(_) => "wrong_target",
            Self::Bounced(_) => "bounced",
            Self::NotReceived(_) => "not_received_within_timeframe",
            Self::InvalidCredentials(_) => "invalid_credentials",
            Self::SmtpHostIssue(_) => "smtp_host_issue",
            Self::SmtpRefused(_) => "smtp_refused",
        }
    }

    /// The refusal, where there is one.
    pub(super) const fn trouble(&self) -> Option<&Trouble> {
        match self {
            Self::Bounced(trouble)
            | Self::InvalidCredentials(trouble)
            | Self::SmtpHostIssue(trouble)
            | Self::SmtpRefused(trouble) => Some(trouble),
            _ => None,
        }
    }

    /// What happened, for a person.
    pub(super) fn message(&self, setting: &Setting) -> String {
        let mailbox = &setting.mailbox;
        let what = match self {
            Self::Arrived { .. } => format!("the test mail is in the Inbox of {mailbox}"),
            Self::FromRewritten { from, writer: Some(writer) } => format!(
                "the test mail arrived, but its sender was replaced: {writer} wrote it, and it says {from}, so answers to customers would go wrong"
            ),
            Self::FromRewritten { from, writer: None } => format!(
                "the test mail arrived, and what forwarded it names itself as the sender: it says {from}, so answers to customers would go \
                 wrong. If you sent it from there yourself, nothing is wrong yet: send it from another mailbox"
            ),
            Self::WrongTarget(other) => {
                format!(
                    "the test mail to {mailbox} arrived in another channel: {}",
                    if other.is_empty() { "one without a mailbox" } else { other }
                )
            }
            Self::Bounced(trouble) => {
                format!("the test mail came back undelivered ({}): {}", trouble.explanation.class, trouble.detail)
            }
            Self::NotReceived(reached) => {
                let story = reached.story(setting.sent_by.as_deref().unwrap_or("the outbox server"));
                format!("the test mail to {mailbox} was not in the Inbox within {}: {story}", brief(setting.patience))
            }
            Self::InvalidCredentials(trouble) | Self::SmtpHostIssue(trouble) | Self::SmtpRefused(trouble) => {
                let server = setting.sent_by.as_deref().unwrap_or("the outbox server");
                let layer = trouble.layer.map(|layer| format!(" at {}", layer.as_str())).unwrap_or_default();
                format!("the test mail was not sent: {server} failed{layer} ({}): {}", trouble.explanation.class, trouble.detail)
            }
        };
        format!("{}: {what}", self.as_str())
    }

    /// Why, in a sentence; `None` for what is well.
    pub(super) fn cause(&self) -> Option<String> {
        match self {
            Self::Arrived { .. } => None,
            Self::FromRewritten { .. } => Some("What forwards the mail puts an address of its own into From.".into()),
            Self::WrongTarget(_) => Some("The mailbox forwards to the forwarder of another channel.".into()),
            Self::NotReceived(reached) => Some(reached.cause().into()),
            _ => self.trouble().map(|trouble| trouble.explanation.cause.to_owned()),
        }
    }

    /// What to do, the most likely first; nothing for what is well. `room` is where the test mail is.
    pub(super) fn steps(&self, setting: &Setting, room: Option<&str>) -> Vec<String> {
        let reference = setting.reference();
        match self {
            Self::Arrived { .. } => Vec::new(),
            Self::FromRewritten { .. } => vec![format!(
                "Let the mailbox itself forward, not a group, a list or a transport rule; a group must not put itself into From (by its \
                 DMARC or \"send as group\" settings). See which station did it: qontak inbox show {} --raw | qontak email trace -. \
                 Then: qontak email verify {reference}",
                quoted(room.unwrap_or("ROOM"))
            )],
            Self::WrongTarget(_) => vec![match &setting.forwarder {
                Some(forwarder) => {
                    format!(
                        "Forward to {forwarder} instead (qontak email forwarder {reference} --steps), then: qontak email verify {reference}"
                    )
                }
                None => format!("Remove that forwarding, then: qontak email verify {reference}"),
            }],
            Self::NotReceived(_) => setting.where_to_look(),
            Self::Bounced(trouble) => {
                let mut steps = setting.where_to_look();
                if trouble.explanation.class != UNKNOWN_RECIPIENT {
                    steps.insert(0, remedy::for_mailbox(trouble.explanation.remedy, &setting.mailbox));
                }
                steps
            }
            Self::SmtpRefused(trouble) if trouble.explanation.class == UNKNOWN_RECIPIENT => {
                vec![format!("The outbox server does not know {}: check the channel's address.", setting.mailbox)]
            }
            _ => self
                .trouble()
                .map(|trouble| remedy::for_mailbox(trouble.explanation.remedy, &setting.mailbox))
                .into_iter()
                .collect(),
        }
    }

    /// Cause, these steps and a page on one line.
    pub(super) fn hint(&self, setting: &Setting, steps: &[String]) -> String {
        let page = self.trouble().and_then(|trouble| trouble.explanation.page).map(|page| format!("See {page}"));
        let more = self
            .trouble()
            .filter(|trouble| trouble.layer.is_some())
            .map(|_| format!("Layer by layer: qontak email check {}", setting.reference()));
        let parts = self.cause().into_iter().chain(steps.iter().cloned()).chain(page).chain(more);
        parts.collect::<Vec<_>>().join(" ")
    }
}
