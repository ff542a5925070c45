//! Files as providers write them, as the careless write them, and as somebody with bad intentions would.

use super::*;
use proptest::prelude::*;

fn address() -> Address {
    Address::parse("Support.Team@example.com").unwrap_or_else(|e| unreachable!("{e}"))
}

fn file(servers: &str) -> String {
    format!("<clientConfig version='1.1'><emailProvider id='example.com'>{servers}</emailProvider></clientConfig>")
}

fn server(fields: &str) -> String {
    format!("<outgoingServer type='smtp'>{fields}</outgoingServer>")
}

const GOOD: &str = "<hostname>smtp.example.com</hostname><port>465</port><socketType>SSL</socketType>";

/// Host, port, security and login of what can be used; then why others cannot.
fn told(servers: &str) -> (Vec<String>, Vec<String>) {
    let offers = read(file(servers).as_bytes(), &address()).unwrap_or_else(|e| unreachable!("{e}"));
    let line = |offer: &Offer| {
        let Outbox { host, port, security } = &offer.outbox;
        format!("{host} {port} {} {} {:?}", security.as_str(), offer.username.as_deref().unwrap_or("-"), offer.sign_in)
    };
    (offers.usable.iter().map(line).collect(), offers.left_out)
}

fn usable(fields: &str) -> Vec<String> {
    told(&server(fields)).0
}

fn refused(file: &str) -> String {
    read(file.as_bytes(), &address()).err().unwrap_or_else(|| "not refused".into())
}

#[test]
fn a_whole_file() {
    let whole = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- from the ISPDB -->
<clientConfig version="1.1">
  <emailProvider id="example.com">
    <domain>example.com</domain>
    <displayName>Example &amp; Sons</displayName>
    <incomingServer type="imap">
      <hostname>imap.example.com</hostname><port>993</port><socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>mail.%EMAILDOMAIN%</hostname>
      <port> 587 </port>
      <socketType>STARTTLS</socketType>
      <username>%EMAILLOCALPART%</username>
      <authentication>OAuth2</authentication>
      <authentication>password-cleartext</authentication>
      <restriction>clientIPAddress</restriction>
    </outgoingServer>
    <documentation url="https://example.com/help"><descr lang="en">Use <b>SMTP</b></descr></documentation>
  </emailProvider>
  <webMail><loginPage url="https://example.com"/></webMail>
</clientConfig>"#;
    let offers = read(whole.as_bytes(), &address()).unwrap_or_else(|e| unreachable!("{e}"));
    let [offer] = offers.usable.as_slice() else { unreachable!("{offers:?}") };
    assert_eq!((offer.outbox.host.as_str(), offer.outbox.port), ("mail.example.com", 587));
    assert_eq!(offer.outbox.security, Security::Starttls);
    assert_eq!(offer.username.as_deref(), Some("Support.Team"));
    assert_eq!(offer.sign_in, SignIn::Password);
}

#[test]
fn servers_stand_in_the_files_order_and_passwords_come_first() {
    let named = |name: &str, way: &str| {
        server(&format!(
            "<hostname>{name}</hostname><port>465</port><socketType>SSL</socketType><authentication>{way}</authentication>"
        ))
    };
    let all = [named("a.test", "OAuth2"), named("b.test", "password-cleartext"), named("c.test", "password-encrypted")].concat();
    let (usable, left_out) = told(&all);
    assert_eq!(usable, ["b.test 465 ssl - Password", "c.test 465 ssl - Password", "a.test 465 ssl - OAuth"]);
    assert!(left_out.is_empty());
    assert_eq!(told(&named("a.test", "x").repeat(100)).1.len(), SERVERS);
}

#[test]
fn logins_are_filled_in_once() {
    let login = |template: &str| usable(&format!("{GOOD}<username>{template}</username>")).concat();
    let expected = |login: &str| format!("smtp.example.com 465 ssl {login} Password");
    assert_eq!(login("%EMAILADDRESS%"), expected("Support.Team@example.com"));
    assert_eq!(login("%EMAILLOCALPART%.%EMAILDOMAIN%"), expected("Support.Team.example.com"));
    assert_eq!(login("100%!%OTHER%"), expected("100%!%OTHER%"));
    assert_eq!(login("a&amp;b&#x40;c"), expected("a&b@c"));
    assert_eq!(login("<![CDATA[a&b]]>"), expected("a&b"));
    assert_eq!(login(""), expected("-"));
    let odd = Address::parse("%EMAILDOMAIN%@example.com").unwrap_or_else(|e| unreachable!("{e}"));
    let read = read(file(&server(&format!("{GOOD}<username>%EMAILLOCALPART%</username>"))).as_bytes(), &odd);
    assert_eq!(read.map(|o| o.usable[0].username.clone()), Ok(Some("%EMAILDOMAIN%".into())));
}

#[test]
fn what_cannot_be_used_is_left_out_with_its_reason() {
    let with = |host: &str, port: &str, socket: &str, way: &str| {
        let (usable, left_out) = told(&server(&format!(
            "<hostname>{host}</hostname><port>{port}</port><socketType>{socket}</socketType><authentication>{way}</authentication>"
        )));
        assert!(usable.is_empty(), "{usable:?}");
        left_out.concat()
    };
    assert!(with("a.test", "587", "plain", "plain").contains("without encryption"));
    assert!(with("a.test", "587", "", "plain").contains("without encryption"));
    assert!(with("a.test", "25", "STARTTLS", "plain").contains("port 25"));
    assert!(with("a.test", "0", "SSL", "plain").contains("no port"));
    assert!(with("a.test", "99999", "SSL", "plain").contains("no port"));
    assert!(with("", "465", "SSL", "plain").contains("no host name"));
    assert!(with("localhost", "465", "SSL", "plain").contains("no host name"));
    assert!(with("127.0.0.1", "465", "SSL", "plain").contains("no host name"));
    assert!(with("a b", "465", "SSL", "plain").contains("no host name"));
    assert!(with("%EMAILLOCALPART%.test", "465", "SSL", "plain").contains("no host name"), "it would tell the local part");
    assert!(with("a.test", "465", "SSL", "GSSAPI").contains("neither"));
    assert!(with("a.test", "465", "SSL", "client-IP-address").contains("neither"));
    assert!(told(&format!("<outgoingServer type='exchange'>{GOOD}</outgoingServer>")).1.concat().contains("no SMTP server"));
    assert!(told(&format!("<outgoingServer>{GOOD}</outgoingServer>")).1.concat().contains("no SMTP server"));
    let control = told(&server(&format!("{GOOD}<username>a&#10;b</username>")));
    assert_eq!(control.1, ["the login at smtp.example.com cannot be read"]);
}

#[test]
fn only_a_providers_own_servers_count() {
    let elsewhere = server(GOOD);
    for file in [
        format!("<clientConfig>{elsewhere}</clientConfig>"),
        format!("<clientConfig><other>{elsewhere}</other></clientConfig>"),
        file(&format!("<other>{elsewhere}</other>")),
        file(""),
        "<clientConfig/>".to_owned(),
    ] {
        assert_eq!(read(file.as_bytes(), &address()), Ok(Offers::default()), "{file}");
    }
}

#[test]
fn what_is_no_such_file_is_refused() {
    let page = "<!DOCTYPE html><html><head><title>Welcome</title><meta charset=utf-8></head><body><p>Parked</body></html>";
    assert_eq!(refused(page), NO_CONFIG);
    assert_eq!(refused(""), NO_CONFIG);
    assert_eq!(refused("not found"), NO_CONFIG);
    assert_eq!(refused("{\"error\":true}"), NO_CONFIG);
    assert_eq!(refused("<clientConfig><emailProvider>"), "it ends in the middle");
    assert_eq!(refused("<clientConfig></emailProvider>"), NO_XML);
    assert_eq!(refused("<clientConfig><"), NO_XML);
    assert!(read(b"\xff\xfe<\0c\0", &address()).is_err());
    let with_mark = [b"\xef\xbb\xbf".as_slice(), file(&server(GOOD)).as_bytes()].concat();
    assert!(read(&with_mark, &address()).is_ok_and(|offers| offers.usable.len() == 1));
}

#[test]
fn bombs_do_not_go_off() {
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"{}\">]>{}",
        "&a;".repeat(1000),
        file(&server("<hostname>&b;</hostname>"))
    );
    assert!(refused(&laughs).contains("declares entities"));
    let external = "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><clientConfig>&x;</clientConfig>";
    assert!(refused(external).contains("entity that XML does not have"));
    assert!(refused(&format!("<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]>{}", file(""))).contains("entities"));
    assert!(refused(&format!("<clientConfig>{}", "<a>".repeat(20_000))).contains("too deep"));
    assert_eq!(refused("<clientConfig>&#0;</clientConfig>"), "it holds an entity that XML does not have");
    let long = "a".repeat(60_000);
    assert!(usable(&format!("{GOOD}<username>{long}</username>")).concat().ends_with("ssl - Password"));
}

proptest! {
    #[test]
    fn no_file_crashes_it(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes, &address());
    }

    #[test]
    fn no_broken_file_crashes_it(cut in 0usize..400, junk in "\\PC{0,20}", again in 0usize..400) {
        let whole = file(&server(&format!("{GOOD}<username>%EMAILADDRESS%</username>")));
        let cut = (0..=cut.min(whole.len())).rev().find(|n| whole.is_char_boundary(*n)).unwrap_or(0);
        let again = (0..=again.min(whole.len())).rev().find(|n| whole.is_char_boundary(*n)).unwrap_or(0);
        let _ = read(format!("{}{junk}{}", &whole[..cut], &whole[again..]).as_bytes(), &address());
    }

    #[test]
    fn whatever_is_offered_is_encrypted_and_has_a_name(host in "\\PC{0,40}", port in "\\PC{0,6}", socket in "SSL|STARTTLS|plain|\\PC{0,9}") {
        let escape = |text: &str| quick_xml::escape::escape(text).into_owned();
        let fields = format!(
            "<hostname>{}</hostname><port>{}</port><socketType>{}</socketType>", escape(&host), escape(&port), escape(&socket)
        );
        let offers = read(file(&server(&fields)).as_bytes(), &address()).unwrap_or_default();
        for offer in offers.usable {
            prop_assert!(offer.outbox.port != 25 && offer.outbox.port != 0);
            prop_assert!(offer.outbox.host.as_str().contains('.'));
        }
    }
}
