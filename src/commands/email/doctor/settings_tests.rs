//! Settings, good and bad, and what a day means for a warning.
#![allow(clippy::unwrap_used)]

use super::super::row::Severity;
use super::*;
use crate::channel::Channel;

fn channel(address: &str, host: &str, port: u16, security: &str, login: &str) -> Channel {
    Channel {
        id: "c-1".into(),
        address: address.into(),
        smtp_username: Some(login.into()),
        smtp_host: Some(host.into()),
        smtp_port: Some(port),
        security: Some(security.into()),
        kind: ChannelKind::Smtp,
        forwarder: None,
        active: Some(true),
        organization_id: None,
        created_at: None,
    }
}

fn judged(channel: &Channel) -> (Severity, Option<&'static str>, String) {
    told(channel, Some(false))
}

fn told(channel: &Channel, answers: Option<bool>) -> (Severity, Option<&'static str>, String) {
    let finding = settings(&Case::new(channel), answers);
    (finding.severity, finding.class, format!("{} {}", finding.text, finding.remedy.unwrap_or_default()))
}

#[test]
fn settings_and_what_is_said_of_them() {
    for (host, port, security, login, severity, class, part) in [
        ("smtp.gmail.com", 465, "ssl", "a@gmail.com", Severity::Ok, None, "Complete: smtp.gmail.com:465 (ssl)."),
        ("smtp.gmail.com", 587, "tls", "a@gmail.com", Severity::Ok, None, "587 (tls)"),
        ("smtp.gmail.com", 587, "ssl", "a@gmail.com", Severity::Error, Some("port_misfit"), "--smtp-port 465 --security ssl"),
        (
            "SMTP.GMAIL.COM.",
            2525,
            "starttls",
            "a@gmail.com",
            Severity::Error,
            Some("port_misfit"),
            "not known to serve port 2525",
        ),
        ("smtp.postmarkapp.com", 2525, "starttls", "token", Severity::Ok, None, ""),
        ("smtp.postmarkapp.com", 25, "tls", "token", Severity::Ok, None, ""),
        ("smtp.yandex.com", 587, "starttls", "a@yandex.com", Severity::Ok, None, ""),
        ("mail.smtp2go.com", 8465, "ssl", "me", Severity::Ok, None, ""),
        ("mail.smtp2go.com", 8465, "starttls", "me", Severity::Error, Some("port_misfit"), "nothing works there"),
        ("smtp.gmail.com", 465, "ssl", "support", Severity::Warning, Some("username_form"), "wants an email address"),
        ("smtp.sendgrid.net", 587, "starttls", "a@b.test", Severity::Warning, Some("username_form"), "wants apikey as login"),
        ("smtp.sendgrid.net", 587, "starttls", "apikey", Severity::Ok, None, ""),
        ("smtp.postmarkapp.com", 587, "starttls", "A@GMAIL.com", Severity::Warning, Some("username_form"), "made there"),
        ("smtp.postmarkapp.com", 587, "starttls", "token", Severity::Ok, None, ""),
        ("mail.example.com", 465, "ssl", "anything", Severity::Ok, None, ""),
        ("mail.example.com", 465, "starttls", "x", Severity::Warning, Some("port_misfit"), "usually spoken with ssl"),
        ("mail.example.com", 587, "ssl", "x", Severity::Warning, Some("port_misfit"), "--security starttls"),
        ("mail.example.com", 25, "starttls", "x", Severity::Warning, Some("port_misfit"), "Port 25"),
        ("mail.example.com", 2626, "ssl", "x", Severity::Ok, None, ""),
        ("mail.example.com", 465, "quic", "x", Severity::Error, Some("security_unknown"), "quic"),
        ("", 465, "ssl", "x", Severity::Error, Some("settings_incomplete"), "the host is missing"),
        ("mail.example.com", 465, "ssl", "", Severity::Error, Some("settings_incomplete"), "the login is missing"),
    ] {
        let channel = channel("a@gmail.com", host, port, security, login);
        let (found, why, said) = judged(&channel);
        assert_eq!((found, why), (severity, class), "{host} {port} {security} {login}: {said}");
        assert!(said.contains(part), "{host} {port}: {said}");
    }
}

#[test]
fn a_port_that_answers_is_no_error_whatever_is_written_about_it() {
    let channel = channel("a@gmail.com", "smtp.gmail.com", 2525, "starttls", "a@gmail.com");
    for (answers, severity, part) in [
        (Some(true), Severity::Info, "but answers there"),
        (None, Severity::Warning, "port 2525 with starttls. qontak email edit a@gmail.com --smtp-port 465"),
        (Some(false), Severity::Error, "and nothing works there"),
    ] {
        let (found, class, said) = told(&channel, answers);
        assert_eq!((found, class), (severity, Some("port_misfit")));
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn what_is_odd_is_said() {
    let mut odd = channel("no address", "mail.example.com", 465, "ssl", "x");
    assert_eq!(judged(&odd).1, Some("address_invalid"));
    odd.address = "a@example.com".into();
    odd.active = Some(false);
    assert_eq!(judged(&odd).1, Some("inactive"));
    (odd.smtp_port, odd.security) = (None, None);
    assert!(judged(&odd).2.starts_with("The outbox server is incomplete: the port, the security are missing."));
    odd.kind = ChannelKind::Other("pigeon".into());
    assert_eq!(judged(&odd).1, Some("kind_unknown"));
    odd.kind = ChannelKind::OutlookOauth;
    assert_eq!(judged(&odd).0, Severity::Ok);
}

#[test]
fn a_day_comes_nearer_and_passes() {
    let tenant = channel("a@example.com", "smtp.office365.com", 587, "starttls", "a@example.com");
    let on = |day: &str| provider(&Case::new(&tenant), day.parse().unwrap()).remove(0);
    for (day, severity, part) in [
        ("2026-06-01", Severity::Info, "That is in 213 days (2026-12-31)."),
        ("2026-11-23", Severity::Warning, "That is in 38 days (2026-12-31)."),
        ("2026-12-30", Severity::Warning, "That is tomorrow."),
        ("2026-12-31", Severity::Warning, "That is today."),
        ("2027-01-01", Severity::Warning, "That was on 2026-12-31."),
        ("2030-01-01", Severity::Warning, "That was on 2026-12-31."),
    ] {
        let finding = on(day);
        assert_eq!((finding.severity, finding.class), (severity, Some("provider_date")), "{day}");
        assert!(finding.text.ends_with(part), "{day}: {}", finding.text);
    }
    assert_eq!(provider(&Case::new(&tenant), "2026-11-23".parse().unwrap()).len(), 1, "not said twice");
}

#[test]
fn providers_and_what_is_known_against_them() {
    let today = "2026-11-23".parse().unwrap();
    for (host, port, severity, class) in [
        ("smtp.gmail.com", 465, Severity::Ok, None),
        ("smtp.mail.yahoo.com", 465, Severity::Info, Some("provider_notice")),
        ("smtp-mail.outlook.com", 587, Severity::Error, Some("basic_auth_retired")),
        ("mail.example.com", 465, Severity::Info, Some("provider_unknown")),
    ] {
        let channel = channel("a@example.com", host, port, "ssl", "a@example.com");
        let finding = provider(&Case::new(&channel), today).remove(0);
        assert_eq!((finding.severity, finding.class), (severity, class), "{host}");
    }
    let mut oauth = channel("a@example.com", "", 1, "", "");
    oauth.kind = ChannelKind::OutlookOauth;
    assert_eq!(provider(&Case::new(&oauth), today)[0].severity, Severity::Info);
}
