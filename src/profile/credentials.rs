//! `credentials.toml`: the secrets of the profiles, each with the origin it was made for.

use super::document::{Parsed, ProfileTable, read};
use super::{BaseUrl, Bearer, Credential};
use crate::error::Result;
use jiff::Timestamp;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use toml_edit::TableLike;

/// A stored credential.
#[derive(Debug, Clone)]
pub struct StoredCredential {
    /// The origin it belongs to: it is sent nowhere else.
    pub server: BaseUrl,
    /// Bearer or HMAC, never local.
    pub credential: Credential,
}

/// By profile.
pub(super) type Credentials = BTreeMap<String, StoredCredential>;

/// Reads the file; an absent one is empty.
pub(super) fn load(path: &Path) -> Result<Credentials> {
    parse(path, read(path)?)
}

/// Understands the file's text.
pub(super) fn parse(path: &Path, text: String) -> Result<Credentials> {
    let parsed = Parsed::new(path, text)?;
    let mut all = Credentials::new();
    for ProfileTable { name, table, place } in parsed.profiles()? {
        if let Some(stored) = entry(&parsed, table, place)? {
            all.insert(name.to_owned(), stored);
        }
    }
    Ok(all)
}

fn entry(parsed: &Parsed, table: &dyn TableLike, place: Option<Range<usize>>) -> Result<Option<StoredCredential>> {
    let wrong = |why: &str| parsed.wrong(place.clone(), why);
    let text = |key: &str| parsed.text(table, key);
    let secret = |key: &str| Ok(text(key)?.map(SecretString::from));
    let checked = |key: &str, fits: fn(&str) -> bool| match text(key)? {
        Some(value) if !fits(&value) => {
            Err(parsed.wrong(table.get(key).and_then(toml_edit::Item::span), &format!("{key} {NOT_HEADER_SAFE}")))
        }
        value => Ok(value),
    };
    let credential = match (checked("access-token", is_token)?, checked("client-id", is_client_id)?, secret("client-secret")?) {
        (Some(access), None, None) => Credential::Bearer(Bearer {
            access: access.into(),
            refresh: secret("refresh-token")?,
            expires_at: expires_at(parsed, table)?,
        }),
        (None, Some(client_id), Some(secret)) => Credential::Hmac { client_id, secret },
        (None, None, None) => return Ok(None),
        _ => return Err(wrong("a credential is either access-token, or client-id and client-secret")),
    };
    let server = text("server")?.ok_or_else(|| wrong("server is missing: the origin that the credential belongs to"))?;
    let server =
        BaseUrl::parse(&server).map_err(|e| parsed.wrong(table.get("server").and_then(toml_edit::Item::span), e.message()))?;
    Ok(Some(StoredCredential { server, credential }))
}

/// RFC 3339, in quotes or as a TOML date.
fn expires_at(parsed: &Parsed, table: &dyn TableLike) -> Result<Option<Timestamp>> {
    let Some(item) = table.get("expires-at") else { return Ok(None) };
    let text = item.as_str().map(str::to_owned).or_else(|| item.as_datetime().map(ToString::to_string));
    match text.and_then(|text| text.parse().ok()) {
        Some(at) => Ok(Some(at)),
        None => Err(parsed.wrong(item.span(), "expires-at must be a time like 2027-01-31T08:00:00Z")),
    }
}

/// What to say of a text that is no token and no client id. The text itself is not said.
pub const NOT_HEADER_SAFE: &str =
    "holds a character that cannot be sent (a blank, a line end, a control character or a non-ASCII letter)";

/// Whether a text can be sent as a bearer token: visible ASCII.
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Whether a text can be sent as an HMAC client id: visible ASCII that does not end the quotes it is sent in.
#[must_use]
pub fn is_client_id(text: &str) -> bool {
    is_token(text) && !text.contains(['"', '\\'])
}
