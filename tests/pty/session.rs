//! The prompts of `login` and `profile remove`.

use crate::support::{Server, World, secrets};

fn session<'w>(world: &'w World, server: &Server<'_>) -> crate::support::Pty<'w> {
    world.terminal(&["login", "--server", server.url(), "--profile", "p"])
}

#[test]
fn login_asks_in_the_panels_words_and_hides_the_password() {
    let world = World::new();
    let server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    let mut terminal = session(&world, &server);
    terminal.expect(&format!("Signing in to {} (profile p)", server.url()));
    terminal.expect("Username / Email Address");
    terminal.line("");
    terminal.expect("field is required");
    terminal.line("admin@example.com");
    terminal.expect("Password");
    terminal.line(&password);
    terminal.expect("Signed in to");
    terminal.end().exits(0).lacks(&password);
    world.qontak(["status", "--check"]).run().success();
}

#[test]
fn leaving_a_login_prompt_writes_nothing() {
    let world = World::new();
    let server = Server::start(&world);
    for (answers, leave, code) in [(0, "ctrl-c", 130), (1, "ctrl-c", 130), (0, "ctrl-d", 3), (1, "ctrl-d", 3)] {
        let mut terminal = session(&world, &server);
        terminal.expect("Username / Email Address");
        if answers == 1 {
            terminal.line("admin@example.com");
            terminal.expect("Password");
        }
        if leave == "ctrl-c" {
            terminal.ctrl_c()
        } else {
            terminal.ctrl_d()
        }
        terminal.end().exits(code);
    }
    assert!(!world.config().exists());
}

#[test]
fn a_secret_from_standard_input_is_typed_hidden_when_that_is_a_terminal() {
    let world = World::new();
    let server = Server::start(&world);
    let pair = server.add_credential("pipeline", "admin");
    let words = ["login", "--server", server.url(), "--client-id", &pair.id, "--client-secret-stdin"];
    for words in [&words[..], &words[..words.len() - 1]] {
        let mut terminal = world.terminal(words);
        terminal.expect("Client Secret");
        terminal.line(&pair.secret);
        terminal.end().exits(0).lacks(&pair.secret);
    }
    let end = world.terminal(&["--no-input", "login", "--token-stdin"]).end().exits(2);
    end.has("standard input is a terminal").lacks("qontak login --token-stdin <");
    let mut terminal = world.terminal(&["login", "--server", server.url(), "--token-stdin"]);
    terminal.expect("Access Token");
    terminal.line(&secrets::token());
    terminal.end().exits(4);
}

#[test]
fn removing_a_profile_asks_and_the_safe_answer_is_no() {
    let world = World::new();
    world.write_config("config.toml", "[profiles.old]\nserver = \"https://old.example.com\"\n");
    for (answer, code) in [("n", 3), ("", 3), ("y", 0)] {
        assert!(world.read_config("config.toml").contains("old"), "still there");
        let mut terminal = world.terminal(&["profile", "remove", "old"]);
        terminal.expect("https://old.example.com");
        terminal.expect("Are you sure?");
        terminal.line(answer);
        terminal.end().exits(code);
    }
    assert!(!world.read_config("config.toml").contains("old"));
}

#[test]
fn a_bare_login_skips_the_workspace_on_this_machine() {
    let world = World::new();
    world.qontak(["login", "--local"]).run().success();
    let mut terminal = world.terminal(&["login"]);
    terminal.expect("Signing in to https://service-chat.qontak.com (profile default)");
    terminal.expect("Username / Email Address");
    terminal.ctrl_d();
    terminal.end().exits(3);
}
