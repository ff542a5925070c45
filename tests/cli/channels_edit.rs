//! `email edit` against servers that spell things in their own way, or do not do as told.

use crate::support::rows::{id, page, row};
use crate::support::{Canned, Reply, World, secrets};
use serde_json::json;

fn puts(canned: &Canned) -> usize {
    canned.requests().iter().filter(|r| r.method == "PUT").count()
}

/// A server that spells what it is told in its own way.
fn normalising() -> Canned {
    Canned::new(|request, _| {
        let mut changed = row(1);
        let settings = &mut changed["settings"];
        settings["smtp_host"] = "SMTP.Example.ORG".into();
        settings["protocol"] = "tls".into();
        settings["smtp_port"] = "587".into();
        if request.target.contains('?') {
            page(&[row(1)], 1)
        } else {
            Reply::json(200, &json!({"status": "success", "data": changed}).to_string())
        }
    })
}

#[test]
fn a_server_with_a_spelling_of_its_own_has_done_as_told() {
    let world = World::new();
    let canned = normalising();
    let words = ["email", "edit", "box1@example.com", "--address", "Box1@Example.com", "--smtp-host", "smtp.example.org"];
    let output = world.at(&canned.url(), words).args(["--smtp-port", "587", "--security", "starttls"]).run().success();
    output.stderr_has("address: box1@example.com → Box1@example.com").stderr_has("Saved box1@example.com.");
    assert_eq!(puts(&canned), 1, "the case of the local part can be changed");
    let by_id = ["email", "edit", &id(1), "--smtp-host", "smtp.example.org", "--security", "starttls"];
    world.at(&canned.url(), by_id).run().success().stderr_has("Nothing to change.");
    assert_eq!(puts(&canned), 1, "a spelling is nothing to change");
}

#[test]
fn a_server_that_did_not_do_as_told_is_found_out() {
    let world = World::new();
    let canned = normalising();
    let words = ["email", "edit", "box1@example.com", "--smtp-username", "somebody"];
    world.at(&canned.url(), words).run().exits(1).stdout_is("").stderr_has("kept smtp_username: box1@example.com → somebody");
}

#[test]
fn a_password_is_saved_untried_where_the_server_keeps_its_outbox_to_itself() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let mut kept = row(1);
        kept["settings"].as_object_mut().unwrap().remove("smtp_host");
        match request.target.contains('?') {
            true => page(&[kept], 1),
            false => Reply::json(200, &json!({"status": "success", "data": kept}).to_string()),
        }
    });
    let edit = world.at(&canned.url(), ["email", "edit", "box1@example.com", "--password-stdin"]).stdin(secrets::mailbox());
    edit.without_env("QONTAK_NO_CHECK").run().success().stderr_has("were not tried: the server does not say the SMTP host");
    assert_eq!(puts(&canned), 1);
}
