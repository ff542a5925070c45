//! The terminal itself: what the other tests rest on.

use crate::support::World;

#[test]
fn shows_what_is_typed_and_reports_the_end() {
    let world = World::new();
    let mut terminal = world.terminal_sh("printf 'name: '; read name; echo \"<$name>\"; exit 7");
    terminal.expect("name: ");
    terminal.line("Ünal");
    terminal.expect("<Ünal>");
    terminal.end().exits(7).has("Ünal\r\n");
}

#[test]
fn tells_a_hidden_cursor_and_a_lost_echo() {
    let world = World::new();
    let end = world.terminal_sh("printf '\\033[?25l'; stty -echo; exit 0").end();
    assert!(!end.cursor && !end.echo, "{end:?}");
    let end = world.terminal_sh("printf '\\033[?25l\\033[?25h'").end();
    assert!(end.cursor && end.echo, "{end:?}");
}

#[test]
fn keys_arrive_as_signals_and_end_of_input() {
    let world = World::new();
    let mut terminal = world.terminal_sh("echo ready; exec cat");
    terminal.expect("ready");
    terminal.ctrl_c();
    assert_eq!(terminal.end().code, None, "a signal ends cat");
    let mut terminal = world.terminal_sh("echo ready; exec cat");
    terminal.expect("ready");
    terminal.ctrl_d();
    terminal.end().exits(0);
}
