//! `email check`: what must be given, what is asked of whom, and what is never shown.

use super::check::{check, layer, results, world};
use crate::support::rows::{page, row};
use crate::support::sink::{Act, Sink, Tls};
use crate::support::{Canned, World, secrets};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::sync::{Arc, Mutex};

#[test]
fn all_that_is_missing_or_wrong_is_said_at_once_before_any_request() {
    let world = World::new();
    let canned = Canned::new(|_, _| unreachable!("nobody is asked"));
    let output = world.at(&canned.url(), ["email", "check", "support@example.com"]).run().exits(2).stdout_is("");
    output.stderr_has("password: field is required (pass --password-stdin").stderr_has("or --no-login)");
    let words = ["email", "check", "--address", "support@example.com", "--smtp-port", "0"];
    let output = world.at(&canned.url(), words).run().exits(2).stdout_is("");
    output.stderr_has("port: ").stderr_has("host: field is required").stderr_has("password: field is required");
    let output = world.qontak(["email", "check", "--address", "support@example.com", "--no-login"]).run().exits(2);
    output.stderr_has("provider: field is required").lacks("password");
    world.qontak(["email", "check", "--address", "nobody", "--no-login"]).run().exits(2).stderr_has("email address: ");
    world.qontak(["email", "check"]).run().exits(2);
    world.qontak(["email", "check", "a@example.com", "--address", "a@example.com"]).run().exits(2);
    world.qontak(["email", "check", "a@example.com", "--no-login", "--password-stdin"]).run().exits(2);
    for provider in ["ses", "postmark"] {
        let words = ["email", "check", "--address", "a@example.com", "--provider", provider, "--password-stdin"];
        world.qontak(words).stdin("x").run().exits(2).stderr_has("username: field is required (pass --smtp-username)");
    }
    assert!(canned.requests().is_empty());
}

#[test]
fn without_a_sign_in_no_login_is_asked_for() {
    let world = world();
    let host = "email-smtp.ap-southeast-1.amazonaws.com";
    let sink = Sink::certified(Tls::Ssl, "providers.pem", &["AUTH PLAIN"], |_, _, _| Act::Yes);
    let route = format!("{host}=127.0.0.1:{}", sink.port());
    let words =
        ["email", "check", "--address", "a@example.com", "--provider", "ses", "--no-login", "--json", "--connect-to", &route];
    let output = world.qontak(words).run();
    assert!(!output.stderr.contains("username"), "{}", output.story());
    assert_eq!(layer(&output, "tcp")["result"], "ok", "{}", output.story());
}

#[test]
fn settings_that_are_no_channel_need_no_sign_in_and_no_server() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    world.set("QONTAK_SERVER", "http://127.0.0.1:1");
    check(&world, &sink, "ssl").run().success().stderr_has("support@example.com can send as support@example.com");
    world.qontak(["email", "list"]).run().exits(4);
}

#[test]
fn of_a_channel_only_its_settings_are_asked_for() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let port = sink.port();
    let canned = Canned::new(move |_, _| {
        let mut row = row(1);
        row["webhook"] = "team@example.com".into();
        row["settings"] = json!({"username": "team@example.com", "password": "opaque", "smtp_host": "127.0.0.1",
            "smtp_port": port, "protocol": "ssl", "forwaded_email": "x@chat.example.com"});
        page(&[row], 1)
    });
    let run = || world.at(&canned.url(), ["email", "check", "team@example.com", "--json"]);
    let output = run().arg("--password-stdin").stdin(secrets::mailbox()).run().success();
    assert_eq!(layer(&output, "mail")["result"], "ok", "{}", output.story());
    assert!(canned.requests().iter().all(|request| request.method == "GET"), "{:?}", canned.requests());
    assert_eq!(canned.requests().len(), 1);
    let refusing = Sink::scripted(Tls::Ssl, |step, _, _| match step {
        "AUTH" => Act::Say("535 5.7.8 no".into()),
        _ => Act::Yes,
    });
    // The flags count, and what helps is told for this channel.
    let output = run().args(["--password-stdin", "--smtp-port", &refusing.port(), "--smtp-username", "robot"]);
    let output =
        output.stdin(secrets::mailbox()).run().exits(9).stderr_has("qontak email edit team@example.com --password-stdin");
    assert_eq!(
        (layer(&output, "auth")["class"].as_str(), sink.count("AUTH"), refusing.count("AUTH")),
        (Some("bad_credentials"), 1, 1)
    );
}

#[test]
fn a_channel_without_smtp_has_no_settings_to_check() {
    let world = World::new();
    let canned = Canned::new(|_, _| {
        let mut row = row(1);
        row["settings"] = json!({"type": "outlook", "username": "team@example.com", "external_id": "feed", "credential": {}});
        page(&[row], 1)
    });
    let run = world.at(&canned.url(), ["email", "check", "team@example.com", "--no-login"]).run().exits(8).stdout_is("");
    run.stderr_has("team@example.com is not an SMTP channel (outlook-oauth)").stderr_has("no SMTP settings to check");
}

#[test]
fn what_is_known_to_go_wrong_is_said_before_it_is_tried() {
    let world = world();
    let sink = Sink::certified(Tls::Starttls, "providers.pem", &["AUTH PLAIN"], |_, _, _| Act::Yes);
    let try_it = |address: &str, host: &str| {
        let route = format!("{host}=127.0.0.1:{}", sink.port());
        world.qontak(["email", "check", "--address", address, "--connect-to", &route, "--password-stdin"])
    };
    let output = try_it("a@outlook.com", "smtp-mail.outlook.com").stdin(secrets::mailbox()).run().success();
    output.stderr_has("accept no password for SMTP");
    let words = ["email", "check", "--address", "a@hotmail.com", "--smtp-host", "smtp.office365.com", "--smtp-port", "587"];
    let route = format!("smtp.office365.com=127.0.0.1:{}", sink.port());
    world.qontak(words).args(["--connect-to", &route, "--no-login"]).run().success().stderr_has("accept no password for SMTP");
    let sink = Sink::certified(Tls::Ssl, "providers.pem", &["AUTH PLAIN"], |_, _, _| Act::Yes);
    let route = format!("smtp.gmail.com=127.0.0.1:{}", sink.port());
    let words = ["email", "check", "--address", "a@gmail.com", "--connect-to", &route, "--password-stdin", "--transcript"];
    let output = world.qontak(words).stdin("abcd efgh ijkl mnop\n").run().success().stderr_has("they were left out");
    output.lacks("abcdefgh").stderr_has("C: AUTH PLAIN ****");
    let plain = STANDARD.encode("\0a@gmail.com\0abcdefghijklmnop");
    assert!(sink.said().contains(&format!("AUTH PLAIN {plain}")), "the blanks do not belong to it");
}

#[test]
fn no_word_of_a_server_brings_the_password_into_any_output() {
    type Disguise = fn(&str, &str) -> String;
    let disguises: [Disguise; 9] = [
        |_, word| format!("535 5.7.8 no {word}"),
        |line, _| format!("535-5.7.8 no {line}\r\n535 5.7.8 {line}"),
        |_, word| format!("535-5.7.8 no {}\r\n535 5.7.8 {}", &word[..word.len() / 2], &word[word.len() / 2..]),
        |_, word| format!("535 {}", word.bytes().map(|b| format!("%{b:02X}")).collect::<String>()),
        |_, word| format!("535 {}", word.bytes().map(|b| format!("{b:02x}")).collect::<String>()),
        |_, word| format!("535 {}", word.chars().flat_map(|c| [c, ' ']).collect::<String>()),
        |_, word| format!("535 {} {}", STANDARD.encode(word), word.to_uppercase()),
        |_, word| format!("535 {}", STANDARD.encode(format!("\0support@example.com\0{word}"))),
        |_, word| format!("235-{word}\r\n235 {}", STANDARD.encode(format!("ab{word}"))),
    ];
    for (offer, starts) in [("AUTH PLAIN", "AUTH PLAIN "), ("AUTH LOGIN", "AUTH LOGIN")] {
        for (n, disguise) in disguises.iter().copied().enumerate() {
            let world = world();
            let password = secrets::mailbox();
            let (told, seen) = (password.clone(), Arc::new(Mutex::new(String::new())));
            let keep = Arc::clone(&seen);
            let sink = Sink::offering(Tls::Ssl, &[offer], move |step, line, _| {
                if step != "AUTH" {
                    return Act::Yes;
                }
                *keep.lock().unwrap() = line.to_owned();
                Act::Say(disguise(line, &told))
            });
            let words = ["email", "check", "--address", "support@example.com", "--smtp-host", "127.0.0.1", "--smtp-port"];
            let run = world.qontak(words).args([&*sink.port(), "--security", "ssl", "--password-stdin", "--transcript", "-v"]);
            let format = if n % 2 == 0 { "json" } else { "tsv" };
            let output = run.args(["-o", format]).stdin(password.clone()).run();
            assert!(seen.lock().unwrap().starts_with(starts), "{:?}", seen.lock().unwrap());
            let all = format!("{}{}", output.stdout, output.stderr).to_lowercase();
            for part in [&password[..12], &password[password.len() - 12..]] {
                assert!(!all.contains(&part.to_lowercase()), "{n}: {}", output.story());
            }
            let sees = all.contains("[redacted]") || (offer == "AUTH LOGIN" && n == 1);
            assert!(sees && all.contains("****"), "{n}: {}", output.story());
        }
    }
}

#[test]
fn a_transcript_is_on_standard_error_and_whole() {
    let (world, sink) = (world(), Sink::offering(Tls::Starttls, &["AUTH PLAIN", "PIPELINING"], |_, _, _| Act::Yes));
    let output = check(&world, &sink, "starttls").arg("--transcript").run().success();
    let lines: Vec<&str> = output.stderr.lines().filter(|line| line.starts_with("C: ") || line.starts_with("S: ")).collect();
    assert_eq!(
        lines,
        [
            "S: 220 sink.example.test ESMTP",
            "C: EHLO [127.0.0.1]",
            "S: 250-sink.example.test",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 go on",
            "C: EHLO [127.0.0.1]",
            "S: 250-sink.example.test",
            "S: 250-AUTH PLAIN",
            "S: 250-PIPELINING",
            "S: 250 ENHANCEDSTATUSCODES",
            "C: AUTH PLAIN ****",
            "S: 235 2.7.0 welcome",
            "C: MAIL FROM:<support@example.com>",
            "C: RSET",
            "S: 250 2.1.0 ok",
            "S: 250 2.0.0 ok",
            "C: QUIT",
        ]
    );
    assert!(!output.stdout.contains("C: "));
    assert!(!check(&world, &sink, "starttls").run().success().stderr.contains("S: "));
}

#[test]
fn what_a_server_says_cannot_play_tricks_on_a_terminal_or_a_table() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, _| match step {
        "connect" => Act::Say("220 \x1b[2J\x07sink\t\u{202e}x ESMTP".into()),
        "AUTH" => Act::Say("535-5.7.8 \x1b]52;c;eA==\x07\r\n535 5.7.8 no\ttab".into()),
        _ => Act::Yes,
    });
    let output = check(&world, &sink, "ssl").arg("--transcript").run().exits(9);
    assert!(output.rows().iter().all(|row| row.len() == 5), "{}", output.story());
    for stream in [&output.stdout, &output.stderr] {
        assert!(!stream.contains(['\x1b', '\x07', '\u{202e}']), "{}", output.story());
    }
    assert_eq!(results(&check(&world, &sink, "ssl").arg("--json").run()).matches(" ok").count(), 5);
}
