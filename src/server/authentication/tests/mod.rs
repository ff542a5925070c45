//! SPF, DKIM and ARC against a DNS server of our own.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bounds;
mod responder;
mod whole;

use super::batch::{Message, Signatures, Unverified, signatures};
use super::verify::Verifier;
use super::*;
use crate::server::journal::{Envelope, Recipient};
use crate::server::store::Authentication;
use crate::server::store::sqlite::{Access, Sqlite};
use crate::server::workspace::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_auth::arc::ArcSealer;
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;
use mail_auth::{AuthenticatedMessage, AuthenticationResults};
use responder::{Otherwise, Record, Responder};
use std::sync::Mutex;
use tempfile::TempDir;

const MESSAGE: &str = "From: Siti <siti@example.org>\r\nTo: support@example.com\r\nSubject: Pesanan\r\n\r\nHalo dunia.  \r\n\r\n";

fn envelope(mail_from: &str, client: &str) -> Envelope {
    let recipients = vec![Recipient { channel_id: CHANNEL.into(), forwarder: format!("{CHANNEL}@inbound.example.test") }];
    let (helo, client) = ("mx.example.org".into(), client.parse().unwrap());
    Envelope { received_at: 1, client, helo, tls: false, mail_from: mail_from.into(), recipients }
}

const CHANNEL: &str = "0d5f7a2e-0000-4000-8000-000000000001";

fn unverified(envelope: Envelope, raw: &str) -> Unverified {
    let signatures = signatures(&mut raw.as_bytes()).unwrap();
    Unverified { row: 1, looks: 0, message: Some(Message { envelope, signatures }) }
}

struct World {
    _dir: TempDir,
    verifier: Verifier,
    log: Arc<Mutex<Vec<String>>>,
}

fn world(dns: Dns) -> World {
    let dir = TempDir::new().unwrap();
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&log);
    let settings =
        Settings { log: Some(Arc::new(move |line: &str| told.lock().unwrap().push(line.to_owned()))), ..Settings::default() };
    let store = Sqlite::open(&dir.path().join("w.db"), Access::Inline).unwrap();
    let workspace = Workspace::over(Box::new(store), settings);
    World { verifier: Verifier::new(dns, &workspace), _dir: dir, log }
}

impl World {
    async fn spf(&self, mail_from: &str, client: &str) -> (String, Option<String>) {
        let found = self.verifier.find_out(unverified(envelope(mail_from, client), MESSAGE)).await.0;
        assert_eq!((found.dkim.as_str(), found.arc.as_str()), ("none", "none"));
        (found.spf, found.spf_domain)
    }

    async fn verify(&self, raw: &str) -> Authentication {
        self.verifier.find_out(unverified(envelope("siti@example.org", "192.0.2.1"), raw)).await.0
    }
}

fn key() -> (Ed25519Key, Record) {
    let key = Ed25519Key::from_pkcs8_der(&Ed25519Key::generate_pkcs8().unwrap()).unwrap();
    let record = Record::Txt(format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.public_key())));
    (key, record)
}

fn signed(key: Ed25519Key, raw: &str) -> String {
    let signer = DkimSigner::from_key(key).domain("example.org").selector("s1").headers(["From", "Subject"]);
    signer.sign(raw.as_bytes()).unwrap().to_header() + raw
}

#[tokio::test]
async fn spf_says_what_the_policy_says() {
    let records = vec![
        ("pass.example.org", Record::Txt("v=spf1 ip4:192.0.2.0/24 -all".into())),
        ("soft.example.org", Record::Txt("v=spf1 ~all".into())),
        ("mx.example.org", Record::Txt("v=spf1 a -all".into())),
        ("mx.example.org", Record::A("192.0.2.1".parse().unwrap())),
        ("bymx.example.org", Record::Txt("v=spf1 mx -all".into())),
        ("bymx.example.org", Record::Mx("mx.example.org")),
        ("broken.example.org", Record::Txt("v=spf1 include:nobody.example.org -all".into())),
        ("other.example.org", Record::Txt("something else".into())),
    ];
    let server = Responder::new(records, Otherwise::Nxdomain).await;
    let world = world(Dns::Server(server.address));
    for (mail_from, client, result, domain) in [
        ("a@pass.example.org", "192.0.2.1", "pass", "pass.example.org"),
        ("a@pass.example.org", "::ffff:192.0.2.1", "pass", "pass.example.org"),
        ("a@pass.example.org", "198.51.100.1", "fail", "pass.example.org"),
        ("a@soft.example.org", "198.51.100.1", "softfail", "soft.example.org"),
        ("a@bymx.example.org", "192.0.2.1", "pass", "bymx.example.org"),
        ("a@broken.example.org", "192.0.2.1", "permerror", "broken.example.org"),
        ("a@other.example.org", "192.0.2.1", "none", "other.example.org"),
        ("a@nobody.example.org", "192.0.2.1", "none", "nobody.example.org"),
        // A bounce: the client's own name counts.
        ("", "192.0.2.1", "pass", "mx.example.org"),
        ("", "198.51.100.1", "fail", "mx.example.org"),
    ] {
        assert_eq!(world.spf(mail_from, client).await, (result.into(), Some(domain.into())), "{mail_from} {client}");
    }
    let asked = server.asked();
    assert_eq!(world.spf("a@localhost", "192.0.2.1").await, ("none".into(), None));
    assert_eq!(server.asked(), asked, "a name without a dot is no domain of anybody");
}

#[tokio::test]
async fn a_signature_holds_until_the_message_is_changed() {
    let (key, record) = key();
    let server = Responder::new(vec![("s1._domainkey.example.org", record)], Otherwise::Nxdomain).await;
    let world = world(Dns::Server(server.address));
    let raw = signed(key, MESSAGE);

    let found = world.verify(&format!("Return-Path: <siti@example.org>\r\n{raw}")).await;
    assert_eq!((found.dkim.as_str(), found.arc.as_str()), ("pass", "none"));
    assert_eq!(found.dkim_domains, ["example.org"]);

    for changed in [raw.replace("Halo", "Hallo"), raw.replace("Subject: Pesanan", "Subject: Tagihan")] {
        let found = world.verify(&changed).await;
        assert_eq!((found.dkim.as_str(), found.dkim_domains.len()), ("fail", 0), "{changed}");
    }
    let elsewhere = raw.replace("s=s1;", "s=s2;");
    assert_ne!(elsewhere, raw);
    assert_eq!(world.verify(&elsewhere).await.dkim, "permerror", "there is no such key");
    assert_eq!(world.verify(&format!("DKIM-Signature: nonsense\r\n{MESSAGE}")).await.dkim, "neutral");
    assert_eq!(world.verify(&format!("DKIM-Signature: nonsense\r\n{raw}")).await.dkim, "pass", "the best one counts");
}

#[tokio::test]
async fn a_chain_holds_until_the_message_is_changed() {
    let (sealing, record) = key();
    let server = Responder::new(vec![("s1._domainkey.example.org", record)], Otherwise::Nxdomain).await;
    let world = world(Dns::Server(server.address));
    let resolver = Dns::Server(server.address).resolver().unwrap().unwrap();
    let message = AuthenticatedMessage::parse(MESSAGE.as_bytes()).unwrap();
    let results = AuthenticationResults::new("mx.example.org");
    let before = resolver.verify_arc(&message).await;
    let sealer = ArcSealer::from_key(sealing).domain("example.org").selector("s1").headers(["From", "Subject"]);
    let raw = sealer.seal(&message, &results, &before).unwrap().to_header() + MESSAGE;

    let found = world.verify(&raw).await;
    assert_eq!((found.arc.as_str(), found.dkim.as_str()), ("pass", "none"));
    assert_eq!(world.verify(&raw.replace("Halo", "Hallo")).await.arc, "fail");
    assert_eq!(world.verify(&raw.replace("Subject: Pesanan", "Subject: x")).await.arc, "fail");
    let half: String = raw.split_inclusive("\r\n").filter(|line| !line.starts_with("ARC-Authentication-Results")).collect();
    assert_eq!(world.verify(&half).await.arc, "fail");
}

#[tokio::test]
async fn without_dns_what_needs_it_is_open() {
    let world = world(Dns::Off);
    assert_eq!(world.spf("a@example.org", "192.0.2.1").await, ("temperror".into(), Some("example.org".into())));
    assert_eq!(world.spf("a@localhost", "192.0.2.1").await, ("none".into(), None));
    let found = world.verify(&signed(key().0, MESSAGE)).await;
    assert_eq!((found.dkim.as_str(), found.arc.as_str()), ("temperror", "none"));
    let (lost, is_open) = world.verifier.find_out(Unverified { row: 1, looks: 0, message: None }).await;
    assert!(!is_open);
    assert_eq!((lost.spf.as_str(), lost.dkim.as_str(), lost.arc.as_str()), ("permerror", "permerror", "permerror"));
}

#[test]
fn dns_is_read_from_a_word() {
    for text in ["system", "off", "127.0.0.1:53", "[::1]:5353"] {
        assert_eq!(text.parse::<Dns>().unwrap().to_string(), text);
    }
    for text in ["", "on", "127.0.0.1", "localhost:53", "System"] {
        assert!(text.parse::<Dns>().is_err(), "{text}");
    }
}
