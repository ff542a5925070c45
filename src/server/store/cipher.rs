//! Seals what must be read again (SMTP passwords, HMAC secrets) with AES-256-GCM under the workspace's key.

use super::Sealed;
use crate::error::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{constant_time, hmac};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// The first byte of every sealed value, so that another scheme can follow.
const VERSION: u8 = 1;
/// Bytes of a key.
pub(super) const KEY_LEN: usize = 32;

/// The workspace's key, ready for use. Its `Debug` shows nothing.
pub struct Cipher {
    seal: LessSafeKey,
    fingerprint: hmac::Key,
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(..)")
    }
}

impl Cipher {
    /// Takes the key.
    ///
    /// # Errors
    /// When the key does not have 32 bytes.
    pub fn new(key: &[u8]) -> Result<Self> {
        let unbound = UnboundKey::new(&AES_256_GCM, key).map_err(|_| Error::unexpected("workspace key", "must have 32 bytes"))?;
        // A key of its own for fingerprints, derived so that neither use tells anything about the other.
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"qontak idempotency fingerprint v1");
        Ok(Self { seal: LessSafeKey::new(unbound), fingerprint: hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()) })
    }

    /// Seals `secret` for `place`: version, random nonce, cipher text, tag.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn seal(&self, place: Sealed<'_>, secret: &SecretString) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = crate::server::random::bytes()?;
        let mut text = secret.expose_secret().as_bytes().to_vec();
        self.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated(place)), &mut text)
            .map_err(|_| Error::unexpected("sealing a secret", "it is too long"))?;
        Ok([&[VERSION], nonce.as_slice(), &text].concat())
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// When it was sealed for another place or with another key, or has been changed.
    pub fn open(&self, place: Sealed<'_>, sealed: &[u8]) -> Result<SecretString> {
        let wrong =
            || Error::unexpected("opening a sealed value", format!("{}.{} does not fit the key", place.table, place.column));
        let (&version, rest) = sealed.split_first().ok_or_else(wrong)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or_else(wrong)?;
        if version != VERSION {
            return Err(wrong());
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
        let mut text = text.to_vec();
        let clear = self.seal.open_in_place(nonce, Aad::from(associated(place)), &mut text).map_err(|_| wrong())?;
        std::str::from_utf8(clear).map(SecretString::from).map_err(|_| wrong())
    }

    /// A keyed digest of a request.
    #[must_use]
    pub fn fingerprint(&self, request: &[u8]) -> [u8; 32] {
        let mut digest = [0; 32];
        digest.copy_from_slice(hmac::sign(&self.fingerprint, request).as_ref());
        digest
    }
}

/// Whether two digests are equal; the time taken does not tell where they differ.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

fn associated(place: Sealed<'_>) -> Vec<u8> {
    // No part can hold a zero byte, so no two places are written alike.
    format!("qontak\0{}\0{}\0{}", place.table, place.id, place.column).into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const PLACE: Sealed<'_> = Sealed { table: "channels", id: "1", column: "sealed_password" };

    #[test]
    fn opens_only_at_its_place_with_its_key_and_unchanged() {
        let cipher = Cipher::new(&[7; 32]).unwrap();
        let secret = SecretString::from("s3cret-word");
        let sealed = cipher.seal(PLACE, &secret).unwrap();
        assert_eq!(cipher.open(PLACE, &sealed).unwrap().expose_secret(), "s3cret-word");
        assert_ne!(sealed, cipher.seal(PLACE, &secret).unwrap(), "a nonce must not come twice");
        assert!(!sealed.windows(11).any(|w| w == b"s3cret-word"));

        for place in [Sealed { table: "credentials", ..PLACE }, Sealed { id: "2", ..PLACE }, Sealed { column: "x", ..PLACE }] {
            assert!(cipher.open(place, &sealed).is_err(), "{place:?}");
        }
        assert!(Cipher::new(&[8; 32]).unwrap().open(PLACE, &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(cipher.open(PLACE, &changed).is_err(), "byte {at}");
        }
        for length in 0..sealed.len() {
            assert!(cipher.open(PLACE, &sealed[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_key_has_32_bytes_and_is_never_shown() {
        assert!(Cipher::new(&[7; 31]).is_err());
        assert!(Cipher::new(&[]).is_err());
        assert_eq!(format!("{:?}", Cipher::new(&[7; 32]).unwrap()), "Cipher(..)");
    }

    #[test]
    fn fingerprints_are_keyed() {
        let cipher = Cipher::new(&[7; 32]).unwrap();
        assert_eq!(cipher.fingerprint(b"a"), cipher.fingerprint(b"a"));
        assert_ne!(cipher.fingerprint(b"a"), cipher.fingerprint(b"b"));
        assert_ne!(cipher.fingerprint(b"a"), Cipher::new(&[8; 32]).unwrap().fingerprint(b"a"));
    }
}
