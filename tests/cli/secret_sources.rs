//! Where a secret can come from: what is no secret is refused with a reason, and waiting for one can be ended.

use crate::support::{LIMIT, World, secrets};
use rustix::process::Signal;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

const ADD: [&str; 5] = ["email", "add", "a@example.com", "--provider", "gmail"];

fn pipe(world: &World) -> PathBuf {
    let path = world.path("work/pipe");
    let made = world.command("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

/// The writing end of a named pipe, as soon as somebody reads from it.
#[track_caller]
fn read_by_somebody(path: &Path) -> File {
    let (send, receive) = mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || drop(send.send(File::options().write(true).open(path))));
    receive.recv_timeout(LIMIT).expect("nobody reads from the pipe").unwrap()
}

#[test]
fn ctrl_c_ends_the_wait_for_a_password_from_a_pipe() {
    let world = World::new();
    let path = pipe(&world);
    let process = world.local(ADD).arg("--password-file").arg(&path).spawn();
    let writer = read_by_somebody(&path);
    process.signal(Signal::INT);
    process.wait().exits(130).stdout_is("");
    drop(writer);
}

#[test]
fn a_password_can_come_through_a_pipe() {
    let world = World::new();
    let path = pipe(&world);
    let process = world.local(ADD).arg("--password-file").arg(&path).spawn();
    writeln!(read_by_somebody(&path), "{}", secrets::mailbox()).unwrap();
    process.wait().success();
}

#[test]
fn what_is_no_secret_is_refused_with_a_reason() {
    let world = World::new();
    let refused = |place: &Path, reason: &str| {
        let output = world.local(ADD).arg("--password-file").arg(place).run().exits(2).stdout_is("");
        output.stderr_has(&place.display().to_string()).stderr_has(reason);
    };
    refused(&world.path("work/missing"), "No such file");
    refused(&world.path("work"), "directory");
    refused(Path::new("/dev/zero"), "64 KiB");
    refused(Path::new("/dev/null"), "empty");
    refused(&world.input("nul", format!("{}\0\n", secrets::mailbox())), "NUL");
    refused(&world.input("latin-1", b"caf\xe9\n"), "not UTF-8");
    let piped = |bytes: &[u8], reason: &str| {
        let output = world.local(ADD).arg("--password-stdin").stdin(bytes).run().exits(2).stdout_is("");
        output.stderr_has("standard input").stderr_has(reason);
    };
    piped(b"a\0b", "NUL");
    piped(b"\xff", "not UTF-8");
    assert!(!world.data().exists(), "refused before anything is done");
    fs::write(world.path("work/empty"), "").unwrap();
    refused(&world.path("work/empty"), "empty");
}
