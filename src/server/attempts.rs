//! Failed sign-ins: after so many for one username, nobody may try it for a while.
//!
//! Names that nobody has are counted one by one as well, so that the answer does not tell whether somebody has a name; all of
//! them together have a limit of their own, which bounds the memory and the hashing that a stranger can ask for. Whoever goes on
//! after that can tell an unknown name from a known one: the price for the people who really want to sign in.

use super::clock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Failures after which a username may not be tried any more.
pub const LIMIT: u32 = 10;
/// Failures for names that nobody has, all together.
const UNKNOWN_LIMIT: u32 = 1000;
/// Counted from the first failure, in milliseconds.
pub const WINDOW: i64 = 15 * 60 * 1000;
/// As many names are kept before the ones whose time is over are looked for.
const SWEEP_FROM: usize = 2 * UNKNOWN_LIMIT as usize;

/// Tells the time: unix milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// A username's key as SHA-256: as long for every name.
pub type Name = [u8; 32];

/// There were too many failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// How many are allowed.
    pub limit: u32,
    /// Seconds until the next is.
    pub seconds: u64,
}

/// The failures of the last while.
pub struct Attempts {
    clock: Clock,
    counts: Mutex<Counts>,
}

struct Counts {
    names: HashMap<Name, Count>,
    unknown: Count,
    sweep_at: usize,
}

#[derive(Clone, Copy, Default)]
struct Count {
    since: i64,
    failed: u32,
}

impl Count {
    /// What is left of the window; 0 when it is over, or lies in the future because somebody set the clock back.
    fn left(self, now: i64) -> i64 {
        if self.since > now { 0 } else { self.since.saturating_add(WINDOW).saturating_sub(now).max(0) }
    }

    fn check(self, limit: u32, now: i64) -> Result<(), TooMany> {
        let left = self.left(now);
        if left == 0 || self.failed < limit {
            return Ok(());
        }
        // Both limits are told as the same one: it is nobody's business which of them it was.
        Err(TooMany { limit: LIMIT, seconds: u64::try_from(left).unwrap_or_default().div_ceil(1000) })
    }

    fn add(&mut self, now: i64) {
        if self.left(now) == 0 {
            *self = Self { since: now, failed: 0 };
        }
        self.failed += 1;
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self::with_clock(Arc::new(clock::now))
    }
}

impl Attempts {
    pub fn with_clock(clock: Clock) -> Self {
        let counts = Counts { names: HashMap::new(), unknown: Count::default(), sweep_at: SWEEP_FROM };
        Self { clock, counts: Mutex::new(counts) }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this name may be tried at all.
    pub fn check(&self, name: &Name) -> Result<(), TooMany> {
        let now = (self.clock)();
        self.counts().names.get(name).map_or(Ok(()), |count| count.check(LIMIT, now))
    }

    /// Counts an attempt as failed before it is made, so that those made side by side are counted too.
    pub fn begin(&self, name: Name, known: bool) -> Result<(), TooMany> {
        let now = (self.clock)();
        let mut counts = self.counts();
        if !known {
            counts.unknown.check(UNKNOWN_LIMIT, now)?;
        }
        counts.names.get(&name).map_or(Ok(()), |count| count.check(LIMIT, now))?;
        if counts.names.len() >= counts.sweep_at {
            counts.names.retain(|_, count| count.left(now) > 0);
            counts.sweep_at = SWEEP_FROM.max(2 * counts.names.len());
        }
        counts.names.entry(name).or_default().add(now);
        if !known {
            counts.unknown.add(now);
        }
        Ok(())
    }

    /// The password was right: nothing is held against the name any more.
    pub fn succeeded(&self, name: &Name) {
        self.counts().names.remove(name);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    fn name(n: u32) -> Name {
        let mut name = [0; 32];
        name[..4].copy_from_slice(&n.to_be_bytes());
        name
    }

    fn attempts() -> (Attempts, Arc<AtomicI64>) {
        let now = Arc::new(AtomicI64::new(1_000_000));
        let clock = Arc::clone(&now);
        (Attempts::with_clock(Arc::new(move || clock.load(Ordering::Relaxed))), now)
    }

    #[test]
    fn a_name_is_blocked_until_its_time_is_over() {
        let (attempts, now) = attempts();
        for _ in 0..LIMIT {
            attempts.begin(name(1), true).unwrap();
            now.fetch_add(1000, Ordering::Relaxed);
        }
        let wait = TooMany { limit: 10, seconds: 890 };
        assert_eq!((attempts.check(&name(1)), attempts.begin(name(1), true)), (Err(wait), Err(wait)));
        attempts.begin(name(2), true).unwrap();
        now.fetch_add(889_999, Ordering::Relaxed);
        assert_eq!(attempts.check(&name(1)).unwrap_err().seconds, 1);
        now.fetch_add(1, Ordering::Relaxed);
        for _ in 0..LIMIT {
            attempts.begin(name(1), true).unwrap();
        }
        attempts.begin(name(1), true).unwrap_err();
    }

    #[test]
    fn a_right_password_and_a_clock_that_is_set_back_forgive() {
        let (attempts, now) = attempts();
        for _ in 0..3 * LIMIT {
            attempts.begin(name(1), true).unwrap();
            attempts.succeeded(&name(1));
        }
        for _ in 0..LIMIT {
            attempts.begin(name(2), true).unwrap();
        }
        now.fetch_sub(1, Ordering::Relaxed);
        attempts.check(&name(2)).unwrap();
    }

    #[test]
    fn names_that_nobody_has_are_bounded_in_all() {
        let (attempts, now) = attempts();
        for round in 0..5 {
            for n in 0..UNKNOWN_LIMIT {
                attempts.begin(name(round * UNKNOWN_LIMIT + n), false).unwrap();
            }
            assert_eq!(attempts.begin(name(u32::MAX), false), Err(TooMany { limit: LIMIT, seconds: 900 }));
            attempts.begin(name(u32::MAX - 1 - round), true).unwrap();
            assert!(attempts.counts().names.len() <= SWEEP_FROM, "{}", attempts.counts().names.len());
            now.fetch_add(WINDOW, Ordering::Relaxed);
        }
    }
}
