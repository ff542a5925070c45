//! What was sent in confidence does not come back: a server that repeats a token or a password in what it answers must not make
//! this program print it. Done once, before anything else sees an answer.

use super::{MAX_BODY, Reply, Request};
use crate::redact::{Forms, MARK};
use http::HeaderValue;
use http::header::AUTHORIZATION;

/// The keys of a request body whose values are secrets.
const KEYS: [&str; 3] = ["password", "refresh_token", "client_secret"];

/// The largest answer, in bytes, whose words are told when it is no data; of a larger one nobody reads them.
const LARGEST_ERROR: usize = 1024 * 1024;

/// The secrets of one request, in every form in which a server could repeat them.
pub(super) struct Confidential {
    /// Looked for in every answer: tokens, signatures, and the password of a mailbox unless it is a part of what else was sent.
    always: Forms,
    /// Those and what else is secret, looked for in answers that are no success: a new refresh token may be the same as the old one.
    everything: Forms,
    /// Whether a message as it came is asked for, or what is attached to it: what of it looks like a piece of a secret is chance, and
    /// it is to stay as it is. Nothing else is that large.
    is_content: bool,
}

impl Confidential {
    pub(super) fn of(request: &Request) -> Self {
        let header = request.headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok()).unwrap_or_default();
        let credential =
            header.strip_prefix("Bearer ").or_else(|| Some(header.split_once("signature=\"")?.1.trim_end_matches('"')));
        let body: Option<serde_json::Value> = request.body.as_deref().and_then(|b| serde_json::from_slice(b).ok());
        let value = |key: &str| body.as_ref()?.get(key)?.as_str();
        let all = |secrets: &[Option<&str>]| {
            let mut all = Forms::default();
            secrets.iter().copied().flatten().for_each(|secret| all.extend(Forms::of(secret)));
            all
        };
        let mailbox = body.as_ref().and_then(mailbox_password);
        let [a, b, c] = KEYS.map(value);
        let is_content = request.largest > MAX_BODY;
        Self { always: all(&[credential, mailbox]), everything: all(&[credential, a, b, c]), is_content }
    }

    /// Takes the secrets out of an answer. One that is no data is read by somebody, who may see through a disguise.
    pub(super) fn redact(&self, reply: &mut Reply) {
        let success = reply.status.is_success();
        let forms = if success { &self.always } else { &self.everything };
        let is_json = || reply.body.trim_ascii_start().first().is_none_or(|first| b"{[".contains(first));
        if success && (self.is_content || is_json()) {
            forms.replace(&mut reply.body);
        } else {
            if reply.body.len() > LARGEST_ERROR {
                reply.body.clear();
            }
            forms.replace_disguised(&mut reply.body);
        }
        for value in reply.headers.values_mut() {
            let mut bytes = value.as_bytes().to_vec();
            if if success { forms.replace(&mut bytes) } else { forms.replace_disguised(&mut bytes) } {
                *value = HeaderValue::from_bytes(&bytes).unwrap_or(HeaderValue::from_static(MARK));
            }
        }
    }
}

/// The password in the body of a create or an edit; not one that is a part of the address or the host beside it, because taking
/// that out would spoil them. (What is spoilt all the same is read again by a request that carries no password.)
fn mailbox_password(body: &serde_json::Value) -> Option<&str> {
    let password = body.get("password")?.as_str()?;
    let others = body.as_object()?.iter().filter(|(key, _)| *key != "password").filter_map(|(_, value)| value.as_str());
    let ordinary = body.get("grant_type").is_some() || others.into_iter().any(|other| other.contains(password));
    (!ordinary).then_some(password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    use http::{HeaderMap, Method, StatusCode};
    use proptest::prelude::*;

    fn request(token: &str, password: &str) -> Request {
        let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap_or(HeaderValue::from_static(""));
        let body = serde_json::json!({ "username": "a@example.com", "password": password }).to_string();
        let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
        Request { method: Method::POST, path_and_query: "/".into(), headers, body: Some(body.into_bytes()), largest: 0 }
    }

    fn answered(status: u16, body: &str, token: &str, password: &str) -> String {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let mut reply = Reply { status, headers: HeaderMap::new(), body: body.as_bytes().to_vec() };
        Confidential::of(&request(token, password)).redact(&mut reply);
        String::from_utf8_lossy(&reply.body).into_owned()
    }

    proptest! {
        #[test]
        fn no_form_of_a_secret_is_left(secret in "[!-~]{6,40}", before in "[ -~]{0,5}", after in "[ -~]{0,5}") {
            let whole = format!("{before}{secret}{after}");
            for echo in [
                whole.clone(),
                serde_json::to_string(&whole).unwrap_or_default(),
                url::form_urlencoded::byte_serialize(whole.as_bytes()).collect(),
                STANDARD_NO_PAD.encode(&whole),
                URL_SAFE_NO_PAD.encode(&whole),
                whole.bytes().map(|b| format!("{b:02x}")).collect(),
            ] {
                prop_assert!(answered(422, &echo, "a-token-of-some-length", &secret).contains(MARK), "{}", echo);
            }
        }
    }

    #[test]
    fn a_message_stays_as_it_came_but_for_a_whole_secret() {
        let (token, mail) = ("tOkEnSeCrEt-0123456789", "Subject: x\r\n\r\ntokensecret-012345678 tOkEnSeCrEt-0123456789");
        let asked = Request { largest: MAX_BODY + 1, ..request(token, "mailbox-word") };
        let mut reply = Reply { status: StatusCode::OK, headers: HeaderMap::new(), body: mail.as_bytes().to_vec() };
        Confidential::of(&asked).redact(&mut reply);
        assert_eq!(String::from_utf8_lossy(&reply.body), "Subject: x\r\n\r\ntokensecret-012345678 [redacted]");
    }

    #[test]
    fn tokens_and_passwords_are_taken_out_and_ordinary_words_stay() {
        let (token, password) = ("tOkEnSeCrEt-0123456789", "mailbox-word");
        assert_eq!(answered(200, &format!("x {token} support@example.com"), token, password), "x [redacted] support@example.com");
        assert_eq!(answered(422, &format!("{token}, {password}"), token, password), "[redacted], [redacted]");
        let half = format!("{{\"messages\":[\"{}\\n{}\"]}}", &token[..9], &token[9..]);
        assert_eq!(answered(422, &half, token, password), "{\"messages\":[\"[redacted]\"]}");
        assert_eq!(answered(200, &format!("<p>{}", token.to_lowercase()), token, password), "<p>[redacted]");
        assert_eq!(answered(200, &half, token, password), half, "data is only searched for what stands there as it is");
        assert_eq!(answered(422, "ab abc", "ab", "b"), "[redacted] abc", "a short one is a whole word");
        assert_eq!(answered(200, "x mailbox-word y", token, "mailbox-word"), "x [redacted] y");
        assert_eq!(answered(200, "x a@example.com y", token, "example"), "x a@example.com y", "a part of the address");
    }
}
