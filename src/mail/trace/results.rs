//! `Authentication-Results` (RFC 8601) and `ARC-Authentication-Results` (RFC 8617): what a host says.

use super::Claim;

/// The methods that are of interest here.
const METHODS: [&str; 4] = ["spf", "dkim", "dmarc", "arc"];
/// Results of a field that are kept.
const MOST: usize = 20;

/// Reads one field.
pub(super) fn claim(header: &'static str, value: &str, hop: Option<usize>) -> Option<Claim> {
    let mut parts = value.split(';').map(str::trim);
    let mut first = parts.next()?;
    // `i=1` of ARC.
    if first.starts_with("i=") {
        first = parts.next()?;
    }
    let host = first.split_whitespace().next().filter(|host| !host.contains('=') && host.len() <= 255)?.to_owned();
    let results: Vec<(String, String)> = parts.filter_map(result).take(MOST).collect();
    Some(Claim { host, header, results, hop })
}

fn result(part: &str) -> Option<(String, String)> {
    let (method, rest) = part.split_once('=')?;
    let method = method.trim().to_ascii_lowercase();
    let word: String = rest.trim_start().chars().take_while(char::is_ascii_alphabetic).take(16).collect();
    (METHODS.contains(&method.as_str()) && !word.is_empty()).then(|| (method, word.to_ascii_lowercase()))
}
