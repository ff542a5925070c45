//! Refusals as servers word them, and what they mean.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

fn classify(reply: &str, speaker: Speaker<'_>) -> &'static str {
    explain(reply, speaker).class
}

const REPLIES: &[(&str, &str)] = &[
    ("454 4.7.0 TLS not available due to local problem", "server_trouble"),
    (
        "535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials d2e1a72fcca58-7bb - gsmtp",
        "bad_credentials",
    ),
    (
        "534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor af79cd13be357 - gsmtp",
        "app_password_required",
    ),
    (
        "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1> Please\n534-5.7.14 log in via your web browser and then try again.\n534 5.7.14 Learn more at https://support.google.com/mail/answer/78754 - gsmtp",
        "browser_login_required",
    ),
    ("534 5.7.14 Please sign in, then try again", "browser_login_required"),
    ("454 4.7.0 Too many login attempts, please try again later. d9443c01a7336 - gsmtp", "throttled"),
    ("421 4.7.0 Try again later, closing connection. (EHLO) - gsmtp", "throttled"),
    ("421-4.7.0 [192.0.2.7] Our system has detected an unusual rate of unsolicited mail", "throttled"),
    ("550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to", "throttled"),
    ("550-5.4.5 Daily SMTP relay sending limit exceeded for customer.", "throttled"),
    ("530 5.7.0 Must issue a STARTTLS command first. d2e1a72fcca58 - gsmtp", "tls_required"),
    ("530 5.7.0 Must issue STARTTLS command first", "tls_required"),
    ("538 5.7.11 Encryption required for requested authentication mechanism", "tls_required"),
    ("530 5.7.7 Email sending without SSL/TLS encryption is not allowed. Please see: https://yandex.com/support", "tls_required"),
    (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [SG2PR01CA0123.apcprd01.prod.exchangelabs.com]",
        "smtp_auth_disabled_tenant",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.",
        "smtp_auth_disabled_mailbox",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.",
        "security_defaults",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.",
        "conditional_access",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [BL1P221CA0007.NAMP221.PROD.OUTLOOK.COM]",
        "bad_credentials",
    ),
    (
        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [ZR0P278CA0012.CHEP278.PROD.OUTLOOK.COM]",
        "basic_auth_retired",
    ),
    ("535 5.7.3 Authentication unsuccessful [AM0PR06CA0123.eurprd06.prod.outlook.com]", "bad_credentials"),
    ("550 5.7.30 Basic authentication is not supported for Client Submission.", "basic_auth_retired"),
    ("530 5.7.57 Client not authenticated to send mail. [LO4P123CA0012.GBRP123.PROD.OUTLOOK.COM]", "from_not_permitted"),
    ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "from_not_permitted"),
    (
        "554 5.2.252 SendAsDenied; support@example.com not allowed to send as sales@example.com; STOREDRV.Submission.Exception:SendAsDeniedException",
        "from_not_permitted",
    ),
    ("550 5.1.8 Access denied, bad outbound sender AS(42004)", "sender_blocked"),
    (
        "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
        "forwarding_blocked",
    ),
    (
        "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.",
        "throttled",
    ),
    ("554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "mailbox_full"),
    ("535 5.7.0 (#AUTH005) Too many bad auth attempts.", "app_password_required"),
    ("535 (#AUTH002) Authentication failed", "bad_credentials"),
    (
        "535 5.7.0 NEOBHU: Application password is REQUIRED. See https://help.mail.ru/mail/security/protection/external",
        "app_password_required",
    ),
    (
        "535 5.7.8 Error: authentication failed: Your message looks like spam or you need to prove you are not a robot.",
        "browser_login_required",
    ),
    ("535 5.7.8 Error: authentication failed: This user does not have access rights to this service", "app_password_required"),
    ("535 5.7.8 Error: authentication failed: Invalid user or password!", "bad_credentials"),
    ("535 Authentication Failed", "bad_credentials"),
    ("550 5.4.6 Unusual sending activity detected. Please try after sometime or contact Zoho Mail Support", "sender_blocked"),
    ("553 Sender is not allowed to relay emails", "from_not_permitted"),
    ("535 Authentication Credentials Invalid", "bad_credentials"),
    (
        "554 Message rejected: Email address is not verified. The following identities failed the check in region AP-SOUTHEAST-1: support@example.com",
        "from_not_permitted",
    ),
    ("454 Throttling failure: Maximum sending rate exceeded.", "throttled"),
    ("535 Incorrect authentication data", "bad_credentials"),
    ("535 Invalid username", "username_form"),
    ("502 5.5.1 AUTH command not implemented", "mechanism_unsupported"),
    ("503 AUTH command used when not advertised", "mechanism_unsupported"),
    ("504 5.7.4 Unrecognized authentication type", "mechanism_unsupported"),
    ("553 5.7.1 <sales@example.com>: Sender address rejected: not owned by user support@example.com", "from_not_permitted"),
    (
        "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
        "from_not_permitted",
    ),
    ("451 Authentication failed: Maximum credits exceeded", "throttled"),
    (
        "450 4.2.0 <customer@example.org>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html",
        "greylisted",
    ),
    ("451 4.7.1 Please try again later", "greylisted"),
    ("450 4.7.1 Error: too many AUTH commands from 192.0.2.7", "throttled"),
    ("421 4.7.0 mail.example.com Error: too many connections from 192.0.2.7", "throttled"),
    ("451 Temporary local problem - please try later", "server_trouble"),
    ("451 4.3.0 Error: queue file write error", "server_trouble"),
    ("421 4.3.2 Service shutting down", "server_trouble"),
    ("552 5.3.4 Message size exceeds fixed limit", "message_too_large"),
    ("552 Message size exceeds maximum permitted", "message_too_large"),
    ("452 4.2.2 The email account that you tried to reach is over quota", "mailbox_full"),
    (
        "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550 5.1.1 double-checking the recipient's email address - gsmtp",
        "recipient_unknown",
    ),
    ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "recipient_unknown"),
    ("550 No such user here", "recipient_unknown"),
    ("554 5.7.1 <x@example.org>: Relay access denied", "recipient_refused"),
    ("550 relay not permitted", "recipient_refused"),
    ("554 5.7.1 Message contains spam or virus", "content_refused"),
    (
        "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy.",
        "sender_not_authenticated",
    ),
    ("550 5.6.7 SMTPUTF8 is required, but was not offered", "international_address"),
    ("525 5.7.13 Your account has been suspended", "account_suspended"),
    ("554 Your account is disabled", "account_suspended"),
    ("530 Authentication required", "sign_in_required"),
    ("550 5.2.1 The email account that you tried to reach is disabled.", "recipient_refused"),
    ("552-5.7.0 This message was blocked because its content presents a potential security issue.", "content_refused"),
    ("550-5.7.1 [192.0.2.7] Gmail has detected that this message is likely unsolicited mail.", "content_refused"),
    ("535 5.7.139 Authentication unsuccessful, the user password has expired.", "bad_credentials"),
    ("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "throttled"),
    ("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "throttled"),
    ("451 4.7.500 Server busy. Please try again later from [192.0.2.7].", "throttled"),
    ("550 5.7.501 Access denied, spam abuse detected from IP range.", "sender_blocked"),
    ("550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", "sender_blocked"),
    ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "recipient_refused"),
    ("421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints", "throttled"),
    ("554 5.7.9 Message not accepted for policy reasons.", "content_refused"),
    ("535 5.7.0 (#MBR1212) Incorrect username or password", "bad_credentials"),
    ("502 5.7.0 Your SMTP account is not yet activated.", "account_suspended"),
    ("535 5.7.8 Error: account temporarily locked", "throttled"),
    ("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", "ip_blocked"),
    ("503 Please authenticate first", "sign_in_required"),
    ("535 5.7.8 Error: authentication failed: no mechanism available", "mechanism_unsupported"),
    ("550 Sender verify failed", "from_not_permitted"),
    (
        "421 Domain sandbox.example.com is not allowed to send: Sandbox subdomains are for test purposes only.",
        "from_not_permitted",
    ),
    ("454 4.7.0 Temporary authentication failure: Connection lost to authentication server", "server_trouble"),
    ("530-5.7.0 Authentication Required. For more information, go to", "sign_in_required"),
    ("535 Authentication credentials invalid", "bad_credentials"),
    ("503 5.5.1 Error: send AUTH command first", "sign_in_required"),
    ("503 5.5.4 need EHLO and AUTH first", "sign_in_required"),
    ("450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.7]", "ip_blocked"),
    ("550 5.1.8 <support@example.com>: Sender address rejected: Domain not found", "sender_domain_not_found"),
    ("450 4.1.8 <support@example.com>: Sender address rejected: Domain not found", "sender_domain_not_found"),
    ("535 SMTP AUTH is disabled for this account", "smtp_auth_disabled_mailbox"),
    (
        "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.",
        "sender_not_authenticated",
    ),
    (
        "550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification and has a DMARC policy of reject.",
        "sender_not_authenticated",
    ),
    (
        "550 5.7.515 Access denied, sending domain example.com does not meet the required authentication level.",
        "sender_not_authenticated",
    ),
    ("550-5.7.30 This mail has been blocked because DKIM does not pass.", "sender_not_authenticated"),
    (
        "550 5.7.1 Unfortunately, messages from [203.0.113.9] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
        "ip_blocked",
    ),
    ("553 5.7.1 [BL21] Connections will not be accepted from 203.0.113.9, because the ip is in Spamhaus's list", "ip_blocked"),
    (
        "550-5.7.1 [203.0.113.9 18] Our system has detected that this message is\n550-5.7.1 likely suspicious due to the very low reputation of the sending IP address.",
        "ip_blocked",
    ),
    ("554 5.7.1 Service unavailable; Sender address [a@example.com] blocked using dbl.spamhaus.org", "content_refused"),
    ("550 5.7.1 relay denied", "recipient_refused"),
    ("454 4.7.1 <x@example.org>: Relay access denied", "recipient_refused"),
    ("550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "recipient_unknown"),
    ("554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "mail_loop"),
    ("554 5.4.0 Error: too many hops", "mail_loop"),
    // Near misses: words and codes that are almost those of a known one.
    ("250 2.0.0 Username accepted", "unknown"),
    ("235 2.7.0 Authentication successful", "unknown"),
    ("334 VXNlcm5hbWU6", "unknown"),
    ("354 End data with <CR><LF>.<CR><LF>", "unknown"),
    ("220 smtp.example.com ESMTP", "unknown"),
    ("500 5.5.2 Syntax error, command unrecognized", "unknown"),
    ("501 5.5.4 Invalid domain name", "unknown"),
    ("503 5.5.1 Bad sequence of commands", "unknown"),
    ("550 5.7.521 Access denied", "unknown"),
    ("554 5.7.140 No such policy", "unknown"),
    ("554 5.0.0 Transaction failed", "unknown"),
    ("452 4.5.3 Recipients refused for now", "unknown"),
    ("550 5.7.0 Local policy", "unknown"),
    ("556 5.1.9 Something", "unknown"),
    ("534 5.7.15 Something else", "unknown"),
    ("451 4.4.0 The size of the queue", "unknown"),
    ("599 greylisted", "unknown"),
    ("550 purple", "unknown"),
    ("", "unknown"),
    ("hello", "unknown"),
];

#[test]
fn replies_have_their_class() {
    let wrong: Vec<String> = REPLIES
        .iter()
        .filter_map(|(reply, class)| {
            let found = classify(reply, Speaker::default());
            (found != *class).then(|| format!("{reply}: {found}, not {class}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_class_of_a_reply_has_an_example_and_unknown_has_many() {
    for known in &TABLE.reply {
        let example = known.provider.is_some() || REPLIES.iter().any(|(_, class)| *class == known.class);
        assert!(example, "{}", known.class);
    }
    assert!(REPLIES.iter().filter(|(_, class)| *class == UNKNOWN).count() >= 15);
    assert!(REPLIES.len() >= 110, "{}", REPLIES.len());
}

#[test]
fn words_that_two_providers_use_are_told_by_who_says_them() {
    let class = |asked| classify("535 Authentication credentials invalid", Speaker { asked, greeting: None });
    assert_eq!(class(Some("email-smtp.ap-southeast-1.amazonaws.com")), "region_or_key_mismatch");
    assert_eq!(class(Some("mail.gmx.net")), "bad_credentials");
    assert_eq!(class(None), "bad_credentials", "hosters word it so too");
}

#[test]
fn what_programs_print_is_sound() {
    for failure in &TABLE.failure {
        assert!(classes().iter().any(|c| c.id == failure.class), "{failure:?}");
        assert!(
            !failure.any.is_empty() && failure.any.iter().all(|words| words.len() > 4 && *words == words.to_lowercase()),
            "{failure:?}"
        );
    }
    for known in TABLE.reply.iter().filter_map(|known| known.provider.as_deref()) {
        assert!(crate::mail::providers::by_id(known).is_some(), "{known}");
    }
}

#[test]
fn words_alone_are_enough_and_codes_alone_are_not_taken_for_more_than_they_are() {
    for (words, class) in [
        ("Username and Password not accepted", "bad_credentials"),
        ("SMTPCLIENTAUTHENTICATION   IS DISABLED\nFOR THE TENANT", "smtp_auth_disabled_tenant"),
        ("535", "bad_credentials"),
        ("5.7.139", "unknown"),
        ("535 5.7.139 something new", "bad_credentials"),
        ("250 too many cooks", "unknown"),
    ] {
        assert_eq!(classify(words, Speaker::default()), class, "{words}");
    }
}

#[test]
fn a_server_that_stands_in_for_another_is_told_by_its_name() {
    let class = |asked, greeting| classify("535 Incorrect authentication data", Speaker { asked, greeting });
    assert_eq!(class(Some("smtp.gmail.com"), Some("srv12.hosting.example")), "intercepted");
    assert_eq!(class(Some("smtp.gmail.com"), Some("mx.GMAIL.com.")), "bad_credentials");
    assert_eq!(class(Some("mail.example.com"), Some("srv12.hosting.example")), "bad_credentials", "that is how hosting works");
    assert_eq!(class(Some("smtp.gmail.com"), None), "bad_credentials");
}

#[test]
fn a_provider_greets_under_more_domains_than_its_hosts_have() {
    for (asked, greeting) in [
        ("smtp.gmail.com", "mx.google.com"),
        ("smtp.yandex.com", "mail-nwsmtp-smtp-production-main-12.vla.yp-c.yandex.net"),
        ("smtp-mail.outlook.com", "FR3P281CA0133.outlook.office365.com"),
        ("smtp.office365.com", "x.outlook.office365.com."),
        ("smtp.zoho.com", "mx.zohomail.com"),
        ("email-smtp.eu-west-1.amazonaws.com", "email-smtp.amazonaws.com"),
        ("smtp.gmail.com", "4.7.0"),
        ("smtp.gmail.com", "192.0.2.1"),
        ("mail.example.com", "srv12.hosting.example"),
    ] {
        assert!(!Speaker { asked: Some(asked), greeting: Some(greeting) }.is_another(), "{greeting} for {asked}");
    }
    for greeting in ["srv12.hosting.example", "notgoogle.com", "google.com.hosting.example"] {
        assert!(Speaker { asked: Some("smtp.gmail.com"), greeting: Some(greeting) }.is_another(), "{greeting}");
    }
    for domain in crate::mail::providers::all().iter().flat_map(|provider| &provider.greets) {
        assert!(crate::mail::replies::is_host(domain) && *domain == domain.to_lowercase(), "{domain}");
    }
}

#[test]
fn a_provider_that_is_throttling_is_known_by_its_name_too() {
    let class = |asked, greeting| classify("421 4.7.0 Try again later", Speaker { asked, greeting });
    assert_eq!(class(Some("smtp.gmail.com"), None), "throttled");
    assert_eq!(class(None, Some("smtp.gmail.com")), "throttled");
    assert_eq!(class(None, Some("mx.google.com")), "throttled");
    assert_eq!(class(Some("mail.example.com"), None), "server_trouble");
}

#[test]
fn the_data_is_sound() {
    let ids: HashSet<&str> = classes().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids.len(), classes().len(), "each class once");
    assert!(ids.contains(UNKNOWN));
    for class in classes() {
        assert!(class.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{}", class.id);
        assert!(class.cause.ends_with('.') && class.remedy.trim().len() > 10, "{}", class.id);
        assert!(class.page.as_ref().is_none_or(|p| p.starts_with("https://")), "{}", class.id);
    }
    for (n, known) in TABLE.reply.iter().enumerate() {
        assert!(ids.contains(known.class.as_str()), "{known:?}");
        assert!(!(known.codes.is_empty() && known.enhanced.is_empty() && known.text.is_empty()), "{n}: it would fit everything");
        assert!(known.text.iter().all(|t| !t.is_empty() && *t == t.to_lowercase()), "{known:?}");
        assert!(known.enhanced.iter().all(|e| is_enhanced(e)), "{known:?}");
    }
    for case in &TABLE.case {
        assert!(ids.contains(case.class.as_str()) && explain_case(&case.id).remedy == case.remedy, "{case:?}");
    }
    assert_eq!(explain_case("no such case").class, UNKNOWN);
    for needed in [
        "connect_timeout",
        "connect_refused",
        "dns_nxdomain",
        "tls_cert_mismatch",
        "tls_cert_expired",
        "tls_cert_untrusted",
        "tls_failed",
        "tls_not_offered",
        "wrong_security",
        "not_smtp",
        "dns_failed",
        "network_unreachable",
        "connection_lost",
        "answer_lost",
        "channel_disconnected",
        "international_address",
        "mechanism_unsupported",
        "server_trouble",
        "recipient_refused",
    ] {
        assert!(ids.contains(needed), "{needed} is told without a reply");
    }
}

#[test]
fn what_a_class_is_about_is_said_where_it_is_certain() {
    let about = |id: &str| explain_class(id).about;
    assert_eq!(about("bad_credentials"), Some(About::Password));
    assert_eq!(about("username_form"), Some(About::Login));
    assert_eq!(about("not_smtp"), Some(About::Server));
    for id in ["throttled", "smtp_auth_disabled_tenant", "account_suspended", "answer_lost", UNKNOWN] {
        assert_eq!(about(id), None, "{id}");
    }
    assert!(explain_class("username_form").is_about_credentials() && explain_class("bad_credentials").is_about_credentials());
    assert!(!explain_class("dns_nxdomain").is_about_credentials() && !explain_class(UNKNOWN).is_about_credentials());
    let own = explain(REPLIES[1].0, Speaker::default());
    assert!(own.is_about_credentials(), "an entry with a remedy of its own");
}

#[test]
fn a_class_is_explained_and_an_unknown_word_is_unknown() {
    assert_eq!(explain_class("greylisted").class, "greylisted");
    assert_eq!(explain_class("no such class").class, UNKNOWN);
    let google = explain(REPLIES[1].0, Speaker::default());
    assert!(google.remedy.contains("2-Step") && google.page.is_some(), "the provider's own remedy");
}

proptest! {
    #[test]
    fn anything_is_classified(reply in "(\\PC|[\\r\\n]){0,300}", host in "\\PC{0,40}", greeting in "\\PC{0,40}") {
        let speaker = Speaker { asked: Some(&host), greeting: Some(&greeting) };
        let class = classify(&reply, speaker);
        prop_assert!(classes().iter().any(|c| c.id == class));
    }

    #[test]
    fn codes_of_any_shape_are_read(code in "[0-9]{0,4}[ -]{0,2}[0-9.#]{0,12}", text in "[ -~]{0,80}") {
        let _ = explain(&format!("{code} {text}"), Speaker::default());
    }
}
