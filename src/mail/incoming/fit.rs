//! What fits into a face: bytes of JSON that each of its lists may take. Together with the fields that are no lists they come to less
//! than [`super::FACE_LIMIT`].

use serde::Serialize;

/// To and Cc, each; and References.
pub const LONG: usize = 8 * 1024;
/// Reply-To and In-Reply-To, each.
pub const SHORT: usize = 3 * 1024;
/// The attachments.
pub const ATTACHMENTS: usize = 20 * 1024;

/// Bytes that a value takes in a list.
pub fn size(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len().saturating_add(1))
}

/// The first ones that fit into `limit` bytes.
pub fn fit<T: Serialize>(values: impl Iterator<Item = T>, limit: usize) -> Vec<T> {
    let mut left = limit;
    let fits = |value: &T| match left.checked_sub(size(value)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    values.take_while(fits).collect()
}
