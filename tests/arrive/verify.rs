//! `email verify` with a real server, a real outbox conversation, and a provider that forwards in every way.

use super::MAILBOX;
use super::provider::{Desk, OTHER, asked_subject};
use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Output, World, mail, wait};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;

/// The verdict of a run with `--json` that ended so.
#[track_caller]
fn verdict(output: Output, code: i32, verdict: &str) -> (Output, Value) {
    let output = output.exits(code);
    let json = output.json();
    assert_eq!(json["verdict"], verdict, "{}", output.story());
    if code != 0 {
        let error = output.json_error();
        assert_eq!(error["kind"], "not_proven");
        assert!(error["message"].as_str().unwrap().starts_with(&format!("{verdict}: ")), "{error}");
        assert!(json["cause"].is_string() && json["remedy"].is_string() && error["hint"].is_string(), "{json} {error}");
    }
    (output, json)
}

#[test]
fn a_test_mail_is_followed_until_it_is_in_the_inbox() {
    let world = World::new();
    let desk = Desk::new(&world);
    desk.forward_all();
    let (output, json) = verdict(desk.verify(&["--json"]), 0, "arrived");
    let taken = desk.sink.taken().remove(0);
    assert_eq!((taken.from.as_str(), &taken.to[..]), ("<support@example.com>", &[MAILBOX.to_owned()][..]));
    assert_eq!(taken.login, Some((MAILBOX.into(), desk.password.clone())));
    let token = json["token"].as_str().unwrap();
    assert!(token.len() == 32 && taken.content.matches(token).count() == 3, "{}", taken.content);
    assert_eq!(
        (&json["channel"], &json["target"], &json["from"], &json["forwarded_at"]),
        (&MAILBOX.into(), &MAILBOX.into(), &MAILBOX.into(), &"2026-11-23T05:00:07.000Z".into())
    );
    assert_eq!(json["channel_id"].as_str(), desk.forwarder.split('@').next());
    assert!(json["seconds"].is_u64() && json["accepted_at"].is_string() && json["arrived_at"].is_string(), "{json}");
    for none in ["class", "cause", "remedy"] {
        assert_eq!(json[none], Value::Null, "{json}");
    }
    output.stderr_has("Accepted by 127.0.0.1: 250 2.0.0 taken").stderr_has("came from the mailbox itself").lacks("so far");

    let text = desk.verify(&[]).success();
    assert_eq!(text.rows()[0][..2], [MAILBOX, "arrived"], "{}", text.story());
    text.stderr_has("The test mail is in the Inbox of support@example.com: accepted ");
    let csv = desk.verify(&["-o", "csv"]).success().stdout;
    let fields = "channel,verdict,token,accepted_at,forwarded_at,arrived_at,seconds,from,target,room_id,message_id,class,cause,remedy,channel_id";
    assert_eq!(csv.lines().next(), Some(fields));
    desk.verify(&["--columns", "verdict,class"]).success().stdout_is("arrived\t\n");
    desk.verify(&["-o", "table"]).success().stdout_has("arrived");
    desk.verify(&["--columns", "password"]).exits(2).stdout_is("");
}

#[test]
fn a_mail_that_somebody_sends_is_known_by_its_subject() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("--json --resolve");
    let subject = asked_subject(&log);
    mail::send(
        desk.server.smtp(),
        &desk.forwarder,
        "From: a@example.org\nSubject: Qontak test mail 0123456789abcdef\n\nanother run's\n",
    );
    let raw = format!("{}From: Ana <ana@example.org>\nTo: {MAILBOX}\nSubject: Fwd: {subject}\n\nhello\n", super::provider::WAY);
    mail::send(desk.server.smtp(), &desk.forwarder, &raw);
    let (_, json) = verdict(running.wait(), 0, "arrived");
    assert_eq!((&json["from"], &json["accepted_at"]), (&"ana@example.org".into(), &"2026-11-23T05:00:01.000Z".into()));
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains("is resolved.") && !said.contains("came from the mailbox itself"), "{said}");
    assert!(desk.sink.taken().is_empty(), "nothing is sent without a password");
    let room = json["room_id"].as_str().unwrap();
    let resolved = world.qontak(["inbox", "list", "--status", "resolved", "--columns", "id"]).run().success();
    resolved.stdout_is(&format!("{room}\n"));
}

#[test]
fn a_room_that_holds_more_stays_open() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("--resolve");
    let subject = asked_subject(&log);
    let first = "From: ana@example.org\nSubject: Hi\nMessage-ID: <first@example.org>\n\nhello\n";
    mail::send(desk.server.smtp(), &desk.forwarder, first);
    let then = format!("From: ana@example.org\nSubject: {subject}\nIn-Reply-To: <first@example.org>\n\nhello\n");
    mail::send(desk.server.smtp(), &desk.forwarder, &then);
    running.wait().success();
    assert!(fs::read_to_string(&log).unwrap().contains("stays open: it holds more than the test mail"));
    world.qontak(["inbox", "list", "--status", "resolved"]).run().success().stdout_is("");
}

#[test]
fn a_second_run_does_not_take_the_mail_of_the_first_for_its_own() {
    let world = World::new();
    let desk = Desk::new(&world);
    desk.forward_all();
    let (_, first) = verdict(desk.verify(&["--json"]), 0, "arrived");
    let old = desk.sink.taken().remove(0).content;
    let forwarder = desk.forwarder.clone();
    desk.forward(move |_| vec![(forwarder.clone(), old.clone())]);
    let (_, second) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 9, "not_received_within_timeframe");
    assert_ne!(first["token"], second["token"]);
}

#[test]
fn what_does_not_come_says_where_to_look() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (output, json) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 9, "not_received_within_timeframe");
    assert!(json["accepted_at"].is_string() && json["arrived_at"].is_null() && json["seconds"].is_null(), "{json}");
    let reached = format!("127.0.0.1:{} accepted it; whether it was forwarded, only the provider knows", desk.sink.port());
    assert!(output.json_error()["message"].as_str().unwrap().ends_with(&reached), "{}", output.story());
    assert_eq!(json["cause"], "The provider did not forward it, or it is held on the way.");
    for place in ["email forwarder", "email doctor", "spam folder", "send from another mailbox", &desk.forwarder] {
        assert!(json["remedy"].as_str().unwrap().contains(place), "{place}: {}", output.story());
        assert!(output.stderr.contains(place), "{place}: {}", output.story());
    }
    // Gmail's confirmation is Gmail's mailboxes' business.
    output.stderr_has("What to look at:\n  1. Is ").lacks("email confirm");
    let (running, log) = desk.wait_for_mail("--timeout 300ms --columns verdict");
    running.wait().exits(9).stdout_is("not_received_within_timeframe\n");
    let said = fs::read_to_string(log).unwrap();
    assert!(!said.contains("send from another mailbox:") && said.contains("best from another mailbox"), "{said}");
    assert!(said.contains("whether it reached the mailbox and was forwarded, only the provider knows"), "{said}");
    let forwarder = desk.forwarder.clone();
    desk.forward(move |raw| {
        vec![(forwarder.clone(), report(raw, "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 4.4.1 busy"))]
    });
    let (output, json) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 9, "not_received_within_timeframe");
    output.stderr_has("accepted it, and its delivery is delayed: 451 4.4.1 busy");
    assert_eq!(json["cause"], "A server on the way does not take it yet.");
}

#[test]
fn another_channel_is_the_wrong_target() {
    let world = World::new();
    let desk = Desk::new(&world);
    let other = desk.other.clone();
    desk.forward(move |raw| vec![(other.clone(), raw.to_owned())]);
    let (output, json) = verdict(desk.verify(&["--json"]), 9, "wrong_target");
    assert_eq!((&json["target"], &json["channel"]), (&OTHER.into(), &MAILBOX.into()));
    assert!(json["arrived_at"].is_string() && json["room_id"].is_string(), "{json}");
    output.stderr_has(OTHER).stderr_has(&desk.forwarder);
    let (wrong, right) = (desk.other.clone(), desk.forwarder.clone());
    desk.forward(move |raw| vec![(wrong.clone(), raw.to_owned()), (right.clone(), raw.to_owned())]);
    let (output, json) = verdict(desk.verify(&["--json"]), 0, "arrived");
    assert_eq!(json["target"], MAILBOX);
    output.stderr_has("forwarded to both");
}

#[test]
fn a_sender_that_was_replaced_is_told() {
    let world = World::new();
    let desk = Desk::new(&world);
    let forwarder = desk.forwarder.clone();
    desk.forward(move |raw| {
        vec![(forwarder.clone(), raw.replace("From: <support@example.com>", "From: \"x via List\" <list@example.net>"))]
    });
    let (output, json) = verdict(desk.verify(&["--json"]), 9, "from_rewritten");
    assert_eq!((&json["from"], &json["target"]), (&"list@example.net".into(), &MAILBOX.into()));
    output.stderr_has(&format!("qontak inbox show {} --raw | qontak email trace -", json["room_id"].as_str().unwrap()));
    for field in ["X-Original-From: Ana <ana@example.org>", "Reply-To: ana@example.org"] {
        let (running, log) = desk.wait_for_mail("--json");
        let subject = asked_subject(&log);
        let raw = format!("From: 'Ana' via Support <{MAILBOX}>\n{field}\nSubject: {subject}\n\nx\n");
        mail::send(desk.server.smtp(), &desk.forwarder, &raw);
        let output = running.wait().exits(9);
        assert_eq!(output.json()["verdict"], "from_rewritten", "{}", output.story());
        assert!(fs::read_to_string(&log).unwrap().contains("ana@example.org wrote it"));
        fs::remove_file(log).unwrap();
    }
}

#[test]
fn a_sender_of_whom_nothing_is_left_is_told_where_the_way_shows_it() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("--columns verdict,from");
    let subject = asked_subject(&log);
    let raw = format!("X-MS-Exchange-Inbox-Rules-Loop: {MAILBOX}\nFrom: {MAILBOX}\nTo: {MAILBOX}\nSubject: {subject}\n\nx\n");
    mail::send(desk.server.smtp(), &desk.forwarder, &raw);
    running.wait().exits(9).stdout_is(&format!("from_rewritten\t{MAILBOX}\n"));
}

#[test]
fn who_is_said_to_have_sent_it_is_shown() {
    let world = World::new();
    let desk = Desk::new(&world);
    let own = format!("X-MS-Exchange-Inbox-Rules-Loop: {MAILBOX}\nReply-To: <{MAILBOX}>\nFrom: {MAILBOX}");
    for (head, said) in [
        (
            "From: \"Ana via List\" <list@example.net>",
            "It says that list@example.net sent it. If somebody else did, the sender was replaced",
        ),
        ("From: ana@example.org\nX-Original-From: ana@example.org", "It says that ana@example.org sent it."),
        (&own, "It says that support@example.com, the mailbox itself, sent it."),
    ] {
        let (running, log) = desk.wait_for_mail("--columns verdict");
        let raw = format!("{head}\nSubject: {}\n\nx\n", asked_subject(&log));
        mail::send(desk.server.smtp(), &desk.forwarder, &raw);
        running.wait().success().stdout_is("arrived\n");
        let told = fs::read_to_string(&log).unwrap();
        assert!(told.contains(said), "{told}");
        fs::remove_file(log).unwrap();
    }
}

/// A report about the message, as a server writes it.
fn report(raw: &str, status: &str) -> String {
    let id = raw.lines().find(|line| line.starts_with("Message-ID")).unwrap();
    format!(
        "From: Mail Delivery System <mailer-daemon@mx.provider.example>\nTo: {MAILBOX}\nSubject: Undelivered\nAuto-Submitted: auto-replied\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         Sorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.provider.example\n\n{status}\n\n--b\n\
         Content-Type: text/rfc822-headers\n\n{id}\n\n--b--\n"
    )
}

#[test]
fn what_comes_back_is_explained() {
    let world = World::new();
    let desk = Desk::new(&world);
    let forwarder = desk.forwarder.clone();
    desk.forward(move |raw| {
        let status = "Final-Recipient: rfc822; x@inbound.example.test\nAction: failed\nStatus: 5.7.520\n\
                      Diagnostic-Code: smtp; 550 5.7.520 Access denied, Your organization does not allow external forwarding.";
        let about_another = "From: mailer-daemon@mx.example\nAuto-Submitted: auto-replied\n\nnot yours\n".to_owned();
        let away = format!(
            "From: {MAILBOX}\nSubject: Away: {}\nAuto-Submitted: auto-replied\n\nI am away\n",
            raw.lines().find(|line| line.starts_with("Subject")).unwrap()
        );
        [about_another, away, report(raw, status)].map(|raw| (forwarder.clone(), raw)).into()
    });
    let (output, json) = verdict(desk.verify(&["--json"]), 9, "bounced");
    assert_eq!(
        (&json["class"], &json["arrived_at"], &json["target"]),
        (&"forwarding_blocked".into(), &Value::Null, &Value::Null)
    );
    output.stderr_has("550 5.7.520 Access denied").stderr_has("x@inbound.example.test");
    let forwarder = desk.forwarder.clone();
    desk.forward(move |raw| {
        let delayed = report(raw, "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 4.4.1 busy");
        vec![(forwarder.clone(), delayed), (forwarder.clone(), raw.to_owned())]
    });
    verdict(desk.verify(&["--json"]), 0, "arrived").0.stderr_has("Delivery is delayed").stderr_has("451 4.4.1 busy");
}

#[test]
fn what_came_back_from_another_target_may_still_arrive() {
    let world = World::new();
    let desk = Desk::new(&world);
    for recipient in ["dead@elsewhere.example", "x@inbound.example.test"] {
        let forwarder = desk.forwarder.clone();
        desk.forward(move |raw| {
            let status =
                format!("Final-Recipient: rfc822; {recipient}\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1 no such user");
            vec![(forwarder.clone(), report(raw, &status)), (forwarder.clone(), raw.to_owned())]
        });
        let (output, json) = verdict(desk.verify(&["--json"]), 0, "arrived");
        output.stderr_has("forwarding has another target, which fails").stderr_has(recipient);
        assert_eq!(json["class"], Value::Null);
    }
    let forwarder = desk.forwarder.clone();
    desk.forward(move |raw| {
        let status =
            "Final-Recipient: rfc822; dead@elsewhere.example\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1 no such user";
        vec![(forwarder.clone(), report(raw, status))]
    });
    let (output, json) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 9, "bounced");
    let output = output.lacks("other recipients").stderr_has("  1. Is ");
    output.stderr_has("from another target of the forwarding: dead@elsewhere.example");
    assert_eq!(json["class"], "recipient_unknown");
}

#[test]
fn a_sign_in_that_fails_otherwise_does_not_blame_the_password() {
    let world = World::new();
    let desk = Desk::new(&world);
    let odd = |act: fn() -> Act| Sink::scripted(Tls::Ssl, move |step, _, _| if step == "AUTH" { act() } else { Act::Yes });
    for (act, word, class) in [
        ((|| Act::Silence) as fn() -> Act, "smtp_host_issue", "connect_timeout"),
        (|| Act::Vanish, "smtp_host_issue", "connection_lost"),
        (|| Act::Bytes(b"hello there\r\n".to_vec()), "smtp_host_issue", "not_smtp"),
        (|| Act::Say("554 5.9.9 Zorp".into()), "smtp_refused", "unknown"),
        (|| Act::Say("451 4.7.1 Greylisted, try again".into()), "smtp_refused", "greylisted"),
    ] {
        let sink = odd(act);
        let route = format!("127.0.0.1=127.0.0.1:{}", sink.port());
        let (output, json) = verdict(desk.verify(&["--json", "--timeout", "5s", "--connect-to", &route]), 9, word);
        assert_eq!(json["class"], class, "{}", output.story());
        output.stderr_has("failed at auth").lacks("password is wrong");
    }
}

#[test]
fn what_was_handed_over_and_not_answered_is_not_said_to_be_unsent() {
    let world = World::new();
    let desk = Desk::scripted(&world, |step| if step == "content" { Act::Silence } else { Act::Yes });
    desk.forward_all();
    let (output, _) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 0, "arrived");
    output.stderr_has("nobody knows whether").lacks("not sent");
    desk.forward(|_| Vec::new());
    let (output, json) = verdict(desk.verify(&["--json", "--timeout", "5s"]), 9, "not_received_within_timeframe");
    output.stderr_has("nobody knows whether 127.0.0.1:").lacks("not sent");
    assert_eq!(json["accepted_at"], Value::Null);
}

#[test]
fn a_local_workspace_where_nothing_arrives_is_not_waited_for() {
    let world = World::new();
    let sink = Sink::new(Tls::Ssl);
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    let add = ["email", "add", MAILBOX, "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port(), "--security", "ssl"];
    world.local(add).arg("--password-stdin").stdin("a secret").run().success();
    let verify = world.local(["email", "verify", MAILBOX, "--password-stdin"]).stdin("a secret").run().exits(9).stdout_is("");
    verify.stderr_has("no server receives mail for it").stderr_has("qontak server run --smtp").lacks("Sending");
    assert!(sink.taken().is_empty());
    let confirm = world.local(["email", "confirm", MAILBOX, "--wait"]).run().exits(9).stdout_is("");
    confirm.stderr_has("no server receives mail for it").lacks("Waiting");
    let steps = world.local(["email", "forwarder", MAILBOX, "--steps"]).run().success().stderr_has("  1. ");
    steps.stderr_has("This is the local workspace").lacks("email verify").lacks("email confirm");
}

#[test]
fn what_is_not_sent_is_not_waited_for() {
    let world = World::new();
    for (step, said, word, class) in [
        ("AUTH", "535 5.7.8 Error: authentication failed", "invalid_credentials", "bad_credentials"),
        ("AUTH", "534 5.7.9 Application-specific password required", "invalid_credentials", "app_password_required"),
        ("AUTH", "454 4.7.0 Too many login attempts", "smtp_refused", "throttled"),
        ("RCPT", "550 5.1.1 no such user", "smtp_refused", "recipient_unknown"),
        ("content", "554 5.7.1 looks like spam", "smtp_refused", "content_refused"),
    ] {
        let desk = Desk::scripted(&world, move |now| if now == step { Act::Say(said.to_owned()) } else { Act::Yes });
        let (output, json) = verdict(desk.verify(&["--json"]), 9, word);
        assert_eq!((&json["class"], &json["accepted_at"]), (&class.into(), &Value::Null), "{}", output.story());
        output.stderr_has(&format!("qontak email check {MAILBOX}")).stderr_has(&said[9..]).lacks("Waiting until");
        world.qontak(["logout"]).run().success();
        drop(desk);
        fs::remove_dir_all(world.path("server-data")).unwrap();
    }
}

#[test]
fn an_outbox_server_that_cannot_be_spoken_to_is_told() {
    let world = World::new();
    let desk = Desk::new(&world);
    // Nobody listens on the discard port of this machine.
    world.qontak(["email", "edit", MAILBOX, "--smtp-port", "9", "--yes", "--no-check"]).run().success();
    let (output, json) = verdict(desk.verify(&["--json"]), 9, "smtp_host_issue");
    assert_eq!(json["class"], "connect_refused", "{}", output.story());
    // The way can be told, as everywhere.
    desk.forward_all();
    let route = format!("127.0.0.1=127.0.0.1:{}", desk.sink.port());
    verdict(desk.verify(&["--json", "--connect-to", &route]), 0, "arrived");
    let clear = Sink::new(Tls::Starttls);
    let route = format!("127.0.0.1=127.0.0.1:{}", clear.port());
    let (_, json) = verdict(desk.verify(&["--json", "--connect-to", &route]), 9, "smtp_host_issue");
    assert_eq!(json["class"], "wrong_security");
}

#[test]
fn an_answer_that_was_lost_is_waited_for() {
    let world = World::new();
    let desk = Desk::scripted(&world, |step| if step == "content" { Act::Vanish } else { Act::Yes });
    desk.forward_all();
    let (output, json) = verdict(desk.verify(&["--json"]), 0, "arrived");
    assert_eq!(json["accepted_at"], "2026-11-23T05:00:01.000Z", "as the stations tell");
    output.stderr_has("nobody knows whether");
    assert_eq!(desk.sink.count("content"), 1, "nothing is sent twice");
}

#[test]
fn it_works_in_the_local_workspace_and_not_for_an_agent() {
    let world = World::new();
    let desk = Desk::new(&world);
    desk.server.sign_in("agent");
    desk.forward_all();
    fs::create_dir_all(world.data().parent().unwrap()).unwrap();
    symlink(world.path("server-data"), world.data()).unwrap();
    let words = ["email", "verify", MAILBOX, "--password-stdin", "--interval", "20ms", "--json"];
    let (_, json) = verdict(world.local(words).stdin(desk.password.clone()).run(), 0, "arrived");
    assert_eq!(json["target"], MAILBOX);
    let steps = world.local(["email", "forwarder", MAILBOX, "--steps"]).run().success();
    steps.stderr_has("qontak email verify").lacks("This is the local workspace");
    let agent = world.qontak(["--profile", "agent"]).args(words).stdin(desk.password.clone()).run().exits(5).stdout_is("");
    agent.stderr_has("needs Admin or Supervisor; you are Agent");
    assert_eq!(desk.sink.taken().len(), 1);
}

#[test]
fn ctrl_c_ends_the_wait() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("");
    asked_subject(&log);
    running.signal(Signal::INT);
    running.wait().exits(130).stdout_is("");
    assert!(resume(&log).len() == 32);
}

/// The token of the command to go on with.
#[track_caller]
fn resume(log: &std::path::Path) -> String {
    let said = fs::read_to_string(log).unwrap();
    let start = format!("To go on waiting for it: qontak email verify {MAILBOX} --resume ");
    let (_, rest) = said.split_once(&start).unwrap_or_else(|| panic!("{said}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_wait_that_ended_goes_on() {
    let world = World::new();
    let desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("--timeout 300ms");
    running.wait().exits(9);
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains(&format!("{MAILBOX} must forward its mail to {}.", desk.forwarder)), "{said}");
    let token = resume(&log);
    // It came when nobody was waiting.
    let raw = format!("From: ana@example.org\nSubject: Qontak test mail {token}\n\nx\n");
    mail::send(desk.server.smtp(), &desk.forwarder, &raw);
    let words = ["email", "verify", MAILBOX, "--interval", "20ms", "--json", "--resume", &token];
    let (_, json) = verdict(world.qontak(words).run(), 0, "arrived");
    assert_eq!((&json["token"], &json["from"]), (&token.as_str().into(), &"ana@example.org".into()));
    assert!(desk.sink.taken().is_empty());
    // It comes while somebody waits again.
    let later = "0123456789abcdef0123456789ABCDEF";
    fs::remove_file(&log).unwrap();
    let (running, log) = desk.wait_for_mail(&format!("--json --resume {later}"));
    wait::until("the wait", || fs::read_to_string(&log).unwrap_or_default().contains("Waiting until").then_some(()));
    mail::send(desk.server.smtp(), &desk.other, &format!("From: ana@example.org\nSubject: {later}\n\nx\n"));
    let json = running.wait().exits(9).json();
    assert_eq!((&json["verdict"], &json["target"]), (&"wrong_target".into(), &OTHER.into()));
    let said = fs::read_to_string(&log).unwrap();
    assert!(!said.contains("exactly this subject") && !said.contains("To go on waiting"), "{said}");
    for (words, why) in
        [(&["--resume", "abc"][..], "--resume"), (&["--resume", later, "--password-stdin"], "cannot be used with")]
    {
        world.qontak(["email", "verify", MAILBOX]).args(words).run().exits(2).stdout_is("").stderr_has(why);
    }
}

#[test]
fn a_server_that_is_restarted_meanwhile_is_waited_for() {
    let world = World::new();
    let mut desk = Desk::new(&world);
    let (running, log) = desk.wait_for_mail("--json");
    let subject = asked_subject(&log);
    desk.server.kill();
    wait::until("the outage", || fs::read_to_string(&log).unwrap().contains("going on").then_some(()));
    desk.server.restart();
    mail::send(desk.server.smtp(), &desk.forwarder, &format!("From: ana@example.org\nSubject: {subject}\n\nx\n"));
    let output = running.wait().success();
    assert_eq!(output.json()["verdict"], json!("arrived"));
    assert!(fs::read_to_string(&log).unwrap().contains("The server answers again"));
}
