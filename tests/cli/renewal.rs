//! How a sign-in that expired is renewed, and what may come between.

use crate::support::{Canned, Reply, Request, World, secrets, wait};
use serde_json::json;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicUsize, Ordering};

const EMPTY: &str = r#"{"status":"success","data":[]}"#;

/// The tokens of one profile: those it has and those it is given.
#[derive(Clone)]
struct Tokens {
    old: String,
    refresh: String,
    new: String,
    next: String,
}

impl Tokens {
    fn new() -> Self {
        Self { old: secrets::token(), refresh: secrets::token(), new: secrets::token(), next: secrets::token() }
    }

    /// The answer that gives the new pair.
    fn grant(&self) -> Reply {
        let grant = json!({"access_token": self.new, "token_type": "Bearer", "expires_in": 3600, "refresh_token": self.next});
        Reply::json(201, &grant.to_string())
    }

    /// Signs profile `p` in to `server` with a token that ends at this time.
    fn sign_in(&self, world: &World, server: &str, expires_at: &str) {
        let Self { old, refresh, .. } = self;
        store(
            world,
            server,
            &format!("access-token = \"{old}\"\nrefresh-token = \"{refresh}\"\nexpires-at = \"{expires_at}\"\n"),
        );
    }
}

const LONG_AGO: &str = "2020-01-01T00:00:00Z";
const FAR_AWAY: &str = "2099-01-01T00:00:00Z";

/// Makes `p` the default profile, at `server`, with these lines as its credential.
fn store(world: &World, server: &str, credential: &str) {
    world.write_config("config.toml", &format!("default-profile = \"p\"\n[profiles.p]\nserver = \"{server}\"\n"));
    let credential =
        if credential.is_empty() { String::new() } else { format!("[profiles.p]\nserver = \"{server}\"\n{credential}") };
    let path = world.write_config("credentials.toml", &credential);
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

/// Holds the lock of the configuration, as another process would.
fn hold_lock(world: &World) -> File {
    let file = File::options().write(true).create(true).truncate(false).open(world.config().join(".lock")).unwrap();
    file.lock().unwrap();
    file
}

fn is_renewal(request: &Request) -> bool {
    request.target == "/oauth/token"
}

fn unauthorized() -> Reply {
    Reply::json(401, r#"{"status":"error","error":{"code":401,"messages":["invalid token"]}}"#)
}

#[test]
fn a_profile_that_went_elsewhere_meanwhile_is_not_renewed() {
    let other = Canned::new(|_, _| unauthorized());
    let elsewhere = format!("access-token = \"{}\"\nrefresh-token = \"{}\"\n", secrets::token(), secrets::token());
    let hmac = format!("client-id = \"id\"\nclient-secret = \"{}\"\n", secrets::client_secret());
    for (at_other, credential) in [(true, elsewhere.as_str()), (false, hmac.as_str()), (false, "")] {
        let (world, tokens) = (World::new(), Tokens::new());
        let grant = Tokens::new();
        let canned = Canned::new(move |request, _| if is_renewal(request) { grant.grant() } else { unauthorized() });
        tokens.sign_in(&world, &canned.url(), FAR_AWAY);
        let lock = hold_lock(&world);
        let process = world.qontak(["email", "list"]).spawn();
        wait::until("the token to be refused", || (!canned.requests().is_empty()).then_some(()));
        store(&world, &if at_other { other.url() } else { canned.url() }, credential);
        let files = || (world.read_config("config.toml"), world.read_config("credentials.toml"));
        let before = files();
        drop(lock);
        let output = process.wait().exits(4).stdout_is("");
        output.stderr_has("not signed in to").stderr_has("qontak login --profile p");
        assert_eq!(files(), before);
        assert!(!canned.requests().iter().any(is_renewal), "the refresh token is for somebody who is still signed in");
    }
    assert!(other.requests().is_empty());
}

#[test]
fn a_sign_in_elsewhere_waits_for_a_renewal_and_wins() {
    let (world, tokens) = (World::new(), Tokens::new());
    let there = Canned::new(|_, _| Reply::json(200, EMPTY));
    let url = there.url();
    let (go, gate) = std::sync::mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let (grant, new) = (tokens.grant(), format!("Bearer {}", tokens.new));
    let grant = std::sync::Mutex::new(Some(grant));
    let canned = Canned::new(move |request, _| match (is_renewal(request), request.header("authorization")) {
        (true, _) => {
            let _ = gate.lock().unwrap().recv_timeout(crate::support::LIMIT);
            grant.lock().unwrap().take().unwrap_or(Reply::Hangup)
        }
        (false, Some(signed)) if signed == new => Reply::json(200, EMPTY),
        _ => unauthorized(),
    });
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    let renewing = world.qontak(["email", "list"]).spawn();
    wait::until("the renewal to be under way", || canned.requests().iter().any(is_renewal).then_some(()));
    let token = secrets::token();
    let login = world.qontak(["login", "--server", &url, "--profile", "p", "--token-stdin"]).stdin(token.clone()).spawn();
    wait::until("the new sign-in to be proven", || (!there.requests().is_empty()).then_some(()));
    go.send(()).unwrap();
    renewing.wait().success();
    login.wait().success();
    let text = world.read_config("credentials.toml");
    assert!(text.contains(&url) && text.contains(&token) && !text.contains(&tokens.new), "the last sign-in stays");
    world.qontak(["email", "list"]).run().success();
}

#[test]
fn a_lock_that_somebody_keeps_is_named_and_not_waited_for_without_end() {
    let (world, tokens) = (World::new(), Tokens::new());
    let canned = Canned::new(|_, _| unauthorized());
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    let lock = hold_lock(&world);
    let path = world.config().join(".lock").display().to_string();
    for words in [&["profile", "use", "default"][..], &["profile", "remove", "p", "--yes"], &["logout"], &["email", "list"]] {
        let output = world.qontak(["--timeout", "1s"]).args(words).run().exits(1).stdout_is("");
        let waiting = format!("Waiting for another qontak that holds {path}\n");
        assert_eq!(output.stderr.matches(&waiting).count(), 1, "{}", output.story());
        let output = output.stderr_has(&format!("error: another qontak has held {path} for more than 1s"));
        output.stderr_has("--timeout");
    }
    assert!(canned.requests().is_empty(), "what cannot be written down is not asked for");
    let waiting = world.qontak(["profile", "use", "default"]).spawn();
    drop(lock);
    waiting.wait().success();
}

/// Answers renewals with `script`, which is told how many came before; everything else as whoever holds the new token would see it.
fn renewing(tokens: &Tokens, script: impl Fn(usize, Reply) -> Reply + Send + Sync + 'static) -> Canned {
    let (new, grant) = (format!("Bearer {}", tokens.new), tokens.clone());
    let renewals = AtomicUsize::new(0);
    Canned::new(move |request, _| match (is_renewal(request), request.header("authorization")) {
        (true, _) => script(renewals.fetch_add(1, Ordering::SeqCst), grant.grant()),
        (false, Some(signed)) if signed == new => Reply::json(200, EMPTY),
        _ => unauthorized(),
    })
}

fn renewals(canned: &Canned) -> Vec<Request> {
    canned.requests().into_iter().filter(is_renewal).collect()
}

#[test]
fn a_renewal_waits_as_it_is_told() {
    let (world, tokens) = (World::new(), Tokens::new());
    let slow = |headers: &[(&str, &str)], message: &str| {
        let body = json!({"status": "error", "error": {"code": 429, "messages": [message]}}).to_string();
        Reply::new(429, headers, &body)
    };
    let canned = renewing(&tokens, move |before, grant| match before {
        0 => slow(&[("retry-after", "1")], "slow down"),
        1 => slow(&[], "rate_limit_reset: 1"),
        _ => grant,
    });
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    let output = world.qontak(["email", "list", "-v"]).run().success();
    output.stderr_has("/oauth/token 429").stderr_has("/oauth/token 201");
    assert_eq!(renewals(&canned).len(), 3);

    let (world, tokens) = (World::new(), Tokens::new());
    let canned = renewing(&tokens, move |_, _| slow(&[("retry-after", "3600")], "slow down"));
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    world.qontak(["email", "list"]).run().exits(10).stderr_has("--timeout");
    let words = ["login", "--server", &canned.url(), "--username", "a@example.com", "--password-stdin"];
    world.qontak(words).stdin(secrets::login()).run().exits(10).stderr_has("--timeout");
    assert_eq!(renewals(&canned).len(), 2);
}

#[test]
fn a_token_request_that_fails_is_in_the_log() {
    let (world, tokens) = (World::new(), Tokens::new());
    let canned = renewing(&tokens, |_, _| Reply::Hangup);
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    let output = world.qontak(["email", "list", "-v"]).run().exits(11);
    output.stderr_has(&format!("POST {}/oauth/token failed after", canned.url()));
    assert!(world.read_config("credentials.toml").contains(&tokens.refresh), "the sign-in is kept");
}
#[test]
fn a_renewal_whose_answer_is_lost_is_asked_for_once_more() {
    let (world, tokens) = (World::new(), Tokens::new());
    let canned = renewing(&tokens, |before, grant| if before == 0 { Reply::Hangup } else { grant });
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    world.qontak(["email", "list"]).run().success().stdout_is("");
    let asked = renewals(&canned);
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|request| request.body.contains(&tokens.refresh)), "with the same refresh token");
    assert!(world.read_config("credentials.toml").contains(&tokens.next));

    let (world, tokens) = (World::new(), Tokens::new());
    let canned = renewing(&tokens, |_, _| Reply::Hangup);
    tokens.sign_in(&world, &canned.url(), LONG_AGO);
    world.qontak(["email", "list"]).run().exits(11);
    assert_eq!(renewals(&canned).len(), 2, "once more, not for ever");
}
