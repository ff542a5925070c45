//! Every entry of the data file is complete and agrees with itself.
#![allow(clippy::unwrap_used)]

use super::*;
use std::collections::HashSet;

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

#[test]
fn ids_names_hosts_and_domains_belong_to_one_provider_each() {
    let mut seen = HashSet::new();
    for p in all() {
        let hosts = p.also_hosts.iter().chain([&p.host]).map(|h| format!("host {h}"));
        let domains = p.domains.iter().map(|d| format!("domain {d}"));
        let mx = p.mx.iter().map(|m| format!("mx {m}"));
        for key in [format!("id {}", p.id), format!("name {}", p.name)].into_iter().chain(hosts).chain(domains).chain(mx) {
            assert!(seen.insert(key.clone()), "twice: {key}");
        }
    }
}

#[test]
fn hosts_and_domains_are_written_as_they_are_looked_up() {
    for p in all() {
        for host in p.also_hosts.iter().map(|h| h.replace('*', "x")).chain([p.host.clone()]) {
            assert_eq!(Host::parse(&host).unwrap().as_str(), host, "{}", p.id);
        }
        for domain in p.domains.iter().chain(&p.mx) {
            assert_eq!(address(&format!("a@{domain}")).domain(), domain, "{}", p.id);
        }
        assert!(p.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b)), "{}", p.id);
    }
}

#[test]
fn ports_agree_with_their_security_and_the_best_is_first() {
    for p in all() {
        for port in &p.ports {
            let expected = match port.number {
                465 | 2465 => Security::Ssl,
                587 | 2587 => Security::Starttls,
                other => unreachable!("{}: port {other}", p.id),
            };
            assert_eq!(port.security, expected, "{} {}", p.id, port.number);
        }
        for port in &p.also_ports {
            let expected = match port.number {
                443 | 465 | 2465 | 8465 => Security::Ssl,
                25 | 80 | 587 | 588 | 2525 | 2587 | 8025 => Security::Starttls,
                other => unreachable!("{}: port {other}", p.id),
            };
            assert_eq!(port.security, expected, "{} {}", p.id, port.number);
            assert!(!p.ports.contains(port), "{}: port {} is there twice", p.id, port.number);
        }
        let best = p.ports.iter().find(|port| port.number == 465).or(p.ports.first()).unwrap();
        assert_eq!(p.outbox().port, best.number, "{}", p.id);
    }
}

#[test]
fn every_entry_is_complete() {
    for p in all() {
        assert!(!p.name.is_empty() && !p.notes.is_empty(), "{}", p.id);
        assert!(p.shape.is_none() || p.password == PasswordKind::AppPassword, "{}", p.id);
        assert!(p.works_with_password() || !p.warnings().is_empty(), "{}: OAuth only, and nobody is told", p.id);
        for text in p.notes.iter().chain(p.warnings()).chain(&p.forwarding) {
            assert!(text.ends_with('.') && text.trim() == text && text.is_ascii(), "{}: {text}", p.id);
        }
        assert!(p.dated.iter().all(|dated| p.warnings().contains(&dated.text)), "{}", p.id);
        for name in &p.spf {
            assert_eq!(
                address(&format!("a@{}", name.trim_start_matches('_'))).domain(),
                name.trim_start_matches('_'),
                "{}",
                p.id
            );
        }
        let plain = |name: &String| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        assert!(p.dkim.iter().all(plain) && (!p.dkim.is_empty() || !p.dkim_chosen), "{}", p.id);
        let https = |url: &str| url::Url::parse(url).is_ok_and(|u| u.scheme() == "https");
        assert!(p.help.as_deref().is_none_or(https), "{}", p.id);
    }
}

#[test]
fn the_two_ways_to_read_the_hosts_agree() {
    for p in all() {
        for host in p.also_hosts.iter().map(|h| h.replace('*', "x-1")).chain([p.host.clone()]) {
            for port in 0..=u16::MAX {
                let served = p.ports.iter().chain(&p.also_ports).any(|known| known.number == port);
                assert_eq!(id_by_host(&host, port), served.then_some(p.id.as_str()), "{host}:{port}");
            }
            assert_eq!(id_by_host(&format!("{}.", host.to_uppercase()), None), Some(p.id.as_str()));
        }
    }
    let known = all().iter().map(|p| 1 + p.also_hosts.len()).sum::<usize>();
    assert_eq!(HOSTS.exact.len() + HOSTS.families.len(), known);
}

#[test]
fn unknown_hosts_have_no_provider() {
    for host in ["", ".", "smtp.example.com", "x.smtp.gmail.com", "gmail.com", "email-smtp..amazonaws.com"] {
        assert_eq!(id_by_host(host, None), None, "{host}");
    }
    assert_eq!(id_by_host("email-smtp.a.b.amazonaws.com", 587), None);
    assert_eq!(by_host("SMTP.Gmail.com", 465).unwrap().id, "gmail");
    assert_eq!(by_host("smtp.postmarkapp.com", 2525).unwrap().id, "postmark");
    assert!(by_host("smtp.gmail.com", 2525).is_none());
}

#[test]
fn domains_of_this_market_are_known() {
    for (domain, id) in [
        ("gmail.com", "gmail"),
        ("GMAIL.com", "gmail"),
        ("yahoo.co.id", "yahoo"),
        ("ymail.com", "yahoo"),
        ("outlook.co.id", "outlook"),
        ("hotmail.co.id", "outlook"),
        ("me.com", "icloud"),
    ] {
        assert_eq!(by_domain(domain).unwrap().id, id, "{domain}");
    }
    assert!(by_domain("example.com").is_none() && by_domain("mail.gmail.com").is_none() && by_domain("").is_none());
}

#[test]
fn a_mailbox_that_takes_no_password_takes_none_at_another_server_of_its_house() {
    let warned = |host: &str, domain: &str| to_warn_of(by_host(host, None), domain).map(|provider| provider.id.as_str());
    assert_eq!(warned("smtp.office365.com", "hotmail.com"), Some("outlook"));
    assert_eq!(warned("smtp.office365.com", "example.com"), Some("microsoft365"));
    assert_eq!(warned("smtp.sendgrid.net", "hotmail.com"), Some("sendgrid"));
    assert_eq!(warned("mail.example.com", "hotmail.com"), None);
    assert_eq!(warned("smtp.gmail.com", "gmail.com"), Some("gmail"));
}

#[test]
fn logins() {
    let login = |id: &str| by_id(id).unwrap().login(&address("Help.Desk@web.de"));
    assert_eq!(login("gmail"), None);
    for own in ["ses", "brevo", "postmark", "mailjet", "smtp2go"] {
        assert!(login(own).is_none() && by_id(own).unwrap().has_own_logins(), "{own}");
    }
    assert!(!by_id("gmail").unwrap().has_own_logins() && !by_id("sendgrid").unwrap().has_own_logins());
    assert_eq!(login("web.de").as_deref(), Some("Help.Desk"));
    assert_eq!(login("sendgrid").as_deref(), Some("apikey"));
    assert_eq!(login("resend").as_deref(), Some("resend"));
}

#[test]
fn the_list_starts_as_the_panel_does() {
    let names: Vec<&str> = all().iter().map(|p| p.name.as_str()).filter(|n| *n != "Microsoft 365").take(4).collect();
    assert_eq!(names, ["Gmail", "Outlook", "Yahoo", "Yandex"]);
    assert!(!by_id("outlook").unwrap().works_with_password());
}

#[test]
fn what_spf_must_include() {
    let name = |id: &str, host: &str| by_id(id).unwrap().spf_for(host).map(str::to_owned);
    assert_eq!(name("gmail", "smtp.gmail.com").as_deref(), Some("_spf.google.com"));
    assert_eq!(name("zoho-pro", "SMTPPRO.zoho.eu.").as_deref(), Some("zoho.eu"));
    assert_eq!(name("yahoo", "smtp.mail.yahoo.com"), None);
    assert!(by_id("ses").unwrap().own_return_path && !by_id("gmail").unwrap().own_return_path);
    let dated = &by_id("microsoft365").unwrap().dated;
    assert_eq!(dated.iter().map(|d| d.on.to_string()).collect::<Vec<_>>(), ["2026-12-31"]);
}

#[test]
fn there_are_always_steps() {
    assert!(forwarding_steps(None).len() > 2);
    for p in all() {
        assert!(forwarding_steps(Some(p)).len() > 1, "{}", p.id);
    }
    assert!(forwarding_steps(by_id("gmail"))[1].contains("Add a forwarding address"));
}
