//! What a request is answered with.

use super::attempts::TooMany;
use super::store::StoreError;
use crate::error::Error;
use crate::wire::assumed;
use crate::wire::envelope::{Failure, Success};
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;

/// A success envelope.
pub fn success<T: Serialize>(status: StatusCode, data: T) -> Response {
    (status, Json(Success::new(data))).into_response()
}

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Refusal {
    /// The house envelope with these messages.
    House(StatusCode, Vec<String>),
    /// The Open API face knows no such credential.
    Unauthorized,
    /// The gateway's answer to every mistake in a signature \[V\].
    Gateway,
    /// An error of the token endpoint: its code and description (RFC 6749, 5.2).
    OAuth(StatusCode, &'static str, &'static str),
    /// Too many failed sign-ins.
    TooMany(TooMany),
    /// Somebody else holds the database, or too many want the same at once.
    Busy,
    /// Our own failure; the text goes to the operator's log and never to the caller.
    Internal(String),
}

/// The cause of a 500, carried beside the response to whoever keeps the log.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

impl Refusal {
    /// The house envelope with one message.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self::House(status, vec![message.into()])
    }

    /// There is no such thing \[C\].
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Resource not found.")
    }

    /// The data is wrong: every problem at once.
    pub fn invalid(problems: Vec<String>) -> Self {
        Self::House(StatusCode::UNPROCESSABLE_ENTITY, problems)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken => Self::invalid(vec![assumed::TAKEN.into()]),
            StoreError::KeyReused => {
                Self::invalid(vec![format!("{} has already been used for another request", assumed::IDEMPOTENCY_KEY)])
            }
            StoreError::Busy => Self::Busy,
            StoreError::Failed(why) => Self::Internal(why),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Internal(error.message().to_owned())
    }
}

fn house(status: StatusCode, messages: Vec<String>) -> Response {
    (status, Json(Failure::new(status.as_u16(), messages))).into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::House(status, messages) => house(status, messages),
            Self::Unauthorized => {
                let message = "The access token is missing, wrong or expired";
                let mut response = house(StatusCode::UNAUTHORIZED, vec![message.into()]);
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                response
            }
            Self::Gateway => (StatusCode::UNAUTHORIZED, Json(json!({"message": "Unauthorized"}))).into_response(),
            Self::OAuth(status, error, description) => {
                (status, Json(json!({"error": error, "error_description": description}))).into_response()
            }
            Self::TooMany(TooMany { limit, seconds }) => {
                let numbers = [("limit", u64::from(limit)), ("remaining", 0), ("reset", seconds)];
                let messages = numbers.map(|(name, number)| format!("rate_limit_{name}: {number}")).to_vec();
                let mut response = house(StatusCode::TOO_MANY_REQUESTS, messages);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Self::Busy => {
                let mut response = house(StatusCode::SERVICE_UNAVAILABLE, vec!["The workspace is busy, try again".into()]);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
                response
            }
            Self::Internal(why) => {
                let mut response = house(StatusCode::INTERNAL_SERVER_ERROR, vec!["Internal server error".into()]);
                response.extensions_mut().insert(Cause(why));
                response
            }
        }
    }
}
