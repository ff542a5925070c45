//! The gateway's signatures: a good one, and every mistake.

use super::*;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

const PATH: &str = "/qontak/chat/v1/users/me";

fn date(seconds_from_now: i64) -> String {
    let at = Timestamp::from_second(Timestamp::now().as_second() + seconds_from_now).unwrap();
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap()
}

/// A signed request whose parts a test can spoil.
struct Signed {
    method: &'static str,
    target: String,
    version: Version,
    date: Option<String>,
    authorization: String,
    digest: Option<String>,
    body: &'static str,
}

impl Signed {
    fn new(id: &str, method: &'static str, target: &str, date: String, body: &'static str) -> Self {
        let authorization = hmac::authorization(id, &hmac::signature(SECRET, &date, method, target));
        let digest = (!body.is_empty()).then(|| hmac::digest(body.as_bytes()));
        Self { method, target: target.into(), version: Version::HTTP_11, date: Some(date), authorization, digest, body }
    }

    async fn send(self, world: &World) -> Answer {
        let mut builder = Request::builder().method(self.method).uri(self.target).version(self.version);
        builder = builder.header("authorization", self.authorization);
        for (name, value) in [("date", self.date), ("digest", self.digest)] {
            builder = value.into_iter().fold(builder, |b, v| b.header(name, v));
        }
        world.send(builder.body(Body::from(self.body)).unwrap()).await
    }
}

async fn world() -> (World, String) {
    let world = World::new();
    let Key::Hmac(id) = world.hmac(Role::Admin).await else { panic!() };
    (world, id)
}

#[track_caller]
fn unauthorized(answer: &Answer, mistake: &str) {
    assert_eq!((answer.status.as_u16(), answer.json()), (401, json!({"message": "Unauthorized"})), "{mistake}");
    assert!(answer.headers.contains_key("date"), "the client diagnoses a skewed clock with it");
}

#[tokio::test]
async fn good_ones() {
    let (world, id) = world().await;
    for skew in [0, -290, 290] {
        assert_eq!(Signed::new(&id, "GET", PATH, date(skew), "").send(&world).await.status, 200, "{skew} s");
    }
    // The target counts byte by byte as it was sent: order, case of escapes, empty parameters.
    for query in ["?b=2&a=1", "?q=%c3%A9+x%20y", "?", "?target_channel=email&limit=100&offset=1"] {
        let target = format!("{GATEWAY}/integrations{query}");
        assert_eq!(Signed::new(&id, "GET", &target, date(0), "").send(&world).await.status, 200, "{query}");
    }
    let mut with_digest = Signed::new(&id, "GET", PATH, date(0), "");
    with_digest.digest = Some(hmac::digest(b""));
    assert_eq!(with_digest.send(&world).await.status, 200);
}

#[tokio::test]
async fn every_mistake_has_the_same_answer() {
    let (world, id) = world().await;
    let good = || Signed::new(&id, "GET", PATH, date(0), "");
    let spoiled = |spoil: fn(&mut Signed)| {
        let mut signed = good();
        spoil(&mut signed);
        signed
    };
    let mistakes: Vec<(&str, Signed)> = vec![
        ("too old", Signed::new(&id, "GET", PATH, date(-310), "")),
        ("too new", Signed::new(&id, "GET", PATH, date(310), "")),
        ("far away", Signed::new(&id, "GET", PATH, "Fri, 31 Dec 9999 23:59:59 GMT".into(), "")),
        ("no date", spoiled(|s| s.date = None)),
        ("another date", spoiled(|s| s.date = Some(date(-7)))),
        ("a date of another form", Signed::new(&id, "GET", PATH, Timestamp::now().to_string(), "")),
        ("another method", spoiled(|s| s.method = "HEAD")),
        ("another query", spoiled(|s| s.target.push_str("?a=1"))),
        ("without the prefix in the signature", {
            let mut signed = Signed::new(&id, "GET", "/users/me", date(0), "");
            signed.target = PATH.into();
            signed
        }),
        ("HTTP/2", spoiled(|s| s.version = Version::HTTP_2)),
        ("HTTP/1.0", spoiled(|s| s.version = Version::HTTP_10)),
        ("an unknown client id", Signed::new("nobody", "GET", PATH, date(0), "")),
        ("an empty client id", Signed::new("", "GET", PATH, date(0), "")),
        ("another algorithm", spoiled(|s| s.authorization = s.authorization.replace("sha256", "sha1"))),
        ("other headers signed", spoiled(|s| s.authorization = s.authorization.replace("date request-line", "request-line"))),
        (
            "an empty signature",
            spoiled(|s| s.authorization = s.authorization.split("signature").next().unwrap().to_owned() + "signature=\"\""),
        ),
        ("a digest without a body", spoiled(|s| s.digest = Some(hmac::digest(b"x")))),
    ];
    for (mistake, signed) in mistakes {
        let head = signed.method == "HEAD";
        let answer = signed.send(&world).await;
        if head {
            assert_eq!(answer.status, 401, "{mistake}");
        } else {
            unauthorized(&answer, mistake);
        }
    }
    let secret = hmac::signature("another secret", &date(0), "GET", PATH);
    let mut signed = good();
    signed.authorization = hmac::authorization(&id, &secret);
    unauthorized(&signed.send(&world).await, "another secret");
}

#[tokio::test]
async fn two_headers_are_one_too_many() {
    let (world, id) = world().await;
    for name in ["authorization", "date"] {
        let signed = Signed::new(&id, "GET", PATH, date(0), "");
        let (authorization, date) = (signed.authorization, signed.date.unwrap());
        let twice = if name == "date" { date.clone() } else { authorization.clone() };
        let request = Request::get(PATH).header("authorization", authorization).header("date", date).header(name, twice);
        unauthorized(&world.send(request.body(Body::empty()).unwrap()).await, name);
    }
}

#[tokio::test]
async fn a_body_needs_its_digest() {
    let (world, id) = world().await;
    let target = format!("{GATEWAY}/integrations/email");
    let body = r#"{"username":"a@example.com"}"#;
    let good = || Signed::new(&id, "POST", &target, date(0), body);
    assert_eq!(good().send(&world).await.status, 422, "signed well, but incomplete");
    for digest in [
        None,
        Some(hmac::digest(b"other")),
        Some(String::new()),
        Some(hmac::digest(body.as_bytes()).replace("SHA-256", "sha-256")),
    ] {
        let mut signed = good();
        signed.digest = digest.clone();
        unauthorized(&signed.send(&world).await, &format!("{digest:?}"));
    }
    let mut changed = good();
    changed.body = r#"{"username":"b@example.com"}"#;
    unauthorized(&changed.send(&world).await, "another body");
}

#[tokio::test]
async fn a_removed_credential_is_refused_at_once() {
    let (world, id) = world().await;
    world.workspace.remove_credential(&id).await.unwrap();
    unauthorized(&Signed::new(&id, "GET", PATH, date(0), "").send(&world).await, "removed");
}
