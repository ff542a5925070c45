//! What a route asks of a role. A handler names it in its signature, so that it cannot run without.

use super::answer::Refusal;
use super::identity::Identity;
use crate::wire::assumed;
use crate::wire::role::Role;
use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use std::marker::PhantomData;

/// A permission that a role has or has not.
pub trait Permission: Send {
    /// Said to a role that has not.
    const REFUSED: &'static str;
    /// Whether `role` has it.
    fn granted(role: Role) -> bool;
}

/// To look at channels.
pub struct ViewChannels;
/// To add, edit and disconnect channels.
pub struct ManageChannels;
/// To see who is in the organization.
pub struct ViewPeople;
/// To be signed in at all.
pub struct SignedIn;

impl Permission for ViewChannels {
    const REFUSED: &'static str = assumed::NOT_ALLOWED;
    fn granted(role: Role) -> bool {
        role.may_view_channels()
    }
}

impl Permission for ManageChannels {
    const REFUSED: &'static str = assumed::ADMIN_ONLY;
    fn granted(role: Role) -> bool {
        role.may_integrate()
    }
}

impl Permission for ViewPeople {
    const REFUSED: &'static str = assumed::NOT_ALLOWED;
    fn granted(role: Role) -> bool {
        role == Role::Admin
    }
}

impl Permission for SignedIn {
    const REFUSED: &'static str = assumed::NOT_ALLOWED;
    fn granted(_role: Role) -> bool {
        true
    }
}

/// Who asks, and has the permission `P`.
pub struct Caller<P> {
    /// Who asks.
    pub identity: Identity,
    permission: PhantomData<P>,
}

impl<P: Permission, S: Sync> FromRequestParts<S> for Caller<P> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        // Without an identity the route was mounted without a face; then nobody may pass.
        let identity = parts.extensions.get::<Identity>().cloned().ok_or(Refusal::Unauthorized)?;
        if P::granted(identity.role) {
            Ok(Self { identity, permission: PhantomData })
        } else {
            Err(Refusal::new(StatusCode::FORBIDDEN, P::REFUSED))
        }
    }
}
