//! The receiver, over real connections.

mod crash;

use crate::support::{Server, World};

/// The domain of the forwarders.
const DOMAIN: &str = "inbound.example.test";

/// A server that receives mail.
#[track_caller]
fn receiver(world: &World) -> Server<'_> {
    Server::with(world, &["--smtp", "127.0.0.1:0", "--forwarder-domain", DOMAIN])
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
