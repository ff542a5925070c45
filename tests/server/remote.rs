//! The program against a server over HTTP: every verb, either credential, every role.

use crate::support::{HmacPair, Run, Server, World, secrets};

const CUSTOM: [&str; 7] = ["--smtp-host", "mail.example.com", "--smtp-port", "465", "--security", "ssl", "--password-stdin"];

/// The whole life of a channel; `run` signs in in its own way.
fn life(run: &dyn Fn(&[&str]) -> crate::support::Output) {
    let forwarder = run(&[&["email", "add", "a@example.com"][..], &CUSTOM].concat()).success().one_line().to_owned();
    run(&[&["email", "add", "a@example.com"][..], &CUSTOM].concat()).exits(7).stdout_is("");
    assert_eq!(run(&["email", "list"]).success().rows().len(), 1);
    run(&["email", "forwarder", "a@example.com"]).success().stdout_is(&format!("{forwarder}\n"));
    run(&["email", "edit", "a@example.com", "--smtp-port", "587", "--security", "starttls"]).success().stderr_has("465 → 587");
    assert_eq!(run(&["email", "show", "a@example.com", "--json"]).success().json()["security"], "starttls");
    run(&["email", "disconnect", "a@example.com", "--yes"]).success().stdout_has("disconnected");
    run(&["email", "show", "a@example.com"]).exits(6).stdout_is("");
    run(&["email", "list"]).success().stdout_is("");
}

#[test]
fn with_a_password_sign_in() {
    let world = World::new();
    let server = Server::start(&world);
    server.sign_in("admin").stdout_is("").stderr_has(server.url());
    life(&|words| world.qontak(words).stdin(secrets::mailbox()).run());
    let status = world.qontak(["status", "--check", "--json"]).run().success().json();
    assert_eq!((&status["username"], &status["role"]), (&"admin@example.com".into(), &"admin".into()));
    assert!(status["expires_at"].is_string() && status["organization_id"].is_string());
}

fn with_pair<'w>(run: Run<'w>, server: &Server<'_>, pair: &HmacPair) -> Run<'w> {
    run.env("QONTAK_SERVER", server.url()).env("QONTAK_CLIENT_ID", &pair.id).env("QONTAK_CLIENT_SECRET", &pair.secret)
}

#[test]
fn with_an_hmac_credential_from_the_environment() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("ci", "admin");
    life(&|words| with_pair(world.qontak(words).stdin(secrets::mailbox()), &server, &pair).run());
}

#[test]
fn with_a_stored_hmac_credential() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("ci", "admin");
    let words = ["login", "--server", server.url(), "--profile", "gateway", "--client-id", &pair.id, "--client-secret-stdin"];
    let wrong = world.qontak(words).stdin(secrets::client_secret()).run().exits(4).stdout_is("");
    wrong.stderr_has(&pair.id).stderr_has("/qontak/chat/v1");
    assert!(!world.config().join("credentials.toml").exists());
    world.qontak(words).stdin(pair.secret.clone()).run().success();
    life(&|words| world.qontak(words).stdin(secrets::mailbox()).run());
}

#[test]
fn a_wrong_password_is_exit_4_and_writes_nothing() {
    let world = World::new();
    let server = Server::start(&world);
    server.add_user("admin@example.com", "admin");
    let words = ["login", "--server", server.url(), "--username", "admin@example.com", "--password-stdin"];
    world.qontak(words).stdin(secrets::login()).run().exits(4).stdout_is("").stderr_has("password");
    assert!(!world.config().join("credentials.toml").exists());
}

#[test]
fn a_forbidden_verb_says_which_role_it_needs_and_which_one_you_are() {
    let world = World::new();
    let server = Server::start(&world);
    for role in ["admin", "supervisor", "agent"] {
        server.sign_in(role);
    }
    let as_role = |role: &str, words: &[&str]| world.qontak(["--profile", role]).args(words).stdin(secrets::mailbox()).run();
    let add = [&["email", "add", "a@example.com"][..], &CUSTOM].concat();
    as_role("supervisor", &add).exits(5).stdout_is("").stderr_has("Admin").stderr_has("you are Supervisor");
    as_role("agent", &add).exits(5).stdout_is("").stderr_has("you are Agent");
    as_role("admin", &add).success();
    as_role("supervisor", &["email", "list"]).success().stdout_has("a@example.com");
    as_role("supervisor", &["email", "forwarder", "a@example.com"]).success();
    for words in
        [&["email", "edit", "a@example.com", "--smtp-port", "587"][..], &["email", "disconnect", "a@example.com", "--yes"]]
    {
        as_role("supervisor", words).exits(5).stdout_is("").stderr_has("Admin").stderr_has("you are Supervisor");
    }
    for words in [&["email", "list"][..], &["email", "show", "a@example.com"], &["email", "forwarder", "a@example.com"]] {
        as_role("agent", words).exits(5).stdout_is("").stderr_has("you are Agent");
    }
    assert_eq!(as_role("agent", &["status", "--check", "--json"]).success().json()["role"], "agent");
    let error = as_role("agent", &["email", "list", "--json"]).exits(5).json_error();
    assert_eq!(error["kind"], "forbidden");
    assert_eq!(as_role("admin", &["email", "list"]).success().rows().len(), 1);
}

#[test]
fn the_workspace_that_is_served_is_the_local_one() {
    let world = World::new();
    let words = [&["email", "add", "a@example.com"][..], &CUSTOM].concat();
    world.local(words).stdin(secrets::mailbox()).run().success();
    let database = format!("sqlite:{}", world.data().join("workspace.db").display());
    let words = ["server", "user", "add", "admin@example.com", "--role", "admin", "--password-stdin", "--database", &database];
    world.qontak(words).stdin(secrets::login()).run().success();
    let rows = world.qontak(["server", "user", "list"]).run().success();
    assert_eq!(rows.rows().len(), 1, "without --database it is the local workspace");
}

#[test]
fn many_channels_come_back_in_order_over_several_pages() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("ci", "admin");
    for i in 0..250 {
        let body = super::create_body(&format!("box{i:03}@example.com"));
        assert_eq!(super::signed(server.url(), &pair, "POST", "/integrations/email", &body).status, 201);
    }
    let words = ["email", "list", "--columns", "created_at,address"];
    let output = with_pair(world.qontak(words), &server, &pair).run().success();
    let rows = output.rows();
    assert!(rows.iter().map(|r| std::cmp::Reverse(r[0])).is_sorted(), "newest first: {}", output.story());
    let mut addresses: Vec<&str> = rows.iter().map(|r| r[1]).collect();
    addresses.sort_unstable();
    let expected: Vec<String> = (0..250).map(|i| format!("box{i:03}@example.com")).collect();
    assert_eq!(addresses, expected);
}
