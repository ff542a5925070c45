//! Sign-in with a password: `POST /oauth/token` \[V\].

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

/// Where tokens are issued, at the root of the server \[V\].
pub const TOKEN_PATH: &str = "/oauth/token";
/// The one client id the vendor publishes for every customer \[V\]. Public, not a secret.
pub const CLIENT_ID: &str = "RRrn6uIxalR_QaHFlcKOqbjHMG63elEdPTair9B9YdY";
/// The one client secret the vendor publishes for every customer \[V\]. Public, not a secret.
pub const CLIENT_SECRET: &str = "Sa8IGIh_HpVK1ZLAF0iFf7jU760osaUNV659pBIZR00";

/// The body of a token request, as JSON or as a form.
#[derive(Debug, Serialize, Deserialize)]
pub struct TokenRequest {
    /// `password` or `refresh_token`.
    #[serde(default)]
    pub grant_type: String,
    /// Always [`CLIENT_ID`].
    #[serde(default)]
    pub client_id: String,
    /// Always [`CLIENT_SECRET`].
    #[serde(default)]
    pub client_secret: String,
    /// User name or email address, for `password`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For `password`.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "expose")]
    pub password: Option<SecretString>,
    /// For `refresh_token`.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "expose")]
    pub refresh_token: Option<SecretString>,
}

impl TokenRequest {
    fn grant(grant_type: &str) -> Self {
        Self {
            grant_type: grant_type.into(),
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
            username: None,
            password: None,
            refresh_token: None,
        }
    }

    /// The password grant.
    #[must_use]
    pub fn password(username: &str, password: SecretString) -> Self {
        Self { username: Some(username.into()), password: Some(password), ..Self::grant("password") }
    }

    /// The refresh grant. A new refresh token replaces the old one.
    #[must_use]
    pub fn refresh(token: SecretString) -> Self {
        Self { refresh_token: Some(token), ..Self::grant("refresh_token") }
    }
}

/// The answer \[V\]: 201 at the vendor \[T\], any 2xx is accepted.
#[derive(Debug, Serialize, Deserialize)]
pub struct TokenReply {
    /// 43 url-safe characters.
    #[serde(serialize_with = "expose_one")]
    pub access_token: SecretString,
    /// `Bearer`.
    #[serde(default)]
    pub token_type: String,
    /// Seconds; about 345 days at the vendor.
    #[serde(default)]
    pub expires_in: Option<i64>,
    /// Exchanged for the next pair.
    #[serde(default, serialize_with = "expose")]
    pub refresh_token: Option<SecretString>,
    /// Unix seconds.
    #[serde(default)]
    pub created_at: Option<i64>,
}

fn expose<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

fn expose_one<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}
