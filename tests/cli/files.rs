//! `config.toml` and `credentials.toml`: whole or not at all, for their owner alone, never overwritten when broken.

use crate::support::{Canned, Output, World, rows, secrets};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

/// Signs in to `server` with a token as `profile`.
#[track_caller]
fn sign_in(world: &World, server: &str, profile: &str) -> Output {
    world.qontak(["login", "--server", server, "--profile", profile, "--token-stdin"]).stdin(secrets::token()).run()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_first_sign_in_makes_files_for_their_owner_alone() {
    let (world, canned) = (World::new(), Canned::list(0));
    sign_in(&world, &canned.url(), "mine").success().stdout_is("");
    assert_eq!(mode(&world.config()), 0o700);
    assert_eq!(mode(&world.config().join("credentials.toml")), 0o600);
    assert!(world.read_config("credentials.toml").contains(secrets::MARKER));
    assert!(!world.read_config("config.toml").contains(secrets::MARKER));
    assert_eq!(world.qontak(["email", "list"]).run().success().stdout, "", "the profile is the default now");
    assert!(canned.requests().iter().all(|r| r.header("authorization").is_some_and(|v| v.starts_with("Bearer S3CRET-"))));
}

#[test]
fn a_credential_that_the_server_refuses_is_not_written() {
    let world = World::new();
    let canned = Canned::new(|_, _| rows::failure(401, &["Unauthorized"]));
    sign_in(&world, &canned.url(), "mine").exits(4).stdout_is("");
    assert!(!world.config().join("credentials.toml").exists() && !world.config().join("config.toml").exists());
}

#[test]
fn a_credentials_file_that_others_can_read_is_closed_at_the_next_write() {
    let (world, canned) = (World::new(), Canned::list(0));
    let path = world.write_config("credentials.toml", "");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    sign_in(&world, &canned.url(), "mine").success();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_credentials_file_that_others_can_read_is_pointed_out_when_it_is_read() {
    let world = World::new();
    let canned = Canned::new(|request, _| match request.target.as_str() {
        "/api/open/v1/users/me" => rows::failure(404, &["Resource not found."]),
        _ => rows::part(request, 0),
    });
    sign_in(&world, &canned.url(), "mine").success();
    let path = world.config().join("credentials.toml");
    let warning = format!("chmod 600 {}\n", path.display());
    let warned = |words: &[&str], times: usize| {
        let output = world.qontak(words).run().success();
        assert_eq!(output.stderr.matches(&warning).count(), times, "{}", output.story());
    };
    for (open, times) in [(0o644, 1), (0o640, 1), (0o600, 0), (0o400, 0)] {
        fs::set_permissions(&path, Permissions::from_mode(open)).unwrap();
        for words in [&["email", "list"][..], &["status", "--check"], &["profile", "list"]] {
            warned(words, times);
        }
        warned(&["--local", "status"], 0);
        assert_eq!(mode(&path), open, "reading changes nothing");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn comments_order_and_unknown_keys_survive() {
    let (world, canned) = (World::new(), Canned::list(0));
    let text = "# mine, by hand\ndefault-profile = \"old\" # for now\n\n[future]\nkey = [1, 2] # kept\n\n[profiles.old]\nserver = \
                \"https://old.example.com\"\ncolour = \"blue\"\n";
    world.write_config("config.toml", text);
    sign_in(&world, &canned.url(), "new").success();
    let after = world.read_config("config.toml");
    for line in text.lines().filter(|line| !line.starts_with("default-profile")) {
        assert!(after.contains(line), "lost {line:?}:\n{after}");
    }
    assert!(after.contains("default-profile = \"new\" # for now") && after.contains("[profiles.new]"), "{after}");
    world.qontak(["profile", "remove", "new", "--yes"]).run().success();
    let after = world.read_config("config.toml");
    assert!(after.contains("colour = \"blue\"") && !after.contains("[profiles.new]"), "{after}");
    assert!(!world.read_config("credentials.toml").contains(secrets::MARKER), "the credential goes with its profile");
}

#[test]
fn a_broken_file_is_named_with_its_line_and_left_alone() {
    let canned = Canned::list(0);
    for (name, text) in [
        ("config.toml", "# fine\ndefault-profile = \"x\n"),
        ("config.toml", "# fine\nprofiles = 3\n"),
        ("config.toml", "# fine\ndefault-profile = 3\n"),
        ("credentials.toml", "# fine\n[profiles.mine\n"),
        ("credentials.toml", "# fine\n[profiles.mine]\naccess-token = 5\n"),
    ] {
        let world = World::new();
        let path = world.write_config(name, text);
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let place = format!("{}:", path.display());
        for output in [
            sign_in(&world, &canned.url(), "mine"),
            world.qontak(["email", "list"]).run(),
            world.qontak(["profile", "list"]).run(),
            world.qontak(["status"]).run(),
        ] {
            let output = output.stdout_is("").stderr_has(&place);
            assert!(output.code == Some(2) || output.code == Some(1), "{}", output.story());
            let line = output.stderr.split(&place).nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
            assert!(matches!(line.parse(), Ok(2..=3)), "{}", output.story());
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert!(canned.requests().is_empty());
}

#[test]
fn a_linked_config_stays_a_link() {
    let (world, canned) = (World::new(), Canned::list(0));
    let real = world.input("dotfiles.toml", "# in a repository\n[future]\nkey = 1\n");
    fs::create_dir_all(world.config()).unwrap();
    symlink(&real, world.config().join("config.toml")).unwrap();
    sign_in(&world, &canned.url(), "mine").success();
    assert!(fs::symlink_metadata(world.config().join("config.toml")).unwrap().is_symlink());
    let text = fs::read_to_string(real).unwrap();
    assert!(text.contains("# in a repository\n[future]\n") && text.contains("[profiles.mine]"), "{text}");
}

#[test]
fn the_config_folder_can_be_named() {
    let (world, canned) = (World::new(), Canned::list(0));
    let folder = world.path("elsewhere");
    let words = ["login", "--server", &canned.url(), "--profile", "mine", "--token-stdin"];
    world.qontak(words).env("QONTAK_CONFIG_DIR", &folder).stdin(secrets::token()).run().success();
    assert!(!world.config().exists());
    assert_eq!(mode(&folder.join("credentials.toml")), 0o600);
    world.qontak(["email", "list"]).env("QONTAK_CONFIG_DIR", &folder).run().success();
    world.qontak(["email", "list"]).run().exits(4);
}

#[test]
fn without_a_home_folder_the_error_says_what_to_set() {
    let world = World::new();
    let run = world.qontak(["email", "list"]).without_env("HOME").without_env("XDG_CONFIG_HOME").without_env("XDG_DATA_HOME");
    run.run().exits(2).stderr_has("QONTAK_CONFIG_DIR");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_an_error_that_names_it() {
    let (world, canned) = (World::new(), Canned::list(0));
    // A file where the folder should be: root may write anywhere else.
    fs::write(world.home().join(".config"), "").unwrap();
    let output = sign_in(&world, &canned.url(), "mine").stdout_is("").stderr_has(".config");
    assert!(matches!(output.code, Some(1 | 2)), "{}", output.story());
}
