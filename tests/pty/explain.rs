//! An error that somebody pastes, and a message that nobody pipes in.

use crate::support::World;

#[test]
fn a_paste_is_asked_for_and_told_with_labels() {
    let world = World::new();
    let mut terminal = world.terminal(&["email", "explain", "-", "--color", "never"]);
    terminal.expect("Paste the error or the log, then press Enter and Ctrl-D:");
    terminal.line("534-5.7.9 Application-specific password required");
    terminal.ctrl_d();
    let end = terminal.end().exits(0).has("Class:    app_password_required");
    end.has("Remedy:   ").has("Page:     https://support.google.com");
}

#[test]
fn nothing_is_read_of_a_message_from_a_terminal() {
    World::new().terminal(&["email", "trace", "-"]).end().exits(2).has("standard input is a terminal");
}
