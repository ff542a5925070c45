//! Reads request bodies: bounded in size and in time.

use super::answer::Refusal;
use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use http::StatusCode;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

/// The largest body that is read of somebody who is known, in bytes.
const LIMIT: usize = 1024 * 1024;
/// The largest of a stranger: many times what a sign-in takes.
const STRANGERS_LIMIT: usize = 16 * 1024;
/// What all strangers together may have us hold.
const STRANGERS_TOGETHER: usize = 64 * 1024 * 1024;
/// Of a larger body, so many times the limit is read and dropped, so that its sender is still listening when the answer comes.
const DRAIN: usize = 8;
/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(30);
const STRANGERS_PATIENCE: Duration = Duration::from_secs(10);

/// The bytes that strangers have us hold.
pub struct Strangers(Semaphore);

impl Default for Strangers {
    fn default() -> Self {
        Self(Semaphore::new(STRANGERS_TOGETHER))
    }
}

/// A stranger's body, counted until it is dropped.
pub struct Held<'a> {
    pub bytes: Bytes,
    _permit: Option<SemaphorePermit<'a>>,
}

impl Strangers {
    /// Reads the body of somebody who has shown no credential yet.
    pub async fn read(&self, body: Body) -> Result<Held<'_>, Refusal> {
        timeout(STRANGERS_PATIENCE, collect_within(body, STRANGERS_LIMIT, Some(&self.0))).await.map_err(too_slow)?
    }
}

/// Reads a body from the network.
pub async fn read(body: Body) -> Result<Bytes, Refusal> {
    timeout(PATIENCE, collect(body)).await.map_err(too_slow)?
}

/// Reads a body without a clock, for one that is in memory already.
pub async fn collect(body: Body) -> Result<Bytes, Refusal> {
    Ok(collect_within(body, LIMIT, None).await?.bytes)
}

fn too_slow(_: Elapsed) -> Refusal {
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive")
}

async fn collect_within(body: Body, limit: usize, budget: Option<&Semaphore>) -> Result<Held<'_>, Refusal> {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut permit: Option<SemaphorePermit<'_>> = None;
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The request ended too early"))?;
        length += chunk.len();
        if length <= limit {
            if let (Some(budget), Ok(size)) = (budget, u32::try_from(chunk.len())) {
                let more = budget.try_acquire_many(size).map_err(|_| Refusal::Busy)?;
                match &mut permit {
                    Some(permit) => permit.merge(more),
                    None => permit = Some(more),
                }
            }
            kept.extend_from_slice(&chunk);
        } else if length > DRAIN * limit {
            break;
        }
    }
    if length > limit {
        let message = format!("The request is larger than {} KiB", limit / 1024);
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
    }
    Ok(Held { bytes: kept.into(), _permit: permit })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use futures_util::{FutureExt as _, future, stream};
    use std::io::Error;
    use std::pin::pin;

    /// A body of which so many bytes have come, and no more come.
    fn stalled(bytes: usize) -> Body {
        let first = stream::once(future::ready(Ok::<_, Error>(vec![b' '; bytes])));
        Body::from_stream(first.chain(stream::pending()))
    }

    #[tokio::test]
    async fn what_strangers_have_us_hold_is_bounded() {
        let strangers = Strangers(Semaphore::new(1000));
        let mut slow = pin!(strangers.read(stalled(600)));
        assert!((&mut slow).now_or_never().is_none(), "it waits for more");
        let held = strangers.read(Body::from(vec![b' '; 400])).await.map_err(|_| ()).unwrap();
        assert!(matches!(strangers.read(Body::from("x")).await, Err(Refusal::Busy)));
        drop(held);
        assert_eq!(strangers.read(Body::from("x")).await.map_err(|_| ()).unwrap().bytes, "x");
        assert_eq!(strangers.0.available_permits(), 400);
    }

    #[tokio::test]
    async fn a_stranger_has_less_room() {
        let strangers = Strangers::default();
        let read = async |size: usize| strangers.read(Body::from(vec![b' '; size])).await;
        assert_eq!(read(STRANGERS_LIMIT).await.map_err(|_| ()).unwrap().bytes.len(), STRANGERS_LIMIT);
        assert!(matches!(read(STRANGERS_LIMIT + 1).await, Err(Refusal::House(StatusCode::PAYLOAD_TOO_LARGE, _))));
        assert_eq!(strangers.0.available_permits(), STRANGERS_TOGETHER);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_may_keep_us_waiting() {
        let strangers = Strangers::default();
        assert!(matches!(strangers.read(stalled(1)).await, Err(Refusal::House(StatusCode::REQUEST_TIMEOUT, _))));
        assert_eq!(strangers.0.available_permits(), STRANGERS_TOGETHER);
        assert!(matches!(read(stalled(1)).await, Err(Refusal::House(StatusCode::REQUEST_TIMEOUT, _))));
    }
}
