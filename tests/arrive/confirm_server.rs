//! `email confirm` with a real server, over HTTP and without.

use super::{CODE, LINK, MAILBOX, fixture};
use crate::support::{Server, World, mail, secrets, wait};
use std::fs;
use std::os::unix::fs::symlink;

/// A server with a connected mailbox; the forwarder.
#[track_caller]
fn desk(world: &World) -> (Server<'_>, String) {
    let server = Server::with(world, &["--smtp", "127.0.0.1:0", "--forwarder-domain", "inbound.example.test", "--dns", "off"]);
    server.sign_in("admin");
    let words =
        ["--profile", "admin", "email", "add", MAILBOX, "--smtp-host", "smtp.gmail.com", "--smtp-port", "465", "--no-check"];
    let added = world.qontak(words).args(["--password-stdin", "--columns", "forwarder"]).stdin(secrets::mailbox()).run();
    let forwarder = added.success().one_line().to_owned();
    (server, forwarder)
}

#[test]
fn what_gmail_sent_is_found_over_http_and_in_the_local_workspace() {
    let world = World::new();
    let (server, forwarder) = desk(&world);
    server.sign_in("supervisor");
    server.sign_in("agent");
    let confirm = |profile: &[&str]| world.qontak(profile).args(["email", "confirm", MAILBOX]);
    confirm(&["--profile", "admin"]).run().exits(9).stderr_has(&forwarder).stdout_is("");
    mail::send(server.smtp(), &forwarder, "From: customer@example.org\nSubject: Hello\n\nforwarding-noreply@google.com");
    mail::send(server.smtp(), &forwarder, &fixture("en-code").replace(super::FORWARDER, &forwarder));
    fs::create_dir_all(world.data().parent().unwrap()).unwrap();
    symlink(world.path("server-data"), world.data()).unwrap();
    wait::until("the confirmation", || (confirm(&["--profile", "admin"]).run().stdout == format!("{CODE}\n")).then_some(()));
    for profile in [&["--profile", "supervisor"][..], &["--local"]] {
        let output = confirm(profile).run().success().stdout_is(&format!("{CODE}\n"));
        output.stderr_has("warning: the server has not looked up whether google.com signed it");
        let json = confirm(profile).args(["--json", "--link"]).run().success().json();
        assert_eq!((&json["forwarder"], &json["link"]), (&forwarder.as_str().into(), &LINK.into()));
        assert!(json["room_id"].is_string() && json["message_id"].is_string() && json["received_at"].is_string(), "{json}");
    }
    confirm(&["--profile", "agent"]).run().exits(5).stderr_has("needs Admin or Supervisor; you are Agent");
}

#[test]
fn it_is_waited_for() {
    let world = World::new();
    let (server, forwarder) = desk(&world);
    let words = ["--profile", "admin", "--verbose", "email", "confirm", MAILBOX, "--wait"];
    let log = world.home().join("log");
    let line = format!("exec qontak {} 2> {}", words.join(" "), log.display());
    let running = world.sh(&line).spawn();
    wait::until("the wait", || fs::read_to_string(&log).unwrap_or_default().contains("Waiting for").then_some(()));
    mail::send(server.smtp(), &forwarder, &fixture("en-code").replace(super::FORWARDER, &forwarder));
    running.wait().success().stdout_is(&format!("{CODE}\n"));
}
