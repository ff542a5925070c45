//! What a server can say under TLS, without the TLS.
#![allow(clippy::unwrap_used)]

use super::super::{Outcome, Report};
use super::*;
use proptest::prelude::*;
use tokio::io::{AsyncWriteExt as _, duplex};

const PASSWORD: &str = "S3cr3tApPw0rdZZ";

fn session(offers: &[&str]) -> Session<'static> {
    let account = Account {
        host: "mail.example.com".into(),
        port: 465,
        security: Security::Ssl,
        login: "support@example.com".into(),
        mailbox: "support@example.com".into(),
        password: Some(PASSWORD.into()),
    };
    let mut session = Session::new(&account, Limits::of(Duration::from_secs(5)), None, Log::new(&|_| ()));
    let lines = std::iter::once("x").chain(offers.iter().copied()).map(|offer| format!("250-{offer}")).collect();
    session.offers = Offers::read(&Reply { code: 250, lines });
    session
}

/// What comes of a sign-in when the server says these bytes and closes.
async fn told(offers: &[&str], said: &[u8]) -> Report {
    let mut session = session(offers);
    let (near, mut far) = duplex(1 << 20);
    far.write_all(said).await.unwrap();
    far.shutdown().await.unwrap();
    session.wire = Wire::new(Box::new(near));
    let signed_in = async {
        session.greeting().await?;
        session.ehlo().await?;
        session.sign_in().await?;
        session.try_sender().await
    };
    // How it ended is in the report.
    let _ = signed_in.await;
    session.log.report(Security::Ssl)
}

fn all(report: &Report) -> String {
    let steps = report.steps.iter().map(|step| step.detail.as_str());
    steps.chain(report.transcript.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_server_that_asks_for_what_came_along_is_told_again_and_nothing_of_it_is_kept() {
    let said = b"220 mail.example.com hi\r\n250-mail.example.com\r\n250 AUTH PLAIN\r\n334 \r\n235 ok\r\n250 ok\r\n250 ok\r\n";
    let report = told(&[], said).await;
    assert!(report.failure().is_none(), "{report:?}");
    assert_eq!(report.transcript.iter().filter(|line| line.ends_with("****")).count(), 2);
    let report = told(&[], &said[..said.len() - 16]).await;
    let failed = report.failure().unwrap();
    assert_eq!((failed.layer, failed.explanation.as_ref().unwrap().class), (Layer::Mail, "connection_lost"));
}

#[test]
fn an_address_of_this_side_is_a_name() {
    for (ip, name) in [("192.0.2.1", "[192.0.2.1]"), ("2001:db8::1", "[IPv6:2001:db8::1]")] {
        assert_eq!(literal(ip.parse().ok()), name);
    }
    assert_eq!(literal(None), "localhost");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_words_of_a_server_make_it_panic_or_tell_the_password(
        greeting in "220[ -]\\PC{0,20}",
        hello in proptest::collection::vec("(AUTH|SIZE|PIPELINING|STARTTLS)?[ =]?(PLAIN|LOGIN|[0-9]{0,30}|\\PC{0,9})", 0..6),
        replies in proptest::collection::vec("([2-5][0-9]{2}[ -])?\\PC{0,12}(S3cr3tApPw0rdZZ|UzNjcjN0QXBQdzByZFpa)?\\PC{0,12}", 0..6),
        bytes in proptest::collection::vec(0_u8.., 0..80),
    ) {
        let hello: String = hello.iter().map(|word| format!("250-{word}\r\n")).collect();
        let said = format!("{greeting}\r\n250-x\r\n{hello}250 AUTH PLAIN LOGIN\r\n{}\r\n", replies.join("\r\n"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let report = runtime.block_on(told(&[], &[said.as_bytes(), &bytes].concat()));
        let seen = all(&report);
        prop_assert!(!seen.contains("Pw0rd") && !seen.contains("UzNjcjN0"), "{}", seen);
        prop_assert_eq!(report.steps.iter().filter(|step| step.outcome == Outcome::Failed).count() <= 1, true);
        runtime.block_on(told(&[], &bytes));
    }
}
