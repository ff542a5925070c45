//! `GET /integrations`: pages, order, search, and numbers that are too large.

use super::*;
use crate::server::store::{ChannelRow, NewChannelRow};

/// Channels in the order of their number; `at` tells when each was made.
async fn fill(world: &World, count: u32, at: impl Fn(u32) -> i64) {
    for n in 0..count {
        let row = ChannelRow {
            id: format!("{:08}", n.wrapping_mul(2_654_435_761) % 100_000_000),
            address: format!("Box_{n}@example.com"),
            smtp_username: format!("Login%{n}"),
            protocol: "ssl".into(),
            smtp_host: "smtp.example.com".into(),
            smtp_port: 465,
            route_id: "0".repeat(24),
            forwarder: "f@chat.example.com".into(),
            created_at: at(n),
        };
        let channel = NewChannelRow { address_key: row.address.to_lowercase(), row, password: "x".into() };
        world.workspace.store().add_channel(channel, None).await.unwrap();
    }
}

async fn page(world: &World, key: &Key, query: &str) -> (Vec<String>, Value) {
    let answer = world.get(key, &format!("/integrations{query}")).await;
    let rows = answer.data(200);
    let ids = rows.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    (ids, answer.json()["meta"]["pagination"].clone())
}

async fn everything(world: &World, key: &Key, query: &str, limit: usize) -> Vec<String> {
    let mut all = Vec::new();
    for number in 1.. {
        let (ids, _) = page(world, key, &format!("?limit={limit}&offset={number}{query}")).await;
        let short = ids.len() < limit;
        all.extend(ids);
        if short {
            break;
        }
    }
    all
}

#[tokio::test]
async fn pages_are_disjoint_and_complete_also_where_times_are_equal() {
    let world = World::new();
    let key = world.bearer(Role::Supervisor).await;
    // Seven channels in each millisecond.
    fill(&world, 250, |n| i64::from(n / 7)).await;
    let newest_first = everything(&world, &key, "", 100).await;
    let mut unique = newest_first.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((newest_first.len(), unique.len()), (250, 250));
    for limit in [1000, 77, 50] {
        assert_eq!(everything(&world, &key, "", limit).await, newest_first, "{limit} a page");
    }
    let mut oldest_first = everything(&world, &key, "&order_direction=asc", 33).await;
    oldest_first.reverse();
    assert_eq!(oldest_first, newest_first);
    let (first, _) = page(&world, &key, "?limit=7").await;
    assert!(first.iter().all(|id| unique.contains(id)));
}

#[tokio::test]
async fn what_the_pagination_says() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    fill(&world, 120, i64::from).await;
    let expected = |offset: u64, limit: u64, total: u64| json!({"cursor": {"next": null, "prev": null, "pit": null}, "offset": offset, "limit": limit, "total": total, "target_offset": 0});
    for (query, rows, pagination) in [
        ("", 100, expected(1, 100, 120)),
        ("?target_channel=email&offset=2", 20, expected(2, 100, 120)),
        ("?offset=3", 0, expected(3, 100, 120)),
        ("?limit=5000", 120, expected(1, 1000, 120)),
        ("?limit=7&offset=18", 1, expected(18, 7, 120)),
        ("?target_channel=wa", 0, expected(1, 100, 0)),
        ("?limit=&offset=&query=&unknown=1&cursor=x", 100, expected(1, 100, 120)),
        ("?limit=18446744073709551616", 120, expected(1, 1000, 120)),
        ("?offset=18446744073709551615&limit=1000", 0, expected(u64::MAX, 1000, 120)),
        ("?offset=99999999999999999999999999", 0, expected(u64::MAX, 100, 120)),
        ("?offset=9223372036854775807&limit=2", 0, expected(i64::MAX as u64, 2, 120)),
    ] {
        let (ids, told) = page(&world, &key, query).await;
        assert_eq!((ids.len(), told), (rows, pagination), "{query}");
    }
}

#[tokio::test]
async fn wrong_queries_tell_every_problem() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    let query = "?limit=0&offset=-1&order_by=name&order_direction=up";
    let words = ["limit", "offset", "order_by", "order_direction"].map(|f| format!("{f} does not have a valid value"));
    assert_eq!(world.get(&key, &format!("/integrations{query}")).await.refused(422), words);
    for query in ["?limit=x", "?limit=1.5", "?limit=%2B1", "?offset=0", "?offset=1%00", "?order_by=id;DROP%20TABLE%20channels"] {
        world.get(&key, &format!("/integrations{query}")).await.refused(422);
    }
}

#[tokio::test]
async fn search_takes_every_character_as_itself() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    fill(&world, 12, i64::from).await;
    for (text, found) in [
        ("box_1@", 1),
        ("BOX_1", 3),
        ("box%251", 0),
        ("login%251", 3),
        ("LOGIN", 12),
        ("smtp.example", 12),
        ("_", 12),
        ("%25", 12),
        ("box-1", 0),
        ("%27", 0),
        ("%27%20OR%20%271%27=%271", 0),
        ("%00", 0),
        ("*", 0),
        ("%5C", 0),
    ] {
        let (ids, told) = page(&world, &key, &format!("?query={text}")).await;
        assert_eq!((ids.len(), &told["total"]), (found, &json!(found)), "{text}");
        let (ids, told) = page(&world, &key, &format!("?query={text}&limit=1&offset=2")).await;
        assert_eq!((ids.len(), &told["total"]), (usize::from(found > 1), &json!(found)), "{text}");
    }
}

#[tokio::test]
async fn an_edit_moves_a_channel_in_the_order_of_updates() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    fill(&world, 3, i64::from).await;
    let (by_creation, _) = page(&world, &key, "?order_by=created_at").await;
    assert_eq!(page(&world, &key, "?order_by=updated_at").await.0, by_creation);
    let oldest = by_creation.last().unwrap();
    world.ask(&key, "PUT", &format!("/integrations/{oldest}"), r#"{"smtp_port":"25"}"#).await.data(200);
    assert_eq!(&page(&world, &key, "?order_by=updated_at").await.0[0], oldest);
    assert_eq!(page(&world, &key, "").await.0, by_creation);
}
