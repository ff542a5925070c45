//! Channels in SQLite.

use super::super::{Change, ChannelQuery, ChannelRow, Cipher, NewChannelRow, Once, Order, Outcome, Page, Sealed};
use super::place::{Memory, Place};
use super::{StoreResult, once};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, Transaction, params};
use secrecy::SecretString;

const COLUMNS: &str =
    "c.id, c.address, c.smtp_username, c.protocol, c.smtp_host, c.smtp_port, c.route_id, c.forwarder, c.created_at";
/// The rows after a place, by the direction that is read in: descending, ascending.
pub(super) const FROM_PLACE: [&str; 2] = ["WHERE (created_at, id) < (?3, ?4)", "WHERE (created_at, id) > (?3, ?4)"];

/// Substrings, not patterns: no character of the text has a meaning.
fn matches(text: &str) -> String {
    format!("WHERE instr(address_key, {text}) > 0 OR instr(lower(smtp_username), {text}) > 0 OR instr(smtp_host, {text}) > 0")
}

fn read(row: &Row<'_>) -> rusqlite::Result<ChannelRow> {
    Ok(ChannelRow {
        id: row.get(0)?,
        address: row.get(1)?,
        smtp_username: row.get(2)?,
        protocol: row.get(3)?,
        smtp_host: row.get(4)?,
        smtp_port: row.get(5)?,
        route_id: row.get(6)?,
        forwarder: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// One page.
pub(super) fn list(connection: &Connection, memory: &mut Memory, query: &ChannelQuery) -> StoreResult<Page> {
    // One transaction, so that the rows and their number are of one moment.
    let transaction = connection.unchecked_transaction()?;
    if let Some(text) = query.text.as_deref().map(str::to_lowercase) {
        let sql = format!("SELECT count(*) FROM channels {}", matches("?1"));
        let total: i64 = transaction.prepare_cached(&sql)?.query_row([&text], |row| row.get(0))?;
        let rows = page(&transaction, query, &matches("?3"), params![query.limit, query.skip, text])?;
        return Ok(Page { rows, total: total.unsigned_abs() });
    }
    memory.refresh(&transaction)?;
    let total = memory.total(|| transaction.prepare_cached("SELECT count(*) FROM channels")?.query_row([], |row| row.get(0)))?;
    let rows = match query.order {
        Order::Created => remembered_page(&transaction, memory, query)?,
        Order::Updated => page(&transaction, query, "", params![query.limit, query.skip])?,
    };
    Ok(Page { rows, total: total.unsigned_abs() })
}

/// A page in the order of creation, read from the nearest place that is known.
fn remembered_page(t: &Transaction<'_>, memory: &mut Memory, query: &ChannelQuery) -> StoreResult<Vec<ChannelRow>> {
    let rows = match memory.nearest(query.descending, query.skip) {
        None => page(t, query, "", params![query.limit, query.skip])?,
        Some(place) => {
            let filter = FROM_PLACE[usize::from(!query.descending)];
            page(t, query, filter, params![query.limit, query.skip - place.skip, place.created_at, place.id])?
        }
    };
    if let Some(last) = rows.last() {
        let skip = query.skip.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        memory.keep(Place { descending: query.descending, skip, created_at: last.created_at, id: last.id.clone() });
    }
    Ok(rows)
}

fn page(t: &Transaction<'_>, query: &ChannelQuery, filter: &str, values: &[&dyn ToSql]) -> StoreResult<Vec<ChannelRow>> {
    let mut statement = t.prepare_cached(&page_sql(filter, query.order, query.descending))?;
    Ok(statement.query_map(values, read)?.collect::<Result<_, _>>()?)
}

/// `?1` rows after the first `?2`. They are found on an index that covers all it takes, so that a deep page skips index entries only.
pub(super) fn page_sql(filter: &str, order: Order, descending: bool) -> String {
    let key = match order {
        Order::Created => "created_at",
        Order::Updated => "updated_at",
    };
    let direction = if descending { "DESC" } else { "ASC" };
    format!(
        "SELECT {COLUMNS} FROM \
         (SELECT row FROM channels {filter} ORDER BY {key} {direction}, id {direction} LIMIT ?1 OFFSET ?2) AS page \
         CROSS JOIN channels AS c ON c.row = page.row ORDER BY c.{key} {direction}, c.id {direction}"
    )
}

/// One channel.
pub(super) fn find(connection: &Connection, id: &str) -> StoreResult<Option<ChannelRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM channels AS c WHERE c.id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// One channel and its password.
pub(super) fn find_with_password(
    connection: &Connection,
    cipher: &Cipher,
    id: &str,
) -> StoreResult<Option<(ChannelRow, SecretString)>> {
    let Some(row) = find(connection, id)? else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT sealed_password FROM channels WHERE id = ?1")?;
    let sealed: Vec<u8> = statement.query_row([id], |row| row.get(0))?;
    let password = cipher.open(sealed_password(id), &sealed)?;
    Ok(Some((row, password)))
}

const fn sealed_password(id: &str) -> Sealed<'_> {
    Sealed { table: "channels", id, column: "sealed_password" }
}

fn seal(cipher: &Cipher, id: &str, password: &SecretString) -> StoreResult<Vec<u8>> {
    Ok(cipher.seal(sealed_password(id), password)?)
}

/// Adds a channel, unless `once` tells that this was done before.
pub(super) fn add(t: &Transaction<'_>, cipher: &Cipher, channel: &NewChannelRow, once: Option<Once>) -> StoreResult<Outcome> {
    if let Some(answer) = once::answered(t, once.as_ref())? {
        return Ok(Outcome::Repeated(answer));
    }
    let row = &channel.row;
    let sealed = seal(cipher, &row.id, &channel.password)?;
    t.prepare_cached(
        "INSERT INTO channels (id, address, address_key, smtp_username, sealed_password, protocol, smtp_host, smtp_port, route_id, \
         forwarder, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
    )?
    .execute(params![
        row.id,
        row.address,
        channel.address_key,
        row.smtp_username,
        sealed,
        row.protocol,
        row.smtp_host,
        row.smtp_port,
        row.route_id,
        row.forwarder,
        row.created_at
    ])?;
    once::remember(t, once)?;
    Ok(Outcome::Done)
}

/// Changes what is to be changed and leaves the rest.
pub(super) fn change(t: &Transaction<'_>, cipher: &Cipher, id: &str, change: &Change) -> StoreResult<Option<ChannelRow>> {
    let patch = &change.patch;
    let sealed = patch.password.as_ref().map(|password| seal(cipher, id, password)).transpose()?;
    let changed = t
        .prepare_cached(
            "UPDATE channels SET address = coalesce(?2, address), address_key = coalesce(?3, address_key), \
             smtp_username = coalesce(?4, smtp_username), sealed_password = coalesce(?5, sealed_password), \
             protocol = coalesce(?6, protocol), smtp_host = coalesce(?7, smtp_host), smtp_port = coalesce(?8, smtp_port), \
             updated_at = ?9 WHERE id = ?1",
        )?
        .execute(params![
            id,
            patch.address.as_ref().map(|a| a.as_str()),
            patch.address.as_ref().map(|a| a.key()),
            patch.smtp_username,
            sealed,
            patch.security.map(|s| s.as_str()),
            patch.smtp_host.as_ref().map(|h| h.as_str()),
            patch.smtp_port,
            change.at
        ])?;
    if changed == 0 { Ok(None) } else { find(t, id) }
}

/// Puts all forwarders under a domain; how many were elsewhere.
pub(super) fn move_forwarders(t: &Transaction<'_>, domain: &str) -> StoreResult<usize> {
    let sql = "UPDATE channels SET forwarder = id || '@' || ?1 WHERE forwarder <> id || '@' || ?1";
    Ok(t.execute(sql, [domain])?)
}

/// Deletes a channel. Its rooms stay; its replies that wait will not be sent any more.
pub(super) fn remove(t: &Transaction<'_>, id: &str, at: i64) -> StoreResult<bool> {
    super::rooms::disconnect(t, id, at)?;
    super::outbox::disconnect(t, id, at)?;
    Ok(t.execute("DELETE FROM channels WHERE id = ?1", [id])? > 0)
}
