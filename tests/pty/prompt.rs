//! A hidden line and a confirmation: every way to answer, and every way not to.

use crate::support::{Pty, World, secrets};

const USER: &str = "ani@example.com";
const YES_OR_NO: &str = "[y] Remove  [n] Cancel (Cancel): ";

fn add<'w>(world: &'w World) -> Pty<'w> {
    let mut terminal = world.terminal(&["server", "user", "add", USER, "--role", "admin"]);
    terminal.expect("New password");
    terminal.expect(": ");
    terminal
}

/// A world with one user, and the question whether to remove them.
fn remove(world: &World) -> Pty<'_> {
    let words = ["server", "user", "add", USER, "--role", "admin", "--password-stdin"];
    world.qontak(words).stdin(secrets::login()).run().success();
    let mut terminal = world.terminal(&["server", "user", "remove", USER]);
    terminal.expect(YES_OR_NO);
    terminal
}

fn users(world: &World) -> String {
    let output = world.qontak(["server", "user", "list", "--columns", "username"]).run();
    // Without a workspace there is nobody.
    if output.code == Some(6) { String::new() } else { output.success().stdout.clone() }
}

#[test]
fn a_password_is_never_shown() {
    let world = World::new();
    let password = secrets::login();
    let mut terminal = add(&world);
    terminal.line(&password);
    terminal.expect("The same again: ");
    terminal.line(&password);
    terminal.end().exits(0).has(USER).lacks(&password);
    assert_eq!(users(&world), format!("{USER}\n"));
}

#[test]
fn an_empty_password_is_asked_for_again_but_not_for_ever() {
    let world = World::new();
    let mut terminal = add(&world);
    for _ in 0..4 {
        terminal.line("");
        terminal.expect("field is required");
        terminal.expect(": ");
    }
    terminal.line("");
    terminal.end().exits(2).has("field is required");
    assert_eq!(users(&world), "");
}

#[test]
fn the_end_of_input_at_a_password_is_cancel() {
    let world = World::new();
    let mut terminal = add(&world);
    terminal.ctrl_d();
    terminal.end().exits(3).has("Cancelled.");
    assert_eq!(users(&world), "");
}

#[test]
fn the_end_of_input_in_the_middle_of_a_password_is_cancel() {
    let world = World::new();
    let mut terminal = add(&world);
    terminal.keys("half");
    terminal.ctrl_d();
    terminal.ctrl_d();
    terminal.end().exits(3).lacks("half");
    assert_eq!(users(&world), "");
}

#[test]
fn ctrl_c_at_a_password_brings_the_echo_back() {
    let world = World::new();
    let mut terminal = add(&world);
    terminal.keys("half");
    terminal.ctrl_c();
    terminal.end().exits(130).lacks("half").lacks("error");
    assert_eq!(users(&world), "");
}

#[test]
fn yes_is_yes() {
    for answer in ["y", "YES", "remove"] {
        let world = World::new();
        let mut terminal = remove(&world);
        terminal.line(answer);
        terminal.end().exits(0);
        assert_eq!(users(&world), "", "{answer}");
    }
}

#[test]
fn everything_that_is_not_yes_keeps_it() {
    for answer in ["", "n", "No", "cancel"] {
        let world = World::new();
        let mut terminal = remove(&world);
        terminal.line(answer);
        terminal.end().exits(3).has("Cancelled.");
        assert_eq!(users(&world), format!("{USER}\n"), "{answer}");
    }
}

#[test]
fn what_is_neither_is_asked_again() {
    let world = World::new();
    let mut terminal = remove(&world);
    terminal.line("perhaps\x1b[2J");
    terminal.expect("answer y for Remove or n for Cancel");
    terminal.expect(YES_OR_NO);
    terminal.line("n");
    terminal.end().exits(3);
}

#[test]
fn the_end_of_input_and_ctrl_c_at_a_confirmation_keep_it() {
    let world = World::new();
    let mut terminal = remove(&world);
    terminal.ctrl_d();
    terminal.end().exits(3).has("Cancelled.");
    let mut terminal = world.terminal(&["server", "user", "remove", USER]);
    terminal.expect(YES_OR_NO);
    terminal.ctrl_c();
    terminal.end().exits(130).lacks("Cancelled.").lacks("error");
    assert_eq!(users(&world), format!("{USER}\n"));
}

/// The shell reads its own line from the terminal and leaves what was typed after it: typed before the question was asked.
#[test]
fn what_was_typed_before_the_question_is_no_answer() {
    let world = World::new();
    let words = ["server", "user", "add", USER, "--role", "admin", "--password-stdin"];
    world.qontak(words).stdin(secrets::login()).run().success();
    let mut terminal = world.terminal_sh(&format!("echo ready; read go; exec qontak server user remove {USER}"));
    terminal.expect("ready");
    terminal.keys("go\ry\r");
    terminal.expect(YES_OR_NO);
    terminal.line("n");
    terminal.end().exits(3);
    assert_eq!(users(&world), format!("{USER}\n"));
}

#[test]
fn a_paste_of_several_lines_answers_one_question() {
    let world = World::new();
    let password = secrets::login();
    let mut terminal = add(&world);
    terminal.keys(&format!("{password}\r{password}\r"));
    terminal.expect("The same again: ");
    terminal.line("another");
    terminal.end().exits(2).has("not the same").lacks(&password);
    assert_eq!(users(&world), "");
}

#[test]
fn an_arrow_key_in_a_password_is_told_where_it_was_typed() {
    let world = World::new();
    let password = secrets::login();
    let mut terminal = add(&world);
    terminal.line(&format!("{password}\x1b[Dx"));
    terminal.expect("holds a control character (an arrow key?)");
    terminal.expect(": ");
    terminal.line(&password);
    terminal.expect("The same again: ");
    terminal.line(&password);
    terminal.end().exits(0).lacks(&password);
}

/// The terminal is there, on standard error and as the controlling one: nothing may wait for it.
#[test]
fn a_question_that_may_not_be_asked_is_an_error_at_once() {
    let world = World::new();
    for line in [
        "exec qontak server user add a@example.com < /dev/null",
        "printf 'typed\\n' | qontak server user add a@example.com",
        "exec qontak server user add a@example.com --no-input",
        "QONTAK_NO_INPUT=1 exec qontak server user add a@example.com",
        "CI=true exec qontak server user add a@example.com",
        "qontak server user add a@example.com 2> log || { code=$?; cat log; exit $code; }",
    ] {
        world.terminal_sh(line).end().exits(2).has("password: field is required").lacks("New password");
    }
    assert_eq!(users(&world), "");
}
