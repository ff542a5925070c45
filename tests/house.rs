//! The shape of the source: which room knows which.

use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Room, file and text of everything in a room.
fn source() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rust = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let in_a_room = rust.map(|path| {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        (room, name, fs::read_to_string(path).unwrap())
    });
    in_a_room.filter(|(room, ..)| room != "main" && room != "lib").collect()
}

/// The rooms in the order of the map.
fn rooms() -> Vec<String> {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

#[test]
fn a_room_knows_only_the_rooms_after_it() {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|r| r == room).unwrap_or_else(|| panic!("{room} is not on the map"));
    let mention = Regex::new(r"\bcrate::(\{|[a-z_]+)").unwrap();
    let mut known = 0;
    for (room, file, text) in source() {
        for found in mention.captures_iter(&text) {
            let other = &found[1];
            assert_ne!(other, "{", "{file}: one room a line, so that it can be read here");
            known += usize::from(other != room);
            assert!(place(other) >= place(&room), "{file}: {room} must not know {other}");
        }
    }
    assert!(known > 100, "nothing was read: {known}");
}

#[test]
fn leaves_know_what_can_go_wrong_and_no_more() {
    for (room, file, text) in source() {
        if ["confirmed", "environment", "error", "files", "log"].contains(&room.as_str()) {
            assert!(!text.replace("crate::error::", "").contains("crate::"), "{file}");
        }
    }
}

#[test]
fn only_the_ui_takes_a_yes() {
    let makers: Vec<String> = source().into_iter().filter(|(.., t)| t.contains("Confirmed::")).map(|(room, ..)| room).collect();
    assert!(!makers.is_empty() && makers.iter().all(|room| room == "ui"), "{makers:?}");
}
