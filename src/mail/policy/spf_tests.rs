//! SPF, as receivers evaluate it.
#![allow(clippy::unwrap_used)]

use super::record::Record;
use super::spf::{Sender, Verdict, Walk, covers, evaluate};
use super::zone::{Zone, at_once};
use super::{LOOKUPS, Qualifier};
use proptest::prelude::*;

const MAILBOX: &str = "support@example.com";

fn walk(lines: &[&str], ip: &str) -> Walk {
    let zone = Zone::new(lines);
    at_once(evaluate(&zone, "example.com", Sender { mailbox: MAILBOX, ip: ip.parse().ok() }))
}

/// What a record says of 192.0.2.7, where others stand beside it.
fn says(record: &str) -> Verdict {
    let own = format!("example.com TXT {record}");
    let others = [
        "example.com TXT google-site-verification=x",
        "example.com A 192.0.2.7",
        "example.com MX mx.example.com",
        "mx.example.com A 198.51.100.1",
        "mail.example.com A 192.0.2.99",
        "six.example.com A 2001:db8::7",
        "good.test TXT v=spf1 ip4:192.0.2.0/24 -all",
        "bad.test TXT v=spf1 ip4:198.51.100.0/24 -all",
        "open.test TXT v=spf1 ~all",
        "broken.test TXT v=spf1 ipv4:192.0.2.7 -all",
        "two.test TXT v=spf1 -all",
        "two.test TXT v=spf1 +all",
        "nothing.test TXT hello",
        "dead.test ?",
        "loop.test TXT v=spf1 include:loop2.test -all",
        "loop2.test TXT v=spf1 include:loop.test -all",
        "self.test TXT v=spf1 redirect=self.test",
        "7.2.0.192.in-addr.spf.test A 127.0.0.2",
    ];
    let lines: Vec<&str> = others.into_iter().chain([own.as_str()]).collect();
    walk(&lines, "192.0.2.7").verdict
}

#[test]
fn records_that_are_right() {
    use Qualifier::{Fail, Neutral, Pass, SoftFail};
    for (record, expected) in [
        ("v=spf1", Neutral),
        ("V=SPF1 -ALL", Fail),
        ("v=spf1 ~all", SoftFail),
        ("v=spf1 ?all", Neutral),
        ("v=spf1 all", Pass),
        ("v=spf1  ip4:192.0.2.7   -all", Pass),
        ("v=spf1 ip4:192.0.2.0/24 -all", Pass),
        ("v=spf1 ip4:192.0.2.8/32 -all", Fail),
        ("v=spf1 ip4:0.0.0.0/0 -all", Pass),
        ("v=spf1 ip6:2001:db8::/32 -all", Fail),
        ("v=spf1 ip6:::ffff:192.0.2.7/128 -all", Fail),
        ("v=spf1 -ip4:192.0.2.7 +all", Fail),
        ("v=spf1 a -all", Pass),
        ("v=spf1 a:mail.example.com -all", Fail),
        ("v=spf1 a:mail.example.com/24//64 -all", Pass),
        ("v=spf1 a:six.example.com//64 -all", Fail),
        ("v=spf1 mx -all", Fail),
        ("v=spf1 mx/0 -all", Pass),
        ("v=spf1 include:good.test -all", Pass),
        ("v=spf1 ?include:good.test -all", Neutral),
        ("v=spf1 include:GOOD.test. -all", Pass),
        ("v=spf1 include:bad.test ~all", SoftFail),
        ("v=spf1 include:open.test -all", Fail),
        ("v=spf1 redirect=good.test", Pass),
        ("v=spf1 redirect=bad.test", Fail),
        ("v=spf1 ip4:192.0.2.7 redirect=bad.test", Pass),
        ("v=spf1 redirect=good.test -all", Fail),
        ("v=spf1 exists:%{ir}.%{v}.spf.test -all", Pass),
        ("v=spf1 exists:%{l}.spf.test -all", Fail),
        ("v=spf1 ptr -all", Fail),
        ("v=spf1 moo=%{d} exp=why.example.com -all", Fail),
    ] {
        assert_eq!(says(record), Verdict::Says(expected), "{record}");
    }
}

#[test]
fn records_that_are_wrong() {
    for (record, part) in [
        ("v=spf1 ipv4:192.0.2.7 -all", "there is no such mechanism"),
        ("v=spf1 ip4:192.0.2 -all", "no IPv4 address"),
        ("v=spf1 ip4:192.0.2.300", "no IPv4 address"),
        ("v=spf1 ip4:192.0.2.7/33", "length of the network"),
        ("v=spf1 ip4:192.0.2.7/024", "length of the network"),
        ("v=spf1 ip6:192.0.2.7", "no IPv6 address"),
        ("v=spf1 a/99", "length of the network"),
        ("v=spf1 include: good.test -all", "a domain is missing"),
        ("v=spf1 include:good -all", "its domain is broken"),
        ("v=spf1 include:good..test", "its domain is broken"),
        ("v=spf1 include:%{x}.test", "its domain is broken"),
        ("v=spf1 include:192.0.2.7", "its domain is broken"),
        ("v=spf1 all:example.com", "all takes no value"),
        ("v=spf1 -all, ip4:192.0.2.7", "there is no such mechanism"),
        ("v=spf1 redirect=a.test redirect=b.test", "redirect stands there twice"),
        ("v=spf1 exp=a.test exp=b.test", "exp stands there twice"),
        ("v=spf1 +", "there is no such mechanism"),
        ("v=spf1 include:broken.test -all", "includes broken.test, whose record has a term that is wrong: ipv4:192.0.2.7"),
        ("v=spf1 include:two.test", "includes two.test, which has more than one SPF record"),
        ("v=spf1 include:nothing.test", "includes nothing.test, which has no SPF record"),
        ("v=spf1 redirect=absent.test", "includes absent.test, which has no SPF record"),
        ("v=spf1 include:loop.test", "includes itself through loop.test"),
        ("v=spf1 redirect=self.test", "includes itself through self.test"),
        ("v=spf1 include:example.com -all", "includes itself through example.com"),
        ("v=spf1 a:x1.test a:x2.test a:x3.test ip4:192.0.2.7", "names more than 2 hosts that do not exist"),
    ] {
        match says(record) {
            Verdict::Permanent(why) => assert!(why.contains(part), "{record}: {why}"),
            other => unreachable!("{record}: {other:?}"),
        }
    }
    assert!(matches!(says("v=spf1 include:dead.test"), Verdict::Temporary(_)));
    assert!(matches!(says("v=spf1 a:dead.test"), Verdict::Temporary(_)));
    for none in ["v=spf10 -all", "v=spf2.0/pra -all", "spf1 -all", " v=spf1 -all"] {
        assert_eq!(says(none), Verdict::None, "{none}");
    }
    assert!(matches!(walk(&["example.com ?"], "").verdict, Verdict::Temporary(_)));
    assert_eq!(walk(&[], "").verdict, Verdict::None);
}

#[test]
fn two_records_are_none() {
    let two = walk(&["example.com TXT v=spf1 -all", "example.com TXT v=spf1 +all"], "");
    assert_eq!(two.verdict, Verdict::Permanent("has more than one SPF record".into()));
}

#[test]
fn look_ups_are_bounded() {
    let chain: Vec<String> = (0..40).map(|n| format!("s{n}.test TXT v=spf1 include:s{}.test -all", n + 1)).collect();
    let mut lines: Vec<&str> = chain.iter().map(String::as_str).collect();
    lines.push("example.com TXT v=spf1 include:s0.test -all");
    let zone = Zone::new(&lines);
    let walk = at_once(evaluate(&zone, "example.com", Sender { mailbox: MAILBOX, ip: None }));
    assert!(matches!(&walk.verdict, Verdict::Permanent(why) if why.contains("more than 10 look-ups")), "{walk:?}");
    assert_eq!((walk.lookups, zone.asked.get()), (LOOKUPS + 1, LOOKUPS + 1));

    let many: Vec<String> = (0..11).map(|n| format!("example.com MX mx{n}.example.com")).collect();
    let mut lines: Vec<&str> = many.iter().map(String::as_str).collect();
    lines.push("example.com TXT v=spf1 mx -all");
    assert!(
        matches!(super::zone::at_once(evaluate(&Zone::new(&lines), "example.com", Sender { mailbox: MAILBOX, ip: None })).verdict,
        Verdict::Permanent(why) if why.contains("too many"))
    );
}

#[test]
fn a_walk_without_an_address_sees_everything() {
    let lines = [
        "example.com TXT v=spf1 ip4:0.0.0.0/0 include:a.test -include:c.test include:%{ir}.b.test redirect=c.test",
        "a.test TXT v=spf1 include:_spf.provider.test -all",
        "_spf.provider.test TXT v=spf1 ip4:192.0.2.0/24 ~all",
        "c.test TXT v=spf1 -all",
    ];
    let walk = walk(&lines, "");
    let networks: Vec<String> = walk.networks.iter().map(ToString::to_string).collect();
    assert_eq!(networks, ["0.0.0.0", "192.0.2.0"]);
    assert_eq!(walk.names, ["a.test", "_spf.provider.test", "c.test"]);
    assert_eq!((walk.verdict, walk.open, walk.lookups), (Verdict::Says(Qualifier::Fail), true, 5));
}

#[test]
fn what_a_record_does_not_vouch_for_names_nobody() {
    let others = [
        "a.test TXT v=spf1 include:_spf.provider.test ~all",
        "b.test TXT v=spf1 redirect=_spf.provider.test",
        "_spf.provider.test TXT v=spf1 ip4:192.0.2.0/24 ~all",
    ];
    for (record, names) in [
        ("include:a.test", &["a.test", "_spf.provider.test"][..]),
        ("?include:a.test", &[]),
        ("~include:b.test", &[]),
        ("-include:a.test include:b.test", &["b.test", "_spf.provider.test"]),
        ("?include:a.test +include:_spf.provider.test", &["_spf.provider.test"]),
    ] {
        let own = format!("example.com TXT v=spf1 {record} -all");
        let lines: Vec<&str> = others.into_iter().chain([own.as_str()]).collect();
        assert_eq!(walk(&lines, "").names, names, "{record}");
    }
}

#[test]
fn a_host_that_only_its_own_name_tells_is_left_open() {
    let zone = Zone::new(&["example.com TXT v=spf1 ptr -all"]);
    let found = at_once(covers(&zone, "example.com", MAILBOX, &["192.0.2.1".parse().unwrap()]));
    assert_eq!((found.verdict, found.open), (Verdict::Says(Qualifier::Fail), true));
}

#[test]
fn a_host_is_covered_when_all_its_addresses_are() {
    let zone = Zone::new(&["example.com TXT v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"]);
    let covered = |ips: &[&str]| {
        let ips: Vec<_> = ips.iter().map(|ip| ip.parse().unwrap()).collect();
        at_once(covers(&zone, "example.com", MAILBOX, &ips)).verdict
    };
    assert_eq!(covered(&["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.9"]), Verdict::Says(Qualifier::Pass));
    assert_eq!(covered(&["192.0.2.1", "198.51.100.1"]), Verdict::Says(Qualifier::Fail));
    assert_eq!(covered(&[]), Verdict::None);
}

proptest! {
    #[test]
    fn no_record_crashes_it(text in "(\\PC{0,20}|[ :/%{}a-z0-9.=~?+-]{0,60}|(include|a|mx|ip4|exists|redirect)[:=/]\\PC{0,30})") {
        let record = format!("v=spf1 {text}");
        let _ = Record::parse(&record);
        let zone = Zone::new(&[&format!("example.com TXT {record}"), "example.com A 192.0.2.7"]);
        for ip in ["192.0.2.7", "2001:db8::1", ""] {
            at_once(evaluate(&zone, "example.com", Sender { mailbox: MAILBOX, ip: ip.parse().ok() }));
        }
        prop_assert!(zone.asked.get() < 60);
    }
}
