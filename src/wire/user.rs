//! A person, as `GET /users` \[V\] and `GET /users/me` \[T\] tell them.

use serde::{Deserialize, Serialize};

/// Where the signed-in person is asked for: only an internal face of the vendor has it \[T\], so a 404 is no error.
pub const ME: &str = "/users/me";
/// Where people are listed \[V\].
pub const LIST: &str = "/users";

/// One row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// A UUID.
    pub id: String,
    /// The organization's UUID.
    #[serde(default)]
    pub organization_id: Option<String>,
    /// The name shown in the panel.
    #[serde(default)]
    pub full_name: Option<String>,
    /// The sign-in address.
    #[serde(default)]
    pub email: Option<String>,
    /// `admin`, `supervisor`, `agent`; kept as text so that a new role does not break reading.
    #[serde(default)]
    pub role: Option<String>,
}
