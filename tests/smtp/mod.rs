//! The receiver, over real connections.

mod crash;
mod faults;
mod limits;
mod receiving;
mod sessions;

use crate::server::{bearer, create_body, token};
use crate::support::{Server, World};
use qontak::server::journal::{Envelope, Place, Scan, open_entry};
use std::io::Read as _;

/// The domain of the forwarders.
const DOMAIN: &str = "inbound.example.test";

/// A server that receives mail.
#[track_caller]
fn receiver(world: &World) -> Server<'_> {
    receiver_with(world, &[])
}

/// The same with more flags.
#[track_caller]
fn receiver_with<'w>(world: &'w World, words: &[&str]) -> Server<'w> {
    Server::with(world, &[&["--smtp", "127.0.0.1:0", "--forwarder-domain", DOMAIN, "--dns", "off"], words].concat())
}

/// Connects so many mailboxes; returns their forwarders. Signs in as profile `admin`.
#[track_caller]
fn channels(server: &Server<'_>, count: usize) -> Vec<String> {
    server.sign_in("admin");
    let password = server.add_user("connects@example.com", "admin");
    let token = token(server.url(), "connects@example.com", &password)["access_token"].as_str().unwrap().to_owned();
    let connect = |n| {
        let answer =
            bearer(server.url(), &token, "POST", "/integrations/email", &create_body(&format!("support{n}@example.test")));
        answer.json()["data"]["settings"]["forwaded_email"].as_str().unwrap().to_owned()
    };
    (0..count).map(connect).collect()
}

/// Every message that was kept, oldest first.
#[track_caller]
fn kept(world: &World) -> Vec<(Envelope, String)> {
    let mut scan = Scan::new(&world.path("server-data/workspace.db.mail"), Place::default());
    let folder = scan.folder().to_owned();
    let mut messages = Vec::new();
    let end = Place { segment: u32::MAX, offset: u64::MAX };
    while let Some(found) = scan.next(end, &mut |damage| panic!("{damage:?}")).unwrap() {
        let mut raw = String::new();
        open_entry(&folder, found.place).unwrap().raw.read_to_string(&mut raw).unwrap();
        messages.push((found.envelope, raw));
    }
    messages
}

/// Connects a mailbox as an Admin; returns its forwarder.
#[track_caller]
fn channel(world: &World, server: &Server<'_>, address: &str) -> String {
    server.sign_in("admin");
    let words = ["--profile", "admin", "email", "add", address, "--smtp-host", "smtp.example.test", "--smtp-port", "465"];
    let security = ["--security", "ssl", "--password-stdin", "--columns", "forwarder"];
    let output = world.qontak(words.iter().chain(&security)).stdin(crate::support::secrets::login()).run().success();
    output.one_line().to_owned()
}
