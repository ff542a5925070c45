//! When a reply that could not be sent is tried again.

use crate::server::random;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// When a reply that could not be sent is tried again, and when it is given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// How long to wait after the first attempt, after the second, and so on; the last one for all that follow. Never empty.
    delays: Vec<Duration>,
    /// How long after it was written a reply is given up.
    give_up: Duration,
}

impl Default for Retry {
    /// 1 min, 5 min, 15 min, 1 h, 3 h, then every 6 h; given up after two days.
    fn default() -> Self {
        let delays = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];
        Self { delays: delays.map(Duration::from_secs).to_vec(), give_up: Duration::from_secs(48 * HOUR) }
    }
}

impl Retry {
    /// These delays in the place of the usual ones; no delay at all changes nothing.
    #[must_use]
    pub fn after(delays: Vec<Duration>) -> Self {
        if delays.is_empty() { Self::default() } else { Self { delays, ..Self::default() } }
    }

    /// When the next attempt is due, unix milliseconds; `None` when the reply is given up.
    pub(super) fn next(&self, attempts: u32, created_at: i64, now: i64) -> Option<i64> {
        let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let delay = self.delays.get(nth).or(self.delays.last()).copied().unwrap_or_default();
        let at = now.saturating_add(milliseconds(delay).max(1)).saturating_add(jitter(delay));
        (at.saturating_sub(created_at) <= milliseconds(self.give_up)).then_some(at)
    }

    /// How long a reply is tried, for a person.
    pub(super) fn patience(&self) -> String {
        format!("{} hours", self.give_up.as_secs() / HOUR)
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Up to a fifth of the delay, so that many replies do not come back in the same moment.
fn jitter(delay: Duration) -> i64 {
    let most = milliseconds(delay) / 5;
    // Without random numbers they come back together: no harm.
    let number = random::bytes::<4>().map_or(0, u32::from_le_bytes);
    i64::from(number) % most.max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_and_gives_up_in_the_end() {
        let retry = Retry::default();
        let (mut now, mut attempts, mut waits) = (0, 1, Vec::new());
        while let Some(at) = retry.next(attempts, 0, now) {
            waits.push((at - now) / 60_000);
            (now, attempts) = (at, attempts + 1);
        }
        let least = [1, 5, 15, 60, 180, 360];
        for (n, wait) in waits.iter().enumerate() {
            let least = least.get(n).or(least.last()).unwrap();
            assert!((*least..=least + least / 5 + 1).contains(wait), "{waits:?}");
        }
        assert!((9..=13).contains(&waits.len()) && now <= 48 * 60 * 60_000, "{waits:?}");
    }

    #[test]
    fn nothing_overflows() {
        let retry = Retry::after(vec![Duration::MAX]);
        assert_eq!(retry.next(u32::MAX, i64::MIN, i64::MAX), None);
        assert_eq!(Retry::after(Vec::new()), Retry::default());
        assert_eq!(Retry::after(vec![Duration::ZERO]).next(0, 0, 0), Some(1), "later than now");
    }
}
