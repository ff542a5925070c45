//! Logs and errors as programs print them, and what they mean.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

fn found(text: &str) -> Vec<&'static str> {
    diagnose(text, None).into_iter().map(|one| one.explanation.class).collect()
}

#[test]
fn what_programs_print_without_a_reply() {
    for (text, class) in [
        ("connect ECONNREFUSED 127.0.0.1:465", "connect_refused"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "connect_refused"),
        ("No connection could be made because the target machine actively refused it", "connect_refused"),
        ("java.net.ConnectException: Connection refused (Connection refused)", "connect_refused"),
        ("connect to mail.example.com[2001:db8::1]:25: Network is unreachable", "network_unreachable"),
        ("Error: connect ETIMEDOUT 192.0.2.1:587", "connect_timeout"),
        ("SMTP connect() failed: Connection timed out (110)", "connect_timeout"),
        ("curl: (28) Operation timed out after 30001 milliseconds", "connect_timeout"),
        ("Error: Greeting never received", "connect_timeout"),
        ("dial tcp 192.0.2.1:587: i/o timeout", "connect_timeout"),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'mail.example.com'",
            "tls_cert_mismatch",
        ),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)", "tls_cert_expired"),
        (
            "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: mail.example.com.",
            "tls_cert_mismatch",
        ),
        ("SSL certificate problem: unable to get local issuer certificate", "tls_cert_untrusted"),
        (
            "stream_socket_enable_crypto(): Peer certificate CN=`a.example' did not match expected CN=`b.example'",
            "tls_cert_mismatch",
        ),
        ("sun.security.validator.ValidatorException: PKIX path building failed", "tls_cert_untrusted"),
        ("The remote certificate is invalid according to the validation procedure.", "tls_cert_untrusted"),
        ("ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1131)", "wrong_security"),
        ("140:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:332:", "wrong_security"),
        ("javax.net.ssl.SSLException: Unrecognized SSL message, plaintext connection?", "wrong_security"),
        ("tls: first record does not look like a TLS handshake", "wrong_security"),
        ("Error: getaddrinfo ENOTFOUND smtp.gmial.com", "dns_nxdomain"),
        ("Error: getaddrinfo EAI_AGAIN smtp.gmail.com", "dns_failed"),
        ("javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure", "tls_failed"),
        ("socket.gaierror: [Errno -2] Name or service not known", "dns_nxdomain"),
        ("curl: (6) Could not resolve host: smtp.gmial.com", "dns_nxdomain"),
        ("java.net.UnknownHostException: smtp.gmial.com", "dns_nxdomain"),
        ("socket.gaierror: [Errno -3] Temporary failure in name resolution", "dns_failed"),
        ("smtplib.SMTPNotSupportedError: STARTTLS extension not supported by server.", "tls_not_offered"),
        ("status=deferred (TLS is required, but was not offered by host mail.example.com[192.0.2.1])", "tls_not_offered"),
        ("smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.", "mechanism_unsupported"),
        ("SASL authentication failure: No worthy mechs found", "mechanism_unsupported"),
        ("javax.mail.AuthenticationFailedException: failed to connect", "bad_credentials"),
        ("{ code: 'EAUTH', command: 'AUTH PLAIN' }", "bad_credentials"),
        ("SMTP Error: Could not authenticate.", "bad_credentials"),
        ("curl: (67) Login denied", "bad_credentials"),
        ("smtplib.SMTPServerDisconnected: Connection unexpectedly closed", "connection_lost"),
        ("Error: read ECONNRESET", "connection_lost"),
        ("Username and Password not accepted", "bad_credentials"),
        ("Authentication unsuccessful, SmtpClientAuthentication is\ndisabled for the Tenant", "smtp_auth_disabled_tenant"),
        ("Greylisted", "greylisted"),
        (
            "postfix/smtpd[9]: warning: unknown[192.0.2.7]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=a@example.org",
            "bad_credentials",
        ),
        ("postfix/smtpd[9]: warning: AUTH command rate limit exceeded: 2 from unknown[192.0.2.7] for service 587", "throttled"),
        ("dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)", "tls_failed"),
    ] {
        assert_eq!(found(text), [class], "{text}");
    }
}

#[test]
fn replies_in_the_words_of_programs() {
    for (text, class) in [
        (
            "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp')",
            "bad_credentials",
        ),
        (
            "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled')",
            "smtp_auth_disabled_tenant",
        ),
        (
            "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first. x - gsmtp', 'support@example.com')",
            "tls_required",
        ),
        (
            "Error: Invalid login: 534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp\n    at SMTPConnection._formatError {\n  code: 'EAUTH',\n  response: '534-5.7.9 Application-specific password required.',\n  responseCode: 534,\n  command: 'AUTH PLAIN'\n}",
            "app_password_required",
        ),
        (
            "javax.mail.AuthenticationFailedException: 535 5.7.3 Authentication unsuccessful [AM0PR06CA0123.eurprd06.prod.outlook.com]",
            "bad_credentials",
        ),
        (
            "2026-11-23 03:00:01 SERVER -> CLIENT: 535 5.7.0 (#AUTH005) Too many bad auth attempts.\n2026-11-23 03:00:01 SMTP ERROR: Password command failed: 535 5.7.0 (#AUTH005) Too many bad auth attempts.\nSMTP Error: Could not authenticate.",
            "app_password_required",
        ),
        (
            "Nov 23 03:00:01 mx postfix/smtp[71]: 4F1: to=<a@example.org>, relay=smtp.gmail.com[192.0.2.1]:587, delay=0.5, dsn=4.7.8, status=deferred (SASL authentication failed; server smtp.gmail.com[192.0.2.1] said: 535-5.7.8 Username and Password not accepted. For more information, go to?535 5.7.8  https://support.google.com)",
            "bad_credentials",
        ),
        (
            "An error occurred while sending mail. The mail server responded:\n550 5.7.60 SMTP; Client does not have permissions to send as this sender.",
            "from_not_permitted",
        ),
        ("454 4.7.0 TLS not available due to local problem", "server_trouble"),
    ] {
        assert_eq!(found(text), [class], "{text}");
    }
}

#[test]
fn other_talk_is_unknown() {
    for text in [
        "",
        " \n\r\n",
        "hello",
        "550 purple",
        "554 5.0.0 purple monkey",
        "599 Custom refusal",
        "452 4.9.9 no reason",
        "250 2.0.0 OK",
        "354 Go ahead",
        "221 Bye",
        "useAuth: true, host: x",
        "noteauth notafterwards 5notfound",
        "NotBefore: Nov 23 2026; NotAfter: Nov 23 2027",
        "is this (unknown) or (purple_class)",
        "a class of its own",
        "my mail went to spam, what can I do about it",
        "The password is fine and the user is known",
        "port 587 is open and port 465 too",
        "the message was sent in 250 ms",
        "we size our rate by the limit of virus scans",
        "dmarc=pass spf=pass dkim=pass and so on",
        "Application: application started",
        "5.7.139",
        "5.9.9 nothing known",
        "\u{0}\u{1}\u{2}\u{ff}",
    ] {
        assert_eq!(found(text), ["unknown"], "{text:?}");
    }
}

#[test]
fn each_error_of_a_log_once_and_in_its_order() {
    let log = "Trying smtp.gmail.com:587...\n220 smtp.gmail.com ESMTP\n530 5.7.0 Must issue a STARTTLS command first. a1 - gsmtp\n\
        getaddrinfo ENOTFOUND smtp.gmial.com\n535-5.7.8 Username and Password not accepted.\n535 5.7.8 more\n550 purple\n\
        530 5.7.0 Must issue a STARTTLS command first. b2 - gsmtp\n550 purple\nSMTP Error: Could not authenticate.";
    let all = diagnose(log, None);
    assert_eq!(found(log), ["tls_required", "dns_nxdomain", "bad_credentials", "unknown"]);
    assert_eq!(all[0].provider, Some("gmail"));
    assert_eq!(all[2].said, "535-5.7.8 Username and Password not accepted. 535 5.7.8 more");
    let many: String = (0..200).map(|n| format!("550 purple {n}\n")).collect();
    assert_eq!(diagnose(&many, None).len(), MOST);
}

#[test]
fn a_server_that_stands_in_for_another_is_known_by_the_log() {
    let log =
        "=== Trying smtp.gmail.com:465...\n<~  220-web12.hosting.example ESMTP Exim 4.98\n<~* 535 Incorrect authentication data";
    assert_eq!(found(log), ["intercepted"]);
    assert_eq!(
        diagnose("220 web12.hosting.example\n535 Incorrect authentication data", Some("smtp.gmail.com"))[0].explanation.class,
        "intercepted"
    );
    assert_eq!(found("535 Incorrect authentication data"), ["bad_credentials"]);
}

#[test]
fn what_this_program_says_itself_is_known_to_it() {
    for (text, class) in [
        ("127.0.0.1:465 failed at tcp (connect_refused): 127.0.0.1:465 refuses the connection", "connect_refused"),
        (
            "smtp.gmail.com:465 failed at tls (intercepted): the server's certificate is for another host: x.example",
            "intercepted",
        ),
        ("error: smtp.gmail.com:465 failed at auth (intercepted): 535 Incorrect authentication data", "intercepted"),
        ("failed at auth (app_password_required): 535 5.7.8 Error", "app_password_required"),
        ("{\"layer\":\"tcp\",\"result\":\"failed\",\"class\":\"throttled\"}", "throttled"),
        ("Class:     greylisted", "greylisted"),
        ("192.0.2.1:465 did not answer within 5 s", "connect_timeout"),
        ("the server's certificate is for another host: mail.hoster.example.net", "tls_cert_mismatch"),
        ("the server says nothing until TLS begins: this port wants the other security, ssl", "wrong_security"),
        ("nobody said within 5 s where mail.example.com is", "dns_failed"),
        ("there is no host mail.example.com", "dns_nxdomain"),
    ] {
        assert_eq!(found(text), [class], "{text}");
    }
}

/// A text with `SECRET` in it, as people paste it.
const SHAPES: &[&str] = &[
    "502 5.5.2 Error: command not recognized: \"BASE64\"",
    "501 5.5.2 Cannot decode AUTH parameter BASE64",
    "501 5.5.2 Cannot Base64-decode Password BASE64",
    "500 5.5.1 Unrecognized command TOKEN",
    "535 5.7.8 SASL LOGIN authentication failed: BASE64",
    "535 5.7.8 LOGIN BASE64 failed",
    "535 5.7.8 AUTH PLAIN AHN1cHBvcnRAbWFpbC50 BASE64 ZXRQdw==",
    "535 5.7.8 Authentication failed for support@mail.test with password SECRET",
    "535 5.7.8 failed for support@mail.test (password SECRET)",
    "535 5.7.8 given password SECRET",
    "535 5.7.8 support@mail.test:SECRET rejected",
    "535 5.7.8 smtp.PlainAuth(\"\", \"support@mail.test\", \"TOKEN\", \"mail.test\")",
    "535 5.7.8 smtp.login('a@mail.test', 'SECRET')",
    "535 5.7.8 PasswordAuthentication(a@mail.test, SECRET)",
    "535 5.7.8 auth=('a@mail.test', 'SECRET')",
    "535 5.7.8 machine h login u password SECRET",
    "535 5.7.8 [mail.test]:587 u:SECRET",
    "535 5.7.8 a1 LOGIN u SECRET",
    "535 5.7.8 sendto(3, \"BASE64\\r\\n\", 20, 0)",
    "535 5.7.8 $auth2 = SECRET",
    "535 5.7.8 swaks --ap SECRET",
    "535 5.7.8 -p SECRET",
    "535 5.7.8 -pSECRET",
    "535 5.7.8 PASS SECRET",
    "535 5.7.8 SMTP_PASS SECRET",
    "535 5.7.8 pw=SECRET",
    "535 5.7.8 client_secret SECRET",
    "535 5.7.8 //support:SECRET@mail.test",
    "535 5.7.8 password%3DSECRET&x",
    "535 5.7.8 &quot;password&quot;:&quot;SECRET&quot;",
    "535 5.7.8 p\\u0061ssword\\u003dSECRET",
    "535 5.7.8 kata sandi\u{ff1a}SECRET",
    "535 5.7.8 password -> `SECRET`",
    "535-5.7.8 password:\n535-5.7.8 SECRET",
    "535 5.7.8 abcd efgh ijkl mnop",
    "550-C: AUTH LOGIN\n550-S: 334 UGFzc3dvcmQ6\n550-C: BASE64\n535 5.7.8 no",
    "S: 334 UGFzc3dvcmQ6\u{2028}C: BASE64\u{85}S: 535 5.7.8 no",
    "S: 334 UGFzc3dvcmQ6#012C: BASE64#012S: 535 5.7.8 no",
    "535 5.7.8 ghp_TOKEN and GOCSPX-TOKEN",
    "535 5.7.8 \u{1b}[31mpass\u{1b}[0mword SECRET",
];

#[test]
fn real_replies_are_shown_as_they_are() {
    for reply in [
        "535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8 https://support.google.com/mail/?p=BadCredentials x - gsmtp",
        "534-5.7.9 Application-specific password required. For more information, go to 534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [SG2PR01CA0123.apcprd01.prod.exchangelabs.com]",
        "535 5.7.0 (#AUTH005) Too many bad auth attempts.",
        "553 5.7.1 <sales@example.com>: Sender address rejected: not owned by user support@example.com",
        "connect to mail.example.com[192.0.2.1]:25: Connection refused",
        "Error: getaddrinfo ENOTFOUND smtp.gmial.com",
        "535 5.7.8 Error: authentication failed: Invalid user or password!",
        "550 purple mail that came home with them",
    ] {
        assert_eq!(diagnose(reply, None)[0].said, reply);
    }
}

#[test]
fn what_is_shown_is_masked_and_short() {
    let one = &diagnose("550 purple password=hunter2hunter2", None)[0];
    assert_eq!(one.said, "550 purple password=[redacted]");
    let hidden = &diagnose("password: Username and Password not accepted", None)[0];
    assert_eq!((hidden.explanation.class, hidden.said.as_str()), ("bad_credentials", MARK));
    let long = &diagnose(&format!("550 {}", "ééé ".repeat(2000)), None)[0];
    assert!(long.said.len() <= SHOWN + 8 && long.said.ends_with('…'), "{}", long.said);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_shape_shows_a_secret(shape in 0..SHAPES.len(), secret in "[A-Z][a-z]{3,8}[0-9]{1,3}[A-Za-z0-9]{2,12}", word in "[a-z]{6,12}") {
        let base64 = STANDARD.encode(&secret);
        // A secret may be a word like any other, where it is said to be one; one that is in every reply is none.
        prop_assume!(!errors::is_common(&word));
        for own in [&secret, &word] {
            let text = SHAPES[shape].replace("SECRET", own).replace("TOKEN", &secret).replace("BASE64", &base64);
            for one in diagnose(&text, None) {
                for part in [&secret, &word, &base64] {
                    prop_assert!(!one.said.contains(part.as_str()), "{}\n{}", text, one.said);
                }
                prop_assert!(!one.said.contains("abcd efgh"));
            }
        }
    }

    #[test]
    fn anything_is_diagnosed(text in "(\\PC|[\\r\\n]|535 5\\.7\\.8 |334 |AUTH LOGIN|\\\\n|'){0,100}", host in "\\PC{0,20}") {
        let found = diagnose(&text, Some(&host));
        prop_assert!(!found.is_empty() && found.len() <= MOST);
        prop_assert!(found.iter().all(|one| one.said.len() <= SHOWN + 8));
    }
}
