//! Waiting for a condition, never for a time.

use super::LIMIT;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Asks `condition` again and again until it gives a value; panics with `what` after [`LIMIT`].
#[track_caller]
pub fn until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let (_keep, never) = mpsc::channel::<()>();
    let end = Instant::now() + LIMIT;
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        // Nothing is ever sent: this only yields the processor between two looks.
        let _ = never.recv_timeout(Duration::from_millis(5));
    }
}
