//! `email check` at a terminal: the password is asked for and not shown, and the layer that is tried is.

use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{World, secrets};

fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    world
}

#[test]
fn the_password_is_asked_for_and_not_shown_and_progress_is() {
    let (world, sink, password) = (world(), Sink::new(Tls::Ssl), secrets::mailbox());
    let port = sink.port();
    let words =
        ["email", "check", "--address", "a@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &port, "--security", "ssl"];
    let mut terminal = world.terminal(&words);
    terminal.expect("Password (Encrypted): ");
    terminal.line(&password);
    terminal.expect(&format!("Trying 127.0.0.1:{port}: tls"));
    let end = terminal.end().exits(0).lacks(&password).has("2.7.0 welcome").has("Nothing was sent");
    assert!(end.shown.rfind("Trying") < end.shown.rfind("\x1b[K"), "the line is taken away: {}", end.shown);
    assert!(sink.count("AUTH") == 1, "{}", end.shown);
}

#[test]
fn nothing_is_asked_where_no_sign_in_is_tried_and_ctrl_c_ends_a_silent_server() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |_, _, _| Act::Silence);
    let port = sink.port();
    let words = [
        "email",
        "check",
        "--address",
        "a@example.com",
        "--smtp-host",
        "127.0.0.1",
        "--smtp-port",
        &port,
        "--security",
        "ssl",
        "--no-login",
    ];
    let mut terminal = world.terminal(&words);
    terminal.expect(": banner");
    terminal.ctrl_c();
    terminal.end().exits(130).lacks("Password");
}

#[test]
fn where_no_password_works_it_is_asked_whether_to_try_at_all() {
    let world = world();
    let mut terminal = world.terminal(&["email", "check", "--address", "a@outlook.com"]);
    terminal.expect("accept no password for SMTP");
    terminal.expect("Try with a password all the same?");
    terminal.line("n");
    terminal.end().exits(3).lacks("Trying");
}
