//! What the files look like before and after.

use super::*;
use proptest::prelude::*;

const HAND_WRITTEN: &str = "\
# mine; do not touch
default-profile = \"work\" # the usual one

[profiles.work] # at work
# the server
server = \"https://work.example.com\" # staging
colour = \"red\"
username = 'a@example.com'

[aliases]
ls = \"email list\"

[profiles.zoo]
local = true
";

#[test]
fn comments_order_and_unknown_keys_survive() {
    let fixture = Fixture::with(HAND_WRITTEN, "# secrets\n");
    fixture.lock().set_default("work").unwrap();
    assert_eq!(fixture.config(), HAND_WRITTEN, "nothing changed, so nothing is rewritten");

    fixture.lock().set_default("zoo").unwrap();
    assert_eq!(fixture.config(), HAND_WRITTEN.replace("= \"work\" #", "= \"zoo\" #"));

    fixture.login("work", "https://new.example.com", &Credential::Bearer(bearer("t"))).unwrap();
    let expected = HAND_WRITTEN.replace("work.example.com", "new.example.com").replace("username = 'a@example.com'\n", "");
    assert_eq!(fixture.config(), expected);
    assert!(fixture.credentials().contains("# secrets\n"), "{}", fixture.credentials());

    fixture.login("third", "https://third.example.com", &Credential::Bearer(bearer("t"))).unwrap();
    let text = fixture.config();
    for kept in ["# mine; do not touch", "# the usual one", "# at work", "# staging", "colour = \"red\"", "ls = \"email list\""] {
        assert!(text.contains(kept), "{text}");
    }
    assert!(text.ends_with("[profiles.third]\nserver = \"https://third.example.com\"\n"), "{text}");
}

#[test]
fn every_way_to_write_a_table_can_be_edited() {
    for text in [
        "profiles = { a = { server = \"https://a.example\" } }\n",
        "profiles.a.server = \"https://a.example\"\n",
        "[profiles]\na.server = \"https://a.example\"\n",
        "[profiles]\na = { server = \"https://a.example\" }\n",
        "[profiles]\n[profiles.a]\nserver = \"https://a.example\"\n",
        "[profiles.a]\r\nserver = \"https://a.example\"\r\n",
        "\u{feff}[profiles.a]\nserver = \"https://a.example\"\n",
        "",
        "# only a comment\n",
    ] {
        let fixture = Fixture::with(text, "");
        for profile in ["b", "a"] {
            fixture.login(profile, "https://new.example", &Credential::Bearer(bearer(profile))).unwrap();
            let target = fixture.resolve(Some(profile), &[]).unwrap();
            assert_eq!(secret(&target).as_deref(), Some(profile), "{text:?}\n{}", fixture.config());
            assert_eq!(target.server.value.to_string(), "https://new.example");
        }
        assert_eq!(fixture.store.list().unwrap().len(), 2, "{}", fixture.config());
        assert!(fixture.config().contains("# only") == text.contains("# only"));
    }
}

#[test]
fn a_broken_file_is_named_by_line_and_left_alone() {
    for (text, line) in [
        ("default-profile = \n", 1),
        ("\n\n[profiles.a\n", 3),
        ("a = 1\na = 2\n", 2),
        ("default-profile = 7\n", 1),
        ("\nprofiles = 3\n", 2),
        ("[[profiles]]\nserver = \"x\"\n", 1),
        ("[profiles]\na = \"x\"\n", 2),
        ("[profiles.a]\n\nserver = 5\n", 3),
        ("[profiles.a]\nlocal = \"yes\"\n", 2),
        ("[profiles.a]\nusername = []\n", 2),
        ("\n[profiles.a]\nlocal = true\nserver = \"https://a.example\"\n", 2),
        ("default-profile = \"\"\n", 1),
    ] {
        let fixture = Fixture::with(text, "");
        let told = |error: crate::error::Error| {
            assert!(error.message().contains(&format!("config.toml:{line}: ")), "{text:?}: {error}");
        };
        told(fixture.resolve(None, &[]).unwrap_err());
        told(fixture.login("b", "https://b.example", &Credential::Bearer(bearer("t"))).unwrap_err());
        told(fixture.lock().set_default("b").unwrap_err());
        assert_eq!((fixture.config().as_str(), fixture.credentials().as_str()), (text, ""));
    }
}

#[test]
fn a_broken_credentials_file_shows_no_secret() {
    for (text, line) in [
        ("[profiles.a]\naccess-token = \"hush\n", 2),
        ("[profiles.a]\nserver = \"https://a.example\"\naccess-token = \"hush \"\n", 3),
        ("[profiles.a]\naccess-token = \"hush\"\n", 1),
        ("[profiles.a]\nserver = \"http://a.example\"\naccess-token = \"hush\"\n", 2),
        ("[profiles.a]\nserver = \"https://a.example\"\naccess-token = \"hush\"\nexpires-at = \"soon\"\n", 4),
        ("[profiles.a]\nserver = \"https://a.example\"\naccess-token = \"hush\"\nclient-id = \"x\"\n", 1),
        ("[profiles.a]\nserver = \"https://a.example\"\nclient-secret = \"hush\"\n", 1),
        ("[profiles.a]\nclient-secret = [\"hush\"]\n", 2),
    ] {
        let fixture = Fixture::with("", text);
        for error in [
            fixture.resolve(None, &[]).unwrap_err(),
            fixture.login("b", "https://b.example", &Credential::Bearer(bearer("t"))).unwrap_err(),
            fixture.lock().remove_credential("a").unwrap_err(),
        ] {
            assert!(error.message().contains(&format!("credentials.toml:{line}: ")), "{text:?}: {error}");
            assert!(!error.message().contains("hush"), "{error}");
        }
        assert_eq!(fixture.credentials(), text);
    }
}

#[test]
fn binary_and_endless_files_are_refused() {
    let fixture = Fixture::with("x", "");
    fs::write(fixture.store.paths.config_file(), b"a = 1\n\xff").unwrap();
    assert!(fixture.resolve(None, &[]).unwrap_err().message().contains("config.toml:2: not UTF-8"));
    #[cfg(unix)]
    {
        fs::remove_file(fixture.store.paths.config_file()).unwrap();
        std::os::unix::fs::symlink("/dev/zero", fixture.store.paths.config_file()).unwrap();
        assert!(fixture.resolve(None, &[]).unwrap_err().message().contains("larger"));
    }
}

#[cfg(unix)]
#[test]
fn credentials_are_private_whatever_they_were() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::with("", "[profiles.a]\nserver = \"https://a.example\"\naccess-token = \"t\"\n");
    let path = fixture.store.paths.credentials_file();
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    let open = || fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open();
    fixture.lock().remove_credential("nobody").unwrap();
    assert_eq!(mode(), 0o600, "also when its text does not change");
    open();
    fixture.login("a", "https://a.example", &Credential::Bearer(bearer("u"))).unwrap();
    assert_eq!(mode(), 0o600);
    let fresh = Fixture::new();
    fresh.login("a", "https://a.example", &Credential::Bearer(bearer("u"))).unwrap();
    for (path, expected) in [(fresh.store.paths.credentials_file(), 0o600), (fresh.store.paths.config.clone(), 0o700)] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, expected);
    }
}

#[test]
fn twenty_writers_at_once_lose_nothing() {
    let fixture = Fixture::with("# kept\n", "# kept\n");
    std::thread::scope(|scope| {
        for writer in 0..20 {
            let fixture = &fixture;
            scope.spawn(move || {
                for round in 0..3 {
                    let token = format!("token-{writer}-{round}");
                    fixture.login(&format!("p{writer}"), "https://x.example", &Credential::Bearer(bearer(&token))).unwrap();
                    // Readers never see a part of a file.
                    assert!(fixture.store.list().unwrap().iter().any(|profile| profile.name == format!("p{writer}")));
                }
            });
        }
    });
    assert_eq!(fixture.store.list().unwrap().iter().filter(|profile| profile.signed_in).count(), 20);
    for writer in 0..20 {
        let target = fixture.resolve(Some(&format!("p{writer}")), &[]).unwrap();
        assert_eq!(secret(&target), Some(format!("token-{writer}-2")));
    }
    assert!(fixture.config().contains("# kept") && fixture.credentials().contains("# kept"));
    let names: Vec<_> = fs::read_dir(&fixture.store.paths.config).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "two files and the lock: {names:?}");
}

#[test]
fn a_renewed_token_replaces_the_old_one_only() {
    let fixture = Fixture::new();
    fixture.login("a", "https://a.example", &Credential::Bearer(bearer("old"))).unwrap();
    fixture.login("b", "https://b.example", &Credential::Bearer(bearer("other"))).unwrap();
    let at = "2027-01-31T08:00:00Z".parse().unwrap();
    let renewed = Bearer { refresh: Some("r2".into()), expires_at: Some(at), ..bearer("new") };
    let [server, other] = ["https://a.example", "https://b.example"].map(|url| Server::Url(BaseUrl::parse(url).unwrap()));
    fixture.lock().save_bearer("a", &server, &"old".into(), &renewed).unwrap();
    let read = fixture.lock().bearer("a", &server).unwrap().unwrap();
    assert_eq!((read.access.expose_secret(), read.refresh.unwrap().expose_secret()), ("new", "r2"));
    assert_eq!(read.expires_at, Some(at));
    assert_eq!(secret(&fixture.resolve(Some("b"), &[]).unwrap()).as_deref(), Some("other"));

    let before = fixture.credentials();
    for (server, old) in [(&server, "old"), (&other, "new"), (&Server::Local("x".into()), "new")] {
        assert!(fixture.lock().save_bearer("a", server, &old.into(), &bearer("newer")).is_err(), "{server} {old}");
    }
    assert_eq!(fixture.credentials(), before, "another sign-in is left alone");
    fixture.lock().remove_credential("a").unwrap();
    assert!(fixture.lock().save_bearer("a", &server, &"new".into(), &renewed).is_err(), "whoever signed out stays signed out");
    assert!(!fixture.credentials().contains("new"));
    let target = fixture.resolve(Some("a"), &[]).unwrap();
    assert_eq!((target.server.value.to_string().as_str(), target.credential.is_none()), ("https://a.example", true));
}

#[test]
fn signing_in_another_way_leaves_nothing_of_the_old_way() {
    let fixture = Fixture::new();
    let at = Some("2027-01-31T08:00:00Z".parse().unwrap());
    let old = Bearer { refresh: Some("old-refresh".into()), expires_at: at, ..bearer("old-token") };
    fixture.login("a", "https://a.example", &Credential::Bearer(old)).unwrap();
    let hmac = Credential::Hmac { client_id: "id".into(), secret: "s \"\\ \u{e9}".into() };
    fixture.login("a", "https://a.example", &hmac).unwrap();
    assert!(!fixture.credentials().contains("old") && !fixture.credentials().contains("expires-at"));
    assert_eq!(secret(&fixture.resolve(Some("a"), &[]).unwrap()).as_deref(), Some("s \"\\ \u{e9}"));

    let local = Server::Local(fixture.store.paths.data.clone());
    let login = Login { profile: "a", server: &local, username: None, credential: &Credential::Local };
    fixture.lock().save_login(&login).unwrap();
    assert!(!fixture.credentials().contains("client"), "{}", fixture.credentials());
    assert_eq!(secret(&fixture.resolve(None, &[]).unwrap()).as_deref(), Some("local"));
}

proptest! {
    #[test]
    fn any_text_in_the_files_is_understood_or_left_alone(text in "(\\PC|\n|\\[profiles\\.a\\]\n|default-profile = |server = |\"){0,40}") {
        let fixture = Fixture::with(&text, "");
        let understood = fixture.store.list().is_ok();
        let _ = fixture.resolve(None, &[]);
        if fixture.login("new", "https://new.example", &Credential::Bearer(bearer("t"))).is_err() {
            prop_assert!(!understood, "{:?}", text);
            prop_assert_eq!(fixture.config(), text.clone());
            prop_assert_eq!(fixture.credentials(), "");
        } else {
            let target = fixture.resolve(None, &[]).unwrap();
            prop_assert_eq!(secret(&target), Some("t".to_owned()));
        }
        let fixture = Fixture::with("", &text);
        let _ = fixture.resolve(None, &[]);
        if fixture.login("new", "https://new.example", &Credential::Bearer(bearer("t"))).is_err() {
            prop_assert_eq!(fixture.credentials(), text);
        }
    }

    #[test]
    fn odd_names_and_tokens_come_back(name in ".{1,20}", token in "[!-~]{1,60}", key in ".{1,30}") {
        let fixture = Fixture::new();
        fixture.login(&name, "https://x.example", &Credential::Bearer(bearer(&token))).unwrap();
        let target = fixture.resolve(Some(&name), &[]).unwrap();
        prop_assert_eq!(secret(&target), Some(token));
        let hmac = Credential::Hmac { client_id: "id".into(), secret: key.clone().into() };
        fixture.login(&name, "https://x.example", &hmac).unwrap();
        let target = fixture.resolve(None, &[]).unwrap();
        prop_assert_eq!((target.profile.as_str(), secret(&target)), (name.as_str(), Some(key)));
        fixture.lock().remove_credential(&name).unwrap();
        prop_assert!(fixture.resolve(Some(&name), &[]).unwrap().credential.is_none());
    }
}
