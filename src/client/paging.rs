//! Reading a list that may be long: several pages at a time, in order, until one comes short.
//!
//! `total` is not to be trusted, so nobody knows how many pages there are. The window of pages asked for ahead starts at one and
//! grows while pages come full; the first short or empty page ends it. A list of one page costs one request. How far the window
//! grows depends on how long the first page took: asking ahead hides the way to a far server, and is only work at a near one.

use super::send::{Call, Patience};
use super::{SignedIn, decode, failure};
use crate::channel::Channel;
use crate::error::Result;
use crate::wire::envelope::Success;
use crate::wire::integration::{EMAIL, Integration, ListQuery};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Rows a page; the vendor's default and, as far as is known, its maximum.
pub(super) const PAGE: u64 = 100;
/// How the window grows with each full page.
const GROWTH: usize = 4;
/// A server that answers the first page faster than this is near.
const NEAR: Duration = Duration::from_millis(10);
/// Pages asked for ahead at a near server: one is read while the next is under way.
const NEAR_WINDOW: usize = 2;

/// One page, and whether it came full.
pub(super) struct Page<T> {
    rows: Vec<T>,
    full: bool,
}

impl<T> Page<T> {
    /// A page of which `asked` rows were asked for. A server may give fewer rows a page than it was asked for, and says so.
    pub(super) fn new(page: Success<Vec<T>>, asked: u64) -> Self {
        let told = page.meta.and_then(|m| m.pagination).and_then(|p| p.limit);
        let limit = told.filter(|n| (1..asked).contains(n)).unwrap_or(asked);
        Self { full: page.data.len() as u64 >= limit, rows: page.data }
    }
}

impl SignedIn {
    /// Reads every email channel, newest first, and hands each to `each` until it breaks off.
    ///
    /// A channel that moves to a later page while the list is read is handed over once.
    ///
    /// # Errors
    /// Whatever a page ends with, or `each`.
    pub async fn channels(&self, each: impl FnMut(Channel) -> Result<ControlFlow<()>>) -> Result<()> {
        self.channels_with(Patience::Usual, each).await
    }

    pub(super) async fn channels_with(
        &self,
        patience: Patience,
        mut each: impl FnMut(Channel) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let each = |row| decode::channel(row).map_or(Ok(ControlFlow::Continue(())), &mut each);
        self.pages(|number| self.page(number, patience), |row| &row.id, each).await
    }

    /// Reads page after page and hands each row to `each` until it breaks off; a row that comes again, by its `id`, is handed over
    /// once.
    pub(super) async fn pages<T, F: Future<Output = Result<Page<T>>>>(
        &self,
        page: impl Fn(u64) -> F,
        id: impl Fn(&T) -> &str,
        mut each: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let started = Instant::now();
        let mut most = None;
        let (mut window, mut next) = (1, 1);
        let mut pages = FuturesOrdered::new();
        let mut seen = HashSet::new();
        loop {
            while pages.len() < window {
                pages.push_back(page(next));
                next += 1;
            }
            let Some(page) = pages.next().await.transpose()? else { return Ok(()) };
            let near = || if started.elapsed() < NEAR { NEAR_WINDOW } else { usize::MAX };
            let most = *most.get_or_insert_with(|| self.transport.parallel().min(near()));
            let before = seen.len();
            for row in page.rows {
                let id = id(&row);
                if !id.is_empty() && !seen.insert(id.to_owned()) {
                    continue;
                }
                if each(row)?.is_break() {
                    return Ok(());
                }
            }
            if !page.full {
                return Ok(());
            }
            // A full page without one new row is a server that ignores the page number: nobody knows what else there is.
            if seen.len() == before {
                (self.options.notice)("The server gives the same page again and again: the list may not be complete.");
                return Ok(());
            }
            window = (window * GROWTH).min(most);
        }
    }

    async fn page(&self, number: u64, patience: Patience) -> Result<Page<Integration>> {
        let query =
            ListQuery { target_channel: Some(EMAIL.into()), limit: Some(PAGE), offset: Some(number), ..ListQuery::default() };
        let (reply, url) = self.call(Call::get(format!("/integrations?{}", encode(&query))).with_patience(patience)).await?;
        let page: Success<Vec<Integration>> = decode::data(&url, &reply)?;
        if page.data.iter().any(|row| row.target_channel == EMAIL && row.id.is_empty()) {
            return Err(failure::not_the_contract(&url, &reply));
        }
        Ok(Page::new(page, PAGE))
    }
}

fn encode(query: &ListQuery) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    let channel = query.target_channel.as_deref().map(|c| ("target_channel", c.to_owned()));
    let limit = query.limit.map(|n| ("limit", n.to_string()));
    let offset = query.offset.map(|n| ("offset", n.to_string()));
    text.extend_pairs([channel, limit, offset].into_iter().flatten());
    text.finish()
}
