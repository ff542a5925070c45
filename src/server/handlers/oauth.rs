//! `POST /oauth/token` \[V\]: the password and the refresh grant, as JSON or as a form.

use crate::server::answer::Refusal;
use crate::server::workspace::{SignIn, Workspace};
use crate::wire::oauth::{CLIENT_ID, CLIENT_SECRET, TokenRequest};
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value};
use std::sync::Arc;

const MALFORMED: Refusal =
    Refusal::OAuth(StatusCode::BAD_REQUEST, "invalid_request", "The request is malformed or lacks a parameter");
const WRONG_CLIENT: Refusal =
    Refusal::OAuth(StatusCode::UNAUTHORIZED, "invalid_client", "The client id or the client secret is wrong");
const WRONG_GRANT: Refusal = Refusal::OAuth(
    StatusCode::BAD_REQUEST,
    "unsupported_grant_type",
    "The grant type is not supported: use password or refresh_token",
);
const WRONG_PASSWORD: Refusal =
    Refusal::OAuth(StatusCode::UNAUTHORIZED, "invalid_grant", "The username or the password is wrong");
const WRONG_REFRESH: Refusal =
    Refusal::OAuth(StatusCode::UNAUTHORIZED, "invalid_grant", "The refresh token is wrong, used or expired");

/// Issues a pair of tokens.
pub async fn token(State(workspace): State<Arc<Workspace>>, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let request = decode(&parts.headers, &workspace.strangers().read(body).await?.bytes)?;
    // Published constants: comparing them takes no care.
    if request.client_id != CLIENT_ID || request.client_secret != CLIENT_SECRET {
        return Err(WRONG_CLIENT);
    }
    let reply = match request.grant_type.as_str() {
        "password" => {
            let (username, password) = request.username.zip(request.password).ok_or(MALFORMED)?;
            match workspace.sign_in(&username, password).await? {
                SignIn::Done(reply) => reply,
                SignIn::Wrong => return Err(WRONG_PASSWORD),
                SignIn::TooMany(wait) => return Err(Refusal::TooMany(wait)),
            }
        }
        "refresh_token" => {
            let refresh = request.refresh_token.ok_or(MALFORMED)?;
            if refresh.expose_secret().is_empty() {
                return Err(MALFORMED);
            }
            workspace.renew(&refresh).await?.ok_or(WRONG_REFRESH)?
        }
        "" => return Err(MALFORMED),
        _ => return Err(WRONG_GRANT),
    };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(reply)).into_response())
}

fn decode(headers: &HeaderMap, body: &[u8]) -> Result<TokenRequest, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let fields: Map<String, Value> = if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        url::form_urlencoded::parse(body).map(|(k, v)| (k.into_owned(), Value::String(v.into_owned()))).collect()
    } else {
        // An object first: a list would be taken for the fields in their order.
        serde_json::from_slice(body).map_err(|_| MALFORMED)?
    };
    serde_json::from_value(Value::Object(fields)).map_err(|_| MALFORMED)
}
