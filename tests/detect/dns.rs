//! Look-ups against a name server that says what it is told to.

use crate::support::dns::{Dns, Manner, Zone, labels};
use qontak::mail::dns::{Found, Mx, Resolver, Srv};
use qontak::mail::network::Network;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const HERE: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// Runs a look-up against a server.
fn ask<T, F: Future<Output = T>>(dns: &Dns, look_up: impl FnOnce(Resolver) -> F) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let network = Network { dns: Some(dns.socket()), routes: Vec::new() };
    runtime.block_on(async { look_up(Resolver::new(&network).unwrap()).await })
}

fn mx(dns: &Dns, domain: &str) -> Found<Vec<Mx>> {
    ask(dns, async |resolver| resolver.mx(domain).await)
}

fn txt(dns: &Dns, name: &str) -> Found<Vec<String>> {
    ask(dns, async |resolver| resolver.txt(name).await)
}

#[test]
fn mail_exchangers_come_preferred_first_and_in_lower_case() {
    let zone = Zone::new().mx("example.com", 20, "b.example.com").mx("example.com", 5, "A.Example.COM");
    let dns = Dns::new(zone.mx("xn--bcher-kva.example", 1, "mail.example.org"));
    let host = |preference, host: &str| Mx { preference, host: host.to_owned() };
    assert_eq!(mx(&dns, "Example.com."), Found::Some(vec![host(5, "a.example.com"), host(20, "b.example.com")]));
    assert_eq!(mx(&dns, "b\u{fc}cher.example"), Found::Some(vec![host(1, "mail.example.org")]));
    assert_eq!(dns.asked(), ["example.com", "xn--bcher-kva.example"]);
}

#[test]
fn a_null_mx_is_told_from_none() {
    let dns = Dns::new(Zone::new().mx("null.test", 0, "").empty("none.test").a("deep.below.test", HERE));
    let null = mx(&dns, "null.test").some().unwrap();
    assert!(null.len() == 1 && null[0].is_null(), "{null:?}");
    assert_eq!(mx(&dns, "none.test"), Found::Nothing);
    assert_eq!(mx(&dns, "below.test"), Found::Nothing, "a name that only has names below it exists");
    assert_eq!(mx(&dns, "nosuch.test"), Found::NoName);
}

#[test]
fn what_went_wrong_is_said() {
    let zone = Zone::new().manner("broken.test", Manner::Servfail).manner("closed.test", Manner::Refused);
    let dns = Dns::new(zone.manner("odd.test", Manner::Garbage(b"\x85\x80\0\x01\0\x09".to_vec())));
    let failure = |name| mx(&dns, name).failure().map(str::to_owned).unwrap_or_else(|| panic!("{name} did not fail"));
    assert_eq!(failure("broken.test"), format!("the name server {} failed (SERVFAIL)", dns.address()));
    assert_eq!(failure("closed.test"), format!("the name server {} refuses to answer (REFUSED)", dns.address()));
    assert!(failure("odd.test").starts_with("the name server"));
    assert!(failure("a..b").contains("is not a name"));
}

#[test]
fn silence_ends() {
    let dns = Dns::new(Zone::otherwise(Manner::Silence));
    let said = format!("the name server {} did not answer", dns.address());
    assert_eq!(mx(&dns, "example.com"), Found::Failed(said));
}

#[test]
fn addresses_of_both_kinds() {
    let six = Ipv6Addr::LOCALHOST;
    let zone = Zone::new().a("both.test", HERE).aaaa("both.test", six).aaaa("six.test", six).mx("none.test", 1, "a.test");
    let dns = Dns::new(zone.cname("other.test", "both.test").manner("dead.test", Manner::Servfail));
    let addresses = |host: &str| ask(&dns, async |resolver| resolver.addresses(host).await);
    let (four, six) = (IpAddr::from(HERE), IpAddr::from(six));
    assert_eq!(addresses("both.test"), Found::Some(vec![four, six]));
    assert_eq!(addresses("six.test"), Found::Some(vec![six]));
    assert_eq!(addresses("other.test"), Found::Some(vec![four, six]));
    assert_eq!(addresses("none.test"), Found::Nothing);
    assert_eq!(addresses("nosuch.test"), Found::NoName);
    assert!(addresses("dead.test").failure().is_some());
    let asked = dns.asked().len();
    assert_eq!(addresses("192.0.2.7"), Found::Some(vec![IpAddr::from([192, 0, 2, 7])]));
    assert_eq!(addresses("[::1]"), Found::Some(vec![six]));
    assert_eq!(dns.asked().len(), asked, "an address needs no look-up");
}

#[test]
fn services_come_preferred_first() {
    let name = "_submission._tcp.example.com";
    let zone = Zone::new().srv(name, (10, 0, 587), "c.test").srv(name, (0, 1, 587), "b.test").srv(name, (0, 5, 465), "A.test");
    let dns = Dns::new(zone.srv("_submissions._tcp.example.com", (0, 0, 0), ""));
    let srv = |name: &str| ask(&dns, async |resolver| resolver.srv(name).await).some().unwrap();
    let hosts: Vec<String> = srv(name).into_iter().map(|srv| srv.host).collect();
    assert_eq!(hosts, ["a.test", "b.test", "c.test"]);
    let not_there = Srv { priority: 0, weight: 0, port: 0, host: String::new() };
    assert_eq!(srv("_submissions._tcp.example.com"), [not_there]);
}

#[test]
fn what_does_not_fit_into_a_datagram_comes_over_tcp() {
    let long = "v=spf1 ".to_owned() + &"ip4:192.0.2.1 ".repeat(700);
    let dns = Dns::new(Zone::new().txt("example.com", &long));
    assert_eq!(txt(&dns, "example.com"), Found::Some(vec![long]));
    assert_eq!(dns.asked().len(), 2);
}

#[test]
fn thousands_of_records_are_cut() {
    let zone = (0..1500).fold(Zone::new(), |zone, n| zone.mx("many.test", n, "mx.test"));
    assert_eq!(mx(&Dns::new(zone), "many.test").some().unwrap().len(), 256);
}

#[test]
fn strange_bytes_are_read() {
    let odd = [&[0, 1, 5][..], b"a\0 \x1b\xff", &labels("test")].concat();
    let zone = Zone::new().raw("odd.test", 15, odd).txt("odd.test", b"\xff\xfe\x1b[2J").raw("odd.test", 16, vec![0]);
    let dns = Dns::new(zone.raw("short.test", 15, vec![0]));
    let exchangers = mx(&dns, "odd.test").some().unwrap();
    assert!(exchangers[0].host.bytes().all(|b| b.is_ascii_graphic()), "{exchangers:?}");
    assert_eq!(txt(&dns, "odd.test"), Found::Some(vec!["\u{fffd}\u{fffd}\u{1b}[2J".to_owned(), String::new()]));
    assert!(mx(&dns, "short.test").some().is_none());
}

#[test]
fn what_was_told_is_not_asked_again() {
    let dns = Dns::new(Zone::new().mx("example.com", 1, "mx.test"));
    let (one, other) = ask(&dns, async |resolver| (resolver.mx("example.com").await, resolver.mx("EXAMPLE.com").await));
    assert_eq!(one, other);
    assert_eq!(dns.asked(), ["example.com"]);
}
