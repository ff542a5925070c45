//! `email trace`: the way of a saved message, offline; and files that are no message.

use crate::support::World;
use serde_json::{Value, json};
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail").join(name)
}

#[test]
fn the_way_of_a_message_in_every_format() {
    let world = World::new();
    let path = fixture("gmail.eml");
    let trace = |words: &[&str]| world.qontak(["email", "trace"]).arg(&path).args(words).run().success();
    let output = trace(&[]).stderr_is("Nothing in its headers asks for a change.\n");
    let rows = output.rows();
    assert_eq!(rows.iter().map(|row| row[0]).collect::<Vec<_>>(), ["hop", "hop", "hop", "forward", "from"]);
    assert_eq!(rows[2][..4], ["hop", "3", "2026-11-23T03:00:05Z", "2"]);
    let json = trace(&["--json"]).json();
    let forward = &json[3];
    assert_eq!(
        (&forward["n"], &forward["host"], &forward["address"], &forward["result"]),
        (&json!(2), &json!("2002:a17:906:abcd"), &json!("support@example.com"), &json!("gmail"))
    );
    assert_eq!(json[0]["delay_s"], Value::Null);
    let csv = trace(&["-o", "csv"]).stdout;
    assert!(csv.starts_with("kind,n,time,delay_s,host,address,result,detail\nhop,1,"), "{csv}");
    assert!(trace(&["-o", "table"]).stdout.starts_with("KIND "));
    assert_eq!(trace(&["--columns", "kind,result"]).stdout.lines().nth(3), Some("forward\tgmail"));
    assert!(!world.config().exists() && !world.data().exists(), "a look-up leaves no files");
}

#[test]
fn findings_name_what_to_type() {
    let world = World::new();
    let output = world.qontak(["email", "trace"]).arg(fixture("google_group.eml")).arg("--json").run().success().stderr_is("");
    let json = output.json();
    let finding = json.as_array().unwrap().last().unwrap();
    assert_eq!((&finding["kind"], &finding["result"]), (&json!("finding"), &json!("from_rewritten")));
    assert!(finding["detail"].as_str().unwrap().contains("qontak email forwarder support@example.com --steps"), "{finding}");
    let clocks = world.qontak(["email", "trace", "--json"]).arg(fixture("forwarding_loop.eml")).run().success().json();
    assert_eq!(clocks[1]["delay_s"], json!(-3720));
    let zoho = world.qontak(["email", "trace"]).arg(fixture("zoho.eml")).run().success();
    zoho.stdout_has("authentication\t2\t\t\tspf=fail dkim=pass dmarc=pass\t").stderr_has("what the host named says");
}

#[test]
fn standard_input_and_other_line_ends() {
    let world = World::new();
    let raw = std::fs::read(fixture("gmail.eml")).unwrap();
    let crlf = String::from_utf8(raw.clone()).unwrap().replace('\n', "\r\n");
    let bom = [b"\xef\xbb\xbf".as_slice(), &raw].concat();
    let trace = |input: Vec<u8>| world.qontak(["email", "trace", "-"]).stdin(input).run().success().stdout;
    let expected = trace(raw);
    assert_eq!(trace(crlf.into_bytes()), expected);
    assert_eq!(trace(bom), expected);
}

#[test]
fn what_is_no_message_is_said_to_be_what_it_is() {
    let world = World::new();
    for (name, content, what) in [
        ("empty.eml", b"".as_slice(), "is empty"),
        ("blank.eml", b" \r\n\r\n", "is empty"),
        ("page.html", b"\n<!DOCTYPE html><html>From: a</html>", "is a web page"),
        ("old.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Outlook's own format"),
        ("folder.mbox", b"From a@example.org Mon Nov 23 03:00:00 2026\nFrom: a@example.org\n\nText", "whole mail folder"),
        ("wide.eml", b"\xff\xfeF\0r\0o\0m\0:\0", "is no text"),
        ("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no text"),
        ("text.txt", b"Hello,\nhow are you?\n", "does not begin with a message's headers"),
        ("settings.ini", b"name: value\nother: value\n\nFrom: a", "does not begin with a message's headers"),
    ] {
        let path = world.input(name, content);
        let output = world.qontak(["email", "trace"]).arg(&path).run().exits(8).stdout_is("");
        output.stderr_has(what).stderr_has(name).stderr_has(".eml");
        world.qontak(["email", "trace", "-"]).stdin(content).run().exits(8).stdout_is("").stderr_has("standard input ");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_usage_error() {
    let world = World::new();
    world.qontak(["email", "trace", "missing.eml"]).run().exits(2).stdout_is("").stderr_has("missing.eml");
    world.qontak(["email", "trace", "."]).run().exits(2).stdout_is("");
    world.qontak(["email", "trace"]).run().exits(2).stdout_is("");
    world.qontak(["email", "trace", "x.eml", "--columns", "nope"]).run().exits(2).stdout_is("").stderr_has("kind, n, time");
}

#[test]
fn control_characters_reach_no_terminal() {
    let world = World::new();
    let raw = "Received: from \u{1b}[2Jevil by b\u{7} with SMTP; x\nFrom: \u{1b}]0;x\u{7} <a@example.org>\n\n";
    world.qontak(["email", "trace", "-", "-o", "table"]).stdin(raw).run().success().lacks("\u{1b}").lacks("\u{7}");
}
