//! `email check`: every layer as it fails, with class, cause, remedy and page.

use super::check::{check, layer, results, world};
use crate::support::dns::{Dns, Manner, Zone};
use crate::support::sink::{Act, Sink, Tls};
use crate::support::{Output, Run, World, secrets};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};

const ALL: &[&str] = &["AUTH PLAIN LOGIN", "PIPELINING"];

/// `email check` of a mailbox at `host`, which is reached on loopback.
fn at<'w>(world: &'w World, host: &str, sink: &Sink, security: &str) -> Run<'w> {
    let route = format!("{host}=127.0.0.1:{}", sink.port());
    let words = ["email", "check", "--address", "support@example.com", "--smtp-host", host, "--smtp-port", "4650"];
    let run = world.qontak(words).args(["--security", security, "--connect-to", &route, "--password-stdin", "--json"]);
    run.args(["--smtp-username", "support@example.com"]).stdin(secrets::mailbox())
}

/// It failed at this layer with this class; everything behind it was skipped, and standard error says cause, remedy and page.
#[track_caller]
fn fails(output: Output, at: &str, class: &str) -> Output {
    let output = output.exits(9);
    let row = layer(&output, at);
    assert_eq!((&row["result"], &row["class"]), (&"failed".into(), &class.into()), "{}", output.story());
    let behind = results(&output).split_once(&format!("{at} failed")).unwrap().1.to_owned();
    assert!(!behind.contains(" ok") && !behind.contains("failed"), "{}", output.story());
    let error = output.json_error();
    let (message, hint) = (error["message"].as_str().unwrap(), error["hint"].as_str().unwrap());
    assert!(message.contains(class) && message.contains(at) && message.contains(row["detail"].as_str().unwrap()), "{message}");
    for part in ["cause", "remedy", "page"] {
        assert!(hint.contains(row[part].as_str().unwrap_or_default()), "{hint}");
    }
    assert_eq!(error["kind"], "not_proven");
    if class != "unknown" {
        // What this program says, this program explains: the message by its class, and its words alone.
        let world = World::new();
        let explained = world.qontak(["email", "explain", "-", "--columns", "class"]).stdin(message).run().success();
        assert_eq!(explained.stdout, format!("{class}\n"), "{message}");
        world.qontak(["email", "explain", "-"]).stdin(row["detail"].as_str().unwrap()).run().success();
    }
    output
}

fn detail(output: &Output, name: &str) -> String {
    layer(output, name)["detail"].as_str().unwrap().to_owned()
}

#[test]
fn a_refused_sign_in_is_told_with_the_providers_own_page() {
    for (host, reply, class, page) in [
        (
            "smtp.gmail.com",
            "535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp",
            "bad_credentials",
            "answer/185833",
        ),
        (
            "smtp.gmail.com",
            "534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp",
            "app_password_required",
            "answer/185833",
        ),
        (
            "smtp.gmail.com",
            "534-5.7.14 <https://accounts.google.com/signin/continue> Please log in via your web browser and then try again.\r\n534 5.7.14 Learn more",
            "browser_login_required",
            "answer/78754",
        ),
        ("smtp.gmail.com", "454 4.7.0 Too many login attempts, please try again later.", "throttled", ""),
        (
            "smtp.office365.com",
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled",
            "smtp_auth_disabled_tenant",
            "aka.ms",
        ),
        (
            "smtp.office365.com",
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
            "smtp_auth_disabled_mailbox",
            "aka.ms",
        ),
        (
            "smtp.office365.com",
            "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
            "security_defaults",
            "security-defaults",
        ),
        (
            "smtp.office365.com",
            "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.",
            "conditional_access",
            "conditional-access",
        ),
        (
            "smtp.office365.com",
            "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
            "bad_credentials",
            "authenticated-client-smtp-submission",
        ),
        (
            "smtp-mail.outlook.com",
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            "basic_auth_retired",
            "deprecation",
        ),
        ("smtp.mail.yahoo.com", "535 5.7.0 (#AUTH005) Too many bad auth attempts.", "app_password_required", "yahoo"),
        (
            "smtp.mail.ru",
            "535 5.7.0 NEOBHODIM parol prilozheniya / Application password is REQUIRED",
            "app_password_required",
            "",
        ),
        (
            "smtp.yandex.com",
            "535 5.7.8 Error: authentication failed: Your message looks like spam. You need to prove you are not a robot",
            "browser_login_required",
            "",
        ),
        (
            "email-smtp.eu-west-1.amazonaws.com",
            "535 Authentication Credentials Invalid",
            "region_or_key_mismatch",
            "docs.aws.amazon.com",
        ),
        ("smtp.resend.com", "535 Invalid username", "username_form", ""),
        ("mail.example.com", "535 Incorrect authentication data", "bad_credentials", ""),
        ("smtp.gmail.com", "535 Incorrect authentication data", "intercepted", ""),
        ("mail.example.com", "502 5.5.1 AUTH not implemented", "mechanism_unsupported", ""),
        ("mail.example.com", "599 purple", "unknown", ""),
    ] {
        let world = world();
        let sink = Sink::certified(Tls::Ssl, "providers.pem", ALL, move |step, _, _| match step {
            "AUTH" => Act::Say(reply.into()),
            _ => Act::Yes,
        });
        let output = fails(at(&world, host, &sink, "ssl").run(), "auth", class);
        assert!(layer(&output, "auth")["page"].as_str().unwrap_or_default().contains(page), "{}", output.story());
        assert_eq!((sink.count("AUTH"), sink.count("MAIL")), (1, 0), "one wrong attempt is no two");
    }
}

#[test]
fn a_server_that_refuses_at_another_step_is_told() {
    for (step, at_layer, reply, class) in [
        ("connect", "banner", "554 5.7.1 No SMTP service here", "unknown"),
        ("connect", "banner", "421 4.7.0 Try again later, closing connection.", "server_trouble"),
        ("connect", "banner", "421 4.3.2 too many connections from your address", "throttled"),
        ("EHLO", "ehlo", "550 5.7.1 Your host name is not welcome", "unknown"),
        ("EHLO", "ehlo", "421 4.3.0 Temporary trouble", "server_trouble"),
        (
            "MAIL",
            "mail",
            "553 5.7.1 <support@example.com>: Sender address rejected: not owned by user other@example.com",
            "from_not_permitted",
        ),
        ("MAIL", "mail", "550 5.1.8 Access denied, bad outbound sender", "sender_blocked"),
    ] {
        for offers in [ALL, &["AUTH LOGIN"]] {
            let world = world();
            let sink =
                Sink::offering(Tls::Ssl, offers, move |at, _, _| if at == step { Act::Say(reply.into()) } else { Act::Yes });
            let output = fails(check(&world, &sink, "ssl").arg("--json").run(), at_layer, class);
            assert_eq!(detail(&output, at_layer), reply);
        }
    }
}

#[test]
fn a_provider_that_turns_everybody_away_is_no_other_server() {
    for (host, greeting, class) in [
        ("smtp.gmail.com", "421 4.7.0 Try again later, closing connection.", "throttled"),
        ("smtp.gmail.com", "421-4.7.0 Try again later\r\n421 4.7.0 x - gsmtp", "throttled"),
        ("smtp.office365.com", "421 4.3.2 Service not available", "server_trouble"),
        ("smtp.yandex.com", "554 5.7.1 No SMTP service here", "unknown"),
    ] {
        let world = world();
        let sink = Sink::certified(Tls::Ssl, "providers.pem", ALL, move |step, _, _| match step {
            "connect" => Act::Say(greeting.into()),
            _ => Act::Yes,
        });
        fails(at(&world, host, &sink, "ssl").run(), "banner", class);
    }
    // Under another name of its own, its words are its own.
    for (host, greeting) in [
        ("smtp.gmail.com", "220 mx.google.com ESMTP x - gsmtp"),
        ("smtp.yandex.com", "220 mail-nwsmtp-smtp-production-main-12.vla.yp-c.yandex.net ESMTP"),
        ("smtp-mail.outlook.com", "220 FR3P281CA0133.outlook.office365.com Microsoft ESMTP MAIL Service ready"),
    ] {
        let world = world();
        let sink = Sink::certified(Tls::Ssl, "providers.pem", ALL, move |step, _, _| match step {
            "connect" => Act::Say(greeting.into()),
            "AUTH" => Act::Say("535 Incorrect authentication data".into()),
            _ => Act::Yes,
        });
        fails(at(&world, host, &sink, "ssl").run(), "auth", "bad_credentials");
    }
}

#[test]
fn a_server_that_breaks_off_or_says_nothing_or_nonsense_is_told() {
    for (step, at_layer) in [("connect", "banner"), ("EHLO", "ehlo"), ("AUTH", "auth"), ("MAIL", "mail")] {
        for (act, class, words) in [
            ("vanish", "connection_lost", "the server closed the connection"),
            ("silence", "connect_timeout", "no answer within 3 s"),
            ("nonsense", "not_smtp", "this is no answer of a mail server: HTTP/1.1 400"),
            ("endless", "not_smtp", "an answer of more than 64 KiB"),
        ] {
            let world = world();
            let sink = Sink::scripted(Tls::Ssl, move |at, _, _| match (at == step, act) {
                (true, "vanish") => Act::Vanish,
                (true, "silence") => Act::Silence,
                (true, "nonsense") => Act::Bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
                (true, "endless") => Act::Bytes(b"250-x\xff\r\n".repeat(1 << 14)),
                _ => Act::Yes,
            });
            let patience = if act == "silence" { "3s" } else { "30s" };
            let output = fails(check(&world, &sink, "ssl").args(["--json", "--timeout", patience]).run(), at_layer, class);
            assert!(detail(&output, at_layer).starts_with(words), "{step}: {}", output.story());
        }
    }
}

#[test]
fn what_happens_once_the_sender_is_taken_fails_nothing() {
    for act in ["refuse", "vanish", "silence"] {
        for offers in [ALL, &["AUTH LOGIN"]] {
            let world = world();
            let sink = Sink::offering(Tls::Ssl, offers, move |at, _, _| match (at, act) {
                ("RSET", "refuse") => Act::Say("421 4.3.0 Enough".into()),
                ("RSET", "vanish") => Act::Vanish,
                ("RSET", _) => Act::Silence,
                _ => Act::Yes,
            });
            let output = check(&world, &sink, "ssl").arg("--json").run().success();
            assert_eq!(layer(&output, "mail")["result"], "ok", "{}", output.story());
        }
    }
}

#[test]
fn a_server_that_answers_everything_at_once_has_proven_nothing() {
    let world = world();
    let sink = Sink::offering(Tls::Ssl, &["AUTH PLAIN"], |at, _, _| match at {
        "EHLO" => Act::Bytes(b"250-x\r\n250 AUTH PLAIN\r\n235 ok\r\n250 ok\r\n250 ok\r\n".to_vec()),
        _ => Act::Yes,
    });
    let output = fails(check(&world, &sink, "ssl").arg("--json").run(), "auth", "server_trouble");
    assert!(detail(&output, "auth").starts_with("the server answered before it was asked: 235 ok"), "{}", output.story());
}

#[test]
fn a_certificate_that_does_not_prove_the_host_is_told_with_the_reason() {
    for (host, certificate, class, words) in [
        ("127.0.0.1", "expired.pem", "tls_cert_expired", "the server's certificate has expired, on 2026-01-31"),
        ("127.0.0.1", "future.pem", "tls_cert_expired", "the server's certificate is not valid yet, only from 2126-01-01 on"),
        (
            "mail.example.com",
            "hoster.pem",
            "tls_cert_mismatch",
            "the server's certificate is for another host: mail.hoster.example.net, *.hoster.example.net",
        ),
        ("smtp.gmail.com", "hoster.pem", "intercepted", "the server's certificate is for another host: mail.hoster.example.net"),
        ("smtp.gmail.com", "expired.pem", "tls_cert_expired", "the server's certificate has expired"),
    ] {
        for (tls, security) in [(Tls::Ssl, "ssl"), (Tls::Starttls, "starttls")] {
            let world = world();
            let sink = Sink::certified(tls, certificate, ALL, |_, _, _| Act::Yes);
            let output = fails(at(&world, host, &sink, security).run(), "tls", class);
            assert!(detail(&output, "tls").starts_with(words), "{}", output.story());
            assert_eq!(sink.count("AUTH"), 0);
        }
    }
    let world = World::new();
    let sink = Sink::new(Tls::Ssl);
    let output = fails(check(&world, &sink, "ssl").arg("--json").run(), "tls", "tls_cert_untrusted");
    assert!(detail(&output, "tls").contains("127.0.0.1, localhost, until 2126-10-30"), "{}", output.story());
}

#[test]
fn a_port_that_wants_the_other_security_is_told_so() {
    let (world, plain, tls) = (world(), Sink::new(Tls::Starttls), Sink::new(Tls::Ssl));
    let output = fails(check(&world, &plain, "ssl").arg("--json").run(), "tls", "wrong_security");
    assert!(detail(&output, "tls").contains("this port wants the other security, starttls"), "{}", output.story());
    let output = output.stderr_has("Set the other security for this port: --security starttls.");
    output.lacks("--security ssl");
    let output = fails(check(&world, &tls, "starttls").args(["--json", "--timeout", "20s"]).run(), "banner", "wrong_security");
    assert!(detail(&output, "banner").contains("this port wants the other security, ssl"), "{}", output.story());
    output.stderr_has("Set the other security for this port: --security ssl.");
    assert_eq!(tls.count("AUTH") + plain.count("AUTH"), 0);
    // One that answers something else altogether.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let _ = stream.read(&mut [0; 1024]).and_then(|_| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    });
    let words = ["email", "check", "--address", "support@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &port];
    let output = world.qontak(words).args(["--security", "ssl", "--no-login", "--json"]).run();
    fails(output, "tls", "not_smtp");
}

#[test]
fn without_tls_nothing_but_ehlo_is_said() {
    for (host, class) in [("mail.example.com", "tls_not_offered"), ("smtp.gmail.com", "intercepted")] {
        let (world, sink) = (world(), Sink::certified(Tls::Never, "providers.pem", ALL, |_, _, _| Act::Yes));
        fails(at(&world, host, &sink, "starttls").run(), "tls", class);
        assert!(sink.in_clear().lines().all(|line| ["EHLO [127.0.0.1]", "QUIT"].contains(&line)), "{}", sink.in_clear());
    }
    let (world, sink) = (world(), Sink::new(Tls::Injected));
    let output = fails(check(&world, &sink, "starttls").arg("--json").run(), "tls", "tls_failed");
    assert_eq!((sink.count("AUTH"), sink.count("EHLO")), (0, 0), "{}", output.story());
}

#[test]
fn a_server_without_a_sign_in_that_is_known_fails_without_a_password_too() {
    for (offers, words) in [
        (&["PIPELINING"][..], "the server offers no sign-in (AUTH) on this port"),
        (&["AUTH XOAUTH2 CRAM-MD5"], "the server offers neither AUTH PLAIN nor AUTH LOGIN, only XOAUTH2 CRAM-MD5"),
    ] {
        let (world, sink) = (world(), Sink::offering(Tls::Ssl, offers, |_, _, _| Act::Yes));
        let output = fails(check(&world, &sink, "ssl").arg("--json").run(), "auth", "mechanism_unsupported");
        assert_eq!(detail(&output, "auth"), words);
        let mut words = vec!["email", "check", "--address", "a@example.com", "--smtp-host", "127.0.0.1", "--security", "ssl"];
        let port = sink.port();
        words.extend(["--smtp-port", &port, "--no-login", "--json"]);
        fails(world.qontak(words).run(), "auth", "mechanism_unsupported");
        assert_eq!(sink.count("AUTH"), 0);
    }
}

#[test]
fn auth_login_is_spoken_where_only_that_is_offered() {
    let (world, sink) = (world(), Sink::offering(Tls::Ssl, &["AUTH LOGIN"], |_, _, _| Act::Yes));
    let output = check(&world, &sink, "ssl").args(["--json", "--transcript"]).run().success();
    assert_eq!(detail(&output, "auth"), "LOGIN: 235 2.7.0 welcome");
    output.stderr_has("C: AUTH LOGIN\n").stderr_has("C: ****\n");
}

#[test]
fn a_name_that_leads_nowhere_is_told() {
    let world = world();
    let dns = Dns::new(
        Zone::new()
            .manner("silent.example.com", Manner::Silence)
            .manner("broken.example.com", Manner::Servfail)
            .a("mail.example.com", Ipv4Addr::LOCALHOST)
            // The sink listens on one address only.
            .a("mail.example.com", Ipv4Addr::new(127, 0, 0, 9))
            .empty("empty.example.com"),
    );
    let sink = Sink::certified(Tls::Ssl, "providers.pem", ALL, |_, _, _| Act::Yes);
    let try_it = |host: &str| {
        let words = ["email", "check", "--address", "support@example.com", "--smtp-host", host, "--smtp-port", &sink.port()];
        let words = world.qontak(words).args(["--security", "ssl", "--no-login", "--json", "--timeout", "2s"]);
        words.args(["--dns", &dns.address()]).run()
    };
    let found = try_it("mail.example.com").success();
    assert!(detail(&found, "dns").contains("127.0.0.1") && detail(&found, "dns").contains("127.0.0.9"), "{}", found.story());
    assert!(detail(&found, "tcp").starts_with(&format!("127.0.0.1:{}", sink.port())), "{}", found.story());
    // From the program's own list: nobody has misspelt it.
    let output = fails(try_it("smtp.gmail.com"), "dns", "dns_nxdomain");
    assert!(output.stderr.contains("--dns") && !output.stderr.contains("spelling"), "{}", output.story());
    for (host, class) in
        [("nowhere.example.com", "dns_nxdomain"), ("silent.example.com", "dns_failed"), ("broken.example.com", "dns_failed")]
    {
        fails(try_it(host), "dns", class);
    }
}

#[test]
fn a_port_where_nobody_listens_is_told() {
    let world = world();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    drop(listener);
    let words = ["email", "check", "--address", "a@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &port];
    let output = world.qontak(words).args(["--security", "ssl", "--no-login", "--json"]).run();
    fails(output, "tcp", "connect_refused");
}
