//! Answers that are broken, endless, forged or missing.

use super::{AUTOCONFIG, ISPDB, Net, WELL_KNOWN, file, zone};
use crate::support::dns::{Dns, Manner, Zone};
use crate::support::web::{self, Web, place};
use crate::support::{Reply, World};

/// What is said about the autoconfig file at the domain's own host when the server does this.
fn told(reply: impl Fn() -> Reply + Send + Sync + 'static) -> String {
    let script = move |request: &crate::support::Request| match place(request).as_str() {
        AUTOCONFIG => reply(),
        _ => Reply::new(404, &[], ""),
    };
    let output = Net::with(zone(), Web::new(script)).detect().exits(6).stdout_is("");
    let line = output.stderr.lines().find_map(|line| line.strip_prefix("autoconfig: "));
    line.unwrap_or_else(|| panic!("nothing is said\n{}", output.story())).to_owned()
}

fn page(body: &'static str) -> impl Fn() -> Reply + Send + Sync + 'static {
    move || Reply::new(200, &[("content-type", "text/html")], body)
}

fn moved(location: &'static str) -> impl Fn() -> Reply + Send + Sync + 'static {
    move || Reply::new(302, &[("location", location)], "")
}

#[test]
fn files_that_are_none() {
    let is_none = format!("https://{AUTOCONFIG}: it is no autoconfig file");
    assert_eq!(told(page("<!DOCTYPE html><html><body>Welcome to our web site!</body></html>")), is_none);
    assert_eq!(told(page("")), is_none);
    assert_eq!(told(page("\u{1b}[2J\0\0")), is_none);
    assert_eq!(told(page("<clientConfig><emailProvider><outgoingServer")), format!("https://{AUTOCONFIG}: it is no XML"));
    assert_eq!(told(page("<clientConfig></clientConfig>")), format!("https://{AUTOCONFIG} names no SMTP server"));
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><clientConfig>&b;</clientConfig>";
    assert_eq!(told(page(bomb)), format!("https://{AUTOCONFIG}: it declares entities, which no such file needs"));
}

#[test]
fn what_a_file_says_cannot_write_on_the_terminal() {
    let odd = file(&[("a.test", "465", "SSL")]).replace("%EMAILADDRESS%", "x\u{1b}[2J\u{202e}y");
    let said = told(move || Reply::new(200, &[], &odd));
    assert_eq!(said, "the login at a.test cannot be read");
    let host = file(&[("a\u{9b}31m.test", "465", "SSL")]);
    assert!(!told(move || Reply::new(200, &[], &host)).contains(char::is_control));
}

#[test]
fn answers_without_end() {
    let head = || b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let large = "the answer is larger than 64 KiB";
    assert_eq!(told(move || Reply::Endless(head(), vec![b'<'; 4096])), large);
    let whole = "<clientConfig>".to_owned() + &" ".repeat(65 * 1024);
    assert_eq!(told(move || Reply::new(200, &[], &whole)), large);
    let claimed = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<clientConfig>";
    assert!(told(|| Reply::Last(claimed.to_vec())).starts_with("the answer broke off"));
}

#[test]
fn answers_that_do_not_come() {
    assert!(told(|| Reply::Hangup).starts_with("no answer from autoconfig.example.com"));
    assert_eq!(told(|| Reply::Silence), "no answer within 5 s");
    assert_eq!(told(|| Reply::new(503, &[], "")), "the server answered HTTP 503");
    assert_eq!(told(|| Reply::new(401, &[("www-authenticate", "Basic")], "")), "the server answered HTTP 401");
    assert!(told(|| Reply::Last(b"SSH-2.0-x\r\n".to_vec())).starts_with("no answer from"));
}

#[test]
fn redirects_stay_private() {
    let elsewhere = "it was moved to a place that is no public web server";
    assert_eq!(
        told(moved("http://autoconfig.example.com/mail/config-v1.1.xml")),
        "it was moved to a place without https: autoconfig.example.com"
    );
    assert_eq!(told(moved("https://127.0.0.1/x")), elsewhere);
    assert_eq!(told(moved("https://example.com:8443/x")), elsewhere);
    assert_eq!(told(moved("")), "it was moved, and where to is not said");
    assert_eq!(told(moved("/mail/config-v1.1.xml")), "it was moved more than 3 times");
}

#[test]
fn a_redirect_to_another_host_is_followed() {
    let script = |request: &crate::support::Request| match place(request).as_str() {
        AUTOCONFIG => Reply::new(301, &[("location", "https://www.example.org/a")], ""),
        "www.example.org/a" => Reply::new(307, &[("location", "b")], ""),
        "www.example.org/b" => Reply::new(200, &[], &file(&[("smtp.example.org", "465", "SSL")])),
        _ => Reply::new(404, &[], ""),
    };
    let net = Net::with(zone(), Web::new(script));
    let output = net.about("example.com").args(net.web.routes(&["www.example.org"])).run().success();
    assert_eq!(output.rows()[0][..3], ["autoconfig", "", "smtp.example.org"]);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_no_answer() {
    let good = file(&[("smtp.example.com", "465", "SSL")]);
    let net = Net::new(zone().empty("gmail.com"), &[(AUTOCONFIG, &good), (WELL_KNOWN, &good), (ISPDB, &good)]);
    let other = web::authority().with_file_name("ca.pem");
    let output = net.about("example.com").env("SSL_CERT_FILE", other).run().exits(6).stdout_is("");
    output.stderr_has("autoconfig: autoconfig.example.com cannot be trusted: ");
    assert!(net.web.requests().is_empty(), "nothing is said to whom nobody vouches for");
    // Its certificate does not name this domain.
    let routes = net.web.routes(&["other.test", "autoconfig.other.test"]);
    let output = net.without_routes("other.test").args(routes).run().exits(6);
    output
        .stderr_has("autoconfig: autoconfig.other.test cannot be trusted: ")
        .stderr_has("well-known: other.test cannot be trusted");
}

#[test]
fn a_dead_network_is_not_an_answer() {
    let (world, dns) = (World::new(), Dns::new(Zone::otherwise(Manner::Silence)));
    let words = ["email", "providers", "detect", "support@example.com", "--online", "--dns", &dns.address()];
    let output = world.qontak(words).run().exits(11).stdout_is("");
    let silent = format!("the name server {} did not answer\n", dns.address());
    output
        .stderr_has(&format!("mx: {silent}"))
        .stderr_has(&format!("srv: {silent}"))
        .stderr_has("guess: not asked: where mail for the domain goes is not known\n")
        .stderr_has("error: nobody who may know the SMTP settings of example.com could be asked\n");
    let json = world.qontak(words).arg("--json").run().exits(11).json_error();
    assert_eq!(json["kind"], "unreachable");
}

#[test]
fn the_table_works_without_a_network() {
    let (world, dns) = (World::new(), Dns::new(Zone::otherwise(Manner::Servfail)));
    let words = ["email", "providers", "detect", "support@yahoo.co.id", "--online", "--dns", &dns.address()];
    let output = world.qontak(words).run().success();
    assert_eq!(output.rows()[0][..3], ["table", "yahoo", "smtp.mail.yahoo.com"]);
    output.stderr_has("mx: the name server").stderr_has("SERVFAIL");
}

#[test]
fn one_that_answers_makes_the_others_silence_no_outage() {
    let dns = Zone::otherwise(Manner::Refused);
    Net::new(dns, &[]).detect().exits(6).stderr_has("mx: the name server").stderr_has("refuses to answer (REFUSED)");
}

#[test]
fn a_short_patience_is_honoured() {
    let script = |_: &crate::support::Request| Reply::Silence;
    let net = Net::with(Zone::otherwise(Manner::Silence), Web::new(script));
    let output = net.about("example.com").args(["--timeout", "1s"]).run().exits(11);
    output
        .stderr_has("mx: no answer within 1 s")
        .stderr_has("autoconfig: no answer within 1 s")
        .stderr_has("srv: no answer within 1 s");
}

#[test]
fn a_name_that_leads_into_a_private_network_is_not_followed_unless_somebody_says_so() {
    for private in ["127.0.0.1", "10.0.0.1", "169.254.169.254"] {
        let net = Net::new(zone().empty("gmail.com").a("autoconfig.example.com", private.parse().unwrap()), &[]);
        let output = net.without_routes("example.com").run().exits(6);
        output
            .stderr_has(&format!("autoconfig.example.com leads to {private}, which is no public address"))
            .stderr_has("--connect-to");
    }
}
