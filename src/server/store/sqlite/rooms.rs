//! The Inbox as people use it.

use super::Sqlite;
use crate::server::store::{MessageRow, RoomQuery, RoomRow, RoomStore, StoreError, StoreResult};
use async_trait::async_trait;

fn unbuilt<T>() -> StoreResult<T> {
    Err(StoreError::Failed("not built".into()))
}

#[async_trait]
impl RoomStore for Sqlite {
    async fn rooms(&self, _query: RoomQuery) -> StoreResult<(Vec<RoomRow>, u64)> {
        unbuilt()
    }

    async fn room(&self, _id: String) -> StoreResult<Option<RoomRow>> {
        unbuilt()
    }

    async fn messages(&self, _room_id: String, _limit: u32, _skip: i64) -> StoreResult<Option<(Vec<MessageRow>, u64)>> {
        unbuilt()
    }

    async fn message(&self, _id: String) -> StoreResult<Option<MessageRow>> {
        unbuilt()
    }

    async fn resolve_room(&self, _id: String, _at: i64) -> StoreResult<bool> {
        unbuilt()
    }

    async fn mark_read(&self, _id: String, _at: i64) -> StoreResult<bool> {
        unbuilt()
    }
}
