//! The sign-in, and the sender.

use super::Layer;
use super::offers::Mechanism;
use super::session::Session;
use super::trouble::Trouble;
use super::wire::Reply;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use secrecy::zeroize::Zeroizing;
use std::time::Duration;

/// What a transcript shows of a credential.
const HIDDEN: &str = "****";
/// How long to wait for the answer to RSET.
const RESET: Duration = Duration::from_secs(3);

impl Session<'_> {
    /// Signs in; without a password, looks whether that is offered at all.
    pub(super) async fn sign_in(&mut self) -> Result<(), Trouble> {
        let Some(mechanism) = self.offers.mechanism() else {
            self.log.begin(Layer::Auth);
            let offered = match self.offers.auth.as_slice() {
                [] => "the server offers no sign-in (AUTH) on this port".to_owned(),
                others => format!("the server offers neither AUTH PLAIN nor AUTH LOGIN, only {}", others.join(" ")),
            };
            let text = self.listener.secrets.clean(&offered);
            return self.log.end(Err(Trouble::here(Layer::Auth, "mechanism_unsupported", text, true)));
        };
        if self.account.password.is_none() {
            self.log.skip(Layer::Auth);
            return Ok(());
        }
        self.log.begin(Layer::Auth);
        let signed_in = self
            .authenticate(mechanism)
            .await
            .map(|reply| ((), self.listener.secrets.clean(&format!("{}: {}", mechanism.as_str(), reply.text()))));
        self.log.end(signed_in)
    }

    async fn authenticate(&mut self, mechanism: Mechanism) -> Result<Reply, Trouble> {
        let reply = match mechanism {
            Mechanism::Plain => {
                let word = self.plain();
                let reply = self.tell("AUTH PLAIN ", &word).await?;
                // A server that does not read what came along.
                if reply.code == 334 { self.tell("", &word).await? } else { reply }
            }
            Mechanism::Login => {
                let mut reply = self.exchange(Layer::Auth, "AUTH LOGIN", "AUTH").await?;
                if reply.code == 334 {
                    let login = Zeroizing::new(STANDARD.encode(&self.account.login));
                    reply = self.tell("", &login).await?;
                }
                if reply.code == 334 {
                    let password = self.password();
                    reply = self.tell("", &password).await?;
                }
                reply
            }
        };
        if reply.is_good() { Ok(reply) } else { Err(self.listener.refused(Layer::Auth, &reply, None)) }
    }

    /// Says `words` and a credential, which no transcript ever sees.
    async fn tell(&mut self, words: &str, credential: &str) -> Result<Reply, Trouble> {
        self.log.said(&format!("{words}{HIDDEN}"));
        let line = Zeroizing::new(format!("{words}{credential}\r\n"));
        self.say(Layer::Auth, line.as_bytes(), "AUTH").await?;
        self.hear(Layer::Auth, "AUTH").await
    }

    fn plain(&self) -> Zeroizing<String> {
        let password = self.account.password.as_ref().map_or("", |password| password.expose_secret());
        let plain = Zeroizing::new(format!("\0{}\0{password}", self.account.login));
        Zeroizing::new(STANDARD.encode(plain.as_bytes()))
    }

    fn password(&self) -> Zeroizing<String> {
        let password = self.account.password.as_ref().map_or("", |password| password.expose_secret());
        Zeroizing::new(STANDARD.encode(password))
    }

    /// Names the sender, and takes it back: nothing is sent.
    pub(super) async fn try_sender(&mut self) -> Result<(), Trouble> {
        if self.account.password.is_none() {
            self.log.skip(Layer::Mail);
            return Ok(());
        }
        self.log.begin(Layer::Mail);
        let taken = self.name_and_reset().await.map(|reply| ((), self.listener.secrets.clean(&reply.text())));
        self.log.end(taken)
    }

    async fn name_and_reset(&mut self) -> Result<Reply, Trouble> {
        let mail = self.mail_from(&[], &[])?;
        let reply = if self.offers.pipelining {
            self.log.said(&mail);
            self.log.said("RSET");
            self.say(Layer::Mail, format!("{mail}\r\nRSET\r\n").as_bytes(), "MAIL").await?;
            self.hear(Layer::Mail, "MAIL").await?
        } else {
            self.exchange(Layer::Mail, &mail, "MAIL").await?
        };
        if !reply.is_good() {
            return Err(self.listener.refused(Layer::Mail, &reply, None));
        }
        // The sender was taken: what becomes of taking it back proves nothing more.
        self.limits.command = self.limits.command.min(RESET);
        let _ = match self.offers.pipelining {
            true => self.hear(Layer::Mail, "RSET").await,
            false => self.exchange(Layer::Mail, "RSET", "RSET").await,
        };
        Ok(reply)
    }

    /// The command that names the mailbox as the sender, with what must be said of the message, if the server can carry it.
    pub(super) fn mail_from(&self, recipients: &[String], raw: &[u8]) -> Result<String, Trouble> {
        let mailbox = self.account.mailbox.as_str();
        let cannot = |text: String| Trouble::here(Layer::Mail, "international_address", text, true);
        let mut mail = format!("MAIL FROM:<{}>", path(mailbox)?);
        let addresses = || std::iter::once(mailbox).chain(recipients.iter().map(String::as_str));
        if let Some(foreign) = addresses().find(|address| !address.is_ascii()) {
            if !self.offers.utf8 {
                let why = format!("{foreign} has letters beyond ASCII, and the server does not offer SMTPUTF8");
                return Err(cannot(why));
            }
            mail.push_str(" SMTPUTF8");
        }
        if !raw.is_ascii() {
            if !self.offers.eight_bit {
                let why = "the message has letters beyond ASCII in its headers, and the server does not offer 8BITMIME";
                return Err(cannot(why.to_owned()));
            }
            mail.push_str(" BODY=8BITMIME");
        }
        Ok(mail)
    }
}

/// An address as it can stand between angle brackets, whatever it comes from.
pub(super) fn path(address: &str) -> Result<&str, Trouble> {
    let quoted = address.starts_with('"');
    let bad = |c: char| c.is_control() || (!quoted && (c.is_whitespace() || matches!(c, '<' | '>')));
    if address.is_empty() || !address.contains('@') || address.chars().any(bad) {
        return Err(Trouble::here(Layer::Mail, "recipient_refused", format!("{address:?} cannot be written in SMTP"), true));
    }
    Ok(address)
}
