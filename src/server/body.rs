//! Reads request bodies: bounded in size and in time.

use super::answer::Refusal;
use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use http::StatusCode;
use std::time::Duration;

/// The largest body that is read, in bytes.
const LIMIT: usize = 1024 * 1024;
/// Of a larger body, this much more is read and dropped, so that its sender is still listening when the answer comes.
const DRAIN: usize = 8 * LIMIT;
/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a body from the network.
pub async fn read(body: Body) -> Result<Bytes, Refusal> {
    let too_slow = |_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive");
    tokio::time::timeout(PATIENCE, collect(body)).await.map_err(too_slow)?
}

/// Reads a body without a clock, for one that is in memory already.
pub async fn collect(body: Body) -> Result<Bytes, Refusal> {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The request ended too early"))?;
        length += chunk.len();
        if length <= LIMIT {
            kept.extend_from_slice(&chunk);
        } else if length > DRAIN {
            break;
        }
    }
    if length > LIMIT {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is larger than 1 MiB"));
    }
    Ok(kept.into())
}
