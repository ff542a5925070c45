//! What each route does.

pub mod channels;
pub mod downloads;
pub mod health;
pub mod messages;
pub mod oauth;
pub mod reply;
pub mod rooms;
pub mod users;
