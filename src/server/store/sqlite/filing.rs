//! Filing received messages.

use super::Sqlite;
use crate::server::journal::Place;
use crate::server::store::{Authentication, Filing, FilingStore, StoreError, StoreResult, Unauthenticated};
use async_trait::async_trait;

fn unbuilt<T>() -> StoreResult<T> {
    Err(StoreError::Failed("not built".into()))
}

#[async_trait]
impl FilingStore for Sqlite {
    async fn takes_mail(&self, _channel_id: String) -> StoreResult<bool> {
        unbuilt()
    }

    async fn filed(&self) -> StoreResult<Place> {
        unbuilt()
    }

    async fn file(&self, _messages: Vec<Filing>, _up_to: Place) -> StoreResult<()> {
        unbuilt()
    }

    async fn unauthenticated(&self, _limit: u32) -> StoreResult<Vec<Unauthenticated>> {
        unbuilt()
    }

    async fn keep_authentication(&self, _found: Vec<(i64, Authentication)>) -> StoreResult<()> {
        unbuilt()
    }
}
