//! The domain: an email channel, what a new one needs, and the panel's rules for its form.
//!
//! Valid by construction: an [`Address`], a [`Host`] or a port that exists has been checked. Nothing here knows the wire,
//! the terminal or a file.

mod address;
mod host;

pub use address::Address;
pub use host::Host;

use secrecy::SecretString;
use std::fmt;

/// What is wrong with a value that was typed, in the panel's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(pub String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks a typed TCP port: a number from 1 to 65535.
///
/// # Errors
/// What is wrong with the value, in the panel's words.
pub fn parse_port(typed: &str) -> Result<u16, Invalid> {
    host::parse_port(typed)
}

/// How the connection to the outbox server is secured.
///
/// The vendor's `settings.protocol` knows three words; `tls` and `starttls` both go with port 587, `ssl` with 465.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// Plain connect, then `STARTTLS` (port 587).
    Starttls,
    /// The vendor's older word for the same as [`Security::Starttls`]; read, never written.
    Tls,
    /// TLS from the first byte (port 465).
    Ssl,
}

impl Security {
    /// The word on the wire and in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starttls => "starttls",
            Self::Tls => "tls",
            Self::Ssl => "ssl",
        }
    }

    /// Reads the wire's word; `None` for one nobody has seen yet.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "starttls" => Some(Self::Starttls),
            "tls" => Some(Self::Tls),
            "ssl" => Some(Self::Ssl),
            _ => None,
        }
    }

    /// Whether both mean the same on the connection: `tls` is an older word for `starttls`.
    #[must_use]
    pub const fn is_same_as(self, other: Self) -> bool {
        matches!(self, Self::Ssl) == matches!(other, Self::Ssl)
    }

    /// The port this security is usually spoken on.
    #[must_use]
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::Starttls | Self::Tls => 587,
            Self::Ssl => 465,
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The *Outbox Server (SMTP)* of the panel's form: the account that sends mail to customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// Host name or address of the SMTP server.
    pub host: Host,
    /// TCP port, never 0.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
}

impl fmt::Display for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({})", self.host, self.port, self.security)
    }
}

/// Everything needed to connect a mailbox.
#[derive(Debug)]
pub struct NewChannel {
    /// The mailbox that customers write to.
    pub address: Address,
    /// The login at the outbox server; the address itself unless said.
    pub smtp_username: Option<String>,
    /// The app password.
    pub password: SecretString,
    /// Where mail leaves.
    pub outbox: Outbox,
}

/// What an edit changes; `None` means untouched.
#[derive(Debug, Default)]
pub struct ChannelPatch {
    /// A new mailbox address.
    pub address: Option<Address>,
    /// A new login at the outbox server.
    pub smtp_username: Option<String>,
    /// A new app password. One that was read is never sent back: it cannot get in here.
    pub password: Option<SecretString>,
    /// A new outbox host.
    pub smtp_host: Option<Host>,
    /// A new outbox port.
    pub smtp_port: Option<u16>,
    /// A new security.
    pub security: Option<Security>,
}

impl ChannelPatch {
    /// Whether nothing would change.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.address.is_none()
            && self.smtp_username.is_none()
            && self.password.is_none()
            && self.smtp_host.is_none()
            && self.smtp_port.is_none()
            && self.security.is_none()
    }
}

/// How a channel moves mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelKind {
    /// Sends by SMTP, receives through a forwarder.
    Smtp,
    /// Pulls and sends through Microsoft with OAuth; has no forwarder and no password.
    OutlookOauth,
    /// A kind this version does not know; the server's word.
    Other(String),
}

impl ChannelKind {
    /// The word in every output.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Smtp => "smtp",
            Self::OutlookOauth => "outlook-oauth",
            Self::Other(word) => word,
        }
    }
}

/// Where a forwarder address comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwarderSource {
    /// The server said it.
    Server,
    /// Built from the channel's id, because the server left it out: a guess.
    Derived,
}

impl ForwarderSource {
    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Derived => "derived",
        }
    }
}

/// The address that the mail provider must forward to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarder {
    /// `<channel id>@<domain>`.
    pub address: String,
    /// Whether the server said so.
    pub source: ForwarderSource,
}

/// A connected mailbox, as the server tells it. Carries no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The channel's id (a UUID at the vendor), not interpreted.
    pub id: String,
    /// The mailbox.
    pub address: String,
    /// The login at the outbox server.
    pub smtp_username: Option<String>,
    /// Outbox host as the server spells it.
    pub smtp_host: Option<String>,
    /// Outbox port.
    pub smtp_port: Option<u16>,
    /// The server's word for the security.
    pub security: Option<String>,
    /// How it moves mail.
    pub kind: ChannelKind,
    /// Where the provider must forward to; `None` for a channel that needs none.
    pub forwarder: Option<Forwarder>,
    /// The server's flag. True even on broken channels: no health signal.
    pub active: Option<bool>,
    /// The organization it belongs to.
    pub organization_id: Option<String>,
    /// When it was created, RFC 3339 UTC, as the server wrote it.
    pub created_at: Option<String>,
}
