//! All sources together: order, formats, what is told to whom, what else comes to light.

use super::{AUTOCONFIG, ISPDB, Net, WELL_KNOWN, file, zone};
use crate::support::dns::{Dns, Zone};
use crate::support::web::place;
use crate::support::{Canned, Reply, World};
use serde_json::Value;
use std::net::Ipv4Addr;

const HERE: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// Everybody knows something.
fn everybody() -> Net {
    let zone = Zone::new().mx("example.com", 10, "aspmx.l.google.com").mx("example.com", 20, "mx.example.com");
    let zone = zone.a("mail.example.com", HERE).srv("_submissions._tcp.example.com", (0, 0, 465), "smtp.gmail.com");
    let autoconfig = file(&[("smtp.example.com", "465", "SSL"), ("SMTP.gmail.com", "465", "SSL")]);
    let well_known = file(&[("smtp.example.com", "587", "STARTTLS")]);
    let ispdb = file(&[("smtp.example.com", "465", "SSL")]);
    Net::new(zone, &[(AUTOCONFIG, &autoconfig), (WELL_KNOWN, &well_known), (ISPDB, &ispdb)])
}

#[test]
fn the_best_comes_first_and_each_server_once() {
    let output = everybody().about("example.com").args(["--columns", "source,host,port,evidence"]).run().success();
    let seen_too = format!(
        "the MX is aspmx.l.google.com; also autoconfig: https://{AUTOCONFIG}; also srv: SRV _submissions._tcp.example.com"
    );
    let twice = format!("https://{AUTOCONFIG}; also ispdb: https://{ISPDB}");
    assert_eq!(
        output.rows(),
        [
            ["mx", "smtp.gmail.com", "465", &seen_too],
            ["autoconfig", "smtp.example.com", "465", &twice],
            ["well-known", "smtp.example.com", "587", &format!("https://{WELL_KNOWN}")],
            ["guess", "mail.example.com", "465", "the MX is mx.example.com and there is a host mail.example.com"],
        ]
    );
    output.lacks("nobody has tried").lacks("warning");
}

#[test]
fn the_part_before_the_at_is_told_to_nobody() {
    let net = everybody();
    net.about("example.com").run().success();
    let requests = net.web.requests();
    let mut places: Vec<String> = requests.iter().map(place).collect();
    places.sort_unstable();
    assert_eq!(places, [AUTOCONFIG, ISPDB, WELL_KNOWN]);
    for request in &requests {
        let all = format!("{request:?}").to_lowercase();
        assert!(!all.contains("support") && !all.contains("team") && !all.contains("emailaddress"), "{all}");
        assert!(
            request.header("cookie").is_none()
                && request.header("authorization").is_none()
                && request.header("referer").is_none()
        );
        assert_eq!((request.method.as_str(), request.body.as_str()), ("GET", ""));
    }
    let mut asked = net.dns.asked();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked, ["_submission._tcp.example.com", "_submissions._tcp.example.com", "example.com", "mail.example.com"]);
}

#[test]
fn every_format() {
    let net = everybody();
    let with = |words: &[&str]| net.about("example.com").args(words).run().success();
    let json = with(&["--json"]).json();
    let first = &json[0];
    let fields: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["evidence", "host", "note", "password", "port", "provider", "security", "source", "username"]);
    assert_eq!((&first["provider"], &first["port"], &first["note"]), (&Value::from("gmail"), &Value::from(465), &Value::Null));
    assert_eq!((&json[1]["provider"], &json[1]["password"]), (&Value::Null, &Value::Null));
    assert_eq!(json[1]["username"], "Support.Team@example.com");
    assert_eq!(json.as_array().unwrap().len(), 4);
    let csv = with(&["-o", "csv"]).stdout;
    assert!(csv.starts_with("source,provider,host,port,security,username,password,evidence,note\nmx,gmail,"), "{csv}");
    let table = with(&["-o", "table"]).stdout;
    assert!(table.starts_with("SOURCE ") && table.contains("well-known"), "{table}");
    assert_eq!(with(&["-o", "tsv"]).rows()[0].len(), 8);
    with(&["--json"]).stderr_has("Asking DNS").lacks("qontak email");
}

#[test]
fn international_domains_are_asked_for_in_ascii() {
    let ascii = "xn--bcher-kva.example";
    let place = format!("autoconfig.{ascii}/mail/config-v1.1.xml");
    let net = Net::new(zone().empty("gmail.com"), &[(&place, &file(&[("smtp.%EMAILDOMAIN%", "465", "SSL")]))]);
    let hosts = [ascii, "autoconfig.xn--bcher-kva.example", "autoconfig.thunderbird.net"];
    let output = net.without_routes("B\u{fc}cher.example").args(net.web.routes(&hosts)).run().success();
    assert_eq!(output.rows()[0][..3], ["autoconfig", "", "smtp.xn--bcher-kva.example"]);
    output.stderr_has("there is no domain xn--bcher-kva.example");
    // That there is a gmail.com tells that the name server knows what there is.
    assert!(net.dns.asked().iter().all(|name| name.ends_with(ascii) || name == "gmail.com"), "{:?}", net.dns.asked());
}

#[test]
fn a_mailbox_that_receives_no_mail_is_warned_of() {
    let warned = |zone: Zone, words: &str| Net::new(zone, &[]).detect().exits(6).stderr_has(&format!("warning: {words}"));
    warned(Zone::new().mx("example.com", 0, ""), "example.com receives no mail: its MX record says so (null MX)");
    warned(Zone::new().empty("example.com"), "example.com receives no mail: it has neither an MX record nor an address");
    warned(Zone::new().a("example.com", HERE), "example.com has no MX record: mail for it goes to its web host");
    let looped = Zone::new().cname("example.com", "a.example.com").cname("a.example.com", "example.com");
    warned(looped, "the DNS of example.com is broken: it is another name (CNAME) for what leads nowhere");
    warned(
        Zone::new().empty("gmail.com"),
        "there is no domain example.com: mail to it does not arrive anywhere. Is the address spelled right?",
    );
    let well = Net::new(zone(), &[]).detect().exits(6);
    well.lacks("warning");
}

#[test]
fn a_name_server_that_does_not_know_the_internet_is_no_answer() {
    let net = Net::new(Zone::new(), &[]);
    let output = net.detect().exits(11).stdout_is("").lacks("spelled right");
    output
        .stderr_has("does not know the names of the internet: it says that there is no gmail.com")
        .stderr_has("hint: Name another one");
    // What the table knows stands all the same.
    let known = net.about("gmail.com").run().success();
    assert_eq!(known.rows()[0][..2], ["table", "gmail"]);
    known.stderr_has("does not know the names of the internet").lacks("spelled right");
}

#[test]
fn nothing_found_tells_the_reason_of_each() {
    let net = Net::new(zone(), &[]);
    net.detect().exits(6).stdout_is("").stderr_is(
        "Asking DNS, the web servers of example.com and Mozilla's ISPDB (autoconfig.thunderbird.net) about example.com\n\
         mx: the MX is mx.hoster.test, which is none of a provider in the table\n\
         autoconfig: there is none (HTTP 404)\n\
         well-known: there is none (HTTP 404)\n\
         ispdb: there is none (HTTP 404)\n\
         srv: there is no such record that can be used\n\
         guess: mail for the domain does not go to a host of its own\n\
         error: nobody who was asked knows the SMTP settings of example.com\n\
         hint: ask whoever runs the mailbox for its SMTP settings and pass --smtp-host, --smtp-port and --security; \
         for Google Workspace pass --provider gmail, for Microsoft 365 --provider microsoft365\n",
    );
    let error = net.about("example.com").arg("--json").run().exits(6).stdout_is("").json_error();
    assert_eq!(error["kind"], "not_found");
}

#[test]
fn web_servers_are_looked_up_where_the_names_are() {
    let net = Net::new(zone(), &[]);
    let output = net.without_routes("example.com").run().exits(6);
    output
        .stderr_has("autoconfig: there is no host autoconfig.example.com\n")
        .stderr_has("well-known: there is no host example.com\n");
    assert!(net.dns.asked().contains(&"autoconfig.thunderbird.net".to_owned()), "{:?}", net.dns.asked());
    assert!(net.web.requests().is_empty());
}

#[test]
fn nobody_is_asked_unless_told_to() {
    let (world, dns) = (World::new(), Dns::new(zone()));
    let offline = ["email", "providers", "detect", "support@example.com"];
    let output = world.qontak(offline).run().exits(6).stdout_is("");
    output.stderr_has("qontak email providers detect support@example.com --online");
    let output = world.qontak(offline).args(["--dns", &dns.address()]).run().exits(2).stdout_is("");
    output.stderr_has("--dns and --connect-to need --online");
    let output = world.qontak(offline).args(["--connect-to", "example.com=127.0.0.1:1"]).run().exits(2);
    output.stderr_has("need --online");
    assert!(dns.asked().is_empty());
}

#[test]
fn what_was_asked_for_is_in_the_log() {
    let net = everybody();
    let output = net.about("example.com").arg("-v").run().success();
    output.stderr_has(&format!("GET https://{ISPDB} 200 "));
}

#[test]
fn a_proxy_is_used_as_for_everything_else() {
    let net = Net::new(zone(), &[]);
    let proxy = Canned::new(|_, _| Reply::new(502, &[], ""));
    let output = net.without_routes("example.com").env("HTTPS_PROXY", proxy.url()).run().exits(6);
    output.stderr_has("autoconfig: no answer from autoconfig.example.com: ");
    let mut connected: Vec<String> = proxy.requests().iter().map(|r| format!("{} {}", r.method, r.target)).collect();
    connected.sort_unstable();
    let hosts = ["autoconfig.example.com", "autoconfig.thunderbird.net", "example.com"];
    assert_eq!(connected, hosts.map(|host| format!("CONNECT {host}:443")));
    let asked = net.dns.asked();
    assert!(!asked.iter().any(|name| name.starts_with("autoconfig.")), "the proxy looks names up: {asked:?}");
    // Who says where a host is means it.
    net.about("example.com").env("HTTPS_PROXY", proxy.url()).run().exits(6).stderr_has("autoconfig: there is none (HTTP 404)");
    assert_eq!(proxy.requests().len(), connected.len());
}
