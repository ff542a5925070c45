//! What README.md shows is what the program prints.

use crate::support::{World, secrets, transcript};

#[test]
fn the_readme_tells_the_truth() {
    let world = World::new();
    let password = world.home().join("password.txt");
    std::fs::write(&password, secrets::login()).unwrap();
    world.expect_input(&password);
    let app_password = "abcd efgh ijkl mnop";
    world.keep_secret(app_password);
    world.keep_secret("abcdefghijklmnop");
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let differences = transcript::replay(&world, &readme, &[("APP_PASSWORD", app_password)]);
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// A renamed class or verdict would leave somebody in trouble without the line that is about it.
#[test]
fn what_the_page_for_trouble_names_is_what_commands_say() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let (_, page) = readme.split_once("\n## When mail does not arrive\n").expect("the page");
    let page = page.split("\n## ").next().unwrap();
    let mut sources = String::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => sources.push_str(&std::fs::read_to_string(path).unwrap_or_default()),
            }
        }
    }
    let words = regex::Regex::new("`([a-z]+(?:_[a-z]+)+)`").unwrap();
    let named: Vec<&str> = words.captures_iter(page).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(named.len() > 10, "{named:?}");
    for word in named {
        assert!(sources.contains(&format!("\"{word}\"")), "nobody says {word}");
    }
}
