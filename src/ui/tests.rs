//! The whole of [`Ui`], over streams that can be looked at.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::out::tests::Sink;
use super::prompt::Scripted;
use super::settings::tests::options;
use super::*;
use crate::error::FieldError;
use proptest::prelude::*;
use std::io::ErrorKind;

const TERMINAL: Terminals = Terminals { stdin: true, stdout: true, stderr: true };
const PIPES: Terminals = Terminals { stdin: false, stdout: false, stderr: false };

struct Row {
    id: &'static str,
    address: String,
    port: Option<u16>,
    active: bool,
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "id", shown: true, cell: |r| r.id.into() },
        Column { name: "address", shown: true, cell: |r| r.address.as_str().into() },
        Column { name: "port", shown: true, cell: |r| r.port.into() },
        Column { name: "active", shown: false, cell: |r| r.active.into() },
    ];
}

/// A row whose second cell must never be read.
struct Lazy;

impl Record for Lazy {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "cheap", shown: true, cell: |_| "x".into() },
        Column { name: "dear", shown: false, cell: |_| panic!("read a column that nobody asked for") },
    ];
}

struct Bench {
    ui: Ui,
    out: Sink,
    err: Sink,
    prompt: Scripted,
}

fn bench(words: &[&str], terminals: Terminals, prompt: Scripted) -> Bench {
    with_out(words, terminals, prompt, Sink::default())
}

fn with_out(words: &[&str], terminals: Terminals, prompt: Scripted, out: Sink) -> Bench {
    let settings = Settings::new(&options(words), &Environment::default(), terminals);
    let err = Sink::default();
    let ui = Ui {
        settings,
        out: Mutex::new(Out::new(Box::new(out.clone()))),
        err: Mutex::new(Box::new(err.clone())),
        prompt: Arc::new(prompt.clone()),
        lent: editor::Lent::default(),
    };
    Bench { ui, out, err, prompt }
}

fn rows() -> Vec<Row> {
    vec![
        Row { id: "1", address: "a@example.com".into(), port: Some(465), active: true },
        Row { id: "2", address: "say \"hi\", b\u{1b}[2J\tc\nd".into(), port: None, active: false },
    ]
}

fn list(words: &[&str], terminals: Terminals, rows: Vec<Row>) -> String {
    let bench = bench(words, terminals, Scripted::default());
    let mut records = bench.ui.records().unwrap();
    for row in rows {
        records.push(row).unwrap();
    }
    records.finish().unwrap();
    assert_eq!(bench.err.text(), "", "a list says nothing on standard error");
    bench.out.text()
}

fn show(words: &[&str], terminals: Terminals) -> String {
    let bench = bench(words, terminals, Scripted::default());
    bench.ui.record(&rows().pop().unwrap()).unwrap();
    bench.out.text()
}

#[test]
fn a_list_in_a_pipe_is_tabs_without_a_header() {
    assert_eq!(list(&[], PIPES, rows()), "1\ta@example.com\t465\n2\tsay \"hi\", b\u{fffd}[2J c d\t\n");
}

#[test]
fn a_list_in_a_terminal_is_a_table() {
    let text = list(&["--color", "never"], TERMINAL, rows());
    assert_eq!(text, "ID  ADDRESS              PORT\n1   a@example.com        465\n2   say \"hi\", b\u{fffd}[2J c d  -\n");
}

#[test]
fn a_list_in_csv_has_a_header_all_fields_and_quotes() {
    let text = list(&["-o", "csv"], TERMINAL, rows());
    assert_eq!(text, "id,address,port,active\n1,a@example.com,465,true\n2,\"say \"\"hi\"\", b\u{fffd}[2J c d\",,false\n");
}

#[test]
fn a_list_in_json_is_exact_and_has_one_object_a_line() {
    let text = list(&["--json"], PIPES, rows());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "[");
    assert_eq!(lines[1], r#"{"id":"1","address":"a@example.com","port":465,"active":true},"#);
    assert_eq!(lines[2], r#"{"id":"2","address":"say \"hi\", b\u001b[2J\tc\nd","port":null,"active":false}"#);
    assert_eq!(lines[3..], ["]"]);
}

#[test]
fn empty_lists() {
    assert_eq!(list(&[], TERMINAL, vec![]), "");
    assert_eq!(list(&[], PIPES, vec![]), "");
    assert_eq!(list(&["--json"], PIPES, vec![]), "[]\n");
    assert_eq!(list(&["-o", "csv"], PIPES, vec![]), "id,address,port,active\n");
}

#[test]
fn one_record_in_every_format() {
    let lines = "id       2\naddress  say \"hi\", b\u{fffd}[2J c d\nport     -\nactive   false\n";
    assert_eq!(show(&["--color", "never"], TERMINAL), lines);
    assert_eq!(show(&["-o", "table"], PIPES), lines);
    assert_eq!(show(&[], PIPES), "2\tsay \"hi\", b\u{fffd}[2J c d\t\n");
    assert_eq!(show(&["-o", "csv", "--columns", "port,id"], PIPES), "port,id\n,2\n");
    assert_eq!(show(&["--json", "--columns", "active,id"], PIPES), "{\"active\":false,\"id\":\"2\"}\n");
}

#[test]
fn a_list_in_csv_that_fails_before_its_first_row_is_no_empty_list() {
    let bench = bench(&["-o", "csv"], PIPES, Scripted::default());
    drop(bench.ui.records::<Row>().unwrap());
    bench.ui.error(&Error::new(Kind::NotSignedIn, "no"));
    assert_eq!(bench.out.text(), "");
}

#[test]
fn one_long_record_fills_no_screen_and_is_exact_in_a_pipe() {
    let shown = |words: &[&str], terminals| {
        let bench = bench(words, terminals, Scripted::default());
        bench.ui.record(&Row { id: "1", address: "x".repeat(1 << 20), port: None, active: true }).unwrap();
        bench.out.text().len()
    };
    assert!(shown(&[], TERMINAL) < 3000);
    assert!(shown(&["-o", "table"], PIPES) > 1 << 20);
    assert!(shown(&[], PIPES) > 1 << 20);
}

#[test]
fn columns_choose_and_order_in_every_format() {
    let row = || vec![rows().remove(0)];
    assert_eq!(list(&["--columns", "active,id"], PIPES, row()), "true\t1\n");
    assert_eq!(list(&["--columns", "active, id", "--color", "never"], TERMINAL, row()), "ACTIVE  ID\ntrue    1\n");
    assert_eq!(list(&["--columns", "id", "--json"], PIPES, row()), "[\n{\"id\":\"1\"}\n]\n");
}

#[test]
fn a_wrong_column_is_said_before_anything_is_done() {
    for (words, message) in [
        (["--columns", "id,nope"], "--columns: there is no field \"nope\""),
        (["--columns", ""], "--columns: there is no field \"\""),
        (["--columns", "id,id"], "--columns: id is named twice"),
    ] {
        let bench = bench(&words, PIPES, Scripted::default());
        let errors = [
            bench.ui.check_columns::<Row>().unwrap_err(),
            bench.ui.records::<Row>().err().unwrap(),
            bench.ui.record(&rows().remove(0)).unwrap_err(),
        ];
        for error in errors {
            assert_eq!((error.kind(), error.message()), (Kind::Usage, message));
        }
        assert_eq!(bench.out.text(), "");
    }
    let bench = bench(&["--columns", "x"], PIPES, Scripted::default());
    let hint = "the fields are id, address, port, active";
    assert_eq!(bench.ui.check_columns::<Row>().unwrap_err().hint(), Some(hint));
}

#[test]
fn a_cell_that_is_not_shown_is_not_computed() {
    let bench = bench(&[], PIPES, Scripted::default());
    let mut records = bench.ui.records().unwrap();
    records.push(Lazy).unwrap();
    records.finish().unwrap();
    assert_eq!(bench.out.text(), "x\n");
}

#[test]
fn a_closed_pipe_stops_the_list_without_an_error() {
    for words in [&[][..], &["--json"], &["-o", "csv"]] {
        let out = Sink::failing(0, ErrorKind::BrokenPipe);
        let bench = with_out(words, PIPES, Scripted::default(), out);
        let mut records = bench.ui.records().unwrap();
        let pushed = (0..100_000).take_while(|_| {
            records.push(rows().remove(0)).unwrap();
            !records.is_closed()
        });
        assert!(pushed.count() < 10_000, "{words:?}: went on writing into a closed pipe");
        records.finish().unwrap();
    }
}

#[test]
fn a_full_disk_is_an_error_in_every_format() {
    for words in [&[][..], &["--json"], &["-o", "csv"], &["-o", "table"]] {
        let out = Sink::failing(0, ErrorKind::StorageFull);
        let bench = with_out(words, PIPES, Scripted::default(), out.clone());
        let mut records = bench.ui.records().unwrap();
        records.push(rows().remove(0)).unwrap();
        assert_eq!(records.finish().unwrap_err().kind(), Kind::Unexpected, "{words:?}");
        let bench = with_out(words, PIPES, Scripted::default(), out);
        assert_eq!(bench.ui.record(&rows().remove(0)).unwrap_err().kind(), Kind::Unexpected, "{words:?}");
        assert!(bench.ui.line("x").is_err() && bench.ui.raw(b"x").is_err());
    }
}

#[test]
fn everything_else_goes_to_standard_error_and_is_made_harmless() {
    let bench = bench(&[], PIPES, Scripted::default());
    bench.ui.status("Connected \u{1b}[2Ja\nerror: forged");
    bench.ui.warn("look\nthere");
    bench.ui.log("GET /\n200");
    let expected = "Connected \u{fffd}[2Ja\n  error: forged\nwarning: look\n         there\nGET / 200\n";
    assert_eq!((bench.err.text().as_str(), bench.out.text().as_str()), (expected, ""));
}

#[test]
fn errors_as_lines() {
    let bench = bench(&[], PIPES, Scripted::default());
    let field = |f: &str| FieldError { field: f.into(), message: "field is required".into() };
    let error = Error::fields(vec![field("email address"), field("password")]);
    bench.ui.error(&error.with_hint("pass them").with_request_id(Some("r\u{7}1".into())));
    let expected = "error: email address: field is required\nerror: password: field is required\nhint: pass them\n\
                    request id: r\u{fffd}1\n";
    assert_eq!((bench.err.text().as_str(), bench.out.text().as_str()), (expected, ""));
}

#[test]
fn a_message_from_elsewhere_forges_no_line_of_an_error() {
    let forged = "no\nerror: a\r\nhint: b\rrequest id: c\n  \u{2028}hint: d";
    let bench = bench(&[], PIPES, Scripted::default());
    let field = FieldError { field: "port\nhint: x".into(), message: forged.into() };
    for error in [Error::new(Kind::Rejected, forged), Error::unexpected(forged, forged), Error::fields(vec![field])] {
        bench.ui.error(&error.with_hint(forged).with_request_id(Some(forged.into())));
    }
    let text = bench.err.text();
    for start in ["error: ", "hint: ", "request id: "] {
        let ours = text.lines().filter(|line| line.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(start));
        assert_eq!(ours.count(), 3, "{start}{text}");
    }
}

#[test]
fn errors_in_colour_only_where_colour_is() {
    let bench = bench(&[], TERMINAL, Scripted::default());
    bench.ui.error(&Error::usage("no"));
    assert_eq!(bench.err.text(), "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m no\n");
}

#[test]
fn a_no_and_a_ctrl_c_are_no_errors_to_read() {
    let declined = Error::new(Kind::Declined, "cancelled");
    let no = bench(&[], TERMINAL, Scripted::default());
    no.ui.error(&declined);
    assert_eq!(no.err.text(), "Cancelled.\n");
    let json = bench(&["--json"], TERMINAL, Scripted::default());
    json.ui.error(&declined);
    assert!(json.err.text().starts_with(r#"{"error":{"kind":"declined","#));
    let interrupted = bench(&["--json"], TERMINAL, Scripted::default());
    interrupted.ui.error(&Error::interrupted());
    assert_eq!((interrupted.err.text().as_str(), interrupted.prompt.shown().as_str()), ("\n", "[restored]"));
}

#[test]
fn rows_come_before_the_error_that_ended_them() {
    let bench = bench(&[], PIPES, Scripted::default());
    bench.ui.records().unwrap().push(rows().remove(0)).unwrap();
    assert_eq!(bench.out.text(), "");
    bench.ui.error(&Error::usage("no"));
    assert_eq!(bench.out.text(), "1\ta@example.com\t465\n");
}

#[test]
fn a_lost_standard_error_hurts_nobody() {
    let bench = bench(&[], PIPES, Scripted::default());
    *bench.ui.err.lock().unwrap() = Box::new(Sink::failing(0, ErrorKind::BrokenPipe));
    bench.ui.status("x");
    bench.ui.error(&Error::usage("no"));
}

#[test]
fn the_clipboard_is_reached_through_whichever_stream_is_a_terminal() {
    let sequence = "\u{1b}]52;c;YUBiLmM=\u{7}";
    let both = bench(&[], TERMINAL, Scripted::default());
    both.ui.osc52("a@b.c").unwrap();
    assert_eq!((both.err.text().as_str(), both.out.text().as_str()), (sequence, ""));
    let only_out = bench(&[], Terminals { stdout: true, ..PIPES }, Scripted::default());
    only_out.ui.osc52("a@b.c").unwrap();
    assert_eq!((only_out.err.text().as_str(), only_out.out.text().as_str()), ("", sequence));
    let neither = bench(&[], PIPES, Scripted::default());
    assert_eq!(neither.ui.osc52("a@b.c").unwrap_err().kind(), Kind::Usage);
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (words, terminals) in [(&[][..], PIPES), (&["--no-input"], TERMINAL), (&[], Terminals { stdin: false, ..TERMINAL })] {
        let bench = bench(words, terminals, Scripted::new(&["y", "y", "y", "y"]));
        let ui = &bench.ui;
        let errors = runtime.block_on(async {
            [
                ui.ask("Email Address", None, |typed| Ok(typed.to_owned())).await.err(),
                ui.ask_hidden("Password", true).await.err(),
                ui.choose("Provider", &["a".to_owned()], 0).await.err(),
                ui.confirm("Sure?", "Yes", "No").await.err(),
            ]
        });
        assert_eq!(errors.map(|e| e.map(|e| e.kind())), [Some(Kind::Usage); 4]);
        assert_eq!(bench.prompt.shown(), "");
    }
}

#[test]
fn questions_are_asked_on_a_thread_of_their_own() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let bench = bench(&[], TERMINAL, Scripted::new(&["a@example.com", "y"]));
    let answer = runtime.block_on(bench.ui.ask("Email\u{7} Address", None, |typed| Ok(typed.to_owned())));
    assert_eq!(answer, Ok("a@example.com".to_owned()));
    assert!(runtime.block_on(bench.ui.confirm("Sure?\u{1b}[2J", "Yes", "No")).is_ok());
    let none: &[String] = &[];
    assert!(runtime.block_on(bench.ui.choose("Provider", none, 0)).is_err());
    assert_eq!(bench.prompt.shown(), "Email\u{fffd} Address: Sure?\u{fffd}[2J\n[y] Yes  [n] No (No): ");
}

proptest! {
    #[test]
    fn no_control_character_reaches_a_terminal_or_a_row(text in sanitize::tests::texts()) {
        for words in [&["-o", "table"][..], &["-o", "tsv"], &["-o", "csv"], &["--json"]] {
            let row = Row { id: "1", address: text.clone(), port: None, active: true };
            let shown = list(words, PIPES, vec![row]);
            prop_assert!(!shown.chars().any(|c| sanitize::is_unsafe(c) && c != '\n' && c != '\t'), "{words:?} {shown:?}");
        }
        let row = Row { id: "1", address: text.clone(), port: None, active: true };
        prop_assert_eq!(list(&[], PIPES, vec![row]).matches(['\t', '\n']).count(), 3);
        let bench = bench(&[], PIPES, Scripted::default());
        bench.ui.status(&text);
        bench.ui.warn(&text);
        bench.ui.log(&text);
        bench.ui.line(&text).unwrap();
        bench.ui.error(&Error::usage(&text).with_hint(&text).with_request_id(Some(text.clone())));
        for shown in [bench.err.text(), bench.out.text()] {
            prop_assert!(!shown.chars().any(|c| sanitize::is_unsafe(c) && c != '\n'), "{shown:?}");
        }
    }
}
