//! Noise that looks like mail: seeded, bounded, and never more than it should be.

use super::*;

/// A small generator of our own (xorshift64*): the same noise on every machine and in every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    }
}

/// A whole conversation, most of it right, with bytes put in, taken out and changed.
fn conversation(noise: &mut Noise) -> Vec<u8> {
    let parts: [&[u8]; 20] = [
        b"EHLO h\r\n",
        b"MAIL FROM:<a@example.com> SIZE=100 BODY=8BITMIME\r\n",
        b"MAIL FROM:<>\r\n",
        b"RCPT TO:<0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d@inbound.example.test>\r\n",
        b"RCPT TO:<11111111-2222-4333-8444-555555555555@inbound.example.test>\r\n",
        b"RCPT TO:<99999999-2222-4333-8444-555555555555@inbound.example.test>\r\n",
        b"DATA\r\n",
        b"DATA\r\nSubject: s\r\n\r\nbody\r\n.\r\n",
        b"Received: x\r\nX-Loop: 0123456789abcdef\r\nAuto-Submitted: auto-replied\r\n\r\n",
        b"BDAT 10\r\n0123456\r\n.",
        b"BDAT 5 LAST\r\nabc\r\n",
        b"BDAT 999999999999999\r\n",
        b"\r\n.\r\n",
        b"\n.\n",
        b"RSET\r\n",
        b"NOOP x\r\n",
        b"HELO h\r\n",
        b"STARTTLS\r\n",
        b"\xff\xfe\0\r\n",
        b"QUIT\r\n",
    ];
    let mut said = Vec::new();
    if noise.next(4) > 0 {
        said.extend_from_slice(envelope().as_bytes());
    }
    for _ in 0..noise.next(30) {
        said.extend_from_slice(parts[noise.next(parts.len())]);
    }
    for _ in 0..noise.next(6) {
        let at = noise.next(said.len() + 1);
        match noise.next(3) {
            0 => said.insert(at, noise.next(256) as u8),
            1 if at < said.len() => drop(said.remove(at)),
            2 if at < said.len() => said[at] = noise.next(256) as u8,
            _ => {}
        }
    }
    said
}

/// Every reply is lines of code and text, and only 250s with a number are about messages.
#[track_caller]
fn check(said: &[u8], outcome: &Outcome) {
    let described = || format!("{:?}\n{}", String::from_utf8_lossy(said), outcome.replies);
    assert!(outcome.replies.ends_with("\r\n"), "{}", described());
    for line in outcome.replies.split_terminator("\r\n") {
        let (code, rest) = line.split_at(3);
        assert!(code.bytes().all(|b| b.is_ascii_digit()) && "2345".contains(&code[..1]), "{}", described());
        assert!([b' ', b'-'].contains(&rest.as_bytes()[0]) && line.len() < 512, "{}", described());
        assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{}", described());
        let class = rest.get(1..2).unwrap_or_default();
        assert!(!(rest[1..].contains(".") && rest.as_bytes()[2] == b'.') || class == &code[..1], "{}", described());
    }
    let accepted = outcome.replies.matches("Accepted as").count();
    assert_eq!(accepted, outcome.messages.len(), "{}", described());
    // No message without its own MAIL, RCPT and DATA or BDAT LAST.
    let count = |word: &[u8]| said.windows(word.len()).filter(|w| w.eq_ignore_ascii_case(word)).count();
    let ends = count(b"\r\n.\r\n") + count(b"LAST");
    assert!(accepted <= count(b"MAIL FROM:").min(count(b"RCPT TO:")).min(ends + count(b"DATA\r\n.\r\n")), "{}", described());
}

#[test]
fn noise_is_answered_and_never_taken_for_mail() {
    let mut noise = Noise(0x5EED_0001);
    let (mut messages, mut closed) = (0, 0);
    for round in 0..6000 {
        let said = conversation(&mut noise);
        let limits = Limits { size: 4096, line: 512, content_line: 998, errors: 8, commands: 12, ..Limits::default() };
        let behind = Behind { limits, hold: 1 + noise.next(600), tls: round % 2 == 0, ..Behind::default() };
        let outcome = behind.hear(&said, 1 + noise.next(200));
        check(&said, &outcome);
        messages += outcome.messages.len();
        closed += usize::from(outcome.closed);
    }
    // The noise reaches every corner: some of it is mail, some of it is let go.
    assert!(messages > 500 && closed > 500, "{messages} {closed}");
}

#[test]
fn pure_noise_is_answered_too() {
    let mut noise = Noise(0x5EED_0002);
    for _ in 0..2000 {
        let said: Vec<u8> = (0..noise.next(400)).map(|_| noise.next(256) as u8).collect();
        check(&said, &Behind::default().hear(&said, 1 + noise.next(64)));
    }
}

/// However much comes, a session holds no more than it may: its line, what it was told to hold, and a step.
#[test]
fn a_session_does_not_grow() {
    let limits = Limits { content_line: 1 << 30, size: 1 << 40, ..Limits::default() };
    let setup = Setup { domain: DOMAIN.into(), loop_mark: super::MARK.into(), limits, tls: false };
    let mut session = Session::new(Arc::new(setup), "192.0.2.1".parse().unwrap(), 1);
    session.hold_up_to(100_000);
    let head = format!("{}DATA\r\n", envelope());
    let block = vec![b'x'; 1 << 20];
    let (mut pieces, mut aside) = (0, 0);
    for mut input in std::iter::once(head.as_bytes()).chain(std::iter::repeat_n(block.as_slice(), 32)) {
        loop {
            match session.feed(&mut input, NOW) {
                Event::More => break,
                Event::MayBegin => session.may_begin(true),
                Event::Recipient(_) => session.recipient(Some(true)),
                Event::Piece(bytes) => {
                    assert!(bytes.len() <= (256 << 10) + (64 << 10) && bytes.capacity() <= 1 << 20, "{}", bytes.capacity());
                    pieces += 1;
                    aside += bytes.len();
                    session.put_aside(Ok(bytes));
                }
                _ => panic!("nothing else happens"),
            }
        }
    }
    assert!(pieces > 100 && aside > 31 << 20, "{pieces} {aside}");
    assert!(session.replies().len() < 1000);
}
