//! Channels that were connected a moment ago: under load every message asks for the same few.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long that is believed. A channel that this process disconnects is forgotten at once; one that another process disconnects, so
/// much later. Mail that is taken meanwhile is filed in the channel's rooms.
const MOMENT: Duration = Duration::from_millis(100);
/// So many are remembered.
const MOST: usize = 256;

/// Channels that were connected a moment ago.
#[derive(Default)]
pub(super) struct Takers(Mutex<HashMap<String, Instant>>);

impl Takers {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn knows(&self, channel_id: &str) -> bool {
        self.lock().get(channel_id).is_some_and(|seen| seen.elapsed() < MOMENT)
    }

    pub(super) fn keep(&self, channel_id: String) {
        let mut seen = self.lock();
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(channel_id, Instant::now());
    }

    pub(super) fn forget(&self) {
        self.lock().clear();
    }
}
