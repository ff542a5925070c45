//! DMARC records, and where they are found.

use super::dmarc::{Dmarc, Policy, Published, find};
use super::zone::{Zone, at_once};
use proptest::prelude::*;

fn found(lines: &[&str], domain: &str) -> Published {
    at_once(find(&Zone::new(lines), domain))
}

fn record(domain: &str, policy: Policy, percent: u8) -> Published {
    Published::Record(Dmarc { domain: domain.into(), policy, percent })
}

#[test]
fn records() {
    for (text, policy, percent) in [
        ("v=DMARC1; p=none", Policy::None, 100),
        ("v=DMARC1;p=reject;", Policy::Reject, 100),
        ("v=DMARC1; p=Quarantine; pct=20; rua=mailto:d@example.com", Policy::Quarantine, 20),
        ("v=DMARC1; p=reject; sp=none", Policy::Reject, 100),
        ("V = DMARC1 ; P = reject ; pct=101", Policy::Reject, 100),
        ("v=DMARC1; p=reject; pct=0", Policy::Reject, 0),
        ("v=DMARC1; rua=mailto:d@example.com", Policy::None, 100),
        ("v=DMARC1; p=monitor; rua=mailto:d@example.com", Policy::None, 100),
    ] {
        let line = format!("_dmarc.example.com TXT {text}");
        assert_eq!(
            found(&[&line, "_dmarc.example.com TXT other"], "example.com"),
            record("example.com", policy, percent),
            "{text}"
        );
    }
    for (text, part) in [
        ("v=DMARC1", "without a policy"),
        ("v=DMARC1; p=monitor", "does not exist: p=monitor"),
        ("v=DMARC1; p=", "does not exist: p="),
        ("v=DMARC1; p=none; v=DMARC1\u{1b}[2J; p", ""),
    ] {
        let line = format!("_dmarc.example.com TXT {text}");
        match found(&[&line], "example.com") {
            Published::Wrong(why) => assert!(why.contains(part), "{text}: {why}"),
            Published::Record(dmarc) if part.is_empty() => assert_eq!(dmarc.policy, Policy::None),
            other => unreachable!("{text}: {other:?}"),
        }
    }
    for nothing in ["v=dmarc1; p=none", "p=none; v=DMARC1", "v=DMARC2; p=none", "DMARC1"] {
        assert_eq!(found(&[&format!("_dmarc.example.com TXT {nothing}")], "example.com"), Published::Nothing, "{nothing}");
    }
}

#[test]
fn the_way_up() {
    let above = "_dmarc.example.co.id TXT v=DMARC1; p=reject; sp=quarantine";
    assert_eq!(found(&[above], "mail.example.co.id"), record("example.co.id", Policy::Quarantine, 100));
    assert_eq!(found(&[above], "example.co.id"), record("example.co.id", Policy::Reject, 100));
    let own = "_dmarc.mail.example.co.id TXT v=DMARC1; p=none";
    assert_eq!(found(&[above, own], "mail.example.co.id"), record("mail.example.co.id", Policy::None, 100));
    let highest = "_dmarc.c.test TXT v=DMARC1; p=none";
    let middle = "_dmarc.b.c.test TXT v=DMARC1; p=reject";
    assert_eq!(found(&[highest, middle], "a.b.c.test"), record("c.test", Policy::None, 100));
    let organization = "_dmarc.b.c.test TXT v=DMARC1; p=reject; psd=n";
    assert_eq!(found(&[highest, organization], "a.b.c.test"), record("b.c.test", Policy::Reject, 100));
    let public = "_dmarc.c.test TXT v=DMARC1; p=none; psd=y";
    assert_eq!(found(&[public, middle], "a.b.c.test"), record("b.c.test", Policy::Reject, 100));
    assert_eq!(found(&[public], "a.b.c.test"), record("c.test", Policy::None, 100));
}

#[test]
fn what_is_not_there_and_what_does_not_answer() {
    assert_eq!(found(&[], "example.com"), Published::Nothing);
    assert!(matches!(found(&["_dmarc.example.com ?"], "example.com"), Published::Failed(_)));
    let two = ["_dmarc.example.com TXT v=DMARC1; p=none", "_dmarc.example.com TXT v=DMARC1; p=reject"];
    assert!(matches!(found(&two, "example.com"), Published::Wrong(why) if why.contains("more than one")));
    let zone = Zone::default();
    at_once(find(&zone, &vec!["a"; 100].join(".")));
    assert_eq!(zone.asked.get(), 8);
}

proptest! {
    #[test]
    fn no_record_crashes_it(text in "(v=DMARC1;)?\\PC{0,60}", domain in "[a-z.]{0,40}") {
        found(&[&format!("_dmarc.example.com TXT v=DMARC1;{text}"), &format!("_dmarc.x TXT {text}")], "example.com");
        at_once(find(&Zone::default(), &domain));
    }
}
