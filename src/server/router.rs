//! Every route there is, under both faces.

use super::answer::{Cause, Refusal};
use super::clock;
use super::handlers::{channels, downloads, health, messages, oauth, reply, rooms, users};
use super::identity::authenticate;
use super::workspace::Workspace;
use crate::wire::{self, Face};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post, put};
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;

/// The whole server as a service: what [`super::launch`] serves over HTTP and [`super::Local`] calls inside the process.
pub fn router(workspace: Arc<Workspace>) -> Router {
    let mut router = Router::new().route(wire::oauth::TOKEN_PATH, post(oauth::token)).route("/health", get(health::health));
    for face in [Face::OpenApi, Face::Gateway] {
        let prefix = face.prefix();
        router = router.route(&format!("{prefix}/health"), get(health::health));
        for (path, methods) in routes() {
            // Only known methods ask for a credential, so that 404 and 405 are the same for everybody.
            let guard = from_fn_with_state((Arc::clone(&workspace), face), authenticate);
            router = router.route(&format!("{prefix}{path}"), methods.route_layer(guard));
        }
    }
    router
        .fallback(|| async { Refusal::not_found() })
        .method_not_allowed_fallback(|| async { Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed.") })
        .layer(from_fn_with_state(Arc::clone(&workspace), label))
        .with_state(workspace)
}

fn routes() -> [(&'static str, MethodRouter<Arc<Workspace>>); 14] {
    [
        ("/integrations", get(channels::list)),
        (wire::assumed::CREATE_EMAIL, post(channels::create)),
        ("/integrations/{id}", get(channels::show).put(channels::edit).delete(channels::remove)),
        (wire::user::LIST, get(users::list)),
        (wire::user::ME, get(users::me)),
        (wire::room::LIST, get(rooms::list)),
        ("/rooms/{id}", get(rooms::show)),
        ("/rooms/{id}/resolve", put(rooms::resolve)),
        ("/rooms/{id}/mark_all_as_read", put(rooms::mark_as_read)),
        ("/rooms/{id}/messages", get(messages::list)),
        ("/rooms/{id}/messages/{message}/raw", get(downloads::raw)),
        ("/rooms/{id}/messages/{message}/attachments/{number}", get(downloads::attachment)),
        (wire::assumed::inbox::FEED, get(messages::feed)),
        (wire::assumed::reply::REPLY, post(reply::create)),
    ]
}

/// Gives every answer its request id and its date, and tells the operator what went wrong on our side.
async fn label(State(workspace): State<Arc<Workspace>>, request: Request, next: Next) -> Response {
    let id = uuid::Uuid::new_v4().to_string();
    let mut response = next.run(request).await.into_response();
    if let (Some(log), Some(Cause(cause))) = (&workspace.settings().log, response.extensions().get()) {
        log(&format!("request {id}: {cause}"));
    }
    for (name, value) in [(header::HeaderName::from_static(wire::REQUEST_ID), id), (header::DATE, clock::http_date())] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
