//! `email doctor`: every check and every severity, towards a server that tells what it is told to, real DNS answers and an outbox
//! server on loopback.

use crate::support::dns::{Dns, Manner, Zone};
use crate::support::rows::{failure, id};
use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Canned, Output, Reply, Request, Run, World};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

/// A channel that sends by `host`.
pub fn channel(n: u64, address: &str, host: &str, port: &str, protocol: &str) -> Value {
    json!({
        "id": id(n), "target_channel": "email", "webhook": address,
        "settings": {
            "username": address, "password": "opaque", "protocol": protocol, "smtp_host": host, "smtp_port": port,
            "forwaded_email": format!("{}@inbound.example.test", id(n)),
        },
        "organization_id": id(99), "created_at": "2026-03-01T10:00:00.000Z", "is_active": true
    })
}

/// A channel that is connected through Microsoft.
fn oauth(n: u64, address: &str) -> Value {
    json!({
        "id": id(n), "target_channel": "email", "webhook": "external",
        "settings": {"type": "outlook", "username": address, "external_id": "external", "credential": {"access_token": "x"}},
        "organization_id": id(99), "created_at": "2026-03-01T10:00:00.000Z", "is_active": true
    })
}

/// A room of channel `n` whose last word came at `at`.
fn room(n: u64, by: &str, at: &str, status: &str) -> Value {
    json!({
        "id": id(n + 500), "channel": "email", "channel_integration_id": id(n), "created_at": "2026-01-01T10:00:00.000Z",
        "last_message_at": at, "last_message": {"id": id(n + 700), "participant_type": by, "status": status, "created_at": at}
    })
}

fn rows(rows: &[Value]) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": rows, "meta": {"pagination": {"total": rows.len()}}}).to_string())
}

/// A server with these channels and rooms.
pub fn server(channels: Vec<Value>, rooms: Vec<Value>) -> Canned {
    Canned::new(move |request, _| answer(request, &channels, &rooms))
}

fn answer(request: &Request, channels: &[Value], rooms_there: &[Value]) -> Reply {
    let path = request.target.split('?').next().unwrap().strip_prefix("/api/open/v1").unwrap();
    if request.query("offset").is_some_and(|page| page != "1") {
        return rows(&[]);
    }
    match path {
        "/integrations" => rows(channels),
        "/rooms" => {
            let wanted = request.query("channels%5B%5D").unwrap();
            rows(&rooms_there.iter().filter(|room| room["channel_integration_id"] == wanted).cloned().collect::<Vec<_>>())
        }
        path if path.ends_with("/messages") => rows(&[
            json!({"id": id(801), "participant_type": "agent", "created_at": "2026-11-22T10:00:00.000Z"}),
            json!({"id": id(802), "participant_type": "customer", "created_at": "2026-10-01T10:00:00.000Z"}),
        ]),
        path => match channels.iter().find(|channel| path == format!("/integrations/{}", channel["id"].as_str().unwrap())) {
            Some(channel) => Reply::json(200, &json!({"status": "success", "data": channel}).to_string()),
            None => failure(404, &["Resource not found."]),
        },
    }
}

/// A world whose processes trust the tests' certificates.
pub fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    world
}

/// An outbox server that is mail.example.com, smtp.gmail.com and others.
pub fn outbox() -> Sink {
    Sink::certified(Tls::Ssl, "providers.pem", &["AUTH PLAIN LOGIN"], |_, _, _| Act::Yes)
}

/// What everybody needs: a forwarder's domain that takes mail, and a name server that knows the internet.
pub fn zone() -> Zone {
    let zone = Zone::new().mx("inbound.example.test", 10, "mx.example.test").a("mx.example.test", Ipv4Addr::new(192, 0, 2, 25));
    // The names of the internet are known, those of the channels' domains among them.
    zone.mx("gmail.com", 10, "mx.example.test").mx("example.com", 10, "mx.example.test")
}

/// `email doctor` towards these.
pub fn doctor<'w>(world: &'w World, canned: &Canned, dns: &Dns, sink: &Sink) -> Run<'w> {
    let mut run = world.at(&canned.url(), ["email", "doctor", "--dns", &dns.address()]);
    for host in ["mail.example.com", "smtp.gmail.com", "smtp.office365.com", "smtp.resend.com", "smtp.mail.yahoo.com"] {
        run = run.args(["--connect-to", &format!("{host}=127.0.0.1:{}", sink.port())]);
    }
    run
}

/// The rows of a check, as severity, class and finding.
#[track_caller]
pub fn found(output: &Output, address: &str, check: &str) -> (String, String, String) {
    let rows = output.json();
    let row = rows.as_array().unwrap().iter().find(|row| row["channel"] == address && row["check"] == check);
    let row = row.unwrap_or_else(|| panic!("no {check} of {address}\n{}", output.story()));
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    (text("severity"), text("class"), text("finding"))
}

#[track_caller]
fn is(output: &Output, address: &str, check: &str, severity: &str, class: &str, part: &str) {
    let (s, c, text) = found(output, address, check);
    assert!((s.as_str(), c.as_str()) == (severity, class) && text.contains(part), "{check}: {s} {c} {text}\n{}", output.story());
}

#[test]
fn a_healthy_channel_is_exit_0_and_its_fields_are_public() {
    let (world, sink) = (world(), outbox());
    let address = "support@example.com";
    let zone = zone()
        .txt("example.com", "v=spf1 include:_spf.google.com -all")
        .txt("_spf.google.com", "v=spf1 ip4:192.0.2.0/24 ~all")
        .txt("_dmarc.example.com", "v=DMARC1; p=reject");
    let today = jiff::Timestamp::now().to_string();
    let dns = Dns::new(zone);
    let canned = server(vec![channel(1, address, "smtp.gmail.com", "465", "ssl")], vec![room(1, "customer", &today, "created")]);
    let output = doctor(&world, &canned, &dns, &sink).arg("--json").run().success();
    output.clone().stderr_is("1 channel: nothing wrong found\n");
    is(&output, address, "settings", "ok", "", "Complete: smtp.gmail.com:465 (ssl).");
    is(&output, address, "outbox", "ok", "", "works up to the sign-in, which was not tried");
    is(&output, address, "forwarder", "ok", "", "goes to mx.example.test");
    is(&output, address, "spf", "ok", "", "includes _spf.google.com for Gmail (1 of 10 look-ups)");
    is(&output, address, "dmarc", "ok", "", "(p=reject), and SPF vouches for yours");
    is(&output, address, "arrival", "ok", "", "within a day");
    is(&output, address, "provider", "ok", "", "Nothing is known against Gmail");
    assert_eq!((sink.count("AUTH"), sink.count("MAIL")), (0, 0), "nobody signs in");
    assert!(!output.json().as_array().unwrap().iter().any(|row| row["check"] == "replies"), "nothing is known of replies");

    let csv = doctor(&world, &canned, &dns, &sink).args(["-o", "csv"]).run().success().stdout;
    assert_eq!(csv.lines().next(), Some("channel,check,severity,finding,remedy,page,class,channel_id"));
    let tsv = doctor(&world, &canned, &dns, &sink).run().success();
    assert!(tsv.rows().iter().all(|row| row.len() == 5 && row[0] == address), "{}", tsv.story());
    let table = doctor(&world, &canned, &dns, &sink).args(["-o", "table", "--columns", "check,severity"]).run().success();
    assert!(table.stdout.starts_with("CHECK      SEVERITY\nsettings   ok\n"), "{}", table.story());
    let one = doctor(&world, &canned, &dns, &sink).args([&id(1), "--columns", "check,channel_id"]).run().success();
    assert_eq!(one.rows()[0], ["settings", &id(1)]);
    doctor(&world, &canned, &dns, &sink).args(["--columns", "colour"]).run().exits(2).stderr_has("channel, check, severity");
}

#[test]
fn settings_providers_and_the_outbox_server() {
    let (world, dns) = (world(), Dns::new(zone()));
    let refusing = Sink::certified(Tls::Ssl, "providers.pem", &["AUTH PLAIN"], |step, _, _| match step {
        "connect" => Act::Say("554 5.7.1 \u{1b}[31mgo away".into()),
        _ => Act::Yes,
    });
    let broken = json!({
        "id": id(5), "target_channel": "email", "webhook": "e@example.com", "settings": {"username": "e@example.com"},
        "created_at": "2026-03-01T10:00:00.000Z"
    });
    let canned = server(
        vec![
            channel(1, "a@example.com", "mail.example.com", "465", "ssl"),
            channel(2, "b@example.com", "smtp.office365.com", "465", "ssl"),
            channel(3, "c@yahoo.com", "smtp.mail.yahoo.com", "465", "ssl"),
            channel(4, "d@outlook.com", "smtp-mail.outlook.com", "587", "starttls"),
            broken,
            channel(6, "f@example.com", "absent.example.com", "465", "ssl"),
        ],
        Vec::new(),
    );
    let output = doctor(&world, &canned, &dns, &refusing).arg("--json").run().exits(9).lacks("\u{1b}");
    is(&output, "a@example.com", "outbox", "error", "unknown", "mail.example.com:465 fails at banner: ");
    let rows = output.json();
    let remedies: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["remedy"].as_str()).collect();
    assert!(remedies.iter().any(|remedy| remedy.contains("qontak email edit f@example.com --smtp-host HOST")), "{remedies:?}");
    assert!(!remedies.iter().any(|remedy| remedy.contains("CHANNEL")), "{remedies:?}");
    is(&output, "a@example.com", "provider", "info", "provider_unknown", "");
    is(&output, "b@example.com", "settings", "error", "port_misfit", "not known to serve port 465 with ssl, and nothing works");
    is(&output, "b@example.com", "provider", "warning", "provider_date", "after the end of December 2026. That ");
    is(&output, "c@yahoo.com", "provider", "info", "provider_notice", "paying customers");
    is(&output, "c@yahoo.com", "spf", "ok", "", "yahoo.com is Yahoo's own domain");
    is(&output, "c@yahoo.com", "dmarc", "ok", "", "Yahoo looks after it");
    is(&output, "d@outlook.com", "provider", "error", "basic_auth_retired", "OAuth only");
    is(&output, "e@example.com", "settings", "error", "settings_incomplete", "the host, the port, the security are missing");
    is(&output, "e@example.com", "outbox", "info", "not_tried", "");
    is(&output, "f@example.com", "outbox", "error", "dns_nxdomain", "absent.example.com:465 fails at dns: ");
    assert_eq!(output.json_error()["kind"], "not_proven");
}

#[test]
fn a_port_that_works_is_no_error() {
    let (world, sink, dns) = (world(), outbox(), Dns::new(zone()));
    let there = vec![channel(1, "a@example.com", "smtp.gmail.com", "8465", "ssl")];
    let output = doctor(&world, &server(there, Vec::new()), &dns, &sink).arg("--json").run().success();
    is(&output, "a@example.com", "settings", "info", "port_misfit", "not known to serve port 8465 with ssl, but answers there");
}

#[test]
fn forwarders_and_where_they_lead() {
    let (world, sink) = (world(), outbox());
    let at = |n: u64, domain: &str| {
        let mut channel = channel(n, &format!("a{n}@example.com"), "mail.example.com", "465", "ssl");
        match domain {
            "" => channel["settings"].as_object_mut().unwrap().remove("forwaded_email"),
            domain => channel["settings"].as_object_mut().unwrap().insert("forwaded_email".into(), format!("x@{domain}").into()),
        };
        channel
    };
    let zone = zone()
        .mx("chat.qontak.com", 10, "mx.example.test")
        .mx("null.example.test", 0, "")
        .mx("dangling.example.test", 10, "gone.example.test")
        .a("plain.example.test", Ipv4Addr::new(192, 0, 2, 9))
        .empty("bare.example.test")
        .manner("dead.example.test", Manner::Servfail);
    let dns = Dns::new(zone);
    let domains =
        ["", "null.example.test", "dangling.example.test", "plain.example.test", "bare.example.test", "dead.example.test"];
    let channels = domains.iter().zip(1..).map(|(domain, n)| at(n, domain)).chain([at(7, "absent.example.test")]).collect();
    let output = doctor(&world, &server(channels, Vec::new()), &dns, &sink).arg("--json").run().exits(9);
    let forwarder = |n: u64, severity: &str, class: &str, part: &str| {
        is(&output, &format!("a{n}@example.com"), "forwarder", severity, class, part);
    };
    forwarder(1, "warning", "forwarder_derived", "derived from the channel's id");
    forwarder(2, "error", "forwarder_no_mail", "takes no mail at all (null MX)");
    // The server is on this machine: it need not be reachable from outside.
    forwarder(3, "warning", "forwarder_dead", "gone.example.test has no address");
    forwarder(4, "ok", "", "plain.example.test itself, which has no MX record");
    forwarder(5, "warning", "forwarder_dead", "neither an MX record nor an address");
    forwarder(6, "warning", "dns_failed", "could not be looked up");
    forwarder(7, "warning", "forwarder_dead", "there is no name absent.example.test");
}

#[test]
fn spf_and_dmarc_of_domains() {
    let (world, sink) = (world(), outbox());
    let zone = zone()
        .a("mail.example.com", Ipv4Addr::new(192, 0, 2, 1))
        .txt("_spf.google.com", "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 ~all")
        .txt("none.test", "hello")
        .txt("strict.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.strict.test", "v=DMARC1; p=reject")
        .txt("soft.test", "v=spf1 ip4:192.0.2.99 ~all")
        .txt("_dmarc.soft.test", "v=DMARC1; p=quarantine; pct=50")
        .txt("flat.test", "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all")
        .txt("_dmarc.flat.test", "v=DMARC1; p=none")
        .txt("two.test", "v=spf1 -all")
        .txt("two.test", "v=spf1 ~all")
        .txt("_dmarc.two.test", "v=DMARC1; p=banana")
        .txt("open.test", "v=spf1 include:%{ir}.spf.vendor.test -all")
        .a("lan.example.com", Ipv4Addr::new(10, 0, 0, 5))
        .txt("all.test", "v=spf1 +all")
        .txt("own.test", "v=spf1 -all")
        .txt("_dmarc.own.test", "v=DMARC1; p=reject")
        .empty("sub.soft.test")
        .manner("silent.test", Manner::Servfail)
        .manner("_dmarc.silent.test", Manner::Servfail);
    let dns = Dns::new(zone);
    let gmail = |n, address: &str| channel(n, address, "smtp.gmail.com", "465", "ssl");
    let custom = |n, address: &str| channel(n, address, "mail.example.com", "465", "ssl");
    let channels = vec![
        gmail(1, "a@none.test"),
        gmail(2, "a@strict.test"),
        custom(3, "b@strict.test"),
        gmail(4, "a@soft.test"),
        custom(5, "b@soft.test"),
        gmail(6, "a@flat.test"),
        gmail(7, "a@two.test"),
        gmail(8, "a@open.test"),
        gmail(9, "a@all.test"),
        channel(10, "a@own.test", "smtp.resend.com", "465", "ssl"),
        gmail(11, "a@silent.test"),
        gmail(12, "a@sub.soft.test"),
        custom(13, "a@gmail.com"),
        channel(14, "c@strict.test", "lan.example.com", "465", "ssl"),
    ];
    let canned = server(channels, Vec::new());
    let output = doctor(&world, &canned, &dns, &sink).arg("--json").run().exits(9);
    let spf = |address: &str, severity: &str, class: &str, part: &str| is(&output, address, "spf", severity, class, part);
    spf("a@none.test", "warning", "spf_missing", "none.test has no SPF record");
    spf("a@strict.test", "error", "spf_not_covered", "does not allow Gmail, through which you send. It asks to refuse");
    spf("b@strict.test", "ok", "", "SPF of strict.test allows mail.example.com");
    spf("a@soft.test", "warning", "spf_not_covered", "does not allow Gmail");
    spf("b@soft.test", "warning", "spf_host_not_covered", "does not name mail.example.com. It may send from other addresses");
    spf("a@flat.test", "ok", "", "allows the networks of Gmail");
    spf("a@two.test", "error", "spf_broken", "it has more than one SPF record");
    spf("a@open.test", "info", "spf_open", "asks back about each sender");
    spf("a@all.test", "warning", "spf_everybody", "+all");
    spf("a@own.test", "info", "spf_elsewhere", "Resend sends under a return path of its own");
    spf("a@silent.test", "warning", "dns_failed", "could not be looked up");
    spf("a@sub.soft.test", "warning", "spf_missing", "sub.soft.test has no SPF record");
    spf("c@strict.test", "info", "spf_unknown", "is in a private network");
    spf("a@gmail.com", "warning", "spf_missing", "gmail.com");

    let dmarc = |address: &str, severity: &str, class: &str, part: &str| is(&output, address, "dmarc", severity, class, part);
    dmarc("a@none.test", "warning", "dmarc_missing", "none.test has no DMARC record");
    dmarc("a@strict.test", "error", "dmarc_not_covered", "no DKIM key at google._domainkey.strict.test: replies will be refused");
    dmarc("b@strict.test", "ok", "", "SPF vouches for yours");
    dmarc(
        "a@soft.test",
        "error",
        "dmarc_not_covered",
        "(p=quarantine; pct=50); SPF does not vouch for yours, and there is no DKIM key at google._domainkey.soft.test: replies will land",
    );
    dmarc("b@soft.test", "warning", "dmarc_not_covered", "replies may land in spam");
    dmarc("c@strict.test", "warning", "dmarc_unknown", "whether SPF vouches for yours is not known");
    dmarc("a@flat.test", "info", "dmarc_none", "asks receivers for nothing (p=none)");
    dmarc("a@two.test", "warning", "dmarc_broken", "_dmarc.two.test asks for a policy that does not exist: p=banana");
    dmarc("a@own.test", "warning", "dmarc_needs_dkim", "SPF is not about own.test here");
    dmarc("a@silent.test", "warning", "dns_failed", "_dmarc.silent.test could not be looked up");
    dmarc("a@sub.soft.test", "error", "dmarc_not_covered", "DMARC of soft.test");
    let remedy = |address: &str| {
        let rows = output.json();
        let row = rows.as_array().unwrap().iter().find(|row| row["channel"] == address && row["check"] == "spf");
        row.unwrap()["remedy"].as_str().unwrap().to_owned()
    };
    assert_eq!(remedy("a@none.test"), "Publish a TXT record at none.test: v=spf1 include:_spf.google.com ~all");
    let put = "Put a:mail.example.com into the SPF record of soft.test (TXT), before its final all; leave the rest as it is.";
    assert_eq!(remedy("b@soft.test"), put);
    assert_eq!(remedy("a@gmail.com"), "gmail.com is Gmail's domain: send through Gmail (smtp.gmail.com).");
}

#[test]
fn a_dkim_key_stands_for_spf() {
    let (world, sink) = (world(), outbox());
    let key = "v=DKIM1; k=rsa; p=MIGfMA0G";
    let mut zone =
        zone().a("mail.example.com", Ipv4Addr::new(192, 0, 2, 1)).txt("_spf.google.com", "v=spf1 ip4:198.51.100.0/24 ~all");
    for domain in ["signed.test", "revoked.test", "dark.test", "resend.test", "zoho.test", "sent.test"] {
        zone = zone.txt(domain, "v=spf1 ip4:192.0.2.9 -all").txt(&format!("_dmarc.{domain}"), "v=DMARC1; p=reject");
    }
    let zone = zone
        .txt("google._domainkey.signed.test", key)
        .txt("google._domainkey.revoked.test", "v=DKIM1; p=")
        .manner("google._domainkey.dark.test", Manner::Servfail)
        .txt("resend._domainkey.resend.test", key)
        .txt("yahoo.com", "v=spf1 redirect=_spf.mail.yahoo.com")
        .txt("_spf.mail.yahoo.com", "v=spf1 ptr:yahoo.com ?all")
        .txt("_dmarc.yahoo.com", "v=DMARC1; p=reject")
        .empty("trial.test")
        .empty("later.test")
        .txt("_dmarc.trial.test", "v=DMARC1; p=reject; t=y")
        .txt("_dmarc.later.test", "v=DMARC1; p=quarantine; pct=0")
        .txt("ptr.test", "v=spf1 ptr -all")
        .txt("neutral.test", "v=spf1 ?include:others.test -all")
        .txt("others.test", "v=spf1 include:_spf.google.com ~all");
    let dns = Dns::new(zone);
    let gmail = |n, address: &str| channel(n, address, "smtp.gmail.com", "465", "ssl");
    let channels = vec![
        gmail(1, "a@signed.test"),
        gmail(2, "a@revoked.test"),
        gmail(3, "a@dark.test"),
        channel(4, "a@resend.test", "smtp.resend.com", "465", "ssl"),
        channel(5, "a@zoho.test", "smtppro.zoho.com", "465", "ssl"),
        channel(6, "a@sent.test", "smtp.resend.com", "465", "ssl"),
        channel(7, "a@yahoo.com", "smtp.resend.com", "465", "ssl"),
        gmail(8, "a@trial.test"),
        gmail(9, "a@later.test"),
        gmail(12, "a@unborn.test"),
        channel(10, "a@ptr.test", "mail.example.com", "465", "ssl"),
        gmail(11, "a@neutral.test"),
    ];
    let output = doctor(&world, &server(channels, Vec::new()), &dns, &sink).arg("--json").run().exits(9);
    let dmarc = |address: &str, severity: &str, class: &str, part: &str| is(&output, address, "dmarc", severity, class, part);
    dmarc("a@signed.test", "info", "dmarc_by_dkim", "there is a DKIM key at google._domainkey.signed.test");
    is(&output, "a@signed.test", "spf", "warning", "spf_not_covered", "a DKIM key at google._domainkey.signed.test");
    dmarc("a@revoked.test", "error", "dmarc_not_covered", "no DKIM key at google._domainkey.revoked.test");
    is(&output, "a@revoked.test", "spf", "error", "spf_not_covered", "(-all)");
    dmarc("a@dark.test", "warning", "dmarc_not_covered", "replies may be refused, unless smtp.gmail.com signs them");
    dmarc("a@resend.test", "info", "dmarc_by_dkim", "SPF is not about resend.test here, but there is a DKIM key");
    dmarc("a@zoho.test", "warning", "dmarc_not_covered", "unless smtppro.zoho.com signs them");
    dmarc("a@sent.test", "warning", "dmarc_needs_dkim", "replies will be refused, unless smtp.resend.com signs them");
    dmarc("a@yahoo.com", "error", "dmarc_not_covered", "nobody else can sign for yahoo.com: replies will be refused");
    dmarc("a@trial.test", "error", "dmarc_not_covered", "as spam (p=reject; t=y)");
    dmarc("a@later.test", "info", "dmarc_none", "asks receivers for nothing (p=quarantine; pct=0)");
    is(&output, "a@ptr.test", "spf", "info", "spf_open", "nobody can tell whether it allows mail.example.com");
    is(&output, "a@unborn.test", "spf", "error", "domain_missing", "There is no domain unborn.test");
    dmarc("a@unborn.test", "info", "not_applicable", "");
    is(&output, "a@neutral.test", "spf", "error", "spf_not_covered", "does not allow Gmail");
}

#[test]
fn what_arrived_and_what_was_answered() {
    let (world, sink, dns) = (world(), outbox(), Dns::new(zone()));
    let channels = (1..=6).map(|n| channel(n, &format!("a{n}@example.com"), "mail.example.com", "465", "ssl")).collect();
    let rooms = vec![
        room(2, "customer", "2026-01-05T08:30:00.000Z", "created"),
        room(3, "agent", "2026-11-22T10:00:00.000Z", "failed"),
        room(4, "agent", "2026-11-22T10:00:00.000Z", "pending"),
        room(5, "agent", "2026-11-22T10:00:00.000Z", "sent"),
        json!({"id": id(606), "channel": "email", "channel_integration_id": id(6), "last_message": {"participant_type": "customer"}}),
    ];
    let output = doctor(&world, &server(channels, rooms), &dns, &sink).arg("--json").run().success();
    is(&output, "a1@example.com", "arrival", "warning", "never_arrived", "Nothing has ever arrived");
    is(&output, "a2@example.com", "arrival", "info", "quiet", "Mail last arrived at 2026-01-05T08:30Z, ");
    is(&output, "a3@example.com", "arrival", "info", "quiet", "2026-10-01T10:00Z");
    is(&output, "a3@example.com", "replies", "warning", "replies_failed", "1 reply was not sent.");
    is(&output, "a4@example.com", "replies", "info", "replies_waiting", "1 reply is on the way.");
    is(&output, "a5@example.com", "replies", "ok", "", "No reply waits");
    is(&output, "a6@example.com", "arrival", "info", "arrival_unknown", "");
    output.stderr_has("6 channels: ").stderr_has(" warnings\nfirst, for a1@example.com: ");
}

#[test]
fn what_did_not_come_through_the_mailbox_proves_nothing() {
    let (world, sink, dns) = (world(), outbox(), Dns::new(zone()));
    let channels: Vec<Value> =
        (1..=5).map(|n| channel(n, &format!("a{n}@example.com"), "mail.example.com", "465", "ssl")).collect();
    let at = "2026-11-22T10:00:00.000Z";
    let mut rooms: Vec<Value> = (1..=5).map(|n| room(n, "customer", at, "created")).collect();
    rooms[0]["account_uniq_id"] = "Forwarding-Noreply@google.com".into();
    rooms[1]["account_uniq_id"] = "MAILER-DAEMON@mx.example.com".into();
    let forwarder = format!("{}@inbound.example.test", id(1));
    let answers = move |request: &Request| {
        let message =
            |n: u64, email: Value| json!({"id": id(n + 700), "participant_type": "customer", "created_at": at, "email": email});
        let to = |address: &str| json!({"from": {"address": "c@example.org"}, "to": [{"address": address}]});
        let mut answered = to("a5@example.com");
        answered["via"] = json!({"address": "a5@example.com", "header": "To"});
        let mut automatic = to("a4@example.com");
        automatic["auto_submitted"] = true.into();
        let found = [(3, to(&forwarder)), (4, automatic), (5, answered)];
        let found = found.into_iter().find(|(n, _)| request.target.contains(&format!("/rooms/{}/messages", id(n + 500))));
        match found {
            Some(_) if request.query("offset").is_some_and(|page| page != "1") => rows(&[]),
            Some((n, email)) => rows(&[message(n, email)]),
            None => answer(request, &channels, &rooms),
        }
    };
    let canned = Canned::new(move |request, _| answers(request));
    let output = doctor(&world, &canned, &dns, &sink).arg("--json").run().success();
    for (n, part) in [
        (1, "Only Gmail's confirmation has come"),
        (2, "Only mail that a program wrote has come"),
        (3, "Only mail that was written to the forwarder itself has come"),
        (4, "Only mail that a program wrote has come"),
    ] {
        is(&output, &format!("a{n}@example.com"), "arrival", "warning", "forwarding_not_proven", part);
    }
    assert!(found(&output, "a5@example.com", "arrival").2.starts_with("Mail last arrived at 2026-11-22T10:00Z"));
}

#[test]
fn what_does_not_apply_to_microsofts_sign_in_is_no_error() {
    let (world, sink) = (world(), outbox());
    let dns = Dns::new(
        zone()
            .txt("corp.test", "v=spf1 include:spf.protection.outlook.com -all")
            .txt("spf.protection.outlook.com", "v=spf1 -all"),
    );
    let canned = server(vec![oauth(1, "a@outlook.com"), oauth(2, "a@corp.test")], Vec::new());
    let output = doctor(&world, &canned, &dns, &sink).arg("--json").run().success();
    for address in ["a@outlook.com", "a@corp.test"] {
        for (check, severity) in
            [("settings", "ok"), ("outbox", "info"), ("forwarder", "info"), ("spf", "ok"), ("provider", "info")]
        {
            assert_eq!(found(&output, address, check).0, severity, "{check}\n{}", output.story());
        }
    }
    assert_eq!(sink.count("connect"), 0);
}

#[test]
fn a_server_without_an_inbox_and_one_without_names_stop_nothing() {
    let (world, sink, dns) = (world(), outbox(), Dns::new(Zone::otherwise(Manner::Refused)));
    let there = vec![channel(1, "a@example.com", "mail.example.com", "465", "ssl")];
    let canned = Canned::new(move |request, _| match request.target.contains("/integrations") {
        true => answer(request, &there, &[]),
        false => failure(404, &["Resource not found."]),
    });
    let output = doctor(&world, &canned, &dns, &sink).arg("--json").run().success();
    is(&output, "a@example.com", "arrival", "warning", "inbox_failed", "could not be read");
    for check in ["forwarder", "spf", "dmarc"] {
        is(&output, "a@example.com", check, "warning", "dns_failed", "could not be looked up");
    }
    is(&output, "a@example.com", "outbox", "ok", "", "works");
}
