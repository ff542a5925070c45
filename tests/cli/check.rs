//! `email check`: every layer as it is when it works.

use crate::support::sink::{Act, Sink, Tls, certificate};
use crate::support::{Output, Run, Server, World, secrets};
use serde_json::Value;

/// A world whose processes trust the tests' certificates.
pub fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    world
}

/// `email check` of settings that are no channel.
pub fn check<'w>(world: &'w World, sink: &Sink, security: &str) -> Run<'w> {
    let words = ["email", "check", "--address", "support@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port()];
    world.qontak(words).args(["--security", security, "--password-stdin"]).stdin(secrets::mailbox())
}

/// The row of a layer.
#[track_caller]
pub fn layer(output: &Output, name: &str) -> Value {
    let rows = output.json();
    let row = rows.as_array().unwrap().iter().find(|row| row["layer"] == name).cloned();
    row.unwrap_or_else(|| panic!("no layer {name}\n{}", output.story()))
}

/// The layers and how each went.
#[track_caller]
pub fn results(output: &Output) -> String {
    let rows = output.json();
    let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", word(row, "layer"), word(row, "result")))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn every_layer_is_tried_and_nothing_is_sent() {
    for (tls, security, order) in [
        (Tls::Ssl, "ssl", "dns ok, tcp ok, tls ok, banner ok, ehlo ok, auth ok, mail ok"),
        (Tls::Starttls, "starttls", "dns ok, tcp ok, banner ok, ehlo ok, tls ok, auth ok, mail ok"),
    ] {
        let world = world();
        let sink = Sink::offering(tls, &["AUTH PLAIN LOGIN", "SIZE 35882577", "PIPELINING"], |_, _, _| Act::Yes);
        let output = check(&world, &sink, security).arg("--json").run().success().stderr_has("Nothing was sent");
        assert_eq!(results(&output), order);
        let detail = |name: &str| layer(&output, name)["detail"].as_str().unwrap().to_owned();
        assert_eq!(detail("tcp"), format!("127.0.0.1:{}", sink.port()));
        assert_eq!(detail("tls"), "TLS 1.3, certificate for 127.0.0.1, localhost, valid until 2126-10-30");
        assert_eq!(detail("banner"), "220 sink.example.test ESMTP");
        let offers = "AUTH PLAIN LOGIN, SIZE 35 MB";
        assert_eq!(detail("ehlo"), if security == "ssl" { offers.to_owned() } else { format!("STARTTLS, {offers}") });
        assert_eq!(detail("auth"), "PLAIN: 235 2.7.0 welcome");
        assert!(layer(&output, "mail")["elapsed_ms"].is_u64());
        assert_eq!((sink.taken().len(), sink.count("RCPT"), sink.count("DATA")), (0, 0, 0));
        assert!(!sink.in_clear().contains("AUTH") && !sink.in_clear().contains("MAIL"), "{}", sink.in_clear());
        let said = sink.said();
        assert!(said.iter().any(|line| line == "MAIL FROM:<support@example.com>+"), "in one piece with RSET: {said:?}");
    }
}

#[test]
fn fields_are_public_in_every_format() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let output = check(&world, &sink, "ssl").args(["-o", "csv"]).run().success();
    assert_eq!(output.stdout.lines().next(), Some("layer,result,elapsed_ms,detail,class,cause,remedy,page"));
    let output = check(&world, &sink, "ssl").run().success();
    let rows = output.rows();
    assert!(rows.len() == 7 && rows.iter().all(|row| row.len() == 5), "{}", output.story());
    let output = check(&world, &sink, "ssl").args(["-o", "table"]).run().success();
    assert!(output.stdout.starts_with("LAYER") || output.stdout.starts_with("layer"), "{}", output.story());
    let output = check(&world, &sink, "ssl").args(["--columns", "result,layer"]).run().success();
    assert_eq!(output.rows()[6], ["ok", "mail"]);
    check(&world, &sink, "ssl").args(["--columns", "colour"]).run().exits(2).stderr_has("layer, result, elapsed_ms");
}

#[test]
fn a_channel_is_checked_with_its_settings_and_a_password_that_is_given() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let server = Server::start(&world);
    server.sign_in("admin");
    let check_it = |local: bool| {
        let run = if local { world.local(["email", "check"]) } else { world.qontak(["email", "check"]) };
        run.args(["support@example.com", "--json"])
    };
    for local in [false, true] {
        let add =
            ["email", "add", "support@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port(), "--security", "ssl"];
        let run = if local { world.local(add) } else { world.qontak(add) };
        run.args(["--password-stdin", "--no-check"]).stdin(secrets::mailbox()).run().success();
        let output = check_it(local).arg("--password-stdin").stdin(secrets::mailbox()).run().success();
        assert_eq!(layer(&output, "mail")["result"], "ok");
        let output = check_it(local).arg("--no-login").run().success().stderr_has("not tried");
        assert!(results(&output).ends_with("ehlo ok, auth skipped, mail skipped"));
        check_it(local).run().exits(2).stderr_has("password: field is required").stderr_has("--no-login");
        let port = sink.port();
        let words = ["--smtp-port", "1", "--no-login"];
        let output = check_it(local).args(words).run().exits(9);
        assert!(results(&output).starts_with("dns ok, tcp failed, tls skipped"), "{port}");
        assert_eq!(layer(&output, "tcp")["class"], "connect_refused");
    }
}

#[test]
fn a_certificate_that_names_the_password_does_not_tell_it() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    // The certificate is for 127.0.0.1 and localhost.
    let words = ["email", "check", "--address", "support@example.com", "--smtp-host", "127.0.0.1", "--smtp-port", &sink.port()];
    let output = world.qontak(words).args(["--security", "ssl", "--password-stdin", "--json"]).stdin("localhost").run().success();
    let detail = layer(&output, "tls")["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("certificate for 127.0.0.1, [redacted], valid until"), "{detail}");
    output.lacks("localhost");
}
