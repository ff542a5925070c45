//! What the program does between the network and the terminal, timed inside the process: `cargo bench`.
//!
//! A plain program: a harness would be compiled by everybody who runs the tests. Prints the median of some samples; whole processes
//! are timed by `run.sh` beside this file.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use clap::Parser as _;
use qontak::cli::Cli;
use qontak::environment::Environment;
use qontak::ui::{Cell, Column, Record, Ui};
use qontak::wire::envelope::Success;
use qontak::wire::hmac;
use qontak::wire::integration::Integration;
use std::fs::File;
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROWS: usize = 1_000;
const SAMPLES: usize = 15;
const SAMPLE: Duration = Duration::from_millis(100);

/// One row of output, as wide as a channel.
struct Row(Integration);

/// Reads one text of a row.
const fn column(name: &'static str, cell: for<'a> fn(&'a Row) -> Cell<'a>) -> Column<Row> {
    Column { name, shown: true, cell }
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", |r| r.0.id.as_str().into()),
        column("address", |r| (&r.0.webhook).into()),
        column("smtp_host", |r| (&r.0.settings.smtp_host).into()),
        column("smtp_port", |r| (&r.0.settings.smtp_port).into()),
        column("security", |r| (&r.0.settings.protocol).into()),
        column("smtp_username", |r| (&r.0.settings.username).into()),
        column("forwarder", |r| (&r.0.settings.forwaded_email).into()),
        column("active", |r| r.0.is_active.into()),
        column("organization_id", |r| (&r.0.organization_id).into()),
        column("created_at", |r| (&r.0.created_at).into()),
    ];
}

fn integration(i: usize) -> String {
    format!(
        r#"{{"id":"00000000-0000-4000-8000-{i:012}","target_channel":"email","webhook":"box{i}@example.com","settings":{{"username":
"box{i}@example.com","password":"b3BhcXVl","protocol":"ssl","smtp_host":"smtp.example.com","smtp_port":"465","route_id":
"0123456789abcdef01234567","forwaded_email":"00000000-0000-4000-8000-{i:012}@chat.qontak.com","auto_resolve_period":10}},
"organization_id":"00000000-0000-4000-8000-00000000beef","created_at":"2026-03-01T10:00:00.000Z","is_active":true}}"#
    )
}

fn page(rows: usize) -> Vec<u8> {
    let rows: Vec<String> = (0..rows).map(integration).collect();
    format!(r#"{{"status":"success","data":[{}],"meta":{{"pagination":{{"total":1}}}}}}"#, rows.join(",")).into_bytes()
}

fn decode(page: &[u8]) -> Vec<Integration> {
    serde_json::from_slice::<Success<Vec<Integration>>>(page).unwrap().data
}

fn render(format: &str, rows: &[Integration]) {
    let cli = Cli::parse_from(["qontak", "email", "list", "-o", format]);
    let ui = Ui::new(&cli.global.ui(), &Environment::default());
    let mut out = ui.records::<Row>().unwrap();
    rows.iter().for_each(|row| out.push(Row(row.clone())).unwrap());
    out.finish().unwrap();
}

/// The median time of one call. Once only, where nobody asked for a measurement (`cargo test --benches`).
fn median(measure: bool, mut work: impl FnMut()) -> Duration {
    let started = Instant::now();
    work();
    if !measure {
        return started.elapsed();
    }
    let calls = u32::try_from(SAMPLE.as_nanos() / started.elapsed().as_nanos().max(1)).unwrap_or(u32::MAX).max(1);
    let mut samples: Vec<Duration> = (0..SAMPLES)
        .map(|_| {
            let started = Instant::now();
            (0..calls).for_each(|_| work());
            started.elapsed() / calls
        })
        .collect();
    samples.sort_unstable();
    samples[SAMPLES / 2]
}

fn main() {
    let measure = std::env::args().any(|word| word == "--bench");
    let (hundred, rows) = (page(100), decode(&page(ROWS)));
    let mut table = vec![("decode a page of 100 rows", median(measure, || drop(black_box(decode(black_box(&hundred))))))];

    // What is rendered goes where output costs nothing.
    let stdout = rustix::io::dup(std::io::stdout()).unwrap();
    rustix::stdio::dup2_stdout(File::options().write(true).open("/dev/null").unwrap()).unwrap();
    for (what, format) in [
        ("render 1,000 rows as a table", "table"),
        ("render 1,000 rows as tsv", "tsv"),
        ("render 1,000 rows as csv", "csv"),
        ("render 1,000 rows as json", "json"),
    ] {
        table.push((what, median(measure, || render(format, &rows))));
    }
    rustix::stdio::dup2_stdout(stdout).unwrap();

    let (date, path) = ("Sun, 06 Nov 1994 08:49:37 GMT", "/qontak/chat/v1/integrations?target_channel=email&limit=100&offset=1");
    let sign = || drop(black_box(hmac::signature("CLIENT_SECRET", date, "GET", black_box(path))));
    table.push(("sign a request", median(measure, sign)));

    println!("| what | median µs |\n|---|---:|");
    for (what, time) in table {
        println!("| {what} | {:.1} |", time.as_secs_f64() * 1e6);
    }
}
