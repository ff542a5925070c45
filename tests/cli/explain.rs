//! `email explain`: offline, without files; every form of input, every format, and no credential in any of it.

use crate::support::World;
use serde_json::json;

const FIELDS: [&str; 6] = ["class", "cause", "remedy", "page", "reply", "provider"];
const GMAIL: &str = "535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp";

#[test]
fn a_reply_is_explained_in_every_format_without_files_or_network() {
    let world = World::new();
    let explain = |words: &[&str]| world.qontak(["email", "explain", GMAIL]).args(words).run().success().stderr_is("");
    let output = explain(&[]);
    let rows = output.rows();
    assert_eq!((rows.len(), rows[0].len(), rows[0][0]), (1, 3, "bad_credentials"));
    let json = explain(&["--json"]).json();
    assert_eq!(json[0].as_object().unwrap().keys().collect::<Vec<_>>().len(), FIELDS.len());
    assert!(FIELDS.iter().all(|field| json[0].get(*field).is_some()), "{json}");
    assert_eq!(json[0]["reply"], GMAIL.replace('\n', " ").replace("  ", " "));
    assert_eq!(json[0]["provider"], json!(null));
    let csv = explain(&["-o", "csv"]).stdout;
    assert!(csv.starts_with("class,cause,remedy,page,reply,provider\nbad_credentials,"), "{csv}");
    let table = explain(&["-o", "table", "--columns", "class,page"]).stdout;
    assert!(table.starts_with("CLASS ") && table.contains("support.google.com"), "{table}");
    assert_eq!(explain(&["--columns", "class"]).stdout, "bad_credentials\n");
    assert!(!world.config().exists() && !world.data().exists(), "a look-up leaves no files");
}

#[test]
fn a_log_on_standard_input_has_a_row_for_each_error_and_no_credential() {
    let world = World::new();
    world.keep_secret("hunter2hunter2");
    world.keep_secret("aHVudGVyMmh1bnRlcjI=");
    let log = "=== Trying smtp.gmail.com:587...\n<~  220 smtp.gmail.com ESMTP\n ~> AUTH LOGIN\n<~  334 VXNlcm5hbWU6\n ~> c3VwcG9ydA==\n\
        <~  334 UGFzc3dvcmQ6\n ~> aHVudGVyMmh1bnRlcjI=\n<** 534-5.7.9 Application-specific password required password=hunter2hunter2\n\
        <** 550 purple hunter password: hunter2hunter2\nError: getaddrinfo ENOTFOUND smtp.gmial.com\n";
    let output = world.qontak(["email", "explain", "-", "--json"]).stdin(log).run().success().stderr_is("");
    let json = output.json();
    let classes: Vec<&str> = json.as_array().unwrap().iter().map(|row| row["class"].as_str().unwrap()).collect();
    assert_eq!(classes, ["app_password_required", "unknown", "dns_nxdomain"]);
    assert_eq!(json[0]["provider"], "gmail");
    assert!(json[0]["reply"].as_str().unwrap().ends_with("password=[redacted]"), "{json}");
}

#[test]
fn interception_is_recognised_by_the_host_that_was_asked() {
    let world = World::new();
    let text = "220-web12.hosting.example ESMTP Exim 4.98\n535 Incorrect authentication data";
    let class =
        |words: &[&str]| world.qontak(["email", "explain", text, "--columns", "class"]).args(words).run().success().stdout;
    assert_eq!(class(&[]), "bad_credentials\n");
    assert_eq!(class(&["--host", "smtp.gmail.com"]), "intercepted\n");
    assert_eq!(class(&["--host", "mail.example.com"]), "bad_credentials\n");
}

#[test]
fn what_nobody_knows_is_exit_1_with_its_row() {
    let world = World::new();
    let output = world.qontak(["email", "explain", "550 purple", "--columns", "class,reply"]).run().exits(1);
    output
        .stdout_is("unknown\t550 purple\n")
        .stderr_has("error: the server's reply is not one that is known")
        .stderr_has("hint: 550 says that it stays");
    let policy = world.qontak(["email", "explain", "450", "4.7.99", "purple"]).run().exits(1);
    policy.stderr_has("450 4.7.99 says that it passes").stderr_has("it is about security or a policy");
    let talk = world.qontak(["email", "explain", "hello"]).run().exits(1);
    talk.stderr_has("error: nothing in this text is a known SMTP error").stderr_has("hint: paste the whole reply");
    let json = world.qontak(["email", "explain", "-", "--json"]).stdin([0xff, 0xfe, 0x00, 0x07]).run().exits(1).json_error();
    assert_eq!(json["kind"], "unexpected");
}

#[test]
fn a_credential_in_an_argument_is_warned_of_and_not_shown() {
    let world = World::new();
    let text = "AUTH PLAIN AHVzZXIAaHVudGVyMmh1bnRlcjI= 535 5.7.8 Username and Password not accepted";
    let output = world.qontak(["email", "explain", text, "-v"]).run().success();
    output.stderr_has("warning: the text holds what looks like a credential").stderr_has("pass - ").lacks("AHVzZXIA");
    world.qontak(["email", "explain", "-"]).stdin(text).run().success().stderr_is("").lacks("AHVzZXIA");
}

#[test]
fn words_without_quotes_are_one_text_and_a_file_is_no_text() {
    let world = World::new();
    let words = [
        "email",
        "explain",
        "535",
        "5.7.8",
        "Username",
        "and",
        "Password",
        "not",
        "accepted",
        "-",
        "gsmtp",
        "--columns",
        "class",
    ];
    world.qontak(words).run().success().stdout_is("bad_credentials\n");
    let path = world.input("mail.log", "535 5.7.8 no");
    let output = world.qontak(["email", "explain"]).arg(&path).run().exits(2).stdout_is("");
    output.stderr_has("mail.log is a file").stderr_has("qontak email explain - < ");
}

#[test]
fn no_text_and_wrong_words_are_usage_errors() {
    let world = World::new();
    for stdin in ["", " \r\n\t\n"] {
        world.qontak(["email", "explain", "-"]).stdin(stdin).run().exits(2).stdout_is("").stderr_has("no text to explain");
    }
    world.qontak(["email", "explain", ""]).run().exits(2).stdout_is("");
    world.qontak(["email", "explain"]).run().exits(2).stdout_is("");
    world
        .qontak(["email", "explain", "535", "--columns", "class,nope"])
        .run()
        .exits(2)
        .stdout_is("")
        .stderr_has("class, cause, remedy");
}

#[test]
fn more_than_a_mebibyte_is_cut_with_a_warning() {
    let world = World::new();
    let log = format!("550 5.1.1 no such user\n{}\n535 5.7.8 Username and Password not accepted", "é ".repeat(512 * 1024));
    let output = world.qontak(["email", "explain", "-", "--columns", "class"]).stdin(log).run().success();
    output.stdout_is("bad_credentials\n").stderr_has("only the last MiB");
}

#[test]
fn control_characters_of_a_reply_reach_no_terminal() {
    let world = World::new();
    let output = world.qontak(["email", "explain", "550 \u{1b}[2Jpurple\u{7}", "-o", "table"]).run().exits(1);
    output.lacks("\u{1b}").lacks("\u{7}");
}
