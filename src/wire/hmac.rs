//! The Mekari gateway's request signature \[V\].
//!
//! The string to sign is `date: <Date>` LF `<METHOD> <path[?query]> HTTP/1.1`, without a trailing LF; the path includes the
//! face's prefix. The signature is base64 of its HMAC-SHA256.

use aws_lc_rs::{digest, hmac};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// How far the `Date` header may be from the server's clock, in seconds \[V\].
pub const MAX_SKEW_SECONDS: i64 = 300;

/// A signature over one request line at one date.
#[must_use]
pub fn signature(secret: &str, date: &str, method: &str, path_and_query: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, string_to_sign(date, method, path_and_query).as_bytes()))
}

/// Whether `signature` (base64) is right; compares in constant time.
#[must_use]
pub fn verify(secret: &str, date: &str, method: &str, path_and_query: &str, signature: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let Ok(given) = STANDARD.decode(signature) else { return false };
    hmac::verify(&key, string_to_sign(date, method, path_and_query).as_bytes(), &given).is_ok()
}

fn string_to_sign(date: &str, method: &str, path_and_query: &str) -> String {
    format!("date: {date}\n{method} {path_and_query} HTTP/1.1")
}

/// The value of the `Digest` header for a body.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest::digest(&digest::SHA256, body)))
}

/// The value of the `Authorization` header.
#[must_use]
pub fn authorization(client_id: &str, signature: &str) -> String {
    format!(r#"hmac username="{client_id}", algorithm="hmac-sha256", headers="date request-line", signature="{signature}""#)
}

/// The parts of an `Authorization: hmac …` header that a server needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// The client id.
    pub username: &'a str,
    /// Base64 of the HMAC.
    pub signature: &'a str,
}

/// Reads an `Authorization` header; `None` when it is not one of this scheme with this algorithm and these headers.
#[must_use]
pub fn parse_authorization(value: &str) -> Option<Authorization<'_>> {
    let parameters = value.strip_prefix("hmac ")?;
    let find = |name: &str| {
        parameters.split(',').find_map(|p| {
            let (key, value) = p.trim().split_once('=')?;
            (key == name).then(|| value.trim_matches('"'))
        })
    };
    if find("algorithm")? != "hmac-sha256" || find("headers")? != "date request-line" {
        return None;
    }
    Some(Authorization { username: find("username")?, signature: find("signature")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_known_answer() {
        let date = "Tue, 24 Aug 2021 02:18:19 GMT";
        let signed = signature("CLIENT_SECRET", date, "POST", "/foo/bar?hello=world");
        assert_eq!(signed, "r70pUQMDXWaFUEWPybBbn9d+ae2naufbIckiT6wcAio=");
        assert!(verify("CLIENT_SECRET", date, "POST", "/foo/bar?hello=world", &signed));
    }

    #[test]
    fn a_list_request() {
        let path = "/qontak/chat/v1/integrations?target_channel=email&limit=100&offset=1";
        let signed = signature("CLIENT_SECRET", "Sun, 06 Nov 1994 08:49:37 GMT", "GET", path);
        assert_eq!(signed, "FIxDg7X6f/M/+ioToEiPYy7uyQJtsupL+fobr3nKYt8=");
    }

    #[test]
    fn any_other_byte_is_another_signature() {
        let date = "Tue, 24 Aug 2021 02:18:19 GMT";
        let signed = signature("CLIENT_SECRET", date, "POST", "/foo/bar?hello=world");
        assert!(!verify("CLIENT_SECRET", date, "PUT", "/foo/bar?hello=world", &signed));
        assert!(!verify("CLIENT_SECRET", date, "POST", "/foo/bar?hello=worle", &signed));
        assert!(!verify("CLIENT_SECRE", date, "POST", "/foo/bar?hello=world", &signed));
        assert!(!verify("CLIENT_SECRET", date, "POST", "/foo/bar?hello=world", "not base64!"));
    }

    #[test]
    fn body_digest() {
        assert_eq!(digest(br#"{"hello": "world"}"#), "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=");
    }

    #[test]
    fn the_header_reads_back() {
        let header = authorization("id-1", "c2ln+/=");
        assert_eq!(parse_authorization(&header), Some(Authorization { username: "id-1", signature: "c2ln+/=" }));
        assert_eq!(parse_authorization("Bearer x"), None);
        assert_eq!(parse_authorization(&header.replace("date request-line", "date")), None);
    }
}
