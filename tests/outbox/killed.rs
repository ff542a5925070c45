//! The server is killed in the middle of an attempt, at each of its steps, and started again.

use super::{Desk, world};
use crate::support::LIMIT;
use crate::support::sink::{Act, Sink, Tls};
use std::sync::Mutex;
use std::sync::mpsc;

#[test]
fn killed_at_any_step_a_reply_is_sent_once_unless_the_answer_was_lost() {
    for step in ["connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "content", "QUIT"] {
        let world = world();
        let (reached, at_step) = mpsc::channel();
        let (go_on, told) = mpsc::channel::<()>();
        let told = Mutex::new(told);
        let sink = Sink::scripted(Tls::Ssl, move |at, _, before| {
            if at == step && before == 0 {
                reached.send(()).unwrap();
                let _ = told.lock().unwrap().recv_timeout(LIMIT);
                return Act::Vanish;
            }
            Act::Yes
        });
        let mut desk = Desk::new(&world, &sink, "ssl");
        desk.reply("x").arg("--no-wait").run().success();
        at_step.recv_timeout(LIMIT).unwrap();
        if step == "QUIT" {
            // What was answered is kept before goodbye is said.
            desk.ends_as("sent");
        }
        desk.server.kill();
        go_on.send(()).unwrap();
        desk.server.restart();
        let message = desk.ends_as("sent");
        let lost = usize::from(step == "content");
        assert_eq!(message["answers_lost"], lost, "{step}: {message}");
        assert_eq!(sink.taken().len(), 1 + lost, "{step}");
        let ids: Vec<_> = sink.taken().iter().map(|m| m.header("Message-ID")).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{step}: {ids:?}");
        assert_eq!(desk.server.log().contains("may arrive twice"), step == "content", "{step}");
    }
}

#[test]
fn told_twice_to_stop_it_does_not_wait_for_the_answer() {
    let world = world();
    let (reached, at_step) = mpsc::channel();
    let (go_on, told) = mpsc::channel::<()>();
    let told = Mutex::new(told);
    let sink = Sink::scripted(Tls::Ssl, move |at, _, before| {
        if at == "content" && before == 0 {
            reached.send(()).unwrap();
            let _ = told.lock().unwrap().recv_timeout(LIMIT);
            return Act::Vanish;
        }
        Act::Yes
    });
    let mut desk = Desk::new(&world, &sink, "ssl");
    desk.reply("x").arg("--no-wait").run().success();
    at_step.recv_timeout(LIMIT).unwrap();
    desk.server.signal(rustix::process::Signal::TERM);
    crate::support::wait::until("the wish to stop", || desk.server.log().contains("Stopping").then_some(()));
    // Until it listens for the second one, nobody can see from outside that it does.
    crate::support::wait::until("the end", || {
        desk.server.signal(rustix::process::Signal::TERM);
        desk.server.log().contains("Stopped at once").then_some(())
    });
    assert!(desk.server.ended().success());
    go_on.send(()).unwrap();
    desk.server.restart();
    assert_eq!(desk.ends_as("sent")["answers_lost"], 1);
}

#[test]
fn stopped_it_waits_for_the_answer_to_what_is_on_its_way() {
    let world = world();
    let (reached, at_step) = mpsc::channel();
    let (go_on, told) = mpsc::channel::<()>();
    let told = Mutex::new(told);
    let sink = Sink::scripted(Tls::Ssl, move |at, _, _| {
        if at == "content" {
            reached.send(()).unwrap();
            let _ = told.lock().unwrap().recv_timeout(LIMIT);
        }
        Act::Yes
    });
    let mut desk = Desk::new(&world, &sink, "ssl");
    desk.reply("x").arg("--no-wait").run().success();
    at_step.recv_timeout(LIMIT).unwrap();
    desk.server.signal(rustix::process::Signal::TERM);
    crate::support::wait::until("the wish to stop", || desk.server.log().contains("Stopping").then_some(()));
    go_on.send(()).unwrap();
    assert!(desk.server.ended().success());
    desk.server.restart();
    let message = desk.ends_as("sent");
    assert_eq!((&message["answers_lost"], sink.taken().len()), (&0.into(), 1));
}
