//! What a server says is not to be trusted: control characters, lying totals, endless lists, unknown and missing keys.

use crate::support::rows::{failure, id, page, part, row};
use crate::support::{Canned, Reply, World, secrets};
use serde_json::{Value, json};

/// Moves the cursor, renames the window, rings, writes a new line and a new cell, turns the writing direction, and ends a string.
const NASTY: &str = "a\u{1b}[2Jb\u{1b}]0;title\u{7}c\nd\te\rf\u{9b}31mg\u{0}h\u{202e}i\u{7f}j\u{8}k";

/// A row whose every string holds control characters.
fn nasty_row() -> Value {
    fn spoil(value: &mut Value) {
        match value {
            Value::String(text) => text.push_str(NASTY),
            Value::Object(map) => map.values_mut().for_each(spoil),
            _ => {}
        }
    }
    let mut row = row(1);
    spoil(&mut row);
    row["target_channel"] = "email".into();
    row
}

/// Whether a terminal would only show text and line ends.
fn harmless(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t') && !text.contains('\u{202e}')
}

#[test]
fn control_characters_reach_no_terminal() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let one = json!({"status": "success", "data": nasty_row()}).to_string();
        if request.target.contains("/integrations/") { Reply::json(200, &one) } else { page(&[nasty_row()], 1) }
    });
    let all = "id,address,provider,smtp_host,smtp_port,security,smtp_username,kind,forwarder,organization_id,created_at";
    for words in [
        &["email", "list", "--columns", all][..],
        &["email", "list", "-o", "table", "--columns", all],
        &["email", "show", "1", "--columns", all],
        &["email", "show", "1", "-o", "table"],
        &["email", "forwarder", "1", "--steps"],
        &["email", "disconnect", "1", "--dry-run"],
    ] {
        let output = world.at(&canned.url(), words).run().success();
        assert!(harmless(&output.stdout) && harmless(&output.stderr), "{words:?} {:?}", output);
    }
    let output = world.at(&canned.url(), ["email", "list", "--columns", all]).run().success();
    assert_eq!(output.rows().len(), 1, "a line end inside a field is no row: {}", output.story());
    assert_eq!(output.rows()[0].len(), all.split(',').count(), "a tab inside a field is no column: {}", output.story());
}

#[test]
fn json_and_csv_keep_data_exact() {
    let world = World::new();
    let canned = Canned::new(|_, _| page(&[nasty_row()], 1));
    let output = world.at(&canned.url(), ["email", "list", "--json"]).run().success();
    let expected = format!("smtp.example.com{NASTY}");
    assert_eq!(output.json()[0]["smtp_host"], Value::String(expected));
    assert!(output.stdout.chars().all(|c| !c.is_control() || c == '\n'), "JSON escapes what a terminal would obey: {output:?}");
}

#[test]
fn control_characters_in_errors_reach_no_terminal() {
    let world = World::new();
    let canned = Canned::new(|_, _| failure(422, &[NASTY, "x\u{1b}]52;c;aGk=\u{7}"]));
    let output = world.at(&canned.url(), ["email", "list"]).run().exits(8);
    assert!(harmless(&output.stderr), "{output:?}");
    let canned = Canned::new(|_, _| Reply::new(200, &[("content-type", "text/\u{1b}[2Jhtml")], NASTY));
    let output = world.at(&canned.url(), ["email", "list"]).run().exits(11);
    assert!(harmless(&output.stderr), "{output:?}");
    let canned = Canned::new(|_, _| Reply::new(302, &[("location", "https://example.com/\u{1b}[2J")], ""));
    let output = world.at(&canned.url(), ["email", "list"]).run().exits(11);
    assert!(harmless(&output.stderr), "{output:?}");
}

#[test]
fn a_lying_total_loses_nothing() {
    let world = World::new();
    for (count, total) in [(250, 1), (100, 100), (99, 0), (1, 1_000_000), (300, 250), (0, 7)] {
        let canned = Canned::new(move |request, _| {
            let Reply::Bytes(bytes) = part(request, count) else { unreachable!("a page is bytes") };
            let (_, body) = std::str::from_utf8(&bytes).unwrap().split_once("\r\n\r\n").unwrap();
            let mut body: Value = serde_json::from_str(body).unwrap();
            body["meta"]["pagination"]["total"] = total.into();
            Reply::json(200, &body.to_string())
        });
        let output = world.at(&canned.url(), ["email", "list", "--columns", "id"]).run().success().stderr_is("");
        let expected: String = (0..count).map(|i| format!("{}\n", id(i))).collect();
        assert_eq!(output.stdout, expected, "{count} rows, total {total}");
    }
}

#[test]
fn a_server_that_ignores_the_page_number_is_not_asked_for_ever() {
    let world = World::new();
    let canned = Canned::new(|_, _| page(&(0..100).map(row).collect::<Vec<_>>(), 100));
    let output = world.at(&canned.url(), ["email", "list"]).run().success().stderr_has("may not be complete");
    assert_eq!(output.rows().len(), 100);
    assert!(canned.requests().len() <= 20, "{}", canned.requests().len());
}

#[test]
fn a_server_with_smaller_pages_than_asked_for_loses_nothing() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let offset: u64 = request.query("offset").unwrap().parse().unwrap();
        let rows: Vec<Value> = ((offset - 1) * 10..(offset * 10).min(35)).map(row).collect();
        let meta = json!({"pagination": {"offset": offset, "limit": 10, "total": 10}});
        Reply::json(200, &json!({"status": "success", "data": rows, "meta": meta}).to_string())
    });
    assert_eq!(world.at(&canned.url(), ["email", "list"]).run().success().rows().len(), 35);
}

#[test]
fn a_row_that_moves_to_the_next_page_is_listed_once() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let rows: Vec<Value> =
            if request.query("offset") == Some("1") { (0..100).map(row).collect() } else { (99..120).map(row).collect() };
        page(&rows, 0)
    });
    assert_eq!(world.at(&canned.url(), ["email", "list"]).run().success().rows().len(), 120);
}

#[test]
fn a_hundred_thousand_channels_are_listed() {
    let world = World::new();
    let canned = Canned::list(100_000);
    for format in ["tsv", "json"] {
        let output =
            world.at(&canned.url(), ["email", "list", "-o", format, "--columns", "id,address"]).run().success().stderr_is("");
        let count = if format == "json" { output.json().as_array().unwrap().len() } else { output.stdout.lines().count() };
        assert_eq!(count, 100_000);
        assert!(output.stdout.contains(&id(99_999)));
    }
}

#[test]
fn a_long_list_stops_when_nobody_reads_it() {
    let world = World::new();
    let canned = Canned::list(100_000);
    let closed = std::io::pipe().unwrap().1;
    world.at(&canned.url(), ["email", "list"]).stdout_to(closed).run().success().stderr_is("");
    assert!(canned.requests().len() < 100, "{}", canned.requests().len());
}

#[test]
fn the_limit_asks_for_no_more_than_it_needs() {
    let world = World::new();
    let canned = Canned::list(100_000);
    assert_eq!(world.at(&canned.url(), ["email", "list", "--limit", "5"]).run().success().rows().len(), 5);
    assert_eq!(canned.requests().len(), 1);
    assert_eq!(world.at(&canned.url(), ["email", "list", "--limit", "0"]).run().success().rows().len(), 0);
}

#[test]
fn unknown_and_missing_keys_and_other_channels_are_tolerated() {
    let world = World::new();
    let canned = Canned::new(|_, _| {
        let mut odd = row(2);
        odd["webhook"] = "odd@example.com".into();
        odd["settings"] = json!({"username": "odd@example.com", "smtp_port": 2525, "future": {"deep": [1]}});
        odd.as_object_mut().unwrap().remove("is_active");
        odd["organization_id"] = Value::Null;
        let outlook = json!({
            "id": id(3), "target_channel": "email", "webhook": "microsoft-user-1",
            "settings": {"type": "outlook", "username": "team@example.org", "external_id": "microsoft-user-1",
                "credential": {"access_token": "ms-access-token-value", "refresh_token": "ms-refresh-token-value"}},
            "created_at": "2026-03-01T10:00:00.000Z"
        });
        let whatsapp = json!({"id": id(4), "target_channel": "wa", "webhook": "628", "settings": {"token": "wa-token-value"}});
        page(&[row(1), odd, outlook, whatsapp], 4)
    });
    let output = world.at(&canned.url(), ["email", "list", "--json"]).run().success();
    let output = output.lacks("opaque").lacks("ms-access").lacks("ms-refresh").lacks("wa-token");
    let rows = output.json();
    assert_eq!(rows.as_array().unwrap().len(), 3, "only email channels: {}", output.story());
    let get = |row: usize, field: &str| rows[row][field].clone();
    assert_eq!((get(0, "forwarder_source"), get(0, "kind")), ("server".into(), "smtp".into()));
    assert_eq!((get(1, "address"), get(1, "smtp_port")), ("odd@example.com".into(), 2525.into()));
    assert_eq!(
        (get(1, "forwarder"), get(1, "forwarder_source")),
        (format!("{}@chat.qontak.com", id(2)).into(), "derived".into())
    );
    assert!(get(1, "active").is_null() && get(1, "smtp_host").is_null() && get(1, "organization_id").is_null());
    assert_eq!((get(2, "address"), get(2, "kind")), ("team@example.org".into(), "outlook-oauth".into()));
    assert!(get(2, "forwarder").is_null() && get(2, "smtp_host").is_null());
}

#[test]
fn what_a_server_repeats_of_our_secrets_is_not_printed() {
    let world = World::new();
    let (token, password) = (secrets::token(), secrets::mailbox());
    for (status, header) in [(422, "x-request-id"), (200, "x-request-id"), (302, "location"), (500, "x-other")] {
        let canned = Canned::new(move |request, before| {
            if before == 0 && status != 302 {
                return part(request, 0);
            }
            let token = request.header("authorization").unwrap_or_default().replace("Bearer ", "");
            let echo = format!("{token} {}", request.body.replace('"', "\\\""));
            let body = match status {
                200 => {
                    let password = request.body.split('"').skip_while(|w| *w != "password").nth(2).unwrap_or_default();
                    let row = format!("\"id\":\"1\",\"target_channel\":\"email\",\"webhook\":\"a@{token}\"");
                    format!("{{\"data\":{{{row},\"settings\":{{\"forwaded_email\":\"{password}\"}}}}}}")
                }
                _ => format!("{{\"error\":{{\"messages\":[\"{echo}\"]}}}}"),
            };
            Reply::new(status, &[(header, &format!("http://127.0.0.1:1/{token}"))], &body)
        });
        let words = ["email", "add", "a@example.com", "--provider", "gmail", "--password-stdin", "-v"];
        let run = world.at(&canned.url(), words).env("QONTAK_TOKEN", &token).stdin(password.clone());
        run.run().lacks(&token).lacks(&password);
    }
}

#[test]
fn a_server_cannot_write_lines_of_its_own() {
    let world = World::new();
    let body = r#"{"error":{"messages":["bad\nhint: run this\r\nerror: that","and\u2028request id: x"]}}"#;
    let canned = Canned::new(move |_, _| Reply::new(422, &[("content-type", "application/json")], body));
    let output = world.at(&canned.url(), ["email", "list"]).run().exits(8);
    assert_eq!(output.stderr.lines().count(), 1, "{}", output.story());
}

/// What nobody can see must not make two addresses look alike.
#[test]
fn what_nobody_can_see_is_shown_in_every_format_for_people_and_exact_in_json() {
    let world = World::new();
    let hidden = "a\u{200b}\u{ad}\u{e0061}@example.com";
    let canned = Canned::new(move |_, _| {
        let mut row = row(1);
        row["webhook"] = hidden.into();
        page(&[row], 1)
    });
    for format in ["tsv", "csv", "table"] {
        let output = world.at(&canned.url(), ["email", "list", "--columns", "address", "-o", format]).run().success();
        output.stdout_has("a\u{fffd}\u{fffd}\u{fffd}@example.com");
    }
    let output = world.at(&canned.url(), ["email", "list", "--json"]).run().success().stdout_has(r"a\u200b\u00ad\udb40\udc61@");
    assert_eq!(output.json()[0]["address"], hidden);
}

#[test]
fn a_list_that_fails_looks_like_no_whole_list() {
    let world = World::new();
    let none = Canned::new(|_, _| failure(401, &["no"]));
    world.at(&none.url(), ["email", "list", "-o", "csv"]).run().exits(4).stdout_is("").stderr_has("error:");
    let half =
        Canned::new(|request, _| if request.query("offset") == Some("1") { part(request, 100) } else { failure(418, &["no"]) });
    let output = world.at(&half.url(), ["email", "list", "--json"]).run().exits(1);
    assert_eq!(output.json_error()["kind"], "unexpected");
    assert!(output.stdout.starts_with("[\n{") && !output.stdout.contains("\n]"), "{}", output.story());
    assert!(serde_json::from_str::<Value>(&output.stdout).is_err(), "half a list is no JSON");
    let output = world.at(&half.url(), ["email", "list", "-o", "csv"]).run().exits(1).stderr_has("error:");
    assert_eq!(output.stdout.lines().count(), 101);
}
