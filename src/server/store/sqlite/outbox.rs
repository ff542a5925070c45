//! Replies on their way out.

use super::Sqlite;
use crate::server::store::{Attempt, DueReply, NewReply, Once, OutboxStore, Outcome, StoreError, StoreResult, Thread};
use async_trait::async_trait;

fn unbuilt<T>() -> StoreResult<T> {
    Err(StoreError::Failed("not built".into()))
}

#[async_trait]
impl OutboxStore for Sqlite {
    async fn add_reply(&self, _reply: NewReply, _once: Option<Once>) -> StoreResult<Outcome> {
        unbuilt()
    }

    async fn thread(&self, _room_id: String) -> StoreResult<Option<Thread>> {
        unbuilt()
    }

    async fn recover_outbox(&self, _at: i64) -> StoreResult<()> {
        unbuilt()
    }

    async fn take_due(&self, _at: i64) -> StoreResult<Option<DueReply>> {
        unbuilt()
    }

    async fn next_due(&self) -> StoreResult<Option<i64>> {
        unbuilt()
    }

    async fn hand_over(&self, _row: i64) -> StoreResult<()> {
        unbuilt()
    }

    async fn end_attempt(&self, _row: i64, _ended: Attempt, _at: i64) -> StoreResult<()> {
        unbuilt()
    }
}
