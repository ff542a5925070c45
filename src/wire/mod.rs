//! The contract with the server, shared by the client and by our own server so that the two cannot drift.
//!
//! Facts are marked where they stand: **\[V\]** documented by the vendor, **\[C\]** seen in responses the vendor published,
//! **\[T\]** seen only in third-party code, **\[A\]** assumed. Everything assumed lives in [`assumed`].

pub mod assumed;
pub mod envelope;
pub mod hmac;
pub mod integration;
mod lenient;
pub mod oauth;
pub mod role;
pub mod room;
pub mod user;

/// The path prefix of the Open API face \[V\].
pub const OPEN_API: &str = "/api/open/v1";
/// The path prefix of the Mekari gateway face \[V\].
pub const GATEWAY: &str = "/qontak/chat/v1";
/// The vendor's Open API host \[V\].
pub const OPEN_API_SERVER: &str = "https://service-chat.qontak.com";
/// The vendor's gateway host \[V\].
pub const GATEWAY_SERVER: &str = "https://api.mekari.com";
/// The vendor's domain of forwarder addresses \[C\].
pub const FORWARDER_DOMAIN: &str = "chat.qontak.com";
/// The panel's page where channels are managed by hand.
pub const PANEL_PAGE: &str = "https://chat.qontak.com/integrations";
/// The header that carries the request id \[C\].
pub const REQUEST_ID: &str = "x-request-id";

/// Which of the contract's faces is spoken; the credential decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// `/api/open/v1` with a bearer token.
    OpenApi,
    /// `/qontak/chat/v1` with HMAC.
    Gateway,
}

impl Face {
    /// The path prefix.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::OpenApi => OPEN_API,
            Self::Gateway => GATEWAY,
        }
    }
}
