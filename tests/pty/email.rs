//! The guided forms of `email add` and `email edit`, and the question before `email disconnect`.

use crate::support::{Pty, World, secrets};
use serde_json::Value;

const QUESTION: &str = "Are you sure? Disconnecting this channel will also delete this channel";

fn connect(world: &World, address: &str) -> String {
    let words = ["email", "add", address, "--smtp-host", "mail.example.com", "--smtp-port", "465", "--password-stdin"];
    world.local(words).stdin(secrets::mailbox()).run().success().one_line().to_owned()
}

fn channels(world: &World) -> Value {
    world.local(["email", "list", "--json"]).run().success().json()
}

/// Answers the form's questions up to the one whether to save.
fn edit(world: &World) -> Pty<'_> {
    let mut terminal = world.terminal(&["--local", "email", "edit", "a@example.com"]);
    terminal.expect("Email Address (a@example.com): ");
    terminal.line("");
    terminal.expect("> Keep mail.example.com:465 (ssl)");
    terminal
}

#[test]
fn a_mailbox_of_a_known_provider_takes_an_address_enter_and_a_password() {
    let world = World::new();
    let password = secrets::mailbox();
    let mut terminal = world.terminal(&["--local", "email", "add"]);
    terminal.expect("Email Address: ");
    terminal.line("support@gmail.com");
    terminal.expect("> Gmail");
    terminal.keys("\r");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line(&password);
    let end = terminal.end().exits(0).lacks(&password).lacks("1. ").has("does not arrive here");
    let forwarder = channels(&world)[0]["forwarder"].as_str().unwrap().to_owned();
    assert!(end.shown.contains(&forwarder), "{}", end.shown);
}

#[test]
fn a_custom_provider_is_asked_for_by_hand() {
    let world = World::new();
    let mut terminal = world.terminal(&["--local", "email", "add", "help@example.com"]);
    terminal.expect("> Custom provider manually");
    terminal.keys("\r");
    terminal.expect("Host: ");
    terminal.line("bad host");
    terminal.expect("Host: ");
    terminal.line("mail.example.com");
    terminal.expect("Security");
    terminal.expect("STARTTLS");
    terminal.down();
    terminal.keys("\r");
    terminal.expect("Port (587): ");
    terminal.line("70000");
    terminal.expect("Port (587): ");
    terminal.line("");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line("");
    terminal.expect("field is required");
    terminal.expect(": ");
    terminal.line(&secrets::mailbox());
    terminal.end().exits(0);
    let row = &channels(&world)[0];
    assert_eq!(
        (&row["address"], &row["smtp_host"], &row["smtp_port"], &row["security"]),
        (&"help@example.com".into(), &"mail.example.com".into(), &587.into(), &"starttls".into())
    );
}

#[test]
fn with_flags_only_what_is_missing_is_asked() {
    let world = World::new();
    let mut terminal = world.terminal(&["--local", "email", "add", "a@example.com", "--provider", "gmail"]);
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line(&secrets::mailbox());
    terminal.end().exits(0).lacks("Email Address").lacks("arrow keys");
}

#[test]
fn a_mailbox_that_is_connected_is_refused_before_the_password_is_asked() {
    let world = World::new();
    connect(&world, "a@example.com");
    let terminal = world.terminal(&["--local", "email", "add", "a@example.com"]);
    terminal.end().exits(7).lacks("Password").has("connected already");
}

#[test]
fn a_provider_that_takes_no_password_is_asked_about_first() {
    let world = World::new();
    for (answer, code) in [("", 3), ("n", 3), ("y", 0)] {
        let mut terminal = world.terminal(&["--local", "email", "add", "a@outlook.com", "--provider", "outlook"]);
        terminal.expect("warning:");
        terminal.expect("Try with a password all the same?");
        terminal.expect("(Cancel): ");
        terminal.line(answer);
        if code == 0 {
            terminal.expect("Password");
            terminal.expect(": ");
            terminal.line(&secrets::mailbox());
        }
        terminal.end().exits(code);
        assert_eq!(channels(&world).as_array().unwrap().len(), usize::from(code == 0));
    }
}

#[test]
fn leaving_the_password_adds_nothing() {
    let world = World::new();
    for (key, code) in [("\x03", 130), ("\x04", 3)] {
        let mut terminal = world.terminal(&["--local", "email", "add", "a@gmail.com", "--provider", "gmail"]);
        terminal.expect("Password");
        terminal.expect(": ");
        terminal.keys(key);
        terminal.end().exits(code);
    }
    assert_eq!(channels(&world), serde_json::json!([]));
}

#[test]
fn an_edit_is_shown_and_saved_when_somebody_says_so() {
    let world = World::new();
    connect(&world, "a@example.com");
    let password = secrets::mailbox();
    for (answer, code, port) in [("n", 3, 465), ("", 3, 465), ("\x04", 3, 465), ("\x03", 130, 465), ("y", 0, 587)] {
        let words = ["--local", "email", "edit", "a@example.com", "--smtp-port", "587", "--security", "starttls"];
        let mut terminal = world.terminal(&words);
        terminal.expect("465 → 587");
        terminal.expect("Save changes?");
        terminal.expect("(Cancel): ");
        terminal.keys(if answer.starts_with(char::is_control) { answer } else { "" });
        if !answer.starts_with(char::is_control) {
            terminal.line(answer);
        }
        terminal.end().exits(code);
        assert_eq!(channels(&world)[0]["smtp_port"], port, "{answer:?}");
    }
    let mut terminal = world.terminal(&["--local", "email", "edit", "a@example.com", "--password-stdin"]);
    terminal.expect("Password");
    terminal.line(&password);
    terminal.expect("(new)");
    terminal.expect("(Cancel): ");
    terminal.line("y");
    terminal.end().exits(0).lacks(&password);
}

#[test]
fn enter_keeps_every_value_of_the_form() {
    let world = World::new();
    connect(&world, "a@example.com");
    let before = channels(&world);
    let mut terminal = edit(&world);
    terminal.keys("\r");
    terminal.expect("Password (Encrypted, Enter keeps it): ");
    terminal.line("");
    terminal.end().exits(0).has("Nothing to change.").lacks("Save changes?");
    assert_eq!(channels(&world), before);
}

#[test]
fn the_form_changes_what_was_typed_and_nothing_else() {
    let world = World::new();
    let forwarder = connect(&world, "a@example.com");
    let mut terminal = world.terminal(&["--local", "email", "edit", "a@example.com"]);
    terminal.expect("Email Address (a@example.com): ");
    terminal.line("b@example.com");
    terminal.expect("> Keep");
    terminal.keys("\r");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line("");
    terminal.expect("a@example.com → b@example.com");
    terminal.expect("Save changes?");
    terminal.expect("(Cancel): ");
    terminal.line("y");
    terminal.end().exits(0).lacks("password: (set)");
    let row = &channels(&world)[0];
    assert_eq!(
        (&row["address"], &row["forwarder"], &row["smtp_port"]),
        (&"b@example.com".into(), &forwarder.into(), &465.into())
    );
}

#[test]
fn leaving_the_form_changes_nothing() {
    let world = World::new();
    connect(&world, "a@example.com");
    let before = channels(&world);
    for (key, code) in [("\x03", 130), ("\x1b", 3)] {
        let mut terminal = edit(&world);
        terminal.keys(key);
        terminal.end().exits(code);
        assert_eq!(channels(&world), before);
    }
}

#[test]
fn disconnect_asks_the_panels_question_and_cancel_is_the_default() {
    let world = World::new();
    let forwarder = connect(&world, "a@example.com");
    for (answer, code, left) in [("n\r", 3, 1), ("\r", 3, 1), ("\x04", 3, 1), ("\x03", 130, 1), ("y\r", 0, 0)] {
        let mut terminal = world.terminal(&["--local", "email", "disconnect", "a@example.com"]);
        let shown = terminal.expect(QUESTION);
        assert!(shown.contains("a@example.com") && shown.contains(&forwarder), "what will be lost is shown first: {shown}");
        terminal.expect("[y] Disconnect  [n] Cancel (Cancel): ");
        terminal.keys(answer);
        terminal.end().exits(code);
        assert_eq!(channels(&world).as_array().unwrap().len(), left, "{answer:?}");
    }
}

#[test]
fn disconnect_with_a_dry_run_or_yes_asks_nothing() {
    let world = World::new();
    connect(&world, "a@example.com");
    world.terminal(&["--local", "email", "disconnect", "a@example.com", "--dry-run"]).end().exits(0).lacks(QUESTION);
    world.terminal(&["--local", "email", "disconnect", "a@example.com", "--yes"]).end().exits(0).lacks(QUESTION);
    assert_eq!(channels(&world), serde_json::json!([]));
}

/// The terminal is there, on standard error and as the controlling one: nothing may wait for it.
#[test]
fn a_piped_standard_input_never_waits_for_the_terminal() {
    let world = World::new();
    connect(&world, "a@example.com");
    for (line, code) in [
        ("printf '' | qontak --local email add", 2),
        ("qontak --local email add b@gmail.com < /dev/null", 2),
        ("printf 'y\\n' | qontak --local email disconnect a@example.com", 2),
        ("printf 'y\\n' | qontak --local email edit a@example.com", 2),
        ("qontak --local --no-input email disconnect a@example.com", 2),
        ("CI=1 qontak --local email add", 2),
        ("printf 'y\\n' | qontak --local email edit a@example.com --smtp-port 587 --security starttls", 0),
    ] {
        world.terminal_sh(line).end().exits(code).lacks(QUESTION).lacks("Save changes?");
    }
    let rows = channels(&world);
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["smtp_port"]), (1, &587.into()));
}

#[test]
fn forwarder_copies_through_the_terminal() {
    use base64::Engine as _;
    let world = World::new();
    let forwarder = connect(&world, "a@example.com");
    let end = world.terminal(&["--local", "email", "forwarder", "a@example.com", "--copy"]).end().exits(0).has(&forwarder);
    let encoded = base64::engine::general_purpose::STANDARD.encode(&forwarder);
    assert!(end.shown.contains(&format!("\x1b]52;c;{encoded}\x07")), "{:?}", end.shown);
}

#[test]
fn an_empty_list_says_what_to_do_in_a_terminal() {
    let world = World::new();
    world.terminal(&["--local", "email", "list"]).end().exits(0).has("qontak email add");
}

#[test]
fn an_update_asks_for_nothing_and_changes_what_was_given() {
    let world = World::new();
    connect(&world, "a@example.com");
    let update = |words: &[&str]| {
        world.terminal(&[&["--local", "email", "add", "a@example.com", "--if-exists", "update"], words].concat()).end().exits(0)
    };
    let forwarder = channels(&world)[0]["forwarder"].as_str().unwrap().to_owned();
    update(&["--smtp-port", "465"]).has("Nothing to change.").has(&forwarder).lacks("Password").lacks("Saved");
    update(&[]).has("Nothing to change.").has(&forwarder);
    update(&["--smtp-port", "587"]).has("465 → 587").has("Saved").lacks("Password");
    let row = &channels(&world)[0];
    assert_eq!((&row["smtp_host"], &row["smtp_port"]), (&"mail.example.com".into(), &587.into()));
}

#[test]
fn a_login_that_only_the_customer_knows_is_asked_for() {
    let world = World::new();
    let mut terminal = world.terminal(&["--local", "email", "add", "a@example.com", "--provider", "brevo"]);
    terminal.expect("SMTP Username: ");
    terminal.line("");
    terminal.expect("field is required");
    terminal.expect("SMTP Username: ");
    terminal.line("login-7");
    terminal.expect("Password (Encrypted): ");
    terminal.line(&secrets::mailbox());
    terminal.end().exits(0);
    assert_eq!(channels(&world)[0]["smtp_username"], "login-7");

    let mut terminal = world.terminal(&["--local", "email", "edit", "a@example.com", "--provider", "ses"]);
    terminal.expect("SMTP Username: ");
    terminal.line("AKIA7");
    terminal.expect("login-7 → AKIA7");
    terminal.expect("(Cancel): ");
    terminal.line("y");
    terminal.end().exits(0);
    assert_eq!(channels(&world)[0]["smtp_username"], "AKIA7");
}

#[test]
fn a_list_without_a_hit_is_not_an_empty_one() {
    let world = World::new();
    connect(&world, "a@example.com");
    let list = |words: &[&str]| world.terminal(&[&["--local", "email", "list"], words].concat()).end().exits(0);
    for words in [&["--search", "nobody"][..], &["--inactive", "--sort", "address"]] {
        list(words).has("No email channel matches.").lacks("Connect one");
    }
    for words in [&["--limit", "0"][..], &["--limit", "0", "--sort", "address"]] {
        list(words).lacks("No email channel");
    }
}
