//! Passwords: argon2id with 19 MiB and two passes, a few at a time, never on a thread that serves requests.

use super::store::{StoreError, StoreResult};
use crate::error::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;
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
}

/// The right to hash now.
pub struct Turn(OwnedSemaphorePermit);

impl Hasher {
    pub fn new() -> Self {
        Self { slots: Arc::new(Semaphore::new(SIDE_BY_SIDE)), queue: Semaphore::new(QUEUE) }
    }

    /// Waits for a turn; [`StoreError::Busy`] when too many wait already.
    pub async fn turn(&self) -> StoreResult<Turn> {
        let _place = self.queue.try_acquire().map_err(|_| StoreError::Busy)?;
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        slot.map(Turn).map_err(|e| StoreError::Failed(format!("waiting to check a password: {e}")))
    }
}

impl Turn {
    async fn run<T: Send + 'static>(self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _slot = self.0;
            work()
        });
        task.await.map_err(|e| Error::unexpected("checking a password", e))?
    }

    /// The PHC string of a password, with a salt of its own.
    pub async fn hash(self, password: SecretString) -> Result<String> {
        self.run(move || {
            let hash: argon2::password_hash::Result<PasswordHash> = argon2()?.hash_password(password.expose_secret().as_bytes());
            hash.map(|h| h.to_string()).map_err(|e| Error::unexpected("hashing a password", e))
        })
        .await
    }

    /// Whether the password has this hash; `None` takes as long and is never right.
    pub async fn verify(self, password: SecretString, hash: Option<String>) -> Result<bool> {
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(|e| Error::unexpected("reading a password hash", e))?;
            Ok(argon2()?.verify_password(password.expose_secret().as_bytes(), &parsed).is_ok() && known)
        })
        .await
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|e| Error::unexpected("hashing a password", e))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
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
