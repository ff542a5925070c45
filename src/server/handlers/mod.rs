//! What each route does.

pub mod channels;
pub mod health;
pub mod oauth;
pub mod users;
