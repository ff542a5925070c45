//! Ctrl-C while a sign-in is renewed.

use crate::support::{Canned, LIMIT, Reply, World, secrets, wait};
use serde_json::json;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Mutex, mpsc};

/// A profile whose token has expired, at a server that renews it when told to, and how to tell it. Dropped untold, it never answers.
fn expired(world: &World) -> (Canned, mpsc::Sender<()>, String) {
    let (go, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let new = secrets::token();
    let grant = json!({"access_token": new, "expires_in": 3600, "refresh_token": secrets::token()}).to_string();
    let canned = Canned::new(move |request, _| match request.target.as_str() {
        "/oauth/token" if gate.lock().unwrap().recv_timeout(LIMIT).is_ok() => Reply::json(201, &grant),
        _ => Reply::Silence,
    });
    let url = canned.url();
    world.write_config("config.toml", &format!("default-profile = \"p\"\n[profiles.p]\nserver = \"{url}\"\n"));
    let (access, refresh) = (secrets::token(), secrets::token());
    let credential = format!("server = \"{url}\"\naccess-token = \"{access}\"\nrefresh-token = \"{refresh}\"\n");
    let path =
        world.write_config("credentials.toml", &format!("[profiles.p]\n{credential}expires-at = \"2020-01-01T00:00:00Z\"\n"));
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    (canned, go, new)
}

#[test]
fn ctrl_c_waits_for_a_renewal_that_is_under_way() {
    let world = World::new();
    let (canned, go, new) = expired(&world);
    let mut terminal = world.terminal(&["email", "list"]);
    wait::until("the renewal to be under way", || (!canned.requests().is_empty()).then_some(()));
    terminal.ctrl_c();
    terminal.expect("Stopping once the renewed sign-in is saved");
    go.send(()).unwrap();
    terminal.end().exits(130);
    assert!(world.read_config("credentials.toml").contains(&new), "what the server gave is kept");
    assert_eq!(canned.requests().len(), 1, "nothing else is asked for");
}

#[test]
fn a_second_ctrl_c_waits_for_nothing() {
    let world = World::new();
    let (canned, go, _) = expired(&world);
    let mut terminal = world.terminal(&["email", "list"]);
    wait::until("the renewal to be under way", || (!canned.requests().is_empty()).then_some(()));
    let before = world.read_config("credentials.toml");
    terminal.ctrl_c();
    terminal.expect("Ctrl-C again");
    terminal.ctrl_c();
    terminal.end().exits(130);
    assert_eq!(world.read_config("credentials.toml"), before);
    drop(go);
}
