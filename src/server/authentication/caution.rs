//! What keeps one bad name server, or all of them, from holding up everybody.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// An attempt that fails after at least this long has waited for somebody who does not answer.
const SLOW: Duration = Duration::from_millis(1500);
/// That many in a row, and nobody is asked for a while.
const FAILURES: u32 = 8;
/// That while.
const REST: Duration = Duration::from_secs(30);
/// How long a domain whose name servers failed is not asked again.
const MEMORY: Duration = Duration::from_secs(60);
/// How many such domains are remembered.
const DOMAINS: usize = 1024;

/// Remembers who did not answer.
#[derive(Default)]
pub struct Caution(Mutex<Known>);

#[derive(Default)]
struct Known {
    in_a_row: u32,
    rest_until: Option<Instant>,
    failing: HashMap<String, Instant>,
}

impl Caution {
    /// Whether anybody is to be asked at all.
    pub fn may_ask(&self, now: Instant) -> bool {
        self.known().rest_until.is_none_or(|until| until <= now)
    }

    /// Whether this domain's name servers have failed lately.
    pub fn is_failing(&self, domain: &str, now: Instant) -> bool {
        self.known().failing.get(domain).is_some_and(|until| *until > now)
    }

    /// Takes note of an attempt that began at `began`, and of the domains whose name servers failed in it. Whether nobody is asked from
    /// now on for a while.
    pub fn note(&self, failed: Vec<String>, began: Instant, now: Instant) -> bool {
        let mut known = self.known();
        let slow = now.duration_since(began) >= SLOW;
        match (failed.is_empty(), slow) {
            (true, _) => known.in_a_row = 0,
            (false, true) => known.in_a_row = known.in_a_row.saturating_add(1),
            // Somebody answers, if only that it does not know.
            (false, false) => {}
        }
        for domain in failed {
            if known.failing.len() >= DOMAINS {
                known.failing.retain(|_, until| *until > now);
            }
            if known.failing.len() < DOMAINS {
                known.failing.insert(domain, now + MEMORY);
            }
        }
        let begins = known.in_a_row >= FAILURES && known.rest_until.is_none_or(|until| until <= now);
        if begins {
            known.rest_until = Some(now + REST);
        }
        begins
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
