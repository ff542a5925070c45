//! What a person sees instead of rows.

use crate::support::rows::{page, row};
use crate::support::{Canned, World, secrets};

const LIST: &str = "exec qontak email providers list";

#[test]
fn a_list_is_a_table_with_a_bold_header() {
    let end = World::new().terminal_sh(LIST).end().exits(0).has("smtp.gmail.com").lacks("\t");
    assert!(end.shown.starts_with("\x1b[1mID "), "{}", end.shown);
}

#[test]
fn colour_can_be_refused() {
    for line in ["NO_COLOR=1 ", "TERM=dumb "] {
        World::new().terminal_sh(&format!("{line}{LIST}")).end().exits(0).lacks("\x1b");
    }
    World::new().terminal_sh(&format!("{LIST} --color never")).end().exits(0).lacks("\x1b");
    for (words, code) in [("--color never --help", 0), ("email --color=never lst", 2), ("--color never", 2)] {
        World::new().terminal_sh(&format!("exec qontak {words}")).end().exits(code).lacks("\x1b").has("Usage");
    }
    World::new().terminal_sh("exec qontak --help").end().exits(0).has("\x1b[");
}

#[test]
fn a_narrow_terminal_is_not_overrun_and_keeps_the_ids() {
    let end = World::new().terminal_sh(&format!("stty cols 60; {LIST} --color never")).end().exits(0).has("\u{2026}");
    for line in end.shown.lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
    assert!(end.shown.contains("\nmicrosoft365 "), "{}", end.shown);
}

/// Laid out before it is cut, a text of this length takes minutes.
#[test]
fn one_long_text_holds_up_no_terminal_however_narrow() {
    let world = World::new();
    let canned = Canned::new(|_, _| {
        let mut long = row(1);
        long["webhook"] = format!("{}@example.com", "x y".repeat(1 << 18)).into();
        page(&[row(0), long], 2)
    });
    for columns in [0, 1, 20, 80] {
        let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", canned.url(), secrets::token());
        let end =
            world.terminal_sh(&format!("stty cols {columns}; {variables} exec qontak email list --color never")).end().exits(0);
        assert_eq!(end.shown.lines().count(), 3, "{columns}");
        assert!(columns == 0 || end.shown.len() < 2000, "{columns}");
    }
}

#[test]
fn chosen_columns_and_formats_hold_in_a_terminal_too() {
    let world = World::new();
    let end = world.terminal_sh(&format!("{LIST} --columns port,id --color never")).end().exits(0);
    assert!(end.shown.starts_with("PORT  ID\r\n465   gmail\r\n"), "{}", end.shown);
    let end = world.terminal_sh(&format!("{LIST} -o tsv --columns port,id")).end().exits(0);
    assert!(end.shown.starts_with("465\tgmail\r\n") || end.shown.starts_with("465     gmail\r\n"), "{:?}", end.shown);
}

#[test]
fn an_error_is_red_and_says_what_next() {
    let end = World::new().terminal_sh("exec qontak email providers show gmial").end().exits(6);
    assert!(end.shown.starts_with("\x1b[1m\x1b[31merror:\x1b[0m there is no provider \"gmial\"\r\n"), "{}", end.shown);
    end.has("did you mean gmail?");
}
