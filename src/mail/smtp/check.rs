//! An outbox server tried for real: DNS, TCP, TLS, banner, EHLO, AUTH, MAIL FROM and RSET, each with its time. Nothing is sent.

use super::log::Log;
use super::session::{Limits, Session};
use super::trouble::Trouble;
use super::{Account, Progress};
use crate::channel::Security;
use crate::mail::network::Network;
use crate::mail::smtp_errors::Explanation;
use std::time::Duration;

/// A layer of the way, in the order of an implicit-TLS connection; with STARTTLS, TLS comes behind EHLO.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The host's addresses.
    Dns,
    /// A connection.
    Tcp,
    /// Encryption, and a certificate that names the host.
    Tls,
    /// The server's greeting.
    Banner,
    /// What the server offers.
    Ehlo,
    /// The sign-in.
    Auth,
    /// MAIL FROM the mailbox, and RSET.
    Mail,
}

impl Layer {
    /// All of them, in the order of a connection.
    #[must_use]
    pub const fn order(security: Security) -> [Self; 7] {
        match security {
            Security::Ssl => [Self::Dns, Self::Tcp, Self::Tls, Self::Banner, Self::Ehlo, Self::Auth, Self::Mail],
            _ => [Self::Dns, Self::Tcp, Self::Banner, Self::Ehlo, Self::Tls, Self::Auth, Self::Mail],
        }
    }

    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Banner => "banner",
            Self::Ehlo => "ehlo",
            Self::Auth => "auth",
            Self::Mail => "mail",
        }
    }
}

/// How a layer went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It works.
    Ok,
    /// It does not; nothing after it was tried.
    Failed,
    /// It was not tried.
    Skipped,
}

impl Outcome {
    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// A layer and how it went.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which.
    pub layer: Layer,
    /// How it went.
    pub outcome: Outcome,
    /// How long it took; `None` where it was not tried.
    pub elapsed: Option<Duration>,
    /// What was found: addresses, the certificate's names, the server's words. Holds no secret.
    pub detail: String,
    /// Of a layer that failed: what it means.
    pub explanation: Option<Explanation>,
}

/// Everything that was tried.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// All layers, in the order they were tried; those behind one that failed are skipped.
    pub steps: Vec<Step>,
    /// What was said, a line each, `C: ` or `S: ` before it. Masked where it is made: the credential was never in it.
    pub transcript: Vec<String>,
}

impl Report {
    /// The layer that failed, if one did.
    #[must_use]
    pub fn failure(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.outcome == Outcome::Failed)
    }
}

/// Tries `account`, with `patience` for each step. Ends at the layer that fails; never fails itself.
pub async fn check(account: &Account, network: &Network, patience: Duration, progress: Progress<'_>) -> Report {
    let mut session = Session::new(account, Limits::of(patience), None, Log::new(progress));
    let ended = all(&mut session, network).await;
    // A conversation that broke off is not ended with a word.
    if ended.is_ok() || ended.is_err_and(|trouble| trouble.answered) {
        session.close().await;
    }
    session.log.report(account.security)
}

async fn all(session: &mut Session<'_>, network: &Network) -> Result<(), Trouble> {
    session.open(network).await?;
    session.sign_in().await?;
    session.try_sender().await
}
