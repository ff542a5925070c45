//! `email providers`: answers without a server, a sign-in or a file; and with it, every format of a list and of a record.

use crate::support::World;
use serde_json::Value;

#[test]
fn the_list_in_a_pipe_is_rows() {
    let world = World::new();
    let output = world.qontak(["email", "providers", "list"]).run().success().stderr_is("");
    let rows = output.rows();
    assert_eq!(rows[0], ["gmail", "Gmail", "smtp.gmail.com", "465", "ssl", "app-password"]);
    assert_eq!(rows[1], ["outlook", "Outlook", "smtp-mail.outlook.com", "587", "starttls", "none"]);
    assert!(rows.len() > 20 && rows.iter().all(|row| row.len() == 6));
    assert!(!world.config().exists() && !world.data().exists(), "a look-up leaves no files");
}

#[test]
fn the_list_in_every_format() {
    let world = World::new();
    let list = |words: &[&str]| world.qontak(["email", "providers", "list"]).args(words).run().success();
    let csv = list(&["-o", "csv", "--columns", "id,port"]);
    assert!(csv.stdout.starts_with("id,port\ngmail,465\n"), "{}", csv.stdout);
    let json = list(&["--json"]).json();
    assert_eq!(json[0]["port"], Value::from(465));
    assert_eq!(json.as_array().unwrap().len(), list(&[]).rows().len());
    let table = list(&["-o", "table"]);
    assert!(table.stdout.starts_with("ID ") && !table.stdout.contains('\u{2026}'), "{}", table.stdout);
}

#[test]
fn one_provider_says_its_settings_on_stdout_and_the_rest_on_stderr() {
    let world = World::new();
    let row = "gmail\tGmail\tsmtp.gmail.com\t465\tssl\tapp-password\n";
    let output = world.qontak(["email", "providers", "show", "gmail"]).run().success().stdout_is(row);
    output.stderr_has("https://support.google.com/accounts/answer/185833").stderr_has("  2. Choose Add a forwarding address");
    let outlook = world.qontak(["email", "providers", "show", "outlook"]).run().success();
    outlook.stderr_has("warning: Outlook.com, Hotmail, Live and MSN mailboxes accept no password");
}

#[test]
fn one_provider_in_json_has_everything_and_stderr_nothing() {
    let world = World::new();
    let output = world.qontak(["email", "providers", "show", "outlook", "--json"]).run().success().stderr_is("");
    let json = output.json();
    assert_eq!(json["password"], "none");
    assert!(json["warnings"].as_str().unwrap().contains("OAuth only"));
    assert!(json["forwarding"].as_str().unwrap().starts_with("1. "));
    assert_eq!(json["help"], Value::Null);
}

#[test]
fn a_mailbox_tells_its_provider() {
    let world = World::new();
    for (address, id) in [("a@gmail.com", "gmail"), ("A@YAHOO.co.id", "yahoo"), ("a@hotmail.co.id", "outlook")] {
        let detect = ["email", "providers", "detect", address, "--columns", "id"];
        world.qontak(detect).run().success().stdout_is(&format!("{id}\n")).stderr_is("");
    }
}

#[test]
fn what_is_not_known_is_exit_6_and_says_what_to_do() {
    let world = World::new();
    let unknown = world.qontak(["email", "providers", "detect", "a@example.com"]).run().exits(6).stdout_is("");
    unknown.stderr_has("example.com").stderr_has("--smtp-host");
    let near = world.qontak(["email", "providers", "show", "gmial"]).run().exits(6).stdout_is("");
    near.stderr_is(
        "error: there is no provider \"gmial\"\nhint: did you mean gmail? (all of them: qontak email providers list)\n",
    );
    let json = world.qontak(["email", "providers", "show", "nope", "--json"]).run().exits(6).stdout_is("").json_error();
    assert_eq!(json["kind"], "not_found");
    assert_eq!(json["fields"], serde_json::json!({}));
    assert_eq!(json["request_id"], Value::Null);
}

#[test]
fn what_is_no_address_is_a_usage_error() {
    let world = World::new();
    for wrong in ["", "gmail.com", "a@b", "a b@gmail.com", "Help <a@gmail.com>", "a@gmail.com\u{1b}[2J"] {
        let output = world.qontak(["email", "providers", "detect", wrong]).run().exits(2).stdout_is("");
        output.lacks("\u{1b}").stderr_has("email address: ");
    }
}

#[test]
fn a_wrong_column_is_a_usage_error_in_every_format() {
    let world = World::new();
    for format in ["table", "json", "csv", "tsv"] {
        let words = ["email", "providers", "list", "-o", format, "--columns", "id,hots"];
        world
            .qontak(words)
            .run()
            .exits(2)
            .stdout_is("")
            .stderr_has("hots")
            .stderr_has("id, name, host, port, security, password");
    }
}
