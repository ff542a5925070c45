//! `email confirm` at a terminal: the question before the browser, and the line of progress.

use super::{CODE, LINK, MAILBOX, Mail, fixture, inbox};
use crate::support::{Canned, World, secrets, wait};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// A browser that notes what it was told to open.
fn browser(world: &World, name: &str, script: &str) {
    let path = world.path("bin").join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn line(server: &Canned, words: &str, browser: &str) -> String {
    let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={} BROWSER='{browser}'", server.url(), secrets::token());
    format!("{variables} exec qontak email confirm {MAILBOX} {words}")
}

#[test]
fn the_link_is_opened_by_whoever_says_so() {
    let world = World::new();
    browser(&world, "note", "printf '%s\\n' \"$@\" > \"$HOME/opened.tmp\"; mv \"$HOME/opened.tmp\" \"$HOME/opened\"");
    let opened = world.home().join("opened");
    let server = inbox(vec![Mail::new(fixture("de-link"))]);
    for (answer, code) in [("", 3), ("n", 3), ("y", 0)] {
        let mut terminal = world.terminal_sh(&line(&server, "--open", "note --new %s:other"));
        terminal.expect("asks Gmail to forward its mail to");
        terminal.expect(&format!("Open Gmail's confirmation page for {MAILBOX}?"));
        terminal.expect("[y] Open  [n] Cancel (Cancel): ");
        terminal.line(answer);
        let end = terminal.end().exits(code).lacks("/mail/");
        if code == 0 {
            end.has("Click Confirm there");
            let words = wait::until("the browser", || fs::read_to_string(&opened).ok());
            assert_eq!(words, format!("--new\n{LINK}\n"));
        } else {
            assert!(!opened.exists());
        }
    }
    assert!(server.requests().iter().all(|r| !r.target.contains("vf-")), "this program does not follow it");
}

#[test]
fn the_code_is_printed_beside_the_opened_page_and_a_broken_browser_is_told() {
    let world = World::new();
    browser(&world, "broken", "exit 3");
    let server = inbox(vec![Mail::new(fixture("en-code"))]);
    for browser in ["broken", "not-installed-anywhere"] {
        let mut terminal = world.terminal_sh(&line(&server, "--open", browser));
        terminal.expect("(Cancel): ");
        terminal.line("y");
        terminal.end().exits(1).has(&format!("{CODE}\r\n")).has("the browser could not be opened").has("--link").lacks("/mail/");
    }
}

#[test]
fn a_terminal_without_a_question_still_gets_the_code_alone() {
    let world = World::new();
    let server = inbox(vec![Mail::new(fixture("en-code"))]);
    world.terminal_sh(&line(&server, "", "x")).end().exits(0).has(&format!("{CODE}\r\n")).has("Type the code at Gmail");
    world.terminal_sh(&line(&server, "--open --no-input", "x")).end().exits(2).has("--link");
}

#[test]
fn while_it_waits_one_line_says_so_and_ctrl_c_takes_it_away() {
    let world = World::new();
    let server = inbox(Vec::new());
    let mut terminal = world.terminal_sh(&line(&server, "--wait", "x"));
    terminal.expect("Ctrl-C ends.");
    terminal.expect("\r\u{1b}[KWaiting for Gmail's confirmation (");
    terminal.expect("so far, 10m at most)");
    terminal.ctrl_c();
    let end = terminal.end().exits(130);
    assert!(end.shown.trim_end().ends_with("\u{1b}[K"), "the line is gone: {:?}", end.shown);
}
