//! Every route, every role, every face, and the wrong credential at each face.

use super::*;

/// What a role may do on a route.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Verdict {
    Yes,
    No(&'static str),
}

const ADMIN_ONLY: Verdict = Verdict::No("Only Admin user can integrate Email channel");
const NOT_ALLOWED: Verdict = Verdict::No("You are not allowed to access this resource");

/// Everybody who is signed in.
const ALL: [Verdict; 3] = [Verdict::Yes; 3];

/// Method, path (`{id}` is a channel, `{room}` and `{message}` are there), and what Admin, Supervisor and Agent may.
const ROUTES: [(&str, &str, [Verdict; 3]); 15] = [
    ("GET", "/integrations", [Verdict::Yes, Verdict::Yes, NOT_ALLOWED]),
    ("GET", "/integrations/{id}", [Verdict::Yes, Verdict::Yes, NOT_ALLOWED]),
    ("POST", "/integrations/email", [Verdict::Yes, ADMIN_ONLY, ADMIN_ONLY]),
    ("PUT", "/integrations/{id}", [Verdict::Yes, ADMIN_ONLY, ADMIN_ONLY]),
    ("GET", "/users", [Verdict::Yes, NOT_ALLOWED, NOT_ALLOWED]),
    ("GET", "/users/me", ALL),
    ("GET", "/rooms", ALL),
    ("GET", "/rooms/{room}", ALL),
    ("GET", "/rooms/{room}/messages", ALL),
    ("GET", "/rooms/{room}/messages/{message}/raw", ALL),
    ("GET", "/rooms/{room}/messages/{message}/attachments/1", ALL),
    ("GET", "/messages", ALL),
    ("PUT", "/rooms/{room}/mark_all_as_read", ALL),
    ("PUT", "/rooms/{room}/resolve", ALL),
    ("DELETE", "/integrations/{id}", [Verdict::Yes, ADMIN_ONLY, ADMIN_ONLY]),
];

const ROLES: [Role; 3] = [Role::Admin, Role::Supervisor, Role::Agent];

fn body(method: &str, n: usize) -> String {
    match method {
        "POST" => mailbox(&format!("new{n}@example.com")),
        "PUT" => r#"{"smtp_port":"587"}"#.into(),
        _ => String::new(),
    }
}

#[tokio::test]
async fn every_route_asks_every_role_on_every_face() {
    let world = World::new();
    let owner = world.bearer(Role::Admin).await;
    let mut count = 0;
    for (number, role) in ROLES.into_iter().enumerate() {
        for key in [world.bearer(role).await, world.hmac(role).await] {
            let channel = world.add(&owner, &format!("channel{count}@example.com")).await;
            let (room, message) = inbox::arrived(&world, channel["id"].as_str().unwrap()).await;
            for (method, path, verdicts) in ROUTES {
                count += 1;
                let path = path.replace("{id}", channel["id"].as_str().unwrap());
                let path = path.replace("{room}", &room).replace("{message}", &message);
                let answer = world.ask(&key, method, &path, &body(method, count)).await;
                let about = format!("{role} {method} {}{path}", key.prefix());
                match verdicts[number] {
                    Verdict::Yes => assert!(answer.status.is_success(), "{about}: {}", String::from_utf8_lossy(&answer.bytes)),
                    Verdict::No(words) => assert_eq!(answer.refused(403), [words], "{about}"),
                }
            }
        }
    }
    // What was refused did not happen: four channels that were not deleted, two that were posted by admins.
    let left = world.get(&owner, "/integrations").await.json();
    assert_eq!(left["meta"]["pagination"]["total"], 4 + 2);
}

#[tokio::test]
async fn a_refused_role_learns_nothing_about_its_data() {
    let world = World::new();
    for key in [world.bearer(Role::Agent).await, world.hmac(Role::Agent).await] {
        for (method, path, body) in [
            ("POST", "/integrations/email", "not json"),
            ("PUT", "/integrations/none", "{}"),
            ("DELETE", "/integrations/none", ""),
        ] {
            assert_eq!(world.ask(&key, method, path, body).await.status, 403, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn each_face_takes_its_own_credential_only() {
    let world = World::new();
    let (bearer, hmac) = (world.bearer(Role::Admin).await, world.hmac(Role::Admin).await);
    let Key::Bearer(token) = &bearer else { panic!() };
    for (method, path, _) in ROUTES {
        let path = path.replace("{id}", "x").replace("{room}", "x").replace("{message}", "x");
        let plain = |prefix: &str| Request::builder().method(method).uri(format!("{prefix}{path}")).version(Version::HTTP_11);
        let without = world.send(plain(OPEN_API).body(Body::empty()).unwrap()).await;
        without.refused(401);
        assert_eq!(without.headers["www-authenticate"], "Bearer");
        let signed = request(&hmac, method, &path, "").uri(format!("{OPEN_API}{path}")).body(Body::empty()).unwrap();
        world.send(signed).await.refused(401);

        let tokened = plain(GATEWAY).header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap();
        for request in [plain(GATEWAY).body(Body::empty()).unwrap(), tokened] {
            let answer = world.send(request).await;
            assert_eq!((answer.status.as_u16(), answer.json()), (401, json!({"message": "Unauthorized"})), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn wrong_bearers() {
    let world = World::new();
    let Key::Bearer(token) = world.bearer(Role::Admin).await else { panic!() };
    let send = |values: Vec<String>| {
        let builder = Request::builder().uri(format!("{OPEN_API}/users/me"));
        let builder = values.into_iter().fold(builder, |b, v| b.header("authorization", v));
        world.send(builder.body(Body::empty()).unwrap())
    };
    assert_eq!(send(vec![format!("bearer {token}")]).await.status, 200, "the scheme's case is free (RFC 9110)");
    let good = format!("Bearer {token}");
    for values in [
        vec![format!("Bearer {token}x")],
        vec![format!("Bearer {}", &token[1..])],
        vec!["Bearer".into()],
        vec!["Bearer ".into()],
        vec![token.clone()],
        vec![format!("Basic {token}")],
        vec![good.clone(), good],
    ] {
        send(values).await.refused(401);
    }
}

#[tokio::test]
async fn me_is_told_to_people_and_credentials() {
    let world = World::new();
    for role in ROLES {
        let person = world.get(&world.bearer(role).await, "/users/me").await.data(200);
        assert_eq!((&person["role"], &person["full_name"]), (&json!(role.as_str()), &json!(format!("A {role}"))));
        let key = world.hmac(role).await;
        let Key::Hmac(id) = &key else { panic!() };
        let credential = world.get(&key, "/users/me").await.data(200);
        assert_eq!(
            (&credential["role"], &credential["id"], &credential["email"]),
            (&json!(role.as_str()), &json!(id), &Value::Null)
        );
        assert_eq!(person["organization_id"], credential["organization_id"]);
    }
    let admin = world.bearer(Role::Admin).await;
    let everybody = world.get(&admin, "/users").await.data(200);
    assert_eq!(everybody.as_array().unwrap().len(), 4);
    assert!(everybody[0].as_object().unwrap().keys().all(|k| !k.contains("password")), "{everybody}");
}
