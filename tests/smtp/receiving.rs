//! Mail comes in, and is kept as it came before anybody is told so.

use super::{DOMAIN, channels, kept, receiver};
use crate::support::{Server, Smtp, World};

/// Says what goes before the content of a message to these forwarders.
#[track_caller]
fn begin(client: &mut Smtp, forwarders: &[String]) {
    client.check("MAIL FROM:<customer@example.org>", "250 2.1.0");
    for forwarder in forwarders {
        client.check(&format!("RCPT TO:<{forwarder}>"), "250 2.1.5");
    }
}

#[test]
fn a_message_is_kept_with_our_headers_on_top() {
    let world = World::new();
    let server = receiver(&world);
    let forwarders = channels(&server, 2);
    let mut client = Smtp::hello(server.smtp());
    begin(&mut client, &forwarders[..1]);
    client.check("DATA", "354 ");
    client.check("Subject: one\r\n\r\n..dot\0\r\n.", "250 2.0.0");
    begin(&mut client, &forwarders);
    client.send("BDAT 8\r\nSubject:BDAT 7 LAST\r\n two\r\n\rNOOP\r\n");
    assert_eq!(client.codes(2), ["250 2.0.0", "550 5.6.11"]);
    client.ends();

    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    client.check("HELO [127.0.0.1]", "250 ");
    client.check("MAIL FROM:<>", "250 2.1.0");
    client.send(format!("RCPT TO:<{}>\r\nRCPT TO:<{}>\r\n", forwarders[0], forwarders[1]));
    client.send("BDAT 8\r\nSubject:BDAT 8 LAST\r\n two\r\n\r\nQUIT\r\n");
    assert_eq!(client.codes(5), ["250 2.1.5", "250 2.1.5", "250 2.0.0", "250 2.0.0", "221 2.0.0"]);
    client.ends();

    let messages = kept(&world);
    assert_eq!(messages.len(), 2);
    let (envelope, raw) = &messages[0];
    let (trace, content) = raw.split_once("+0000\r\n").unwrap();
    assert_eq!(content, "Subject: one\r\n\r\n.dot\0\r\n");
    let (id, domain) = forwarders[0].split_once('@').unwrap();
    assert_eq!(domain, DOMAIN);
    let head = format!(
        "Return-Path: <customer@example.org>\r\nReceived: from client.example.com ([127.0.0.1])\r\n\tby {DOMAIN} with ESMTP id "
    );
    assert!(trace.starts_with(&head) && trace.contains(&format!("\r\n\tfor <{}>;\r\n\t", forwarders[0])), "{trace}");
    assert_eq!(
        (envelope.recipients[0].channel_id.as_str(), envelope.recipients[0].forwarder.as_str()),
        (id, forwarders[0].as_str())
    );
    assert_eq!(
        (envelope.helo.as_str(), envelope.mail_from.as_str(), envelope.tls),
        ("client.example.com", "customer@example.org", false)
    );
    assert_eq!(envelope.client.to_string(), "127.0.0.1");

    let (envelope, raw) = &messages[1];
    let (trace, content) = raw.split_once("+0000\r\n").unwrap();
    assert_eq!(content, "Subject: two\r\n\r\n");
    assert!(trace.starts_with("Return-Path: <>\r\nReceived: from [127.0.0.1] (") && trace.contains(" with SMTP id "), "{trace}");
    assert!(!trace.contains("\tfor "), "{trace}");
    assert_eq!(envelope.recipients.len(), 2);
}

#[test]
fn only_connected_channels_get_mail() {
    let world = World::new();
    let server = receiver(&world);
    let forwarders = channels(&server, 2);
    let mut client = Smtp::hello(server.smtp());
    client.check("MAIL FROM:<customer@example.org>", "250 2.1.0");
    client.check(&format!("RCPT TO:<{}>", forwarders[0].to_uppercase()), "250 2.1.5");
    client.check(&format!("RCPT TO:<{}>", forwarders[0].replace(DOMAIN, "example.com")), "550 5.7.1");
    client.check(&format!("RCPT TO:<0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001@{DOMAIN}>"), "550 5.1.1");
    let (id, _) = forwarders[1].split_once('@').unwrap();
    world.qontak(["--profile", "admin", "email", "disconnect", id, "--yes"]).run().success();
    client.check(&format!("RCPT TO:<{}>", forwarders[1]), "550 5.1.1");
    client.check("DATA", "354 ");
    client.check("\r\n.", "250 2.0.0");
    assert_eq!(kept(&world).len(), 1);
}

#[test]
fn a_hundred_recipients_in_one_write() {
    let world = World::new();
    let server = receiver(&world);
    let forwarders = channels(&server, 101);
    let mut client = Smtp::hello(server.smtp());
    let mut said = "MAIL FROM:<customer@example.org> SMTPUTF8 BODY=8BITMIME SIZE=30\r\n".to_owned();
    said.extend(forwarders.iter().map(|forwarder| format!("RCPT TO:<{forwarder}>\r\n")));
    client.send(format!("{said}DATA\r\n"));
    let mut expected = vec!["250 2.1.0"];
    expected.extend([["250 2.1.5"; 100].as_slice(), &["452 4.5.3", "354"]].concat());
    assert_eq!(client.codes(103), expected);
    client.send("Subject: ä\r\n\r\n.\r\nQUIT\r\n");
    assert_eq!(client.codes(2), ["250 2.0.0", "221 2.0.0"]);
    let [(envelope, raw)] = kept(&world).try_into().unwrap();
    assert!(raw.contains(" with UTF8SMTP id ") && raw.ends_with("+0000\r\nSubject: ä\r\n\r\n"), "{raw}");
    let mut ids: Vec<_> = envelope.recipients.into_iter().map(|recipient| recipient.channel_id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 100);
}

#[test]
fn a_large_message_is_not_held() {
    let world = World::new();
    let server = receiver(&world);
    let forwarder = &channels(&server, 1)[0];
    let mut client = Smtp::hello(server.smtp());
    begin(&mut client, std::slice::from_ref(forwarder));
    client.check("DATA", "354 ");
    client.check("Subject: small\r\n\r\n.", "250 2.0.0");
    let before = peak(&server);
    begin(&mut client, std::slice::from_ref(forwarder));
    client.check("DATA", "354 ");
    let line = format!("{}\r\n", "x".repeat(998));
    client.send("Subject: large\r\n\r\n");
    for _ in 0..25_000 {
        client.send(&line);
    }
    client.check(".", "250 2.0.0");
    let grown = peak(&server).saturating_sub(before);
    assert!(grown < 8 << 10, "{grown} KiB more for 25 MB");
    let (_, raw) = &kept(&world)[1];
    let content = raw.split_once("+0000\r\n").unwrap().1;
    assert!(content == format!("Subject: large\r\n\r\n{}", line.repeat(25_000)), "{} bytes", content.len());
}

/// The most memory that the server has had, in KiB. Only Linux tells.
fn peak(server: &Server<'_>) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid().as_raw_nonzero())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

#[test]
fn loops_and_smuggled_messages_are_not_kept() {
    let world = World::new();
    let server = receiver(&world);
    let forwarder = &channels(&server, 1)[0];
    let mut client = Smtp::hello(server.smtp());
    let head = format!("MAIL FROM:<customer@example.org>\r\nRCPT TO:<{forwarder}>\r\nDATA\r\n");
    client.send(&head);
    client.send(format!("{}\r\n.\r\n", "Received: from a by b\r\n".repeat(51)));
    assert_eq!(client.codes(4), ["250 2.1.0", "250 2.1.5", "354", "554 5.4.6"]);
    client.send(&head);
    client.send(format!("outer\n.\r\n{head}inner\r\n.\r\n{head}second\r\n.\r\n"));
    assert_eq!(client.codes(4), ["250 2.1.0", "250 2.1.5", "354", "550 5.6.11"]);
    client.ends();
    assert_eq!(kept(&world).len(), 0);
}
