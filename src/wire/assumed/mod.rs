//! Everything in the contract that nobody outside the vendor has published: **\[A\]**.
//!
//! When the vendor's truth is known, this room is the one edit. `email add` and `email edit` rest on it, `email disconnect` in
//! part (the call is documented, its answer is not); `inbox show`, `inbox watch` and what mail has beyond other messages, too.

pub mod inbox;
pub mod reply;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

/// Where a channel is created: the vendor's documented pattern for other kinds is `POST /integrations/{channel}`.
pub const CREATE_EMAIL: &str = "/integrations/email";
/// The header under which our server creates a channel only once, however often the request is sent.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The 422 message for a mailbox that is connected already.
pub const TAKEN: &str = "username has already been taken";
/// The 403 message for a role that may not integrate channels.
pub const ADMIN_ONLY: &str = "Only Admin user can integrate Email channel";
/// The 403 message for a role that may not look at channels.
pub const NOT_ALLOWED: &str = "You are not allowed to access this resource";

/// The path of one integration, for `GET` and `DELETE` \[V\] and for `PUT` (assumed). `None` for what cannot be an id: an empty
/// one would be the list, and dots alone lead out of the path, encoded or not (WHATWG URL, dot segments).
#[must_use]
pub fn integration(id: &str) -> Option<String> {
    segment(id).map(|id| format!("/integrations/{id}"))
}

fn segment(id: &str) -> Option<String> {
    (!id.bytes().all(|b| b == b'.')).then(|| percent_encode(id))
}

/// One segment of a path.
fn percent_encode(segment: &str) -> String {
    url::form_urlencoded::byte_serialize(segment.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The body of a create. `webhook` is only sent when the SMTP login is not the mailbox address itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct CreateEmail {
    /// The SMTP login; the mailbox address unless `webhook` says otherwise.
    #[serde(default)]
    pub username: Option<String>,
    /// The app password.
    #[serde(default, serialize_with = "expose")]
    pub password: Option<SecretString>,
    /// `starttls` or `ssl`.
    #[serde(default)]
    pub protocol: Option<String>,
    /// The outbox server.
    #[serde(default)]
    pub smtp_host: Option<String>,
    /// A string, like in the answers.
    #[serde(default)]
    pub smtp_port: Option<String>,
    /// The mailbox address, when the login is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
}

/// The body of an edit: any subset; what is not sent stays untouched.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PatchEmail {
    /// See [`CreateEmail::username`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// A new app password; never one that was read.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "expose")]
    pub password: Option<SecretString>,
    /// See [`CreateEmail::protocol`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// See [`CreateEmail::smtp_host`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp_host: Option<String>,
    /// See [`CreateEmail::smtp_port`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp_port: Option<String>,
    /// See [`CreateEmail::webhook`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
}

/// The one place where a password leaves its wrapper: on its way into a request body.
fn expose<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_sends_only_what_changed() -> serde_json::Result<()> {
        let patch = PatchEmail { smtp_port: Some("465".into()), ..PatchEmail::default() };
        assert_eq!(serde_json::to_string(&patch)?, r#"{"smtp_port":"465"}"#);
        Ok(())
    }

    #[test]
    fn ids_cannot_leave_their_path_segment() {
        assert_eq!(integration("../users?x=1 y").as_deref(), Some("/integrations/..%2Fusers%3Fx%3D1%20y"));
        for none in ["", ".", "..", "..."] {
            assert_eq!(integration(none), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_id_is_one_segment_of_the_path_and_is_sent_as_it_is_signed(id in "\\PC{0,60}|[./%?#\\\\ ]{0,6}") {
            if let Some(path) = integration(&id) {
                let url = url::Url::parse(&format!("https://server.example{path}"))?;
                proptest::prop_assert_eq!(&url[url::Position::BeforePath..], path.as_str());
                proptest::prop_assert_eq!(url.path_segments().map(Iterator::count), Some(2));
            }
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let patch = PatchEmail { password: Some("s3cret-word".to_owned().into()), ..PatchEmail::default() };
        assert!(!format!("{patch:?}").contains("s3cret-word"));
    }
}
