//! Precedence: a flag beats the environment, the environment beats the files, the files beat the defaults.

use super::config::Config;
use super::credentials::{self, Credentials, NOT_HEADER_SAFE, StoredCredential, is_client_id, is_token};
use super::{BaseUrl, Bearer, Credential, Environment, Selection, Server, Source, Sourced, Store, Target};
use crate::error::{Error, Result};
use crate::wire;

const TOKEN: &str = "QONTAK_TOKEN";
const CLIENT_ID: &str = "QONTAK_CLIENT_ID";
const CLIENT_SECRET: &str = "QONTAK_CLIENT_SECRET";
const SERVER: &str = "QONTAK_SERVER";
const PROFILE: &str = "QONTAK_PROFILE";

/// These exist without standing in a file: the vendor's Open API, and the workspace on this machine.
pub const ALWAYS: [&str; 2] = ["default", "local"];

impl Store {
    /// Decides where a command goes, and as whom. Reads each file at most once, and creates none.
    ///
    /// # Errors
    /// When a file is broken, a named profile does not exist, or the environment contradicts itself.
    pub fn resolve(&self, environment: &Environment, selection: &Selection) -> Result<Target> {
        if selection.local {
            return Ok(Target::local(self.paths.data.clone(), Source::Flag("--local")));
        }
        let config_file = self.paths.config_file();
        let config = Config::read(&config_file)?;
        let name = profile_name(environment, selection, &config, &config_file)?;
        let named_server = self.named_server(environment, &name.value, &config)?;
        if let Some(Sourced { value: Server::Local(data), source }) = named_server {
            takes_no_credential(environment, &name)?;
            return Ok(Target { profile: name.value, profile_source: name.source, ..Target::local(data, source) });
        }
        let mut credentials = credentials::load(&self.paths.credentials_file())?;
        must_exist(&name, &config, &credentials)?;
        let username = config.profiles.get(&name.value).and_then(|entry| entry.username.clone());
        let stored = credentials.remove(&name.value);
        let from_environment = environment_credential(environment)?;
        let server = match (named_server, &stored) {
            (Some(server), _) => server,
            (None, Some(stored)) => {
                Sourced { value: Server::Url(stored.server.clone()), source: Source::File(self.paths.credentials_file()) }
            }
            (None, None) => Sourced { value: default_server(from_environment.as_ref())?, source: Source::Default },
        };
        let target =
            Target { profile: name.value, profile_source: name.source, server, credential: None, username: None, withheld: None };
        Ok(match (from_environment, stored) {
            // Whose credential the environment's is, is not known: the user name in the file is the stored one's.
            (Some(credential), _) => Target { credential: Some(credential), ..target },
            (None, Some(stored)) => self.with_stored(Target { username, ..target }, stored),
            (None, None) => Target { username, ..target },
        })
    }

    /// A credential goes to the origin it was made for and nowhere else, whatever a variable or an edited file says.
    fn with_stored(&self, target: Target, stored: StoredCredential) -> Target {
        if target.server.value == Server::Url(stored.server.clone()) {
            let source = Source::File(self.paths.credentials_file());
            Target { credential: Some(Sourced { value: stored.credential, source }), ..target }
        } else {
            Target { withheld: Some(stored.server), ..target }
        }
    }

    /// The server that the environment or `config.toml` names.
    fn named_server(&self, environment: &Environment, profile: &str, config: &Config) -> Result<Option<Sourced<Server>>> {
        if let Some(url) = environment_server(environment)? {
            return Ok(Some(Sourced { value: Server::Url(url), source: Source::Environment(SERVER) }));
        }
        let listed = config.profiles.contains_key(profile);
        let source = if listed { Source::File(self.paths.config_file()) } else { Source::Default };
        Ok(config.server(profile, &self.paths.data)?.map(|value| Sourced { value, source }))
    }

    /// The name of the profile a command works on, and where the name came from.
    ///
    /// # Errors
    /// When a file is broken, or a named profile does not exist.
    pub fn selected(&self, environment: &Environment, selection: &Selection) -> Result<Sourced<String>> {
        if selection.local {
            return Ok(Sourced { value: "local".into(), source: Source::Flag("--local") });
        }
        let config_file = self.paths.config_file();
        let config = Config::read(&config_file)?;
        let name = profile_name(environment, selection, &config, &config_file)?;
        must_exist(&name, &config, &credentials::load(&self.paths.credentials_file())?)?;
        Ok(name)
    }
}

fn profile_name(
    environment: &Environment,
    selection: &Selection,
    config: &Config,
    file: &std::path::Path,
) -> Result<Sourced<String>> {
    let named = |name: &str, source| Sourced { value: name.to_owned(), source };
    Ok(if let Some(name) = &selection.profile {
        named(name, Source::Flag("--profile"))
    } else if let Some(name) = environment.text(PROFILE)? {
        named(name, Source::Environment(PROFILE))
    } else if let Some(name) = &config.default {
        named(name, Source::File(file.to_owned()))
    } else {
        named("default", Source::Default)
    })
}

/// A credential in the environment beats the files. So it does not go unused because the default profile happens to be the local
/// workspace: whoever set it means another place. A profile that was named is meant.
fn takes_no_credential(environment: &Environment, name: &Sourced<String>) -> Result<()> {
    if !matches!(name.source, Source::File(_) | Source::Default) {
        return Ok(());
    }
    let Some(Sourced { source, .. }) = environment_credential(environment)? else { return Ok(()) };
    let error =
        Error::usage(format!("{source} is set, but the default profile {:?} is the workspace on this machine", name.value));
    Err(error.with_hint("say which is meant: --profile default, QONTAK_SERVER=URL, or --local"))
}

fn must_exist(name: &Sourced<String>, config: &Config, credentials: &Credentials) -> Result<()> {
    let profile = &name.value;
    if ALWAYS.contains(&profile.as_str()) || config.profiles.contains_key(profile) || credentials.contains_key(profile) {
        return Ok(());
    }
    let mut known: Vec<&str> = config.profiles.keys().chain(credentials.keys()).map(String::as_str).chain(ALWAYS).collect();
    known.sort_unstable();
    known.dedup();
    let error = Error::usage(format!("there is no profile {profile:?} (from {})", name.source));
    Err(error.with_hint(format!("known profiles: {}; a new one is made by qontak login --profile NAME", known.join(", "))))
}

/// `QONTAK_SERVER`, if it is set.
///
/// # Errors
/// When it is no base URL.
pub fn environment_server(environment: &Environment) -> Result<Option<BaseUrl>> {
    let Some(typed) = environment.text(SERVER)? else { return Ok(None) };
    BaseUrl::parse(typed).map(Some).map_err(|e| {
        let error = Error::new(e.kind(), format!("{SERVER}: {}", e.message()));
        error.with_hint(e.hint().unwrap_or_default())
    })
}

fn environment_credential(environment: &Environment) -> Result<Option<Sourced<Credential>>> {
    let (token, id, secret) = (environment.text(TOKEN)?, environment.text(CLIENT_ID)?, environment.text(CLIENT_SECRET)?);
    let refused = |name: &str| Error::usage(format!("{name} {NOT_HEADER_SAFE}")).with_hint("set it again without them");
    let (value, source) = match (token, id, secret) {
        (None, None, None) => return Ok(None),
        (Some(token), None, None) if !is_token(token) => return Err(refused(TOKEN)),
        (None, Some(id), Some(_)) if !is_client_id(id) => return Err(refused(CLIENT_ID)),
        (Some(token), None, None) => {
            (Credential::Bearer(Bearer { access: token.into(), refresh: None, expires_at: None }), TOKEN)
        }
        (None, Some(id), Some(secret)) => (Credential::Hmac { client_id: id.into(), secret: secret.into() }, CLIENT_ID),
        (None, Some(_), None) => return Err(half(CLIENT_ID, CLIENT_SECRET)),
        (None, None, Some(_)) => return Err(half(CLIENT_SECRET, CLIENT_ID)),
        (Some(_), _, _) => {
            let both = format!("both {TOKEN} and {CLIENT_ID} or {CLIENT_SECRET} are set");
            return Err(Error::usage(both).with_hint(format!("unset {TOKEN}, or unset {CLIENT_ID} and {CLIENT_SECRET}")));
        }
    };
    Ok(Some(Sourced { value, source: Source::Environment(source) }))
}

fn half(set: &str, missing: &str) -> Error {
    Error::usage(format!("{set} is set but {missing} is not")).with_hint(format!("set both, or unset {set}"))
}

/// The vendor's server for a way to sign in.
///
/// # Errors
/// Never in practice: the addresses are constants.
fn default_server(credential: Option<&Sourced<Credential>>) -> Result<Server> {
    let hmac = matches!(credential, Some(Sourced { value: Credential::Hmac { .. }, .. }));
    BaseUrl::parse(if hmac { wire::GATEWAY_SERVER } else { wire::OPEN_API_SERVER }).map(Server::Url)
}
