//! Logs of many programs, and no credential in what is left of them.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::mail::smtp_errors::{Speaker, explain};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use proptest::prelude::*;

const REFUSED: &str = "535-5.7.8 Username and Password not accepted. For more information, go to";
const USER: &str = "support@example.com";

/// How a program logs a dialogue: what stands around a client's line, and around a server's.
const STYLES: [(&str, [&str; 2], [&str; 2]); 16] = [
    ("raw", ["", "\n"], ["", "\n"]),
    ("raw, CRLF", ["", "\r\n"], ["", "\r\n"]),
    ("RFC", ["C: ", "\n"], ["S: ", "\n"]),
    ("swaks", [" ~> ", "\n"], ["<~  ", "\n"]),
    ("swaks over TLS, refused", [" ~> ", "\n"], ["<~* ", "\n"]),
    ("curl -v", ["> ", "\r\n"], ["< ", "\r\n"]),
    ("PHPMailer", ["2026-11-23 03:00:01 CLIENT -> SERVER: ", "\n"], ["2026-11-23 03:00:01 SERVER -> CLIENT: ", "\n"]),
    ("smtplib", ["send: '", "\\r\\n'\n"], ["reply: b'", "\\r\\n'\n"]),
    ("nodemailer", ["[2026-11-23 03:00:01] DEBUG [a1B] C: ", "\n"], ["[2026-11-23 03:00:01] DEBUG [a1B] S: ", "\n"]),
    (
        "nodemailer's JSON",
        ["{\"level\":20,\"tnx\":\"client\",\"msg\":\"", "\"}\n"],
        ["{\"level\":20,\"tnx\":\"server\",\"msg\":\"", "\"}\n"],
    ),
    ("JavaMail", ["DEBUG SMTP: ", "\n"], ["", "\n"]),
    ("MailKit", ["C: ", "\r\n"], ["S: ", "\r\n"]),
    ("System.Net", ["System.Net Information: 0 : Sent: \"", "\"\r\n"], ["System.Net Information: 0 : Received: \"", "\"\r\n"]),
    (
        "Postfix",
        ["Nov 23 03:00:01 mx postfix/smtp[71]: > smtp.gmail.com[192.0.2.1]:587: ", "\n"],
        ["Nov 23 03:00:01 mx postfix/smtp[71]: < smtp.gmail.com[192.0.2.1]:587: ", "\n"],
    ),
    ("Exim", ["  SMTP>> ", "\n"], ["  SMTP<< ", "\n"]),
    ("escaped", ["C: ", "\\r\\n"], ["S: ", "\\r\\n"]),
];

/// A sign-in: what the client says, line by line; a server's 334 stands between them.
fn sign_ins(password: &str, nonce: &str) -> Vec<(&'static str, Vec<String>)> {
    let b = |text: &str| STANDARD.encode(text);
    let plain = b(&format!("\0{USER}\0{password}"));
    let bearer = b(&format!("user={USER}\x01auth=Bearer {password}\x01\x01"));
    let oauth = b(&format!("n,a={USER},\x01host=smtp.gmail.com\x01port=587\x01auth=Bearer {password}\x01\x01"));
    let hex: String = password.bytes().chain(*b"0123456789abcdef").take(16).map(|b| format!("{b:02x}")).collect();
    let ntlm = STANDARD.encode([b"NTLMSSP\0\x03\0\0\0", password.as_bytes()].concat());
    vec![
        ("PLAIN", vec![format!("AUTH PLAIN {plain}")]),
        ("plain", vec![format!("auth plain {plain}")]),
        ("PLAIN later", vec!["AUTH PLAIN".into(), plain.clone()]),
        ("PLAIN, url-safe", vec![format!("AUTH PLAIN {}", URL_SAFE.encode(format!("\0{USER}\0{password}")))]),
        ("PLAIN, no padding", vec![format!("AUTH PLAIN {}", STANDARD_NO_PAD.encode(format!("\0{USER}\0{password}")))]),
        ("LOGIN", vec!["AUTH LOGIN".into(), b(USER), b(password)]),
        ("LOGIN at once", vec![format!("AUTH LOGIN {}", b(USER)), b(password)]),
        ("XOAUTH2", vec![format!("AUTH XOAUTH2 {bearer}")]),
        ("OAUTHBEARER", vec![format!("AUTH OAUTHBEARER {oauth}")]),
        ("CRAM-MD5", vec!["AUTH CRAM-MD5".into(), b(&format!("{USER} {hex}"))]),
        (
            "SCRAM",
            vec![
                format!("AUTH SCRAM-SHA-256 {}", b(&format!("n,,n={USER},r={nonce}"))),
                b(&format!("c=biws,r={nonce},p={password}")),
            ],
        ),
        ("NTLM", vec!["AUTH NTLM TlRMTVNTUAABAAAA".into(), ntlm]),
    ]
}

fn written(style: usize, lines: &[String], wrap: usize) -> String {
    let (_, [before, after], [said_before, said_after]) = STYLES[style];
    let mut log = format!("{said_before}250-AUTH LOGIN PLAIN XOAUTH2{said_after}{said_before}250 SMTPUTF8{said_after}");
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            log.push_str(&format!("{said_before}334 UGFzc3dvcmQ6{said_after}"));
        }
        let json = if STYLES[style].0.contains("JSON") { line.replace('/', "\\/") } else { line.clone() };
        let (command, data) = json.rsplit_once(' ').map_or((String::new(), json.as_str()), |(c, d)| (format!("{c} "), d));
        let pieces: Vec<&str> = if wrap == 0 || n == 0 && command.is_empty() {
            vec![data]
        } else {
            data.as_bytes().chunks(wrap).map(|piece| std::str::from_utf8(piece).unwrap()).collect()
        };
        log.push_str(&format!("{before}{command}{}{after}", pieces.join("\n")));
    }
    format!(
        "{log}{said_before}{REFUSED}{said_after}{said_before}535 5.7.8 https://support.google.com/mail/?p=BadCredentials - gsmtp{said_after}"
    )
}

/// Every part of eight letters that gives a secret away: of itself, and of its base64 at each alignment.
fn traces(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    for skipped in 0..3 {
        let padded = [&vec![b' '; skipped], secret.as_bytes()].concat();
        for text in [STANDARD_NO_PAD.encode(&padded), URL_SAFE.encode(&padded)] {
            let (first, last) = ((skipped * 8).div_ceil(6), padded.len() * 8 / 6);
            forms.push(text[first..last].to_owned());
        }
    }
    let parts = |form: &String| {
        let chars: Vec<char> = form.chars().collect();
        let size = chars.len().min(8);
        chars.windows(size.max(1)).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>()
    };
    forms.iter().flat_map(parts).filter(|part| part.len() >= 6).collect()
}

#[track_caller]
fn assert_gone(label: &str, log: &str, secret: &str) {
    let masked = mask(log).text;
    let left = masked.replace(MARK, "\u{1}");
    for part in traces(secret) {
        // What stands in every log says nothing.
        if !log.replace(secret, "").contains(&part) || !REFUSED.contains(&part) {
            assert!(!left.contains(&part), "{label}: {part:?} of {secret:?} is left\n--- log\n{log}\n--- left\n{masked}");
        }
    }
    assert_eq!(mask(&masked).text, masked, "{label}: twice is not once\n{log}");
}

#[test]
fn known_logs() {
    for (log, left) in [
        ("AUTH PLAIN AHVzZXIAc2VjcmV0", "AUTH PLAIN [redacted]"),
        ("AUTH PLAIN =", "AUTH PLAIN [redacted]"),
        ("250-AUTH LOGIN PLAIN XOAUTH2\n250 SIZE", "250-AUTH LOGIN PLAIN XOAUTH2\n250 SIZE"),
        ("250-AUTH=LOGIN PLAIN", "250-AUTH=LOGIN PLAIN"),
        ("503 AUTH command used when not advertised", "503 AUTH command used when not advertised"),
        ("504 5.7.4 Unrecognized authentication type", "504 5.7.4 Unrecognized authentication type"),
        (
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        ),
        ("535 5.7.0 NEOBHU: Application password is REQUIRED.", "535 5.7.0 NEOBHU: Application password is REQUIRED."),
        (
            "smtp://support%40example.com:hunter2@smtp.example.com:587",
            "smtp://support%40example.com:[redacted]@smtp.example.com:587",
        ),
        ("https://example.com:8080/a?b=c", "https://example.com:8080/a?b=c"),
        ("{\"user\":\"a\",\"pass\":\"x\\\"y\",\"port\":587}", "{\"user\":\"a\",\"pass\":\"[redacted]\",\"port\":587}"),
        ("'password' => 'it,s', 'host' => 'h'", "'password' => '[redacted]', 'host' => 'h'"),
        (
            "password=a b c 535-5.7.8 Username and Password not accepted",
            "password=[redacted]535-5.7.8 Username and Password not accepted",
        ),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: [redacted]"),
        ("sent Bearer abcDEF123ghiJKL then", "sent Bearer [redacted]"),
        ("<password>abc</password> <host>h</host>", "<password>[redacted]</password> <host>h</host>"),
        ("my password is hunter2", "my password is [redacted]"),
        ("app password:\nabcd efgh ijkl mnop", "app password:\n[redacted]"),
        ("swaks --auth-password hunter2 --server smtp.example.com", "swaks --auth-password [redacted] --server smtp.example.com"),
        ("curl -u user:hunter2 smtp://smtp.example.com", "curl -u user:[redacted] smtp://smtp.example.com"),
        ("sendemail -xu a@example.com -xp hunter2 -s h:587", "sendemail -xu a@example.com -xp [redacted] -s h:587"),
        (
            "mailsend -user a@example.com -pass \"hunter two\" -port 587",
            "mailsend -user a@example.com -pass [redacted] -port 587",
        ),
        ("blat -u a@example.com -pw hunter2 -to b@example.com", "blat -u a@example.com -pw [redacted] -to b@example.com"),
        ("--------------- --smtp-pass hunter2", "--------------- --smtp-pass [redacted]"),
        ("https://mail-settings.google.com/mail/vf-%5BANG%5D", "https://mail-settings.google.com/mail/vf-[redacted]"),
        ("S: 535 5.7.8 no C: QUIT", "S: 535 5.7.8 no C: QUIT"),
        ("", ""),
    ] {
        let masked = mask(log);
        assert_eq!(masked.text, left);
        assert_eq!(masked.found, log != left, "{log}");
        assert_eq!(mask(&masked.text).text, left, "twice: {log}");
    }
}

#[test]
fn every_style_of_log_with_every_mechanism() {
    for (style, (name, ..)) in STYLES.iter().enumerate() {
        for (mechanism, lines) in sign_ins("S3cr3t/Pass+w0rd", "fyko+d2lbbFgONRv9qkxdawL") {
            for wrap in [0, 8, 20, 76] {
                let log = written(style, &lines, wrap);
                assert_gone(&format!("{name}, {mechanism}, {wrap}"), &log, "S3cr3t/Pass+w0rd");
                let class = |text: &str| {
                    crate::mail::replies::find(text)
                        .into_iter()
                        .filter(|r| r.code >= 400)
                        .map(|r| explain(&r.text, Speaker::default()).class)
                        .next()
                };
                assert_eq!(
                    class(&mask(&log).text),
                    Some("bad_credentials"),
                    "{name}, {mechanism}, {wrap}\n{log}\n{}",
                    mask(&log).text
                );
            }
        }
    }
}

#[test]
fn lines_that_were_lost_when_it_was_pasted() {
    let log = "C: AUTH LOGIN S: 334 VXNlcm5hbWU6 C: c3VwcG9ydEBleGFtcGxlLmNvbQ== S: 334 UGFzc3dvcmQ6 C: aHVudGVyMg== S: 535 5.7.8 Username and Password not accepted";
    let left = mask(log).text;
    assert!(!left.contains("aHVu") && left.ends_with("535 5.7.8 Username and Password not accepted"), "{left}");
}

#[test]
fn a_secret_that_holds_the_words_of_a_failure_is_none() {
    // base64 of these letters and digits has the words in it, whichever way it is written
    for secret in ["ab/eauth+cdAB12", "c2VjcmV0EAUTHx9Q", "ABnotAfterXyz123", "aHVudGVyECONNRESETz", "enotfoundxyz1", "eauth"] {
        for (asked, said) in [("334 UGFzc3dvcmQ6\n", ""), ("S: 334 UGFzc3dvcmQ6\n", "C: "), ("<~  334 UGFzc3dvcmQ6\n", " ~> ")] {
            let log = format!("{asked}{said}{secret}\n{said}c2Vjb25kK3NlY3JldA==\n");
            let left = mask(&log).text;
            assert!(!left.contains(secret) && !left.contains("c2Vjb25k"), "{log}\n{left}");
        }
    }
    let log = "C: AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\nError: connect ECONNREFUSED 127.0.0.1:465\nC: nothing secret\n";
    assert!(mask(log).text.ends_with("Error: connect ECONNREFUSED 127.0.0.1:465\nC: nothing secret\n"), "{}", mask(log).text);
    let log = "C: AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\nC: aHVudGVyMg== (connection timed out)\n";
    assert!(mask(log).text.ends_with("C: [redacted] (connection timed out)\n"), "{}", mask(log).text);
}

/// Time in the least of a few runs.
fn cost(text: &str) -> std::time::Duration {
    let run = || {
        let start = std::time::Instant::now();
        std::hint::black_box(mask(text));
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap()
}

/// How much longer eight times as much takes: 8 in proportion, 64 in its square. The machine may be busy: the best of a few tries.
fn growth(piece: &str) -> u128 {
    let text = |bytes: usize| piece.repeat(bytes / piece.len());
    let (short, long) = (text(8 << 10), text(64 << 10));
    let once = || cost(&long).as_nanos() / cost(&short).as_nanos().max(1);
    (0..5).map(|_| once()).find(|times| *times < 20).unwrap_or(64)
}

#[test]
fn long_lines_take_time_in_proportion_to_their_length() {
    for piece in [
        "AUTH PLAIN ",
        "password=",
        "://a:b@",
        "535 ",
        "\\",
        "'",
        "-u a:b ",
        "abcd ",
        "Bearer ",
        "\\0",
        "334 x ",
        "-",
        "--a",
        "auth+",
        "auth ",
        "auth PLAIN+",
        "/mail/vf-",
        "535-auth:",
        "250 AUTH:",
        "-u \"",
        "-u ' -u \"",
        "password=\"",
        "password is ",
        "pass",
        "pass>",
        "basic a",
        "<pass>",
        "(",
        ":",
        "334 ",
        "334 a b\n",
        "C: a b ",
        "[redacted]",
        "[redacted] ",
        "ya29.",
        "ya29/",
        "eyJ",
        "a=",
        "=",
        "a/",
        "\0",
        "^@",
        "é",
        "'password' => ",
        "--password ",
        "334 x\n--password\n",
        "abcd ",
        "pass abcd ",
        "\\n",
        "\n",
        "pass\n",
        "login(",
        "user:x@",
        "://",
        "authauth+",
        "auth-plain ",
        "1//0",
    ] {
        let times = growth(piece);
        assert!(times < 20, "{piece:?}: eight times as long takes {times} times as long");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_credential_is_left_in_a_dialogue(
        password in "[ -~é√]{6,40}",
        nonce in "[!-~&&[^,]]{12,24}",
        style in 0..STYLES.len(),
        mechanism in 0..12_usize,
        wrap in prop_oneof![Just(0_usize), 4..80_usize],
    ) {
        let (name, lines) = sign_ins(&password, &nonce).swap_remove(mechanism);
        assert_gone(name, &written(style, &lines, wrap), &password);
    }

    #[test]
    fn no_named_secret_is_left(password in "[!-~]{6,40}", form in 0..12_usize) {
        let json = serde_json::to_string(&password).unwrap();
        let url: String = url::form_urlencoded::byte_serialize(password.as_bytes()).collect();
        let plain = format!("user\\0{password}");
        let log = match form {
            0 => format!("password={password}\n{REFUSED}"),
            1 => format!("smtp_password: {password}\n{REFUSED}"),
            2 => format!("{{\"auth\":{{\"user\":\"{USER}\",\"pass\":{json}}}}}\n{REFUSED}"),
            3 => format!("smtps://{USER}:{url}@smtp.gmail.com:465\n{REFUSED}"),
            4 => format!("Authorization: Basic {}\n{REFUSED}", STANDARD.encode(format!("{USER}:{password}"))),
            5 => format!("\"refresh_token\" : {json}\n{REFUSED}"),
            6 => format!("access_token={url}&expires_in=3600\n{REFUSED}"),
            7 => format!("auth=Bearer {}\n{REFUSED}", password.replace(['"', '\'', ','], "x")),
            8 => format!("decoded: {plain}\n{REFUSED}"),
            9 => format!("{}\n{REFUSED}", serde_json::to_string(&format!("config: {{\"password\":{json}}}")).unwrap()),
            10 => format!("'password' => '{}',\n{REFUSED}", password.replace(['\'', '\\'], "x")),
            _ => format!("Pass: {password}\r\n{REFUSED}"),
        };
        let secret = match form { 7 => password.replace(['"', '\'', ','], "x"), 10 => password.replace(['\'', '\\'], "x"), _ => password };
        // Without quotes around it, one that begins with a quote ends like one that has them.
        prop_assume!(![0, 1, 11].contains(&form) || !secret.starts_with(['"', '\'', '`', '\\']));
        // A password that reads like a reply ends where a reply begins.
        prop_assume!(crate::mail::replies::reply_at(&secret).is_none());
        assert_gone(&form.to_string(), &log, &secret);
    }

    #[test]
    fn nothing_makes_it_panic_and_twice_is_once(
        text in "(\\PC|[\\r\\n\\x00]|AUTH PLAIN |334 |535 5.7.8 |password=|://|\\[redacted\\]|\\\\n|'|\"|C: |Bearer |-u |abcd ){0,60}",
    ) {
        let masked = mask(&text).text;
        prop_assert_eq!(&mask(&masked).text, &masked);
    }
}
