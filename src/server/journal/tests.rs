//! What is told to be durable is read again, exactly, whatever else became of the files.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use tempfile::TempDir;

fn envelope(n: usize) -> Envelope {
    let recipient = Recipient { channel_id: format!("channel-{n}"), forwarder: format!("channel-{n}@inbound.example.test") };
    Envelope {
        received_at: i64::try_from(n).unwrap(),
        client: [127, 0, 0, 1].into(),
        helo: "client.example.com".into(),
        tls: n.is_multiple_of(2),
        mail_from: "customer@example.org".into(),
        recipients: vec![recipient],
    }
}

fn content(n: usize) -> Vec<u8> {
    format!("Subject: {n}\r\n\r\n{}\r\n", "text ".repeat(n % 300)).into_bytes()
}

async fn append(journal: &Journal, n: usize) -> Place {
    journal.append(&envelope(n), Content::Memory(content(n))).await.unwrap();
    *journal.durable().borrow()
}

fn end(folder: &Path) -> Place {
    Place { segment: segments(folder).unwrap().last().unwrap() + 1, offset: 0 }
}

/// Every entry's number, checked against what was written; and what was damaged.
fn read(folder: &Path, from: Place) -> (Vec<usize>, Vec<Damage>) {
    let mut scan = Scan::new(folder, from);
    let (mut found, mut damage) = (Vec::new(), Vec::new());
    while let Some(entry) = scan.next(end(folder), &mut |d| damage.push(d)).unwrap() {
        let n = usize::try_from(entry.envelope.received_at).unwrap();
        assert_eq!(entry.envelope, envelope(n));
        let mut raw = Vec::new();
        let opened = open_entry(folder, entry.place).unwrap();
        assert_eq!((opened.length, &opened.envelope), (content(n).len() as u64, &entry.envelope));
        { opened.raw }.read_to_end(&mut raw).unwrap();
        assert!(raw == content(n) && entry.message.is_none_or(|m| m == raw), "{n}");
        found.push(n);
    }
    (found, damage)
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart_in_order() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("mail");
    for start in 0..3 {
        let journal = Journal::open(&folder, Place::default()).unwrap();
        for n in start * 10..start * 10 + 10 {
            append(&journal, n).await;
        }
    }
    assert_eq!(read(&folder, Place::default()), ((0..30).collect(), Vec::new()));
}

#[tokio::test]
async fn many_at_once_are_each_kept_once_and_from_any_place_on() {
    let dir = TempDir::new().unwrap();
    let journal = Journal::open(dir.path(), Place::default()).unwrap();
    let all = (0..200).map(|n| append(&journal, n));
    let places = futures_util::future::join_all(all).await;
    let (mut found, damage) = read(dir.path(), Place::default());
    found.sort_unstable();
    assert_eq!((found, damage), ((0..200).collect(), Vec::new()));
    let last = *places.iter().max().unwrap();
    assert_eq!(read(dir.path(), last), (Vec::new(), Vec::new()));
    append(&journal, 200).await;
    assert_eq!(read(dir.path(), last), (vec![200], Vec::new()));
}

#[tokio::test]
async fn a_large_message_comes_through_a_spool() {
    let dir = TempDir::new().unwrap();
    let journal = Journal::open(dir.path(), Place::default()).unwrap();
    append(&journal, 1).await;
    let mut spool = journal.spool().unwrap();
    let piece: Vec<u8> = (0..=255).collect();
    for _ in 0..4_000 {
        spool.write_all(&piece).unwrap();
    }
    let before = *journal.durable().borrow();
    let second = envelope(2);
    let (large, small) = tokio::join!(journal.append(&second, Content::Spooled(spool)), append(&journal, 3));
    large.unwrap();
    let mut scan = Scan::new(dir.path(), before);
    let found = scan.next(small, &mut |d| panic!("{d:?}")).unwrap().unwrap();
    assert!(found.message.is_none());
    let mut raw = Vec::new();
    open_entry(dir.path(), found.place).unwrap().raw.read_to_end(&mut raw).unwrap();
    assert!(raw == piece.repeat(4_000));
    assert_eq!(scan.next(small, &mut |d| panic!("{d:?}")).unwrap().unwrap().envelope, envelope(3));
}

#[tokio::test]
async fn only_one_process_writes_and_only_the_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("mail");
    let journal = Journal::open(&folder, Place::default()).unwrap();
    append(&journal, 1).await;
    let refused = Journal::open(&folder, Place::default()).err().unwrap();
    assert!(refused.message().contains("another"), "{refused}");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&file_name(&folder, 1)), mode(&dir.path().join("mail.lock"))), (0o700, 0o600, 0o600));
    drop(journal);
    Journal::open(&folder, Place::default()).unwrap();
}

#[tokio::test]
async fn what_comes_after_lost_files_is_behind_what_was_filed() {
    let dir = TempDir::new().unwrap();
    let filed = Place { segment: 7, offset: 1_000 };
    append(&Journal::open(dir.path(), filed).unwrap(), 1).await;
    assert_eq!(read(dir.path(), filed), (vec![1], Vec::new()));
}

/// A journal of one file with the entries 0, 1, 2, …, and where each begins.
async fn written(folder: &Path, count: usize) -> Vec<u64> {
    let journal = Journal::open(folder, Place::default()).unwrap();
    for n in 0..count {
        append(&journal, n).await;
    }
    let mut scan = Scan::new(folder, Place::default());
    let mut places = Vec::new();
    while let Some(found) = scan.next(end(folder), &mut |d| panic!("{d:?}")).unwrap() {
        places.push(found.place.offset);
    }
    places
}

#[tokio::test]
async fn a_file_cut_off_anywhere_loses_only_what_is_behind_the_cut() {
    let dir = TempDir::new().unwrap();
    let places = written(dir.path(), 8).await;
    let file = file_name(dir.path(), 1);
    let whole = fs::read(&file).unwrap();
    for cut in (0..whole.len()).rev() {
        fs::write(&file, &whole[..cut]).unwrap();
        let entries: Vec<u64> = places.iter().skip(1).copied().chain([whole.len() as u64]).collect();
        let kept = entries.iter().filter(|end| **end <= cut as u64).count();
        let (found, damage) = read(dir.path(), Place::default());
        assert_eq!(found, (0..kept).collect::<Vec<_>>(), "{cut}");
        assert!(damage.iter().all(|d| matches!(d, Damage::Bytes { last: true, .. })) && damage.len() <= 1, "{cut}: {damage:?}");
    }
    // What comes after a crash goes into a file of its own.
    fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    append(&Journal::open(dir.path(), Place::default()).unwrap(), 8).await;
    assert_eq!(read(dir.path(), Place::default()).0, [0, 1, 2, 3, 4, 5, 6, 8]);
}

#[tokio::test]
async fn a_damaged_byte_costs_the_message_it_is_in_and_no_other() {
    let dir = TempDir::new().unwrap();
    let places = written(dir.path(), 5).await;
    let file = file_name(dir.path(), 1);
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x20;
        fs::write(&file, &bytes).unwrap();
        let hit = places.iter().rposition(|place| *place <= at as u64);
        let (found, damage) = read(dir.path(), Place::default());
        assert_eq!(found, (0..5).filter(|n| Some(*n) != hit).collect::<Vec<_>>(), "byte {at}");
        assert_eq!(damage.len(), usize::from(hit.is_some()), "byte {at}: {damage:?}");
    }
}

#[tokio::test]
async fn a_lost_beginning_and_lost_files_are_told() {
    let dir = TempDir::new().unwrap();
    for n in 0..4 {
        append(&Journal::open(dir.path(), Place::default()).unwrap(), n).await;
    }
    let mut bytes = fs::read(file_name(dir.path(), 2)).unwrap();
    bytes[..64].fill(0);
    fs::write(file_name(dir.path(), 2), &bytes).unwrap();
    fs::remove_file(file_name(dir.path(), 3)).unwrap();
    let (found, damage) = read(dir.path(), Place::default());
    assert_eq!(found, [0, 3]);
    let whole = Damage::Bytes { from: Place { segment: 2, offset: 0 }, to: bytes.len() as u64, last: true };
    assert_eq!(damage, [whole, Damage::Files { first: 3, last: 3 }]);
}

#[tokio::test]
async fn a_message_that_looks_like_an_entry_is_not_one() {
    let dir = TempDir::new().unwrap();
    let places = written(dir.path(), 2).await;
    let file = file_name(dir.path(), 1);
    let whole = fs::read(&file).unwrap();
    // Entry 1 of another journal, sent as a message, and then damaged in its own head.
    let other = TempDir::new().unwrap();
    let journal = Journal::open(other.path(), Place::default()).unwrap();
    let stolen = whole[usize::try_from(places[1]).unwrap()..].to_vec();
    journal.append(&envelope(7), Content::Memory(stolen)).await.unwrap();
    let mut bytes = fs::read(file_name(other.path(), 1)).unwrap();
    bytes[30] ^= 1;
    File::create(file_name(other.path(), 1)).unwrap().write_all(&bytes).unwrap();
    let (found, damage) = read(other.path(), Place::default());
    assert_eq!((found, damage.len()), (Vec::new(), 1));
}

#[tokio::test]
async fn a_file_that_cannot_be_begun_keeps_nothing_and_is_no_end() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("mail");
    let journal = Journal::open(&folder, Place::default()).unwrap();
    fs::rename(&folder, dir.path().join("away")).unwrap();
    let refused = journal.append(&envelope(0), Content::Memory(content(0))).await;
    assert!(matches!(refused, Err(NotKept::Failed(_))), "{refused:?}");
    fs::rename(dir.path().join("away"), &folder).unwrap();
    append(&journal, 1).await;
    assert_eq!(read(&folder, Place::default()), (vec![1], Vec::new()));
    // Taken away while a file is open: nothing is kept in what has no name.
    fs::remove_file(file_name(&folder, 1)).unwrap();
    let refused = journal.append(&envelope(2), Content::Memory(content(2))).await;
    assert!(matches!(refused, Err(NotKept::Failed(_))), "{refused:?}");
    append(&journal, 3).await;
    assert_eq!(read(&folder, Place::default()), (vec![3], Vec::new()));
}

#[test]
fn a_full_disk_is_told_from_other_failures() {
    use std::io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, StorageFull};
    for full in [StorageFull, QuotaExceeded, FileTooLarge] {
        assert_eq!(NotKept::from(&full.into()), NotKept::Full);
    }
    assert!(matches!(NotKept::from(&PermissionDenied.into()), NotKept::Failed(_)));
}

#[tokio::test]
async fn a_message_that_is_damaged_is_not_read_as_whole() {
    let dir = TempDir::new().unwrap();
    let journal = Journal::open(dir.path(), Place::default()).unwrap();
    append(&journal, 299).await;
    let place = Place { segment: segments(dir.path()).unwrap()[0], offset: head::FIRST };
    let read = || -> std::io::Result<Vec<u8>> {
        let mut raw = Vec::new();
        open_entry(dir.path(), place)?.raw.read_to_end(&mut raw)?;
        Ok(raw)
    };
    assert_eq!(read().unwrap(), content(299));
    let file = file_name(dir.path(), place.segment);
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for damaged in [&flipped[..], &whole[..whole.len() - 1]] {
        fs::write(&file, damaged).unwrap();
        assert!(read().is_err());
    }
}
