//! The envelope around every answer \[C\]: `{"status":"success","data":…,"meta":…}` or
//! `{"status":"error","error":{"code":…,"messages":[…]}}`.

use serde::{Deserialize, Serialize};

/// A successful answer. `data` stays what the caller asks for; on writes nobody may assume the resource comes back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Success<T> {
    /// Always `success`.
    #[serde(default)]
    pub status: String,
    /// The answer itself.
    pub data: T,
    /// Paging of a list.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "super::lenient::object")]
    pub meta: Option<Meta>,
}

impl<T> Success<T> {
    /// Wraps `data`.
    pub fn new(data: T) -> Self {
        Self { status: "success".into(), data, meta: None }
    }

    /// Wraps one page of a list.
    pub fn page(data: T, pagination: Pagination) -> Self {
        Self { meta: Some(Meta { pagination: Some(pagination) }), ..Self::new(data) }
    }
}

/// What stands beside a list.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    /// Paging; absent in some answers.
    #[serde(default, deserialize_with = "super::lenient::object")]
    pub pagination: Option<Pagination>,
}

/// Paging of a list \[C\]. `offset` is a 1-based page number; `total` is not to be trusted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Pagination {
    /// Cursors: string, number or null.
    #[serde(default, deserialize_with = "super::lenient::some_object")]
    pub cursor: Cursor,
    /// The page number, from 1.
    #[serde(default, deserialize_with = "super::lenient::number")]
    pub offset: Option<u64>,
    /// Rows a page.
    #[serde(default, deserialize_with = "super::lenient::number")]
    pub limit: Option<u64>,
    /// Said to be the number of rows; often the number on this page.
    #[serde(default, deserialize_with = "super::lenient::number")]
    pub total: Option<u64>,
    /// Unexplained by the vendor; 0.
    #[serde(default, deserialize_with = "super::lenient::number")]
    pub target_offset: Option<u64>,
}

/// The cursors of a page; their type varies, so they are kept as they come.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// Where the next page starts.
    #[serde(default)]
    pub next: serde_json::Value,
    /// Where the previous page starts.
    #[serde(default)]
    pub prev: serde_json::Value,
    /// Point in time.
    #[serde(default)]
    pub pit: serde_json::Value,
}

/// A failed answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Failure {
    /// Always `error`.
    #[serde(default)]
    pub status: String,
    /// What went wrong.
    pub error: FailureBody,
}

/// The inside of a failed answer: an array of strings, never a map of fields; one string can hold several, joined by `, `.
#[derive(Debug, Serialize, Deserialize)]
pub struct FailureBody {
    /// The HTTP status, repeated.
    #[serde(default)]
    pub code: Option<i64>,
    /// The server's words.
    #[serde(default)]
    pub messages: Vec<String>,
}

impl Failure {
    /// Wraps the server's words.
    #[must_use]
    pub fn new(code: u16, messages: Vec<String>) -> Self {
        Self { status: "error".into(), error: FailureBody { code: Some(i64::from(code)), messages } }
    }
}

/// The server's words in an error body of any known shape: the house envelope, OAuth's
/// `{"error":"…","error_description":"…"}`, or the gateway's `{"message":"…"}`. Empty when there are none.
#[must_use]
pub fn error_messages(body: &[u8]) -> Vec<String> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Any {
        House(Failure),
        OAuth { error: String, error_description: Option<String> },
        Gateway { message: String },
    }
    match serde_json::from_slice(body) {
        Ok(Any::House(failure)) => failure.error.messages,
        Ok(Any::OAuth { error, error_description }) => vec![error_description.unwrap_or(error)],
        Ok(Any::Gateway { message }) => vec![message],
        Err(_) => Vec::new(),
    }
}

/// The seconds until a rate limit resets, as a 429 tells them inside `messages`: `rate_limit_reset: 10` \[T\].
#[must_use]
pub fn rate_limit_reset(messages: &[String]) -> Option<u64> {
    let parts = messages.iter().flat_map(|m| m.split(','));
    parts.filter_map(|p| p.trim().strip_prefix("rate_limit_reset:")).find_map(|n| n.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_every_shape() {
        let cases: [(&str, &[&str]); 6] = [
            (r#"{"status":"error","error":{"code":422,"messages":["name is missing"]}}"#, &["name is missing"]),
            (r#"{"status":"error","error":{"messages":["a is missing, b is missing"]}}"#, &["a is missing, b is missing"]),
            (r#"{"error":"invalid_grant","error_description":"wrong"}"#, &["wrong"]),
            (r#"{"error":"invalid_grant"}"#, &["invalid_grant"]),
            (r#"{"message":"Unauthorized"}"#, &["Unauthorized"]),
            ("<html>", &[]),
        ];
        for (body, expected) in cases {
            assert_eq!(error_messages(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn reset_is_found_in_messages_however_they_are_joined() {
        let one = vec!["rate_limit_limit: 100".into(), "rate_limit_remaining: 0".into(), "rate_limit_reset: 10".into()];
        assert_eq!(rate_limit_reset(&one), Some(10));
        assert_eq!(rate_limit_reset(&["rate_limit_remaining: 0, rate_limit_reset: 7".into()]), Some(7));
        assert_eq!(rate_limit_reset(&["rate_limit_reset: soon".into()]), None);
    }

    #[test]
    fn cursors_of_any_type_are_tolerated() -> serde_json::Result<()> {
        let page: Success<Vec<u8>> = serde_json::from_str(
            r#"{"status":"success","data":[],"meta":{"pagination":{"cursor":{"next":7,"prev":"x"},"offset":"one","total":-1,"limit":100}}}"#,
        )?;
        let limit = page.meta.and_then(|m| m.pagination).and_then(|p| p.limit);
        assert_eq!(limit, Some(100));
        Ok(())
    }
}
