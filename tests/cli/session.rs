//! `status`, `logout`, `profile` and what `login` refuses, without a server.

use crate::support::{World, secrets};
use serde_json::json;
use std::fs;

const CONFIG: &str = "\
# kept
default-profile = \"work\"
[profiles.work]
server = \"https://work.example.com\"
username = \"a@example.com\"
[profiles.home]
server = \"https://home.example.com\"
";

/// Writes `credentials.toml` as `login` would have: a bearer token for `work`.
fn sign_in(world: &World) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let token = secrets::token();
    world.write_config("config.toml", CONFIG);
    let path = world.write_config(
        "credentials.toml",
        &format!(
            "[profiles.work]\nserver = \"https://work.example.com\"\naccess-token = \"{token}\"\nexpires-at = \"2099-01-31T08:00:00Z\"\n"
        ),
    );
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    token
}

#[test]
fn status_tells_everything_it_knows_offline() {
    let world = World::new();
    sign_in(&world);
    let status = world.qontak(["status", "--json"]).run().success().stderr_is("").json();
    let file = |name: &str| world.config().join(name).display().to_string();
    assert_eq!(
        status,
        json!({
            "profile": "work", "profile_source": file("config.toml"),
            "server": "https://work.example.com", "server_source": file("config.toml"),
            "signed_in": true, "credential": "bearer", "credential_source": file("credentials.toml"),
            "username": "a@example.com", "full_name": null, "role": null, "organization_id": null,
            "expires_at": "2099-01-31T08:00:00Z", "checked": false,
        })
    );
    let fields = "profile,profile_source,server,server_source,signed_in,credential,credential_source,username,full_name,role,\
                  organization_id,expires_at,checked";
    let csv = world.qontak(["status", "-o", "csv"]).run().success();
    assert_eq!(csv.stdout.lines().next(), Some(fields), "the public schema");
}

#[test]
fn status_of_nobody_is_exit_4_with_its_record() {
    let world = World::new();
    let status = world.qontak(["status", "--json"]).run().exits(4);
    assert_eq!(status.json()["signed_in"], json!(false));
    let error = status.json_error();
    assert_eq!(error["kind"], "not_signed_in");
    assert_eq!(error["message"], "not signed in to https://service-chat.qontak.com");
    assert!(!world.config().exists(), "looking creates nothing");
    assert!(!error["hint"].as_str().unwrap().contains("--local"), "{error}");
}

#[cfg(feature = "server")]
#[test]
fn whoever_has_a_workspace_here_is_told_how_to_reach_it() {
    let world = World::new();
    world.local(["email", "list"]).run().success();
    world.qontak(["inbox", "list"]).run().exits(4).stderr_has("--local").stderr_has("qontak login --local");
    assert!(world.qontak(["status", "--json"]).run().json_error()["hint"].as_str().unwrap().contains("--local"));
}

#[test]
fn status_tells_which_source_won() {
    let world = World::new();
    sign_in(&world);
    let status = world.qontak(["status", "--json"]).env("QONTAK_TOKEN", secrets::token()).run().success().json();
    assert_eq!((&status["credential_source"], &status["username"]), (&json!("QONTAK_TOKEN"), &json!(null)));
    let status = world.qontak(["status", "--json", "--profile", "home"]).env("QONTAK_PROFILE", "work").run().exits(4).json();
    assert_eq!((&status["profile"], &status["profile_source"]), (&json!("home"), &json!("--profile")));
    let local = world.local(["status", "--json"]).run().success().json();
    assert_eq!((&local["server"], &local["role"], &local["credential"]), (&json!("local"), &json!("admin"), &json!("local")));
}

#[test]
fn a_stored_token_is_not_shown_to_another_server() {
    let world = World::new();
    sign_in(&world);
    let status = world.qontak(["status", "--json"]).env("QONTAK_SERVER", "https://evil.example.com").run().exits(4);
    assert_eq!(status.json()["credential"], json!(null));
    let hint = status.json_error()["hint"].to_string();
    assert!(hint.contains("belongs to https://work.example.com"), "{hint}");
}

#[test]
fn an_expired_token_that_cannot_be_renewed_is_exit_4() {
    let world = World::new();
    sign_in(&world);
    let old = world.read_config("credentials.toml").replace("2099", "2019");
    fs::write(world.config().join("credentials.toml"), old).unwrap();
    let status = world.qontak(["status"]).run().exits(4).stderr_has("expired").stderr_has("qontak login --profile work");
    assert!(status.stdout.contains("2019-01-31T08:00:00Z"), "{}", status.story());
}

#[test]
fn logout_forgets_the_credential_and_says_what_it_cannot_do() {
    let world = World::new();
    let token = sign_in(&world);
    world.keep_secret(&token);
    let out = world.qontak(["logout"]).run().success().stdout_is("").stderr_has("profile work");
    out.stderr_has("stays valid at https://work.example.com until 2099-01-31T08:00:00Z");
    assert!(!world.read_config("credentials.toml").contains(&token));
    assert_eq!(world.read_config("config.toml"), CONFIG);
    world.qontak(["logout"]).run().success().stdout_is("").stderr_has("not signed in");
    world.qontak(["logout", "--all"]).env("QONTAK_TOKEN", secrets::token()).run().success().stderr_has("QONTAK_TOKEN");

    sign_in(&world);
    world.qontak(["logout", "--profile", "home"]).run().success();
    world.qontak(["status"]).run().success();
    world.qontak(["logout", "--all"]).run().success().stderr_has("profile work");
    world.qontak(["status"]).run().exits(4);

    let fresh = World::new();
    fresh.qontak(["logout"]).run().success();
    assert!(!fresh.config().exists(), "signing out of nothing creates nothing");
}

#[test]
fn profiles_are_listed_chosen_and_removed() {
    let world = World::new();
    world.qontak(["profile", "list"]).run().success().stdout_is("");
    sign_in(&world);
    let rows = world.qontak(["profile", "list", "--json"]).run().success().json();
    assert_eq!(
        rows,
        json!([
            {"name": "home", "server": "https://home.example.com", "kind": null, "username": null, "default": false, "signed_in": false},
            {"name": "work", "server": "https://work.example.com", "kind": "bearer", "username": "a@example.com", "default": true,
             "signed_in": true},
        ])
    );
    world.qontak(["profile", "use", "home"]).run().success().stdout_is("");
    assert_eq!(world.read_config("config.toml"), CONFIG.replace("default-profile = \"work\"", "default-profile = \"home\""));
    world.qontak(["profile", "use", "nope"]).run().exits(6).stderr_has("home, work");
    world.qontak(["profile", "remove", "nope", "--yes"]).run().exits(6);
    world.qontak(["profile", "remove", "work"]).run().exits(2).stderr_has("--yes");
    assert!(world.read_config("credentials.toml").contains("work"));
    world.qontak(["profile", "remove", "work", "--yes"]).run().success();
    assert!(!world.read_config("credentials.toml").contains("work"));
    world.qontak(["profile", "remove", "home", "--yes"]).run().success();
    assert_eq!(world.read_config("config.toml").lines().filter(|line| line.contains("home")).count(), 0);
    world.qontak(["status"]).run().exits(4);
}

#[test]
fn an_unknown_profile_is_exit_2_and_lists_the_known_ones() {
    let world = World::new();
    sign_in(&world);
    for run in [world.qontak(["status", "--profile", "nope"]), world.qontak(["logout"]).env("QONTAK_PROFILE", "nope")] {
        run.run().exits(2).stdout_is("").stderr_has("nope").stderr_has("default, home, local, work");
    }
}

#[test]
fn a_broken_file_stops_every_command_and_stays_as_it_is() {
    for (name, text) in [("config.toml", "a = 1\n[profiles.x]\nserver = 7\n"), ("credentials.toml", "\n[profiles\n")] {
        let world = World::new();
        world.write_config(name, text);
        fs::set_permissions(world.config().join(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let line = if name == "config.toml" { 3 } else { 2 };
        for words in [
            &["status"][..],
            &["logout"],
            &["login", "--token-stdin"],
            &["profile", "list"],
            &["profile", "use", "default"],
            &["profile", "remove", "x", "--yes"],
        ] {
            let run = world.qontak(words.iter().copied()).stdin(secrets::token()).run();
            if words != ["profile", "use", "default"] || name == "config.toml" {
                run.exits(2).stderr_has(&format!("{name}:{line}: "));
            }
            assert_eq!(world.read_config(name), text, "{words:?}");
        }
    }
}

#[test]
fn login_without_a_terminal_says_everything_that_is_missing_at_once() {
    let world = World::new();
    world
        .qontak(["login"])
        .run()
        .exits(2)
        .stdout_is("")
        .stderr_has("username: field is required (pass --username)")
        .stderr_has("password: field is required (pass --password-stdin)");
    let error = world.qontak(["login", "--json"]).run().exits(2).json_error();
    assert_eq!(error["fields"].as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(error["fields"]["password"], "field is required (pass --password-stdin)");
    world.qontak(["login", "--client-id", "x"]).run().exits(2).stderr_has("client secret: field is required");
    world.qontak(["login", "--username", " ", "--password-stdin"]).run().exits(2).stderr_has("username").lacks("password:");
    assert!(!world.config().exists());
}

#[test]
fn login_refuses_what_cannot_be_right_before_any_request() {
    let world = World::new();
    let login = |words: &[&str], stdin: &str| world.qontak(["login"]).args(words.iter().copied()).stdin(stdin).run().exits(2);
    login(&["--server", "http://example.com", "--token-stdin"], "x").stderr_has("plain http");
    login(&["--token-stdin"], "").stderr_has("empty");
    login(&["--token-stdin"], "\n").stderr_has("empty");
    login(&["--token-stdin"], &format!("{} and more", secrets::token())).stderr_has("cannot be sent");
    login(&["--token-stdin"], &"x".repeat(64 * 1024 + 1)).stderr_has("64 KiB");
    login(&["--client-id", "a\"b", "--client-secret-stdin"], "s").stderr_has("client id");
    login(&["--profile", "local", "--token-stdin"], "x").stderr_has("takes no credential");
    login(&["--profile", "a\nb", "--token-stdin"], "x").stderr_has("control");
    login(&["--token-stdin", "--client-id", "x"], "");
    login(&["--local", "--token-stdin"], "x");
    world.qontak(["login", "--token-stdin"]).stdin("x").env("QONTAK_SERVER", "http://example.com").run().exits(2);
    assert!(!world.config().exists(), "nothing is written");
}
