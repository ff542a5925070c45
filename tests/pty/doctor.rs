//! What a person sees of `email doctor`.

use crate::support::dns::{Dns, Zone};
use crate::support::{World, secrets};

fn add(world: &World, address: &str) {
    let run = world.local(["email", "add", address, "--password-stdin"]).env("QONTAK_NO_CHECK", "1");
    run.stdin(secrets::mailbox()).run().success();
}

#[test]
fn findings_are_grouped_by_channel_in_whole_sentences() {
    let world = World::new();
    add(&world, "sales@yahoo.com");
    add(&world, "support@gmail.com");
    // Nobody has a name here, so that nothing leaves the machine.
    let dns = Dns::new(Zone::new());
    let doctor = format!("exec qontak --local email doctor --color never --dns {}", dns.address());
    let end = world.terminal_sh(&format!("stty cols 80; {doctor}")).end().exits(9).lacks("\u{2026}").lacks("\x1b");
    let shown = end.shown.replace('\r', "");
    assert!(shown.starts_with("Looking at 2 channels.\n"), "{shown}");
    let at = |part: &str| shown.find(part).unwrap_or_else(|| panic!("no {part:?} in\n{shown}"));
    let (gmail, yahoo) = (at("Channel:  support@gmail.com\n"), at("\n\nChannel:  sales@yahoo.com\n"));
    assert!(gmail < yahoo && at("\n  ok       settings, spf, dmarc, provider\n") < yahoo, "{shown}");
    assert!(at("  error    outbox") < at("  warning  arrival"), "the worst first\n{shown}");
    assert!(at("  error    outbox     smtp.gmail.com:465 fails at dns: ") < yahoo);
    assert!(at("\n                      Send a test mail and follow it: ") < yahoo, "what to do, below the finding");
    assert!(at("paying customers") > yahoo && at("error: 2 channels: 2 errors, 2 warnings\n") > yahoo);
    assert!(shown.lines().all(|line| line.chars().count() <= 80 || line.starts_with("hint:")), "{shown}");
    let table = world.terminal_sh(&format!("stty cols 80; {doctor} --columns channel,check,severity")).end().exits(9);
    table.has("CHANNEL            CHECK");
}

#[test]
fn without_channels_it_says_what_to_do() {
    let end = World::new().terminal_sh("exec qontak --local email doctor").end().exits(0);
    end.has("No email channels found. Connect one: qontak email add");
}
