//! Standard output as a pipe that closes, a disk that is full, and words that make no sense.

use crate::support::{Canned, Reply, World, secrets};
use std::fs::File;

/// A pipe nobody reads any more.
fn closed_pipe() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::new();
    for words in [&["completions", "bash"][..], &["email", "providers", "list"], &["email", "providers", "list", "--json"]] {
        world.qontak(words).stdout_to(closed_pipe()).run().success().stderr_is("");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let world = World::new();
    let output = world.sh("(qontak completions bash; echo \"code $?\" >&2) | head -n 1").run().success();
    output.stderr_is("code 0\n");
}

/// `--help` and `--version` too: clap prints them, not our code.
#[test]
fn help_into_a_closed_pipe_does_not_panic() {
    let world = World::new();
    for words in [["--help"], ["--version"]] {
        world.qontak(words).stdout_to(closed_pipe()).run().success().stderr_is("");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let world = World::new();
    for words in
        [&["completions", "bash"][..], &["email", "providers", "list"], &["email", "providers", "show", "gmail", "--json"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        world.qontak(words).stdout_to(full).run().exits(1).stderr_has("standard output").lacks("panicked");
    }
}

#[test]
fn unknown_words_are_usage_errors_with_a_proposal() {
    let world = World::new();
    world.qontak(["emial"]).run().exits(2).stdout_is("").stderr_has("'email'");
    world.qontak(["email", "list", "--serach", "x"]).run().exits(2).stdout_is("").stderr_has("'--search'");
    for words in [
        &["email", "list", "--timeout", "soon"][..],
        &["email", "list", "--active", "--inactive"],
        &["email", "list", "--json", "-o", "csv"],
        &["email", "list", "--local", "--profile", "x"],
        &["email", "list", "--limit", "-1"],
        &["email", "add", "--password-stdin", "--password-env", "X"],
        &["email", "disconnect"],
        &["login", "--token-stdin", "--password-stdin"],
        &["login", "--client-secret-stdin"],
    ] {
        let output = world.qontak(words).run().exits(2).stdout_is("");
        assert!(output.stderr.contains("error:") || output.json_error()["kind"] == "usage", "{}", output.story());
    }
}

#[test]
fn a_value_with_a_minus_is_told_as_a_wrong_value() {
    let world = World::new();
    for (words, said) in [
        (&["email", "list", "--timeout", "-5"][..], "a number and a unit"),
        (&["email", "list", "--timeout", "-5s"], "a number and a unit"),
        (&["email", "list", "--limit", "-1"], "invalid digit"),
        (&["email", "add", "a@example.com", "--smtp-host", "mail.example.com", "--smtp-port", "-1"], "port"),
        (&["email", "edit", "a@example.com", "--smtp-port", "-1"], "port"),
    ] {
        let canned = Canned::new(|_, _| Reply::Hangup);
        let output = world.at(&canned.url(), words).run().exits(2).stdout_is("").stderr_has(said).lacks("unexpected argument");
        assert_eq!(canned.requests().len(), 0, "{}", output.story());
    }
}

/// A slip of somebody who took a flag for one that takes the secret.
#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let world = World::new();
    let secret = secrets::mailbox();
    let with = |start: &str| format!("{start}{secret}");
    let blanks = format!("{secret} {secret}");
    for words in [
        &["email", "add", "a@example.com", &with("--password-stdin=")][..],
        &["email", "add", "a@example.com", &with("--password=")],
        &["email", "add", "a@example.com", "--password", &secret],
        &["email", "add", "a@example.com", "--provider", "gmail", "--password-env", &secret],
        &["email", "add", "a@example.com", "--provider", "gmail", "--password-env", &blanks],
        &["email", "add", "a@example.com", "--provider", "gmail", "--password-env", "abcdefghijklmnop"],
        &["login", "--username", "a@example.com", &with("--password-stdin=")],
        &["login", "--username", "a@example.com", "--password-stdin", &secret],
        &["login", "--token-stdin", &secret],
        &["login", &with("--token-stdin=")],
    ] {
        for format in ["tsv", "json"] {
            let words = [words, &["--local", "-o", format][..]].concat();
            world.qontak(&words).run().exits(2).stdout_is("").lacks(&secret).lacks("abcdefghijklmnop");
        }
    }
    let output = world.qontak(["login", &with("--token-stdin=")]).run();
    output.stderr_has("--token-stdin").stderr_has("no more were expected");
    world.local(["email", "add", "a@gmail.com", "--password-env", "NO_SUCH"]).run().exits(2).stderr_has("NO_SUCH");
}

#[test]
fn an_unknown_column_is_a_usage_error_that_lists_the_fields() {
    let world = World::new();
    let output = world.qontak(["email", "providers", "list", "--columns", "id,colour"]).run().exits(2).stdout_is("");
    output.stderr_has("colour").stderr_has("id");
}

#[test]
fn only_the_ui_touches_the_streams() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let (mut checked, mut found) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let inside = path.strip_prefix(&source).unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !inside.starts_with("ui") && inside != std::path::Path::new("main.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                checked += 1;
                found.extend(
                    ["stdin()", "stdout()", "stderr()"]
                        .iter()
                        .filter(|s| text.contains(&format!("io::{s}")))
                        .map(|s| (inside.clone(), *s)),
                );
            }
        }
    }
    assert!(checked > 50, "the source is not where it was");
    assert!(found.is_empty(), "only src/ui and main.rs may: {found:?}");
}
