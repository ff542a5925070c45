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
fn a_variable_that_is_no_text_is_an_error_and_not_dropped() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let (world, canned) = (World::new(), Canned::list(2));
    sign_in(&world, &canned.url(), "mine");
    let before = canned.requests().len();
    let odd = OsStr::from_bytes(b"caf\xe9");
    for name in ["QONTAK_TOKEN", "QONTAK_SERVER", "QONTAK_PROFILE", "QONTAK_CLIENT_ID", "QONTAK_CLIENT_SECRET"] {
        for words in [["email", "list"], ["status", "--check"]] {
            world.qontak(words).env(name, odd).run().exits(2).stdout_is("").stderr_has(&format!("{name} is not UTF-8 text"));
        }
    }
    assert_eq!(canned.requests().len(), before, "the stored credential is not used instead");
    let add = ["email", "add", "a@example.com", "--provider", "gmail", "--password-env", "ODD"];
    world.qontak(add).env("ODD", odd).run().exits(2).stderr_has("ODD is not UTF-8 text");
    // A folder can be called anything.
    let folder = world.path("work").join(odd);
    world.qontak(["email", "list"]).env("QONTAK_CONFIG_DIR", &folder).run().exits(4);
    let words = ["login", "--server", &canned.url(), "--token-stdin"];
    world.qontak(words).env("QONTAK_CONFIG_DIR", &folder).stdin(secrets::token()).run().success();
    assert!(folder.join("credentials.toml").exists());
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

#[test]
fn the_way_back_in_is_the_profiles_own() {
    let refused = || failure(401, &["Unauthorized"]);
    let (world, canned) = (World::new(), Canned::list(0));
    sign_in(&world, &canned.url(), "default");
    sign_in(&world, &canned.url(), "mine");
    let refusing = Canned::new(move |_, _| refused());
    for name in ["config.toml", "credentials.toml"] {
        let text = world.read_config(name).replace(&canned.url(), &refusing.url());
        world.write_config(name, &text);
    }
    let hint = |words: &[&str]| {
        let output = world.qontak(["email", "list", "--json"]).args(words).run().exits(4);
        output.json_error()["hint"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(hint(&[]), "qontak login --profile mine");
    assert_eq!(hint(&["--profile", "default"]), "qontak login --profile default", "a bare login goes to the default profile");
    let out = world.qontak(["email", "list"]).env("QONTAK_TOKEN", secrets::token()).run().exits(4);
    out.stderr_has("hint: the token comes from QONTAK_TOKEN").lacks("qontak login");
    world.qontak(["logout"]).run().success();
    assert_eq!(hint(&[]), "qontak login --profile mine, or set QONTAK_TOKEN");
}

#[test]
fn a_bare_login_goes_where_the_default_profile_is() {
    let (world, canned, other) = (World::new(), Canned::list(0), Canned::list(0));
    sign_in(&world, &canned.url(), "mine");
    world.qontak(["logout"]).run().success();
    let bare = || world.qontak(["login", "--token-stdin"]).stdin(secrets::token());
    bare().run().success().stderr_has(&format!("Signing in to {} (profile mine)", canned.url()));
    let server = |words: &[&str]| {
        let status = world.qontak(["status", "--json"]).args(words).run().success().json();
        (status["profile"].as_str().unwrap().to_owned(), status["server"].as_str().unwrap().to_owned())
    };
    assert_eq!(server(&[]), ("mine".to_owned(), canned.url()));
    let before = canned.requests().len();
    bare().env("QONTAK_SERVER", other.url()).run().success();
    let named = other.url().trim_start_matches("http://").replace(':', "-");
    assert_eq!(server(&[]), (named, other.url()), "the variable names another server");
    assert_eq!(canned.requests().len(), before);
    // A credential without an entry in config.toml knows its server too.
    world.write_config("config.toml", "default-profile = \"mine\"\n");
    bare().run().success();
    assert_eq!(server(&[]), ("mine".to_owned(), canned.url()));
}

#[test]
fn a_token_in_the_environment_is_not_ignored_for_a_local_default() {
    let world = World::new();
    world.write_config("config.toml", "default-profile = \"desk\"\n[profiles.desk]\nlocal = true\n");
    let token = secrets::token();
    let run = |words: &[&str]| world.qontak(words).env("QONTAK_TOKEN", &token).run();
    run(&["email", "list"]).exits(2).stderr_has("QONTAK_TOKEN").stderr_has("desk").stderr_has("--local");
    if cfg!(feature = "server") {
        run(&["email", "list", "--local"]).success();
        run(&["email", "list", "--profile", "desk"]).success();
    }
}
