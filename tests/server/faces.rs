//! The contract, byte by byte: both faces, every route, every role, every refusal.

use super::{bearer, create_body, date, shows, signed, signed_at, token};
use crate::support::{Answer, HmacPair, Server, World, http, secrets};
use serde_json::Value;

/// The words of the house envelope's error.
fn messages(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    assert_eq!((&body["status"], &body["error"]["code"]), (&"error".into(), &answer.status.into()), "{answer:?}");
    body["error"]["messages"].as_array().unwrap().iter().map(|m| m.as_str().unwrap().to_owned()).collect()
}

/// Somebody of each role, on each face.
struct People<'w> {
    server: Server<'w>,
    tokens: [(&'static str, String); 3],
    pairs: [(&'static str, HmacPair); 3],
}

const ROLES: [&str; 3] = ["admin", "supervisor", "agent"];

fn people(world: &World) -> People<'_> {
    let server = Server::start(world);
    let tokens = ROLES.map(|role| {
        let username = format!("{role}@example.com");
        let password = server.add_user(&username, role);
        (role, token(server.url(), &username, &password)["access_token"].as_str().unwrap().to_owned())
    });
    let pairs = ROLES.map(|role| (role, server.add_credential(role, role)));
    People { server, tokens, pairs }
}

impl People<'_> {
    /// The same request on both faces as `role`; both answers have the same status.
    #[track_caller]
    fn ask(&self, role: &str, method: &str, path: &str, body: [&str; 2]) -> [Answer; 2] {
        let token = &self.tokens.iter().find(|(r, _)| *r == role).unwrap().1;
        let pair = &self.pairs.iter().find(|(r, _)| *r == role).unwrap().1;
        let answers =
            [bearer(self.server.url(), token, method, path, body[0]), signed(self.server.url(), pair, method, path, body[1])];
        assert_eq!(answers[0].status, answers[1].status, "{role} {method} {path}: {answers:?}");
        answers
    }
}

#[test]
fn roles_are_enforced_on_every_route_of_both_faces() {
    let world = World::new();
    let people = people(&world);
    let [first, second] =
        people.ask("admin", "POST", "/integrations/email", [&create_body("a@example.com"), &create_body("b@example.com")]);
    let ids = [first, second].map(|a| a.json()["data"]["id"].as_str().unwrap().to_owned());
    let one = format!("/integrations/{}", ids[0]);
    let patch = r#"{"smtp_port":"587"}"#;
    for (method, path, body, allowed) in [
        ("GET", "/integrations?target_channel=email&limit=10&offset=1", "", [200, 200, 403]),
        ("GET", &one, "", [200, 200, 403]),
        ("PUT", &one, patch, [200, 403, 403]),
        ("GET", "/users", "", [200, 403, 403]),
        ("GET", "/users/me", "", [200, 200, 200]),
        ("GET", "/health", "", [200, 200, 200]),
    ] {
        for (role, expected) in ROLES.into_iter().zip(allowed) {
            let [answer, _] = people.ask(role, method, path, [body, body]);
            assert_eq!(answer.status, expected, "{role} {method} {path}: {answer:?}");
            assert!(answer.header("x-request-id").is_some(), "{answer:?}");
        }
    }
    for role in ["supervisor", "agent"] {
        let [answer, _] =
            people.ask(role, "POST", "/integrations/email", [&create_body("c@example.com"), &create_body("d@example.com")]);
        assert_eq!((answer.status, messages(&answer)), (403, vec!["Only Admin user can integrate Email channel".to_owned()]));
        let [answer, _] = people.ask(role, "DELETE", &one, ["", ""]);
        assert_eq!(answer.status, 403);
    }
    let [list, _] = people.ask("supervisor", "GET", "/integrations", ["", ""]);
    assert_eq!(list.json()["data"].as_array().unwrap().len(), 2, "whoever was refused changed nothing");
    let answer = bearer(people.server.url(), &people.tokens[0].1, "DELETE", &one, "");
    assert_eq!((answer.status, &answer.json()["data"]["status"]), (200, &"success".into()));
}

#[test]
fn an_integration_has_the_vendors_keys_and_no_secret() {
    let world = World::new();
    let people = people(&world);
    let body = create_body("a@example.com");
    let secret = serde_json::from_str::<Value>(&body).unwrap()["password"].as_str().unwrap().to_owned();
    let created = bearer(people.server.url(), &people.tokens[0].1, "POST", "/integrations/email", &body);
    assert_eq!(created.status, 201, "{created:?}");
    let row = created.json()["data"].clone();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&row), ["created_at", "id", "is_active", "organization_id", "settings", "target_channel", "webhook"]);
    let settings = &row["settings"];
    assert_eq!(settings["forwaded_email"], format!("{}@chat.qontak.com", row["id"].as_str().unwrap()));
    assert_eq!(
        (&settings["smtp_port"], &settings["username"], &row["webhook"]),
        (&"465".into(), &"a@example.com".into(), &"a@example.com".into())
    );
    assert_eq!(settings["route_id"].as_str().map(str::len), Some(24));
    assert!(row["created_at"].as_str().unwrap().ends_with('Z') && row["created_at"].as_str().unwrap().contains('.'));
    let [list, gateway] = people.ask("admin", "GET", "/integrations", ["", ""]);
    assert_eq!(list.json()["data"], gateway.json()["data"], "one data model behind both faces");
    assert_eq!(list.json()["data"][0], row);
    assert!(!shows(&created, &secret) && !shows(&list, &secret));
}

#[test]
fn lists_are_paged_by_page_number_newest_first() {
    let world = World::new();
    let people = people(&world);
    let admin = &people.tokens[0].1;
    for i in 0..5 {
        let answer =
            bearer(people.server.url(), admin, "POST", "/integrations/email", &create_body(&format!("box{i}@example.com")));
        assert_eq!(answer.status, 201);
    }
    let page = |query: &str| {
        let answer = bearer(people.server.url(), admin, "GET", &format!("/integrations?{query}"), "");
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        let of = |row: &Value| row["webhook"].as_str().unwrap().chars().filter(char::is_ascii_digit).collect::<String>();
        body["data"].as_array().unwrap().iter().map(of).collect::<Vec<_>>().join("")
    };
    assert_eq!(page("limit=2&offset=1"), "43");
    assert_eq!(page("limit=2&offset=2"), "21");
    assert_eq!(page("limit=2&offset=3"), "0");
    assert_eq!(page("limit=2&offset=4"), "");
    assert_eq!(page("order_by=created_at&order_direction=asc"), "01234");
    assert_eq!(page("query=box3"), "3");
    assert_eq!(page("target_channel=wa"), "");
    for wrong in ["limit=0", "limit=x", "offset=0", "offset=-1", "order_by=colour", "order_direction=sideways"] {
        let answer = bearer(people.server.url(), admin, "GET", &format!("/integrations?{wrong}"), "");
        assert_eq!(answer.status, 422, "{wrong}: {answer:?}");
        let field = wrong.split('=').next().unwrap();
        assert_eq!(messages(&answer), [format!("{field} does not have a valid value")]);
    }
}

#[test]
fn wrong_bodies_are_refused_in_the_vendors_words() {
    let world = World::new();
    let people = people(&world);
    let post = |body: &str| bearer(people.server.url(), &people.tokens[0].1, "POST", "/integrations/email", body);
    let missing = post("{}");
    assert_eq!(missing.status, 422);
    for field in ["username", "password", "protocol", "smtp_host", "smtp_port"] {
        assert!(messages(&missing).iter().any(|m| m.contains(&format!("{field} is missing"))), "{missing:?}");
    }
    let good: Value = serde_json::from_str(&create_body("a@example.com")).unwrap();
    for (field, value) in [
        ("username", "no address"),
        ("smtp_port", "0"),
        ("smtp_port", "65536"),
        ("smtp_port", "port"),
        ("smtp_host", "bad host"),
        ("smtp_host", "a\r\nb"),
        ("protocol", "plain"),
    ] {
        let mut body = good.clone();
        body[field] = value.into();
        let answer = post(&body.to_string());
        assert_eq!((answer.status, messages(&answer)), (422, vec![format!("{field} does not have a valid value")]), "{value}");
    }
    for body in ["", "not json", "[]", "\"text\"", "{\"username\":5}", &"[".repeat(100_000)] {
        let answer = post(body);
        assert!((400..=422).contains(&answer.status), "{body:.40}: {answer:?}");
        assert!(!messages(&answer).is_empty());
    }
    assert_eq!(post(&good.to_string()).status, 201);
    let again = post(&create_body("A@EXAMPLE.com"));
    assert_eq!((again.status, messages(&again)), (422, vec!["username has already been taken".to_owned()]));
    let huge = format!("{{\"username\":\"{}\"}}", "x".repeat(4 << 20));
    let answer = post(&huge);
    assert_eq!(answer.status, 413, "{:?}", messages(&answer));
}

#[test]
fn unknown_routes_and_methods() {
    let world = World::new();
    let people = people(&world);
    let (url, admin) = (people.server.url(), &people.tokens[0].1);
    for path in
        ["/integrations/00000000-0000-4000-8000-000000000000", "/integrations/..%2Fusers", "/nothing", "/integrations/%ff"]
    {
        let answer = bearer(url, admin, "GET", path, "");
        assert_eq!((answer.status, messages(&answer)), (404, vec!["Resource not found.".to_owned()]), "{path}");
    }
    assert_eq!(bearer(url, admin, "PATCH", "/integrations", "").status, 405);
    assert_eq!(http(url, "GET", "/", &[], "").status, 404);
    for path in ["/health", "/api/open/v1/health", "/qontak/chat/v1/health"] {
        assert_eq!(http(url, "GET", path, &[], "").status, 200, "{path} needs no credential");
    }
}

#[test]
fn strangers_are_turned_away_and_a_credential_fits_one_face_alone() {
    let world = World::new();
    let people = people(&world);
    let (url, pair) = (people.server.url(), &people.pairs[0].1);
    let bearer_header = format!("Bearer {}", people.tokens[0].1);
    let target = "/qontak/chat/v1/integrations";
    let (now, made_up) = (date(0), secrets::token());
    let hmac_header =
        qontak::wire::hmac::authorization(&pair.id, &qontak::wire::hmac::signature(&pair.secret, &now, "GET", target));
    for (path, headers) in [
        ("/api/open/v1/integrations", vec![]),
        ("/api/open/v1/integrations", vec![("authorization", format!("Bearer {made_up}"))]),
        ("/api/open/v1/integrations", vec![("authorization", people.tokens[0].1.clone())]),
        ("/api/open/v1/integrations", vec![("authorization", bearer_header.clone()), ("authorization", bearer_header.clone())]),
        ("/api/open/v1/integrations", vec![("authorization", hmac_header.clone()), ("date", now.clone())]),
        (target, vec![("authorization", bearer_header)]),
        (target, vec![("authorization", hmac_header.clone())]),
        (target, vec![("authorization", hmac_header), ("date", date(-5))]),
    ] {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = http(url, "GET", path, &headers, "");
        assert_eq!(answer.status, 401, "{path} {answer:?}");
        assert!(answer.header("date").is_some(), "the client compares clocks by it");
        if path == target {
            assert_eq!(answer.json(), serde_json::json!({"message": "Unauthorized"}));
        }
    }
}

#[test]
fn hmac_requests_are_bound_to_their_time_their_line_and_their_body() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("ci", "admin");
    let url = server.url();
    let list = |pair: &HmacPair, offset: i64| signed_at(url, pair, &date(offset), "GET", "/integrations?limit=1", "", "").status;
    assert_eq!((list(&pair, 0), list(&pair, -290), list(&pair, 290)), (200, 200, 200));
    assert_eq!((list(&pair, -400), list(&pair, 400)), (401, 401));
    let wrong = HmacPair { id: pair.id.clone(), secret: secrets::client_secret() };
    let unknown = HmacPair { id: "nobody".into(), secret: pair.secret.clone() };
    assert_eq!((list(&wrong, 0), list(&unknown, 0)), (401, 401));
    let (body, other) = (create_body("a@example.com"), create_body("b@example.com"));
    let forged =
        signed_at(url, &pair, &date(0), "POST", "/integrations/email", &body, &qontak::wire::hmac::digest(other.as_bytes()));
    assert_eq!(forged.status, 401);
    assert_eq!(signed(url, &pair, "POST", "/integrations/email", &body).status, 201);
}

#[test]
fn an_idempotency_key_creates_once() {
    let world = World::new();
    let people = people(&world);
    let (url, admin) = (people.server.url(), &people.tokens[0].1);
    let authorization = format!("Bearer {admin}");
    let post = |key: &str, body: &str| {
        let headers = [("authorization", authorization.as_str()), ("content-type", "application/json"), ("idempotency-key", key)];
        http(url, "POST", "/api/open/v1/integrations/email", &headers, body)
    };
    let body = create_body("a@example.com");
    let (first, second) = (post("key-1", &body), post("key-1", &body));
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json()["data"]["id"], second.json()["data"]["id"]);
    assert_eq!(post("key-2", &body).status, 422, "another key is another request");
    assert_ne!(post("key-1", &create_body("b@example.com")).status, 201, "a key belongs to one body");
    let list = bearer(url, admin, "GET", "/integrations", "");
    assert_eq!(list.json()["data"].as_array().unwrap().len(), 1);
}
