//! One conversation with an outbox server, layer by layer. In clear nothing is said but EHLO and STARTTLS, and nothing that was
//! said in clear counts afterwards.

use super::log::Log;
use super::offers::Offers;
use super::said::Secrets;
use super::tls::{self, Verifier};
use super::trouble::{Listener, Trouble};
use super::wire::{Broken, Reply, Wire};
use super::{Account, Layer, reach};
use crate::channel::Security;
use crate::mail::network::Network;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

/// Ports on which TLS begins with STARTTLS nearly everywhere.
const CLEAR_PORTS: [u16; 4] = [25, 587, 2525, 2587];

/// How long the steps of a conversation may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A name, and as long again a connection.
    pub connect: Duration,
    /// One of several addresses.
    pub address: Duration,
    /// The answer to a command.
    pub command: Duration,
    /// A piece of the content.
    pub piece: Duration,
    /// The answer to the content.
    pub content: Duration,
    /// After how much silence in the place of a greeting somebody asks whether the port wants TLS from the first byte.
    pub silence: Option<Duration>,
}

impl Limits {
    /// For sending what must arrive: whoever waits for less sends twice what a slow server takes (RFC 5321, 4.5.3.2).
    pub const SENDING: Self = Self {
        connect: Duration::from_secs(30),
        address: Duration::from_secs(10),
        command: Duration::from_secs(60),
        piece: Duration::from_secs(3 * 60),
        content: Duration::from_secs(10 * 60),
        silence: None,
    };

    /// For somebody who waits for the answer, no longer than `patience` at each step.
    #[must_use]
    pub fn of(patience: Duration) -> Self {
        Self {
            connect: patience,
            address: patience.min(Self::SENDING.address),
            command: patience,
            piece: patience,
            content: patience,
            silence: Some((patience / 2).min(Duration::from_secs(3))),
        }
    }
}

/// The conversation.
pub struct Session<'a> {
    pub(super) account: Account,
    pub(super) limits: Limits,
    pub(super) listener: Listener,
    pub(super) wire: Wire,
    pub(super) offers: Offers,
    pub(super) log: Log<'a>,
    /// How this side calls itself; its address unless said.
    hello: Option<String>,
    peer: Option<SocketAddr>,
}

impl<'a> Session<'a> {
    /// A conversation that has not begun.
    #[must_use]
    pub(super) fn new(account: &Account, limits: Limits, hello: Option<String>, log: Log<'a>) -> Self {
        let secrets = Secrets::of(&account.login, account.password.as_ref());
        Self {
            listener: Listener { host: account.host.clone(), greeting: None, secrets },
            account: account.clone(),
            limits,
            // Nothing is heard on it.
            wire: Wire::new(Box::new(tokio::io::empty())),
            offers: Offers::default(),
            log,
            hello,
            peer: None,
        }
    }

    /// Connects, encrypts, and hears what is offered.
    pub(super) async fn open(&mut self, network: &Network) -> Result<(), Trouble> {
        let verifier = spawn_blocking(tls::verifier);
        self.reach(network).await?;
        if self.account.security == Security::Ssl {
            self.log.begin(Layer::Tls);
            let encrypted = self.encrypt(verifier, "the TLS handshake").await;
            self.log.end(encrypted)?;
            self.greeting().await?;
            return self.ehlo().await;
        }
        let mut verifier = Some(verifier);
        self.greeting_in_clear(&mut verifier).await?;
        self.ehlo().await?;
        self.log.begin(Layer::Tls);
        let encrypted = self.starttls(verifier.unwrap_or_else(|| spawn_blocking(tls::verifier))).await;
        self.log.end(encrypted)?;
        self.ehlo_again().await
    }

    async fn reach(&mut self, network: &Network) -> Result<(), Trouble> {
        let (host, limits) = (self.account.host.clone(), self.limits);
        self.log.begin(Layer::Dns);
        let found = reach::addresses((&host, self.account.port), network, limits.connect).await;
        let addresses = self.log.end(found)?;
        self.log.begin(Layer::Tcp);
        let connected = reach::connect(&host, &addresses, (limits.connect, limits.address)).await;
        let (stream, peer) = self.log.end(connected)?;
        self.hello.get_or_insert_with(|| literal(stream.local_addr().ok().map(|address| address.ip())));
        self.peer = Some(peer);
        self.wire = Wire::new(Box::new(stream));
        Ok(())
    }

    /// Encrypts the connection as it is.
    async fn encrypt(&mut self, verifier: JoinHandle<io::Result<Verifier>>, step: &str) -> Result<((), String), Trouble> {
        let unprepared =
            |e: &dyn std::fmt::Display| Trouble::here(Layer::Tls, "tls_failed", format!("preparing TLS: {e}"), false);
        let verifier = verifier.await.map_err(|e| unprepared(&e))?.map_err(|e| unprepared(&e))?;
        let wire = std::mem::replace(&mut self.wire, Wire::new(Box::new(tokio::io::empty())));
        // What somebody on the way adds behind the answer to STARTTLS must not be taken for said under TLS (CVE-2011-0411).
        let Some(stream) = wire.into_stream() else {
            let text = "something was said behind the answer to STARTTLS, before TLS began: somebody on the way interferes";
            return Err(Trouble::here(Layer::Tls, "tls_failed", text, false));
        };
        match tls::encrypt(verifier, &self.account.host, stream, self.limits.command).await {
            Ok((stream, detail)) => {
                self.wire = Wire::new(stream);
                // Whoever was given the password before can have a certificate that names it.
                Ok(((), self.listener.secrets.clean(&detail)))
            }
            Err(failed) => {
                let class = if self.is_another(&failed.names) { "intercepted" } else { failed.class };
                let text = self.listener.secrets.clean(&format!("{} ({step})", failed.words));
                let trouble = Trouble::here(Layer::Tls, class, text, false);
                Err(if class == "wrong_security" { trouble.of_case("wants_starttls") } else { trouble })
            }
        }
    }

    /// Whether these names, or the one in the greeting, are all of somebody else than the provider that was asked for.
    fn is_another(&self, names: &[String]) -> bool {
        let of_another = |name: &String| {
            crate::mail::smtp_errors::Speaker { asked: Some(&self.account.host), greeting: Some(name) }.is_another()
        };
        !names.is_empty() && names.iter().all(of_another)
    }

    /// Asks for TLS, and encrypts.
    async fn starttls(&mut self, verifier: JoinHandle<io::Result<Verifier>>) -> Result<((), String), Trouble> {
        if !self.offers.starttls {
            let text = "the server does not offer STARTTLS; nothing was sent in clear";
            let trouble = Trouble::here(Layer::Tls, "tls_not_offered", text, true);
            return Err(match self.account.port {
                _ if self.listener.speaker().is_another() => trouble.of_class("intercepted"),
                // Whoever comes from there must not be sent back.
                465 => trouble.of_case("no_tls_on_465"),
                _ => trouble,
            });
        }
        let reply = self.exchange(Layer::Tls, "STARTTLS", "STARTTLS").await?;
        if !reply.is_good() {
            return Err(self.listener.refused(Layer::Tls, &reply, None));
        }
        self.encrypt(verifier, "STARTTLS").await
    }

    /// The greeting of a server that may not greet because it waits for TLS.
    async fn greeting_in_clear(&mut self, verifier: &mut Option<JoinHandle<io::Result<Verifier>>>) -> Result<(), Trouble> {
        let (Some(silence), Some(peer)) = (self.limits.silence, self.peer) else { return self.greeting().await };
        // Some servers greet late on purpose, and count who connects meanwhile: there, only who has nothing to lose asks.
        let silence = if CLEAR_PORTS.contains(&self.account.port) { self.limits.command } else { silence };
        self.log.begin(Layer::Banner);
        let reply = match self.wire.read(silence).await {
            Err(Broken::Late(_)) => {
                let other = match verifier.take() {
                    Some(verifier) => self.wants_tls(peer, verifier).await,
                    None => false,
                };
                if other {
                    let text = "the server says nothing until TLS begins: this port wants the other security, ssl";
                    let trouble = Trouble::here(Layer::Banner, "wrong_security", text, false);
                    return self.log.end(Err(trouble.of_case("wants_ssl")));
                }
                self.wire.read(self.limits.command.saturating_sub(silence)).await
            }
            reply => reply,
        };
        let reply = reply.map_err(|why| match why {
            Broken::Late(_) => Broken::Late(self.limits.command),
            why => why,
        });
        self.greeted(reply)
    }

    /// Whether the server begins TLS on a second connection.
    async fn wants_tls(&self, peer: SocketAddr, verifier: JoinHandle<io::Result<Verifier>>) -> bool {
        let limit = self.limits.address;
        let (Ok(Ok(verifier)), Ok(Ok(stream))) = (verifier.await, timeout(limit, TcpStream::connect(peer)).await) else {
            return false;
        };
        let limit = self.limits.silence.unwrap_or(limit);
        match tls::encrypt(verifier, &self.account.host, Box::new(stream), limit).await {
            Ok(_) => true,
            Err(failed) => failed.speaks_tls(),
        }
    }

    async fn greeting(&mut self) -> Result<(), Trouble> {
        self.log.begin(Layer::Banner);
        let reply = self.wire.read(self.limits.command).await;
        self.greeted(reply)
    }

    fn greeted(&mut self, reply: Result<Reply, Broken>) -> Result<(), Trouble> {
        let greeted = reply.map_err(|why| self.listener.broken(Layer::Banner, why, "the greeting")).and_then(|reply| {
            self.log.heard(&self.listener.secrets, &reply);
            if !reply.is_good() {
                return Err(self.listener.refused(Layer::Banner, &reply, None));
            }
            self.listener.greeting = reply.host();
            Ok(((), self.listener.secrets.clean(&reply.text())))
        });
        self.log.end(greeted)
    }

    async fn ehlo(&mut self) -> Result<(), Trouble> {
        self.log.begin(Layer::Ehlo);
        let said = self.say_hello().await;
        self.log.end(said)
    }

    /// Under TLS everything is offered anew.
    async fn ehlo_again(&mut self) -> Result<(), Trouble> {
        self.log.begin_again(Layer::Ehlo);
        let said = self.say_hello().await.map(|((), detail)| ((), format!("STARTTLS, {detail}")));
        self.log.end_again(said)
    }

    async fn say_hello(&mut self) -> Result<((), String), Trouble> {
        let line = format!("EHLO {}", self.hello.as_deref().unwrap_or("localhost"));
        let reply = self.exchange(Layer::Ehlo, &line, "EHLO").await?;
        if !reply.is_good() {
            return Err(self.listener.refused(Layer::Ehlo, &reply, None));
        }
        if self.listener.greeting.is_none() {
            self.listener.greeting = reply.host();
        }
        self.offers = Offers::read(&reply);
        Ok(((), self.listener.secrets.clean(&self.offers.describe())))
    }

    /// Says a line that holds no secret, and hears the answer.
    pub(super) async fn exchange(&mut self, layer: Layer, line: &str, step: &str) -> Result<Reply, Trouble> {
        self.log.said(line);
        self.say(layer, format!("{line}\r\n").as_bytes(), step).await?;
        self.hear(layer, step).await
    }

    /// Says this. What the transcript shows of it is to be noted before.
    pub(super) async fn say(&mut self, layer: Layer, bytes: &[u8], step: &str) -> Result<(), Trouble> {
        let said = match self.wire.quiet().await {
            Ok(()) => self.wire.write(bytes, self.limits.command).await,
            Err(why) => Err(why),
        };
        said.map_err(|why| self.listener.broken(layer, why, step))
    }

    pub(super) async fn hear(&mut self, layer: Layer, step: &str) -> Result<Reply, Trouble> {
        let heard = self.wire.read(self.limits.command).await;
        let reply = heard.map_err(|why| self.listener.broken(layer, why, step))?;
        self.log.heard(&self.listener.secrets, &reply);
        match reply.agreed() {
            None if reply.is_good() => Err(self.contradicted(layer, &reply)),
            _ => Ok(reply),
        }
    }

    /// A yes with a no in it is none.
    fn contradicted(&self, layer: Layer, reply: &Reply) -> Trouble {
        let text = self.listener.secrets.clean(&format!("the answer contradicts itself: {}", reply.lines.join(" / ")));
        Trouble::here(layer, "server_trouble", text, false)
    }

    /// Says goodbye without waiting for an answer; how that ends concerns nobody.
    pub async fn close(&mut self) {
        self.log.said("QUIT");
        self.wire.farewell(b"QUIT\r\n").await;
    }
}

/// How a side calls itself that has no name (RFC 5321, 4.1.3).
fn literal(ip: Option<IpAddr>) -> String {
    match ip {
        Some(IpAddr::V4(ip)) => format!("[{ip}]"),
        Some(IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
        None => "localhost".to_owned(),
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
