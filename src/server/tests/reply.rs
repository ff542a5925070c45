//! `POST /messages/email`.

use super::{Key, World, mailbox};
use crate::mail::incoming::{Face, Mailbox};
use crate::server::store::sqlite::{Access, Sqlite};
use crate::wire::assumed::reply::form;
use crate::wire::hmac;
use crate::wire::role::Role;
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

const ROOM: &str = "0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001";

/// A world with a channel and a room of it; who the customer is is in `face`.
async fn with_room(face: Face) -> (World, Key, Value) {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.ask(&admin, "POST", "/integrations/email", &mailbox("support@example.com")).await.data(201);
    let store = Sqlite::open(&world.dir.path().join("workspace.db"), Access::Inline).unwrap();
    store.room_for_tests(channel["id"].as_str().unwrap(), ROOM, face).await;
    (world, admin, channel)
}

fn customer() -> Face {
    let from = Mailbox { name: Some("A customer".into()), address: "customer@example.org".into() };
    Face { from: Some(from), message_id: Some("m1@example.org".into()), subject: "Order 7".into(), ..Face::default() }
}

impl World {
    async fn reply(&self, key: &Key, fields: &[(&str, &str)], once: Option<&str>) -> super::Answer {
        let boundary = uuid::Uuid::new_v4().simple().to_string();
        let (kind, body) = form(&boundary, fields);
        let text = String::from_utf8(body.clone()).unwrap();
        let mut request = super::request(key, "POST", "/messages/email", &text).header("content-type", kind);
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn queued(&self) -> String {
        let store = Sqlite::open(&self.dir.path().join("workspace.db"), Access::Inline).unwrap();
        store.value_for_tests("SELECT coalesce(group_concat(envelope, ' '), '') FROM outbox").await
    }
}

const GOOD: [(&str, &str); 3] = [("room_id", ROOM), ("type", "text"), ("text", "On its way")];

#[tokio::test]
async fn everybody_may_answer_on_either_face() {
    let (world, ..) = with_room(customer()).await;
    for role in [Role::Admin, Role::Supervisor, Role::Agent] {
        for key in [world.bearer(role).await, world.hmac(role).await] {
            let message = world.reply(&key, &GOOD, None).await.data(201);
            assert_eq!(
                (&message["participant_type"], &message["status"], &message["text"], &message["room_id"]),
                (&json!("agent"), &json!("pending"), &json!("On its way"), &json!(ROOM))
            );
            let mail = &message["email"];
            assert_eq!((&mail["subject"], &mail["to"][0]["address"]), (&json!("Re: Order 7"), &json!("customer@example.org")));
            assert_eq!(
                (&mail["in_reply_to"], &mail["from"]["address"]),
                (&json!(["m1@example.org"]), &json!("support@example.com"))
            );
            assert_eq!(mail["sending"]["attempts"], 0);
        }
    }
    assert_eq!(world.reply(&Key::Nobody, &GOOD, None).await.status, 401);
    assert_eq!(world.queued().await.matches("customer@example.org").count(), 6);
}

#[tokio::test]
async fn what_is_answered_is_what_the_room_shows() {
    let (world, admin, _) = with_room(customer()).await;
    let more = [
        ("cc", "boss@example.com"),
        ("cc[]", "b\u{fc}ro@example.com"),
        ("bcc", "log@example.com"),
        ("subject", " About 7 "),
        ("other", "x"),
    ];
    let told = world.reply(&admin, &[&GOOD[..], &more].concat(), None).await.data(201);
    assert_eq!(told["email"]["subject"], "About 7");
    assert_eq!(told["email"]["bcc"][0]["address"], "log@example.com");
    let shown = world.get(&admin, &format!("/rooms/{ROOM}/messages")).await.data(200);
    let shown = shown.as_array().unwrap().iter().find(|m| m["id"] == told["id"]).unwrap().clone();
    assert_eq!(shown, told);
    assert_eq!(world.queued().await, r#"["customer@example.org","boss@example.com","büro@example.com","log@example.com"]"#);
    let room = world.get(&admin, &format!("/rooms/{ROOM}")).await.data(200);
    assert_eq!((&room["last_message"]["id"], &room["is_unresponded"]), (&told["id"], &json!(false)));
}

#[tokio::test]
async fn once_for_each_key_whatever_the_boundary() {
    let (world, admin, _) = with_room(customer()).await;
    let first = world.reply(&admin, &GOOD, Some("k1")).await.data(201);
    assert_eq!(world.reply(&admin, &GOOD, Some("k1")).await.data(201), first);
    let other = [GOOD[0], GOOD[1], ("text", "Something else")];
    world.reply(&admin, &other, Some("k1")).await.refused(422);
    assert_ne!(world.reply(&admin, &GOOD, Some("k2")).await.data(201)["id"], first["id"]);
    let agent = world.bearer(Role::Agent).await;
    assert_ne!(world.reply(&agent, &GOOD, Some("k1")).await.data(201)["id"], first["id"], "another caller's key");
    assert_eq!(world.queued().await.matches("customer@").count(), 3);
}

#[tokio::test]
async fn every_problem_is_told_at_once() {
    let (world, admin, _) = with_room(customer()).await;
    let long = "x".repeat(600 * 1024);
    for (fields, expected) in [
        (vec![], vec!["room_id is missing", "type is missing", "text is missing"]),
        (
            vec![("room_id", ROOM), ("type", "image"), ("text", " \n ")],
            vec!["type does not have a valid value", "text is missing"],
        ),
        (
            [&GOOD[..], &[("cc", "no address"), ("bcc", "Name <a@example.com>"), ("subject", "a\r\nBcc: x@example.com")]]
                .concat(),
            vec!["subject does not have a valid value", "cc does not have a valid value", "bcc does not have a valid value"],
        ),
        (vec![GOOD[0], GOOD[1], ("text", "a\0b")], vec!["text does not have a valid value"]),
        (vec![GOOD[0], GOOD[1], ("text", &long)], vec!["text does not have a valid value"]),
        ([&GOOD[..], &[("cc", "a@example.com"); 101]].concat(), vec!["to, cc and bcc have more than 100 addresses"]),
    ] {
        assert_eq!(world.reply(&admin, &fields, None).await.refused(422), expected);
    }
    world.reply(&admin, &[("room_id", "none"), GOOD[1], GOOD[2]], None).await.refused(404);
    assert_eq!(world.queued().await, "");
}

#[tokio::test]
async fn nobody_else_gets_the_reply_because_a_mail_says_so() {
    let mailbox = |address: &str| Mailbox { name: None, address: address.into() };
    let spoofed = Face { reply_to: vec![mailbox("evil@example.net")], ..customer() };
    let (world, admin, _) = with_room(spoofed).await;
    let told = world.reply(&admin, &GOOD, Some("key-1")).await.data(201);
    assert_eq!(told["email"]["to"], json!([{"name": null, "address": "customer@example.org"}]));
    let to = [("to", "other@example.net"), ("to", "second@example.net")];
    let told = world.reply(&admin, &[&GOOD[..], &to].concat(), None).await.data(201);
    assert_eq!(told["email"]["to"][1]["address"], "second@example.net");
    world.reply(&admin, &[&GOOD[..], &to].concat(), Some("key-1")).await.refused(422);
    assert_eq!(world.queued().await, r#"["customer@example.org"] ["other@example.net","second@example.net"]"#);
    let refused = world.reply(&admin, &[&GOOD[..], &[("to", "a@example.net, b@example.net")]].concat(), None).await.refused(422);
    assert_eq!(refused, ["to does not have a valid value"]);
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let (world, admin, _) = with_room(customer()).await;
    let prefix = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n";
    for (kind, body) in [
        ("application/json", "{}".to_owned()),
        ("multipart/form-data", "--b--\r\n".to_owned()),
        ("multipart/form-data; boundary=b", String::new()),
        ("multipart/form-data; boundary=b", format!("{prefix}unfinished")),
        ("multipart/form-data; boundary=b", format!("{}--b--\r\n", format!("{prefix}x\r\n").repeat(301))),
    ] {
        let request = super::request(&admin, "POST", "/messages/email", &body).header("content-type", kind);
        world.send(request.body(Body::from(body)).unwrap()).await.refused(400);
    }
    let text = "--b--\r\n";
    let Key::Hmac(id) = world.hmac(Role::Admin).await else { unreachable!() };
    let date = crate::server::clock::http_date();
    let target = format!("{}/messages/email", crate::wire::GATEWAY);
    let signature = hmac::signature(super::SECRET, &date, "POST", &target);
    let request = Request::builder().method("POST").uri(&target).header("authorization", hmac::authorization(&id, &signature));
    let request = request.header("date", date).header("content-type", "multipart/form-data; boundary=b");
    let request = request.header("digest", hmac::digest(b"another body"));
    assert_eq!(world.send(request.body(Body::from(text)).unwrap()).await.status, 401);
}

#[tokio::test]
async fn without_a_channel_or_a_customer_nothing_is_queued() {
    let (world, admin, channel) = with_room(customer()).await;
    world.ask(&admin, "DELETE", &format!("/integrations/{}", channel["id"].as_str().unwrap()), "").await.data(200);
    let refused = world.reply(&admin, &GOOD, None).await.refused(422);
    assert_eq!(refused, ["The channel of this room, support@example.com, has been disconnected"]);
    assert_eq!(world.queued().await, "");
    let (world, admin, channel) = with_room(customer()).await;
    let first = world.reply(&admin, &GOOD, Some("key-1")).await.data(201);
    world.ask(&admin, "DELETE", &format!("/integrations/{}", channel["id"].as_str().unwrap()), "").await.data(200);
    assert_eq!(world.reply(&admin, &GOOD, Some("key-1")).await.data(201), first, "what was answered is answered again");
    world.reply(&admin, &[GOOD[0], GOOD[1], ("text", "Something else")], Some("key-1")).await.refused(422);
    let nobody = Face { from: Some(Mailbox { name: None, address: "MAILER-DAEMON".into() }), ..Face::default() };
    let (world, admin, _) = with_room(nobody).await;
    let refused = world.reply(&admin, &GOOD, None).await.refused(422);
    assert_eq!(refused, ["The customer of this room has no email address to answer to"]);
}
