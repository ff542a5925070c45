//! `/rooms` and `/messages`: what mail that has come looks like in the API.

use super::*;
use crate::server::intake::Intake;
use crate::server::journal::{Content, Envelope, Recipient};

/// Has messages come in as the receiver takes them, and files them.
async fn receive(world: &World, channel: &str, messages: &[String]) {
    let intake = Intake::open(Arc::clone(&world.workspace)).await.unwrap();
    for raw in messages {
        let envelope = Envelope {
            received_at: crate::server::clock::now(),
            client: [127, 0, 0, 1].into(),
            helo: "mail.example.com".into(),
            tls: false,
            mail_from: "someone@example.com".into(),
            recipients: vec![Recipient { channel_id: channel.into(), forwarder: format!("{channel}@chat.example.com") }],
        };
        intake.take(envelope, Content::Memory(raw.clone().into_bytes())).await.unwrap();
    }
    intake.filing(std::future::ready(())).await;
}

/// A mail of customer `n`.
fn mail(n: u32, subject: &str, text: &str) -> String {
    format!(
        "From: Customer {n} <customer{n}@example.com>\r\nTo: support@example.com\r\nCc: \"A, B\" <ab@example.org>\r\nSubject: {subject}\r\n\
         Message-ID: <{}@example.com>\r\nDate: Mon, 23 Nov 2026 05:00:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
         --b\r\nContent-Type: application/pdf; name=\"../in voice.pdf\"\r\nContent-Disposition: attachment; filename=\"../in voice.pdf\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n/wD+AQ==\r\n--b--\r\n",
        uuid::Uuid::new_v4()
    )
}

/// A message that has come for a channel: the ids of its room and its own.
pub(super) async fn arrived(world: &World, channel: &str) -> (String, String) {
    receive(world, channel, &[mail(1, "Hello", "Hello.")]).await;
    let key = world.bearer(Role::Agent).await;
    let room = world.get(&key, &format!("/rooms?channels[]={channel}")).await.data(200)[0].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&room["id"]), text(&room["last_message"]["id"]))
}

async fn ids(world: &World, key: &Key, path: &str) -> (Vec<String>, Value) {
    let answer = world.get(key, path).await;
    let ids = answer.data(200).as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    (ids, answer.json()["meta"]["pagination"].clone())
}

#[tokio::test]
async fn a_room_and_its_message_have_the_vendors_keys_and_ours() {
    let world = World::new();
    let (admin, agent) = (world.bearer(Role::Admin).await, world.bearer(Role::Agent).await);
    let channel = world.add(&admin, "Support@example.com").await;
    let id = channel["id"].as_str().unwrap();
    let (room_id, message_id) = arrived(&world, id).await;
    let room = world.get(&agent, &format!("/rooms/{room_id}")).await.data(200);
    let keys = [
        "id",
        "name",
        "description",
        "status",
        "type",
        "channel",
        "channel_account",
        "organization_id",
        "account_uniq_id",
        "channel_integration_id",
        "unread_count",
        "created_at",
        "last_message_at",
        "last_activity_at",
        "updated_at",
        "resolved_at",
        "agent_ids",
        "email_cc",
        "is_blocked",
        "is_unresponded",
        "tags",
        "last_message",
    ];
    for key in keys {
        assert!(room.get(key).is_some(), "{key}: {room}");
    }
    assert_eq!(room["channel_integration_id"], id);
    assert_eq!(room["organization_id"], channel["organization_id"]);
    assert_eq!((&room["account_uniq_id"], &room["name"]), (&json!("customer1@example.com"), &json!("Customer 1")));
    assert_eq!((&room["status"], &room["unread_count"]), (&json!("unassigned"), &json!(1)));
    assert_eq!((&room["subject"], &room["channel_account"]), (&json!("Hello"), &json!("Support@example.com")));
    assert_eq!(room["channel_disconnected_at"], Value::Null);
    let last = &room["last_message"];
    assert_eq!((&last["text"], &last["participant_type"]), (&json!("Hello."), &json!("customer")));
    assert_eq!((&last["id"], &last["email"]), (&json!(message_id), &Value::Null));

    let messages = world.get(&agent, &format!("/rooms/{room_id}/messages")).await.data(200);
    let email = &messages[0]["email"];
    assert_eq!(email["from"], json!({"name": "Customer 1", "address": "customer1@example.com"}));
    assert_eq!(email["cc"], json!([{"name": "A, B", "address": "ab@example.org"}]));
    assert_eq!(email["date"], "2026-11-23T05:00:00.000Z");
    let attachment = json!({"number": 1, "name": "../in voice.pdf", "content_type": "application/pdf", "size": 4});
    assert_eq!(email["attachments"], json!([attachment]));
}

#[tokio::test]
async fn raw_messages_and_attachments_are_what_came_byte_for_byte() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let long = mail(1, "Long", &"A line of a long text.\r\n".repeat(100_000));
    receive(&world, channel["id"].as_str().unwrap(), std::slice::from_ref(&long)).await;
    let room = world.get(&admin, "/rooms").await.data(200)[0].clone();
    let (room_id, message_id) = (room["id"].as_str().unwrap(), room["last_message"]["id"].as_str().unwrap());
    let short = room["last_message"]["text"].as_str().unwrap();
    assert!(short.starts_with("A line of") && short.len() <= 1024, "a list holds no long text");
    let path = format!("/rooms/{room_id}/messages/{message_id}");
    let raw = world.get(&admin, &format!("{path}/raw")).await;
    assert_eq!((raw.status.as_u16(), &raw.headers["content-type"]), (200, &"message/rfc822".parse().unwrap()));
    assert_eq!(raw.headers["content-length"], raw.bytes.len().to_string().as_str());
    assert!(raw.bytes.ends_with(long.as_bytes()), "what came, behind the receiver's own trace");
    let attachment = world.get(&admin, &format!("{path}/attachments/1")).await;
    assert_eq!((attachment.status.as_u16(), attachment.bytes.as_slice()), (200, [0xff, 0, 0xfe, 1].as_slice()));
    assert_eq!(attachment.headers["x-content-type-options"], "nosniff");
    assert_eq!(attachment.headers["content-type"], "application/octet-stream");
    for wrong in [
        format!("{path}/attachments/0"),
        format!("{path}/attachments/2"),
        format!("{path}/attachments/99999999999"),
        format!("{path}/attachments/x"),
        format!("/rooms/{room_id}/messages/x/raw"),
        format!("/rooms/x/messages/{message_id}/raw"),
        format!("/rooms/{}/messages/{message_id}/attachments/1", uuid::Uuid::new_v4()),
        "/rooms/x/messages".into(),
        "/rooms/x".into(),
        "/rooms/%ff".into(),
    ] {
        assert_eq!(world.get(&admin, &wrong).await.refused(404), ["Resource not found."], "{wrong}");
    }
}

#[tokio::test]
async fn resolving_and_reading_can_be_repeated() {
    let world = World::new();
    let agent = world.bearer(Role::Agent).await;
    let channel = world.add(&world.bearer(Role::Admin).await, "support@example.com").await;
    let (room, _) = arrived(&world, channel["id"].as_str().unwrap()).await;
    let read = world.ask(&agent, "PUT", &format!("/rooms/{room}/mark_all_as_read"), "").await.data(200);
    assert_eq!(read["unread_count"], 0);
    let again = world.ask(&agent, "PUT", &format!("/rooms/{room}/mark_all_as_read"), "").await.data(200);
    assert_eq!(again, read);
    let resolved = world.ask(&agent, "PUT", &format!("/rooms/{room}/resolve"), "").await.data(200);
    assert_eq!((&resolved["status"], &resolved["is_unresponded"]), (&json!("resolved"), &json!(false)));
    assert!(resolved["resolved_at"].is_string());
    assert_eq!(world.ask(&agent, "PUT", &format!("/rooms/{room}/resolve"), "").await.data(200), resolved);
    for verb in ["resolve", "mark_all_as_read"] {
        world.ask(&agent, "PUT", &format!("/rooms/none/{verb}"), "").await.refused(404);
    }
}

#[tokio::test]
async fn filters_and_pages() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let mut channels = Vec::new();
    for box_ in ["one", "two"] {
        let channel = world.add(&admin, &format!("{box_}@example.com")).await;
        channels.push(channel["id"].as_str().unwrap().to_owned());
    }
    let letters = |n: std::ops::Range<u32>| n.map(|n| mail(n, &format!("Gr\u{dc}n {n}"), "x")).collect::<Vec<_>>();
    receive(&world, &channels[0], &letters(0..25)).await;
    receive(&world, &channels[1], &letters(25..40)).await;
    let (newest, pagination) = ids(&world, &admin, "/rooms?limit=1").await;
    assert_eq!((&pagination["total"], &pagination["limit"], &pagination["offset"]), (&json!(40), &json!(1), &json!(1)));
    world.ask(&admin, "PUT", &format!("/rooms/{}/resolve", newest[0]), "").await.data(200);
    world.ask(&admin, "PUT", &format!("/rooms/{}/mark_all_as_read", newest[0]), "").await.data(200);

    let (all, _) = ids(&world, &admin, "/rooms").await;
    for limit in [1, 7, 40, 100_000] {
        let mut paged = Vec::new();
        for page in 1..=40_usize.div_ceil(limit) + 1 {
            paged.extend(ids(&world, &admin, &format!("/rooms?limit={limit}&offset={page}")).await.0);
        }
        assert_eq!(paged, all, "{limit} a page");
    }
    let [one, two] = &channels[..] else { panic!() };
    for (query, count) in [
        (format!("channels[]={one}"), 25),
        (format!("channels%5B%5D={two}&channels={two}"), 15),
        (format!("channels[]={one}&channels[]={two}"), 40),
        (format!("channels[]={two}&status=resolved"), 1),
        (format!("channels[]={one}&unread=true&status=unassigned&query=gr%C3%BCn+1"), 11),
        ("channels[]=none".into(), 0),
        ("status=unassigned".into(), 39),
        ("status=assigned".into(), 0),
        ("status=campaign".into(), 0),
        ("unread=true".into(), 39),
        ("unread=false".into(), 40),
        ("query=CUSTOMER3".into(), 11),
        ("query=two@".into(), 15),
        ("query=%25".into(), 0),
        ("channel_account=ONE%40Example.com".into(), 25),
        ("channel_account=ne@example.com".into(), 0),
        ("channel_account=no+address".into(), 0),
        ("query=&status=&unread=&limit=&offset=&unknown=x".into(), 40),
        ("offset=99999999999999999999".into(), 40),
    ] {
        let (found, pagination) = ids(&world, &admin, &format!("/rooms?{query}")).await;
        assert_eq!(pagination["total"], count, "{query}");
        assert_eq!(found.len(), if query.starts_with("offset") { 0 } else { count }, "{query}");
    }
    let wrong = world.get(&admin, "/rooms?status=open&unread=1&limit=0&offset=-1").await.refused(422);
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    assert!(wrong.contains(&"status does not have a valid value".to_owned()), "{wrong:?}");
    let many: Vec<String> = (0..101).map(|n| format!("channels[]={n}")).collect();
    assert_eq!(world.get(&admin, &format!("/rooms?{}", many.join("&"))).await.refused(422).len(), 1);
}

#[tokio::test]
async fn messages_of_a_room_come_newest_first_in_pages() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let letters: Vec<String> = (0..7).map(|n| mail(1, "Re: the same", &format!("text {n}"))).collect();
    receive(&world, channel["id"].as_str().unwrap(), &letters).await;
    let (rooms, _) = ids(&world, &admin, "/rooms").await;
    assert_eq!(rooms.len(), 1);
    let path = format!("/rooms/{}/messages", rooms[0]);
    let texts = async |query: &str| {
        let data = world.get(&admin, &format!("{path}{query}")).await.data(200);
        data.as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts("").await, ["text 6", "text 5", "text 4", "text 3", "text 2", "text 1", "text 0"]);
    assert_eq!(texts("?limit=3&offset=3").await, ["text 0"]);
    assert!(texts("?limit=3&offset=4").await.is_empty());
    world.get(&admin, &format!("{path}?limit=x")).await.refused(422);
}

#[tokio::test]
async fn the_feed_gives_each_message_once_whatever_comes_in_between() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let (id, other) = (channel["id"].as_str().unwrap(), world.add(&admin, "other@example.com").await);
    receive(&world, id, &[mail(0, "before", "x")]).await;
    let look = async |after: &str, more: &str| {
        let answer = world.get(&admin, &format!("/messages?after={after}{more}")).await;
        let subjects: Vec<String> =
            answer.data(200).as_array().unwrap().iter().map(|m| m["email"]["subject"].as_str().unwrap().to_owned()).collect();
        (subjects, answer.json()["meta"]["pagination"]["cursor"]["next"].as_str().unwrap().to_owned())
    };
    let (nothing, start) = look("", "").await;
    assert!(nothing.is_empty(), "what came before is not new");
    receive(&world, id, &[mail(1, "one", "x"), mail(1, "Re: one", "x")]).await;
    receive(&world, other["id"].as_str().unwrap(), &[mail(2, "two", &"long ".repeat(10_000))]).await;
    assert_eq!(look(&start, "").await.0, ["one", "Re: one", "two"]);
    let (first, place) = look(&start, "&limit=2").await;
    let (second, end) = look(&place, "&limit=2").await;
    assert_eq!((first.join(","), second.join(",")), ("one,Re: one".into(), "two".into()));
    assert_eq!(look(&end, "").await, (Vec::new(), end.clone()));
    // A filter gives only its own, and does not stay behind.
    assert_eq!(look(&start, &format!("&channels[]={id}")).await, (vec!["one".into(), "Re: one".into()], end.clone()));
    assert_eq!(look("999999", "").await.1, end, "a place of another database is one of now");
    for wrong in ["-1", "x", "99999999999999999999"] {
        assert_eq!(world.get(&admin, &format!("/messages?after={wrong}")).await.refused(422).len(), 1, "{wrong}");
    }
    let fed = world.get(&admin, &format!("/messages?after={start}")).await.data(200)[2].clone();
    assert_eq!((&fed["room"]["channel_account"], fed["text"].as_str().unwrap().len()), (&json!("other@example.com"), 1024));
}

#[tokio::test]
async fn only_what_was_seen_is_marked_as_read() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let letters: Vec<String> = (0..4).map(|n| mail(1, "Re: the same", &format!("text {n}"))).collect();
    receive(&world, channel["id"].as_str().unwrap(), &letters).await;
    let room = ids(&world, &admin, "/rooms").await.0.remove(0);
    let messages = ids(&world, &admin, &format!("/rooms/{room}/messages")).await.0;
    let mark = async |query: &str| {
        let answer = world.ask(&admin, "PUT", &format!("/rooms/{room}/mark_all_as_read{query}"), "").await;
        answer.data(200)["unread_count"].as_u64().unwrap()
    };
    assert_eq!(mark(&format!("?until={}", messages[2])).await, 2, "two came later");
    assert_eq!(mark(&format!("?until={}", messages[3])).await, 2, "nothing becomes unread again");
    assert_eq!(mark(&format!("?until={}", messages[0])).await, 0);
    let unknown = format!("/rooms/{room}/mark_all_as_read?until=none");
    world.ask(&admin, "PUT", &unknown, "").await.refused(404);
    assert_eq!(mark("?until=").await, 0);
}

/// A page of the feed is as small as it can be: however much stands in the headers, and however many files are attached.
#[tokio::test]
async fn a_page_of_the_feed_has_a_size() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let addresses = "someone@example.com, ".repeat(2_000);
    let file = "--b\r\nContent-Type: application/pdf; name=n.pdf\r\n\r\nx\r\n";
    let large: Vec<String> = (0..80)
        .map(|n| {
            format!(
                "From: a@example.com\r\nSubject: {n} {}\r\nCc: {addresses}\r\nMIME-Version: 1.0\r\n\
                 Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n",
                "s".repeat(40_000),
                file.repeat(300)
            )
        })
        .collect();
    receive(&world, channel["id"].as_str().unwrap(), &large).await;
    let (mut place, mut pages, mut found) = ("0".to_owned(), 0, 0);
    loop {
        let answer = world.get(&admin, &format!("/messages?after={place}")).await;
        assert!(answer.bytes.len() < 3 << 20, "{} bytes", answer.bytes.len());
        let rows = answer.data(200).as_array().unwrap().clone();
        if rows.is_empty() {
            break;
        }
        assert!(rows[0]["email"]["attachments"].as_array().unwrap().len() > 50);
        assert_eq!(rows[0]["email"]["cc"], json!([]));
        (pages, found) = (pages + 1, found + rows.len());
        place = answer.json()["meta"]["pagination"]["cursor"]["next"].as_str().unwrap().to_owned();
    }
    assert!(found == 80 && pages > 1, "{found} in {pages} pages");
}

#[tokio::test]
async fn rooms_outlive_their_channel_and_say_so() {
    let world = World::new();
    let admin = world.bearer(Role::Admin).await;
    let channel = world.add(&admin, "support@example.com").await;
    let id = channel["id"].as_str().unwrap();
    let (room, message) = arrived(&world, id).await;
    world.ask(&admin, "DELETE", &format!("/integrations/{id}"), "").await.data(200);
    let gone = world.get(&admin, &format!("/rooms/{room}")).await.data(200);
    assert!(gone["channel_disconnected_at"].is_string(), "{gone}");
    assert_eq!(world.get(&admin, &format!("/rooms/{room}/messages/{message}/raw")).await.status, 200);
    let again = world.add(&admin, "support@example.com").await;
    assert_ne!(again["id"], channel["id"]);
    let (new, _) = arrived(&world, again["id"].as_str().unwrap()).await;
    assert_ne!(new, room, "another channel, another room");
    assert_eq!(world.get(&admin, &format!("/rooms/{new}")).await.data(200)["channel_disconnected_at"], Value::Null);
    assert_eq!(ids(&world, &admin, "/rooms?channel_account=support@example.com").await.0.len(), 2);
}
