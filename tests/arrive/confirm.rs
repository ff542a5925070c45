//! `email confirm`: both forms, every refusal, every format.

use super::{CANCELS, CODE, FORWARDER, LINK, MAILBOX, Mail, SENDER, answer, channel, confirm, fixture, inbox, path};
use crate::support::rows::{failure, id};
use crate::support::{Canned, Output, World};
use serde_json::{Value, json};

const WITH_CODE: [&str; 3] = ["en-code", "id-code", "ja-code"];
const WITH_LINK: [&str; 3] = ["de-link", "ar-link", "pt-link"];

/// Nothing was found that may be used.
#[track_caller]
fn refused(output: Output, why: &str) -> Output {
    output.exits(9).stdout_is("").stderr_has(why).lacks(CANCELS).lacks("/mail/vf-").lacks(CODE)
}

#[test]
fn a_code_is_the_answer_and_nothing_else() {
    let world = World::new();
    for name in WITH_CODE {
        let server = inbox(vec![Mail::new(fixture(name))]);
        let output = confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
        let output = output.stderr_has(&format!("{MAILBOX} asks Gmail to forward its mail to {FORWARDER}."));
        output.stderr_has("signed by google.com.").stderr_has("2026-11-23T05:00:00.000Z").lacks("/mail/");
        let link = confirm(&world, &server, &["--link"]).run().success();
        link.stdout_is(&format!("{LINK}\n")).lacks(CANCELS);
    }
}

#[test]
fn the_new_form_has_only_a_link_which_nobody_sees_unasked() {
    let world = World::new();
    for name in WITH_LINK {
        let server = inbox(vec![Mail::new(fixture(name))]);
        let output = confirm(&world, &server, &[]).run().exits(9).stdout_is("").lacks("/mail/");
        output.stderr_has("no code, only a link").stderr_has("--link prints it").stderr_has("--open opens it");
        confirm(&world, &server, &["--link"]).run().success().stdout_is(&format!("{LINK}\n")).lacks(CANCELS);
        assert!(server.requests().iter().all(|request| request.method == "GET"), "nothing is changed");
    }
}

#[test]
fn the_fields_are_public_in_every_format() {
    let world = World::new();
    let fields = "mailbox,forwarder,requester,code,link,dkim,form,received_at,room_id,message_id";
    let at = "2026-11-23T05:00:00.000Z";
    let server = inbox(vec![Mail::new(fixture("en-code"))]);
    let csv = confirm(&world, &server, &["-o", "csv"]).run().success().stdout;
    let row = format!("{MAILBOX},{FORWARDER},{MAILBOX},{CODE},,pass,code,{at},{},{}", id(700), id(500));
    assert_eq!(csv, format!("{fields}\n{row}\n"));
    let tsv = confirm(&world, &server, &["-o", "tsv"]).run().success();
    tsv.stdout_is(&format!("{}\n", row.replace(',', "\t")));
    let json = confirm(&world, &server, &["--json"]).run().success().json();
    let expected = json!({
        "mailbox": MAILBOX, "forwarder": FORWARDER, "requester": MAILBOX, "code": CODE, "link": null, "dkim": "pass", "form": "code",
        "received_at": at, "room_id": id(700), "message_id": id(500)
    });
    assert_eq!(json, expected);
    let table = confirm(&world, &server, &["-o", "table"]).run().success();
    assert!(table.stdout.contains(CODE) && table.stdout.contains(at), "{}", table.story());
    confirm(&world, &server, &["--columns", "code,form"]).run().success().stdout_is(&format!("{CODE}\tcode\n"));
    let wrong = confirm(&world, &server, &["--columns", "password"]).run().exits(2);
    wrong.stderr_has("password").stdout_is("");

    // What has only a link is told as data too; but nothing of it was given that helps.
    let server = inbox(vec![Mail::new(fixture("de-link"))]);
    let output = confirm(&world, &server, &["--json"]).run().exits(9).lacks("/mail/");
    let json = output.json();
    assert_eq!((&json["form"], &json["code"], &json["link"]), (&"link".into(), &Value::Null, &Value::Null));
    assert_eq!(output.json_error()["kind"], "not_proven");
    let with_link = confirm(&world, &server, &["--json", "--link"]).run().success().json();
    assert_eq!(with_link["link"], LINK);
}

#[test]
fn somebody_else_who_asks_is_refused_loudly() {
    let world = World::new();
    for name in ["en-code", "pt-link"] {
        let raw = fixture(name).replace("=?UTF-8?", "=?x?").replace(MAILBOX, "thief@evil.example");
        let server = inbox(vec![Mail::new(raw)]);
        for words in [&[][..], &["--link"]] {
            let output = refused(confirm(&world, &server, words).run(), "somebody else wants to forward mail into this inbox");
            output.stderr_has("thief@evil.example").stderr_has(&format!("qontak inbox show {}", id(700)));
        }
    }
}

#[test]
fn what_does_not_name_one_who_asks_is_refused() {
    let world = World::new();
    let raw = fixture("en-code");
    let several = raw.replace("Your code", "Or for boss@example.com. Your code");
    let output = refused(confirm(&world, &inbox(vec![Mail::new(several)]), &[]).run(), "names several");
    output.stderr_has("boss@example.com").stderr_has("qontak inbox show");
    let nobody = raw.replace(MAILBOX, "somebody");
    refused(confirm(&world, &inbox(vec![Mail::new(nobody)]), &[]).run(), "does not say who asks");
    let elsewhere = raw.replace(&format!("To: {FORWARDER}"), &format!("To: {MAILBOX}"));
    refused(confirm(&world, &inbox(vec![Mail::new(elsewhere)]), &[]).run(), "not to this channel's forwarder");
    let two = raw.replace("More about it:", "https://mail.google.com/mail/vf-second");
    refused(confirm(&world, &inbox(vec![Mail::new(two)]), &[]).run(), "several links");
}

#[test]
fn what_can_only_be_cancelled_is_told_and_the_link_is_not() {
    let world = World::new();
    for words in [&[][..], &["--link"], &["--json", "--link"]] {
        let server = inbox(vec![Mail::new(fixture("es-cancels"))]);
        let output = confirm(&world, &server, words).run();
        refused(output, "it can only be cancelled").stderr_has("ask Gmail again");
    }
}

#[test]
fn forged_ones_give_nothing() {
    let world = World::new();
    let raw = fixture("en-code");
    let evil = |link: &str| raw.replace(LINK, link).replace(&format!("(#{CODE})"), "()");
    for forged in [
        raw.replace(SENDER, "forwarding-noreply@google.com.evil.example"),
        raw.replace(SENDER, "forwarding-noreply@googIe.com"),
        raw.replace("From: ", "From: a@evil.example\nFrom: "),
        raw.replace("Gmail Team <", "forwarding-noreply@google.com <").replace(&format!("<{SENDER}>"), "<a@evil.example>"),
    ] {
        let output = confirm(&world, &inbox(vec![Mail::new(forged)]), &["--link"]).run();
        refused(output, &format!("no confirmation from {SENDER} came"));
    }
    for link in [
        "https://mail-settings.google.com.evil.example/mail/vf-abc",
        "https://evil.example/mail/vf-abc",
        "http://mail-settings.google.com/mail/vf-abc",
        "https://mail-settings.google.com/mail/vf-abc/../uf-abc",
    ] {
        let output = confirm(&world, &inbox(vec![Mail::new(evil(link))]), &["--link"]).run();
        refused(output, "it can only be cancelled").lacks("evil.example");
    }
    let disguised = evil("https://mail-settings.google.com@evil.example/mail/vf-abc");
    refused(confirm(&world, &inbox(vec![Mail::new(disguised)]), &["--link"]).run(), "names several");
    let shouted = "HTTPS://MAIL-SETTINGS.GOOGLE.COM/mail/vf-abc";
    let server = inbox(vec![Mail::new(evil(shouted))]);
    confirm(&world, &server, &["--link"]).run().success().stdout_is("https://mail-settings.google.com/mail/vf-abc\n");
}

#[test]
fn a_signature_that_is_known_not_to_be_googles_is_refused() {
    let world = World::new();
    let mail = Mail::new(fixture("en-code"));
    for (word, domains) in [
        ("fail", &[][..]),
        ("none", &[]),
        ("neutral", &[]),
        ("policy", &[]),
        ("permerror", &[]),
        ("pass", &["evil.example"]),
        ("pass", &[]),
    ] {
        let server = inbox(vec![mail.clone().dkim(word, domains)]);
        refused(confirm(&world, &server, &[]).run(), "is not shown to be Google's");
    }
    for unknown in [Value::Null, json!({}), json!({"dkim": "temperror"})] {
        let server = inbox(vec![mail.clone().known(unknown)]);
        let output = confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
        output.stderr_has("warning: the server has not looked up whether google.com signed it");
        assert_eq!(confirm(&world, &server, &["--json"]).run().success().json()["dkim"], "unchecked");
    }
}

#[test]
fn why_a_signature_does_not_count_is_told_as_far_as_it_is_known() {
    let world = World::new();
    let raw = fixture("en-code");
    let other = raw.replace("d=google.com", "d=evil.example");
    for (raw, word, domains, why) in [
        (&raw, "fail", &[][..], "its signature by google.com is wrong"),
        (&other, "fail", &[], "its signature by evil.example is wrong"),
        (&raw, "permerror", &[], "its signature by google.com is malformed, or there is no such key"),
        (&raw, "neutral", &[], "its signature by google.com could not be used"),
        (&raw, "none", &[], "it carries no signature"),
        (&raw, "pass", &["evil.example"], "it is signed by evil.example, not by google.com"),
        (&raw, "pass", &[], "the server does not say who signed it"),
    ] {
        let server = inbox(vec![Mail::new(raw.as_str()).dkim(word, domains)]);
        refused(confirm(&world, &server, &[]).run(), why).stderr_has(&format!("qontak inbox show {}", id(700)));
    }
}

#[test]
fn what_could_not_be_looked_up_counts_as_unchecked_only_when_nobody_but_google_can_have_signed() {
    let world = World::new();
    let raw = fixture("en-code");
    let evil = "DKIM-Signature: v=1; d=servfail.evil.example; s=x; b=y\n";
    let unsigned = raw.split_once("From: ").map(|(_, rest)| format!("From: {rest}")).unwrap();
    for (raw, signer) in [
        (raw.replace("d=google.com", "d=servfail.evil.example"), "signed by servfail.evil.example"),
        (format!("{evil}{raw}"), "signed by servfail.evil.example and google.com"),
        (raw.replace("d=google.com", "d=google.com; d=evil.example"), "signed by an unnamed domain"),
        (unsigned, "signed by nobody"),
    ] {
        for unknown in [Value::Null, json!({"dkim": "temperror"})] {
            let server = inbox(vec![Mail::new(raw.as_str()).known(unknown)]);
            refused(confirm(&world, &server, &["--link"]).run(), signer).stderr_has("is not shown to be Google's");
        }
    }
}

#[test]
fn one_that_google_signed_comes_before_one_that_was_not_checked() {
    let world = World::new();
    let unchecked = Mail::new(fixture("en-code").replace(CODE, "22222222")).at("2026-11-23T06:00:00.000Z").known(Value::Null);
    let server = inbox(vec![Mail::new(fixture("en-code")).at("2026-11-22T05:00:00.000Z"), unchecked]);
    let output = confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
    output.stderr_has("a newer confirmation, of 2026-11-23T06:00:00.000Z, was not checked").stderr_has("signed by google.com.");
}

#[test]
fn junk_in_googles_name_hides_nothing() {
    let world = World::new();
    let genuine = Mail::new(fixture("en-code")).at("2026-11-22T05:00:00.000Z");
    let junk = Mail::new(format!("From: {SENDER}\nTo: {FORWARDER}\n\nx")).at("2026-11-23T06:00:00.000Z");
    let unchecked = junk.clone().known(json!({"dkim": "temperror"}));
    let mut mails = vec![genuine.clone()];
    mails.extend(vec![junk.clone().dkim("fail", &[]); 30]);
    mails.extend(vec![unchecked.clone(); 30]);
    let server = inbox(mails.clone());
    let output = confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
    output.stderr_has("36 more messages in the Inbox").stderr_has("were not looked at");
    let read = server.requests().iter().filter(|request| request.target.ends_with("/raw")).count();
    assert_eq!(read, 25, "the one, 19 that were not checked, and 5 that speak against themselves");

    // Not checked itself, it is found among those that were not either.
    mails[0] = genuine.known(Value::Null);
    let server = inbox(mails);
    confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
    let server = inbox(vec![unchecked; 130]);
    refused(confirm(&world, &server, &[]).run(), "30 more messages in the Inbox").stderr_has("no confirmation from");
}

#[test]
fn the_newest_that_may_be_used_counts() {
    let world = World::new();
    let old = fixture("en-code").replace(CODE, "11111111");
    let stranger = fixture("en-code").replace(MAILBOX, "thief@evil.example");
    let server = inbox(vec![
        Mail::new(old).at("2026-11-20T05:00:00.000Z"),
        Mail::new(fixture("en-code")).at("2026-11-22T05:00:00.000Z"),
        Mail::new(stranger).at("2026-11-23T05:00:00.000Z"),
        Mail::new(fixture("en-code").replace(CODE, "22222222")).at("2026-11-23T06:00:00.000Z").dkim("fail", &[]),
    ]);
    let output =
        confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n")).stderr_has("do not count any more: 1.");
    output.stderr_has("thief@evil.example").stderr_has("(DKIM: fail)").lacks("11111111").lacks("22222222");
}

#[test]
fn a_saved_message_is_read_like_one_in_the_inbox_and_is_not_verified() {
    let world = World::new();
    let server = inbox(Vec::new());
    for name in WITH_CODE.into_iter().chain(WITH_LINK) {
        world.input("saved.eml", fixture(name));
        let output = confirm(&world, &server, &["--from-file", "saved.eml", "--json", "--link"]).run().success();
        let output = output.stderr_has("which was not verified").lacks(CANCELS);
        let json = output.json();
        assert_eq!((&json["requester"], &json["link"], &json["dkim"]), (&MAILBOX.into(), &LINK.into(), &"unverified".into()));
        assert_eq!((&json["received_at"], &json["room_id"]), (&Value::Null, &Value::Null));
    }
    let bare = fixture("en-code").replace("d=google.com", "d=example.com");
    let output = confirm(&world, &server, &["--from-file", "-"]).stdin(bare).run().success().stdout_is(&format!("{CODE}\n"));
    output.stderr_has("warning: Google signs every message");
    for other in ["", "From: a@example.com\n\nhello\n", "\u{0}\u{1}", "From: x\nFrom: y"] {
        let output = confirm(&world, &server, &["--from-file", "-"]).stdin(other).run();
        refused(output, "not Gmail's forwarding confirmation").stderr_has("headers");
    }
    let missing = confirm(&world, &server, &["--from-file", "missing.eml"]).run().exits(2);
    missing.stderr_has("missing.eml").stdout_is("");
    let stranger = fixture("en-code").replace(MAILBOX, "thief@evil.example");
    refused(confirm(&world, &server, &["--from-file", "-"]).stdin(stranger.as_str()).run(), "somebody else");
    world.input("it is.eml", &stranger);
    let output = refused(confirm(&world, &server, &["--from-file", "it is.eml"]).run(), "somebody else");
    output.stderr_has("look at it: qontak email trace 'it is.eml'");
    world.input("link only.eml", fixture("de-link"));
    let output = refused(confirm(&world, &server, &["--from-file", "link only.eml"]).run(), "no code, only a link");
    output.stderr_has(&format!("qontak email confirm {MAILBOX} --from-file 'link only.eml' --link prints it"));
    confirm(&world, &server, &["--from-file", "-", "--wait"]).stdin("x").run().exits(2).stderr_has("--wait");
}

#[test]
fn nothing_there_says_what_applies_to_the_provider() {
    let world = World::new();
    let at = |host: &'static str, mails: Vec<Mail>, words: &[&str]| {
        let channel = channel(host);
        let server = Canned::new(move |request, _| answer(request, &channel, &mails));
        refused(confirm(&world, &server, words).run(), "")
    };
    for host in ["smtp.gmail.com", "smtp.example.com", "smtp.sendgrid.net"] {
        at(host, Vec::new(), &[]).stderr_has("no confirmation from").stderr_has("Add").stderr_has(FORWARDER);
    }
    for words in [&[][..], &["--wait"]] {
        at("smtp.office365.com", Vec::new(), words).stderr_has("without a confirmation").stderr_has("email verify");
        at("smtp.zoho.com", Vec::new(), words).stderr_has("mails a link of its own").stderr_has("inbox list --channel");
    }
    let zoho = Mail { from: "noreply@zohoaccounts.example".into(), ..Mail::new("From: x\n\nx") };
    at("smtp.zoho.com", vec![zoho], &[]).stderr_has(&format!("qontak inbox show {}", id(700)));
}

#[test]
fn a_channel_without_a_forwarder_has_nothing_to_confirm() {
    let world = World::new();
    let oauth =
        json!({"id": id(1), "target_channel": "email", "webhook": "ms", "settings": {"type": "outlook", "username": MAILBOX}});
    let server = Canned::new(move |request, _| answer(request, &oauth, &[]));
    let output = confirm(&world, &server, &[]).run().exits(8).stdout_is("");
    output.stderr_has("has no email forwarder").stderr_has("Microsoft (OAuth)");
    world.at(&server.url(), ["email", "confirm", "other@example.com"]).run().exits(6).stderr_has("no such channel");
}

#[test]
fn what_a_server_does_not_offer_is_said() {
    let world = World::new();
    let mails = vec![Mail::new(fixture("en-code"))];
    for missing in ["/messages", "/raw"] {
        let (mails, channel) = (mails.clone(), channel("smtp.gmail.com"));
        let server = Canned::new(move |request, _| match path(request).ends_with(missing) {
            true => failure(404, &["Resource not found."]),
            false => answer(request, &channel, &mails),
        });
        let output = confirm(&world, &server, &[]).run().exits(1).stdout_is("").stderr_has("this server does not");
        if missing == "/raw" {
            output.stderr_has("--from-file").stderr_has(&id(700));
        }
    }
    let server = Canned::new(|_, _| failure(403, &["Only Admin user can integrate Email channel"]));
    confirm(&world, &server, &[]).run().exits(5).stderr_has("needs Admin or Supervisor").stdout_is("");
}

#[test]
fn a_message_that_was_removed_meanwhile_is_left_out() {
    let world = World::new();
    let mails = vec![
        Mail::new(fixture("en-code")).at("2026-11-22T05:00:00.000Z"),
        Mail::new(fixture("en-code").replace(CODE, "22222222")),
    ];
    let channel = channel("smtp.gmail.com");
    let newest = format!("{}/raw", id(501));
    let server = Canned::new(move |request, _| match path(request).ends_with(&newest) {
        true => failure(404, &["Resource not found."]),
        false => answer(request, &channel, &mails),
    });
    confirm(&world, &server, &[]).run().success().stdout_is(&format!("{CODE}\n"));
}

#[test]
fn rooms_of_others_are_not_looked_into() {
    let world = World::new();
    let mails = vec![Mail::new(fixture("en-code"))];
    let mut of_another = channel("smtp.gmail.com");
    of_another["id"] = id(2).into();
    let server = Canned::new(move |request, _| answer(request, &of_another, &mails));
    refused(confirm(&world, &server, &[]).run(), "no confirmation from");
    assert!(!server.requests().iter().any(|request| request.target.contains(&id(700))));
}

#[test]
fn without_a_terminal_nothing_is_opened_and_nobody_is_asked() {
    let world = World::new();
    let server = inbox(vec![Mail::new(fixture("en-code"))]);
    for words in [&["--open"][..], &["--open", "--link", "--wait"]] {
        confirm(&world, &server, words).env("BROWSER", "false").run().exits(2).stdout_is("").stderr_has("--link");
    }
    assert!(server.requests().is_empty());
}
