//! Help, version, manual pages and completions: what can be read before anything works.

use crate::support::World;
use clap::CommandFactory as _;
use qontak::error::Kind;
use std::collections::BTreeSet;

/// Every command: what is built only when it is typed too.
fn whole_tree() -> clap::Command {
    let mut tree = qontak::cli::Cli::command();
    tree.build();
    let depth = |words: &[&str]| words.iter().try_fold(&tree, |command, word| command.find_subcommand(word)).is_some();
    assert!(depth(&["email", "providers", "show"]), "the tree is not whole");
    tree
}

#[test]
fn version_is_one_line() {
    let world = World::new();
    let expected = format!("qontak {}\n", env!("CARGO_PKG_VERSION"));
    world.qontak(["--version"]).run().success().stdout_is(&expected).stderr_is("");
    world.qontak(["-V"]).run().success().stdout_is(&expected).stderr_is("");
}

#[test]
fn every_command_has_help_on_stdout() {
    fn walk(world: &World, command: &clap::Command, words: &[String]) {
        let output = world.qontak(words).arg("--help").run().success().stderr_is("").stdout_has("Usage: qontak");
        let about = command.get_about().unwrap_or_else(|| panic!("{words:?} does not say what it does")).to_string();
        assert!(output.stdout.starts_with(&about), "{}", output.story());
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            walk(world, sub, &[words, &[sub.get_name().to_owned()]].concat());
        }
    }
    walk(&World::new(), &whole_tree(), &[]);
}

#[test]
fn the_root_help_tells_exit_codes_environment_and_examples() {
    let world = World::new();
    let help = world.qontak(["--help"]).run().success().stdout;
    let (_, codes) = help.split_once("Exit codes:").unwrap();
    let (codes, environment) = codes.split_once("Environment:").unwrap();
    let told: BTreeSet<u8> = codes.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    // No command of this version ends with "found changes".
    let public = Kind::ALL.iter().filter(|kind| **kind != Kind::Changes).map(|kind| kind.exit_code());
    assert_eq!(told, public.chain([0]).collect());
    for name in [
        "QONTAK_TOKEN",
        "QONTAK_CLIENT_ID",
        "QONTAK_CLIENT_SECRET",
        "QONTAK_SERVER",
        "QONTAK_PROFILE",
        "QONTAK_CONFIG_DIR",
        "NO_COLOR",
    ] {
        assert!(environment.contains(name), "{name} is not told");
    }
    assert!(help.contains("Examples:\n  qontak "));
}

#[test]
fn colour_can_be_asked_for_in_help_and_usage_errors() {
    let world = World::new();
    for words in [&["--color", "always", "--help"][..], &["email", "add", "--help", "--color=always"]] {
        world.qontak(words).env("NO_COLOR", "1").run().success().stdout_has("\x1b[").stderr_is("");
    }
    world.qontak(["email", "lst", "--color=always"]).run().exits(2).stdout_is("").stderr_has("\x1b[");
    for words in [&["--help"][..], &["--color", "auto", "--help"]] {
        assert!(!world.qontak(words).run().success().stdout.contains('\x1b'));
    }
    let after = world.qontak(["email", "lst", "--", "--color=always"]).run().exits(2);
    assert!(!after.stderr.contains('\x1b'), "{}", after.story());
}

#[test]
fn help_is_a_word_too() {
    let world = World::new();
    for words in [&[][..], &["email"], &["email", "add"], &["email", "providers", "show"], &["profile", "use"]] {
        let (flag, mut word) = ([words, &["--help"]].concat(), words.to_vec());
        let told = world.qontak(flag).run().success().stdout;
        word.insert(0, "help");
        world.qontak(&word).run().success().stdout_is(&told).stderr_is("");
    }
    let told = world.qontak(["email", "add", "--help"]).run().success().stdout;
    world.qontak(["email", "help", "add"]).run().success().stdout_is(&told);
    world.qontak(["help", "nope"]).run().exits(2).stdout_is("").stderr_has("nope");
    world.qontak(["email", "help", "nope"]).run().exits(2).stdout_is("").stderr_has("nope");
}

#[test]
fn no_words_and_half_a_command_show_help_and_are_usage_errors() {
    let world = World::new();
    for words in [&[][..], &["email"], &["profile"], &["email", "providers"]] {
        world.qontak(words).run().exits(2).stdout_is("").stderr_has("Usage: qontak");
    }
}

#[test]
fn no_flag_takes_a_secret_as_its_value() {
    fn walk(command: &clap::Command) {
        for argument in command.get_arguments().filter(|a| a.get_action().takes_values()) {
            let name = argument.get_id().as_str();
            let allowed = ["password_file", "password_env", "password_command", "secret_file", "token_lifetime"];
            let secret = ["password", "secret", "token"].iter().any(|word| name.contains(word));
            assert!(!secret || allowed.contains(&name), "--{name} of {} takes a secret", command.get_name());
        }
        command.get_subcommands().for_each(walk);
    }
    walk(&whole_tree());
}

#[test]
fn manual_pages_are_written_one_a_command() {
    let world = World::new();
    let output = world.qontak(["man", "pages/man1"]).run().success().stdout_is("");
    assert!(output.stderr.contains("pages/man1"), "{}", output.story());
    let page = |name: &str| std::fs::read_to_string(world.path("work/pages/man1").join(name)).unwrap();
    assert!(page("qontak.1").contains(".TH"));
    assert!(page("qontak-email-add.1").contains("password\\-stdin"));
    assert!(page("qontak-email-disconnect.1").contains("Examples:"));
    let pages = std::fs::read_dir(world.path("work/pages/man1")).unwrap().map(|page| page.unwrap().file_name());
    let names: Vec<String> = pages.map(|name| name.into_string().unwrap()).collect();
    assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
}

#[test]
fn manual_pages_that_cannot_be_written_are_an_error_that_names_the_folder() {
    let world = World::new();
    world.input("file", "");
    world.qontak(["man", "file/man1"]).run().exits(1).stdout_is("").stderr_has("file/man1");
}

/// The checked-in files are of the default build: the pure client lacks `server`.
#[cfg(feature = "server")]
const SHELLS: [(&str, &str); 5] = [
    ("bash", "qontak.bash"),
    ("zsh", "_qontak"),
    ("fish", "qontak.fish"),
    ("powershell", "_qontak.ps1"),
    ("elvish", "qontak.elv"),
];

#[cfg(feature = "server")]
#[test]
fn completions_are_what_is_checked_in() {
    let world = World::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let stale: Vec<std::path::PathBuf> = SHELLS
        .into_iter()
        .filter_map(|(shell, file)| {
            let script = world.qontak(["completions", shell]).run().success().stderr_is("").stdout;
            let path = folder.join(file);
            if std::env::var_os("UPDATE_COMPLETIONS").is_some() {
                std::fs::write(&path, &script).unwrap();
            }
            (std::fs::read_to_string(&path).unwrap_or_default() != script).then_some(path)
        })
        .collect();
    assert!(stale.is_empty(), "run UPDATE_COMPLETIONS=1 cargo test completions; stale: {stale:?}");
}

#[test]
fn completions_are_a_script_of_the_shell() {
    let world = World::new();
    world.qontak(["completions", "tcsh"]).run().exits(2).stdout_is("");
    let script = world.qontak(["completions", "bash"]).run().success().stdout;
    world.sh("exec bash -n").stdin(script).run().success().stderr_is("");
}
