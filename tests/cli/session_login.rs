//! `login` against a server: proven first, written afterwards.

use crate::support::{Canned, Reply, Server, World, secrets};
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_password_becomes_a_stored_token() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let words = ["login", "--server", server.url(), "--username", "admin@example.com", "--password-stdin"];
    let out = world.qontak(words).stdin(format!("{password}\n")).run().success().stdout_is("");
    out.stderr_has(&format!("Signed in to {} as admin@example.com", server.url()));
    let profile = server.url().trim_start_matches("http://").replace(':', "-");
    let status = world.qontak(["status", "--json"]).run().success().json();
    assert_eq!(
        (&status["profile"], &status["server"], &status["credential"], &status["username"]),
        (&json!(profile), &json!(server.url()), &json!("bearer"), &json!("admin@example.com"))
    );
    assert!(status["expires_at"].is_string(), "{status}");
    let checked = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&checked["checked"], &checked["role"], &checked["signed_in"]), (&json!(true), &json!("admin"), &json!(true)));
    assert!(checked["organization_id"].is_string(), "{checked}");
    let mode = |name: &str| std::fs::metadata(world.config().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("credentials.toml"), mode("")), (0o600, 0o700));
}

#[test]
fn a_wrong_password_is_exit_4_and_nothing_is_written() {
    let world = World::new();
    let server = Server::start(&world);
    server.add_user("admin@example.com", "admin");
    for username in ["admin@example.com", "nobody@example.com"] {
        let words = ["login", "--server", server.url(), "--username", username, "--password-stdin"];
        let out = world.qontak(words).stdin(secrets::login()).run().exits(4).stdout_is("");
        let out = out.stderr_has("qontak server user list");
        assert!(!out.stderr.contains("SSO"), "{}", out.story());
    }
    assert!(!world.config().exists());
}

#[test]
fn a_pasted_token_is_tried_before_it_is_kept() {
    let world = World::new();
    let server = Server::start(&world);
    server.sign_in("admin");
    let token = stored(&world, "access-token");
    world.qontak(["logout", "--all"]).run().success();

    let login = ["login", "--server", server.url(), "--profile", "pasted", "--token-stdin"];
    let before = (world.read_config("config.toml"), world.read_config("credentials.toml"));
    world.qontak(login).stdin(secrets::token()).run().exits(4);
    assert_eq!((world.read_config("config.toml"), world.read_config("credentials.toml")), before, "nothing is written");

    world.qontak(login).stdin(format!("{token}\r\n")).run().success();
    let status = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&status["profile"], &status["checked"], &status["expires_at"]), (&json!("pasted"), &json!(true), &json!(null)));
    // The other profile is still there, without a credential.
    world.qontak(["status", "--profile", "admin"]).run().exits(4);
}

#[test]
fn an_hmac_pair_is_tried_before_it_is_kept() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("pipeline", "admin");
    let login = ["login", "--server", server.url(), "--client-id", &pair.id, "--client-secret-stdin"];
    world.qontak(login).stdin(secrets::client_secret()).run().exits(4);
    assert!(!world.config().exists(), "nothing is written");
    world.qontak(login).stdin(pair.secret.clone()).run().success();
    let status = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&status["credential"], &status["signed_in"]), (&json!("hmac"), &json!(true)));

    let ci = World::new();
    let run = ci.qontak(["status", "--check", "--json"]).env("QONTAK_SERVER", server.url());
    let status = run.env("QONTAK_CLIENT_ID", &pair.id).env("QONTAK_CLIENT_SECRET", &pair.secret).run().success().json();
    assert_eq!(
        (&status["server_source"], &status["credential_source"], &status["checked"]),
        (&json!("QONTAK_SERVER"), &json!("QONTAK_CLIENT_ID"), &json!(true))
    );
    assert!(!ci.config().exists(), "a pipeline needs no files and gets none");
}

#[test]
fn an_agents_credential_is_kept_with_a_note() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("agent", "agent");
    let login = ["login", "--server", server.url(), "--client-id", &pair.id, "--client-secret-stdin"];
    world.qontak(login).stdin(pair.secret.clone()).run().success().stderr_has("Agent");
    let status = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&status["role"], &status["signed_in"]), (&json!("agent"), &json!(true)));
}

#[test]
fn login_local_makes_the_workspace_and_the_profile() {
    let world = World::new();
    world.qontak(["login", "--local"]).run().success().stdout_is("");
    assert!(world.data().is_dir());
    let status = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&status["profile"], &status["server"], &status["role"]), (&json!("local"), &json!("local"), &json!("admin")));
    assert!(!world.config().join("credentials.toml").exists(), "there is no credential to keep");
    world.qontak(["logout"]).run().success().stderr_has("no credential to forget");
}

#[test]
fn a_server_that_is_down_or_talks_nonsense_leaves_nothing_behind() {
    let world = World::new();
    let words = |url: &str| ["login", "--timeout", "5s", "--server", url, "--token-stdin"].map(str::to_owned);
    world.qontak(words("http://127.0.0.1:1")).stdin(secrets::token()).run().exits(11);
    let page = Canned::new(|_, _| Reply::new(200, &[("content-type", "text/html")], "<html>welcome</html>"));
    let out = world.qontak(words(&page.url())).stdin(secrets::token()).run();
    assert_ne!(out.code, Some(0), "{}", out.story());
    assert!(!world.config().exists());
}

#[test]
fn a_variable_that_hides_the_new_sign_in_is_pointed_out() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let run = world.qontak(["login", "--username", "admin@example.com", "--password-stdin"]).stdin(password);
    let out = run.env("QONTAK_SERVER", server.url()).env("QONTAK_TOKEN", secrets::token()).run().success();
    out.stderr_has("QONTAK_TOKEN is set");
    assert!(world.read_config("config.toml").contains(server.url()), "QONTAK_SERVER is honoured");
}

#[test]
fn a_token_that_the_server_no_longer_takes_is_exit_4_when_asked() {
    let world = World::new();
    let server = Server::start(&world);
    let run = world.qontak(["status", "--check", "--json"]).env("QONTAK_SERVER", server.url());
    let out = run.env("QONTAK_TOKEN", secrets::token()).run().exits(4);
    assert_eq!((&out.json()["signed_in"], &out.json()["checked"]), (&json!(false), &json!(true)));
    assert_eq!(out.json_error()["kind"], "not_signed_in");
}

#[test]
fn twenty_processes_that_sign_in_at_once_lose_nothing() {
    let world = World::new();
    world.write_config("config.toml", "# kept\n");
    let canned = Canned::new(|_, _| Reply::json(200, r#"{"status":"success","data":[]}"#));
    let names: Vec<String> = (0..20).map(|n| format!("p{n}")).collect();
    let token = secrets::token();
    let running: Vec<_> = names
        .iter()
        .map(|name| {
            let words = ["login", "--server", &canned.url(), "--profile", name, "--token-stdin"].map(str::to_owned);
            world.qontak(words).stdin(token.clone()).spawn()
        })
        .collect();
    for process in running {
        process.wait().success();
    }
    let rows = world.qontak(["profile", "list", "--json"]).run().success().json();
    assert_eq!(rows.as_array().unwrap().iter().filter(|row| row["signed_in"] == json!(true)).count(), 20);
    assert!(world.read_config("config.toml").contains("# kept"));
}

/// The value of a key that is in `credentials.toml` once.
fn stored(world: &World, key: &str) -> String {
    let text = world.read_config("credentials.toml");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap_or_default();
    line.trim_end_matches('"').to_owned()
}

#[test]
fn many_processes_that_notice_an_expired_token_at_once_renew_it_once() {
    let world = World::new();
    let (old, refresh, new, next) = (secrets::token(), secrets::token(), secrets::token(), secrets::token());
    let grant = json!({"access_token": new, "token_type": "Bearer", "expires_in": 3600, "refresh_token": next}).to_string();
    let expected = format!("Bearer {new}");
    let canned = Canned::new(move |request, _| match (request.target.as_str(), request.header("authorization")) {
        ("/oauth/token", _) => Reply::json(201, &grant),
        (_, Some(signed)) if signed == expected => Reply::json(200, r#"{"status":"success","data":[]}"#),
        _ => Reply::json(401, r#"{"status":"error","error":{"code":401,"messages":["invalid token"]}}"#),
    });
    let url = canned.url();
    world.write_config("config.toml", &format!("default-profile = \"p\"\n[profiles.p]\nserver = \"{url}\"\n"));
    let file = world.write_config(
        "credentials.toml",
        &format!(
            "[profiles.p]\nserver = \"{url}\"\naccess-token = \"{old}\"\nrefresh-token = \"{refresh}\"\n\
             expires-at = 2020-01-01T00:00:00Z\n"
        ),
    );
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let running: Vec<_> = (0..8).map(|_| world.qontak(["email", "list"]).spawn()).collect();
    for process in running {
        process.wait().success().stdout_is("");
    }
    let renewals: Vec<_> = canned.requests().into_iter().filter(|request| request.target == "/oauth/token").collect();
    assert_eq!(renewals.len(), 1, "a refresh token works only once");
    assert!(renewals[0].body.contains(&refresh));
    assert_eq!((stored(&world, "access-token"), stored(&world, "refresh-token")), (new, next));
    assert!(!world.read_config("credentials.toml").contains("2020-01-01"));
}
