//! A server that is down, slow, busy, broken or not what it should be.

use crate::support::rows::{failure, page, part, row};
use crate::support::{Canned, Output, Reply, World};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

const LIST: [&str; 2] = ["email", "list"];

#[track_caller]
fn list(world: &World, server: &str) -> Output {
    world.at(server, LIST).run()
}

#[test]
fn a_refused_connection_is_told_at_once() {
    let world = World::new();
    let url = "http://127.0.0.1:1";
    let output = list(&world, url).exits(11).stdout_is("").stderr_has(url).stderr_has("refused").stderr_has("hint:");
    output.lacks("within");
}

#[test]
fn a_name_that_leads_nowhere_is_told() {
    let world = World::new();
    // An alias to a name that is longer than any can be: glibc says no without asking the network. Elsewhere the name itself,
    // which no network has, is asked for once.
    let aliases = world.input("aliases", format!("no-such-host {}", ["label"; 60].join(".")));
    let run = world.at("https://no-such-host", LIST).env("HOSTALIASES", aliases).env("RES_OPTIONS", "attempts:1 timeout:1");
    run.run().exits(11).stdout_is("").stderr_has("not found").stderr_has("https://no-such-host");
}

#[test]
fn a_server_that_speaks_no_tls_is_told() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let _ = std::io::Write::write_all(&mut &stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
            let _ = std::io::Read::read(&mut &stream, &mut [0; 1024]);
        }
    });
    list(&world, &url).exits(11).stdout_is("").stderr_has(&url);
}

#[test]
fn silence_ends_at_the_timeout() {
    let world = World::new();
    let canned = Canned::new(|_, _| Reply::Silence);
    let output = world.at(&canned.url(), LIST).args(["--timeout", "300ms"]).run();
    output.exits(11).stdout_is("").stderr_has("300ms").stderr_has(&canned.url());
}

#[test]
fn a_busy_server_is_waited_for_as_long_as_it_says() {
    let world = World::new();
    for busy in [
        || failure(429, &["rate_limit_limit: 100", "rate_limit_remaining: 0", "rate_limit_reset: 1"]),
        || Reply::new(429, &[("retry-after", "1")], ""),
        || Reply::new(503, &[("retry-after", "1")], "later"),
    ] {
        let canned = Canned::new(move |request, before| if before == 0 { busy() } else { part(request, 1) });
        assert_eq!(list(&world, &canned.url()).success().rows().len(), 1);
        assert_eq!(canned.requests().len(), 2);
    }
}

#[test]
fn a_server_that_is_busy_beyond_the_deadline_is_not_waited_for() {
    let world = World::new();
    let canned = Canned::new(|_, _| failure(429, &["rate_limit_reset: 3600"]));
    list(&world, &canned.url()).exits(10).stdout_is("").stderr_has("hint:").stderr_has("request-77");
    assert_eq!(canned.requests().len(), 1);
}

#[test]
fn reads_are_repeated_after_failures_on_the_way() {
    let world = World::new();
    for failing in [
        || Reply::new(502, &[], "<html>Bad gateway</html>"),
        || failure(500, &["Internal server error"]),
        || Reply::Hangup,
        || Reply::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"status\":\"succ".to_vec()),
    ] {
        let canned = Canned::new(move |request, before| if before < 2 { failing() } else { part(request, 3) });
        assert_eq!(list(&world, &canned.url()).success().rows().len(), 3);
        assert_eq!(canned.requests().len(), 3);
    }
}

#[test]
fn repeating_ends() {
    let world = World::new();
    let canned = Canned::new(|_, _| failure(503, &["Down for maintenance"]));
    list(&world, &canned.url()).exits(11).stdout_is("").stderr_has("Down for maintenance").stderr_has("request-77");
    assert!((2..=10).contains(&canned.requests().len()), "{}", canned.requests().len());
}

#[test]
fn what_is_not_the_contract_is_told_with_the_url_and_without_a_parse_trace() {
    let world = World::new();
    for (body, kind) in [
        ("<html><title>Login</title></html>", "text/html"),
        ("{\"status\":\"success\",\"data\":[{\"id\":\"1\"", "application/json"),
        ("{\"status\":\"success\",\"data\":{}}", "application/json"),
        ("{\"status\":\"success\",\"data\":[{\"target_channel\":\"email\"}]}", "application/json"),
        ("[]", "application/json"),
        ("", "application/json"),
        ("\u{fffd}\u{0}\u{1}", "application/octet-stream"),
    ] {
        let canned = Canned::new(move |_, _| Reply::new(200, &[("content-type", kind)], body));
        let output = list(&world, &canned.url()).stdout_is("").stderr_has(&canned.url()).stderr_has("/api/open/v1/integrations");
        assert_eq!(output.code, Some(11), "{body}: {}", output.story());
        output.lacks("at line").lacks("expected value").lacks("EOF").lacks("missing field");
    }
}

#[test]
fn an_endless_answer_is_not_read_to_its_end() {
    let world = World::new();
    let piece = format!("{:x}\r\n{}\r\n", 65536, " ".repeat(65536)).into_bytes();
    for head in ["transfer-encoding: chunked\r\n\r\n", "\r\n"] {
        let (head, piece) = (format!("HTTP/1.1 200 OK\r\n{head}").into_bytes(), piece.clone());
        let canned = Canned::new(move |_, _| Reply::Endless(head.clone(), piece.clone()));
        list(&world, &canned.url()).exits(11).stdout_is("").stderr_has("larger than");
        assert_eq!(canned.requests().len(), 1, "asking again would be as endless");
    }
}

#[test]
fn a_redirect_elsewhere_takes_no_credential_along() {
    let world = World::new();
    let elsewhere = Arc::new(Canned::list(1));
    let target = format!("{}/api/open/v1/integrations", elsewhere.url());
    for status in [301, 302, 307, 308] {
        let target = target.clone();
        let canned = Canned::new(move |_, _| Reply::new(status, &[("location", &target)], ""));
        list(&world, &canned.url()).exits(11).stdout_is("").stderr_has(&elsewhere.url());
    }
    assert!(elsewhere.requests().is_empty(), "{:?}", elsewhere.requests());
}

#[test]
fn a_redirect_on_the_same_server_is_followed_but_not_in_circles() {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        if request.target.starts_with("/moved") {
            part(request, 1)
        } else {
            Reply::new(302, &[("location", "/moved?limit=100")], "")
        }
    });
    assert_eq!(list(&world, &canned.url()).success().rows().len(), 1);
    assert!(canned.requests()[1].header("authorization").is_some());
    let canned = Canned::new(|_, _| Reply::new(302, &[("location", "/round")], ""));
    list(&world, &canned.url()).exits(11).stderr_has("circles");
    assert!(canned.requests().len() < 10);
}

#[test]
fn plain_http_to_another_machine_is_refused_before_anything_is_sent() {
    let world = World::new();
    // An address of TEST-NET-1: nobody answers there, and nobody is asked.
    for server in ["http://192.0.2.1", "http://localhost.example.com", "http://127.0.0.1.example.com"] {
        list(&world, server).exits(2).stdout_is("").stderr_has("plain http");
    }
    let words = ["login", "--server", "http://192.0.2.1", "--token-stdin"];
    world.qontak(words).stdin(crate::support::secrets::token()).run().exits(2).stderr_has("plain http");
}

#[test]
fn a_proxy_of_the_environment_never_sees_plain_http() {
    let world = World::new();
    let (proxy, canned) = (Canned::list(1), Canned::list(2));
    let run =
        world.at(&canned.url(), LIST).env("HTTP_PROXY", proxy.url()).env("http_proxy", proxy.url()).env("ALL_PROXY", proxy.url());
    assert_eq!(run.run().success().rows().len(), 2);
    assert!(proxy.requests().is_empty());
}

#[test]
fn statuses_become_exit_codes() {
    let world = World::new();
    let id = "00000000-0000-4000-8000-000000000001";
    for (status, messages, code) in [
        (401, "Unauthorized", 4),
        (403, "You are not allowed", 5),
        (404, "Resource not found.", 6),
        (422, "Integration not found", 6),
        (422, "id does not have a valid value", 8),
        (400, "id is invalid", 8),
        (418, "teapot", 1),
        (503, "busy", 11),
    ] {
        let canned = Canned::new(move |_, _| failure(status, &[messages]));
        let output = world.at(&canned.url(), ["email", "show", id]).run().exits(code).stdout_is("");
        assert!(code == 5 || code == 6 || output.stderr.contains(messages), "{}", output.story());
        output.stderr_has("error: ");
    }
}

#[test]
fn an_error_in_json_is_one_object_on_stderr() {
    let world = World::new();
    let canned = Canned::new(|_, _| failure(422, &["limit does not have a valid value"]));
    let output = world.at(&canned.url(), ["email", "list", "--json"]).run().exits(8).stdout_is("");
    assert_eq!(output.stderr.lines().count(), 1, "{}", output.story());
    let error = output.json_error();
    let keys: Vec<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["fields", "hint", "kind", "message", "request_id"]);
    assert_eq!((&error["kind"], &error["request_id"]), (&"rejected".into(), &"request-77".into()));
    assert!(error["message"].as_str().unwrap().contains("limit does not have a valid value"));
    assert!(error["fields"].as_object().unwrap().is_empty() && error["hint"].is_null());
}

#[test]
fn verbose_shows_the_request_and_no_secret() {
    let world = World::new();
    let canned = Canned::new(|_, _| {
        let Reply::Bytes(bytes) = page(&[row(1)], 1) else { unreachable!("a page is bytes") };
        let text = String::from_utf8(bytes).unwrap();
        Reply::Bytes(text.replacen("\r\n", "\r\nx-request-id: request-78\r\n", 1).into_bytes())
    });
    let output = world.at(&canned.url(), LIST).arg("-v").run().success();
    assert_eq!(output.rows().len(), 1, "the log is not on stdout: {}", output.story());
    let output = output.stderr_has("GET ").stderr_has(&canned.url()).stderr_has(" 200 ").stderr_has("request-78");
    output.lacks("Bearer").lacks("authorization");
}

#[test]
fn a_wait_longer_than_time_itself_is_not_waited() {
    let world = World::new();
    for (status, header, message) in [
        (429, "retry-after: 18446744073709551615\r\n", "slow down"),
        (503, "retry-after: 18446744073709551615\r\n", "busy"),
        (429, "", "rate_limit_reset: 18446744073709551615"),
    ] {
        let body = format!("{{\"status\":\"error\",\"error\":{{\"code\":{status},\"messages\":[\"{message}\"]}}}}");
        let length = body.len();
        let answer = format!("HTTP/1.1 {status} Canned\r\n{header}content-length: {length}\r\n\r\n{body}");
        let canned = Canned::new(move |_, _| Reply::Bytes(answer.clone().into_bytes()));
        list(&world, &canned.url()).exits(if status == 429 { 10 } else { 11 }).stdout_is("");
        assert_eq!(canned.requests().len(), 1);
    }
}

#[test]
fn one_odd_row_does_not_hide_the_others() {
    let world = World::new();
    for odd in [
        r#"{"id":"x","target_channel":"wa","settings":null}"#,
        r#"{"id":"x","target_channel":"wa","settings":{"username":123,"auto_resolve_period":"x"},"is_active":"no"}"#,
        r#"{"target_channel":"ig","settings":[]}"#,
        r#"{"id":7,"target_channel":"email","settings":{"username":"odd@example.com","smtp_port":{}},"created_at":5}"#,
    ] {
        let body =
            format!("{{\"data\":[{odd},{}],\"meta\":{{\"pagination\":{{\"limit\":\"all\"}}}}}}", crate::support::rows::row(1));
        let canned = Canned::new(move |_, _| Reply::json(200, &body));
        let output = list(&world, &canned.url()).success();
        assert!(output.stdout.contains("box1@example.com"), "{}", output.story());
    }
}

#[test]
fn a_reference_that_is_no_id_is_no_channel_and_no_other_path() {
    let world = World::new();
    let canned = Canned::new(|_, _| Reply::json(200, "{\"data\":[]}"));
    for reference in ["", ".", ".."] {
        world.at(&canned.url(), ["email", "show", reference]).run().exits(6).stdout_is("");
    }
    assert_eq!(canned.requests().len(), 0);
}
