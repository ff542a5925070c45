//! What a server can say under TLS, without the TLS.
#![allow(clippy::unwrap_used)]

use super::super::{Outcome, Report};
use super::*;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

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

/// What comes of a sign-in when the server says the first of these at once, each other one when it is asked, and closes.
async fn told(offers: &[&str], said: &[&[u8]]) -> Report {
    let mut session = session(offers);
    let (near, mut far) = duplex(1 << 20);
    session.wire = Wire::new(Box::new(near));
    let answers = async {
        for (n, said) in said.iter().enumerate() {
            // Each thing that is said comes in one piece.
            if n > 0 && far.read(&mut [0; 4096]).await.unwrap() == 0 || far.write_all(said).await.is_err() {
                break;
            }
        }
        drop(far);
    };
    let client = async {
        let signed_in = async {
            session.greeting().await?;
            session.ehlo().await?;
            session.sign_in().await?;
            session.try_sender().await
        };
        // How it ended is in the report.
        let _ = signed_in.await;
        session.wire = Wire::new(Box::new(tokio::io::empty()));
    };
    tokio::join!(answers, client);
    session.log.report(Security::Ssl)
}

const GREETING: &[u8] = b"220 mail.example.com hi\r\n";
const HELLO: &[u8] = b"250-mail.example.com\r\n250 AUTH PLAIN\r\n";
const OK: &[u8] = b"250 ok\r\n";

/// The layer that failed, its class and its words.
fn failed(report: &Report) -> (Layer, &'static str, &str) {
    let step = report.failure().unwrap();
    (step.layer, step.explanation.as_ref().unwrap().class, &step.detail)
}

fn all(report: &Report) -> String {
    let steps = report.steps.iter().map(|step| step.detail.as_str());
    steps.chain(report.transcript.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_server_that_asks_for_what_came_along_is_told_again_and_nothing_of_it_is_kept() {
    let said = [GREETING, HELLO, b"334 \r\n", b"235 ok\r\n", OK, OK];
    let report = told(&[], &said).await;
    assert!(report.failure().is_none(), "{report:?}");
    assert_eq!(report.transcript.iter().filter(|line| line.ends_with("****")).count(), 2);
    assert_eq!(failed(&told(&[], &said[..4]).await).1, "connection_lost");
}

#[tokio::test]
async fn what_is_said_before_it_is_asked_is_no_answer() {
    for (said, layer) in [
        (&[GREETING, &[HELLO, b"235 ok\r\n", OK, OK].concat()][..], Layer::Auth),
        (&[&[GREETING, HELLO].concat(), b"235 ok\r\n", OK, OK], Layer::Ehlo),
        (&[GREETING, HELLO, b"235 ok\r\n250 ok\r\n", OK], Layer::Mail),
    ] {
        let report = told(&[], said).await;
        let (at, class, words) = failed(&report);
        assert_eq!((at, class), (layer, "server_trouble"), "{report:?}");
        assert!(words.starts_with("the server answered before it was asked: 2"), "{words}");
    }
    let report = told(&[], &[GREETING, &[HELLO, b"421 4.3.2 closing\r\n"].concat()]).await;
    assert_eq!(failed(&report), (Layer::Auth, "server_trouble", "421 4.3.2 closing"));
}

#[tokio::test]
async fn an_answer_that_contradicts_itself_is_no_yes() {
    let report = told(&[], &[GREETING, HELLO, b"235-a\r\n535 no\r\n", OK, OK]).await;
    let (layer, class, words) = failed(&report);
    assert_eq!((layer, class), (Layer::Auth, "server_trouble"));
    assert!(words.contains("235-a / 535 no"), "{words}");
}

#[tokio::test]
async fn once_the_sender_is_taken_nothing_fails_any_more() {
    for reset in [&[b"421 4.3.0 enough\r\n".as_slice()][..], &[]] {
        let said = [&[GREETING, HELLO, b"235 ok\r\n", OK], reset].concat();
        assert!(told(&[], &said).await.failure().is_none());
    }
}

/// What becomes of a content when the server says this to it.
async fn handed_over(before: &[u8], content: &[u8], after: &[u8]) -> (Result<String, Trouble>, Vec<u8>) {
    let mut session = session(&[]);
    let (near, mut far) = duplex(64);
    session.wire = Wire::new(Box::new(near));
    far.write_all(before).await.unwrap();
    let server = async {
        let mut heard = Vec::new();
        while !heard.ends_with(b"\r\n.\r\n") {
            let mut piece = [0; 32];
            // Slower than any limit for all of it would be.
            tokio::time::sleep(Duration::from_secs(2)).await;
            match far.read(&mut piece).await.unwrap() {
                0 => return heard,
                n => heard.extend_from_slice(&piece[..n]),
            }
        }
        far.write_all(after).await.unwrap();
        heard
    };
    let client = async {
        let result = session.hand_over(content).await;
        session.wire = Wire::new(Box::new(tokio::io::empty()));
        result
    };
    tokio::join!(client, server)
}

#[tokio::test(start_paused = true)]
async fn an_answer_from_before_is_none_to_the_content() {
    let (result, heard) = handed_over(b"250 2.0.0 taken\r\n", b"x\r\n", b"").await;
    let trouble = result.unwrap_err();
    assert_eq!((trouble.class(), trouble.answered), ("server_trouble", false), "certainly not taken: {}", trouble.text);
    assert_eq!(heard, b"");
    let (result, _) = handed_over(b"452 4.3.1 full\r\n", b"x\r\n", b"").await;
    assert_eq!((result.unwrap_err().text.as_str()), "452 4.3.1 full");
    let (result, heard) = handed_over(b"", b"x\r\n", b"250 taken\r\n").await;
    assert_eq!((result.unwrap().as_str(), heard.as_slice()), ("250 taken", &b"x\r\n.\r\n"[..]));
    let (result, _) = handed_over(b"", b"x\r\n", b"").await;
    assert_eq!(result.unwrap_err().class(), super::super::ANSWER_LOST);
}

#[tokio::test(start_paused = true)]
async fn a_slow_line_is_no_broken_one() {
    // Two pieces and a bit: each takes 4100 seconds, and may take 5000; all of them take more.
    let content = b"0123456789abcd\r\n".repeat(8 * 1024 + 10);
    let mut limits = Limits::of(Duration::from_secs(5));
    (limits.piece, limits.content) = (Duration::from_secs(5000), Duration::from_secs(60));
    let mut session = session(&[]);
    session.limits = limits;
    let (near, mut far) = duplex(64);
    session.wire = Wire::new(Box::new(near));
    let server = async {
        let (mut heard, mut piece) = (Vec::new(), [0; 32]);
        while !heard.ends_with(b"\r\n.\r\n") {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let n = far.read(&mut piece).await.unwrap();
            heard.extend_from_slice(&piece[..n]);
        }
        far.write_all(b"250 taken\r\n").await.unwrap();
    };
    let (result, ()) = tokio::join!(session.hand_over(&content), server);
    assert_eq!(result.unwrap(), "250 taken");
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
        let hello = format!("250-x\r\n{hello}250 AUTH PLAIN LOGIN\r\n");
        let mut said: Vec<Vec<u8>> = vec![format!("{greeting}\r\n").into(), hello.into()];
        said.extend(replies.iter().map(|reply| format!("{reply}\r\n").into_bytes()));
        said.push(bytes.clone());
        let said: Vec<&[u8]> = said.iter().map(Vec::as_slice).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let report = runtime.block_on(told(&[], &said));
        let seen = all(&report);
        prop_assert!(!seen.contains("Pw0rd") && !seen.contains("UzNjcjN0"), "{}", seen);
        prop_assert_eq!(report.steps.iter().filter(|step| step.outcome == Outcome::Failed).count() <= 1, true);
        runtime.block_on(told(&[], &[&bytes]));
    }
}
