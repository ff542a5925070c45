//! `Idempotency-Key`: however often a request is sent, it is carried out once.

use super::*;
use crate::server::store::{ChannelRow, NewChannelRow, Once, Outcome};

async fn post(world: &World, key: &Key, word: &str, body: &str) -> Answer {
    let builder = request(key, "POST", "/integrations/email", body).header("idempotency-key", word);
    world.send(builder.body(Body::from(body.to_owned())).unwrap()).await
}

async fn total(world: &World, key: &Key) -> Value {
    world.get(key, "/integrations").await.json()["meta"]["pagination"]["total"].clone()
}

#[tokio::test]
async fn the_same_request_has_the_same_answer() {
    let world = World::new();
    for key in [world.bearer(Role::Admin).await, world.hmac(Role::Admin).await] {
        let body = mailbox(&format!("a{}@example.com", key.prefix().len()));
        let first = post(&world, &key, "k", &body).await;
        let row = first.data(201);
        let path = format!("/integrations/{}", row["id"].as_str().unwrap());
        assert_eq!(post(&world, &key, "k", &body).await.bytes, first.bytes);
        // Even after the channel has changed, or is gone.
        world.ask(&key, "DELETE", &path, "").await.data(200);
        let again = post(&world, &key, "k", &body).await;
        assert_eq!((again.status.as_u16(), &again.bytes), (201, &first.bytes));
        assert_eq!(total(&world, &key).await, 0);
    }
}

#[tokio::test]
async fn the_same_key_for_something_else_is_refused() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    post(&world, &key, "k", &mailbox("a@example.com")).await.data(201);
    let messages = post(&world, &key, "k", &mailbox("b@example.com")).await.refused(422);
    assert!(messages[0].contains("idempotency-key"), "{messages:?}");
    assert_eq!(total(&world, &key).await, 1);
    // Another caller's keys are its own.
    let other = world.bearer(Role::Admin).await;
    post(&world, &other, "k", &mailbox("b@example.com")).await.data(201);
}

#[tokio::test]
async fn what_failed_may_be_tried_again_under_its_key() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    let row = world.add(&key, "a@example.com").await;
    post(&world, &key, "k", &mailbox("a@example.com")).await.refused(422);
    world.ask(&key, "DELETE", &format!("/integrations/{}", row["id"].as_str().unwrap()), "").await.data(200);
    post(&world, &key, "k", &mailbox("a@example.com")).await.data(201);
}

#[tokio::test]
async fn side_by_side_too() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    let body = mailbox("a@example.com");
    let all = futures_util::future::join_all((0..16).map(|_| post(&world, &key, "k", &body))).await;
    assert!(all.iter().all(|a| a.status == 201 && a.bytes == all[0].bytes));
    assert_eq!(total(&world, &key).await, 1);
}

#[tokio::test]
async fn keys_that_cannot_be() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    for word in ["", &"k".repeat(256), "\u{e9}"] {
        let messages = post(&world, &key, word, &mailbox("a@example.com")).await.refused(422);
        assert_eq!(messages, ["idempotency-key does not have a valid value"]);
    }
    assert_eq!(total(&world, &key).await, 0);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let world = World::new();
    let day = 24 * 60 * 60 * 1000;
    let add = |number: u8, at: i64| {
        let row = ChannelRow {
            id: number.to_string(),
            address: "a".into(),
            smtp_username: "a".into(),
            protocol: "ssl".into(),
            smtp_host: "h".into(),
            smtp_port: 1,
            route_id: "r".into(),
            forwarder: "f".into(),
            created_at: at,
        };
        let channel = NewChannelRow { row, address_key: format!("{number}"), password: "x".into() };
        let once = Once { caller: "c".into(), key: "k".into(), fingerprint: [0; 32], answer: vec![number], at };
        world.workspace.store().add_channel(channel, Some(once))
    };
    assert_eq!(add(1, 0).await, Ok(Outcome::Done));
    assert_eq!(add(2, day - 1).await, Ok(Outcome::Repeated(vec![1])));
    assert_eq!(add(3, day).await, Ok(Outcome::Done));
    assert_eq!(add(4, day + 1).await, Ok(Outcome::Repeated(vec![3])));
}
