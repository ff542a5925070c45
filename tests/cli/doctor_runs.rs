//! `email doctor` as a whole: many channels, hosts that say nothing, JUnit, roles, usage.

use super::doctor::{channel, doctor, found, outbox, server, world, zone};
use crate::support::dns::Dns;
use crate::support::rows::id;
use crate::support::sink::Sink;
use crate::support::{Canned, Output, Server, World, secrets};
use quick_xml::events::Event;
use std::net::TcpListener;

fn custom(n: u64, host: &str) -> serde_json::Value {
    channel(n, &format!("a{n}@example.com"), host, "465", "ssl")
}

/// Two channels: one whose outbox server works and one whose there is not.
fn clinic() -> (World, Sink, Dns, Canned) {
    let canned = server(vec![custom(1, "mail.example.com"), custom(2, "absent.example.com")], Vec::new());
    (world(), outbox(), Dns::new(zone().txt("example.com", "v=spf1 <&>\u{1b}[31m\"'-all")), canned)
}

#[test]
fn a_host_that_says_nothing_does_not_stop_the_others() {
    // A connection is taken by the system, and nobody ever speaks.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let (world, sink, dns, _) = clinic();
    let canned = server(vec![custom(1, "mute.example.com"), custom(2, "mail.example.com")], Vec::new());
    let route = format!("mute.example.com={}", mute.local_addr().unwrap());
    let output = doctor(&world, &canned, &dns, &sink).args(["--connect-to", &route, "--timeout", "2s", "--json"]).run().exits(9);
    assert_eq!(found(&output, "a1@example.com", "outbox").0, "error");
    assert_eq!(found(&output, "a2@example.com", "outbox").0, "ok");
}

#[test]
fn thirty_channels_in_their_order() {
    let (world, sink, dns, _) = clinic();
    let canned = server((1..=30).map(|n| custom(n, "mail.example.com")).collect(), Vec::new());
    let output = doctor(&world, &canned, &dns, &sink).args(["--columns", "channel,check,severity"]).run();
    let of = |check: &str| -> Vec<String> {
        output.rows().into_iter().filter(|row| row[1] == check && row[2] == "ok").map(|row| row[0].to_owned()).collect()
    };
    let expected: Vec<String> = (1..=30).map(|n| format!("a{n}@example.com")).collect();
    assert_eq!((of("settings"), of("outbox")), (expected.clone(), expected), "{}", output.story());
    assert_eq!(sink.count("connect"), 30);
    output.stderr_has("30 channels: 30 errors, ");
}

#[test]
fn what_dns_says_reaches_no_terminal_as_it_is() {
    let (world, sink, dns, canned) = clinic();
    for format in ["table", "json", "csv", "tsv"] {
        doctor(&world, &canned, &dns, &sink).args(["-o", format]).run().exits(9).lacks("\u{1b}").stdout_has("<&>");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told_before_anything_is_looked_at() {
    let (world, sink, dns, canned) = clinic();
    let output = doctor(&world, &canned, &dns, &sink).args(["a1@example.com", "nobody@example.com"]).run().exits(6);
    output.stdout_is("").stderr_has("no such channel: nobody@example.com");
    assert!(dns.asked().is_empty() && sink.count("connect") == 0);
    let one = doctor(&world, &canned, &dns, &sink).args(["a1@example.com", "--columns", "channel"]).run();
    assert!(one.rows().iter().all(|row| row[0] == "a1@example.com"), "{}", one.story());
}

/// A name, attributes, text.
type Element = (String, Vec<(String, String)>, String);

/// The elements of a document, in order.
fn parsed(xml: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                found.push((element.name().as_ref().to_owned(), attributes.collect(), String::new()));
            }
            Event::Text(text) => found.iter_mut().last().map_or((), |last| last.2.push_str(&text)),
            Event::GeneralRef(name) => found.iter_mut().last().map_or((), |last| last.2.push_str(&format!("&{};", &*name))),
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn value<'a>(element: &'a Element, name: &str) -> &'a str {
    &element.1.iter().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name} in {element:?}")).1
}

#[test]
fn junit_has_a_suite_a_channel_and_a_case_a_check() {
    let (world, sink, dns, canned) = clinic();
    std::fs::write(world.path("work/report.xml"), "old").unwrap();
    let output = doctor(&world, &canned, &dns, &sink).args(["--junit", "report.xml", "--json"]).run().exits(9);
    let xml = std::fs::read_to_string(world.path("work/report.xml")).unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"qontak email doctor\""), "{xml}");
    assert!(!xml.chars().any(|c| c.is_control() && c != '\n'), "{xml:?}");
    let elements = parsed(&xml);
    let named = |name: &str| elements.iter().filter(|element| element.0 == name).collect::<Vec<_>>();
    let rows = output.json();
    let count = |severities: &[&str]| {
        rows.as_array().unwrap().iter().filter(|row| severities.contains(&row["severity"].as_str().unwrap())).count()
    };
    let (suites, cases, failures) = (named("testsuite"), named("testcase"), named("failure"));
    assert_eq!(cases.len(), rows.as_array().unwrap().len());
    assert_eq!((failures.len(), named("system-out").len()), (count(&["error"]), count(&["warning", "info"])));
    assert_eq!(value(named("testsuites")[0], "tests"), cases.len().to_string());
    assert_eq!(value(named("testsuites")[0], "failures"), failures.len().to_string());
    assert_eq!(suites.iter().map(|s| value(s, "name")).collect::<Vec<_>>(), ["a1@example.com", "a2@example.com"]);
    assert_eq!(value(suites[1], "id"), id(2));
    let names: Vec<&str> = cases.iter().take(7).map(|case| value(case, "name")).collect();
    assert_eq!(names, ["settings", "outbox", "forwarder", "spf", "dmarc", "arrival", "provider"]);
    let keys = |element: &Element| element.1.iter().map(|(k, _)| k.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(keys(suites[0]), "name id tests failures errors skipped timestamp time");
    assert_eq!(keys(cases[0]), "classname name time");
    assert!(cases.iter().chain(&suites).all(|element| value(element, "time").parse::<f64>().is_ok()));
    let failure = failures.iter().find(|failure| value(failure, "type") == "spf_broken").unwrap();
    assert!(value(failure, "message").contains("a term that is wrong: <&>\u{fffd}[31m\"'-all"), "{failure:?}");
    assert!(failure.2.starts_with("error: SPF of example.com is broken") && failure.2.contains("&lt;&amp;&gt;"), "{failure:?}");
    let left: Vec<_> = std::fs::read_dir(world.path("work")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["report.xml"], "nothing is left over");
}

#[test]
fn junit_that_cannot_be_written() {
    let (world, sink, dns, canned) = clinic();
    let run = |file: &str| doctor(&world, &canned, &dns, &sink).args(["--junit", file]).run();
    run("-").exits(2).stdout_is("").stderr_has("--junit: standard output is for the rows");
    run("absent/report.xml").exits(2).stdout_is("").stderr_has("there is no folder absent").stderr_has("mkdir -p absent");
    run("../work").exits(2).stdout_is("").stderr_has("names a folder");
    run("new.xml/").exits(2).stdout_is("").stderr_has("names a folder");
    let pipe = std::process::Command::new("mkfifo").arg(world.path("work/pipe")).status().unwrap();
    assert!(pipe.success());
    run("pipe").exits(2).stdout_is("").stderr_has("pipe is no file");
    for (name, to) in [("one", "two"), ("two", "one")] {
        std::os::unix::fs::symlink(to, world.path(format!("work/{name}"))).unwrap();
    }
    run("one").exits(1).stdout_is("").stderr_has("too many links");
    let rows = std::fs::File::create(world.path("work/rows.txt")).unwrap();
    let words = format!("exec {} email doctor --junit \"$1\" >rows.txt", env!("CARGO_BIN_EXE_qontak"));
    drop(rows);
    for name in ["/dev/stdout", "rows.txt"] {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &words, "sh", name]).current_dir(world.path("work")).env_clear();
        let output = command.env("HOME", world.path("home")).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is standard output"), "{output:?}");
        assert_eq!(std::fs::read(world.path("work/rows.txt")).unwrap(), b"", "{name}");
    }
    assert!(canned.requests().is_empty(), "said before anything is asked");
    #[cfg(target_os = "linux")]
    run("/dev/full").exits(1).stdout_has("a2@example.com").stderr_has("writing /dev/full");
}

#[test]
fn junit_goes_where_a_link_leads() {
    let (world, sink, dns, canned) = clinic();
    std::fs::write(world.path("work/real.xml"), "old").unwrap();
    std::os::unix::fs::symlink("real.xml", world.path("work/link.xml")).unwrap();
    doctor(&world, &canned, &dns, &sink).args(["--junit", "link.xml"]).run().exits(9);
    assert!(world.path("work/link.xml").is_symlink());
    assert!(std::fs::read_to_string(world.path("work/real.xml")).unwrap().ends_with("</testsuites>\n"));
}

#[test]
fn junit_keeps_the_rights_of_the_file_and_makes_what_a_link_leads_to() {
    use std::os::unix::fs::PermissionsExt as _;
    let (world, sink, dns, canned) = clinic();
    let mode = |name: &str| std::fs::metadata(world.path(format!("work/{name}"))).unwrap().permissions().mode() & 0o777;
    for (name, rights) in [("private.xml", 0o600), ("shared.xml", 0o666)] {
        std::fs::write(world.path(format!("work/{name}")), "old").unwrap();
        std::fs::set_permissions(world.path(format!("work/{name}")), std::fs::Permissions::from_mode(rights)).unwrap();
        doctor(&world, &canned, &dns, &sink).args(["--junit", name]).run().exits(9);
        assert_eq!(mode(name), rights, "{name}");
    }
    std::os::unix::fs::symlink("later.xml", world.path("work/dangling.xml")).unwrap();
    doctor(&world, &canned, &dns, &sink).args(["--junit", "dangling.xml"]).run().exits(9);
    assert!(world.path("work/dangling.xml").is_symlink() && !world.path("work/later.xml").is_symlink());
    assert!(std::fs::read_to_string(world.path("work/later.xml")).unwrap().ends_with("</testsuites>\n"));
}

#[test]
fn nothing_to_look_at_is_no_error() {
    let world = World::new();
    let told = "No email channels found. Connect one: qontak email add\n";
    world.local(["email", "doctor"]).run().success().stdout_is("").stderr_is(told);
    world.local(["email", "doctor", "--json", "--junit", "report.xml"]).run().success().stdout_is("[]\n");
    let xml = std::fs::read_to_string(world.path("work/report.xml")).unwrap();
    assert_eq!(value(&parsed(&xml)[0], "tests"), "0");
}

/// Connects a mailbox whose outbox server is `sink`.
#[track_caller]
fn add(world: &World, words: &[&str], sink: &Sink) -> Output {
    let add = ["email", "add", "a@example.com", "--smtp-host", "mail.example.com", "--smtp-port", &sink.port()];
    let run = world.qontak(words).args(add).args(["--security", "ssl", "--password-stdin"]).env("QONTAK_NO_CHECK", "1");
    run.stdin(secrets::mailbox()).run().success()
}

#[test]
fn the_local_workspace_and_a_real_server() {
    let (world, sink) = (world(), outbox());
    let dns = Dns::new(zone());
    let words = ["--dns", &dns.address(), "--connect-to", &format!("mail.example.com=127.0.0.1:{}", sink.port()), "--json"];
    add(&world, &["--local"], &sink);
    let output = world.local(["email", "doctor"]).args(words).run().success();
    assert_eq!(found(&output, "a@example.com", "forwarder").1, "local_workspace");
    assert_eq!(found(&output, "a@example.com", "outbox").0, "ok");
    assert_eq!(found(&output, "a@example.com", "arrival").1, "never_arrived");

    let server = Server::with(&world, &["--smtp", "127.0.0.1:0", "--forwarder-domain", "inbound.example.test"]);
    server.sign_in("admin");
    let forwarder = add(&world, &[], &sink).one_line().to_owned();
    let arrival = |class: &str| {
        crate::support::wait::until("the mail", || {
            let output = world.qontak(["email", "doctor"]).args(words).run().success();
            let (severity, found, text) = found(&output, "a@example.com", "arrival");
            (found == class).then_some((severity, text))
        })
    };
    let confirmation = format!("From: forwarding-noreply@google.com\nTo: {forwarder}\nSubject: x\n\nx\n");
    crate::support::mail::send(server.smtp(), &forwarder, &confirmation);
    let (severity, text) = arrival("forwarding_not_proven");
    assert_eq!((severity.as_str(), text.contains("Only Gmail's confirmation has come:")), ("warning", true), "{text}");
    let mail = "From: customer@example.org\nTo: a@example.com\nSubject: Hi\n\nHello\n";
    crate::support::mail::send(server.smtp(), &forwarder, mail);
    let output = crate::support::wait::until("the mail", || {
        let output = world.qontak(["email", "doctor"]).args(words).run().success();
        (found(&output, "a@example.com", "arrival").0 == "ok").then_some(output)
    });
    assert_eq!(found(&output, "a@example.com", "forwarder").0, "ok");
    server.sign_in("supervisor");
    world.qontak(["--profile", "supervisor", "email", "doctor"]).args(words).run().success();
    server.sign_in("agent");
    let agent = world.qontak(["--profile", "agent", "email", "doctor"]).args(words).run().exits(5).stdout_is("");
    assert!(agent.json_error()["message"].as_str().unwrap().contains("Admin or Supervisor"), "{}", agent.story());
}

#[test]
fn an_interruption_leaves_the_old_report_and_nothing_else() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let (world, sink, dns, _) = clinic();
    let canned = server(vec![custom(1, "mute.example.com")], Vec::new());
    std::fs::write(world.path("work/report.xml"), "old").unwrap();
    let route = format!("mute.example.com={}", mute.local_addr().unwrap());
    let run = doctor(&world, &canned, &dns, &sink).args(["--connect-to", &route, "--junit", "report.xml"]).spawn();
    let _held = mute.accept().unwrap();
    run.signal(rustix::process::Signal::INT);
    run.wait().exits(130).stdout_is("");
    let left: Vec<_> = std::fs::read_dir(world.path("work")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["report.xml"]);
    assert_eq!(std::fs::read_to_string(world.path("work/report.xml")).unwrap(), "old");
}
