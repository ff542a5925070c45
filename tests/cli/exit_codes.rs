//! The exit codes are public: each is produced by the program, one by one, in one table.

use crate::support::rows::{failure, id, part};
use crate::support::{Canned, Reply, World, wait};
use qontak::error::Kind;
use rustix::process::Signal;

type Produce = fn(&World) -> Option<i32>;

/// What produces each kind. `NotProven` (SMTP check) and `Changes` (`plan`) belong to commands that this version lacks.
const TABLE: [(Kind, Produce); 13] = [
    (Kind::Unexpected, unexpected),
    (Kind::Usage, usage),
    (Kind::Declined, declined),
    (Kind::NotSignedIn, not_signed_in),
    (Kind::Forbidden, forbidden),
    (Kind::NotFound, not_found),
    (Kind::AlreadyExists, already_exists),
    (Kind::Rejected, rejected),
    (Kind::RateLimited, rate_limited),
    (Kind::Unreachable, unreachable),
    (Kind::Partial, partial),
    (Kind::Interrupted, |world| stopped(world, Signal::INT)),
    (Kind::Terminated, |world| stopped(world, Signal::TERM)),
];

#[test]
fn every_exit_code() {
    for (kind, produce) in TABLE {
        assert_eq!(produce(&World::new()), Some(kind.exit_code().into()), "{kind:?}");
    }
    let absent = [Kind::NotProven, Kind::Changes];
    let covered = |kind: &Kind| absent.contains(kind) != TABLE.iter().any(|(k, _)| k == kind);
    assert!(Kind::ALL.iter().all(covered), "a kind is missing, or stands twice");
}

#[test]
fn zero_is_for_success_and_for_an_empty_list() {
    let world = World::new();
    for format in ["tsv", "csv", "table", "json"] {
        world.at(&Canned::list(0).url(), ["email", "list", "-o", format]).run().success();
    }
}

/// The code of a command against a server that answers everything with `status`.
fn against(world: &World, status: u16, words: &[&str]) -> Option<i32> {
    let canned = Canned::new(move |_, _| failure(status, &["no"]));
    world.at(&canned.url(), words).run().code
}

fn unexpected(world: &World) -> Option<i32> {
    against(world, 418, &["email", "list"])
}

fn usage(world: &World) -> Option<i32> {
    world.qontak(["email", "add"]).run().code
}

fn declined(world: &World) -> Option<i32> {
    let canned = Canned::new(|_, _| Reply::json(200, &format!("{{\"data\":{}}}", crate::support::rows::row(1))));
    let token = crate::support::secrets::token();
    let env = [("QONTAK_SERVER", canned.url()), ("QONTAK_TOKEN", token)];
    let mut terminal = world.terminal_with(&["email", "disconnect", &id(1)], &[(env[0].0, &env[0].1), (env[1].0, &env[1].1)]);
    terminal.expect("Are you sure?");
    terminal.line("n");
    terminal.end().code
}

fn not_signed_in(world: &World) -> Option<i32> {
    world.qontak(["email", "list"]).run().code
}

fn forbidden(world: &World) -> Option<i32> {
    against(world, 403, &["email", "list"])
}

fn not_found(world: &World) -> Option<i32> {
    against(world, 404, &["email", "show", "x"])
}

fn already_exists(world: &World) -> Option<i32> {
    let canned = Canned::list(3);
    let words = ["email", "add", "box2@example.com", "--smtp-host", "smtp.example.com", "--smtp-port", "465", "--password-stdin"];
    world.at(&canned.url(), words).stdin(crate::support::secrets::mailbox()).run().code
}

fn rejected(world: &World) -> Option<i32> {
    against(world, 422, &["email", "list"])
}

fn rate_limited(world: &World) -> Option<i32> {
    let canned = Canned::new(|_, _| failure(429, &["rate_limit_reset: 3600"]));
    world.at(&canned.url(), ["email", "list"]).run().code
}

fn unreachable(world: &World) -> Option<i32> {
    let canned = Canned::new(|_, _| Reply::Silence);
    world.at(&canned.url(), ["email", "list", "--timeout", "100ms"]).run().code
}

fn partial(world: &World) -> Option<i32> {
    let canned = Canned::new(|request, _| match (request.method.as_str(), request.target.contains(&id(2))) {
        ("DELETE", true) => failure(422, &["in use"]),
        ("DELETE", false) => Reply::json(200, r#"{"status":"success","data":{"status":"success"}}"#),
        _ if request.target.contains('?') => part(request, 0),
        (_, second) => Reply::json(200, &format!("{{\"data\":{}}}", crate::support::rows::row(if second { 2 } else { 1 }))),
    });
    let output = world.at(&canned.url(), ["email", "disconnect", "--yes", &id(1), &id(2)]).run();
    let rows = output.rows();
    assert_eq!((rows[0][0], rows[0][2], rows[1][0], rows[1][2]), (&*id(1), "disconnected", &*id(2), "failed"));
    assert!(rows[1][3].contains("in use"), "{}", output.story());
    output.code
}

fn stopped(world: &World, signal: Signal) -> Option<i32> {
    let canned = Canned::new(|_, _| Reply::Silence);
    let running = world.at(&canned.url(), ["email", "list"]).spawn();
    wait::until("the request", || (!canned.requests().is_empty()).then_some(()));
    running.signal(signal);
    running.wait().stdout_is("").code
}
