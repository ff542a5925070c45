//! Which profile, which server, which credential, and where each came from.

use super::super::{Source, StoredCredential};
use super::*;
use crate::error::Kind;

const CONFIG: &str = "\
default-profile = \"work\"
[profiles.work]
server = \"https://work.example.com\"
username = \"a@example.com\"
[profiles.home]
server = \"https://home.example.com\"
[profiles.mine]
local = true
";
const CREDENTIALS: &str = "\
[profiles.work]
server = \"https://work.example.com\"
access-token = \"work-token\"
refresh-token = \"work-refresh\"
expires-at = 2027-01-31T08:00:00Z
[profiles.home]
server = \"https://home.example.com:443/\"
client-id = \"home-id\"
client-secret = \"home-secret\"
";

#[test]
fn the_vendor_is_the_default_and_nothing_is_created() {
    let fixture = Fixture::new();
    let target = fixture.resolve(None, &[]).unwrap();
    assert_eq!((target.profile.as_str(), &target.profile_source), ("default", &Source::Default));
    assert_eq!(target.server.value.to_string(), crate::wire::OPEN_API_SERVER);
    assert_eq!(target.server.source, Source::Default);
    assert!(target.credential.is_none());
    let hmac = [("QONTAK_CLIENT_ID", "id"), ("QONTAK_CLIENT_SECRET", "s")];
    assert_eq!(fixture.resolve(None, &hmac).unwrap().server.value.to_string(), crate::wire::GATEWAY_SERVER);
    assert_eq!(fs::read_dir(fixture.dir.path()).unwrap().count(), 0);
}

#[test]
fn flag_beats_variable_beats_file() {
    let fixture = Fixture::with(CONFIG, CREDENTIALS);
    let target = fixture.resolve(None, &[]).unwrap();
    assert_eq!(secret(&target).as_deref(), Some("work-token"));
    assert_eq!(target.username.as_deref(), Some("a@example.com"));
    assert_eq!(target.profile_source, Source::File(fixture.store.paths.config_file()));
    assert_eq!(target.credential.unwrap().source, Source::File(fixture.store.paths.credentials_file()));

    let target = fixture.resolve(None, &[("QONTAK_PROFILE", "home")]).unwrap();
    assert_eq!(secret(&target).as_deref(), Some("home-secret"), "https://host and https://host:443/ are one origin");
    assert_eq!(target.profile_source, Source::Environment("QONTAK_PROFILE"));

    let target = fixture.resolve(Some("mine"), &[("QONTAK_PROFILE", "home")]).unwrap();
    assert_eq!(target.server.value, Server::Local(fixture.dir.path().join("data")));
    assert_eq!((target.profile.as_str(), target.profile_source), ("mine", Source::Flag("--profile")));
}

#[test]
fn the_environments_credential_beats_the_stored_one() {
    let fixture = Fixture::with(CONFIG, CREDENTIALS);
    let target = fixture.resolve(None, &[("QONTAK_TOKEN", "from-environment")]).unwrap();
    assert_eq!(secret(&target).as_deref(), Some("from-environment"));
    assert_eq!(target.server.value.to_string(), "https://work.example.com");
    assert_eq!(target.username, None, "whose token it is, is not known");
}

#[test]
fn a_stored_credential_goes_to_its_own_origin_only() {
    let fixture = Fixture::with(CONFIG, CREDENTIALS);
    for elsewhere in ["https://evil.example.com", "https://work.example.com:8443", "http://127.0.0.1:1"] {
        let target = fixture.resolve(None, &[("QONTAK_SERVER", elsewhere)]).unwrap();
        assert!(target.credential.is_none(), "{elsewhere}");
        let hint = target.not_signed_in().hint().unwrap_or_default().to_owned();
        assert!(hint.contains("belongs to https://work.example.com"), "{hint}");
        assert_eq!(target.not_signed_in().kind(), Kind::NotSignedIn);
    }
    let same = fixture.resolve(None, &[("QONTAK_SERVER", "https://WORK.example.com/")]).unwrap();
    assert_eq!(secret(&same).as_deref(), Some("work-token"));

    let edited = Fixture::with("[profiles.work]\nserver = \"https://evil.example.com\"\n", CREDENTIALS);
    let target = edited.resolve(Some("work"), &[]).unwrap();
    assert!(target.credential.is_none() && target.withheld.is_some());
    assert!(!edited.store.list().unwrap().iter().any(|profile| profile.name == "work" && profile.signed_in));

    let server = Server::Url(BaseUrl::parse("https://evil.example.com").unwrap());
    assert!(fixture.lock().bearer("work", &server).unwrap().is_none());
    let server = Server::Url(BaseUrl::parse("https://work.example.com").unwrap());
    assert!(fixture.lock().bearer("work", &server).unwrap().is_some());
    assert!(fixture.lock().bearer("home", &Server::Local("x".into())).unwrap().is_none());
}

#[test]
fn a_credential_without_a_config_entry_still_knows_its_server() {
    let fixture = Fixture::with("", CREDENTIALS);
    let target = fixture.resolve(Some("home"), &[]).unwrap();
    assert_eq!(target.server.value.to_string(), "https://home.example.com");
    assert_eq!(secret(&target).as_deref(), Some("home-secret"));
}

#[test]
fn local_needs_no_files() {
    let fixture = Fixture::with("broken = ", "broken");
    let local = Selection { profile: None, local: true };
    let target = fixture.store.resolve(&environment(&[("QONTAK_TOKEN", "a b")]), &local).unwrap();
    assert_eq!(target.server.value, Server::Local(fixture.dir.path().join("data")));
    assert_eq!(secret(&target).as_deref(), Some("local"));

    let fixture = Fixture::new();
    let target = fixture.resolve(Some("local"), &[]).unwrap();
    assert_eq!(secret(&target).as_deref(), Some("local"));
    let target = fixture.resolve(Some("local"), &[("QONTAK_SERVER", "https://x.example"), ("QONTAK_TOKEN", "t")]).unwrap();
    assert_eq!(target.server.value.to_string(), "https://x.example");
}

#[test]
fn an_unknown_profile_lists_the_known_ones() {
    let fixture = Fixture::with(CONFIG, CREDENTIALS);
    for (flag, vars) in [(Some("nope"), &[][..]), (None, &[("QONTAK_PROFILE", "nope")][..])] {
        let error = fixture.resolve(flag, vars).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        let hint = error.hint().unwrap();
        assert!(hint.contains("default, home, local, mine, work"), "{hint}");
    }
    let gone = Fixture::with("default-profile = \"gone\"\n", "");
    assert!(gone.resolve(None, &[]).unwrap_err().message().contains("config.toml"));
}

#[test]
fn contradictions_in_the_environment_name_the_variables() {
    let fixture = Fixture::new();
    let (token, id, key) = (("QONTAK_TOKEN", "t-1"), ("QONTAK_CLIENT_ID", "i-1"), ("QONTAK_CLIENT_SECRET", "s-1"));
    for vars in [&[token, id][..], &[token, key], &[token, id, key], &[id], &[key]] {
        let error = fixture.resolve(None, vars).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(vars.iter().all(|(name, _)| error.message().contains(name)), "{error}");
        assert!(vars.iter().all(|(_, value)| !error.message().contains(value)), "{error}");
    }
    assert!(fixture.resolve(None, &[id, ("QONTAK_CLIENT_SECRET", "")]).is_err(), "an empty variable is not set");
}

#[test]
fn tokens_that_no_header_can_carry_are_refused_unseen() {
    let fixture = Fixture::new();
    for token in ["abc\nX-Evil: 1", "abc\r", "tab\there", " abc", "caf\u{e9}", "\u{7f}x", "two words"] {
        let error = fixture.resolve(None, &[("QONTAK_TOKEN", token)]).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.message().contains("QONTAK_TOKEN") && !error.message().contains(token), "{error}");
    }
    let quoted = [("QONTAK_CLIENT_ID", "a\"b"), ("QONTAK_CLIENT_SECRET", "any thing \u{e9}")];
    assert!(fixture.resolve(None, &quoted).is_err());
    assert!(fixture.resolve(None, &[("QONTAK_CLIENT_ID", "a"), quoted[1]]).is_ok(), "the secret itself is never sent");
    let error = fixture.resolve(None, &[("QONTAK_SERVER", "http://example.com")]).unwrap_err();
    assert!(error.message().starts_with("QONTAK_SERVER"), "{error}");
}

#[test]
fn no_debug_text_shows_a_secret() {
    let fixture = Fixture::with(CONFIG, CREDENTIALS);
    let vars = environment(&[("QONTAK_TOKEN", "from-environment")]);
    let target = fixture.store.resolve(&vars, &Selection::default()).unwrap();
    let stored = StoredCredential {
        server: BaseUrl::parse("https://x.example").unwrap(),
        credential: Credential::Bearer(bearer("stored")),
    };
    let shown = format!("{target:?} {vars:?} {stored:?} {:?}", fixture.resolve(None, &[]));
    for secret in ["from-environment", "\"stored\"", "work-token", "work-refresh"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn the_list_says_what_is_stored() {
    let rows: Vec<String> = Fixture::with(CONFIG, CREDENTIALS)
        .store
        .list()
        .unwrap()
        .into_iter()
        .map(|p| format!("{} {} {:?} {:?} {} {}", p.name, p.server, p.kind, p.username, p.default, p.signed_in))
        .collect();
    assert_eq!(
        rows,
        [
            "home https://home.example.com Some(\"hmac\") None false true",
            "mine local Some(\"local\") None false true",
            "work https://work.example.com Some(\"bearer\") Some(\"a@example.com\") true true",
        ]
    );
}
