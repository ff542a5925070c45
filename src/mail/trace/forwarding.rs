//! Who forwarded a message, and what that changed.

use super::parse::{Field, Fields};
use super::{Forwarding, Hop, Sender};
use crate::mail::incoming::{Face, address_in, is_forwarder};

/// Fields that tell the way, the surest first: what the way is called, and the field.
const MARKS: [(&str, &str); 11] = [
    ("google_group", "x-google-group-id"),
    ("gmail", "x-forwarded-for"),
    ("gmail_routing", "x-gm-original-to"),
    ("microsoft_mailbox", "x-ms-exchange-forwardingloop"),
    ("microsoft_rule", "x-ms-exchange-inbox-rules-loop"),
    ("zoho", "x-zoho-forwarded"),
    ("zoho", "x-zohomail-forwarded"),
    ("yahoo", "x-apparently-to"),
    ("redirect", "x-sieve-redirected-from"),
    ("redirect", "resent-from"),
    ("redirect", "x-original-to"),
];
/// Ends of host names, and the way when one of them passed the message on to a forwarder without saying more.
const HOSTS: [(&str, &str); 7] = [
    (".outlook.com", "microsoft_transport_rule"),
    (".zoho.com", "zoho"),
    (".zoho.eu", "zoho"),
    (".zoho.in", "zoho"),
    (".yahoo.com", "yahoo"),
    (".google.com", "gmail_routing"),
    (".icloud.com", "icloud"),
];

/// How it was forwarded. The hop is the number of `Received` fields below the mark.
pub(super) fn find(fields: &Fields, face: &Face, hops: &[Hop]) -> Option<Forwarding> {
    let target = target(fields, face, hops);
    let mailbox = face.via.as_ref().map(|via| via.address.clone());
    let made = |pattern, header: &str, below| Forwarding {
        pattern,
        header: header.to_owned(),
        mailbox: mailbox.clone(),
        target: target.clone(),
        hop: below,
    };
    let marked = MARKS.iter().find_map(|(pattern, name)| {
        let field = fields.first(name)?;
        // `Resent-From` is Exchange's way too, and other people's who send on by hand.
        let exchange = *name == "resent-from" && fields.0.iter().any(|f| f.name.starts_with("x-ms-exchange-"));
        let own = *name == "x-original-to" && address_in(&field.value).is_some_and(|address| is_forwarder(&address));
        (!own).then(|| made(if exchange { "microsoft_rule" } else { pattern }, &written(name), Some(field.below)))
    });
    let caf = || {
        let field = fields.first("return-path").filter(|field| field.value.contains("+caf_="))?;
        Some(made("gmail", "Return-Path", None).with_header(field))
    };
    let to_target = || face.to.iter().chain(&face.cc).any(|m| is_forwarder(&m.address));
    // Only who handed it to the forwarder forwarded it; a customer may have a mailbox at the same provider.
    let by_host = || {
        let last = hops.iter().rev().find(|hop| target.is_some() && hop.recipient == target)?;
        let way = way_of(last.from.as_deref()?)?;
        (face.via.is_some() || !to_target()).then(|| made(way, "Received", None))
    };
    let delivered = || {
        let field = fields.all("delivered-to").find(|field| address_in(&field.value).is_some_and(|a| !is_forwarder(&a)))?;
        target.is_some().then(|| made("redirect", "Delivered-To", Some(field.below)))
    };
    let received = || {
        let header = face.via.as_ref().filter(|via| via.header == "Received")?.header.clone();
        target.is_some().then(|| made("redirect", &header, None))
    };
    let rule = || (to_target() && face.via.is_some()).then(|| made("microsoft_transport_rule", "To", None));
    // Nobody says how it came here; unless somebody wrote to the forwarder itself.
    let silent = || (target.is_some() && !to_target()).then(|| made("silent", "Received", None));
    let found = marked.or_else(caf).or_else(by_host).or_else(delivered).or_else(received).or_else(rule).or_else(silent)?;
    Some(if found.pattern == "silent" { Forwarding { mailbox: None, ..found } } else { found })
}

impl Forwarding {
    fn with_header(self, field: &Field) -> Self {
        Self { target: self.target.or_else(|| caf_target(&field.value)), ..self }
    }
}

/// `mailbox+caf_=target=its.domain@domain`
fn caf_target(path: &str) -> Option<String> {
    let (_, rest) = address_in(path)?.split_once("+caf_=").map(|(m, r)| (m.to_owned(), r.to_owned()))?;
    let (target, _) = rest.rsplit_once('@')?;
    let (local, domain) = target.rsplit_once('=')?;
    Some(format!("{local}@{domain}"))
}

fn way_of(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    HOSTS.iter().find(|(end, _)| host.ends_with(end)).map(|(_, way)| *way)
}

/// The forwarder it was sent on to: the last server knows for whom it took it.
fn target(fields: &Fields, face: &Face, hops: &[Hop]) -> Option<String> {
    let of = |name: &'static str| fields.all(name).flat_map(|f| f.value.split([' ', ',', ';'])).filter_map(address_in);
    let received = hops.iter().rev().filter_map(|hop| hop.recipient.clone());
    let named = ["x-forwarded-to", "x-forwarded-for", "delivered-to", "x-original-to", "envelope-to"].into_iter().flat_map(of);
    let to = face.to.iter().chain(&face.cc).map(|mailbox| mailbox.address.clone());
    received.chain(named).chain(to).find(|address| is_forwarder(address)).or_else(|| of("x-forwarded-to").next())
}

/// Who wrote it, and whether From and the envelope still say so.
pub(super) fn sender(fields: &Fields, face: &Face, forwarding: Option<&Forwarding>) -> Sender {
    let path = fields.first("return-path").map(|field| field.value.trim().trim_matches(['<', '>']).to_owned());
    let lower = path.as_deref().unwrap_or_default().to_ascii_lowercase();
    let envelope_rewritten = match lower.as_str() {
        path if path.starts_with("srs0") || path.starts_with("srs1") || path.contains("+srs") => Some("srs"),
        path if path.contains("+caf_=") => Some("caf"),
        path if path.contains("+bnc") || path.contains("-bounces") => Some("list"),
        _ => None,
    };
    let mut sender = Sender { from: face.from.clone(), envelope: path, envelope_rewritten, ..Sender::default() };
    let from = face.from.as_ref().map(|from| from.address.to_ascii_lowercase()).unwrap_or_default();
    let mailbox = forwarding.and_then(|f| f.mailbox.as_deref()).map(str::to_ascii_lowercase);
    if let Some(author) = face.original_from.clone() {
        (sender.author, sender.author_header, sender.rewritten) = (Some(author), Some("X-Original-From"), true);
    } else if forwarding.is_some() && mailbox.as_deref() == Some(from.as_str()) {
        // Somebody may write to their own mailbox: then there is nobody else.
        let other = |m: &&crate::mail::incoming::Mailbox| !m.address.eq_ignore_ascii_case(&from);
        sender.author = face.reply_to.iter().find(other).cloned();
        sender.author_header = sender.author.as_ref().map(|_| "Reply-To");
        sender.rewritten = sender.author.is_some() || forwarding.is_some_and(|f| f.pattern.starts_with("microsoft_rule"));
    }
    if !sender.rewritten && forwarding.is_some() && mailbox.is_none() && !from.is_empty() {
        let other = face.reply_to.iter().find(|m| !m.address.eq_ignore_ascii_case(&from)).cloned();
        sender.perhaps_rewritten = other.is_some();
        sender.author_header = other.as_ref().map(|_| "Reply-To");
        sender.author = other;
    }
    sender
}

/// A field's name as people write it.
fn written(name: &str) -> String {
    let word = |word: &str| match word {
        "ms" => "MS".to_owned(),
        "forwardingloop" => "ForwardingLoop".to_owned(),
        _ => word[..1].to_ascii_uppercase() + &word[1..],
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
