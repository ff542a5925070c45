//! DMARC records, and where they are found.

use super::dmarc::{Dmarc, Policy, Published, find};
use super::zone::{Zone, at_once};
use proptest::prelude::*;

fn found(lines: &[&str], domain: &str) -> Published {
    at_once(find(&Zone::new(lines), domain))
}

fn record(domain: &str, policy: Policy, percent: u8) -> Published {
    Published::Record(Dmarc { domain: domain.into(), policy, percent, testing: false })
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
fn the_way_up_ends_at_a_public_suffix() {
    let public = "_dmarc.c.d.test TXT v=DMARC1; p=quarantine; psd=y";
    let top = "_dmarc.d.test TXT v=DMARC1; p=reject";
    assert_eq!(found(&[public, top], "a.b.c.d.test"), record("c.d.test", Policy::Quarantine, 100));
    let organization = "_dmarc.b.c.d.test TXT v=DMARC1; p=none";
    assert_eq!(found(&[public, top, organization], "a.b.c.d.test"), record("b.c.d.test", Policy::None, 100));
    // The organization is b.c.d.test, which has no record: one between is not asked.
    let between = "_dmarc.a.b.c.d.test TXT v=DMARC1; p=none";
    assert_eq!(found(&[public, top, between], "x.a.b.c.d.test"), record("c.d.test", Policy::Quarantine, 100));
}

#[test]
fn a_broken_record_is_not_hidden_by_one_above() {
    let (broken, above) = ("_dmarc.a.example.com TXT v=DMARC1; p=banana", "_dmarc.example.com TXT v=DMARC1; p=reject");
    for (lines, parts) in [
        (&[broken, above][..], &["_dmarc.a.example.com asks for a policy", "; some take the one of example.com instead"][..]),
        (&[broken], &["p=banana"]),
    ] {
        match found(lines, "a.example.com") {
            Published::Wrong(why) => assert!(parts.iter().all(|part| why.contains(part)), "{why}"),
            other => unreachable!("{other:?}"),
        }
    }
    assert_eq!(found(&[broken, above], "b.a.example.com"), record("example.com", Policy::Reject, 100));
}

#[test]
fn what_is_asked_for_in_effect() {
    for (text, asked) in [
        ("p=reject", Policy::Reject),
        ("p=reject; pct=1", Policy::Reject),
        ("p=reject; pct=0", Policy::Quarantine),
        ("p=reject; t=y", Policy::Quarantine),
        ("p=reject; t=n", Policy::Reject),
        ("p=quarantine; T=Y", Policy::None),
        ("p=quarantine; pct=0; t=y", Policy::None),
        ("p=none; t=y", Policy::None),
    ] {
        match found(&[&format!("_dmarc.example.com TXT v=DMARC1; {text}")], "example.com") {
            Published::Record(dmarc) => assert_eq!(dmarc.asked(), asked, "{text}"),
            other => unreachable!("{text}: {other:?}"),
        }
    }
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
