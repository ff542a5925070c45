//! From the journal to the database.

use super::*;
use crate::server::intake::Intake;
use crate::server::journal::Content;
use crate::server::store::{ChannelRow, NewChannelRow};
use rusqlite::Connection;
use tokio::sync::oneshot;

async fn connect(workspace: &Workspace) {
    let row = ChannelRow {
        id: CHANNEL.into(),
        address: "support@example.com".into(),
        smtp_username: "support@example.com".into(),
        protocol: "ssl".into(),
        smtp_host: "smtp.example.test".into(),
        smtp_port: 465,
        route_id: "0".repeat(24),
        forwarder: format!("{CHANNEL}@inbound.example.test"),
        created_at: 1,
    };
    let new = NewChannelRow { address_key: row.address.clone(), row, password: "a password".into() };
    workspace.store().add_channel(new, None).await.unwrap();
}

#[tokio::test]
async fn what_was_filed_is_looked_up() {
    let (key, record) = key();
    let records = vec![("s1._domainkey.example.org", record), ("example.org", Record::Txt("v=spf1 ip4:192.0.2.1 -all".into()))];
    let server = Responder::new(records, Otherwise::Nxdomain).await;
    let dir = TempDir::new().unwrap();
    let database = dir.path().join("w.db");
    let store = Sqlite::open(&database, Access::Pooled).unwrap();
    let workspace = Arc::new(Workspace::over(Box::new(store), Settings::default()));
    connect(&workspace).await;
    let intake = Arc::new(Intake::open(Arc::clone(&workspace)).await.unwrap());
    let desk = Arc::clone(intake.desk());
    let filer = Arc::clone(&intake);
    let (stop_filing, filing) = oneshot::channel::<()>();
    let (stop, stopped) = oneshot::channel::<()>();
    let filing = tokio::spawn(async move { filer.filing(async { drop(filing.await) }).await });
    let looking = tokio::spawn(run(Arc::clone(&workspace), Dns::Server(server.address), desk, async { drop(stopped.await) }));

    let raw = signed(key, MESSAGE);
    for n in 0..450 {
        let unique = raw.replacen("To:", &format!("Message-ID: <{n}@example.org>\r\nTo:"), 1);
        let client = if n % 2 == 0 { "192.0.2.1" } else { "192.0.2.2" };
        intake.take(envelope("siti@example.org", client), Content::Memory(unique.into_bytes())).await.unwrap();
    }
    let sql = Connection::open(&database).unwrap();
    let count = |condition: &str| -> i64 {
        sql.query_row(&format!("SELECT count(*) FROM messages WHERE {condition}"), [], |row| row.get(0)).unwrap()
    };
    let all = async {
        while count("authentication IS NOT NULL") < 450 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all).await.unwrap();
    assert_eq!(count("authentication ->> '$.spf' = 'pass'"), 225);
    assert_eq!(count("authentication ->> '$.spf' = 'fail'"), 225);
    assert_eq!(count("authentication ->> '$.dkim' = 'pass' AND authentication ->> '$.dkim_domains[0]' = 'example.org'"), 450);
    assert!(server.asked() < 40, "{}", server.asked());

    stop.send(()).unwrap();
    stop_filing.send(()).unwrap();
    looking.await.unwrap();
    filing.await.unwrap();
}
