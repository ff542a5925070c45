//! `email add` and `email edit` try the SMTP settings before they write anything.

use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Canned, Run, World, rows, secrets};

const REFUSED: &str =
    "535-5.7.8 Username and Password not accepted. Learn more at\r\n535 5.7.8 https://support.google.com/mail/?p=BadCredentials";

/// A world that tries settings, and trusts the tests' certificate.
fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    world
}

fn words(port: &str) -> [String; 8] {
    ["email", "add", "a@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", port, "--security=ssl"].map(str::to_owned)
}

fn add<'w>(world: &'w World, port: &str) -> Run<'w> {
    world.local(words(port)).arg("--password-stdin").stdin(secrets::mailbox()).without_env("QONTAK_NO_CHECK")
}

fn edit<'w>(world: &'w World, words: &[&str]) -> Run<'w> {
    world.local(["email", "edit", "a@example.com"]).args(words).without_env("QONTAK_NO_CHECK")
}

fn refusing() -> Sink {
    Sink::scripted(Tls::Ssl, |step, _, _| if step == "AUTH" { Act::Say(REFUSED.into()) } else { Act::Yes })
}

#[test]
fn settings_that_work_are_saved_and_nothing_is_sent() {
    let world = world();
    let sink = Sink::new(Tls::Ssl);
    add(&world, &sink.port()).run().success().stderr_has("Connected a@example.com").one_line();
    assert_eq!((sink.count("AUTH"), sink.count("MAIL"), sink.count("RCPT"), sink.taken().len()), (1, 1, 0, 0));
    world.local(["email", "list", "--columns", "address"]).run().success().stdout_is("a@example.com\n");
}

#[test]
fn settings_that_do_not_work_are_not_saved() {
    let world = world();
    let sink = refusing();
    let output = add(&world, &sink.port()).run().exits(9).stdout_is("");
    output.stderr_has("bad_credentials").stderr_has("--no-check").lacks("Connected");
    let error = add(&world, &sink.port()).arg("--json").run().exits(9).json_error();
    assert_eq!(error["kind"], "not_proven");
    world.local(["email", "list"]).run().success().stdout_is("");
    assert_eq!(sink.count("AUTH"), 2, "where nobody can be asked, a password is tried once");

    add(&world, &sink.port()).arg("--no-check").run().success();
    assert_eq!(sink.count("connect"), 2, "--no-check tries nothing");
}

#[test]
fn the_variable_says_the_same_as_the_flag() {
    let world = world();
    let sink = refusing();
    add(&world, &sink.port()).env("QONTAK_NO_CHECK", "1").run().success();
    edit(&world, &["--password-stdin"]).stdin(secrets::mailbox()).env("QONTAK_NO_CHECK", "1").run().success();
    assert_eq!(sink.count("connect"), 0);
}

#[test]
fn a_server_is_told_nothing_of_settings_that_do_not_work() {
    let world = world();
    let server = Canned::new(|_, _| rows::page(&[], 0));
    let output = world.at(&server.url(), words("1")).arg("--password-stdin").stdin(secrets::mailbox());
    output.without_env("QONTAK_NO_CHECK").run().exits(9).stderr_has("connect_refused");
    let methods: Vec<String> = server.requests().iter().map(|r| r.method.clone()).collect();
    assert!(methods.iter().all(|method| method == "GET"), "whether it is connected is looked up, and no more: {methods:?}");
}

#[test]
fn an_edit_is_tried_with_what_it_changes() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, before| match step {
        "AUTH" if before == 1 => Act::Say(REFUSED.into()),
        _ => Act::Yes,
    });
    add(&world, &sink.port()).run().success();

    edit(&world, &["--password-stdin"]).stdin(secrets::mailbox()).run().exits(9).stderr_has("bad_credentials").lacks("Saved");
    edit(&world, &["--password-stdin"]).stdin(secrets::mailbox()).run().success().stderr_has("Saved");
    assert_eq!(sink.count("AUTH"), 3);

    // The stored password never comes back, so that the sign-in cannot be tried.
    let other = Sink::new(Tls::Ssl);
    edit(&world, &["--smtp-port", &other.port()]).run().success().stderr_has("stays on the server");
    assert_eq!((other.count("EHLO"), other.count("AUTH")), (1, 0));
    edit(&world, &["--smtp-port", "1"]).run().exits(9).stderr_has("connect_refused");
    world.local(["email", "list", "--columns", "smtp_port"]).run().success().stdout_is(&format!("{}\n", other.port()));

    // What has nothing to do with sending is not held up.
    edit(&world, &["--smtp-port", "1", "--dry-run"]).run().success().stderr_has("Dry run");
    edit(&world, &["--address", "b@example.com"]).run().success();
    assert_eq!(other.count("connect"), 1);
}

#[test]
fn an_update_of_a_connected_mailbox_is_tried_too() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, before| match step {
        "AUTH" if before > 0 => Act::Say(REFUSED.into()),
        _ => Act::Yes,
    });
    add(&world, &sink.port()).run().success();
    add(&world, &sink.port()).args(["--if-exists", "update"]).run().exits(9).stdout_is("").stderr_has("bad_credentials");
    add(&world, &sink.port()).args(["--if-exists", "skip"]).run().success();
    add(&world, &sink.port()).run().exits(7);
    assert_eq!(sink.count("AUTH"), 2, "a mailbox that is left as it is needs no proof");
}
