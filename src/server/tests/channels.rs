//! Create, show, edit, delete: what is kept, what is told, what is refused.

use super::*;
use crate::wire::assumed::{CreateEmail, PatchEmail};

async fn world() -> (World, Key) {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    (world, key)
}

async fn create(world: &World, key: &Key, body: &Value) -> Answer {
    world.ask(key, "POST", "/integrations/email", &body.to_string()).await
}

#[tokio::test]
async fn a_new_channel_is_told_as_the_vendor_tells_it() {
    let (world, key) = world().await;
    let row = world.add(&key, "Support@EXAMPLE.com").await;
    let mut keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["created_at", "id", "is_active", "organization_id", "settings", "target_channel", "webhook"]);
    let id = row["id"].as_str().unwrap();
    assert!(uuid::Uuid::parse_str(id).is_ok() && uuid::Uuid::parse_str(row["organization_id"].as_str().unwrap()).is_ok());
    let created = row["created_at"].as_str().unwrap();
    assert!(created.len() == 24 && created.ends_with('Z') && created.parse::<jiff::Timestamp>().is_ok(), "{created}");
    let settings = &row["settings"];
    assert_eq!(settings["route_id"].as_str().map(|r| r.len() == 24 && r.bytes().all(|b| b.is_ascii_hexdigit())), Some(true));
    let mut rest = settings.clone();
    rest["route_id"] = Value::Null;
    assert_eq!(
        rest,
        json!({"username": "Support@example.com", "password": "encrypted", "protocol": "ssl", "smtp_host": "smtp.example.com",
            "smtp_port": "465", "route_id": null, "forwaded_email": format!("{id}@chat.qontak.com")})
    );
    assert_eq!((&row["webhook"], &row["is_active"]), (&json!("Support@example.com"), &json!(true)));
    assert_eq!(world.get(&key, &format!("/integrations/{id}")).await.data(200), row);
}

#[tokio::test]
async fn a_login_of_its_own() {
    let (world, key) = world().await;
    let body = json!({"username": "apikey", "webhook": "a@example.com", "password": "x", "protocol": "STARTTLS",
        "smtp_host": "SMTP.example.com.", "smtp_port": 587});
    let row = create(&world, &key, &body).await.data(201);
    assert_eq!((&row["webhook"], &row["settings"]["username"]), (&json!("a@example.com"), &json!("apikey")));
    assert_eq!(row["settings"]["protocol"], "starttls");
    assert_eq!((&row["settings"]["smtp_host"], &row["settings"]["smtp_port"]), (&json!("smtp.example.com"), &json!("587")));
}

#[tokio::test]
async fn every_problem_is_told_at_once() {
    let (world, key) = world().await;
    let all =
        ["username is missing", "password is missing", "protocol is missing", "smtp_host is missing", "smtp_port is missing"];
    let nulls =
        json!({"username": null, "password": null, "protocol": null, "smtp_host": null, "smtp_port": null, "webhook": null});
    let blanks = json!({"username": " ", "password": "", "protocol": "", "smtp_host": "", "smtp_port": ""});
    for body in [json!({}), nulls, blanks] {
        assert_eq!(create(&world, &key, &body).await.refused(422), all, "{body}");
    }
    let wrong = json!({"username": "no address", "password": ["x"], "protocol": "plain", "smtp_host": "https://x.example", "smtp_port": 0});
    let words =
        ["username", "password", "protocol", "smtp_host", "smtp_port"].map(|f| format!("{f} does not have a valid value"));
    assert_eq!(create(&world, &key, &wrong).await.refused(422), words);
    assert_eq!(world.get(&key, "/integrations").await.json()["meta"]["pagination"]["total"], 0, "nothing was kept");
}

#[tokio::test]
async fn single_fields() {
    let (world, key) = world().await;
    let long = "x".repeat(1025);
    for (field, value) in [
        ("username", json!("a@example.com\u{0}")),
        ("username", json!("a\r\nb@example.com")),
        ("username", json!(7)),
        ("username", json!({"a": 1})),
        ("password", json!("two\nlines")),
        ("password", json!(long)),
        ("password", json!(true)),
        ("protocol", json!("tls ")),
        ("smtp_host", json!("a b")),
        ("smtp_port", json!("65536")),
        ("smtp_port", json!("-1")),
        ("smtp_port", json!(465.5)),
        ("smtp_port", json!("465; DROP TABLE channels")),
        ("webhook", json!("")),
        ("webhook", json!("no address")),
    ] {
        let mut body: Value = serde_json::from_str(&mailbox("a@example.com")).unwrap();
        body[field] = value.clone();
        let messages = create(&world, &key, &body).await.refused(422);
        let missing = value == json!("");
        let words = if missing { format!("{field} is missing") } else { format!("{field} does not have a valid value") };
        assert_eq!(messages, [words], "{field} {value}");
    }
    for body in ["", "{", "[]", "\"x\"", "null", "{\"username\":\"\\ud800\"}", "\u{feff}{}"] {
        world.ask(&key, "POST", "/integrations/email", body).await.refused(400);
    }
}

#[tokio::test]
async fn a_mailbox_is_connected_once_however_it_is_spelt() {
    let (world, key) = world().await;
    world.add(&key, "Support@b\u{fc}cher.example").await;
    for again in ["support@b\u{fc}cher.example", "SUPPORT@xn--bcher-kva.example", " Support@B\u{dc}CHER.example "] {
        let answer = world.ask(&key, "POST", "/integrations/email", &mailbox(again)).await;
        assert_eq!(answer.refused(422), ["username has already been taken"], "{again}");
    }
    let other = world.add(&key, "other@example.com").await;
    let path = format!("/integrations/{}", other["id"].as_str().unwrap());
    let answer = world.ask(&key, "PUT", &path, r#"{"username":"SUPPORT@xn--bcher-kva.example","smtp_port":"1"}"#).await;
    assert_eq!(answer.refused(422), ["username has already been taken"]);
    assert_eq!(world.get(&key, &path).await.data(200), other, "all of an edit is kept, or nothing");
}

#[tokio::test]
async fn many_adds_of_one_mailbox_side_by_side_make_one_channel() {
    let (world, key) = world().await;
    let body = mailbox("a@example.com");
    let all = futures_util::future::join_all((0..16).map(|_| world.ask(&key, "POST", "/integrations/email", &body))).await;
    let mut statuses: Vec<u16> = all.iter().map(|a| a.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (201, &[422; 15][..]));
}

#[tokio::test]
async fn an_edit_changes_what_is_sent() {
    let (world, key) = world().await;
    let row = world.add(&key, "a@example.com").await;
    let path = format!("/integrations/{}", row["id"].as_str().unwrap());
    let put = |body: Value| {
        let (world, key, path) = (&world, &key, &path);
        async move { world.ask(key, "PUT", path, &body.to_string()).await }
    };
    assert_eq!(put(json!({})).await.data(200), row);
    let mut expected = row.clone();
    expected["settings"]["smtp_port"] = json!("587");
    assert_eq!(put(json!({"smtp_port": "587"})).await.data(200), expected);
    // Alone, the username is the mailbox too; the id and the forwarder stay.
    (expected["webhook"], expected["settings"]["username"]) = (json!("b@example.com"), json!("b@example.com"));
    assert_eq!(put(json!({"username": "b@example.com"})).await.data(200), expected);
    expected["settings"]["username"] = json!("login");
    assert_eq!(put(json!({"username": "login", "webhook": "b@example.com"})).await.data(200), expected);
    expected["webhook"] = json!("c@example.com");
    assert_eq!(put(json!({"webhook": "c@example.com"})).await.data(200), expected);
    assert_eq!(put(json!({"username": "login2"})).await.refused(422), ["username does not have a valid value"]);
    (expected["webhook"], expected["settings"]["username"]) = (json!("d@example.com"), json!("d@example.com"));
    assert_eq!(put(json!({"username": "d@example.com"})).await.data(200), expected);
    expected["settings"]["protocol"] = json!("starttls");
    expected["settings"]["smtp_host"] = json!("mail.example.com");
    let body = json!({"protocol": "starttls", "smtp_host": "mail.example.com", "password": "new", "unknown": 1});
    assert_eq!(put(body).await.data(200), expected);
    assert_eq!(world.get(&key, &path).await.data(200), expected);
    for (field, value) in [
        ("username", json!("")),
        ("password", Value::Null),
        ("password", json!(" ")),
        ("smtp_port", json!("x")),
        ("webhook", json!("x")),
    ] {
        let messages = put(json!({field: value.clone(), "protocol": "ssl"})).await.refused(422);
        assert_eq!(messages, [format!("{field} does not have a valid value")], "{value}");
    }
    assert_eq!(world.get(&key, &path).await.data(200), expected);
}

#[tokio::test]
async fn a_deleted_channel_is_gone_and_its_mailbox_free() {
    let (world, key) = world().await;
    let row = world.add(&key, "a@example.com").await;
    let path = format!("/integrations/{}", row["id"].as_str().unwrap());
    let answer = world.ask(&key, "DELETE", &path, "").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({"status": "success", "data": {"status": "success"}})));
    for (method, body) in [("GET", ""), ("PUT", "{}"), ("DELETE", "")] {
        assert_eq!(world.ask(&key, method, &path, body).await.refused(404), ["Resource not found."]);
    }
    let again = world.add(&key, "a@example.com").await;
    assert_ne!((&again["id"], &again["settings"]["forwaded_email"]), (&row["id"], &row["settings"]["forwaded_email"]));
}

#[tokio::test]
async fn ids_that_cannot_be() {
    let (world, key) = world().await;
    world.add(&key, "a@example.com").await;
    for id in ["x", "%00", "%FF", "..%2F..", "'%20OR%201=1", "%25", &"9".repeat(5000)] {
        assert_eq!(world.get(&key, &format!("/integrations/{id}")).await.refused(404), ["Resource not found."], "{id}");
    }
}

/// The client and the server share these types; this holds the server's reading to them.
#[tokio::test]
async fn what_the_client_writes_is_understood() {
    let (world, key) = world().await;
    let new = CreateEmail {
        username: Some("login".into()),
        password: Some("x".into()),
        protocol: Some("ssl".into()),
        smtp_host: Some("smtp.example.com".into()),
        smtp_port: Some("465".into()),
        webhook: Some("a@example.com".into()),
    };
    let row = create(&world, &key, &serde_json::to_value(&new).unwrap()).await.data(201);
    let patch = PatchEmail { webhook: Some("b@example.com".into()), smtp_port: Some("587".into()), ..PatchEmail::default() };
    let path = format!("/integrations/{}", row["id"].as_str().unwrap());
    let row = world.ask(&key, "PUT", &path, &serde_json::to_string(&patch).unwrap()).await.data(200);
    assert_eq!(row["webhook"], "b@example.com");
    assert_eq!(row["settings"]["smtp_port"], "587");
}
