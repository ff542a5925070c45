//! Hashes of a message's body, made as it is read: a large one is never held.

use mail_auth::AuthenticatedMessage;
use mail_auth::common::crypto::{HashAlgorithm, HashContext, HashImpl, Sha1, Sha256};
use mail_auth::dkim::Canonicalization;
use mail_auth::dkim::canonicalize::BodyHasher;
use std::io::{self, BufRead};

/// The hash of the body under one canonicalization and algorithm.
pub type BodyHash = (Canonicalization, HashAlgorithm, u64, Vec<u8>);

enum Hasher {
    Sha1(BodyHasher<<Sha1 as HashImpl>::Context>),
    Sha256(BodyHasher<<Sha256 as HashImpl>::Context>),
}

/// The hashes that the signatures of `message` need, of the body that `body` reads.
///
/// # Errors
/// When reading fails.
pub fn hashes(message: &AuthenticatedMessage<'_>, body: &mut impl BufRead) -> io::Result<Vec<BodyHash>> {
    let wanted = || message.body_hashes.iter();
    let mut hashers: Vec<Hasher> = wanted()
        .map(|(canonicalization, algorithm, length, _)| match algorithm {
            HashAlgorithm::Sha1 => Hasher::Sha1(BodyHasher::new(Sha1::hasher(), *canonicalization, *length)),
            HashAlgorithm::Sha256 => Hasher::Sha256(BodyHasher::new(Sha256::hasher(), *canonicalization, *length)),
        })
        .collect();
    while !hashers.is_empty() {
        let piece = body.fill_buf()?;
        if piece.is_empty() {
            break;
        }
        hashers.iter_mut().for_each(|hasher| hasher.write(piece));
        let read = piece.len();
        body.consume(read);
    }
    let made = hashers.into_iter().map(Hasher::finish);
    Ok(wanted()
        .zip(made)
        .map(|((canonicalization, algorithm, length, _), hash)| (*canonicalization, *algorithm, *length, hash))
        .collect())
}

impl Hasher {
    fn write(&mut self, piece: &[u8]) {
        match self {
            Self::Sha1(hasher) => hasher.write(piece),
            Self::Sha256(hasher) => hasher.write(piece),
        }
    }

    fn finish(self) -> Vec<u8> {
        let hash = match self {
            Self::Sha1(hasher) => hasher.finish().0.complete(),
            Self::Sha256(hasher) => hasher.finish().0.complete(),
        };
        hash.as_ref().to_vec()
    }
}
