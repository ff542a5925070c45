//! `POST /oauth/token`, and how the program renews what it gives.

use super::{bearer, grant, token};
use crate::support::{Answer, Lose, Relay, Server, World, http, secrets, wait};
use serde_json::Value;

fn error(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_password_becomes_a_token_as_json_and_as_a_form() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let reply = token(server.url(), "admin@example.com", &password);
    let text = |key: &str| reply[key].as_str().unwrap_or_default();
    assert_eq!((text("access_token").len(), text("token_type")), (43, "Bearer"));
    assert!(text("access_token").bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    assert_ne!(text("refresh_token"), text("access_token"));
    assert_eq!(reply["expires_in"], 345 * 24 * 60 * 60);
    assert!(reply["created_at"].as_i64().unwrap() > 1_700_000_000);
    let form = format!(
        "grant_type=password&username=admin%40example.com&password={password}&client_id={}&client_secret={}",
        qontak::wire::oauth::CLIENT_ID,
        qontak::wire::oauth::CLIENT_SECRET
    );
    let answer = http(server.url(), "POST", "/oauth/token", &[("content-type", "application/x-www-form-urlencoded")], &form);
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[test]
fn what_is_wrong_is_refused_without_telling_which_part() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let url = server.url();
    let wrong = secrets::login();
    let try_in =
        |user: &str, password: &str| grant(url, &[("grant_type", "password"), ("username", user), ("password", password)]);
    let (known, unknown) = (try_in("admin@example.com", &wrong), try_in("nobody@example.com", &wrong));
    assert_eq!(error(&known), (401, "invalid_grant".to_owned()));
    assert_eq!(known.body, unknown.body);
    assert_eq!(error(&grant(url, &[("grant_type", "client_credentials")])), (400, "unsupported_grant_type".to_owned()));
    assert_eq!(grant(url, &[("grant_type", "password")]).status, 400);
    assert_eq!(grant(url, &[("grant_type", "refresh_token"), ("refresh_token", &secrets::token())]).status, 401);
    let other =
        [("client_id", "somebody"), ("grant_type", "password"), ("username", "admin@example.com"), ("password", &password)];
    assert_eq!(error(&grant(url, &other)), (401, "invalid_client".to_owned()));
    for body in ["", "{", "[1]", "null"] {
        assert_eq!(http(url, "POST", "/oauth/token", &[("content-type", "application/json")], body).status, 400, "{body}");
    }
    assert_eq!(http(url, "GET", "/oauth/token", &[], "").status, 405);
}

#[test]
fn a_refresh_token_works_once() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let first = token(server.url(), "admin@example.com", &password);
    let text = |reply: &Value, key: &str| reply[key].as_str().unwrap().to_owned();
    let refresh = |token: &str| grant(server.url(), &[("grant_type", "refresh_token"), ("refresh_token", token)]);
    let second = refresh(&text(&first, "refresh_token"));
    assert_eq!(second.status, 201, "{second:?}");
    let second = second.json();
    assert_ne!(text(&first, "access_token"), text(&second, "access_token"));
    assert_eq!(bearer(server.url(), &text(&second, "access_token"), "GET", "/integrations", "").status, 200);
    assert_eq!(error(&refresh(&text(&first, "refresh_token"))), (401, "invalid_grant".to_owned()));
}

#[test]
fn guessing_a_password_is_stopped() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let words = ["login", "--server", server.url(), "--profile", "mine", "--username", "admin@example.com", "--password-stdin"];
    for _ in 0..10 {
        world.qontak(words).stdin(secrets::login()).run().exits(4);
    }
    world.qontak(words).stdin(password).run().exits(10).stdout_is("");
    let body = "x".repeat(20_000);
    assert_eq!(http(server.url(), "POST", "/oauth/token", &[("content-type", "application/json")], &body).status, 413);
}

#[test]
fn tokens_end_with_their_time_their_password_and_their_person() {
    let world = World::new();
    let mut server = Server::with(&world, &["--token-lifetime", "1ms"]);
    let password = server.add_user("admin@example.com", "admin");
    let access = |server: &Server<'_>, password: &str| {
        token(server.url(), "admin@example.com", password)["access_token"].as_str().unwrap().to_owned()
    };
    let short = access(&server, &password);
    wait::until("the token to expire", || (bearer(server.url(), &short, "GET", "/integrations", "").status == 401).then_some(()));
    server.restart_with(&[]);
    let status = |token: &str| bearer(server.url(), token, "GET", "/integrations", "").status;
    let long = access(&server, &password);
    assert_eq!(status(&long), 200);
    let new = secrets::login();
    let words = |verb: &'static str| vec!["server", "user", verb, "admin@example.com", "--database"];
    let database = server.database();
    world.qontak(words("password")).arg(&database).arg("--password-stdin").stdin(new.clone()).run().success();
    assert_eq!(status(&long), 401, "a new password signs out everywhere");
    let last = access(&server, &new);
    world.qontak(words("remove")).arg(&database).arg("--yes").run().success();
    assert_eq!(status(&last), 401, "nobody is left to hold it");
}

/// Waits until the stored token of the world's profile no longer works.
fn until_expired(world: &World, server: &Server<'_>) {
    let text = world.read_config("credentials.toml");
    let line = text.lines().find(|l| l.starts_with("access-token")).unwrap().to_owned();
    let token = line.split('"').nth(1).unwrap().to_owned();
    wait::until("the token to expire", || (bearer(server.url(), &token, "GET", "/integrations", "").status == 401).then_some(()));
}

#[test]
fn two_processes_that_notice_at_once_renew_once() {
    let world = World::new();
    let mut server = Server::with(&world, &["--token-lifetime", "1s"]);
    let password = server.add_user("admin@example.com", "admin");
    let relay = Relay::new(server.authority(), Lose::Nothing);
    world.login(&relay.url(), "mine", "admin@example.com", &password);
    until_expired(&world, &server);
    server.restart_with(&[]);
    let running: Vec<_> = (0..4).map(|_| world.qontak(["email", "list"]).spawn()).collect();
    for process in running {
        process.wait().success();
    }
    world.qontak(["email", "list"]).run().success();
    assert_eq!(relay.posts(), ["/oauth/token"; 2], "one to sign in, one to renew");
}

#[test]
fn a_token_that_the_server_stopped_accepting_is_renewed_too() {
    let world = World::new();
    let mut server = Server::with(&world, &["--token-lifetime", "1s"]);
    let password = server.add_user("admin@example.com", "admin");
    world.login(server.url(), "mine", "admin@example.com", &password);
    until_expired(&world, &server);
    // This machine thinks the token is good for years.
    let text = world.read_config("credentials.toml");
    let expiry = text.lines().find(|l| l.starts_with("expires-at")).unwrap();
    let path = world.config().join("credentials.toml");
    std::fs::write(&path, text.replace(expiry, "expires-at = \"2099-01-01T00:00:00Z\"")).unwrap();
    server.restart_with(&[]);
    world.qontak(["email", "list"]).run().success();
    assert!(!world.read_config("credentials.toml").contains("2099"));
}

#[test]
fn a_sign_in_that_can_no_longer_be_renewed_is_exit_4() {
    let world = World::new();
    let mut server = Server::with(&world, &["--token-lifetime", "1s"]);
    let password = server.add_user("admin@example.com", "admin");
    world.login(server.url(), "mine", "admin@example.com", &password);
    until_expired(&world, &server);
    server.restart_with(&[]);
    let words = ["server", "user", "remove", "admin@example.com", "--yes", "--database", &server.database()];
    world.qontak(words).run().success();
    world
        .qontak(["email", "list"])
        .run()
        .exits(4)
        .stdout_is("")
        .stderr_has("expired")
        .stderr_has("hint: qontak login --profile mine\n");
}
