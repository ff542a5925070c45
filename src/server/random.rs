//! Unguessable words, from the operating system's generator.

use crate::error::{Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use std::fmt::Write as _;

/// `N` random bytes.
///
/// # Errors
/// When the operating system has none to give.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::unexpected("random numbers", "the operating system gave none"))?;
    Ok(bytes)
}

/// A secret word of 256 bits: 43 url-safe characters, the shape of the vendor's tokens.
///
/// # Errors
/// As [`bytes`].
pub fn secret() -> Result<SecretString> {
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes::<32>()?)))
}

/// 24 hexadecimal digits: the shape of the vendor's route ids.
///
/// # Errors
/// As [`bytes`].
pub fn hex24() -> Result<String> {
    Ok(bytes::<12>()?.iter().fold(String::with_capacity(24), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
