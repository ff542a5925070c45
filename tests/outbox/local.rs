//! The local workspace: the command itself does the sending.

use super::{Desk, row, world};
use crate::support::World;
use crate::support::sink::{Act, Sink, Tls};
use std::fs;

/// Makes the workspace of a server, which is stopped, the local one.
fn move_in(world: &World, desk: &mut Desk<'_>) {
    assert!(desk.server.stop().success());
    fs::create_dir_all(world.data()).unwrap();
    for entry in fs::read_dir(world.path("server-data")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, world.data().join(path.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn the_command_sends_itself_and_what_is_pending_goes_with_the_next() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, before| match (step, before) {
        ("MAIL", 0) => Act::Say("450 4.7.1 Greylisted".into()),
        _ => Act::Yes,
    });
    let mut desk = Desk::new(&world, &sink, "ssl");
    move_in(&world, &mut desk);
    let reply = |text: &str| world.local(["inbox", "reply", &desk.room, "--json"]).stdin(text);
    let first = reply("one").args(["--timeout", "3s"]).run().success();
    assert_eq!((&row(&first)["status"], &row(&first)["error_class"]), (&"pending".into(), &"greylisted".into()));
    first.stderr_has("qontak server run");
    let second = reply("two").run().success();
    assert_eq!(row(&second)["status"], "sent");
    reply("three").arg("--no-wait").run().success().stderr_has("not sent yet");
    assert_eq!(sink.taken().len(), 1);
    reply("four").run().success();
    let texts: Vec<bool> = sink.taken().iter().map(|m| m.content.contains("three")).collect();
    assert_eq!(texts, [false, true, false], "in order: two, three, four; one waits for its minute");
}

#[test]
fn what_fails_is_exit_9_here_too() {
    let world = world();
    let sink = Sink::scripted(Tls::Ssl, |step, _, _| {
        if step == "AUTH" { Act::Say("535 5.7.8 Error: authentication failed".into()) } else { Act::Yes }
    });
    let mut desk = Desk::new(&world, &sink, "ssl");
    move_in(&world, &mut desk);
    let output = world.local(["inbox", "reply", &desk.room]).stdin("x").run().exits(9);
    output.stderr_has("bad_credentials").stderr_has("hint:");
}

#[test]
fn a_server_that_runs_over_the_same_workspace_does_the_sending() {
    let world = world();
    let sink = Sink::new(Tls::Ssl);
    let mut desk = Desk::new(&world, &sink, "ssl");
    // The command works on the very files that the server has open.
    fs::create_dir_all(world.data().parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(world.path("server-data"), world.data()).unwrap();
    let output = world.local(["inbox", "reply", &desk.room, "--json"]).stdin("x").run().success();
    assert_eq!(row(&output)["status"], "sent");
    assert_eq!(sink.taken().len(), 1);
    assert!(desk.server.stop().success());
}
