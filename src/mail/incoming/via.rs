//! Which mailbox a message came through before it was forwarded to us, as far as its headers tell.
//!
//! The forwarder itself, which has a channel's id as its local part, is never that mailbox; so our own trace fields do not count.

use super::Via;
use super::addresses::{address, mailboxes};
use super::headers::all;
use mail_parser::{HeaderValue, Message};

/// Fields whose uppermost address was the mailbox: the last station adds its own above those of the stations before it.
/// `X-Forwarded-For` says `mailbox target…` (Gmail), so its first word counts; `X-Forwarded-To` names the target, and names a mailbox only
/// where that was forwarded on.
/// `X-Apparently-To` is Yahoo's.
const PLAIN: [&str; 8] = [
    "X-Forwarded-For",
    "X-Forwarded-To",
    "X-Original-To",
    "X-Gm-Original-To",
    "X-Delivered-To",
    "Envelope-To",
    "X-Apparently-To",
    "Delivered-To",
];

/// The mailbox and the header that names it.
pub fn find(message: &Message<'_>) -> Option<Via> {
    PLAIN
        .iter()
        .find_map(|name| texts(message, name).filter_map(first_address).find_map(|address| via(address, name)))
        .or_else(|| texts(message, "Return-Path").filter_map(gmail_return_path).find_map(|address| via(address, "Return-Path")))
        .or_else(|| {
            let name = "X-MS-Exchange-ForwardingLoop";
            texts(message, name).filter_map(first_address).find_map(|address| via(address, name))
        })
        .or_else(|| received_for(message).find_map(|address| via(address, "Received")))
        .or_else(|| {
            ["To", "Cc"].iter().find_map(|name| {
                let mut named = all(message, name).flat_map(|header| mailboxes(&header.value));
                named.find_map(|mailbox| via(mailbox.address, name))
            })
        })
}

fn texts<'m>(message: &'m Message<'_>, name: &'m str) -> impl Iterator<Item = &'m str> {
    all(message, name).filter_map(|header| header.value.as_text())
}

/// The first word of a field that may hold several.
fn first_address(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = if text.starts_with('<') { text.find('>') } else { text.find([' ', '\t', '\r', '\n', ',', ';']) };
    address(&text[..end.unwrap_or(text.len())])
}

/// `<mailbox+caf_=target=its.domain@domain>`: the envelope sender that Gmail forwards with.
fn gmail_return_path(text: &str) -> Option<String> {
    let address = address(text)?;
    let (local, domain) = address.rsplit_once('@')?;
    let (mailbox, _) = local.split_once("+caf_=")?;
    Some(format!("{mailbox}@{domain}"))
}

fn received_for<'m>(message: &'m Message<'_>) -> impl Iterator<Item = String> + use<'m> {
    all(message, "Received").filter_map(|header| match &header.value {
        HeaderValue::Received(received) => address(received.for_()?),
        _ => None,
    })
}

fn via(address: String, header: &str) -> Option<Via> {
    (!is_forwarder(&address)).then(|| Via { address, header: header.into() })
}

/// Whether an address is a channel's forwarder: a UUID at some domain.
pub fn is_forwarder(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, _)| local.len() == 36 && uuid::Uuid::try_parse(local).is_ok())
}
