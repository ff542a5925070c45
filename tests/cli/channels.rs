//! The whole life of a channel in the local workspace, without a terminal.

use crate::support::{Output, World, secrets};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

const CUSTOM: [&str; 6] = ["--smtp-host", "mail.example.com", "--smtp-port", "465", "--security", "ssl"];

/// Connects a mailbox; the answer is its forwarder.
#[track_caller]
fn add(world: &World, address: &str, more: &[&str]) -> Output {
    world.local(["email", "add", address, "--password-stdin"]).args(more).stdin(secrets::mailbox()).run()
}

#[track_caller]
fn json(world: &World, words: &[&str]) -> Value {
    world.local(words).arg("--json").run().success().json()
}

/// The id part of a forwarder.
fn id_of(forwarder: &str) -> &str {
    forwarder.split_once('@').map_or("", |(id, _)| id)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_first_use_creates_a_workspace_for_its_owner_alone() {
    let world = World::new();
    let output = add(&world, "support@gmail.com", &[]).success();
    let forwarder = output.one_line();
    assert!(uuid::Uuid::parse_str(id_of(forwarder)).is_ok() && forwarder.ends_with("@chat.qontak.com"), "{}", output.story());
    assert_eq!(mode(&world.data()), 0o700);
    let files: Vec<_> = fs::read_dir(world.data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert!(!world.config().exists(), "--local needs no configuration");
}

#[test]
fn reading_first_is_fine_too() {
    let world = World::new();
    world.local(["email", "list"]).run().success().stdout_is("").stderr_is("");
    world.local(["email", "list", "--json"]).run().success().stdout_is("[]\n");
}

#[test]
fn add_prints_the_forwarder_alone_and_no_steps_to_where_nothing_arrives() {
    let world = World::new();
    let output = add(&world, "support@gmail.com", &[]).success().stderr_has("Gmail").stderr_has("does not arrive here");
    assert!(!output.stderr.contains("1. "), "{}", output.story());
    let row = json(&world, &["email", "show", "support@gmail.com"]);
    assert_eq!((&row["provider"], &row["smtp_host"]), (&"gmail".into(), &"smtp.gmail.com".into()));
    assert_eq!(row["forwarder"], output.one_line());
    assert_eq!(row["forwarder_source"], "server");
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let world = World::new();
    let output = world.local(["email", "add"]).run().exits(2).stdout_is("");
    for line in ["email address: field is required (pass ADDRESS)", "password: field is required", "provider: field is required"]
    {
        assert_eq!(output.stderr.matches(line).count(), 1, "{line}: {}", output.story());
    }
    let error = world.local(["email", "add", "not an address", "--smtp-port", "0", "--json"]).run().exits(2).json_error();
    for field in ["email address", "port", "host", "password"] {
        assert!(error["fields"][field].is_string(), "{field}: {error}");
    }
    assert_eq!(error["kind"], "usage");
    assert!(!world.data().exists(), "nothing is touched before the form is complete");
}

#[test]
fn wrong_values_are_refused_in_the_panels_words() {
    let world = World::new();
    for (address, more, part) in [
        ("no-at-sign", &CUSTOM[..], "email address"),
        ("two@@example.com", &CUSTOM, "email address"),
        ("a@example.com", &["--smtp-host", "bad host", "--smtp-port", "465"], "host"),
        ("a@example.com", &["--smtp-host", "mail.example.com", "--smtp-port", "70000"], "port"),
        (
            "a@example.com",
            &["--smtp-host", "mail.example.com", "--smtp-port", "2525"],
            "security: field is required (pass --security ssl or starttls",
        ),
        ("a@example.com", &["--provider", "nobody"], "provider"),
        ("a@example.com", &[], "provider"),
    ] {
        add(&world, address, more).exits(2).stdout_is("").stderr_has(part);
    }
    world.local(["email", "add", "a@gmail.com", "--password-stdin"]).stdin("\n").run().exits(2).stderr_has("field is required");
    world.local(["email", "list"]).run().success().stdout_is("");
}

#[test]
fn every_password_source_works_and_a_missing_one_is_told() {
    let world = World::new();
    let (file, secret) = (world.input("password", format!("{}\n", secrets::mailbox())), secrets::mailbox());
    let from = |number: usize, words: &[&str]| {
        world.local(["email", "add", &format!("a{number}@gmail.com")]).args(words).env("APP_PASSWORD", &secret).run()
    };
    from(1, &["--password-file", file.to_str().unwrap()]).success();
    from(2, &["--password-env", "APP_PASSWORD"]).success();
    from(3, &["--password-command", "cat password"]).success();
    assert_eq!(json(&world, &["email", "list"]).as_array().unwrap().len(), 3);
    for words in [
        ["--password-file", "no-such-file"],
        ["--password-env", "NO_SUCH_VARIABLE"],
        ["--password-command", "exit 3"],
        ["--password-command", "true"],
    ] {
        from(4, &words).exits(2).stdout_is("");
    }
    assert_eq!(json(&world, &["email", "list"]).as_array().unwrap().len(), 3);
}

#[test]
fn a_mailbox_is_connected_once() {
    let world = World::new();
    let forwarder = add(&world, "support@example.com", &CUSTOM).success().one_line().to_owned();
    let again = add(&world, "Support@EXAMPLE.com", &CUSTOM);
    again.exits(7).stdout_is("").stderr_has(id_of(&forwarder)).stderr_has("--if-exists");
    let output = add(&world, "support@example.com", &[&CUSTOM[..], &["--if-exists", "skip"]].concat()).success();
    assert_eq!(output.one_line(), forwarder);
    let changed = ["--smtp-host", "new.example.com", "--smtp-port", "587", "--if-exists", "update"];
    assert_eq!(add(&world, "support@example.com", &changed).success().one_line(), forwarder);
    let rows = json(&world, &["email", "list"]);
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!((&rows[0]["smtp_host"], &rows[0]["security"]), (&"new.example.com".into(), &"starttls".into()));
}

#[test]
fn twenty_at_once_connect_each_mailbox_once() {
    let world = World::new();
    let codes: Vec<Option<i32>> = std::thread::scope(|scope| {
        let one = |number: usize| {
            let world = &world;
            scope.spawn(move || add(world, &format!("box{}@example.com", number % 10), &CUSTOM).code)
        };
        let running: Vec<_> = (0..20).map(one).collect();
        running.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let count = |code| codes.iter().filter(|c| **c == Some(code)).count();
    assert_eq!((count(0), count(7)), (10, 10), "{codes:?}");
    assert_eq!(json(&world, &["email", "list"]).as_array().unwrap().len(), 10);
}

/// The public schema. Fields are only ever added, at the end.
const FIELDS: &str = "id,address,provider,smtp_host,smtp_port,security,smtp_username,kind,forwarder,forwarder_source,active,organization_id,created_at";

#[test]
fn every_format_has_the_public_fields() {
    let world = World::new();
    let forwarder = add(&world, "support@example.com", &CUSTOM).success().one_line().to_owned();
    let id = id_of(&forwarder);
    let list = |words: &[&str]| world.local(["email", "list"]).args(words).run().success().stderr_is("");

    let rows = list(&["--json"]).json();
    let text = list(&["--json"]).stdout;
    let positions: Vec<Option<usize>> = FIELDS.split(',').map(|f| text.find(&format!("\"{f}\""))).collect();
    assert!(positions.iter().all(Option::is_some) && positions.is_sorted(), "{text}");
    assert_eq!(rows[0].as_object().unwrap().len(), FIELDS.split(',').count());
    assert_eq!((&rows[0]["id"], &rows[0]["smtp_port"], &rows[0]["active"]), (&id.into(), &465.into(), &true.into()));
    assert!(rows[0]["provider"].is_null(), "absent is null: {rows}");
    let created: jiff::Timestamp = rows[0]["created_at"].as_str().unwrap().parse().unwrap();

    let csv = list(&["-o", "csv"]).stdout;
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(records[0].iter().collect::<Vec<_>>().join(","), FIELDS);
    assert_eq!((records.len(), &records[1][0], &records[1][2], &records[1][4]), (2, id, "", "465"));

    let tsv = list(&[]);
    let row = &tsv.rows()[0];
    assert_eq!((row.len(), row[0], row[1], row[2], row[3]), (4, id, "support@example.com", "", "true"), "{}", tsv.story());
    let time = list(&["--columns", "created_at"]);
    assert_eq!(time.one_line().parse::<jiff::Timestamp>().unwrap(), created);
    assert_eq!(list(&["-o", "tsv"]).stdout, tsv.stdout, "a pipe is tab-separated");

    let table = list(&["-o", "table"]);
    assert!(table.stdout.lines().next().unwrap().to_lowercase().contains("address") && !table.stdout.contains('\t'));
    assert!(table.stdout.contains(id) && !table.stdout.contains('\u{1b}'), "{}", table.story());

    for format in ["json", "csv", "tsv", "table"] {
        let output = list(&["-o", format, "--columns", "forwarder,id"]);
        let at = |part: &str| output.stdout.rfind(part).unwrap_or_else(|| panic!("{part}: {}", output.story()));
        assert!(at("@chat.qontak.com") < at(id) && !output.stdout.contains("support@"), "{}", output.story());
    }
    for words in [["email", "show", id], ["email", "show", "support@example.com"]] {
        assert_eq!(world.local(words).arg("--json").run().success().json(), rows[0]);
        assert_eq!(world.local(words).run().success().stdout, tsv.stdout, "show in a pipe is the list's row");
        world.local(words).args(["-o", "table"]).run().success().stdout_has("smtp_host").stdout_has("mail.example.com");
    }
}

#[test]
fn lists_are_searched_filtered_sorted_and_limited() {
    let world = World::new();
    for address in ["Zoe@example.com", "amy@gmail.com", "bob@example.com"] {
        add(&world, address, if address.ends_with("gmail.com") { &[] } else { &CUSTOM }).success();
    }
    let list = |words: &[&str]| {
        let output = world.local(["email", "list", "--columns", "address"]).args(words).run().success();
        output.stdout.lines().map(str::to_lowercase).collect::<Vec<_>>()
    };
    assert_eq!(list(&[]), ["bob@example.com", "amy@gmail.com", "zoe@example.com"], "newest first");
    assert_eq!(list(&["--sort", "address"]), ["amy@gmail.com", "bob@example.com", "zoe@example.com"]);
    assert_eq!(list(&["--sort", "-address", "--limit", "1"]), ["zoe@example.com"]);
    assert_eq!(list(&["--search", "EXAMPLE", "--sort", "address"]), ["bob@example.com", "zoe@example.com"]);
    assert_eq!(list(&["--provider", "gmail"]), ["amy@gmail.com"]);
    assert_eq!(list(&["--active"]).len(), 3);
    assert!(list(&["--inactive"]).is_empty() && list(&["--search", "nobody"]).is_empty());
    world.local(["email", "list", "--sort", "colour"]).run().exits(2).stderr_has("colour").stderr_has("created_at");
    world.local(["email", "list", "--provider", "nobody"]).run().exits(2).stderr_has("nobody");
}

#[test]
fn edit_sends_what_changed_and_shows_it() {
    let world = World::new();
    let forwarder = add(&world, "support@example.com", &CUSTOM).success().one_line().to_owned();
    let edit = |words: &[&str]| world.local(["email", "edit", "support@example.com"]).args(words).run();
    edit(&[]).exits(2).stdout_is("").stderr_has("nothing to change");
    edit(&["--smtp-port", "587", "--dry-run"]).success().stderr_has("465 → 587").stderr_has("ssl → starttls");
    assert_eq!(json(&world, &["email", "show", "support@example.com"])["smtp_port"], 465);
    edit(&["--smtp-port", "465"]).success().stderr_has("Nothing to change");
    let output = edit(&["--smtp-port", "587", "--security", "starttls"]).success().stderr_has("465 → 587");
    assert!(!output.stderr.contains("mail.example.com →"), "{}", output.story());
    let row = json(&world, &["email", "show", id_of(&forwarder)]);
    assert_eq!(
        (&row["smtp_port"], &row["security"], &row["smtp_host"]),
        (&587.into(), &"starttls".into(), &"mail.example.com".into())
    );
    let words = ["email", "edit", "support@example.com", "--address", "help@example.com", "--password-stdin"];
    let output =
        world.local(words).stdin(secrets::mailbox()).run().success().stderr_has("support@example.com → help@example.com");
    output.stderr_has("password").lacks("S3CRET");
    let row = json(&world, &["email", "show", "help@example.com"]);
    assert_eq!(
        (&row["id"], &row["forwarder"], &row["smtp_username"]),
        (&id_of(&forwarder).into(), &forwarder.into(), &"help@example.com".into())
    );
    world.local(["email", "edit", "support@example.com", "--smtp-port", "25"]).run().exits(6);
    edit(&["--smtp-port", "99999"]).exits(2).stderr_has("port");
}

#[test]
fn disconnect_refuses_without_yes_and_deletes_with_it() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        add(&world, &format!("{name}@example.com"), &CUSTOM).success();
    }
    world.local(["email", "disconnect", "a@example.com"]).run().exits(2).stdout_is("").stderr_has("--yes");
    let output = world.local(["email", "disconnect", "a@example.com", "b@example.com", "--dry-run"]).run().success();
    assert_eq!(output.rows().iter().map(|r| r[2]).collect::<Vec<_>>(), ["would disconnect"; 2]);
    let missing = world.local(["email", "disconnect", "a@example.com", "x@example.com", "y@example.com", "--yes"]).run();
    missing.exits(6).stdout_is("").stderr_has("x@example.com").stderr_has("y@example.com");
    assert_eq!(json(&world, &["email", "list"]).as_array().unwrap().len(), 3, "nothing was deleted so far");
    let output = world.local(["email", "disconnect", "a@example.com", "b@example.com", "a@example.com", "--yes"]).run().success();
    assert_eq!(output.rows().len(), 2, "named twice, deleted once: {}", output.story());
    assert!(output.stderr.contains("forward"), "reminds of the rule at the provider: {}", output.story());
    let left = json(&world, &["email", "list"]);
    assert_eq!((left.as_array().unwrap().len(), &left[0]["address"]), (1, &"c@example.com".into()));
    world.local(["email", "show", "a@example.com"]).run().exits(6).stderr_has("a@example.com");
}

#[test]
fn connecting_again_gives_a_new_forwarder() {
    let world = World::new();
    let first = add(&world, "a@example.com", &CUSTOM).success().stdout;
    world.local(["email", "disconnect", "a@example.com", "--yes"]).run().success();
    assert_ne!(add(&world, "a@example.com", &CUSTOM).success().stdout, first);
}

#[test]
fn forwarder_prints_the_address_and_nothing_else() {
    let world = World::new();
    let forwarder = add(&world, "support@yahoo.com", &[]).success().stdout;
    let ask = |words: &[&str]| world.local(["email", "forwarder", "support@yahoo.com"]).args(words).run();
    ask(&[]).success().stdout_is(&forwarder);
    ask(&["--steps"]).success().stdout_is(&forwarder).stderr_has("1. ").stderr_has("Yahoo");
    ask(&["--copy"]).exits(2).stdout_is("").stderr_has("terminal");
    assert_eq!(ask(&["--json"]).success().json()["forwarder"], forwarder.trim_end());
    world.local(["email", "forwarder", "nobody@example.com"]).run().exits(6).stdout_is("");
}

#[test]
fn a_provider_that_takes_no_password_is_warned_about_before_the_attempt() {
    let world = World::new();
    // Only where nobody can be asked; a terminal is asked first.
    add(&world, "team@outlook.com", &[]).success().stderr_has("warning:");
    add(&world, "team@gmail.com", &[]).success().lacks("warning:");
}

#[test]
fn login_local_makes_the_workspace_the_default() {
    let world = World::new();
    world.qontak(["login", "--local"]).run().success().stdout_is("");
    world.qontak(["email", "add", "a@gmail.com", "--password-stdin"]).stdin(secrets::mailbox()).run().success();
    assert_eq!(world.qontak(["email", "list"]).run().success().rows().len(), 1);
    assert_eq!(world.local(["email", "list"]).run().success().rows().len(), 1, "it is the same workspace");
    let status = world.qontak(["status", "--json"]).run().success().json();
    assert_eq!(status["server"], "local");
}

#[test]
fn a_broken_workspace_is_told_and_left_alone() {
    let world = World::new();
    add(&world, "a@gmail.com", &[]).success();
    let files: Vec<_> = fs::read_dir(world.data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let database = files.iter().find(|p| fs::read(p).unwrap().starts_with(b"SQLite format 3")).unwrap();
    fs::write(database, "this is no database").unwrap();
    for extra in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{extra}", database.display()));
    }
    let output = world.local(["email", "list"]).run().exits(1).stdout_is("");
    assert!(output.stderr.contains(&*database.to_string_lossy()), "{}", output.story());
    assert_eq!(fs::read(database).unwrap(), b"this is no database");
}
