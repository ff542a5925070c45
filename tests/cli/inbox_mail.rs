//! Mail that really comes: from the receiver to `inbox list`, `show`, `resolve`, `read` and `watch`, over HTTP and without.

use crate::support::{Output, Server, World, mail, secrets, wait};
use rustix::process::Signal;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;

const DOMAIN: &str = "inbound.example.test";

#[track_caller]
fn receiver(world: &World) -> Server<'_> {
    Server::with(world, &["--smtp", "127.0.0.1:0", "--forwarder-domain", DOMAIN, "--dns", "off"])
}

/// Connects a mailbox; returns its forwarder.
#[track_caller]
fn connect(world: &World, address: &str) -> String {
    let words = ["--profile", "admin", "email", "add", address, "--smtp-host", "smtp.example.test", "--smtp-port", "465"];
    let output = world.qontak(words).args(["--password-stdin", "--columns", "forwarder"]).stdin(secrets::mailbox()).run();
    output.success().one_line().to_owned()
}

fn letter(customer: &str, subject: &str, text: &str) -> String {
    format!("From: {customer} <{customer}@example.com>\nTo: support@example.test\nSubject: {subject}\n\n{text}\n")
}

const WITH_ATTACHMENT: &str = "From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\nTo: support@example.test\nCc: boss@example.com\n\
     Subject: =?utf-8?q?R=C3=A9sum=C3=A9?=\nDate: Mon, 23 Nov 2026 05:00:00 +0700\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n\
     Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Gr\u{fc}\u{df}e</p>\n\
     --b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../cv.pdf\"\nContent-Transfer-Encoding: base64\n\n\
     JVBERi0=\n--b--\n";

/// The rooms as soon as there are `count`.
#[track_caller]
fn rooms(world: &World, profile: &str, count: usize) -> Vec<Value> {
    wait::until("rooms", || {
        let output = world.qontak(["--profile", profile, "inbox", "list", "--json"]).run().success();
        let rooms = output.json().as_array().unwrap().clone();
        (rooms.len() == count).then_some(rooms)
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn mail_that_arrived_can_be_read_by_everybody_over_http_and_without() {
    let world = World::new();
    let server = receiver(&world);
    for role in ["admin", "supervisor", "agent"] {
        server.sign_in(role);
    }
    let forwarder = connect(&world, "support@example.test");
    mail::send(server.smtp(), &forwarder, WITH_ATTACHMENT);
    let room = rooms(&world, "agent", 1).remove(0);
    assert_eq!((&room["customer"], &room["subject"]), (&"j@example.com".into(), &"R\u{e9}sum\u{e9}".into()), "{room}");
    assert_eq!((&room["unread"], &room["channel"]), (&1.into(), &"support@example.test".into()), "{room}");
    assert_eq!(room["channel_id"].as_str(), forwarder.split('@').next());
    let id = text(&room["id"]);

    fs::create_dir_all(world.data().parent().unwrap()).unwrap();
    symlink(world.path("server-data"), world.data()).unwrap();
    let profiles = [&["--profile", "admin"][..], &["--profile", "supervisor"], &["--profile", "agent"], &["--local"]];
    let mut seen: Vec<[String; 2]> = Vec::new();
    for (n, profile) in profiles.into_iter().enumerate() {
        let inbox = |words: &[&str]| -> Output { world.qontak(profile).arg("inbox").args(words).run() };
        let shown = inbox(&["show", &id]).success().stderr_is("");
        let shown = shown.stdout_has("Subject:     R\u{e9}sum\u{e9}\n").stdout_has("Cc:          boss@example.com\n");
        let shown = shown.stdout_has("\n    Gr\u{fc}\u{df}e\n").stdout_has("1  _cv.pdf  application/pdf  5 bytes");
        let raw = inbox(&["show", &id, "--raw"]).success();
        assert!(raw.stdout.ends_with(&WITH_ATTACHMENT.replace('\n', "\r\n")), "{}", raw.story());
        let folder = format!("saved{n}");
        inbox(&["show", &id, "--save-attachments", &folder]).success();
        assert_eq!(fs::read(world.path("work").join(folder).join("_cv.pdf")).unwrap(), b"%PDF-");
        assert_eq!(inbox(&["list", "--json", "--channel", "Support@EXAMPLE.test"]).success().json()[0]["id"], room["id"]);
        seen.push([shown.stdout, raw.stdout]);
    }
    assert!(seen.windows(2).all(|w| w[0] == w[1]), "the same in every way");

    let agent = |words: &[&str]| world.qontak(["--profile", "agent", "inbox"]).args(words).run();
    for _ in 0..2 {
        agent(&["read", &id]).success().stdout_is(&format!("{id}\tread\t\n"));
        agent(&["resolve", &id]).success().stdout_is(&format!("{id}\tresolved\t\n"));
    }
    let list = agent(&["list", "--status", "resolved", "--columns", "unread,status"]).success();
    list.stdout_is("0\tresolved\n");
    agent(&["list", "--unread"]).success().stdout_is("");
    agent(&["resolve", &id, "none"]).exits(12).stdout_is(&format!("{id}\tresolved\t\nnone\tfailed\tno such room: none\n"));

    // The customer answers: the room is open and unread again.
    let answer = "From: j@example.com\nTo: support@example.test\nSubject: Re: x\nIn-Reply-To: <1@example.com>\n\nWell?\n";
    mail::send(server.smtp(), &forwarder, answer);
    wait::until("the answer", || (rooms(&world, "agent", 1)[0]["unread"] == 1).then_some(()));
    agent(&["list", "--status", "unassigned", "--columns", "id"]).success().stdout_is(&format!("{id}\n"));
    agent(&["show", &id, "--mark-read", "--columns", "subject"]).success().stdout_is("R\u{e9}sum\u{e9}\nRe: x\n");
    agent(&["list", "--unread"]).success().stdout_is("");
}

#[test]
fn rooms_outlive_their_channel() {
    let world = World::new();
    let server = receiver(&world);
    server.sign_in("admin");
    server.sign_in("agent");
    let forwarder = connect(&world, "support@example.test");
    for n in 0..3 {
        mail::send(server.smtp(), &forwarder, &letter("ana", &format!("subject {n}"), "x"));
    }
    rooms(&world, "admin", 3);
    let disconnect = ["--profile", "admin", "email", "disconnect", "support@example.test"];
    let planned = world.qontak(disconnect).arg("--dry-run").run().success();
    planned.stderr_has("; 3 rooms in the Inbox: they stay readable, marked disconnected; replies that wait fail)");
    world.qontak(disconnect).arg("--yes").run().success().stderr_has("; 3 rooms in the Inbox");
    let again = connect(&world, "support@example.test");
    mail::send(server.smtp(), &again, &letter("ana", "subject 0", "x"));
    rooms(&world, "admin", 4);
    for profile in ["admin", "agent"] {
        let list = ["--profile", profile, "inbox", "list", "--channel", "support@example.test", "--columns", "disconnected"];
        world.qontak(list).run().success().stdout_is("false\ntrue\ntrue\ntrue\n");
        let (old, new) = (forwarder.split('@').next().unwrap(), again.split('@').next().unwrap());
        for (channel, count) in [(old, 3), (new, 1)] {
            let list = ["--profile", profile, "inbox", "list", "--channel", channel, "--columns", "id"];
            let output = world.qontak(list).run().success();
            assert_eq!(output.stdout.lines().count(), count, "{}", output.story());
        }
    }
    let one = text(&rooms(&world, "agent", 4)[3]["id"]);
    world
        .qontak(["--profile", "agent", "inbox", "show", &one])
        .run()
        .success()
        .stdout_has("support@example.test (disconnected 2");
}

/// Everything that arrives while somebody watches is shown once: many messages in one room, many rooms, and what came while the
/// server was away.
#[test]
fn watching_misses_nothing_and_shows_nothing_twice() {
    let world = World::new();
    let mut server = receiver(&world);
    server.sign_in("admin");
    let (forwarder, other) = (connect(&world, "support@example.test"), connect(&world, "other@example.test"));
    mail::send(server.smtp(), &forwarder, &letter("early", "before", "x"));
    rooms(&world, "admin", 1);

    let line =
        "exec qontak inbox watch --interval 5ms --timeout 1s --limit 260 --channel SUPPORT@example.test --json >watched 2>said";
    let watching = world.sh(&format!("{line} --profile admin")).spawn();
    let said = || fs::read_to_string(world.path("work/said")).unwrap_or_default();
    wait::until("the watch", || said().contains("Watching").then_some(()));
    let send = |server: &Server<'_>, numbers: std::ops::Range<u32>| {
        for n in numbers {
            let customer = if n % 2 == 0 { "same".to_owned() } else { format!("customer{n}") };
            mail::send(server.smtp(), &forwarder, &letter(&customer, &format!("number {n}"), "x"));
            if n % 50 == 0 {
                mail::send(server.smtp(), &other, &letter("elsewhere", "not for us", "x"));
            }
        }
    };
    send(&server, 0..150);
    server.kill();
    wait::until("the outage", || said().contains("going on").then_some(()));
    server.restart();
    send(&server, 150..260);
    watching.wait().success();
    let watched = fs::read_to_string(world.path("work/watched")).unwrap();
    let lines: Vec<Value> = watched.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let subjects: BTreeSet<String> = lines.iter().map(|l| text(&l["subject"])).collect();
    let expected: BTreeSet<String> = (0..260).map(|n| format!("number {n}")).collect();
    assert_eq!((lines.len(), subjects), (260, expected));
    assert_eq!((said().matches("going on").count(), said().matches("answers again").count()), (1, 1), "{}", said());
}

#[test]
fn ctrl_c_ends_watching_with_130_and_a_withdrawn_credential_with_4() {
    let world = World::new();
    let server = receiver(&world);
    server.sign_in("admin");
    server.sign_in("agent");
    let said = |name: &str| fs::read_to_string(world.path("work").join(name)).unwrap_or_default();
    let watch = |profile: &str, file: &str| {
        let line = format!("exec qontak --profile {profile} inbox watch --interval 5ms 2>{file}");
        let running = world.sh(&line).spawn();
        wait::until("the watch", || said(file).contains("Watching").then_some(()));
        running
    };
    let stopped = watch("admin", "said-1");
    stopped.signal(Signal::INT);
    stopped.wait().exits(130).stdout_is("");
    let ended = watch("agent", "said-2");
    let words = ["server", "user", "remove", "agent@example.com", "--yes", "--database", &server.database()];
    world.qontak(words).run().success();
    ended.wait().exits(4).stdout_is("");
    assert!(said("said-2").contains("has expired"), "{}", said("said-2"));
}

/// A reader that goes away ends it, though nothing new ever comes.
#[test]
fn watching_into_a_pipe_ends_with_the_pipe() {
    let world = World::new();
    let server = receiver(&world);
    server.sign_in("admin");
    let forwarder = connect(&world, "support@example.test");
    let line = "(qontak --profile admin inbox watch --interval 5ms 2>said; echo \"code $?\" >&2) | head -n 1";
    let watching = world.sh(line).spawn();
    wait::until("the watch", || {
        fs::read_to_string(world.path("work/said")).unwrap_or_default().contains("Watching").then_some(())
    });
    mail::send(server.smtp(), &forwarder, &letter("ana", "Hi", "x"));
    watching.wait().success().stdout_has("\tHi\tx\n").stderr_is("code 0\n");
}
