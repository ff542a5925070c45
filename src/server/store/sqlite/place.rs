//! Where pages end, remembered per connection, so that the next page is found without walking over all that come before it.

use rusqlite::Connection;
use std::collections::VecDeque;

/// How many ends of pages are remembered: pages are asked for side by side, and so not quite in their order.
const KEPT: usize = 16;

/// What a connection still knows about the list of channels in the order of their creation.
#[derive(Default)]
pub(super) struct Memory {
    state: Option<State>,
    total: Option<i64>,
    places: VecDeque<Place>,
}

/// Changes with every change of the data, be it through this connection or another.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    others: i64,
    own: u64,
}

/// The end of a page: `skip` rows come before it, and the last of them has this key.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) descending: bool,
    pub(super) skip: i64,
    pub(super) created_at: i64,
    pub(super) id: String,
}

impl Memory {
    /// Forgets everything, unless the data is what it was. Must be called inside the transaction whose data is meant.
    pub(super) fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let others = connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let state = State { others, own: connection.total_changes() };
        if self.state != Some(state) {
            *self = Self { state: Some(state), ..Self::default() };
        }
        Ok(())
    }

    /// The number of rows; counted when it is not known.
    pub(super) fn total(&mut self, count: impl FnOnce() -> rusqlite::Result<i64>) -> rusqlite::Result<i64> {
        match self.total {
            Some(total) => Ok(total),
            None => count().inspect(|total| self.total = Some(*total)),
        }
    }

    /// The last known place that is not behind row `skip`.
    pub(super) fn nearest(&self, descending: bool, skip: i64) -> Option<Place> {
        self.places.iter().filter(|p| p.descending == descending && p.skip <= skip).max_by_key(|p| p.skip).cloned()
    }

    /// Remembers a place.
    pub(super) fn keep(&mut self, place: Place) {
        if self.places.len() == KEPT {
            self.places.pop_front();
        }
        self.places.push_back(place);
    }
}
