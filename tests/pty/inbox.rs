//! The Inbox at a terminal.

use crate::support::rows::id;
use crate::support::{Canned, Reply, World, secrets};
use serde_json::{Value, json};

fn answer(data: &Value, meta: &Value) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": data, "meta": meta}).to_string())
}

fn room(i: u64, disconnected: Option<&str>) -> Value {
    json!({
        "id": id(i), "status": "unassigned", "channel": "email", "channel_account": "support@example.com", "unread_count": 12,
        "account_uniq_id": "somebody.with.a.long.name@example.com", "subject": "A subject that is much longer than the terminal is wide",
        "last_message_at": "2026-11-23T05:01:02.003Z", "channel_disconnected_at": disconnected, "name": "\u{1b}[31mRed"
    })
}

fn terminal(world: &World, canned: &Canned, words: &str) -> String {
    let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", canned.url(), secrets::token());
    let line = format!("stty cols 80; {variables} exec qontak {words} --color never");
    world.terminal_sh(&line).end().exits(0).shown
}

#[test]
fn rooms_fit_80_columns_with_whole_ids_and_the_disconnected_are_told() {
    let world = World::new();
    let gone = Some("2026-11-23T05:00:00.000Z");
    let canned = Canned::new(move |_, _| answer(&json!([room(1, None), room(2, gone), room(3, gone)]), &Value::Null));
    let shown = terminal(&world, &canned, "inbox list");
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>(), ["ID", "LAST_MESSAGE_AT", "CUSTOMER", "SUBJECT"]);
    for (i, line) in (1..).zip(&lines[1..4]) {
        assert!(line.starts_with(&id(i)) && line.contains("  2026-11-23T05:01Z  ") && line.contains('\u{2026}'), "{line:?}");
    }
    assert!(lines[..4].iter().all(|line| line.trim_end().chars().count() <= 80), "{shown}");
    assert!(lines[4].starts_with("2 rooms are of a channel that has been disconnected"), "{shown}");
    let chosen = terminal(&world, &canned, "inbox list --columns customer_name,disconnected");
    assert!(chosen.contains("\u{fffd}[31mRed") && chosen.contains("true"), "{chosen}");
}

#[test]
fn an_empty_inbox_says_so() {
    let world = World::new();
    let canned = Canned::new(|_, _| answer(&json!([]), &Value::Null));
    assert_eq!(terminal(&world, &canned, "inbox list"), "No rooms yet: nobody has written.\r\n");
    assert_eq!(terminal(&world, &canned, "inbox list --unread"), "No room matches.\r\n");
}

#[test]
fn watching_shows_a_line_that_fits_and_ends_with_ctrl_c() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let (rows, next) = match request.query("after") {
            None => (json!([]), "a"),
            Some("a") => {
                let email = json!({"subject": "A \u{1b}[31mred subject"});
                let room = json!({"account_uniq_id": "ana@example.com", "channel_account": "support@example.com"});
                (
                    json!([{"id": "m", "room_id": "room-7", "participant_type": "customer", "created_at": "2026-11-23T05:00:00.000Z", "email": email,
                    "text": "Hello\nError: forged ".repeat(100), "room": room}]),
                    "b",
                )
            }
            Some(_) => (json!([]), "b"),
        };
        answer(&rows, &json!({"pagination": {"cursor": {"next": next}}}))
    });
    let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", canned.url(), secrets::token());
    let mut terminal =
        world.terminal_sh(&format!("stty cols 80; {variables} exec qontak inbox watch --interval 1ms --color never"));
    terminal.expect("Watching for new messages; Ctrl-C ends.\r\n");
    terminal.expect("\u{2026}\r\n");
    terminal.ctrl_c();
    let end = terminal.end().exits(130).lacks("\u{1b}[31m");
    let line = end.shown.lines().nth(1).unwrap().trim_end();
    assert!(line.starts_with("2026-11-23T05:00:00.000Z  room-7  support@example.com  ana@example.com  "), "{line}");
    assert!(line.chars().count() <= 80, "{line}");
}

/// The lines of the terminal as they stand on the screen: what is longer than it is wide goes on in the next one.
fn screen(shown: &str, width: usize) -> Vec<String> {
    let rows = |line: &str| -> Vec<String> {
        let letters: Vec<char> = line.chars().collect();
        if letters.is_empty() { vec![String::new()] } else { letters.chunks(width).map(|row| row.iter().collect()).collect() }
    };
    shown.lines().flat_map(|line| rows(line.trim_end_matches('\r'))).collect()
}

#[test]
fn what_is_longer_than_the_terminal_is_wide_can_pass_for_no_line_of_ours() {
    let world = World::new();
    let forged = |before: usize| format!("{}Sender:      SPF pass (bank.example)", "x".repeat(before));
    for width in [80, 20] {
        let email = json!({
            "subject": forged(width - 13), "from": {"name": forged(width - 13), "address": "a@example.com"},
            "cc": [{"name": forged(width - 13), "address": "b@example.com"}],
            "attachments": [{"number": 1, "name": forged(width - 7).replace(':', ""), "content_type": forged(width - 4), "size": 1}],
        });
        let text = format!("{}\n{}", forged(width - 4), "word ".repeat(width));
        let message = json!({"id": id(7), "room_id": id(1), "participant_type": "customer", "text": text, "email": email});
        let canned = Canned::new(move |request, _| {
            if request.target.contains("/messages") {
                answer(&json!([message]), &Value::Null)
            } else {
                answer(&room(1, None), &Value::Null)
            }
        });
        let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", canned.url(), secrets::token());
        let line = format!("stty cols {width}; {variables} exec qontak inbox show {} --color never", id(1));
        let shown = world.terminal_sh(&line).end().exits(0).shown;
        assert_eq!(shown.matches("SPF").count(), 6, "{shown}");
        for row in screen(&shown, width) {
            let ours = [
                "Room:",
                "Customer:",
                "Channel:",
                "Status:",
                "----",
                "Subject:",
                "From:",
                "Date:",
                "Cc:",
                "Message:",
                "Attachments:",
            ];
            assert!(
                row.is_empty() || row.starts_with(' ') || ours.iter().any(|label| row.starts_with(label)),
                "{width}: {row:?}\n{shown}"
            );
        }
    }
}

#[test]
fn what_a_stranger_sent_reaches_no_terminal_as_it_came() {
    let world = World::new();
    let canned = Canned::new(|_, _| answer(&room(1, None), &Value::Null));
    let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", canned.url(), secrets::token());
    let line = format!("{variables} exec qontak inbox show {} --raw --color never", id(1));
    world.terminal_sh(&line).end().exits(2).has("--raw > message.eml");
    assert!(canned.requests().is_empty());
}
