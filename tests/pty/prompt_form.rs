//! A line of text and a list, in the guided form: every way to answer, and every way not to.

use crate::support::{Pty, World, secrets};
use rexpect::process::Signal;

const ADDRESS: &str = "Email Address: ";
const LIST: &str = "Provider (arrow keys and Enter)";

/// The form at its first question.
fn form<'w>(world: &'w World, env: &[(&str, &str)]) -> Pty<'w> {
    let mut terminal = world.terminal_with(&["--local", "email", "add"], env);
    terminal.expect(ADDRESS);
    terminal
}

/// The form at its list, with the provider of a Yahoo address proposed.
fn list(world: &World) -> Pty<'_> {
    let mut terminal = form(world, &[]);
    terminal.line("a@yahoo.com");
    terminal.expect(LIST);
    terminal.expect("> Yahoo");
    terminal.expect("Custom provider manually");
    terminal
}

fn nothing_was_added(world: &World) {
    world.local(["email", "list"]).run().success().stdout_is("");
}

#[test]
fn a_wrong_line_says_why_and_is_asked_again() {
    let world = World::new();
    let mut terminal = form(&world, &[]);
    for (typed, why) in [("", "field is required"), ("nobody", "there is no @ in it")] {
        terminal.line(typed);
        terminal.expect(why);
        terminal.expect(ADDRESS);
    }
    terminal.ctrl_d();
    terminal.end().exits(3).has("Cancelled.");
    nothing_was_added(&world);
}

#[test]
fn five_wrong_lines_are_enough() {
    let world = World::new();
    let mut terminal = form(&world, &[]);
    for _ in 0..4 {
        terminal.line("nobody");
        terminal.expect(ADDRESS);
    }
    terminal.line("nobody");
    terminal.end().exits(2).has("error:");
    nothing_was_added(&world);
}

#[test]
fn ctrl_c_at_a_line_ends_it() {
    let world = World::new();
    let mut terminal = form(&world, &[]);
    terminal.keys("a@");
    terminal.ctrl_c();
    terminal.end().exits(130).lacks("error");
    nothing_was_added(&world);
}

#[test]
fn the_list_goes_round_and_enter_takes_what_is_marked() {
    let world = World::new();
    let password = secrets::mailbox();
    let mut terminal = list(&world);
    terminal.down();
    terminal.expect("> Yandex");
    terminal.keys("\x1b[H");
    terminal.expect("> Gmail");
    terminal.keys("\x1b[A");
    terminal.expect("> Custom provider manually");
    terminal.down();
    terminal.expect("> Gmail");
    terminal.keys("\r");
    terminal.expect("Provider: Gmail");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line(&password);
    terminal.end().exits(0).lacks(&password);
    let row = "a@yahoo.com\tsmtp.gmail.com\n";
    world.local(["email", "list", "--columns", "address,smtp_host"]).run().success().stdout_is(row);
}

#[test]
fn every_way_out_of_the_list_shows_the_cursor_again() {
    for (keys, code) in [("\x1b", 3), ("q", 3), ("\x04", 3), ("\x03", 130)] {
        let world = World::new();
        let mut terminal = list(&world);
        terminal.keys(keys);
        let end = terminal.end().exits(code);
        assert!(end.shown.contains("\x1b[?25l"), "the list never hid the cursor: {}", end.shown);
        nothing_was_added(&world);
    }
}

#[test]
fn a_signal_to_end_leaves_the_terminal_in_order() {
    let world = World::new();
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        let mut terminal = list(&world);
        terminal.signal(signal);
        terminal.end().exits(143).lacks("error");
        let mut terminal = world.terminal(&["--local", "email", "add", "a@example.com", "--provider", "gmail"]);
        terminal.expect("Password");
        terminal.expect(": ");
        terminal.signal(signal);
        terminal.end().exits(143).lacks("error");
    }
    nothing_was_added(&world);
}

/// A shell with job control, which takes the terminal back while the program is stopped.
fn with_jobs<'w>(world: &'w World, words: &str) -> Pty<'w> {
    world.terminal_sh(&format!("set -m; qontak --local email add {words}; stty sane; stty -a; fg"))
}

#[test]
fn ctrl_z_stops_the_list_and_draws_it_again() {
    let world = World::new();
    let mut terminal = with_jobs(&world, "a@yahoo.com");
    terminal.expect(LIST);
    terminal.expect("Custom provider manually");
    terminal.keys("\x1a");
    let stopped = terminal.expect(" icanon ");
    assert!(stopped.contains("\x1b[?25h"), "the cursor was left hidden: {stopped}");
    terminal.expect(LIST);
    terminal.expect("> Yahoo");
    terminal.expect("Custom provider manually");
    terminal.down();
    terminal.expect("> Yandex");
    terminal.keys("q");
    terminal.end().exits(3);
    nothing_was_added(&world);
}

#[test]
fn ctrl_z_at_a_password_asks_again_and_still_hides_it() {
    let world = World::new();
    let password = secrets::mailbox();
    let mut terminal = with_jobs(&world, "a@example.com --provider gmail");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.keys("\x1a");
    terminal.expect(" icanon ");
    terminal.expect("Password");
    terminal.expect(": ");
    terminal.line(&password);
    terminal.end().exits(0).lacks(&password);
}

/// Where nobody could bring it back, it goes on.
#[test]
fn ctrl_z_without_a_shell_is_no_end() {
    let world = World::new();
    let mut terminal = list(&world);
    terminal.keys("\x1a");
    terminal.expect(LIST);
    terminal.expect("Custom provider manually");
    terminal.keys("q");
    terminal.end().exits(3);
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_numbers() {
    let world = World::new();
    let mut terminal = form(&world, &[("TERM", "dumb")]);
    terminal.line("a@yahoo.com");
    terminal.expect("1  Gmail");
    terminal.expect("Number (");
    terminal.line("99");
    terminal.expect("a number from 1 to ");
    terminal.expect("Number (");
    terminal.ctrl_d();
    terminal.end().exits(3).lacks("\x1b");
    nothing_was_added(&world);
}
