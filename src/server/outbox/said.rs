//! What an outbox server said, fit to be kept and shown: on one line, bounded, and without the credential it was told.

use super::session::{Failure, Trouble};
use crate::mail::smtp_errors::{self, Speaker};
use crate::redact::Forms;
use lettre::transport::smtp::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
use std::error::Error as _;
use std::io;

/// As much of a reply as is kept, in characters.
const LONGEST: usize = 500;

/// What a server was told in confidence, in every form in which it could repeat it.
pub(super) struct Secrets(Forms);

impl Secrets {
    pub(super) fn of(username: &str, password: &SecretString) -> Self {
        let password = password.expose_secret();
        // The login is no secret; what AUTH PLAIN makes of both is.
        let plain = SecretString::from(format!("\0{username}\0{password}"));
        let mut forms = Forms::of(password);
        forms.extend(Forms::of(plain.expose_secret()));
        // In another charset, what is not ASCII comes as this.
        let foreign = |c: char| if c.is_ascii() { c } else { char::REPLACEMENT_CHARACTER };
        let foreign = SecretString::from(password.chars().map(foreign).collect::<String>());
        forms.extend(Forms::of(foreign.expose_secret()));
        Self(forms)
    }

    /// `text` on one line, without them.
    pub(super) fn clean(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.0.replace_disguised(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let plain: String = text.chars().map(|c| if c.is_control() || c == '\u{2028}' { ' ' } else { c }).collect();
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

/// How the words of one server are read.
pub(super) struct Saying {
    /// The host that was asked for.
    pub host: String,
    /// What it may not repeat.
    pub secrets: Secrets,
}

impl Saying {
    /// The answer to something that went well.
    pub(super) fn positive(&self, answer: &Response) -> String {
        let words: Vec<&str> = answer.message().collect();
        self.secrets.clean(&format!("{} {}", answer.code(), words.join(" ")))
    }

    /// What went wrong while `step` was tried.
    pub(super) fn trouble(&self, failure: Failure, greeting: Option<&str>, step: &str) -> Trouble {
        let error = match failure {
            Failure::Late(limit) => {
                let text = format!("no answer within {} s ({step})", limit.as_secs());
                return Trouble { class: "connect_timeout", text, permanent: false, answered: false };
            }
            Failure::Smtp(error) => error,
        };
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        if let Some(code) = error.status() {
            return self.refused(&format!("{code} {cause}"), greeting, step);
        }
        if let Some(io) = cause_of_kind(&error) {
            return self.unreachable(io, step);
        }
        let broken = error.is_response();
        let class = match () {
            () if step == "AUTH" && error.is_client() => "mechanism_unsupported",
            () => "connection_lost",
        };
        let permanent = class == "mechanism_unsupported" && !broken;
        Trouble { class, text: self.secrets.clean(&format!("{cause} ({step})")), permanent, answered: permanent }
    }

    /// What a server's refusal means; `reply` begins with its code.
    pub(super) fn refused(&self, reply: &str, greeting: Option<&str>, step: &str) -> Trouble {
        // The class is read off the whole reply, and then it is made fit to be kept.
        let speaker = Speaker { asked: Some(&self.host), greeting };
        let class = smtp_errors::classify(reply, speaker);
        let kept = if step.contains('@') { format!("{reply} ({step})") } else { reply.to_owned() };
        Trouble { class, text: self.secrets.clean(&kept), permanent: reply.starts_with('5'), answered: true }
    }

    /// Why there is no connection, or none any more.
    pub(super) fn unreachable(&self, error: &io::Error, step: &str) -> Trouble {
        let words = error.to_string();
        let lower = words.to_lowercase();
        let class = match error.kind() {
            io::ErrorKind::ConnectionRefused => "connect_refused",
            io::ErrorKind::TimedOut => "connect_timeout",
            _ if lower.contains("lookup address") || lower.contains("no such host") => "dns_nxdomain",
            _ if lower.contains("certificate") => "tls_cert_mismatch",
            _ => "connection_lost",
        };
        let words = plain_words(error).unwrap_or(words);
        let step = if step == "connecting" { format!("connecting to {}", self.host) } else { step.to_owned() };
        Trouble { class, text: self.secrets.clean(&format!("{words} ({step})")), permanent: false, answered: false }
    }
}

/// What of TLS a person understands; `None` where the system's own words do.
fn plain_words(error: &io::Error) -> Option<String> {
    use tokio_rustls::rustls::{CertificateError as Wrong, Error as Tls};
    let why = match error.get_ref().and_then(|inner| inner.downcast_ref::<Tls>()) {
        Some(Tls::InvalidCertificate(wrong)) => match wrong {
            Wrong::Expired | Wrong::ExpiredContext { .. } => "has expired",
            Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => "is not valid yet",
            Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => "is for another host name",
            Wrong::UnknownIssuer => "comes from an authority that is not trusted",
            _ => "is not one that can be trusted",
        },
        None if error.kind() == io::ErrorKind::UnexpectedEof => return Some("the server closed the connection".to_owned()),
        _ => return None,
    };
    Some(format!("the server's certificate {why}"))
}

/// The system's error inside another one.
fn cause_of_kind(error: &lettre::transport::smtp::Error) -> Option<&io::Error> {
    let mut cause = error.source();
    while let Some(found) = cause {
        if let Some(io) = found.downcast_ref() {
            return Some(io);
        }
        cause = found.source();
    }
    None
}
