//! Why a step of a conversation did not succeed.

use super::Layer;
use super::said::Secrets;
use super::wire::{Broken, LONGEST, Reply};
use crate::mail::providers;
use crate::mail::smtp_errors::{self, Explanation, Speaker, explain_case, explain_class};
use std::io;
use std::time::Duration;

/// Why a step did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub layer: Layer,
    /// What the server said, or what happened; holds no secret.
    pub text: String,
    /// What it means.
    pub explanation: Explanation,
    /// Whether trying again is in vain.
    pub permanent: bool,
    /// Whether the server answered: a connection that broke left it open what became of the step.
    pub answered: bool,
}

impl Trouble {
    /// What this side found; `permanent` as in the fields.
    pub(super) fn here(layer: Layer, class: &str, text: impl Into<String>, permanent: bool) -> Self {
        Self { layer, text: text.into(), explanation: explain_class(class), permanent, answered: permanent }
    }

    /// The same with what is known about a case.
    pub(super) fn of_case(self, case: &str) -> Self {
        Self { explanation: explain_case(case), ..self }
    }

    /// The class's id.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        self.explanation.class
    }

    /// The same of another class.
    pub(super) fn of_class(self, class: &str) -> Self {
        Self { explanation: explain_class(class), ..self }
    }
}

/// How the words of one server are read.
pub(super) struct Listener {
    /// The host that was asked for.
    pub(super) host: String,
    /// The name in its greeting.
    pub(super) greeting: Option<String>,
    /// What it may not repeat.
    pub(super) secrets: Secrets,
}

impl Listener {
    /// Who answers.
    pub(super) fn speaker(&self) -> Speaker<'_> {
        Speaker { asked: Some(&self.host), greeting: self.greeting.as_deref() }
    }

    /// What a server's refusal means. `about` is added to what is kept of it.
    pub(super) fn refused(&self, layer: Layer, reply: &Reply, about: Option<&str>) -> Trouble {
        let text = reply.text();
        let mut explanation = smtp_errors::explain(&text, self.speaker());
        // The class is read off the whole reply, and then it is made fit to be kept.
        let kept = about.map_or_else(|| text.clone(), |about| format!("{text} ({about})"));
        // The provider's own page on passwords says more than ours.
        if explanation.is_about_credentials()
            && let Some(help) = providers::by_host(&self.host, None).and_then(|p| p.help.as_deref())
        {
            explanation.page = Some(help);
        }
        Trouble { layer, text: self.secrets.clean(&kept), explanation, permanent: reply.is_final(), answered: true }
    }

    /// Why no answer to `step` came.
    pub(super) fn broken(&self, layer: Layer, why: Broken, step: &str) -> Trouble {
        let (class, words) = match why {
            // Like a farewell: it says why, and no answer follows it.
            Broken::Unasked(reply) if reply.code >= 400 => return self.refused(layer, &reply, None),
            Broken::Unasked(reply) => ("server_trouble", format!("the server answered before it was asked: {}", reply.text())),
            Broken::Late(limit) => ("connect_timeout", format!("no answer within {}", words(limit))),
            Broken::Closed => ("connection_lost", "the server closed the connection".to_owned()),
            Broken::Io(error) => (class_of(&error), error.to_string()),
            Broken::TooLong => ("not_smtp", format!("an answer of more than {} KiB", LONGEST / 1024)),
            Broken::Garbage(line) => ("not_smtp", format!("this is no answer of a mail server: {line}")),
        };
        Trouble::here(layer, class, self.secrets.clean(&format!("{words} ({step})")), false)
    }
}

/// The class of what the system says about a connection.
pub(super) fn class_of(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connect_refused",
        io::ErrorKind::TimedOut => "connect_timeout",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "network_unreachable",
        _ => "connection_lost",
    }
}

/// A time for a person.
pub(super) fn words(limit: Duration) -> String {
    if limit.subsec_millis() == 0 { format!("{} s", limit.as_secs()) } else { format!("{} ms", limit.as_millis()) }
}
