//! `server run`: what it listens on, how it stops, what it keeps.

use super::{bearer, create_body, token};
use crate::support::{LIMIT, Server, World, http, secrets};
use rustix::process::Signal;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

#[test]
fn it_prints_its_url_and_stops_on_either_signal() {
    let world = World::new();
    for signal in [Signal::INT, Signal::TERM] {
        let mut server = Server::start(&world);
        assert_eq!(http(server.url(), "GET", "/health", &[], "").status, 200);
        server.signal(signal);
        let status = server.ended();
        assert!(status.success(), "{status:?} {}", server.log());
    }
}

#[test]
fn a_request_that_is_under_way_is_answered_before_the_end() {
    let world = World::new();
    let mut server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let access = token(server.url(), "admin@example.com", &password)["access_token"].as_str().unwrap().to_owned();
    let body = create_body("a@example.com");
    let mut stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let head = format!(
        "POST /api/open/v1/integrations/email HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {access}\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The server asks for the body: it has taken the request on.
    let mut go = [0; 25];
    stream.read_exact(&mut go).unwrap();
    assert!(go.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&go));
    server.signal(Signal::TERM);
    crate::support::wait::until("the listener to close", || TcpStream::connect(server.authority()).err());
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(server.ended().success(), "{}", server.log());
}

#[test]
fn idle_connections_do_not_keep_it_from_stopping() {
    let world = World::new();
    let mut server = Server::start(&world);
    let silent = TcpStream::connect(server.authority()).unwrap();
    let mut idle = TcpStream::connect(server.authority()).unwrap();
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert!(idle.read(&mut [0; 16]).unwrap() > 0);
    assert!(server.stop().success());
    drop((silent, idle));
}

#[test]
fn what_was_written_survives_a_kill() {
    let world = World::new();
    let mut server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let access = token(server.url(), "admin@example.com", &password)["access_token"].as_str().unwrap().to_owned();
    for i in 0..10 {
        let answer = bearer(server.url(), &access, "POST", "/integrations/email", &create_body(&format!("box{i}@example.com")));
        assert_eq!(answer.status, 201);
    }
    server.kill();
    server.restart();
    let list = bearer(server.url(), &access, "GET", "/integrations", "");
    assert_eq!(list.json()["data"].as_array().unwrap().len(), 10);
}

#[test]
fn its_files_are_for_their_owner_alone() {
    let world = World::new();
    let server = Server::start(&world);
    server.add_user("admin@example.com", "admin");
    let folder = world.path("server-data");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(files.len() >= 2, "a database and a key: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(&folder), 0o700);
}

#[test]
fn a_port_in_use_is_told_with_what_to_do() {
    let world = World::new();
    let server = Server::start(&world);
    let words = ["server", "run", "--listen", server.authority(), "--database", "sqlite:other.db"];
    world.qontak(words).run().exits(1).stdout_is("").stderr_has(server.authority()).stderr_has("--listen");
}

#[test]
fn other_machines_are_served_over_tls_or_behind_a_proxy_only() {
    let world = World::new();
    for listen in ["0.0.0.0:0", "192.0.2.1:8300", "[::]:0"] {
        let output = world.qontak(["server", "run", "--listen", listen]).run().exits(2).stdout_is("");
        output.stderr_has("--tls-cert").stderr_has("--behind-proxy");
    }
    assert!(!world.data().exists(), "refused before anything is made");
    world.qontak(["server", "run", "--tls-cert", "x.pem"]).run().exits(2).stdout_is("").stderr_has("--tls-key");
}

#[test]
fn broken_settings_are_told_before_anything_is_served() {
    let world = World::new();
    world.input("cert.pem", "no certificate");
    world.input("key.pem", "no key");
    for words in [
        &["--tls-cert", "cert.pem", "--tls-key", "key.pem"][..],
        &["--tls-cert", "nowhere.pem", "--tls-key", "key.pem"],
        &["--forwarder-domain", "not a domain"],
        &["--database", "postgres://localhost/x"],
        &["--token-lifetime", "never"],
    ] {
        let output =
            world.qontak(["server", "run", "--listen", "127.0.0.1:0"]).args(words).run().stdout_is("").stderr_has("error:");
        assert!(matches!(output.code, Some(1 | 2)), "{}", output.story());
    }
}

#[test]
fn forwarders_get_the_domain_that_was_asked_for() {
    let world = World::new();
    let server = Server::with(&world, &["--forwarder-domain", "in.example.org"]);
    server.sign_in("admin").lacks("S3CRET");
    let words = ["email", "add", "a@gmail.com", "--password-stdin"];
    let output = world.qontak(words).stdin(secrets::mailbox()).run().success();
    assert!(output.one_line().ends_with("@in.example.org"), "{}", output.story());
}

#[test]
fn forwarders_move_to_the_domain_where_mail_is_received() {
    let world = World::new();
    let mut server = Server::with(&world, &["--forwarder-domain", "old.example.org"]);
    server.sign_in("admin");
    world.qontak(["email", "add", "a@gmail.com", "--password-stdin"]).stdin(secrets::mailbox()).run().success();
    let forwarder = || world.qontak(["email", "forwarder", "a@gmail.com"]).run().success().one_line().to_owned();
    let old = forwarder();
    // Serving under another name alone changes nothing.
    server.restart_with(&["--forwarder-domain", "new.example.org"]);
    assert_eq!(forwarder(), old);
    let receiving = ["--smtp", "127.0.0.1:0", "--dns", "off", "--forwarder-domain", "new.example.org"];
    server.restart_with(&receiving);
    assert_eq!(forwarder(), old.replace("@old.", "@new."));
    assert!(server.log().contains("another domain (1) are under new.example.org"), "{}", server.log());
    let told = server.log().len();
    server.restart_with(&receiving);
    assert!(!server.log()[told..].contains("forwarders"), "{}", server.log());
}

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/tls/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn tls_is_served_and_an_unknown_authority_is_not_trusted() {
    let world = World::new();
    let (certificate, key) = (fixture("server.pem"), fixture("server.key"));
    let server = Server::with(&world, &["--tls-cert", &certificate, "--tls-key", &key]);
    assert!(server.url().starts_with("https://"));
    let password = server.add_user("admin@example.com", "admin");
    let words = ["login", "--server", server.url(), "--profile", "mine", "--username", "admin@example.com", "--password-stdin"];
    let distrusted = world.qontak(words).stdin(password.clone()).run().exits(11).stdout_is("");
    distrusted.stderr_has("cannot be trusted").stderr_has("SSL_CERT_FILE");
    world.qontak(words).env("SSL_CERT_FILE", fixture("ca.pem")).stdin(password).run().success();
    world.qontak(["email", "list"]).env("SSL_CERT_FILE", fixture("ca.pem")).run().success();
    let named = server.url().replace("127.0.0.1", "localhost");
    let run = world.qontak(["email", "list"]).env("SSL_CERT_FILE", fixture("ca.pem")).env("QONTAK_SERVER", named);
    run.env("QONTAK_TOKEN", secrets::token()).run().exits(4).stderr_has("credential");
}
