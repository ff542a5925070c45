//! `POST /oauth/token`, and what happens to tokens afterwards.

use super::*;
use crate::wire::oauth::{CLIENT_ID, CLIENT_SECRET, TokenReply, TokenRequest};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const PASSWORD: &str = "correct horse";

async fn world() -> World {
    let world = World::new();
    world.workspace.add_person("Admin@example.com", Some("Ada"), Role::Admin, PASSWORD.into()).await.unwrap();
    world
}

async fn post(world: &World, content_type: &str, body: String) -> Answer {
    let request = Request::post("/oauth/token").header("content-type", content_type).body(Body::from(body)).unwrap();
    world.send(request).await
}

async fn grant(world: &World, request: &TokenRequest) -> Answer {
    post(world, "application/json", serde_json::to_string(request).unwrap()).await
}

#[track_caller]
fn tokens(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 201, "{}", answer.json());
    let reply: TokenReply = serde_json::from_slice(&answer.bytes).unwrap();
    (reply.access_token.expose_secret().to_owned(), reply.refresh_token.unwrap().expose_secret().to_owned())
}

#[track_caller]
fn oauth_error(answer: &Answer, status: u16) -> String {
    let body = answer.json();
    assert_eq!(answer.status, status, "{body}");
    assert!(body["error_description"].as_str().is_some_and(|d| !d.is_empty()), "{body}");
    body["error"].as_str().unwrap().to_owned()
}

async fn works(world: &World, token: &str) -> bool {
    world.get(&Key::Bearer(token.into()), "/users/me").await.status == 200
}

#[tokio::test]
async fn the_password_grant_as_json_and_as_a_form() {
    let world = world().await;
    let answer = grant(&world, &TokenRequest::password("admin@EXAMPLE.com", PASSWORD.into())).await;
    let body = answer.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(345 * 24 * 60 * 60)));
    assert!((body["created_at"].as_i64().unwrap() - super::super::clock::now() / 1000).abs() < 100, "{body}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let (access, refresh) = tokens(&answer);
    for token in [&access, &refresh] {
        assert!(token.len() == 43 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{token}");
    }
    assert!(works(&world, &access).await);
    assert!(!works(&world, &refresh).await, "a refresh token opens nothing");

    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "password"),
            ("username", "Admin@example.com"),
            ("password", PASSWORD),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
        ])
        .finish();
    let (second, _) = tokens(&post(&world, "application/x-www-form-urlencoded; charset=utf-8", form).await);
    assert!(second != access && works(&world, &second).await && works(&world, &access).await);
}

#[tokio::test]
async fn what_is_wrong_is_refused() {
    let world = world().await;
    for (username, password) in [
        ("admin@example.com", "wrong horse"),
        ("nobody@example.com", PASSWORD),
        ("", ""),
        ("admin@example.com", ""),
        ("' OR 1=1 --", "x"),
    ] {
        let answer = grant(&world, &TokenRequest::password(username, password.into())).await;
        assert_eq!(oauth_error(&answer, 401), "invalid_grant", "{username:?}");
    }
    let right = || TokenRequest::password("admin@example.com", PASSWORD.into());
    for request in [TokenRequest { client_id: "x".into(), ..right() }, TokenRequest { client_secret: String::new(), ..right() }] {
        assert_eq!(oauth_error(&grant(&world, &request).await, 401), "invalid_client");
    }
    let request = TokenRequest { grant_type: "client_credentials".into(), ..right() };
    assert_eq!(oauth_error(&grant(&world, &request).await, 400), "unsupported_grant_type");
    for request in
        [TokenRequest { username: None, ..right() }, TokenRequest { password: None, ..right() }, TokenRequest::refresh("".into())]
    {
        assert_eq!(oauth_error(&grant(&world, &request).await, 400), "invalid_request");
    }
    for body in ["", "{", "[]", "grant_type=password", "{\"username\":1}"] {
        assert_eq!(oauth_error(&post(&world, "application/json", body.into()).await, 400), "invalid_request", "{body}");
    }
    let get = world.send(Request::get("/oauth/token").body(Body::empty()).unwrap()).await;
    get.refused(405);
}

async fn renew(world: &World, refresh: &str) -> Answer {
    grant(world, &TokenRequest::refresh(refresh.to_owned().into())).await
}

#[tokio::test]
async fn a_refresh_token_ends_when_the_pair_that_replaces_it_is_used() {
    let world = world().await;
    let sign_in = || async { tokens(&grant(&world, &TokenRequest::password("admin@example.com", PASSWORD.into())).await) };
    let (access, refresh) = sign_in().await;
    let (access2, refresh2) = tokens(&renew(&world, &refresh).await);
    assert!(!works(&world, &access).await, "the old access token ends at once");
    assert!(works(&world, &access2).await);
    assert_eq!(oauth_error(&renew(&world, &refresh).await, 401), "invalid_grant");
    assert_eq!(oauth_error(&renew(&world, &access2).await, 401), "invalid_grant", "not an access token");
    assert!(works(&world, &access2).await, "what ended before harms nobody");

    // Used for the first time by being exchanged.
    let (_, refresh3) = tokens(&renew(&world, &refresh2).await);
    let (access4, _) = tokens(&renew(&world, &refresh3).await);
    assert_eq!(oauth_error(&renew(&world, &refresh2).await, 401), "invalid_grant");
    assert!(works(&world, &access4).await);
}

#[tokio::test]
async fn an_answer_that_was_lost_signs_nobody_out() {
    let world = world().await;
    let (_, refresh) = tokens(&grant(&world, &TokenRequest::password("admin@example.com", PASSWORD.into())).await);
    let mut lost = Vec::new();
    for _ in 0..3 {
        lost.push(tokens(&renew(&world, &refresh).await));
    }
    let (first, second) = tokio::join!(renew(&world, &refresh), renew(&world, &refresh));
    let mut working = Vec::new();
    for answer in [first, second] {
        let (access, refresh) = tokens(&answer);
        if works(&world, &access).await {
            working.push((access, refresh));
        }
    }
    assert_eq!(working.len(), 1, "of one refresh token there is one pair");
    for (access, refresh) in lost {
        assert!(!works(&world, &access).await);
        oauth_error(&renew(&world, &refresh).await, 401);
    }
    assert_eq!(oauth_error(&renew(&world, &refresh).await, 401), "invalid_grant", "the pair was used");
    tokens(&renew(&world, &working[0].1).await);
    let rows: u32 = rusqlite::Connection::open(world.dir.path().join("workspace.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM tokens", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 2, "a pair, and the one that it replaces");
}

#[tokio::test]
async fn a_refresh_token_whose_successor_waits_ends_with_the_person() {
    let world = world().await;
    let (_, refresh) = tokens(&grant(&world, &TokenRequest::password("admin@example.com", PASSWORD.into())).await);
    let (access, next) = tokens(&renew(&world, &refresh).await);
    world.workspace.set_password("admin@example.com", "another horse".into()).await.unwrap();
    assert!(!works(&world, &access).await);
    for token in [refresh, next] {
        assert_eq!(oauth_error(&renew(&world, &token).await, 401), "invalid_grant");
    }
}

#[tokio::test]
async fn guessing_is_stopped_for_known_and_unknown_names_alike() {
    let world = World::new();
    let now = Arc::new(AtomicI64::new(1_000_000));
    let clock = Arc::clone(&now);
    let store = Sqlite::open(&world.dir.path().join("workspace.db"), Access::Pooled).unwrap();
    let workspace = Workspace::over(Box::new(store), Settings::default());
    let workspace = Arc::new(workspace.counting_by(Arc::new(move || clock.load(Ordering::Relaxed))));
    let world = World { router: router(Arc::clone(&workspace)), workspace, ..world };
    for name in ["admin@example.com", "other@example.com"] {
        world.workspace.add_person(name, None, Role::Admin, PASSWORD.into()).await.unwrap();
    }
    let try_in = |name: &'static str, password: &'static str| {
        let request = TokenRequest::password(name, password.into());
        let world = &world;
        async move { grant(world, &request).await }
    };
    for name in ["admin@example.com", "nobody@example.com"] {
        let spellings = [name, name.to_uppercase().leak()];
        let guesses = (0..20).map(|n| try_in(spellings[n % 2], "wrong horse"));
        let answers = futures_util::future::join_all(guesses).await;
        let refused = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(refused, 10, "{name}: those that came side by side are counted too");
        for answer in answers.iter().filter(|answer| answer.status != 401) {
            assert_eq!(answer.refused(429), ["rate_limit_limit: 10", "rate_limit_remaining: 0", "rate_limit_reset: 900"]);
            assert_eq!(answer.headers["retry-after"], "900");
        }
    }
    try_in("admin@example.com", PASSWORD).await.refused(429);
    tokens(&try_in("other@example.com", PASSWORD).await);
    now.fetch_add(15 * 60 * 1000 - 1, Ordering::Relaxed);
    assert_eq!(try_in("admin@example.com", PASSWORD).await.headers["retry-after"], "1");
    now.fetch_add(1, Ordering::Relaxed);
    for _ in 0..2 {
        for _ in 0..9 {
            oauth_error(&try_in("admin@example.com", "wrong horse").await, 401);
        }
        tokens(&try_in("admin@example.com", PASSWORD).await);
    }
}

#[tokio::test]
async fn tokens_end_with_the_password_and_with_the_person() {
    let world = world().await;
    let sign_in = |password: &'static str| {
        let request = TokenRequest::password("admin@example.com", password.into());
        let world = &world;
        async move { tokens(&grant(world, &request).await) }
    };
    let (access, refresh) = sign_in(PASSWORD).await;
    world.workspace.set_password("ADMIN@example.com", "another horse".into()).await.unwrap();
    assert!(!works(&world, &access).await);
    assert_eq!(oauth_error(&grant(&world, &TokenRequest::refresh(refresh.into())).await, 401), "invalid_grant");

    let (access, refresh) = sign_in("another horse").await;
    world.workspace.remove_person("admin@example.com").await.unwrap();
    assert!(!works(&world, &access).await);
    assert_eq!(oauth_error(&grant(&world, &TokenRequest::refresh(refresh.into())).await, 401), "invalid_grant");
}

#[tokio::test]
async fn nothing_is_issued_for_a_password_that_changed_meanwhile() {
    let world = world().await;
    let (person, _) = world.workspace.store().person("admin@example.com".into()).await.unwrap().unwrap();
    let (tokens, _) = world.workspace.new_tokens().unwrap();
    assert!(!world.workspace.store().issue_tokens(person.id, "the old hash".into(), tokens).await.unwrap());
}

#[tokio::test]
async fn an_expired_access_token_is_refused_and_can_still_be_renewed() {
    let world = World::with(Settings { token_lifetime: Duration::ZERO, ..Settings::default() });
    world.workspace.add_person("a@example.com", None, Role::Agent, PASSWORD.into()).await.unwrap();
    let (access, refresh) = tokens(&grant(&world, &TokenRequest::password("a@example.com", PASSWORD.into())).await);
    assert!(!works(&world, &access).await);
    tokens(&grant(&world, &TokenRequest::refresh(refresh.into())).await);
}

#[tokio::test]
async fn people_are_checked() {
    let world = world().await;
    let add =
        |username: &'static str, password: &'static str| world.workspace.add_person(username, None, Role::Agent, password.into());
    use crate::error::Kind;
    for (username, password, kind) in [
        ("ADMIN@example.com", PASSWORD, Kind::AlreadyExists),
        ("no address", PASSWORD, Kind::Usage),
        ("b@example.com", "seven77", Kind::Usage),
        ("b@example.com", "", Kind::Usage),
    ] {
        assert_eq!(add(username, password).await.unwrap_err().kind(), kind, "{username} {password}");
    }
    assert_eq!(world.workspace.set_password("b@example.com", PASSWORD.into()).await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(world.workspace.remove_person("b@example.com").await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(world.workspace.remove_credential("none").await.unwrap_err().kind(), Kind::NotFound);
    world.workspace.add_credential("ci", Role::Admin, SECRET.into()).await.unwrap();
    let twice = world.workspace.add_credential("ci", Role::Admin, SECRET.into()).await.unwrap_err();
    assert_eq!(twice.kind(), Kind::AlreadyExists);
    for (name, secret) in [("", SECRET), ("a\nb", SECRET), ("c", "short")] {
        assert_eq!(
            world.workspace.add_credential(name, Role::Admin, secret.into()).await.unwrap_err().kind(),
            Kind::Usage,
            "{name:?}"
        );
    }
}

#[tokio::test]
async fn a_credential_whose_secret_is_damaged_can_be_removed() {
    let world = World::new();
    let id = world.workspace.add_credential("ci", Role::Admin, SECRET.into()).await.unwrap().client_id;
    let database = rusqlite::Connection::open(world.dir.path().join("workspace.db")).unwrap();
    database.execute("UPDATE credentials SET sealed_secret = x'00'", []).unwrap();
    world.get(&Key::Hmac(id.clone()), "/users/me").await.refused(500);
    assert_eq!(world.workspace.credential(&id).await.unwrap().name, "ci");
    world.workspace.remove_credential(&id).await.unwrap();
    assert_eq!(world.workspace.credential(&id).await.unwrap_err().kind(), crate::error::Kind::NotFound);
}
