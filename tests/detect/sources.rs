//! Each source alone.

use super::{AUTOCONFIG, ISPDB, Net, WELL_KNOWN, file, zone};
use crate::support::dns::{Manner, Zone};
use std::net::Ipv4Addr;

const HERE: Ipv4Addr = Ipv4Addr::LOCALHOST;
const LOGIN: &str = "Support.Team@example.com";

#[test]
fn the_table() {
    let net = Net::new(Zone::new().mx("gmail.com", 5, "gmail-smtp-in.l.google.com"), &[]);
    let output = net.about("gmail.com").args(["--columns", "source,provider,host,port,security,username,password"]).run();
    let output = output.success().stdout_is("table\tgmail\tsmtp.gmail.com\t465\tssl\tSupport.Team@gmail.com\tapp-password\n");
    output.stderr_has("ispdb: there is none (HTTP 404)");
}

#[test]
fn mail_exchangers_of_a_provider() {
    let zone = Zone::new().mx("example.com", 1, "ASPMX.L.Google.com").mx("example.com", 5, "alt1.aspmx.l.google.com");
    let output = Net::new(zone, &[]).detect().success();
    let evidence = "the MX is aspmx.l.google.com";
    assert_eq!(output.rows(), [["mx", "gmail", "smtp.gmail.com", "465", "ssl", LOGIN, "app-password", evidence]]);
    output
        .stderr_has("Needs an app password")
        .stderr_has("These are proposals: nobody has tried them")
        .stderr_has("  qontak email check --address Support.Team@example.com --provider gmail\n")
        .stderr_has("  qontak email add Support.Team@example.com --provider gmail\n");
}

#[test]
fn a_name_that_only_ends_like_a_providers_is_not_his() {
    let zone = Zone::new().mx("example.com", 1, "mx.notgoogle.com");
    let output = Net::new(zone, &[]).detect().exits(6).stdout_is("");
    output.stderr_has("mx: the MX is mx.notgoogle.com, which is none of a provider in the table");
}

#[test]
fn files_of_the_domain_and_of_mozilla() {
    for (place, source) in [(AUTOCONFIG, "autoconfig"), (WELL_KNOWN, "well-known"), (ISPDB, "ispdb")] {
        let net = Net::new(zone(), &[(place, &file(&[("smtp.hoster.test", "587", "STARTTLS")]))]);
        let output = net.detect().success();
        let evidence = format!("https://{place}");
        assert_eq!(output.rows(), [[source, "", "smtp.hoster.test", "587", "starttls", LOGIN, "", &evidence]], "{source}");
        let words = "--smtp-host smtp.hoster.test --smtp-port 587 --security starttls\n";
        let silent = output.stderr_has(words).stderr;
        for other in ["autoconfig", "well-known", "ispdb", "mx", "srv", "guess"] {
            assert_eq!(silent.contains(&format!("\n{other}: ")), other != source, "{other} of {source}\n{silent}");
        }
    }
}

#[test]
fn a_file_with_several_servers_and_some_that_nobody_should_use() {
    let servers = [
        ("plain.test", "587", "plain"),
        ("relay.test", "25", "STARTTLS"),
        ("b.test", "587", "STARTTLS"),
        ("smtp.%EMAILDOMAIN%", "465", "SSL"),
    ];
    let output = Net::new(zone(), &[(AUTOCONFIG, &file(&servers))]).detect().success();
    let hosts: Vec<&str> = output.rows().iter().map(|row| row[2]).collect();
    assert_eq!(hosts, ["b.test", "smtp.example.com"]);
    let none = Net::new(zone(), &[(AUTOCONFIG, &file(&servers[..2]))]).detect().exits(6).stdout_is("");
    none.stderr_has("autoconfig: plain.test is reached without encryption; relay.test is at port 25");
}

#[test]
fn a_file_that_takes_oauth_only_leads_nowhere() {
    let oauth = file(&[("smtp.hoster.test", "587", "STARTTLS")]).replace("password-cleartext", "OAuth2");
    let net = Net::new(zone(), &[(ISPDB, &oauth)]);
    let output = net.detect().success();
    assert_eq!(output.rows()[0][6], "none");
    output.stderr_has("warning: It takes OAuth only: no password works.").lacks("qontak email add");
}

#[test]
fn services() {
    let (submissions, submission) = ("_submissions._tcp.example.com", "_submission._tcp.example.com");
    let srv = zone().srv(submissions, (10, 0, 465), "b.example.com").srv(submissions, (0, 0, 465), "a.hoster.test");
    let srv = srv.srv(submission, (0, 0, 587), "a.hoster.test").srv(submission, (0, 0, 25), "relay.example.com");
    let columns = ["--columns", "source,host,port,security,evidence,note"];
    let rows = Net::new(srv, &[]).about("example.com").args(columns).run().success();
    let note = "The host is not at example.com: make sure that it is your provider's.";
    assert_eq!(
        rows.rows(),
        [
            ["srv", "a.hoster.test", "465", "ssl", "SRV _submissions._tcp.example.com", note],
            ["srv", "b.example.com", "465", "ssl", "SRV _submissions._tcp.example.com", ""],
            ["srv", "a.hoster.test", "587", "starttls", "SRV _submission._tcp.example.com", note],
        ]
    );
    let none = Net::new(zone().srv(submission, (0, 0, 0), ""), &[]).detect().exits(6);
    none.stderr_has("srv: the domain says that it has no such service");
    let relay = Net::new(zone().srv(submission, (0, 0, 25), "relay.example.com"), &[]).detect().exits(6);
    relay.stderr_has("srv: there is no such record that can be used");
}

#[test]
fn the_guess_needs_an_own_mail_host() {
    let own = Zone::new().mx("example.com", 0, "example.com").a("mail.example.com", HERE).a("example.com", HERE);
    let output = Net::new(own, &[]).detect().success();
    let evidence = "the MX is example.com and there is a host mail.example.com";
    assert_eq!(output.rows(), [["guess", "", "mail.example.com", "465", "ssl", "", "", evidence]]);
    output.stderr_has("warning: A guess: hosters with cPanel");
    let elsewhere = Net::new(zone().a("mail.example.com", HERE), &[]).detect().exits(6);
    elsewhere.stderr_has("guess: mail for the domain does not go to a host of its own");
    let without = Net::new(Zone::new().mx("example.com", 0, "mx.example.com"), &[]).detect().exits(6);
    without.stderr_has("guess: there is no host mail.example.com");
    let broken = Zone::new().mx("example.com", 0, "mx.example.com").manner("mail.example.com", Manner::Servfail);
    Net::new(broken, &[]).detect().exits(6).stderr_has("guess: the name server").stderr_has("SERVFAIL");
}
