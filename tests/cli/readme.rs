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
