//! `email confirm --wait`.

use super::{CODE, LINK, Mail, answer, channel, confirm, feed, fixture, path};
use crate::support::rows::failure;
use crate::support::{Canned, Reply, Request, World, wait};
use rustix::process::Signal;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server to which these messages come, one with each look at its feed; `odd` may answer in its place.
fn coming(mails: Vec<Mail>, odd: impl Fn(&Request, usize) -> Option<Reply> + Send + Sync + 'static) -> Canned {
    let (channel, looks) = (channel("smtp.gmail.com"), AtomicUsize::new(0));
    Canned::new(move |request, before| {
        if let Some(reply) = odd(request, before) {
            return reply;
        }
        match (path(request), request.query("after")) {
            ("/rooms", _) => answer(request, &channel, &[]),
            ("/messages", None) => feed(&[], "0"),
            ("/messages", Some(after)) => {
                looks.fetch_add(1, Ordering::SeqCst);
                let n: usize = after.parse().unwrap();
                match mails.get(n) {
                    Some(mail) => feed(&[mail.fed(n)], &(n + 1).to_string()),
                    None => feed(&[], after),
                }
            }
            _ => answer(request, &channel, &mails),
        }
    })
}

#[test]
fn it_waits_until_the_right_one_comes() {
    let world = World::new();
    let customer = Mail { from: "customer@example.org".into(), ..Mail::new("From: customer@example.org\n\nhello") };
    let stranger = Mail::new(fixture("en-code").replace(super::MAILBOX, "thief@evil.example"));
    let server = coming(vec![customer, stranger, Mail::new(fixture("en-code"))], |_, _| None);
    let output = confirm(&world, &server, &["--wait"]).run().success().stdout_is(&format!("{CODE}\n"));
    let output = output.stderr_has("Waiting for Gmail's confirmation").stderr_has("at most 10m");
    output.stderr_has("thief@evil.example").stderr_has("still waiting").stderr_has("signed by google.com").lacks("so far");
    let asked: Vec<String> = server.requests().into_iter().map(|r| r.target).collect();
    let cursor = asked.iter().position(|t| t.contains("/messages?")).unwrap();
    let listed = asked.iter().position(|t| t.contains("/rooms?")).unwrap();
    assert!(cursor < listed, "nothing may come unseen in between: {asked:?}");
    assert!(!asked.iter().any(|t| t.contains("vf-")), "no link is followed");
}

#[test]
fn a_signature_that_turns_out_not_to_be_googles_is_waited_for() {
    let world = World::new();
    let forged = Mail::new(fixture("en-code")).dkim("fail", &[]);
    let server = coming(vec![forged, Mail::new(fixture("pt-link"))], |_, _| None);
    let output = confirm(&world, &server, &["--wait", "--link"]).run().success().stdout_is(&format!("{LINK}\n"));
    output.stderr_has("(DKIM: fail)").stderr_has(&format!("qontak inbox show {}; still waiting", crate::support::rows::id(700)));
}

#[test]
fn one_of_an_earlier_attempt_is_not_waited_for() {
    let world = World::new();
    let old = Mail::new(fixture("en-code").replace(CODE, "11111111")).at("2020-01-02T03:04:05.000Z");
    let (new, channel) = (Mail::new(fixture("en-code")), channel("smtp.gmail.com"));
    let mails = [old, new];
    let server = Canned::new(move |request, _| match (path(request), request.query("after")) {
        ("/messages", None) => feed(&[], "0"),
        ("/messages", Some("0")) => feed(&[mails[1].fed(1)], "1"),
        (path, _) if path.ends_with("/raw") => answer(request, &channel, &mails),
        _ => answer(request, &channel, &mails[..1]),
    });
    let output = confirm(&world, &server, &["--wait"]).run().success().stdout_is(&format!("{CODE}\n"));
    output.stderr_has("of 2020-01-02T03:04:05.000Z in the Inbox is an old one");
    let output = confirm(&world, &server, &[]).run().success().stdout_is("11111111\n");
    output.stderr_has("more than a day old");
}

#[test]
fn outages_are_survived_and_told_once() {
    let world = World::new();
    let failing = AtomicUsize::new(0);
    let server = coming(vec![Mail::new(fixture("en-code"))], move |request, _| {
        let is_feed = request.query("after").is_some();
        let is_raw = path(request).ends_with("/raw");
        (is_feed || is_raw).then(|| failing.fetch_add(1, Ordering::SeqCst)).and_then(|n| match n {
            0 => Some(Reply::json(200, "<html>")),
            1 => Some(failure(500, &["broken"])),
            2 => Some(Reply::Hangup),
            4 => Some(Reply::json(200, "garbage")),
            _ => None,
        })
    });
    let output = confirm(&world, &server, &["--wait"]).run().success().stdout_is(&format!("{CODE}\n"));
    assert_eq!(output.stderr.matches("going on").count(), 2, "{}", output.story());
    output.stderr_has("The server answers again");
}

#[test]
fn patience_ends() {
    let world = World::new();
    let server = coming(Vec::new(), |_, _| None);
    let output = confirm(&world, &server, &["--wait", "--timeout", "300ms"]).run().exits(9).stdout_is("");
    output.stderr_has("in time").stderr_has("Forwarding and POP/IMAP").stderr_has("letter by letter");
    // A server that does not answer any more is not waited for any longer; whether something came, nobody knows.
    let server = coming(Vec::new(), |request, _| request.query("after").map(|_| Reply::Silence));
    let output = confirm(&world, &server, &["--wait", "--timeout", "300ms"]).run().exits(11).stdout_is("");
    output.stderr_has("did not answer within").lacks("letter by letter");
}

#[test]
fn patience_ends_while_messages_go_on_coming() {
    let world = World::new();
    let (channel, looks) = (channel("smtp.gmail.com"), AtomicUsize::new(0));
    let mails = [Mail::new("From: forwarding-noreply@google.com\n\nnone").known(serde_json::Value::Null)];
    let server = Canned::new(move |request, _| match (path(request), request.query("after")) {
        ("/rooms", _) => answer(request, &channel, &[]),
        ("/messages", None) => feed(&[], "0"),
        ("/messages", _) => {
            let ten: Vec<_> = (0..10).map(|_| mails[0].fed(0)).collect();
            feed(&ten, &looks.fetch_add(1, Ordering::SeqCst).to_string())
        }
        _ => answer(request, &channel, &mails),
    });
    // Each would be waited for until it is known who signed it.
    confirm(&world, &server, &["--wait", "--timeout", "300ms"]).run().exits(9).stderr_has("in time");
    let asked = server.requests().iter().filter(|request| request.query("after").is_some()).count();
    assert!(asked <= 2, "{asked} looks");
}

#[test]
fn ctrl_c_ends_it() {
    let world = World::new();
    let server = coming(Vec::new(), |_, _| None);
    let running = confirm(&world, &server, &["--wait"]).spawn();
    wait::until("a look at the feed", || server.requests().iter().any(|r| r.query("after").is_some()).then_some(()));
    running.signal(Signal::INT);
    running.wait().exits(130).stdout_is("");
}

#[test]
fn a_server_without_a_feed_says_so() {
    let world = World::new();
    let server = coming(Vec::new(), |request, _| {
        (path(request) == "/messages").then(|| Reply::json(404, &json!({"status": "error"}).to_string()))
    });
    let output = confirm(&world, &server, &["--wait"]).run().exits(1).stdout_is("");
    output.stderr_has("does not offer watching for new messages").stderr_has("without --wait");
}
