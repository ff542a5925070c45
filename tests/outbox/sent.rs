//! Replies that are sent.

use super::{Desk, MAIL, WORDS, row, world};
use crate::support::sink::{Act, Sink, Tls};

#[test]
fn a_reply_leaves_through_the_channels_outbox_server_and_continues_the_thread() {
    for (tls, security) in [(Tls::Ssl, "ssl"), (Tls::Starttls, "starttls")] {
        let (world, sink) = (world(), Sink::new(tls));
        let desk = Desk::new(&world, &sink, security);
        let output = desk
            .reply("Halo,\n.\nsudah dikirim \u{1f4e6}\n")
            .args(["--cc", "boss@example.com", "--bcc", "log@example.com"])
            .run();
        let row = row(&output.success().stderr_has("Sent to customer@example.org"));
        assert_eq!(
            (&row["status"], &row["to"], &row["error_class"]),
            (&"sent".into(), &"customer@example.org".into(), &().into())
        );
        let taken = sink.taken();
        assert_eq!(taken.len(), 1);
        let mail = &taken[0];
        assert_eq!(mail.login, Some(("support@example.com".into(), desk.password.clone())));
        assert_eq!(
            (mail.from.as_str(), mail.to.join(" ")),
            ("<support@example.com>", "customer@example.org boss@example.com log@example.com".into())
        );
        let header = |name: &str| mail.header(name).unwrap_or_default();
        assert_eq!(
            (header("From"), header("To"), header("Cc")),
            ("support@example.com".into(), "customer@example.org".into(), "boss@example.com".into())
        );
        assert_eq!(header("In-Reply-To"), "<question@example.org>");
        assert_eq!(header("References"), "<older@example.org> <question@example.org>");
        assert_eq!(header("Subject"), "Re: Where is order 7?");
        assert!(!mail.content.contains("log@example.com"), "{}", mail.content);
        // Whoever knew the forwarder could write into the Inbox past the mailbox's spam filter.
        assert!(!mail.content.contains("inbound.example.test"), "{}", mail.content);
        assert_eq!(format!("<{}>", row["message_id"].as_str().unwrap()), header("Message-ID"));
        assert!(!sink.in_clear().contains("AUTH") && !sink.in_clear().contains("MAIL"), "{}", sink.in_clear());
        assert_eq!(desk.message()["status"], "sent");
    }
}

#[test]
fn the_answer_to_a_reply_comes_into_the_same_room() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let desk = Desk::new(&world, &sink, "ssl");
    desk.reply("On its way\n").run().success();
    let id = sink.taken()[0].header("Message-ID").unwrap();
    let forwarder = world.qontak(["email", "forwarder", "support@example.com"]).run().success().one_line().to_owned();
    let mail = MAIL.replace("<question@example.org>", "<thanks@example.org>").replace("order 7?", "something else");
    let mail = mail.replace("References: <older@example.org>", &format!("In-Reply-To: {id}"));
    super::deliver(desk.server.smtp(), &forwarder, &mail);
    crate::support::wait::until("the answer", || {
        let messages = world.qontak(["inbox", "show", &desk.room, "--json"]).run().success().json();
        (messages.as_array().unwrap().len() == 3).then_some(())
    });
    assert_eq!(world.qontak(["inbox", "list"]).run().success().rows().len(), 1);
}

#[test]
fn a_mail_in_the_customers_name_does_not_get_the_answers() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let mail = MAIL.replace("To: support", "Reply-To: evil@example.net\r\nTo: support");
    let desk = Desk::with(&world, &sink, "ssl", &mail, &WORDS);
    let output = desk.reply("x").args(["--bcc", "log@example.com"]).run().success();
    assert_eq!((&row(&output)["to"], &row(&output)["bcc"]), (&"customer@example.org".into(), &"log@example.com".into()));
    desk.reply("y").args(["--to", "evil@example.net"]).run().success().stderr_has("Sent to evil@example.net");
    let to: Vec<_> = sink.taken().iter().map(|mail| mail.to.join(" ")).collect();
    assert_eq!(to, ["customer@example.org log@example.com", "evil@example.net"], "only who names it writes to it");
}

#[test]
fn an_automatic_answer_that_repeats_our_mark_is_a_loop_and_nothing_else_is() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let desk = Desk::new(&world, &sink, "ssl");
    desk.reply("On its way\n").run().success();
    let mark = sink.taken()[0].header("X-Loop").unwrap();
    assert!(mark.len() == 32 && mark.bytes().all(|b| b.is_ascii_hexdigit()), "{mark}");
    let forwarder = world.qontak(["email", "forwarder", "support@example.com"]).run().success().one_line().to_owned();
    for (headers, answer) in [
        (format!("X-Loop: {mark}\r\nAuto-Submitted: auto-replied\r\n"), "554"),
        (format!("X-Loop: {mark}\r\n"), "250"),
        (format!("X-Loop: {forwarder}\r\nAuto-Submitted: auto-replied\r\n"), "250"),
    ] {
        super::deliver_answered(desk.server.smtp(), &forwarder, &format!("{headers}{MAIL}"), answer);
    }
}

#[test]
fn auth_login_is_spoken_too() {
    let (world, sink) = (world(), Sink::offering(Tls::Ssl, &["AUTH LOGIN"], |_, _, _| Act::Yes));
    let desk = Desk::new(&world, &sink, "ssl");
    desk.reply("x").run().success();
    assert_eq!(sink.taken()[0].login.as_ref().map(|(_, password)| password.clone()), Some(desk.password.clone()));
}

#[test]
fn letters_beyond_ascii_in_an_address_need_a_server_that_can_carry_them() {
    for (offers, status) in [(&["AUTH PLAIN", "SMTPUTF8", "8BITMIME"][..], "sent"), (&["AUTH PLAIN", "8BITMIME"], "failed")] {
        let (world, sink) = (world(), Sink::offering(Tls::Ssl, offers, |_, _, _| Act::Yes));
        let desk = Desk::new(&world, &sink, "ssl");
        let output = desk.reply("x").args(["--cc", "b\u{fc}ro@example.com"]).run();
        assert_eq!(row(&output)["status"], status, "{}", output.story());
        if status == "sent" {
            assert!(sink.taken()[0].from.contains("SMTPUTF8"), "{:?}", sink.taken());
        } else {
            output.exits(9).stderr_has("international_address").stderr_has("SMTPUTF8");
            assert_eq!(sink.count("MAIL"), 0);
        }
    }
}

#[test]
fn what_failed_for_the_moment_is_tried_again() {
    for step in ["connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "content"] {
        let world = world();
        let sink = Sink::scripted(Tls::Ssl, move |at, _, before| match (at == step, before) {
            (true, 0) => Act::Say("451 4.3.0 not now".into()),
            (true, 1) if step != "content" => Act::Vanish,
            _ => Act::Yes,
        });
        let desk = Desk::new(&world, &sink, "ssl");
        let row = row(&desk.reply("x").run().success());
        let attempts = if step == "content" { 2 } else { 3 };
        assert_eq!(
            (&row["status"], &row["attempts"], &row["answers_lost"]),
            (&"sent".into(), &attempts.into(), &0.into()),
            "{step}"
        );
        assert_eq!(sink.taken().len(), 1, "{step}");
    }
}

#[test]
fn a_reply_that_is_still_pending_is_told_so_and_goes_out_later() {
    let world = world();
    let open = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let door = std::sync::Arc::clone(&open);
    let sink = Sink::scripted(Tls::Ssl, move |step, _, _| {
        let open = door.load(std::sync::atomic::Ordering::SeqCst);
        if step == "MAIL" && !open { Act::Say("450 4.7.1 Greylisted, come again".into()) } else { Act::Yes }
    });
    let desk = Desk::with(&world, &sink, "ssl", MAIL, &WORDS);
    let output = desk.reply("x").args(["--timeout", "2s"]).run().success();
    let row = row(&output);
    assert_eq!((&row["status"], &row["error_class"]), (&"pending".into(), &"greylisted".into()));
    output.stderr_has("not sent yet").stderr_has("greylisted").stderr_has("goes on trying");
    assert!(row["next_attempt_at"].is_string());
    open.store(true, std::sync::atomic::Ordering::SeqCst);
    desk.ends_as("sent");
    assert_eq!(sink.taken().len(), 1);
}

#[test]
fn nobody_waits_for_an_attempt_that_is_due_after_the_deadline() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, _| match step {
        "MAIL" => Act::Say("450 4.7.1 Greylisted, come again".into()),
        _ => Act::Yes,
    });
    let mut words = WORDS;
    words[5] = "1h";
    let desk = Desk::with(&world, &sink, "ssl", MAIL, &words);
    // Longer than a process of a test may run.
    let output = desk.reply("x").args(["--timeout", "20m"]).run().success();
    assert_eq!((&row(&output)["status"], &row(&output)["attempts"]), (&"pending".into(), &1.into()));
    output.stderr_has("The next attempt is due at");
    let output = desk.reply("y").arg("--no-wait").run().success().stderr_has("not sent yet");
    assert!(!output.stderr.contains("due at"), "{}", output.story());
}

#[test]
fn whoever_stops_waiting_is_told_that_the_reply_is_kept() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |_, _, _| {
        std::thread::park_timeout(crate::support::LIMIT);
        Act::Vanish
    });
    let desk = Desk::new(&world, &sink, "ssl");
    let waiting = desk.reply("x").args(["--timeout", "20m"]).spawn();
    crate::support::wait::until("the first attempt", || (sink.count("connect") > 0).then_some(()));
    waiting.signal(rustix::process::Signal::INT);
    let output = waiting.wait().exits(130).stdout_is("").stderr_has("The reply is kept").stderr_has("goes on trying");
    output.stderr_has(desk.message()["id"].as_str().unwrap());
}
