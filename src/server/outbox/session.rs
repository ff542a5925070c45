//! One conversation with an outbox server, with lettre's connection: each step has its own end, so that it is known how far the
//! message got. It begins under TLS.

use super::connect::connect;
use super::said::{Saying, Secrets};
use super::wire::Heard;
use crate::server::store::{ANSWER_LOST, ChannelRow};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use lettre::transport::smtp::{Error, extension::ServerInfo};
use secrecy::{ExposeSecret as _, SecretString};
use std::future::Future;
use std::time::Duration;
use tokio::time::timeout;

/// How long the answer to a command may take.
pub(super) const COMMAND: Duration = Duration::from_secs(60);
/// How long the content and the answer to it may take: ten minutes are the answer's (RFC 5321, 4.5.3.2.6), because whoever waits
/// for less sends twice what a slow server takes.
const CONTENT: Duration = Duration::from_secs((10 + 5) * 60);
/// How long a farewell may take; nothing depends on it.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a step did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The class, as in the table of SMTP errors.
    pub class: &'static str,
    /// What the server said, or what happened; holds no secret.
    pub text: String,
    /// Whether trying again is in vain.
    pub permanent: bool,
    /// Whether the server answered: a connection that broke left it open what became of the step.
    pub answered: bool,
}

impl Trouble {
    pub(super) fn here(class: &'static str, text: impl Into<String>, permanent: bool) -> Self {
        Self { class, text: text.into(), permanent, answered: permanent }
    }
}

/// A conversation that has come so far that the content may follow.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    heard: Heard,
    saying: Saying,
}

impl Session {
    /// Connects, encrypts, signs in.
    pub(super) async fn open(channel: &ChannelRow, password: &SecretString) -> Result<Self, Trouble> {
        let saying = Saying { host: channel.smtp_host.clone(), secrets: Secrets::of(&channel.smtp_username, password) };
        let hello = channel.forwarder.rsplit('@').next().unwrap_or("localhost").to_owned();
        let wire = connect(channel, &hello, &saying).await?;
        let (heard, hello) = (wire.heard(), ClientId::Domain(hello));
        let connecting = AsyncSmtpConnection::connect_with_transport(Box::new(wire), &hello);
        let connection = within(COMMAND, connecting).await.map_err(|e| saying.trouble(e, None, "connecting"))?;
        let mut session = Self { connection, heard, saying };
        session.sign_in(channel, password).await?;
        Ok(session)
    }

    async fn sign_in(&mut self, channel: &ChannelRow, password: &SecretString) -> Result<(), Trouble> {
        let info = self.connection.server_info();
        if info.get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
            return Err(Trouble::here("mechanism_unsupported", "the server offers neither AUTH PLAIN nor AUTH LOGIN", true));
        }
        let greeting = info.name().to_owned();
        let credentials = Credentials::new(channel.smtp_username.clone(), password.expose_secret().to_owned());
        let answer = within(COMMAND, self.connection.auth(DEFAULT_MECHANISMS, &credentials)).await;
        answer.map(drop).map_err(|e| self.saying.trouble(e, Some(&greeting), "AUTH"))
    }

    /// Names the sender and every recipient, and asks to take the content. A recipient that is refused ends it: a reply goes to
    /// all of them or to nobody.
    pub(super) async fn prepare(&mut self, from: &str, recipients: &[String], raw: &[u8]) -> Result<(), Trouble> {
        let parameters = parameters(self.connection.server_info(), from, recipients, raw)?;
        let from = address(from)?;
        let recipients = recipients.iter().map(|r| address(r)).collect::<Result<Vec<_>, _>>()?;
        self.command(Mail::new(Some(from), parameters), "MAIL").await?;
        for recipient in recipients {
            let named = recipient.to_string();
            self.command(Rcpt::new(recipient, Vec::new()), &named).await?;
        }
        let answer = self.command(Data, "DATA").await?;
        if answer.has_code(354) {
            return Ok(());
        }
        Err(Trouble::here("server_trouble", format!("the answer to DATA was {}", answer.code()), false))
    }

    /// Hands the content over. An error that is not `answered` leaves it open whether the server took it. What counts is the
    /// code in the first line of the answer, whatever follows it.
    pub(super) async fn hand_over(&mut self, raw: &[u8]) -> Result<String, Trouble> {
        // The connection ends the content with a line end of its own.
        let content = raw.strip_suffix(b"\r\n").unwrap_or(raw);
        let result = within(CONTENT, self.connection.message(content)).await;
        let first = self.heard.line();
        match (first.as_bytes(), result) {
            ([b'2', ..], Ok(answer)) => Ok(self.saying.positive(&answer)),
            ([b'2', _, _, b' ' | b'-', ..], Err(_)) => Ok(self.saying.secrets.clean(&first)),
            (answer, Err(failure)) => {
                let trouble = self.saying.trouble(failure, None, "the content");
                Err(match answer {
                    _ if trouble.answered => trouble,
                    [b'4' | b'5', _, _, b' ' | b'-', ..] => self.saying.refused(&first, None, "the content"),
                    _ => Trouble { class: ANSWER_LOST, ..trouble },
                })
            }
            (_, Ok(answer)) => {
                let text = format!("the answer to the content was {}", answer.code());
                Err(Trouble { class: ANSWER_LOST, text, permanent: false, answered: false })
            }
        }
    }

    /// Says goodbye; how that ends concerns nobody.
    pub(super) async fn close(mut self) {
        let _ = timeout(FAREWELL, self.connection.command(Quit)).await;
    }

    async fn command(&mut self, command: impl std::fmt::Display, name: &str) -> Result<Response, Trouble> {
        let answer = within(COMMAND, self.connection.command(command)).await;
        answer.map_err(|e| self.saying.trouble(e, None, name))
    }
}

/// Why no good answer came.
pub(super) enum Failure {
    /// As lettre says it.
    Smtp(Error),
    /// Nothing came in time.
    Late(Duration),
}

async fn within<T>(limit: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
    timeout(limit, step).await.map_err(|_| Failure::Late(limit))?.map_err(Failure::Smtp)
}

fn address(text: &str) -> Result<Address, Trouble> {
    text.parse().map_err(|_| Trouble::here("recipient_refused", format!("{text} cannot be written in SMTP"), true))
}

/// What MAIL must say of the message, and whether the server can carry it.
fn parameters(info: &ServerInfo, from: &str, recipients: &[String], raw: &[u8]) -> Result<Vec<MailParameter>, Trouble> {
    let mut parameters = Vec::new();
    if let Some(foreign) = std::iter::once(from).chain(recipients.iter().map(String::as_str)).find(|a| !a.is_ascii()) {
        if !info.supports_feature(Extension::SmtpUtfEight) {
            let why = format!("{foreign} has letters beyond ASCII, and the server does not offer SMTPUTF8");
            return Err(Trouble::here("international_address", why, true));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !raw.is_ascii() {
        if !info.supports_feature(Extension::EightBitMime) {
            let why = "the message has letters beyond ASCII in its headers, and the server does not offer 8BITMIME";
            return Err(Trouble::here("international_address", why, true));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}
