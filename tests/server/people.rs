//! `server user` and `server credential`.

use super::token;
use crate::support::{Output, Server, World, secrets};
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn people_are_added_listed_and_removed() {
    let world = World::new();
    let run = |words: &[&str]| world.qontak(["server", "user"]).args(words).stdin(secrets::login()).run();
    let output =
        run(&["add", "Ana@example.com", "--role", "supervisor", "--full-name", "Ana Test", "--password-stdin"]).success();
    assert_eq!(output.rows()[0][1..3], ["supervisor", "Ana Test"], "{}", output.story());
    run(&["add", "ana@example.com", "--password-stdin"]).exits(7).stdout_is("");
    run(&["add", "bob@example.com", "--password-stdin"]).success().stdout_has("agent");
    for (username, part) in [("no address", "username"), ("", "username")] {
        run(&["add", username, "--password-stdin"]).exits(2).stdout_is("").stderr_has(part);
    }
    let short = world.qontak(["server", "user", "add", "x@example.com", "--password-stdin"]).stdin("short\n").run();
    short.exits(2).stdout_is("").stderr_has("8");
    run(&["add", "x@example.com"]).exits(2).stderr_has("--password-stdin");
    let rows = run(&["list", "--json"]).success().json();
    let fields: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["created_at", "full_name", "id", "role", "username"]);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    run(&["remove", "bob@example.com"]).exits(2).stderr_has("--yes");
    run(&["remove", "bob@example.com", "--yes"]).success().stdout_is("");
    run(&["remove", "bob@example.com", "--yes"]).exits(6).stdout_is("");
    run(&["password", "bob@example.com", "--password-stdin"]).exits(6);
    assert_eq!(run(&["list"]).success().rows().len(), 1);
}

/// A path that was mistyped is told, and nothing is made there.
#[test]
fn only_adding_makes_a_workspace() {
    let world = World::new();
    for words in [
        &["user", "list"][..],
        &["user", "password", "a@example.com", "--password-stdin"],
        &["user", "remove", "a@example.com", "--yes"],
        &["credential", "list"],
        &["credential", "remove", "x", "--yes"],
    ] {
        let run = |more: &[&str]| world.qontak(["server"]).args(words).args(more).stdin(secrets::login()).run().exits(6);
        run(&[]).stdout_is("").stderr_has("workspace.db").stderr_has("qontak server user add");
        run(&["--database", "sqlite:mistyped.db"]).stdout_is("").stderr_has("mistyped.db");
    }
    assert!(!world.data().exists() && !world.path("work/mistyped.db").exists());
    world.input("notes.txt", "the notes of somebody");
    world.qontak(["server", "user", "list", "--database", "sqlite:notes.txt"]).run().exits(1).stderr_has("notes.txt");
    assert!(!world.path("work/notes.txt.key").exists());
}

#[test]
fn credentials_are_added_listed_and_removed_and_their_secret_is_never_printed() {
    let world = World::new();
    let run = |words: &[&str]| -> Output { world.qontak(["server", "credential"]).args(words).run() };
    run(&["add", "ci"]).exits(2).stdout_is("").stderr_has("--secret-file");
    let file = world.path("work/secret");
    world.expect_input(&file);
    let id = run(&["add", "ci", "--role", "admin", "--secret-file", "secret"]).success().one_line().to_owned();
    let secret = std::fs::read_to_string(&file).unwrap().trim_end().to_owned();
    world.keep_secret(&secret);
    assert!(secret.len() >= 32 && std::fs::metadata(&file).unwrap().permissions().mode() & 0o777 == 0o600);
    for (words, code) in [
        (&["add", "ci", "--secret-file", "second"][..], 7),
        (&["add", "two\nlines", "--secret-file", "second"], 2),
        (&["add", "other", "--secret-file", "second", "--database", "sqlite:secret"], 1),
    ] {
        run(words).exits(code).stdout_is("");
        assert!(!world.path("work/second").exists(), "a secret without a credential: {words:?}");
    }
    run(&["add", "other", "--secret-file", "secret"]).exits(2).stdout_is("").stderr_has("exists");
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim_end(), secret, "an existing file is not overwritten");
    let rows = run(&["list", "--json"]).success().json();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["client_id"], &rows[0]["role"]), (1, &id.into(), &"admin".into()));
    let id = rows[0]["client_id"].as_str().unwrap();
    run(&["remove", id]).exits(2).stderr_has("--yes");
    run(&["remove", id, "--yes"]).success();
    run(&["remove", id, "--yes"]).exits(6);
}

#[test]
fn changes_reach_a_server_that_runs() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("late@example.com", "admin");
    token(server.url(), "late@example.com", &password);
    let pair = server.add_credential("late", "admin");
    assert_eq!(super::signed(server.url(), &pair, "GET", "/integrations", "").status, 200);
    world.qontak(["server", "credential", "remove", &pair.id, "--yes", "--database", &server.database()]).run().success();
    assert_eq!(super::signed(server.url(), &pair, "GET", "/integrations", "").status, 401);
}

#[test]
fn ten_at_once_are_all_added() {
    let world = World::new();
    let server = Server::start(&world);
    std::thread::scope(|scope| {
        for number in 0..10 {
            let server = &server;
            scope.spawn(move || server.add_user(&format!("user{number}@example.com"), "agent"));
        }
    });
    let output = world.qontak(["server", "user", "list", "--database", &server.database()]).run().success();
    assert_eq!(output.rows().len(), 10);
}
