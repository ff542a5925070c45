//! A stand-in for the server, so that clients alone are measured: `mock ROWS LATENCY_MS`.
//!
//! Serves `/api/open/v1/integrations?offset=PAGE&limit=N` on a free port of this machine, waits LATENCY_MS before each answer,
//! and prints the port. Standard library only: `rustc --edition 2024 -O mock.rs`.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1).map(|w| w.parse::<u64>());
    let (Some(Ok(rows)), Some(Ok(latency))) = (words.next(), words.next()) else {
        return Err(std::io::Error::other("usage: mock ROWS LATENCY_MS"));
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || serve(&stream, rows, Duration::from_millis(latency)));
    }
    Ok(())
}

fn serve(stream: &TcpStream, rows: u64, latency: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let query = line.split_once('?').map_or("", |(_, q)| q.split(' ').next().unwrap_or(""));
        let parameter = |name: &str| {
            let value = query.split('&').filter_map(|p| p.split_once('=')).find(|(n, _)| *n == name);
            value.and_then(|(_, v)| v.parse::<u64>().ok())
        };
        let (offset, limit) = (parameter("offset").unwrap_or(1).max(1), parameter("limit").unwrap_or(100).clamp(1, 100));
        let mut header = String::new();
        while reader.read_line(&mut header)? > 2 {
            header.clear();
        }
        thread::sleep(latency);
        let body = page(rows, offset, limit);
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        (&mut &*stream).write_all(format!("{head}{body}").as_bytes())?;
    }
}

fn page(rows: u64, offset: u64, limit: u64) -> String {
    let first = (offset - 1) * limit;
    let mut body = String::from(r#"{"status":"success","data":["#);
    for i in first..rows.min(first + limit) {
        let comma = if i > first { "," } else { "" };
        let id = format!("00000000-0000-4000-8000-{i:012}");
        let _ = write!(
            body,
            r#"{comma}{{"id":"{id}","target_channel":"email","webhook":"support{i:06}@example.test","settings":{{"username":"support{i:06}@example.test","password":"b3BhcXVl","protocol":"ssl","smtp_host":"smtp.example.test","smtp_port":"465","route_id":"0123456789abcdef01234567","forwaded_email":"{id}@chat.qontak.com","auto_resolve_period":10}},"organization_id":"00000000-0000-4000-8000-00000000beef","created_at":"2026-03-01T10:00:00.000Z","is_active":true}}"#
        );
    }
    let _ = write!(
        body,
        r#"],"meta":{{"pagination":{{"cursor":{{"next":null,"prev":null}},"offset":{offset},"limit":{limit},"total":{limit}}}}}}}"#
    );
    body
}
