//! Waiting for mail: the feed of new messages is read until the right one is there, or patience ends.

use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::wire::assumed::inbox::Fed;
use std::cell::Cell;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How long mail is waited for unless `--timeout` says otherwise.
pub(super) const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// How often the feed is looked at unless said.
pub(super) const INTERVAL: Duration = Duration::from_secs(2);
/// What the last look gets when patience is over already, with everything that comes of it.
const LAST_LOOK: Duration = Duration::from_secs(5);
/// As many messages as come at once when there may be more.
const FULL: usize = 100;
/// How often the line of progress changes.
const BEAT: Duration = Duration::from_secs(1);

/// Follows the feed from the place where it was made, so that nothing is missed and nothing older is taken for an answer.
pub(super) struct Follower<'a> {
    ctx: &'a Context,
    client: &'a SignedIn,
    channel_id: Option<&'a str>,
    place: String,
    interval: Duration,
    start: Instant,
    deadline: Instant,
    /// Why the server could not be reached the last time.
    away: Option<Error>,
    /// Whether the next look has to wait.
    is_resting: bool,
    /// Whether the last look was taken.
    is_over: bool,
    progress: Line<'a>,
    /// What the line of progress says.
    pub(super) doing: String,
}

impl<'a> Follower<'a> {
    /// Takes the feed's place of now; of all channels, or of one.
    ///
    /// # Errors
    /// What the server says; [`Unexpected`](Kind::Unexpected) from one that has no feed.
    pub(super) async fn new(
        ctx: &'a Context,
        client: &'a SignedIn,
        channel_id: Option<&'a str>,
        interval: Duration,
    ) -> Result<Self> {
        let start = Instant::now();
        let (_, place) = client.feed(None, channel_id).await?;
        let deadline = start + ctx.patience.unwrap_or(PATIENCE);
        let progress = Line { ctx, shown: Cell::new(false) };
        Ok(Self {
            ctx,
            client,
            channel_id,
            place,
            interval,
            start,
            deadline,
            away: None,
            is_resting: false,
            is_over: false,
            progress,
            doing: String::new(),
        })
    }

    /// When patience is over.
    pub(super) const fn deadline(&self) -> Instant {
        self.deadline
    }

    /// When this is over, that may take a moment, but no more than everything may.
    pub(super) fn within(&self, moment: Duration) -> Instant {
        (self.deadline + LAST_LOOK).min(Instant::now() + moment)
    }

    /// Waits for no longer than this from now on.
    pub(super) fn hurry(&mut self, within: Duration) {
        self.deadline = self.deadline.min(Instant::now() + within);
    }

    /// How long it has been waited so far.
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// A line on standard error.
    pub(super) fn status(&self, line: &str) {
        self.progress.clear();
        self.ctx.ui.status(line);
    }

    /// A warning on standard error.
    pub(super) fn warn(&self, line: &str) {
        self.progress.clear();
        self.ctx.ui.warn(line);
    }

    /// There is nothing more to wait for: the line of progress goes.
    pub(super) fn end(&mut self) {
        self.doing.clear();
        self.progress.clear();
    }

    /// What came since the last time; `None` when patience is over. A feed that never ends ends nothing later.
    ///
    /// # Errors
    /// What the server says, unless that can pass; [`Unreachable`](Kind::Unreachable) and the like when the last look failed, so that
    /// nobody knows what has come.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Fed>>> {
        loop {
            if std::mem::take(&mut self.is_resting) {
                self.rest().await;
            }
            if std::mem::replace(&mut self.is_over, Instant::now() >= self.deadline) {
                return Ok(None);
            }
            // What came took all the time.
            if Instant::now() >= self.deadline + LAST_LOOK && self.away.is_none() {
                return Ok(None);
            }
            let (client, place, channel) = (self.client, self.place.clone(), self.channel_id);
            let look = async || client.feed(Some(&place), channel).await;
            let Some((messages, next)) = self.persist(look).await? else { return Err(self.unknown()) };
            self.is_resting = messages.len() < FULL || self.place == next;
            self.place = next;
            if !messages.is_empty() {
                return Ok(Some(messages));
            }
        }
    }

    /// The server did not answer in the end.
    fn unknown(&mut self) -> Error {
        let silent = || Error::new(Kind::Unreachable, "the server does not answer any more");
        let error = self.away.take().unwrap_or_else(silent);
        error.with_hint("whether the mail has come is not known; try again once the server answers")
    }

    /// Does it again and again until the server answers; `None` when patience is over. An outage is told once.
    ///
    /// # Errors
    /// What the server says, unless that can pass.
    pub(super) async fn persist<T>(&mut self, work: impl AsyncFn() -> Result<T>) -> Result<Option<T>> {
        loop {
            self.show();
            match timeout_at(self.deadline + LAST_LOOK, work()).await {
                Ok(Ok(done)) => {
                    if self.away.take().is_some() {
                        self.status("The server answers again; nothing was missed.");
                    }
                    return Ok(Some(done));
                }
                Ok(Err(error)) => self.survive(error)?,
                Err(_) => return Ok(None),
            }
            if !self.rest().await {
                return Ok(None);
            }
        }
    }

    fn survive(&mut self, error: Error) -> Result<()> {
        if !matches!(error.kind(), Kind::Unreachable | Kind::RateLimited) {
            return Err(error);
        }
        if self.away.is_none() {
            self.warn(&format!("{}; going on", error.message()));
        }
        self.away = Some(error);
        Ok(())
    }

    /// Waits for the next look; false when there is none.
    async fn rest(&self) -> bool {
        let now = Instant::now();
        if now >= self.deadline {
            return false;
        }
        let until = self.deadline.min(now + self.interval);
        while Instant::now() < until {
            self.show();
            sleep_until(until.min(Instant::now() + BEAT)).await;
        }
        true
    }

    fn show(&self) {
        if !self.doing.is_empty() {
            let left = self.deadline.saturating_duration_since(Instant::now());
            self.progress.show(&format!(
                "{} ({} so far, {} at most)",
                self.doing,
                brief(self.elapsed()),
                brief(self.elapsed() + left)
            ));
        }
    }
}

/// The line of progress in a terminal; it goes with whoever shows it, however that ends.
struct Line<'a> {
    ctx: &'a Context,
    shown: Cell<bool>,
}

impl Line<'_> {
    fn show(&self, text: &str) {
        self.ctx.ui.progress(text);
        self.shown.set(true);
    }

    fn clear(&self) {
        if self.shown.take() {
            self.ctx.ui.end_progress();
        }
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A time as people say it: `45s`, `2m 05s`.
pub(super) fn brief(time: Duration) -> String {
    let seconds = time.as_millis().div_ceil(1000);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, 0) => format!("{minutes}m"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours, minutes, _) => format!("{hours}h {minutes:02}m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        for (seconds, words) in [(0, "0s"), (1, "1s"), (60, "1m"), (125, "2m 05s"), (600, "10m"), (3660, "1h 01m")] {
            assert_eq!(brief(Duration::from_secs(seconds)), words);
        }
        assert_eq!(brief(Duration::from_millis(1)), "1s");
    }
}
