//! Outbox servers that refuse, lie or break off.

use super::{Desk, row, world};
use crate::support::sink::{Act, Sink, Tls};
use crate::support::wait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[test]
fn what_is_refused_for_good_fails_with_class_cause_and_remedy() {
    for (step, words, class, remedy) in [
        (
            "AUTH",
            "535-5.7.8 Username and Password not accepted.\r\n535 5.7.8  https://support.example.com",
            "bad_credentials",
            "qontak email edit support@example.com --password-stdin",
        ),
        ("MAIL", "550 5.7.60 Client does not have permissions to send as this sender", "from_not_permitted", "Send As"),
        ("content", "552 5.3.4 Message size exceeds fixed limit", "message_too_large", "Write less"),
        ("connect", "554 purple", "unknown", "ask the provider"),
    ] {
        let world = world();
        let sink = Sink::scripted(Tls::Ssl, move |at, _, _| if at == step { Act::Say(words.into()) } else { Act::Yes });
        let desk = Desk::new(&world, &sink, "ssl");
        let output = desk.reply("x").run().exits(9);
        let row = row(&output);
        assert_eq!(
            (&row["status"], &row["error_class"], &row["attempts"]),
            (&"failed".into(), &class.into(), &1.into()),
            "{step}"
        );
        let error: serde_json::Value = serde_json::from_str(output.stderr.lines().last().unwrap()).unwrap();
        assert!(error["error"]["hint"].as_str().unwrap().contains(remedy), "{}", output.story());
        assert!(error["error"]["message"].as_str().unwrap().contains(class), "{}", output.story());
        assert_eq!((sink.taken().len(), sink.count(step)), (0, 1), "{step}: once and no more");
    }
}

#[test]
fn one_refused_recipient_keeps_the_reply_from_all() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, line, _| match step {
        "RCPT" if line.contains("typo@") => Act::Say("550 5.1.1 no such mailbox".into()),
        _ => Act::Yes,
    });
    let desk = Desk::new(&world, &sink, "ssl");
    let output = desk.reply("x").args(["--cc", "typo@example.com"]).run().exits(9);
    assert_eq!(row(&output)["error_class"], "recipient_unknown");
    output.stderr_has("typo@example.com");
    assert_eq!((sink.count("DATA"), sink.taken().len()), (0, 0));
}

#[test]
fn a_lost_answer_is_counted_and_said_and_the_message_id_stays() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, before| match (step, before) {
        ("content", 0) => Act::Vanish,
        _ => Act::Yes,
    });
    let desk = Desk::new(&world, &sink, "ssl");
    let output = desk.reply("x").run().success();
    let row = row(&output);
    assert_eq!((&row["status"], &row["answers_lost"]), (&"sent".into(), &1.into()));
    output.stderr_has("may get this more than once");
    let ids: Vec<_> = sink.taken().iter().map(|m| m.header("Message-ID")).collect();
    assert!(ids.len() == 2 && ids[0].is_some() && ids[0] == ids[1], "{ids:?}");
}

#[test]
fn an_answer_from_before_the_content_is_none_to_it() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, before| match (step, before) {
        ("DATA", 0) => Act::Say("354 go on\r\n250 2.0.0 taken".into()),
        _ => Act::Yes,
    });
    let desk = Desk::new(&world, &sink, "ssl");
    let row = row(&desk.reply("x").run().success());
    assert_eq!((&row["status"], &row["answers_lost"], &row["attempts"]), (&"sent".into(), &0.into(), &2.into()));
    assert_eq!(sink.taken().len(), 1, "the first attempt ended before the content did");
}

#[test]
fn what_begins_with_250_is_taken_whatever_follows() {
    for answer in [
        &b"250 2.0.0 accept\xe9\r\n"[..],
        b"250-2.0.0 queued\r\n",
        b"250 2.0.0 cut o",
        b"250\r\n",
        b"250 bare\n",
        &[b"250 ".as_slice(), &[b'x'; 5000], b"\r\n"].concat(),
    ] {
        let world = world();
        let answered = answer.to_vec();
        let sink = Sink::scripted(Tls::Ssl, move |step, _, before| match (step, before) {
            ("content", 0) => Act::Bytes(answered.clone()),
            _ => Act::Yes,
        });
        let desk = Desk::new(&world, &sink, "ssl");
        let row = row(&desk.reply("x").run().success());
        let shown = String::from_utf8_lossy(&answer[..answer.len().min(40)]).into_owned();
        assert_eq!((&row["status"], &row["answers_lost"], &row["attempts"]), (&"sent".into(), &0.into(), &1.into()), "{shown}");
        assert_eq!(sink.taken().len(), 1, "{shown}");
    }
}

#[test]
fn after_two_lost_answers_a_reply_is_given_up_and_nobody_says_that_it_was_not_sent() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, _| if step == "content" { Act::Vanish } else { Act::Yes });
    let desk = Desk::new(&world, &sink, "ssl");
    let output = desk.reply("x").run().exits(9);
    let row = row(&output);
    assert_eq!((&row["status"], &row["error_class"], &row["answers_lost"]), (&"failed".into(), &"answer_lost".into(), &2.into()));
    let output = output.stderr_has("may get this more than once").stderr_has("nobody can tell whether");
    assert!(!output.stderr.contains("was not sent"), "{}", output.story());
    assert_eq!(sink.taken().len(), 2);
}

#[test]
fn an_answer_without_an_end_is_cut_off() {
    for (tls, security, step) in [(Tls::Ssl, "ssl", "connect"), (Tls::Ssl, "ssl", "AUTH"), (Tls::Starttls, "starttls", "connect")]
    {
        let world = world();
        let sink = Sink::scripted(tls, move |at, _, before| match (at == step, before) {
            (true, 0) => Act::Bytes(vec![b'2'; 4 << 20]),
            _ => Act::Yes,
        });
        let desk = Desk::new(&world, &sink, security);
        let row = row(&desk.reply("x").run().success());
        assert_eq!((&row["status"], &row["attempts"]), (&"sent".into(), &2.into()), "{step}");
    }
}

#[test]
fn without_tls_nothing_is_said_and_nothing_is_taken_for_said_under_it() {
    let (world, sink) = (world(), Sink::new(Tls::Never));
    let desk = Desk::new(&world, &sink, "starttls");
    let output = desk.reply("x").run().exits(9);
    assert_eq!(row(&output)["error_class"], "tls_not_offered");
    let clear = sink.in_clear();
    assert!(!clear.contains("AUTH") && !clear.contains("MAIL"), "{clear}");
    let sink = Sink::new(Tls::Injected);
    let words = ["email", "edit", "support@example.com", "--smtp-port", &sink.port()];
    world.qontak(words).run().success();
    let output = desk.reply("y").args(["--timeout", "2s"]).run().success();
    assert_eq!(row(&output)["status"], "pending", "the handshake breaks on what was injected");
    assert_eq!((sink.count("AUTH"), sink.taken().len()), (0, 0));
}

#[test]
fn a_certificate_that_is_not_trusted_or_for_another_name_is_refused() {
    let world = crate::support::World::new();
    let sink = Sink::new(Tls::Ssl);
    let desk = Desk::new(&world, &sink, "ssl");
    let output = desk.reply("x").args(["--timeout", "2s"]).run().success();
    assert_eq!((&row(&output)["status"], &row(&output)["error_class"]), (&"pending".into(), &"tls_cert_untrusted".into()));
    assert!(row(&output)["error"].as_str().unwrap().starts_with("the server's certificate "), "{}", output.story());
    assert_eq!((sink.count("EHLO"), sink.taken().len()), (0, 0));
}

#[test]
fn a_server_that_repeats_the_credential_does_not_get_it_into_any_log_file_or_screen() {
    let world = world();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let word = std::sync::Arc::clone(&seen);
    let sink = Sink::scripted(Tls::Ssl, move |step, line, before| {
        if step == "AUTH" {
            *word.lock().unwrap() = line.to_owned();
            let plain = STANDARD.decode(line.rsplit(' ').next().unwrap()).unwrap();
            let password = String::from_utf8_lossy(&plain).rsplit('\0').next().unwrap().to_owned();
            let hidden = [line.to_owned(), password.clone(), STANDARD.encode(&password)].join(" and ");
            return Act::Say(if before == 0 {
                format!("451-{hidden}\r\n451 {password}")
            } else {
                format!("535 5.7.8 no {hidden}")
            });
        }
        Act::Yes
    });
    let desk = Desk::new(&world, &sink, "ssl");
    // The world looks for the password everywhere when it ends.
    let output = desk.reply("x").args(["-v"]).run().exits(9);
    output.stdout_has("[redacted]");
    assert!(seen.lock().unwrap().starts_with("AUTH PLAIN "));
    assert!(desk.message()["error"].as_str().unwrap().contains("[redacted]"));
}

#[test]
fn a_credential_in_disguise_is_taken_out_too() {
    type Disguise = fn(&str) -> String;
    let disguises: [Disguise; 4] = [
        |word| format!("454-4.7.0 split {}\r\n454 4.7.0 {}", &word[..word.len() / 2], &word[word.len() / 2..]),
        |word| format!("454 4.7.0 {}", word.bytes().map(|b| format!("%{b:02x}")).collect::<String>()),
        |word| format!("454 4.7.0 {}", word.to_uppercase()),
        |word| format!("454 4.7.0 {}", STANDARD.encode(format!("\0support@example.com\0{word}"))),
    ];
    for disguise in disguises {
        let world = world();
        let sink = Sink::scripted(Tls::Ssl, move |step, line, _| {
            if step != "AUTH" {
                return Act::Yes;
            }
            let plain = STANDARD.decode(line.rsplit(' ').next().unwrap()).unwrap();
            Act::Say(disguise(String::from_utf8_lossy(&plain).rsplit('\0').next().unwrap()))
        });
        let mut words = super::WORDS;
        words[5] = "1h";
        let desk = Desk::with(&world, &sink, "ssl", super::MAIL, &words);
        let row = row(&desk.reply("x").run().success());
        let error = row["error"].as_str().unwrap();
        let left = error.replace("[redacted]", "");
        assert!(error.contains("[redacted]") && left.len() <= "454 4.7.0 split ".len(), "{error}");
    }
}

#[test]
fn a_dead_server_holds_up_no_other_channel() {
    let world = world();
    let stuck = Sink::scripted(Tls::Ssl, |_, _, _| {
        std::thread::park_timeout(crate::support::LIMIT);
        Act::Vanish
    });
    let desk = Desk::new(&world, &stuck, "ssl");
    for _ in 0..3 {
        desk.reply("x").arg("--no-wait").run().success().stderr_has("not sent yet");
    }
    wait::until("the first attempt", || (stuck.count("connect") > 0).then_some(()));
    let sink = Sink::new(Tls::Ssl);
    let words =
        ["email", "add", "sales@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port(), "--security", "ssl"];
    let added =
        world.qontak(words).args(["--password-stdin", "--columns", "forwarder"]).stdin(crate::support::secrets::mailbox()).run();
    super::deliver(desk.server.smtp(), added.success().one_line(), &super::MAIL.replace("question@", "another@"));
    let room = wait::until("the other room", || {
        let rooms = world.qontak(["inbox", "list", "--json"]).run().success().json();
        let found = rooms.as_array().unwrap().iter().find(|r| r["channel"] == "sales@example.com")?["id"].as_str()?.to_owned();
        Some(found)
    });
    world.qontak(["inbox", "reply", &room]).stdin("y").run().success().stderr_has("Sent");
    assert_eq!(stuck.count("connect"), 1, "a channel's replies go one after another");
}

#[test]
fn a_channel_that_is_disconnected_meanwhile_fails_its_replies() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |_, _, _| Act::Say("421 4.3.2 later".into()));
    let desk = Desk::new(&world, &sink, "ssl");
    desk.reply("x").arg("--no-wait").run().success();
    world.qontak(["email", "disconnect", "support@example.com", "--yes"]).run().success();
    assert_eq!(desk.ends_as("failed")["error_class"], "channel_disconnected");
    world.qontak(["inbox", "list", "--columns", "last_message_status"]).run().success().stdout_is("failed\n");
    desk.reply("y").run().exits(8).stderr_has("has been disconnected");
}
