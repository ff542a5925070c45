//! `GET /health` \[V\].

use crate::server::answer::{Refusal, success};
use crate::server::workspace::Workspace;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;
use std::sync::Arc;

/// Whether the server can reach its database. Needs no credential and tells nothing else.
pub async fn health(State(workspace): State<Arc<Workspace>>) -> Result<Response, Refusal> {
    workspace.store().ping().await?;
    Ok(success(StatusCode::OK, json!({"status": "ok"})))
}
