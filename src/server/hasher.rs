//! Passwords: argon2id with 19 MiB and two passes, a few at a time, never on a thread that serves requests.
//!
//! The memory is kept and used again: blocks of this size, taken and given back on many threads, are what an allocator
//! fragments on, and a storm of wrong passwords would grow the process by gigabytes.

use super::random;
use super::store::{StoreError, StoreResult};
use crate::error::{Error, Result};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// KiB of memory, passes, lanes: OWASP's first choice for argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How many passwords are hashed side by side; the others wait, so that sign-ins cannot take all memory.
const SIDE_BY_SIDE: usize = 2;
/// How many wait: about as many as are done in a second. Whoever comes then is asked to come again.
const QUEUE: usize = 64;
/// Checked when there is no such person, so that the answer takes the same time. No password has this hash.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keSE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords.
pub struct Hasher {
    slots: Arc<Semaphore>,
    queue: Semaphore,
    memory: Memory,
}

/// The blocks that nobody uses at the moment; as many as were ever in use at once.
type Memory = Arc<Mutex<Vec<Vec<Block>>>>;

/// The right to hash now.
pub struct Turn {
    slot: OwnedSemaphorePermit,
    memory: Memory,
}

impl Hasher {
    pub fn new() -> Self {
        Self { slots: Arc::new(Semaphore::new(SIDE_BY_SIDE)), queue: Semaphore::new(QUEUE), memory: Memory::default() }
    }

    /// Waits for a turn; [`StoreError::Busy`] when too many wait already.
    pub async fn turn(&self) -> StoreResult<Turn> {
        let _place = self.queue.try_acquire().map_err(|_| StoreError::Busy)?;
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        let slot = slot.map_err(|e| StoreError::Failed(format!("waiting to check a password: {e}")))?;
        Ok(Turn { slot, memory: Arc::clone(&self.memory) })
    }
}

impl Turn {
    async fn run<T: Send + 'static>(self, work: impl FnOnce(&mut Vec<Block>) -> Result<T> + Send + 'static) -> Result<T> {
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _slot = self.slot;
            let free = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            let mut blocks = free().pop().unwrap_or_default();
            let done = work(&mut blocks);
            free().push(blocks);
            done
        });
        task.await.map_err(|e| Error::unexpected("checking a password", e))?
    }

    /// The PHC string of a password, with a salt of its own.
    pub async fn hash(self, password: SecretString) -> Result<String> {
        self.run(move |blocks| {
            let (memory, passes, lanes) = COST;
            let params = Params::new(memory, passes, lanes, None).map_err(failed)?;
            let salt = Salt::new(&random::bytes::<16>()?).map_err(failed)?;
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(&params).map_err(failed)?,
                hash: Some(argon2id(params, password.expose_secret(), &salt, blocks)?),
                salt: Some(salt),
            };
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password has this hash; `None` takes as long and is never right.
    pub async fn verify(self, password: SecretString, hash: Option<String>) -> Result<bool> {
        self.run(move |blocks| {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(failed)?;
            let (Some(salt), Some(expected)) = (&parsed.salt, &parsed.hash) else {
                return Err(failed("it has no salt or no hash"));
            };
            let params = Params::try_from(&parsed).map_err(failed)?;
            // The comparison takes the same time wherever the two differ.
            Ok(argon2id(params, password.expose_secret(), salt, blocks)? == *expected && known)
        })
        .await
    }
}

fn argon2id(params: Params, password: &str, salt: &[u8], blocks: &mut Vec<Block>) -> Result<Output> {
    blocks.resize(params.block_count(), Block::default());
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = vec![0; length];
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, blocks.as_mut_slice()).map_err(failed)?;
    Output::new(&out).map_err(failed)
}

fn failed(cause: impl std::fmt::Display) -> Error {
    Error::unexpected("checking a password", cause)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let hasher = Hasher::new();
        let hash = hasher.turn().await.unwrap().hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.turn().await.unwrap().verify("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.turn().await.unwrap().verify("correct horsf".into(), Some(hash)).await.unwrap());
        assert!(!hasher.turn().await.unwrap().verify("correct horse".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let hasher = Hasher::new();
        let [first, _second] = [hasher.turn().await.unwrap(), hasher.turn().await.unwrap()];
        let mut waiting = futures_util::future::join_all((0..QUEUE).map(|_| hasher.turn()));
        assert!((&mut waiting).now_or_never().is_none());
        assert!(matches!(hasher.turn().await, Err(StoreError::Busy)));
        drop((waiting, first));
        assert!(hasher.turn().await.is_ok());
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let (memory, passes, lanes) = COST;
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (memory, passes, lanes));
        assert_eq!(parsed.hash.unwrap().len(), Params::DEFAULT_OUTPUT_LEN);
    }
}
