//! The harness itself must be able to fail.

use super::{Canned, Reply, World, http, secrets};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Whether ending a world in which `deed` was done panics.
fn caught(deed: impl FnOnce(&World)) -> bool {
    let world = World::new();
    deed(&world);
    catch_unwind(AssertUnwindSafe(|| drop(world))).is_err()
}

#[test]
fn a_printed_secret_is_caught() {
    assert!(caught(|w| drop(w.sh(&format!("echo 'password {}'", secrets::mailbox())).run())));
    assert!(caught(|w| drop(w.sh(&format!("echo {} >&2", secrets::token())).run())));
    assert!(!caught(|w| drop(w.sh("echo nothing").run())));
}

#[test]
fn a_written_secret_is_caught() {
    assert!(caught(|w| std::fs::write(w.path("tmp/left"), secrets::login()).unwrap()));
    assert!(caught(|w| drop(w.write_config("config.toml", &secrets::token()))));
    assert!(!caught(|w| drop(w.input("password", secrets::mailbox()))));
}

#[test]
fn the_credentials_file_may_hold_tokens_alone_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let credentials = |w: &World, text: &str, mode: u32| {
        let path = w.write_config("credentials.toml", text);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    assert!(!caught(|w| credentials(w, &secrets::token(), 0o600)));
    assert!(caught(|w| credentials(w, &secrets::token(), 0o644)));
    assert!(caught(|w| credentials(w, &secrets::mailbox(), 0o600)));
    let unmarked = "[a]\naccess_token = \"abcdefghijklmnopqrstuvwxyz\"\n";
    assert!(!caught(|w| credentials(w, unmarked, 0o600)));
    assert!(caught(|w| {
        credentials(w, unmarked, 0o600);
        w.write_config("other", "abcdefghijklmnopqrstuvwxyz");
    }));
}

#[test]
fn canned_answers_come_in_order_and_requests_are_kept() {
    let canned = Canned::new(|request, before| match before {
        0 => Reply::json(200, &format!("{{\"seen\":\"{}\"}}", request.query("a").unwrap_or("none"))),
        _ => Reply::Last(b"HTTP/1.1 503 Busy\r\n\r\n".to_vec()),
    });
    let first = http(&canned.url(), "POST", "/x?a=b", &[("X-Y", "z")], "body");
    assert_eq!((first.status, first.json()["seen"].as_str()), (200, Some("b")));
    assert_eq!(http(&canned.url(), "GET", "/", &[], "").status, 503);
    let requests = canned.requests();
    assert_eq!((requests[0].method.as_str(), requests[0].header("x-y"), requests[0].body.as_str()), ("POST", Some("z"), "body"));
    assert_eq!(requests.len(), 2);
}
