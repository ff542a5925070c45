//! A password that the provider refuses is corrected on the spot.

use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Pty, World, secrets};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const REFUSED: &str = "535 5.7.8 Error: authentication failed";

fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    // An empty value counts as none.
    world.set("QONTAK_NO_CHECK", "");
    world
}

/// Refuses the first passwords.
fn sink(wrong: usize) -> Sink {
    Sink::scripted(Tls::Ssl, move |step, _, before| match step {
        "AUTH" if before < wrong => Act::Say(REFUSED.into()),
        _ => Act::Yes,
    })
}

fn add_words(port: &str) -> [&str; 10] {
    ["--local", "email", "add", "a@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", port, "--security", "ssl"]
}

fn add<'w>(world: &'w World, sink: &Sink) -> Pty<'w> {
    let mut terminal = world.terminal(&add_words(&sink.port()));
    terminal.expect("Password (Encrypted): ");
    terminal.line(&secrets::mailbox());
    terminal
}

fn addresses(world: &World) -> String {
    world.local(["email", "list", "--columns", "address"]).run().success().stdout
}

#[test]
fn a_wrong_password_is_typed_again_and_the_right_one_is_saved() {
    let (world, sink) = (world(), sink(1));
    let mut terminal = add(&world, &sink);
    terminal.expect("The login or the password is wrong");
    terminal.expect("Password (Encrypted, Enter gives up): ");
    let right = secrets::mailbox();
    terminal.line(&right);
    terminal.end().exits(0).has("Connected a@example.com").lacks(&right);
    assert_eq!((sink.count("AUTH"), addresses(&world).as_str()), (2, "a@example.com\n"));
}

#[test]
fn giving_up_saves_nothing() {
    for (key, code) in [("\r", 9), ("\x04", 3), ("\x03", 130)] {
        let (world, sink) = (world(), sink(9));
        let mut terminal = add(&world, &sink);
        terminal.expect("Enter gives up): ");
        terminal.keys(key);
        terminal.end().exits(code);
        assert_eq!((sink.count("AUTH"), addresses(&world).as_str()), (1, ""));
    }
}

#[test]
fn three_wrong_passwords_are_enough() {
    let (world, sink) = (world(), sink(9));
    let mut terminal = add(&world, &sink);
    for _ in 0..2 {
        terminal.expect("Enter gives up): ");
        terminal.line(&secrets::mailbox());
    }
    terminal.end().exits(9).has("bad_credentials");
    assert_eq!((sink.count("AUTH"), addresses(&world).as_str()), (3, ""));
}

#[test]
fn a_server_that_repeats_what_it_refused_before_tells_nobody() {
    let (first, second) = (secrets::mailbox(), secrets::mailbox());
    let said =
        format!("535 5.7.8 authentication failed, as for {first} and {}", STANDARD.encode(format!("\0a@example.com\0{first}")));
    let (world, sink) =
        (world(), Sink::scripted(Tls::Ssl, move |step, _, _| if step == "AUTH" { Act::Say(said.clone()) } else { Act::Yes }));
    let mut terminal = world.terminal(&add_words(&sink.port()));
    terminal.expect("Password (Encrypted): ");
    terminal.line(&first);
    terminal.expect("Enter gives up): ");
    terminal.line(&second);
    terminal.expect("Enter gives up): ");
    terminal.keys("\r");
    let shown = terminal.end().exits(9);
    for encoded in secrets::encodings(&first) {
        assert!(!shown.shown.contains(&encoded), "{}", shown.shown);
    }
}

#[test]
fn what_no_password_mends_is_not_asked_about() {
    let (world, sink) = (
        world(),
        Sink::scripted(Tls::Ssl, |step, _, _| match step {
            "AUTH" => {
                Act::Say("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.".into())
            }
            _ => Act::Yes,
        }),
    );
    add(&world, &sink).end().exits(9).has("smtp_auth_disabled_tenant").lacks("gives up");
}

#[test]
fn an_edit_asks_again_too() {
    let (world, sink) = (world(), sink(1));
    let words = ["email", "add", "a@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port(), "--security", "ssl"];
    world.local(words).args(["--password-stdin", "--no-check"]).stdin(secrets::mailbox()).run().success();
    let file = world.path("work/password");
    std::fs::write(&file, secrets::mailbox()).unwrap();
    let mut terminal = world.terminal(&["--local", "email", "edit", "a@example.com", "--password-file", "password"]);
    terminal.expect("Enter gives up): ");
    terminal.line(&secrets::mailbox());
    terminal.expect("Save changes?");
    terminal.expect("(Cancel): ");
    terminal.line("y");
    std::fs::remove_file(file).unwrap();
    terminal.end().exits(0).has("Saved a@example.com");
    assert_eq!(sink.count("AUTH"), 2);
}
