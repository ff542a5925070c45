//! `inbox …` towards servers that are not ours: what the vendor has not, what it does otherwise, and what strangers write.

use crate::support::rows::{failure, id};
use crate::support::{Canned, Reply, Request, World};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

/// Room `i` as the vendor tells it.
fn room(i: u64) -> Value {
    json!({
        "id": id(i), "name": format!("Customer {i}"), "status": "unassigned", "channel": "email", "channel_account": "box1@example.com",
        "account_uniq_id": format!("customer{i}@example.com"), "channel_integration_id": id(900), "unread_count": i % 2,
        "created_at": "2026-03-01T10:00:00.000Z", "last_message_at": "2026-03-02T10:00:00.000Z",
        "last_message": {"id": id(i + 500), "text": "Hello\nthere", "participant_type": "customer"}
    })
}

fn message(i: u64, text: &str) -> Value {
    json!({
        "id": id(i), "room_id": id(1), "participant_type": "customer", "text": text, "status": "created",
        "created_at": "2026-03-02T10:00:00.000Z",
        "email": {"subject": "Broken", "from": {"name": "Ana", "address": "ana@example.com"}, "to": [{"address": "box1@example.com"}]}
    })
}

fn list(rows: &[Value]) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": rows, "meta": {"pagination": {"total": rows.len()}}}).to_string())
}

fn one(data: &Value) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": data}).to_string())
}

fn path(request: &Request) -> &str {
    request.target.split('?').next().unwrap().strip_prefix("/api/open/v1").unwrap()
}

/// A server with one room that holds these messages, newest first, and one attachment.
fn with_messages(messages: Vec<Value>) -> Canned {
    Canned::new(move |request, _| match path(request) {
        p if p == format!("/rooms/{}", id(1)) => one(&room(1)),
        p if p.ends_with("/messages") => list(&messages),
        p if p.contains("/attachments/") => Reply::new(200, &[("content-type", "application/octet-stream")], "content"),
        _ => failure(404, &["Resource not found."]),
    })
}

#[test]
fn the_fields_of_rooms_and_messages_are_public() {
    let world = World::new();
    let canned = Canned::new(|_, _| list(&[room(1)]));
    let csv = world.at(&canned.url(), ["inbox", "list", "-o", "csv"]).run().success().stdout;
    let fields = "id,channel,channel_id,customer,customer_name,subject,status,unread,last_message_at,last_message,last_message_by,\
                  disconnected,disconnected_at,resolved_at,created_at,last_message_status";
    assert_eq!(csv.lines().next(), Some(fields));
    let row = world.at(&canned.url(), ["inbox", "list"]).run().success();
    assert_eq!(row.rows(), [vec![&*id(1), "customer1@example.com", "", "unassigned", "1"]], "{}", row.story());

    let canned = with_messages(vec![message(7, "Hi")]);
    let csv = world.at(&canned.url(), ["inbox", "show", &id(1), "-o", "csv"]).run().success().stdout;
    let fields = "id,room_id,author,status,created_at,subject,from,from_name,original_from,to,cc,bcc,reply_to,date,text,text_cut,\
                  attachments,message_id,in_reply_to,references,via,auto_submitted,spf,spf_domain,dkim,dkim_domains,arc,attempts,\
                  next_attempt_at,error_class,error,answers_lost";
    assert_eq!(csv.lines().next(), Some(fields));
    let json = world.at(&canned.url(), ["inbox", "show", &id(1), "--json"]).run().success().json();
    assert_eq!(json[0]["to"], json!([{"name": null, "address": "box1@example.com"}]), "{json}");
}

#[test]
fn what_a_server_lists_is_looked_at_again() {
    let world = World::new();
    // It knows no filter, and has other kinds of rooms.
    let canned = Canned::new(|request, _| {
        let mut rows: Vec<Value> = (0..6).map(room).collect();
        rows[1]["status"] = "resolved".into();
        rows[2]["channel"] = "wa".into();
        rows[3]["subject"] = "An Invoice".into();
        rows[4]["subject"] = "Other".into();
        rows[5]["channel_account"] = "Box2@example.com".into();
        if path(request) == "/rooms" { list(&rows) } else { failure(403, &["no"]) }
    });
    for (words, expected) in [
        (&[][..], &[0, 1, 3, 4, 5][..]),
        (&["--status", "resolved"], &[1]),
        (&["--status", "campaign"], &[]),
        (&["--unread"], &[1, 3, 5]),
        // What has no subject, the server may have found for a reason that is not seen here.
        (&["--search", "invoice"], &[0, 1, 3, 5]),
        (&["--channel", "box2@EXAMPLE.com"], &[5]),
        (&["--channel", &id(900), "--limit", "2"], &[0, 1]),
        (&["--limit", "0"], &[]),
        // An Agent may not look whether there is such a channel.
        (&["--channel", "nobody@example.com"], &[]),
    ] {
        let output = world.at(&canned.url(), ["inbox", "list", "--columns", "id"]).args(words).run().success();
        let ids: Vec<String> = expected.iter().map(|i| id(*i)).collect();
        assert_eq!(output.stdout.lines().collect::<Vec<_>>(), ids, "{}", output.story());
    }
    let asked: Vec<String> = canned.requests().into_iter().map(|r| r.target).collect();
    assert!(asked.iter().any(|t| t.contains("status=resolved")), "{asked:?}");
    assert!(asked.iter().any(|t| t.contains("channels%5B%5D=")), "{asked:?}");
}

#[test]
fn an_unknown_channel_is_told_from_one_without_rooms() {
    let world = World::new();
    let canned = Canned::new(|request, _| match path(request) {
        "/integrations" => list(&[crate::support::rows::row(1)]),
        "/rooms" => list(&[]),
        p if p == format!("/integrations/{}", id(1)) => one(&crate::support::rows::row(1)),
        _ => failure(404, &["Resource not found."]),
    });
    for known in ["box1@example.com".to_owned(), id(1)] {
        world.at(&canned.url(), ["inbox", "list", "--channel", &known]).run().success().stdout_is("");
    }
    for unknown in ["box2@example.com".to_owned(), id(2)] {
        let run = world.at(&canned.url(), ["inbox", "list", "--json", "--channel", &unknown]).run().exits(6).stdout_is("");
        assert_eq!(run.json_error()["message"], format!("no such channel: {unknown}"));
        world.at(&canned.url(), ["inbox", "watch", "--channel", &unknown]).run().exits(6).stderr_has("no such channel");
    }
    world.at(&canned.url(), ["inbox", "list", "--channel", " "]).run().exits(2).stderr_has("--channel");
}

#[test]
fn a_room_that_is_not_there_is_exit_6() {
    let world = World::new();
    let canned = Canned::new(|_, _| failure(404, &["Resource not found."]));
    for room in ["none", "", "..", "a/b"] {
        for verb in ["show", "resolve", "read"] {
            let output = world.at(&canned.url(), ["inbox", verb, room]).run().exits(6).stdout_is("");
            output.stderr_has(&format!("no such room: {room}")).stderr_has("qontak inbox list");
        }
    }
    let output = world.at(&canned.url(), ["inbox", "resolve", "a", "b", "a"]).run().exits(12).stderr_has("2 of 2 rooms");
    assert_eq!(output.rows(), [["a", "failed", "no such room: a"], ["b", "failed", "no such room: b"]]);
}

#[test]
fn what_the_vendors_server_does_not_offer_is_said() {
    let world = World::new();
    for status in [404, 405] {
        let canned = Canned::new(move |request, _| {
            if path(request) == format!("/rooms/{}", id(1)) { one(&room(1)) } else { failure(status, &["Not here."]) }
        });
        let show = world.at(&canned.url(), ["inbox", "show", &id(1)]).run().exits(1).stdout_is("");
        show.stderr_has("this server does not offer reading messages through its API").stderr_has("https://chat.qontak.com");
        let watch = world.at(&canned.url(), ["inbox", "watch"]).run().exits(1).stdout_is("");
        watch.stderr_has("does not offer watching for new messages");
    }
}

#[test]
fn a_page_that_is_no_list_of_rooms_is_an_error_that_names_the_url() {
    let world = World::new();
    for body in [r#"{"status":"success","data":[{"name":"x"}]}"#, "<html>", r#"{"status":"success","data":{}}"#] {
        let canned = Canned::new(move |_, _| Reply::json(200, body));
        world.at(&canned.url(), ["inbox", "list", "--json"]).run().exits(11).stdout_is("").stderr_has("/rooms?");
    }
}

#[test]
fn mail_is_shown_as_mail_looks_and_can_forge_nothing() {
    let world = World::new();
    let mut last = message(8, "Hi\n\u{1b}]0;owned\u{7}\nSubject: forged\r\n------------\n\u{202e}live");
    last["email"]["subject"] = "One\nFrom: forged".into();
    last["email"]["cc"] = json!([{"name": "B\r\nX", "address": "b@example.com"}, {"address": "c@example.com"}]);
    last["email"]["date"] = "2026-03-02T09:00:00.000Z".into();
    last["email"]["via"] = json!({"address": "support@example.com", "header": "X-Forwarded-For"});
    last["email"]["authentication"] =
        json!({"spf": "pass", "spf_domain": "example.com", "dkim": "fail", "dkim_domains": [], "arc": "none"});
    last["email"]["attachments"] =
        json!([{"number": 1, "name": "a\nStatus: x.pdf", "content_type": "application/pdf", "size": 12}, {"number": 2}]);
    let mut reply = message(9, "Sorry!");
    reply["participant_type"] = "agent".into();
    reply["status"] = "failed".into();
    reply["email"]["sending"] =
        json!({"attempts": 3, "class": "bad_credentials", "reply": "535 5.7.8 no", "answers_lost": 1, "next_at": null});
    let canned = with_messages(vec![reply, last]);
    let output = world.at(&canned.url(), ["inbox", "show", &id(1)]).run().success();
    let rule = "-".repeat(72);
    let expected = format!(
        "Room:        {}\nCustomer:    Customer 1 <customer1@example.com>\nChannel:     box1@example.com\nStatus:      unassigned, 1 unread\n\
         \n{rule}\nSubject:     One From: forged\nFrom:        Ana <ana@example.com>\nDate:        2026-03-02T09:00:00.000Z\n\
         To:          box1@example.com\nCc:          B X <b@example.com>, c@example.com\nVia:         support@example.com (X-Forwarded-For)\n\
         Sender:      SPF pass (example.com), DKIM fail, ARC none\nMessage:     {}\n\
         \n    Hi\n    \u{fffd}]0;owned\u{fffd}\n    Subject: forged\n    ------------\n    \u{fffd}live\n\
         \nAttachments:\n    1  a_Status_ x.pdf  application/pdf  12 bytes\n    2  (no name)  unknown type  unknown size\n\
         \n{rule}\nSubject:     Broken\nFrom:        Ana <ana@example.com>\nDate:        2026-03-02T10:00:00.000Z\n\
         To:          box1@example.com\n\
         Sending:     failed, after 3 attempts, bad_credentials (535 5.7.8 no), the answer was lost once: the customer may have it more \
         than once\nMessage:     {}\n\n    Sorry!\n",
        id(1),
        id(8),
        id(9)
    );
    output.stdout_is(&expected).stderr_is("");
}

#[test]
fn messages_can_be_chosen() {
    let world = World::new();
    let canned = with_messages((0..5).rev().map(|i| message(i, &format!("text {i}"))).collect());
    let texts = |words: &[&str]| {
        let output = world.at(&canned.url(), ["inbox", "show", &id(1), "--columns", "text"]).args(words).run().success();
        output.stdout.replace('\n', ",")
    };
    assert_eq!(texts(&[]), "text 0,text 1,text 2,text 3,text 4,");
    assert_eq!(texts(&["--limit", "2"]), "text 3,text 4,");
    assert_eq!(texts(&["--message", &id(2)]), "text 2,");
    let none = world.at(&canned.url(), ["inbox", "show", &id(1), "--message", "x"]).run();
    none.exits(6).stderr_has("no such message in this room: x");
    for words in [&["--raw", "--save-attachments", "x"][..], &["--raw", "--limit", "1"], &["--raw", "--json"]] {
        world.at(&canned.url(), ["inbox", "show", &id(1)]).args(words).run().exits(2).stdout_is("");
    }
    assert!(canned.requests().iter().all(|r| r.method == "GET"), "looking changes nothing");
}

#[test]
fn attachments_are_saved_under_harmless_names_and_overwrite_nothing() {
    let world = World::new();
    let names = ["../../evil.sh", "a.txt", "a.txt", "", "NUL", ".profile", "C:\\x\\y.txt", "\u{202e}fdp.exe"];
    let mut with = message(1, "x");
    let attachments: Vec<Value> = (1_u64..)
        .zip(names)
        .map(|(n, name)| json!({"number": n, "name": name, "content_type": "text/plain", "size": 1}))
        .collect();
    with["email"]["attachments"] = attachments.into();
    let canned = with_messages(vec![with]);
    let folder = world.path("work/deep/down");
    fs::create_dir_all(&folder).unwrap();
    fs::write(world.path("work/target"), "old").unwrap();
    symlink(world.path("work/target"), folder.join("a.txt")).unwrap();
    let words = ["inbox", "show", &id(1), "--save-attachments", "deep/down"];
    let output = world.at(&canned.url(), words).run().success();
    let saved: Vec<String> = output.rows().iter().map(|row| row[3].rsplit('/').next().unwrap().to_owned()).collect();
    let expected = ["_.._evil.sh", "a (2).txt", "a (3).txt", "attachment-4", "_NUL", "profile", "C__x_y.txt", "_fdp.exe"];
    assert_eq!(saved, expected, "{}", output.story());
    assert_eq!(output.rows()[0][..3], ["1", "text/plain", "7"]);
    for name in expected {
        let path = folder.join(name);
        assert_eq!(fs::read(&path).unwrap(), b"content");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    assert_eq!(fs::read(world.path("work/target")).unwrap(), b"old", "a link is not followed");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), expected.len() + 1);

    fs::write(world.path("work/file"), "").unwrap();
    let words = ["inbox", "show", &id(1), "--save-attachments", "file"];
    world.at(&canned.url(), words).run().exits(2).stdout_is("").stderr_has("--save-attachments: file is no folder");
    symlink("nowhere", world.path("work/link")).unwrap();
    for (wrong, why) in [("link", "link is a link that leads nowhere"), ("/dev/full", "/dev/full is no folder")] {
        let words = ["inbox", "show", &id(1), "--save-attachments", wrong];
        world.at(&canned.url(), words).run().exits(2).stdout_is("").stderr_has(why);
    }
}

/// A list may have been cut: what is behind it is asked for too, and what is missing in the end is told.
#[test]
fn attachments_that_are_not_listed_are_saved_too() {
    let world = World::new();
    let serve = |cut: u64| {
        let mut with = message(1, "x");
        with["email"]["attachments"] = json!([{"number": 1, "name": "a.txt", "content_type": "text/plain", "size": 7}]);
        with["email"]["attachments_cut"] = cut.into();
        Canned::new(move |request, _| match path(request) {
            p if p == format!("/rooms/{}", id(1)) => one(&room(1)),
            p if p.ends_with("/messages") => list(std::slice::from_ref(&with)),
            p if p.ends_with("/attachments/4") => failure(404, &["Resource not found."]),
            _ => Reply::new(200, &[("content-type", "application/octet-stream")], "content"),
        })
    };
    let words = ["inbox", "show", &id(1), "--save-attachments", "all"];
    let output = world.at(&serve(2).url(), words).run().success();
    output.stderr_has("warning: 2 more attachments of this message are not listed");
    for name in ["a.txt", "attachment-2", "attachment-3"] {
        assert_eq!(fs::read(world.path("work/all").join(name)).unwrap(), b"content");
    }
    let some = world.at(&serve(5).url(), words).run().exits(12).stderr_has("3 attachments of this message could not be saved");
    assert_eq!(some.rows().len(), 3);
}

#[test]
fn watching_survives_an_outage_and_shows_each_message_once() {
    let world = World::new();
    // Two messages, then an outage, then the same question again, then one more.
    let canned = Canned::new(|request, count| {
        let fed = |rows: &[u64], next: &str| {
            let rows: Vec<Value> = rows
                .iter()
                .map(|i| {
                    let mut fed = message(*i, "Hi\nthere");
                    fed["room"] = json!({"account_uniq_id": "ana@example.com", "channel_account": "box1@example.com"});
                    fed
                })
                .collect();
            let meta = json!({"pagination": {"cursor": {"next": next}}});
            Reply::json(200, &json!({"status": "success", "data": rows, "meta": meta}).to_string())
        };
        match (request.query("after"), count) {
            (None, _) => fed(&[], "a"),
            (Some("a"), _) => fed(&[1, 2], "b"),
            (Some("b"), ..6) => failure(503, &["starting"]),
            (Some("b"), 6) => Reply::Hangup,
            (Some("b"), _) => fed(&[3], "c"),
            _ => failure(401, &["expired"]),
        }
    });
    let words = ["inbox", "watch", "--interval", "1ms", "--timeout", "100ms"];
    let output = world.at(&canned.url(), words).args(["--limit", "3"]).run().success();
    let line = |_| format!("2026-03-02T10:00:00.000Z\t{}\tbox1@example.com\tana@example.com\tBroken\tHi there\n", id(1));
    assert_eq!(output.stdout, (0..3).map(line).collect::<String>());
    assert_eq!(output.stderr.matches("going on").count(), 1, "{}", output.story());
    assert_eq!(output.stderr.matches("The server answers again").count(), 1, "{}", output.story());

    let ended = world.at(&canned.url(), words).arg("--json").run().exits(4);
    let objects: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.iter().map(|o| o["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), [1, 2, 3].map(id));
    let fields =
        ["created_at", "channel", "customer", "subject", "text", "id", "room_id", "channel_id", "customer_name", "attachments"];
    let mut keys: Vec<&String> = objects[0].as_object().unwrap().keys().collect();
    keys.sort_unstable();
    let mut fields = fields.to_vec();
    fields.sort_unstable();
    assert_eq!(keys, fields);
}

#[test]
fn watching_ends_with_whoever_reads() {
    let world = World::new();
    let canned = Canned::new(|_, _| {
        let meta = json!({"pagination": {"cursor": {"next": "a"}}});
        Reply::json(200, &json!({"status": "success", "data": [], "meta": meta}).to_string())
    });
    let closed = std::io::pipe().unwrap().1;
    world.at(&canned.url(), ["inbox", "watch", "--interval", "1ms"]).stdout_to(closed).run().success();
    world.at(&canned.url(), ["inbox", "watch", "--limit", "0"]).run().success().stdout_is("");
    for wrong in [&["--interval", "0"][..], &["--interval", "soon"], &["--limit", "-1"], &["--columns", "x"]] {
        world.at(&canned.url(), ["inbox", "watch"]).args(wrong).run().exits(2).stdout_is("");
    }
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let with_one = with_messages(vec![message(1, "x")]);
    world.at(&with_one.url(), ["inbox", "show", &id(1)]).stdout_to(full).run().exits(1).stderr_has("standard output");
}

#[test]
fn only_a_number_of_rooms_that_proves_right_is_told_before_disconnecting() {
    let world = World::new();
    let count = |told: u64, real: u64, of: u64| {
        let canned = Canned::new(move |request, _| match path(request) {
            "/rooms" => {
                let place: u64 = request.query("offset").unwrap().parse().unwrap();
                let mut one = room(place);
                one["channel_integration_id"] = id(of).into();
                let rows = if place <= real { vec![one] } else { vec![] };
                Reply::json(200, &json!({"data": rows, "meta": {"pagination": {"total": told}}}).to_string())
            }
            p if p.starts_with("/integrations/") => one(&crate::support::rows::row(1)),
            _ => failure(404, &[]),
        });
        let output = world.at(&canned.url(), ["email", "disconnect", &id(1), "--dry-run"]).run().success();
        output.stderr.trim_end().split_once("@chat.qontak.com").unwrap().1.to_owned()
    };
    assert_eq!(count(12, 12, 1), "; 12 rooms in the Inbox: they stay readable, marked disconnected; replies that wait fail)");
    assert_eq!(count(1, 1, 1), "; 1 room in the Inbox: it stays readable, marked disconnected; a reply that waits fails)");
    assert_eq!(count(0, 0, 1), "; no rooms in the Inbox)");
    for (told, real, of) in [(1, 12, 1), (100, 12, 1), (11, 12, 1), (12, 12, 2), (0, 3, 1), (u64::MAX, 3, 1)] {
        assert_eq!(count(told, real, of), ")", "{told} told, {real} real");
    }
    let refused = Canned::new(|request, _| match path(request) {
        "/rooms" => failure(500, &["broken"]),
        _ => one(&crate::support::rows::row(1)),
    });
    let output = world.at(&refused.url(), ["email", "disconnect", &id(1), "--dry-run"]).run().success();
    output.lacks("room").lacks("warning");
    assert_eq!(refused.requests().iter().filter(|r| path(r) == "/rooms").count(), 1, "not asked again");
}
