#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use tokio::io::duplex;

/// What is read of what a server sends before it closes.
async fn read(sent: &[u8]) -> (Result<Reply, Broken>, String) {
    let (near, mut far) = duplex(1 << 20);
    far.write_all(sent).await.unwrap();
    drop(far);
    let mut wire = Wire::new(Box::new(near));
    let reply = wire.read(Duration::from_secs(5)).await;
    (reply, wire.begun())
}

#[tokio::test]
async fn replies_of_any_charset_and_length_are_read() {
    let long = format!("250 {}\r\n", "\u{e4}".repeat(20_000));
    for (sent, code, lines) in [
        (&b"250-a\r\n250 b\r\n"[..], 250, &["250-a", "250 b"][..]),
        (b"250 accept\xe9\r\n", 250, &["250 accept\u{fffd}"]),
        (b"421 bare\n", 421, &["421 bare"]),
        (b"250\r\nrest", 250, &["250"]),
        (b"550-a\r\n250 b\r\n", 550, &["550-a", "250 b"]),
        (b"354\tgo on\r\n", 354, &["354\tgo on"]),
        (long.as_bytes(), 250, &[long.trim_end()]),
    ] {
        let reply = read(sent).await.0.unwrap();
        assert_eq!((reply.code, reply.lines), (code, lines.iter().map(|line| (*line).to_owned()).collect()));
    }
}

#[tokio::test]
async fn what_is_no_reply_is_not_taken_for_one() {
    for garbage in [
        "HTTP/1.1 400 Bad Request\r\n",
        "\r\n",
        "2500 x\r\n",
        "25 x\r\n",
        "150 x\r\n",
        "250_x\r\n",
        "250-a\r\nb\r\n",
        "\u{662}50 x\n",
    ] {
        assert!(matches!(read(garbage.as_bytes()).await.0, Err(Broken::Garbage(_))), "{garbage}");
    }
    for (cut, begun) in
        [("", ""), ("250", "250"), ("250 cut o", "250 cut o"), ("250-a\r\n", "250-a"), ("250-a\r\n250 b", "250-a")]
    {
        let (reply, first) = read(cut.as_bytes()).await;
        assert!(matches!(reply, Err(Broken::Closed)) && first == begun, "{cut}: {first}");
    }
    for endless in [vec![b'2'; LONGEST + 1], b"250-x\r\n".repeat(LONGEST / 7 + 1)] {
        assert!(matches!(read(&endless).await.0, Err(Broken::TooLong)));
    }
}

#[tokio::test]
async fn whoever_stops_waiting_loses_nothing() {
    let (near, mut far) = duplex(1 << 20);
    let mut wire = Wire::new(Box::new(near));
    far.write_all(b"220-slow\r\n220 gr").await.unwrap();
    assert!(matches!(wire.read(Duration::from_millis(20)).await, Err(Broken::Late(_))));
    far.write_all(b"eeting\r\n250 next\r\nmore").await.unwrap();
    assert_eq!(wire.read(Duration::from_secs(5)).await.unwrap().text(), "220-slow\n220 greeting");
    assert_eq!(wire.read(Duration::from_secs(5)).await.unwrap().text(), "250 next");
    assert!(wire.into_stream().is_none(), "something came that nobody asked for");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(0_u8.., 0..200), text in "[2-5 0-9\\-\r\n]{0,80}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Ok(Some((reply, used))) = take(bytes) {
                prop_assert!(used <= bytes.len() && !reply.lines.is_empty() && (200..600).contains(&reply.code));
            }
        }
    }
}
