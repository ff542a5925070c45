//! What looking up may cost.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[tokio::test]
async fn many_messages_of_one_domain_cost_few_questions() {
    let records = vec![
        ("example.org", Record::Txt("v=spf1 include:spf.example.org -all".into())),
        ("spf.example.org", Record::Txt("v=spf1 ip4:192.0.2.1 -all".into())),
    ];
    let server = Responder::new(records, Otherwise::Nxdomain).await;
    let world = world(Dns::Server(server.address));
    for _ in 0..300 {
        assert_eq!(world.spf("a@example.org", "192.0.2.1").await.0, "pass");
        assert_eq!(world.spf("a@none.example.org", "192.0.2.1").await.0, "none");
    }
    assert_eq!(server.asked(), 3, "answers are kept, also that there is nothing");
}

#[tokio::test]
async fn a_domain_whose_servers_fail_is_left_alone_for_a_while() {
    let server = Responder::new(vec![("good.example.org", Record::Txt("v=spf1 +all".into()))], Otherwise::Servfail).await;
    let world = world(Dns::Server(server.address));
    assert_eq!(world.spf("a@bad.example.org", "192.0.2.1").await.0, "temperror");
    let asked = server.asked();
    for _ in 0..100 {
        assert_eq!(world.spf("b@Bad.example.org", "192.0.2.1").await.0, "temperror");
    }
    assert_eq!(server.asked(), asked);
    // Others are not held up by it, however many there are.
    for n in 0..20 {
        world.spf(&format!("a@bad{n}.example.org"), "192.0.2.1").await;
    }
    assert_eq!(world.spf("a@good.example.org", "192.0.2.1").await.0, "pass");
    assert!(world.log.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_dead_resolver_is_waited_for_a_few_times_only() {
    let server = Responder::new(Vec::new(), Otherwise::Silence).await;
    let world = world(Dns::Server(server.address));
    let began = tokio::time::Instant::now();
    for n in 0..2000 {
        assert_eq!(world.spf(&format!("a@d{n}.example.org"), "192.0.2.1").await.0, "temperror");
    }
    assert!(server.asked() > 0 && server.asked() < 100, "{}", server.asked());
    assert!(began.elapsed() < Duration::from_secs(150), "{:?}", began.elapsed());
    assert_eq!(
        world.log.lock().unwrap().as_slice(),
        ["DNS does not answer: senders of received mail are not looked up for the moment"]
    );
    // After a rest it is tried again.
    let asked = server.asked();
    tokio::time::advance(Duration::from_secs(60)).await;
    world.spf("a@later.example.org", "192.0.2.1").await;
    assert!(server.asked() > asked);
}

#[tokio::test]
async fn one_stranger_without_servers_switches_nothing_off_for_others() {
    // The resolver answers about the root and about everybody else.
    let pass = || Record::Txt("v=spf1 +all".into());
    let records = vec![("", Record::A("192.0.2.1".parse().unwrap())), ("good.test", pass()), ("new.test", pass())];
    let server = Responder::new(records, Otherwise::Silence).await;
    let world = world(Dns::Server(server.address));
    assert_eq!(world.spf("a@good.test", "192.0.2.1").await.0, "pass");
    let senders: Vec<String> = (0..40).map(|n| format!("a@d{n}.dead.test")).collect();
    let dead = futures_util::future::join_all(senders.iter().map(|sender| world.spf(sender, "192.0.2.1"))).await;
    assert!(dead.iter().all(|found| found.0 == "temperror"));
    assert_eq!(world.spf("a@good.test", "192.0.2.1").await.0, "pass");
    assert_eq!(world.spf("a@new.test", "192.0.2.1").await.0, "pass");
    assert!(world.log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_could_not_be_found_out_is_looked_up_again_a_few_times() {
    let server = Responder::new(Vec::new(), Otherwise::Servfail).await;
    let look = async |dns: Dns, looks: u32, received_at: i64| {
        let envelope = Envelope { received_at, ..envelope("a@bad.example.org", "192.0.2.1") };
        let looked = world(dns).verifier.look(Unverified { looks, ..unverified(envelope, MESSAGE) }).await;
        assert_eq!(looked.authentication.spf, "temperror");
        looked.again_at.map(|at| at > clock::now())
    };
    let (dns, now) = (Dns::Server(server.address), clock::now());
    assert_eq!(look(dns, 0, now).await, Some(true));
    assert_eq!(look(dns, 4, now).await, Some(true));
    assert_eq!(look(dns, 5, now).await, None, "often enough");
    assert_eq!(look(dns, 0, now - 25 * 3_600_000).await, None, "too old");
    assert_eq!(look(Dns::Off, 0, now).await, None, "nobody is asked");
}

#[tokio::test]
async fn a_wrong_signature_is_not_excused_by_one_that_could_not_be_looked_up() {
    let (key, record) = key();
    let spf = ("mx.example.org", Record::Txt("v=spf1 +all".into()));
    let server = Responder::new(vec![("s1._domainkey.example.org", record), spf], Otherwise::Servfail).await;
    let raw = signed(key, MESSAGE);
    let (signature, _) = raw.split_once("From:").unwrap();
    let raw = format!("{}{raw}", signature.replace("d=example.org;", "d=dead.example.com;"));
    let look = async |raw: &str| {
        let envelope = Envelope { received_at: clock::now(), ..envelope("", "192.0.2.1") };
        let looked = world(Dns::Server(server.address)).verifier.look(unverified(envelope, raw)).await;
        (looked.authentication.dkim, looked.again_at.is_some())
    };
    assert_eq!(look(&raw).await, ("pass".into(), false));
    let changed = look(&raw.replace("Subject: Pesanan", "Subject: Tagihan")).await;
    assert_eq!(changed, ("fail".into(), true), "the other one may still turn out to be right");
    let dead = raw.replace("d=example.org;", "d=dead.example.org;");
    assert_eq!(look(&dead).await, ("temperror".into(), true));
}

#[tokio::test]
async fn a_message_that_makes_us_panic_ends_nothing() {
    let world = world(Dns::Off);
    for _ in 0..2 {
        let found = world.verifier.guarded(async { panic!("a defect") }).await;
        assert_eq!((found.spf.as_str(), found.dkim.as_str()), ("permerror", "permerror"));
    }
    assert_eq!(world.log.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn many_signatures_are_not_all_looked_at() {
    let server = Responder::new(Vec::new(), Otherwise::Nxdomain).await;
    let world = world(Dns::Server(server.address));
    let raw = signed(key().0, MESSAGE);
    let (signature, _) = raw.split_once("From:").unwrap();
    let many: String = (0..500).map(|n| signature.replace("s=s1;", &format!("s=x{n};"))).collect();
    let found = world.verify(&format!("{many}{MESSAGE}")).await;
    assert_eq!(found.dkim, "permerror");
    assert!(server.asked() <= 10, "{}", server.asked());
}

#[tokio::test]
async fn headers_without_end_are_not_held() {
    let world = world(Dns::Off);
    for raw in ["X: ".to_owned() + &"y".repeat(1 << 20), "X: y\r\n".repeat(200_000)] {
        assert!(matches!(signatures(&mut raw.as_bytes()).unwrap(), Signatures::Unread));
        assert_eq!(world.verify(&raw).await.dkim, "permerror");
    }
    for raw in ["", "\r\n", "no header", "\r\n\r\nX: y"] {
        assert!(matches!(signatures(&mut raw.as_bytes()).unwrap(), Signatures::None), "{raw}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn the_body_is_hashed_as_if_it_were_held(body in "([a-z]{0,3}|[ \t]{1,3}|\r\n|\n|\r){0,40}", piece in 1usize..20) {
        for c in ["simple/simple", "relaxed/relaxed", "relaxed/simple", "simple"] {
            for a in ["rsa-sha256", "rsa-sha1", "ed25519-sha256"] {
                let raw = format!("DKIM-Signature: v=1; a={a}; c={c}; d=e.test; s=s; h=from; bh=aGFzaA==; b=c2ln\r\nFrom: a@e.test\r\n\r\n{body}");
                let held = AuthenticatedMessage::parse(raw.as_bytes()).unwrap();
                let mut reader = std::io::BufReader::with_capacity(piece, raw.as_bytes());
                let Signatures::Some { hashes, .. } = signatures(&mut reader).unwrap() else { panic!("no signature") };
                prop_assert_eq!(hashes, held.body_hashes.clone());
            }
        }
    }
}
