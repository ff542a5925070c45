//! Where a command goes and as whom, seen from the server: what it is asked, and with which credential.

use crate::support::rows::failure;
use crate::support::{Canned, World, secrets};

#[track_caller]
fn sign_in(world: &World, server: &str, profile: &str) {
    world.qontak(["login", "--server", server, "--profile", profile, "--token-stdin"]).stdin(secrets::token()).run().success();
}

#[test]
fn check_asks_the_server() {
    let world = World::new();
    let canned = Canned::new(|request, _| match request.target.as_str() {
        "/api/open/v1/users/me" => failure(404, &["Resource not found."]),
        _ => crate::support::rows::part(request, 1),
    });
    sign_in(&world, &canned.url(), "mine");
    assert_eq!(world.qontak(["status", "--check", "--json"]).run().success().json()["checked"], true);
    let refusing = Canned::new(|_, _| failure(401, &["Unauthorized"]));
    let env = world.qontak(["status", "--check"]).env("QONTAK_TOKEN", secrets::token()).env("QONTAK_SERVER", refusing.url());
    env.run().exits(4);
}

#[test]
fn the_environment_needs_no_sign_in_and_writes_nothing() {
    let (world, canned) = (World::new(), Canned::list(2));
    assert_eq!(world.at(&canned.url(), ["email", "list"]).run().success().rows().len(), 2);
    let run = world.qontak(["email", "list"]).env("QONTAK_SERVER", canned.url()).env("QONTAK_CLIENT_ID", "client-1");
    let run = run.env("QONTAK_CLIENT_SECRET", secrets::client_secret());
    assert_eq!(run.run().success().rows().len(), 2);
    let last = canned.requests().pop().unwrap();
    assert!(last.target.starts_with("/qontak/chat/v1/integrations?"), "HMAC speaks to the gateway's face: {}", last.target);
    assert!(last.header("authorization").unwrap().starts_with("hmac username=\"client-1\", algorithm=\"hmac-sha256\""));
    assert!(last.header("date").is_some());
    assert!(!world.config().exists());
}

#[test]
fn half_a_credential_in_the_environment_is_an_error() {
    let (world, canned) = (World::new(), Canned::list(2));
    let list = || world.qontak(["email", "list"]).env("QONTAK_SERVER", canned.url());
    list().env("QONTAK_CLIENT_ID", "client-1").run().exits(2).stderr_has("QONTAK_CLIENT_SECRET");
    let both = list().env("QONTAK_TOKEN", secrets::token()).env("QONTAK_CLIENT_ID", "client-1");
    both.env("QONTAK_CLIENT_SECRET", secrets::client_secret()).run().exits(2);
    list().env("QONTAK_TOKEN", format!("{}\nX-Evil: 1", secrets::token())).run().exits(2).stderr_has("QONTAK_TOKEN");
    assert!(canned.requests().is_empty());
}

#[test]
fn a_stored_credential_is_not_sent_to_another_server() {
    let (world, canned, other) = (World::new(), Canned::list(0), Canned::list(0));
    sign_in(&world, &canned.url(), "mine");
    world.qontak(["email", "list"]).env("QONTAK_SERVER", other.url()).run().exits(4).stderr_has(&other.url());
    let config = world.read_config("config.toml").replace(&canned.url(), &other.url());
    world.write_config("config.toml", &config);
    world.qontak(["email", "list"]).run().exits(4);
    assert!(other.requests().is_empty());
}

#[test]
fn a_flag_beats_the_environment_and_the_environment_beats_the_file() {
    let (world, canned) = (World::new(), Canned::list(0));
    for profile in ["by-file", "by-env", "by-flag", "last"] {
        sign_in(&world, &canned.url(), profile);
    }
    world.qontak(["profile", "use", "by-file"]).run().success().stdout_is("");
    let profile = |env: Option<&str>, flag: &[&str]| {
        let run = world.qontak(["status", "--json"]).args(flag);
        let run = if let Some(env) = env { run.env("QONTAK_PROFILE", env) } else { run };
        run.run().success().json()["profile"].as_str().unwrap().to_owned()
    };
    assert_eq!(profile(None, &[]), "by-file");
    assert_eq!(profile(Some("by-env"), &[]), "by-env");
    assert_eq!(profile(Some("by-env"), &["--profile", "by-flag"]), "by-flag");
    world.qontak(["status", "--profile", "nobody"]).run().exits(2).stdout_is("").stderr_has("by-flag");
}

#[test]
fn logout_forgets_the_credential_and_keeps_the_profile() {
    let (world, canned) = (World::new(), Canned::list(0));
    for profile in ["one", "two", "three"] {
        sign_in(&world, &canned.url(), profile);
    }
    world.qontak(["logout", "--profile", "one"]).run().success().stdout_is("");
    world.qontak(["email", "list", "--profile", "one"]).run().exits(4);
    world.qontak(["email", "list", "--profile", "two"]).run().success();
    world.qontak(["logout", "--all"]).run().success();
    assert!(!world.read_config("credentials.toml").contains(secrets::MARKER));
    world.qontak(["email", "list", "--profile", "three"]).run().exits(4);
    world.qontak(["logout"]).run().success();
}

#[test]
fn a_wrong_clock_is_found_behind_an_hmac_401() {
    let world = World::new();
    let against = |date: &'static str| {
        let canned = Canned::new(move |_, _| crate::support::Reply::new(401, &[("date", date)], r#"{"message":"Unauthorized"}"#));
        let run = world.qontak(["email", "list"]).env("QONTAK_SERVER", canned.url()).env("QONTAK_CLIENT_ID", "client-1");
        run.env("QONTAK_CLIENT_SECRET", secrets::client_secret()).run().exits(4).stdout_is("")
    };
    against("Tue, 24 Aug 2021 02:18:19 GMT").stderr_has("clock").stderr_has("ahead of");
    against("Fri, 24 Aug 2091 02:18:19 GMT").stderr_has("behind");
    let now = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&jiff::Timestamp::now()).unwrap();
    against(now.leak()).stderr_has("client-1").stderr_has("/qontak/chat/v1");
}
