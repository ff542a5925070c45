//! Messages as they came, by every way that is known; and as nobody should send them.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

const FORWARDER: &str = "0198f0aa-7c1e-7d55-9a3e-6b0f6b1d2c3e@inbound.example.test";

fn fixture(name: &str) -> Trace {
    let path = format!("{}/tests/fixtures/mail/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).unwrap())
}

fn ids(trace: &Trace) -> Vec<&'static str> {
    trace.findings().into_iter().map(|finding| finding.id).collect()
}

#[test]
fn every_way_is_known() {
    for (name, pattern, header, hop, findings) in [
        ("gmail", "gmail", "X-Forwarded-For", Some(1), &[][..]),
        ("gmail_caf", "gmail", "Return-Path", Some(0), &[]),
        ("gmail_workspace_routing", "gmail_routing", "X-Gm-Original-To", None, &[]),
        ("google_group", "google_group", "X-Google-Group-Id", None, &["from_rewritten"]),
        ("microsoft_mailbox", "microsoft_mailbox", "X-MS-Exchange-ForwardingLoop", Some(0), &[]),
        ("microsoft_rule", "microsoft_rule", "Resent-From", Some(0), &["from_rewritten"]),
        ("microsoft_same_tenant", "microsoft_rule", "X-MS-Exchange-Inbox-Rules-Loop", None, &["from_rewritten"]),
        ("microsoft_transport_rule", "microsoft_transport_rule", "To", None, &[]),
        ("yahoo", "yahoo", "X-Apparently-To", Some(1), &[]),
        ("zoho", "zoho", "X-Zohomail-Forwarded", Some(0), &["slow_hop", "unencrypted", "spf_failed"]),
        ("sieve_redirect", "redirect", "Delivered-To", Some(0), &[]),
        ("postfix_alias", "redirect", "X-Original-To", None, &[]),
    ] {
        let trace = fixture(name);
        let forwarding = trace.forwarding.clone().unwrap_or_else(|| panic!("{name}"));
        assert_eq!((forwarding.pattern, forwarding.header.as_str(), forwarding.hop), (pattern, header, hop), "{name}");
        assert_eq!(forwarding.mailbox.as_deref(), Some("support@example.com"), "{name}");
        assert_eq!(forwarding.target.as_deref(), Some(FORWARDER), "{name}");
        let mut found = ids(&trace);
        found.sort_unstable();
        let mut expected = findings.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
    let silent = fixture("microsoft_silent");
    assert_eq!(silent.forwarding.as_ref().map(|f| (f.pattern, f.mailbox.clone())), Some(("silent", None)));
    assert_eq!(ids(&silent), ["mailbox_unknown"]);
}

#[test]
fn hops_are_told_oldest_first_with_times_and_delays() {
    let trace = fixture("gmail");
    let hosts: Vec<&str> = trace.hops.iter().map(|hop| hop.by.as_deref().unwrap()).collect();
    assert_eq!(hosts, ["mx.example.net", "2002:a17:906:abcd", "inbound.example.test"]);
    assert_eq!(trace.hops.iter().map(|hop| hop.delay).collect::<Vec<_>>(), [None, Some(1), Some(2)]);
    assert_eq!(trace.hops.iter().map(|hop| hop.tls).collect::<Vec<_>>(), [Some(true), None, Some(true)]);
    let seconds = |time: Option<i64>| time.map(|ms| ms / 1000 % 60);
    assert_eq!([trace.accepted(), trace.forwarded(), trace.arrived()].map(seconds), [Some(2), Some(3), Some(5)]);
}

#[test]
fn received_fields_as_servers_write_them() {
    let hop = |value: &str| received::hop(value);
    let microsoft = hop(
        "from A.example.net (2603::1) by B.example.net (2603::2) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20; Mon, 23 Nov 2026 03:00:02 +0000",
    );
    assert_eq!((microsoft.with.as_deref(), microsoft.tls), (Some("Microsoft SMTP Server"), Some(true)));
    let postfix = hop(
        "from a.example (a.example [192.0.2.1]) (using TLSv1.3 with cipher X (256/256 bits)) by b.example (Postfix) with ESMTPS id 4F1 for <x@example.com>; Mon, 23 Nov 2026 03:00:02 +0000 (UTC)",
    );
    assert_eq!(
        (postfix.from.as_deref(), postfix.by.as_deref(), postfix.recipient.as_deref()),
        (Some("a.example"), Some("b.example"), Some("x@example.com"))
    );
    assert!(postfix.time.is_some());
    for (date, known) in
        [("Mon, 23 Nov 2026 03:00 +0000", true), ("yesterday", false), ("Mon, 99 Nov 2026 03:00:00 +0000", false), ("", false)]
    {
        assert_eq!(hop(&format!("from a by b; {date}")).time.is_some(), known, "{date}");
    }
    assert_eq!(hop("from a by b with SMTP; x").tls, Some(false));
    assert_eq!(hop("by b with SMTP; x").tls, None, "inside one server");
    for (from, tls) in [
        ("localhost (localhost [127.0.0.1])", None),
        ("filter.example (localhost [IPv6:::1])", None),
        ("localhost", None),
        ("localhost (mail.example.net [192.0.2.1])", Some(false)),
        ("unknown (HELO [127.0.0.1]) (192.0.2.1)", Some(false)),
        ("mail.example.net ([192.0.2.1])", Some(false)),
    ] {
        assert_eq!(hop(&format!("from {from} by b (Postfix) with ESMTP; x")).tls, tls, "{from}");
    }
    assert_eq!(hop(")))((( ; ;"), Hop::default());
}

#[test]
fn circles_clocks_and_programs_are_told() {
    let trace = fixture("forwarding_loop");
    assert_eq!(trace.loops, ["support@example.com"]);
    let found = ids(&trace);
    for id in ["loop", "clocks_disagree", "unencrypted", "automatic"] {
        assert!(found.contains(&id), "{id}: {found:?}");
    }
    assert_eq!(trace.hops[1].delay, Some(-3720));
}

#[test]
fn what_hosts_say_is_kept_with_who_says_it() {
    let raw = b"Authentication-Results: mx.google.com;\r\n dkim=pass header.i=@example.org;\r\n spf=softfail (google.com: x) smtp.mailfrom=a@example.org;\r\n dmarc=FAIL (p=REJECT)\r\n\
        Received: from a by mx.google.com with ESMTPS; Mon, 23 Nov 2026 03:00:02 +0000\r\n\
        ARC-Authentication-Results: i=1; mx.example.com; arc=none; spf=pass\r\nAuthentication-Results: ; x\r\nFrom: a@example.org\r\n\r\n";
    let trace = read(raw);
    let said: Vec<String> = trace
        .claims
        .iter()
        .map(|c| {
            format!(
                "{} {} {:?} {}",
                c.host,
                c.header,
                c.hop,
                c.results.iter().map(|(m, r)| format!("{m}={r}")).collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "mx.google.com Authentication-Results Some(0) dkim=pass spf=softfail dmarc=fail",
            "mx.example.com ARC-Authentication-Results None arc=none spf=pass"
        ]
    );
    assert_eq!(ids(&trace), ["not_forwarded", "dmarc_failed", "spf_failed"]);
}

#[test]
fn a_message_without_a_way_and_one_to_the_forwarder_itself() {
    assert_eq!(ids(&read(b"From: a@example.org\nSubject: draft\n\nText")), ["not_received"]);
    assert_eq!(ids(&read(b"")), ["not_received"]);
    let direct = format!(
        "Received: from mail.google.com by inbound.example.test with ESMTPS for <{FORWARDER}>; Mon, 23 Nov 2026 03:00:02 +0000\nFrom: a@example.org\nTo: {FORWARDER}\n\n"
    );
    let trace = read(direct.as_bytes());
    assert_eq!((trace.forwarding.clone(), ids(&trace)), (None, vec!["addressed_directly"]));
}

#[test]
fn a_sender_who_may_be_the_mailbox_itself_is_told() {
    let raw = |reply_to: &str| {
        format!(
            "Received: from mail.example.com by inbound.example.test with ESMTPS for <{FORWARDER}>; Mon, 23 Nov 2026 03:00:02 +0000\nFrom: support@example.com\nReply-To: {reply_to}\nTo: undisclosed-recipients:;\n\n"
        )
    };
    let trace = read(raw("ana@example.net").as_bytes());
    assert!(trace.sender.perhaps_rewritten && !trace.sender.rewritten, "{trace:?}");
    assert_eq!(ids(&trace), ["mailbox_unknown", "from_perhaps_rewritten"]);
    assert!(trace.findings().iter().all(|finding| !finding.text.contains("nothing needs a change")));
    assert_eq!(ids(&read(raw("Support@Example.com").as_bytes())), ["mailbox_unknown"]);
}

#[test]
fn a_hostile_mailbox_gets_into_no_command() {
    let raw = format!(
        "Received: from x by y with ESMTPS for <{FORWARDER}>; Mon, 23 Nov 2026 03:00:02 +0000\nX-Google-Group-Id: 1\nList-ID: <x>\nX-Original-From: b@example.org\nX-Forwarded-For: $(reboot)@example.com z\nFrom: a@example.org\n\n"
    );
    assert!(read(raw.as_bytes()).findings().iter().all(|finding| !finding.text.contains("forwarder $(")));
}

#[test]
fn size_and_number_are_bounded() {
    let many = "Received: from a by b; x\n".repeat(3000) + "From: a@example.org\n\n";
    let trace = read(many.as_bytes());
    assert!(trace.cut && trace.hops.len() == 200);
    let long = format!("Received: from {} by {}; x\nFrom: a\n\n", "a".repeat(100_000), "b ".repeat(100_000));
    assert!(read(long.as_bytes()).hops[0].from.as_ref().unwrap().len() <= 255);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_makes_it_panic(
        lines in proptest::collection::vec((prop_oneof![
            Just("Received"), Just("Delivered-To"), Just("X-Forwarded-For"), Just("Return-Path"), Just("Resent-From"), Just("From"), Just("To"),
            Just("Authentication-Results"), Just("ARC-Authentication-Results"), Just("X-MS-Exchange-ForwardingLoop"), Just("X-Apparently-To"),
        ], "(\\PC|[\\r\\n\\t ]|from |by |for <|>|;|=|\\(|\\)|Mon, 23 Nov 2026 03:00:02 [+-]9959){0,40}"), 0..30),
    ) {
        let raw: String = lines.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let trace = read(raw.as_bytes());
        prop_assert!(trace.hops.len() <= 200);
        prop_assert!(trace.forwarding.iter().all(|f| f.hop.is_none_or(|hop| hop < trace.hops.len())));
        let _ = trace.findings();
    }

    #[test]
    fn bytes_are_read(raw in proptest::collection::vec(any::<u8>(), 0..500)) {
        let _ = read(&raw).findings();
    }
}
