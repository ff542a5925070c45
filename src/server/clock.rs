//! Time, as the wire and the store write it.

use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use std::time::{SystemTime, UNIX_EPOCH};

/// Unix milliseconds, now. A clock that is wrong by thousands of years stops at the last time that can be written.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX).min(Timestamp::MAX.as_millisecond())
}

/// As jiff has it. Its own clock panics beyond the year 9999.
fn timestamp() -> Timestamp {
    Timestamp::from_millisecond(now()).unwrap_or_default()
}

/// RFC 3339 in UTC with milliseconds, the wire's form \[C\].
pub fn rfc3339(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The value of a `Date` header (IMF-fixdate), now.
pub fn http_date() -> String {
    // Fails only for years that have no four digits.
    DateTimePrinter::new().timestamp_to_rfc9110_string(&timestamp()).unwrap_or_default()
}

/// Reads a `Date` header: unix seconds. `None` for any other form than IMF-fixdate.
pub fn parse_http_date(value: &str) -> Option<i64> {
    let timestamp = DateTimeParser::new().parse_timestamp(value).ok()?;
    (value.len() == 29 && value.ends_with(" GMT")).then(|| timestamp.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        for wrong in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "1994-11-06T08:49:37Z",
            "Mon, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_http_date(wrong), None, "{wrong}");
        }
        assert!(parse_http_date(&http_date()).is_some_and(|then| (now() / 1000 - then).abs() <= 5));
        assert_eq!(rfc3339(784_111_777_007), "1994-11-06T08:49:37.007Z");
        assert_eq!(rfc3339(784_111_777_000), "1994-11-06T08:49:37.000Z");
    }
}
