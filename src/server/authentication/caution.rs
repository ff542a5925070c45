//! What keeps one bad name server, or all of them, from holding up everybody.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// An attempt that fails after at least this long has waited for somebody who does not answer.
const SLOW: Duration = Duration::from_millis(1500);
/// That many in a row, and the resolver itself may be dead.
const FAILURES: u32 = 8;
/// That while.
const REST: Duration = Duration::from_secs(30);
/// How long a domain whose name servers failed is not asked again.
const MEMORY: Duration = Duration::from_secs(60);
/// How long a domain whose name servers answered is known to.
const ANSWERED: Duration = Duration::from_secs(3600);
/// How many domains of each kind are remembered.
const DOMAINS: usize = 1024;

/// Remembers who did not answer.
#[derive(Default)]
pub struct Caution(Mutex<Known>);

#[derive(Default)]
struct Known {
    in_a_row: u32,
    rest_until: Option<Instant>,
    failing: HashMap<String, Instant>,
    answered: HashMap<String, Instant>,
}

/// Whether anybody is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Yes.
    Asking,
    /// Yes, but nobody waits long: lately nobody answered, though the resolver does.
    Hurried,
    /// No: the resolver is dead.
    Resting,
    /// It was dead; first see whether it still is.
    Rested,
}

impl Caution {
    /// Whether anybody is to be asked.
    pub fn mood(&self, now: Instant) -> Mood {
        let known = self.known();
        match known.rest_until {
            Some(until) if until > now => Mood::Resting,
            Some(_) => Mood::Rested,
            None if known.in_a_row >= FAILURES => Mood::Hurried,
            None => Mood::Asking,
        }
    }

    /// Takes note of whether the resolver lives. Whether nobody is asked from now on that was asked before.
    pub fn probed(&self, alive: bool, now: Instant) -> bool {
        let mut known = self.known();
        let before = known.rest_until.take();
        known.rest_until = (!alive).then(|| now + REST);
        !alive && before.is_none()
    }

    /// Whether this domain's name servers have answered lately, so that their answer may still be known.
    pub fn has_answered(&self, domain: &str, now: Instant) -> bool {
        self.known().answered.get(domain).is_some_and(|until| *until > now)
    }

    /// Takes note that everybody answered who was asked about this domain.
    pub fn answered(&self, domain: String, now: Instant) {
        remember(&mut self.known().answered, domain, now, ANSWERED);
    }

    /// Whether this domain's name servers have failed lately.
    pub fn is_failing(&self, domain: &str, now: Instant) -> bool {
        self.known().failing.get(domain).is_some_and(|until| *until > now)
    }

    /// Takes note of an attempt that began at `began`, and of the domains whose name servers failed in it. Whether the resolver itself
    /// may be dead.
    pub fn note(&self, failed: Vec<String>, began: Instant, now: Instant) -> bool {
        let mut known = self.known();
        let slow = now.duration_since(began) >= SLOW;
        match (failed.is_empty(), slow) {
            (true, _) => known.in_a_row = 0,
            (false, true) => known.in_a_row = known.in_a_row.saturating_add(1),
            // Somebody answers, if only that it does not know.
            (false, false) => {}
        }
        let suspicious = !failed.is_empty() && slow && known.in_a_row >= FAILURES && known.rest_until.is_none();
        failed.into_iter().for_each(|domain| remember(&mut known.failing, domain, now, MEMORY));
        suspicious
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remember(domains: &mut HashMap<String, Instant>, domain: String, now: Instant, how_long: Duration) {
    if domains.len() >= DOMAINS {
        domains.retain(|_, until| *until > now);
    }
    if domains.len() < DOMAINS {
        domains.insert(domain, now + how_long);
    }
}
