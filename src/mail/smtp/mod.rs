//! Speaking SMTP to an outbox server: trying its settings layer by layer, and handing a message over. The one SMTP client here.

mod certificate;
mod check;
mod log;
mod offers;
mod reach;
mod said;
mod send;
mod session;
mod sign_in;
mod tls;
mod trouble;
mod wire;

pub use check::{Layer, Outcome, Report, Step, check};
pub use log::Progress;
pub use send::{ANSWER_LOST, Accepted, Refused, send};
pub use session::{Limits, Session};
pub use trouble::Trouble;

use crate::channel::Security;
use secrecy::SecretString;

/// An outbox server and who signs in there.
#[derive(Debug, Clone)]
pub struct Account {
    /// The SMTP host, as the settings name it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// The login.
    pub login: String,
    /// The mailbox that sends: what MAIL FROM names.
    pub mailbox: String,
    /// `None`: everything is tried up to the sign-in.
    pub password: Option<SecretString>,
}
