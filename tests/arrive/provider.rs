//! A mail provider for tests: an outbox server whose mailboxes forward what they get, each message as the test says.

use super::MAILBOX;
use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Output, Server, World, mail, secrets};
use std::fs;
use std::sync::{Arc, Mutex};

/// Another mailbox that is connected too.
pub const OTHER: &str = "sales@example.com";
/// What the provider's stations write on top of what they pass on.
pub const WAY: &str = "Received: from out.provider.example by mx.provider.example; Mon, 23 Nov 2026 05:00:07 +0000\r\n\
                       Received: from client.example by out.provider.example; Mon, 23 Nov 2026 05:00:01 +0000\r\n";

/// What the mailbox got, turned into what leaves for which forwarders.
type Rule = dyn Fn(&str) -> Vec<(String, String)> + Send + Sync;

/// A server with two mailboxes, and the provider of both.
pub struct Desk<'w> {
    pub world: &'w World,
    pub server: Server<'w>,
    pub sink: Sink,
    pub password: String,
    /// The forwarders of the mailbox and of the other one.
    pub forwarder: String,
    pub other: String,
    rule: Arc<Mutex<Option<Box<Rule>>>>,
}

impl<'w> Desk<'w> {
    /// A provider that says yes to everything and forwards nothing yet.
    #[track_caller]
    pub fn new(world: &'w World) -> Self {
        Self::scripted(world, |_| Act::Yes)
    }

    /// The same, where `script` decides each step once what came was forwarded.
    #[track_caller]
    pub fn scripted(world: &'w World, script: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
        let words = ["--smtp", "127.0.0.1:0", "--forwarder-domain", "inbound.example.test", "--dns", "off"];
        let server = Server::with(world, &words);
        server.sign_in("admin");
        let rule: Arc<Mutex<Option<Box<Rule>>>> = Arc::default();
        let (applied, smtp) = (Arc::clone(&rule), server.smtp().to_owned());
        let sink = Sink::scripted(Tls::Ssl, move |step, line, _| {
            if step == "content" {
                let leaving = applied.lock().unwrap().as_ref().map(|rule| rule(line)).unwrap_or_default();
                leaving.iter().for_each(|(forwarder, raw)| mail::send(&smtp, forwarder, raw));
            }
            script(step)
        });
        let password = secrets::mailbox();
        let [forwarder, other] = [MAILBOX, OTHER].map(|address| {
            let add = ["email", "add", address, "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port(), "--security", "ssl"];
            let added = world.qontak(add).args(["--password-stdin", "--columns", "forwarder"]).stdin(password.clone()).run();
            added.success().one_line().to_owned()
        });
        Self { world, server, sink, password, forwarder, other, rule }
    }

    /// From now on, what comes is passed on like this.
    pub fn forward(&self, rule: impl Fn(&str) -> Vec<(String, String)> + Send + Sync + 'static) {
        *self.rule.lock().unwrap() = Some(Box::new(rule));
    }

    /// Everything goes to the forwarder, as it is.
    pub fn forward_all(&self) {
        let forwarder = self.forwarder.clone();
        self.forward(move |raw| vec![(forwarder.clone(), format!("{WAY}{raw}"))]);
    }

    /// `email verify` with the password.
    #[track_caller]
    pub fn verify(&self, words: &[&str]) -> Output {
        self.verify_with(&self.password, words)
    }

    /// The same with another one.
    #[track_caller]
    pub fn verify_with(&self, password: &str, words: &[&str]) -> Output {
        let run = self.world.qontak(["email", "verify", MAILBOX, "--password-stdin", "--interval", "20ms"]);
        run.args(words).stdin(password).run()
    }

    /// `email verify` without it, in the background; and where its standard error goes.
    pub fn wait_for_mail(&self, words: &str) -> (crate::support::Running<'w>, std::path::PathBuf) {
        let log = self.world.home().join("log");
        let line = format!("exec qontak email verify {MAILBOX} --interval 20ms {words} 2> {}", log.display());
        (self.world.sh(&line).spawn(), log)
    }
}

/// The subject that somebody is asked to send.
#[track_caller]
pub fn asked_subject(log: &std::path::Path) -> String {
    crate::support::wait::until("the subject", || {
        let text = fs::read_to_string(log).unwrap_or_default();
        text.contains("Waiting until").then_some(())?;
        text.lines().find_map(|line| line.strip_prefix("  ").map(str::to_owned))
    })
}
