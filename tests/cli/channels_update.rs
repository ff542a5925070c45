//! `email add` of a mailbox that is connected already: what `--if-exists` leaves, sets and refuses.

use crate::support::rows::{page, row};
use crate::support::{Canned, Output, Reply, Request, World, secrets};
use serde_json::{Value, json};

const CUSTOM: [&str; 4] = ["--smtp-host", "mail.example.com", "--smtp-port", "465"];

/// Runs `email add` in the local workspace with a password.
#[track_caller]
fn add(world: &World, address: &str, more: &[&str]) -> Output {
    world.local(["email", "add", address, "--password-stdin"]).args(more).stdin(secrets::mailbox()).run()
}

#[track_caller]
fn show(world: &World, address: &str) -> Value {
    world.local(["email", "show", address, "--json"]).run().success().json()
}

/// A channel that signs in through Microsoft.
fn outlook(address: &str) -> Value {
    let mut row = row(1);
    row["webhook"] = "00000000-0000-0000-0000-00000000feed".into();
    row["settings"] = json!({"type": "outlook", "username": address, "external_id": "feed", "credential": {}});
    row
}

/// Requests other than reads.
fn writes(canned: &Canned) -> Vec<Request> {
    canned.requests().into_iter().filter(|r| r.method != "GET").collect()
}

#[test]
fn update_leaves_what_was_not_given() {
    let world = World::new();
    let forwarder = add(&world, "a@gmail.com", &["--provider", "sendgrid"]).success().stdout;
    let before = show(&world, "a@gmail.com");
    assert_eq!((&before["smtp_username"], &before["smtp_host"]), (&"apikey".into(), &"smtp.sendgrid.net".into()));
    // The domain is Gmail's; that is no reason to move the channel to Gmail's server.
    let output = add(&world, "a@gmail.com", &["--if-exists", "update"]).success().stdout_is(&forwarder);
    output.stderr_has("password: (set) → (new)").stderr_has("Saved a@gmail.com.").lacks("smtp_host").lacks("smtp_username:");
    assert_eq!(show(&world, "a@gmail.com"), before);
}

#[test]
fn update_sets_what_was_given_and_shows_old_and_new() {
    let world = World::new();
    add(&world, "a@example.com", &[&CUSTOM[..], &["--smtp-username", "login"]].concat()).success();
    let changed = ["--smtp-host", "new.example.com", "--smtp-port", "587", "--if-exists", "update"];
    let output = add(&world, "A@example.com", &changed).success();
    output.stderr_has("smtp_host: mail.example.com → new.example.com").stderr_has("465 → 587").lacks("address:");
    let row = show(&world, "a@example.com");
    assert_eq!((&row["smtp_port"], &row["security"]), (&587.into(), &"starttls".into()));
    assert_eq!((&row["address"], &row["smtp_username"]), (&"a@example.com".into(), &"login".into()));
    // A provider that was named has a login of its own, or the address.
    for (provider, login) in [("resend", "resend"), ("gmail", "a@example.com")] {
        add(&world, "a@example.com", &["--provider", provider, "--if-exists", "update"]).success();
        let row = show(&world, "a@example.com");
        assert_eq!((&row["provider"], &row["smtp_username"]), (&provider.into(), &login.into()));
    }
}

#[test]
fn update_sends_nothing_but_what_was_given() {
    let world = World::new();
    let canned = Canned::new(|request, _| match request.method.as_str() {
        "PUT" => Reply::json(200, &json!({"status": "success", "data": row(1)}).to_string()),
        _ => page(&[row(1)], 1),
    });
    let words = ["email", "add", "box1@example.com", "--smtp-host", "SMTP.example.com", "--smtp-port", "465", "--password-stdin"];
    let secret = secrets::mailbox();
    world.at(&canned.url(), words).args(["--if-exists", "update"]).stdin(secret.clone()).run().success();
    let sent: Vec<Value> = writes(&canned).iter().map(|r| serde_json::from_str(&r.body).unwrap()).collect();
    assert_eq!(sent, [json!({"password": secret})]);
}

#[test]
fn what_a_new_channel_needs_is_needed_for_an_update_where_nobody_can_be_asked() {
    let world = World::new();
    add(&world, "a@example.com", &CUSTOM).success();
    add(&world, "a@example.com", &["--if-exists", "update"]).exits(2).stdout_is("").stderr_has("provider: field is required");
}

#[test]
fn a_channel_that_signs_in_through_microsoft_is_not_given_a_password() {
    let world = World::new();
    let canned = Canned::new(|_, _| page(&[outlook("team@gmail.com")], 1));
    let words = ["email", "add", "team@gmail.com", "--password-stdin", "--if-exists", "update"];
    let output = world.at(&canned.url(), words).stdin(secrets::mailbox()).run().exits(8).stdout_is("");
    output.stderr_has("team@gmail.com is not an SMTP channel (outlook-oauth)").lacks("→");
    assert!(writes(&canned).is_empty(), "{:?}", writes(&canned));
}

#[test]
fn skip_explains_a_channel_without_a_forwarder() {
    let world = World::new();
    let canned = Canned::new(|_, _| page(&[outlook("team@gmail.com")], 1));
    let words = ["email", "add", "team@gmail.com", "--password-stdin", "--if-exists", "skip"];
    let skip = |more: &[&str]| world.at(&canned.url(), words).args(more).stdin(secrets::mailbox()).run().success();
    let output = skip(&[]).stdout_is("").stderr_has("team@gmail.com is connected already; left as it is.");
    output.stderr_has("connected through Microsoft (OAuth)").lacks("Its email forwarder");
    let record = skip(&["--json"]).json();
    assert_eq!((&record["kind"], &record["forwarder"]), (&"outlook-oauth".into(), &Value::Null));
    assert!(writes(&canned).is_empty());
}

#[test]
fn a_provider_with_logins_of_its_own_needs_one() {
    let world = World::new();
    for provider in ["ses", "brevo", "postmark", "mailjet", "smtp2go"] {
        let address = format!("{provider}@example.com");
        let output = world.local(["email", "add", &address, "--provider", provider]).run().exits(2).stdout_is("");
        output.stderr_has("username: field is required (pass --smtp-username)").stderr_has("password: field is required");
        add(&world, &address, &["--provider", provider]).exits(2).stderr_has("--smtp-username");
        add(&world, &address, &["--provider", provider, "--smtp-username", "AKIA7"]).success();
        assert_eq!(show(&world, &address)["smtp_username"], "AKIA7");
    }
    let by_hand = ["--smtp-host", "email-smtp.eu-west-1.amazonaws.com", "--smtp-port", "465"];
    add(&world, "hand@example.com", &by_hand).exits(2).stderr_has("--smtp-username");
    // Another region of the same provider keeps the login; another provider does not know it.
    let edit = |address: &str, words: &[&str]| world.local(["email", "edit", address]).args(words).run();
    edit("ses@example.com", &by_hand[..2]).success().lacks("smtp_username:");
    edit("brevo@example.com", &by_hand[..2]).exits(2).stderr_has("--smtp-username").stdout_is("");
    edit("brevo@example.com", &["--provider", "mailjet"]).exits(2).stderr_has("--smtp-username");
    edit("brevo@example.com", &["--provider", "mailjet", "--smtp-username", "key"]).success();
    assert_eq!(show(&world, "brevo@example.com")["smtp_username"], "key");
}
