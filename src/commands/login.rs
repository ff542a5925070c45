//! `login`: find out where and as whom, prove it to the server, and only then write it down.

use super::{Context, secret};
use crate::cli::LoginArgs;
use crate::client::{SignedIn, password_grant};
use crate::error::{Error, FieldError, Kind, Result};
use crate::profile::{
    BaseUrl, Bearer, Credential, Login, NOT_HEADER_SAFE, Profile, Server, Source, Sourced, Store, Target, environment_server,
    is_client_id, is_token,
};
use crate::wire;
use secrecy::{ExposeSecret as _, SecretString};

const USERNAME: &str = "Username / Email Address";
const PASSWORD: &str = "Password";
const CLIENT_SECRET: &str = "Client Secret";

/// Where to sign in, and the name to remember it by.
struct Destination {
    profile: String,
    server: Server,
    /// The user name that was typed at the last `login`.
    last_username: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// [`NotSignedIn`](Kind::NotSignedIn) when the server refuses, [`Usage`](Kind::Usage) when something is missing; nothing is written
/// then.
pub async fn run(args: LoginArgs, ctx: &Context) -> Result<()> {
    let store = ctx.store()?;
    let destination = destination(&args, ctx, &store)?;
    let (username, credential) = match &destination.server {
        Server::Local(_) => (None, Credential::Local),
        Server::Url(_) if args.token_stdin => (None, token(ctx).await?),
        Server::Url(_) => match &args.client_id {
            Some(id) => (None, hmac(id, &args, ctx).await?),
            None => {
                let (username, bearer) = password(&args, &destination, ctx).await?;
                (Some(username), Credential::Bearer(bearer))
            }
        },
    };
    // The server has just made a password's token; everything else has to prove itself.
    if username.is_none() {
        verify(&destination, &credential, &store, ctx).await?;
    }
    let Destination { profile, server, .. } = &destination;
    let login = Login { profile, server, username: username.as_deref(), credential: &credential };
    ctx.lock(&store).await?.save_login(&login)?;
    let whom = username.map(|name| format!(" as {name}")).unwrap_or_default();
    match server {
        Server::Local(_) => ctx.ui.status("Using the workspace on this machine"),
        Server::Url(url) => ctx.ui.status(&format!("Signed in to {url}{whom}")),
    }
    ctx.ui.status(&format!("Profile {profile} is now the default"));
    warn_overrides(&destination, ctx);
    Ok(())
}

fn destination(args: &LoginArgs, ctx: &Context, store: &Store) -> Result<Destination> {
    // Also notices a broken file before anybody types a password.
    let known = store.list()?;
    let last_username = |profile: &str| known.iter().find(|p| p.name == profile).and_then(|p| p.username.clone());
    if ctx.selection.local {
        let server = Server::Local(store.paths().data.clone());
        return Ok(Destination { profile: "local".into(), server, last_username: None });
    }
    let named = match &ctx.selection.profile {
        Some(name) => Some(name.as_str()),
        None => ctx.environment.text("QONTAK_PROFILE")?,
    };
    if named.is_some_and(|name| name.is_empty() || name.chars().any(char::is_control)) {
        return Err(Error::usage("a profile's name is not empty and holds no control characters"));
    }
    let typed = match &args.server {
        Some(typed) => Some(BaseUrl::parse(typed)?),
        None => environment_server(&ctx.environment)?,
    };
    let remembered = if named.is_none() && typed.is_none() && args.client_id.is_none() { last(&known, store)? } else { None };
    let implied = remembered.is_some();
    let named = named.or(remembered.as_deref());
    let (fallback, vendor) = match args.client_id {
        Some(_) => ("gateway", wire::GATEWAY_SERVER),
        None => ("default", wire::OPEN_API_SERVER),
    };
    let (server, unnamed) = match typed {
        Some(url) => {
            let name = name_of(&url);
            (Server::Url(url), name)
        }
        None => match store.server_of(named.unwrap_or(fallback))? {
            Some(server) => (server, fallback.to_owned()),
            None => (Server::Url(BaseUrl::parse(vendor)?), fallback.to_owned()),
        },
    };
    let profile = named.map_or(unnamed, str::to_owned);
    let credential = args.username.is_some() || args.password_stdin || args.token_stdin || args.client_id.is_some();
    if matches!(server, Server::Local(_)) && credential {
        let error = Error::usage(format!("profile {profile} is the workspace on this machine, which takes no credential"));
        return Err(error.with_hint("name a server with --server, or another profile with --profile"));
    }
    let last_username = last_username(&profile);
    // Before anybody types a password, and where the server was nowhere in the words that were typed.
    if let Server::Url(url) = &server
        && (ctx.ui.can_prompt() || implied)
    {
        ctx.ui.status(&format!("Signing in to {url} (profile {profile})"));
    }
    Ok(Destination { profile, server, last_username })
}

/// The default profile: whoever names nothing signs in again where they are. Not to the workspace on this machine, which takes no
/// credential, and not to the vendor's gateway, which takes neither password nor token.
fn last(known: &[Profile], store: &Store) -> Result<Option<String>> {
    let Some(Profile { name, .. }) = known.iter().find(|profile| profile.default) else { return Ok(None) };
    Ok(match store.server_of(name)? {
        Some(Server::Url(url)) if url.to_string() != wire::GATEWAY_SERVER => Some(name.clone()),
        _ => None,
    })
}

/// The name of a profile that nobody named: the vendor's two servers have one, others are called by host and port.
fn name_of(url: &BaseUrl) -> String {
    match url.to_string().as_str() {
        wire::OPEN_API_SERVER => return "default".into(),
        wire::GATEWAY_SERVER => return "gateway".into(),
        _ => {}
    }
    let host = url.as_url().host_str().unwrap_or_default().trim_matches(['[', ']']);
    match (url.as_url().port(), host) {
        (Some(port), _) => format!("{host}-{port}"),
        // A host that is called like one of our own names.
        (None, "default" | "gateway" | "local") => format!("{host}-{}", if url.is_plain() { 80 } else { 443 }),
        (None, _) => host.to_owned(),
    }
}

async fn password(args: &LoginArgs, destination: &Destination, ctx: &Context) -> Result<(String, Bearer)> {
    let Server::Url(url) = &destination.server else { return Err(Error::usage("a password needs a server")) };
    let given = args.username.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if !ctx.ui.can_prompt() {
        let missing = [(given.is_none(), "username", "--username"), (!args.password_stdin, "password", "--password-stdin")];
        let fields: Vec<FieldError> =
            missing.iter().filter(|(missing, ..)| *missing).map(|(_, field, flag)| required(field, flag)).collect();
        if !fields.is_empty() {
            return Err(Error::fields(fields).with_hint("a pipeline needs no login: set QONTAK_TOKEN"));
        }
    }
    let username = match given {
        Some(name) => name.to_owned(),
        None => ctx.ui.ask(USERNAME, destination.last_username.as_deref(), not_blank).await?,
    };
    let password = if args.password_stdin {
        secret::from_stdin(PASSWORD, ctx).await?
    } else {
        ask_hidden(PASSWORD, "password", "--password-stdin", ctx).await?
    };
    let granted = password_grant(url, &username, password, &ctx.options).await;
    let bearer = granted.map_err(|e| match e.kind() {
        Kind::NotSignedIn if is_the_vendors(url) => e.with_hint(
            "check username and password; an account that signs in through SSO has no password here: paste a token with \
             qontak login --token-stdin",
        ),
        // Who runs a server of this program knows who may sign in there.
        Kind::NotSignedIn => e.with_hint("check username and password; at a server of your own: qontak server user list"),
        _ => e,
    })?;
    Ok((username, bearer))
}

/// Whether a server is one of the vendor's: only there do people sign in through SSO.
fn is_the_vendors(url: &BaseUrl) -> bool {
    [wire::OPEN_API_SERVER, wire::GATEWAY_SERVER].contains(&url.to_string().as_str())
}

fn not_blank(typed: &str) -> Result<String, String> {
    match typed.trim() {
        "" => Err("field is required".into()),
        name => Ok(name.to_owned()),
    }
}

async fn token(ctx: &Context) -> Result<Credential> {
    let access = secret::from_stdin("Access Token", ctx).await?;
    if !is_token(access.expose_secret()) {
        return Err(Error::usage(format!("the access token {NOT_HEADER_SAFE}")));
    }
    Ok(Credential::Bearer(Bearer { access, refresh: None, expires_at: None }))
}

async fn hmac(id: &str, args: &LoginArgs, ctx: &Context) -> Result<Credential> {
    if !is_client_id(id) {
        return Err(Error::usage(format!("the client id {NOT_HEADER_SAFE}")));
    }
    let secret = if args.client_secret_stdin {
        secret::from_stdin(CLIENT_SECRET, ctx).await?
    } else {
        ask_hidden(CLIENT_SECRET, "client secret", "--client-secret-stdin", ctx).await?
    };
    Ok(Credential::Hmac { client_id: id.to_owned(), secret })
}

fn required(field: &str, flag: &str) -> FieldError {
    FieldError { field: field.into(), message: format!("field is required (pass {flag})") }
}

async fn ask_hidden(label: &str, field: &str, flag: &str, ctx: &Context) -> Result<SecretString> {
    let missing = || Error::fields(vec![required(field, flag)]);
    if !ctx.ui.can_prompt() {
        return Err(missing());
    }
    ctx.ui.ask_hidden(label, false).await?.ok_or_else(missing)
}

/// Asks the server whether it takes the credential. An Agent's is taken, and may do little.
async fn verify(destination: &Destination, credential: &Credential, store: &Store, ctx: &Context) -> Result<()> {
    let source = Source::Flag("login");
    let target = Target {
        profile: destination.profile.clone(),
        profile_source: source.clone(),
        server: Sourced { value: destination.server.clone(), source: source.clone() },
        credential: Some(Sourced { value: credential.clone(), source }),
        username: None,
        withheld: None,
    };
    match SignedIn::new(target, store.clone(), ctx.options.clone())?.check().await {
        Err(error) if error.kind() == Kind::Forbidden => {
            ctx.ui.warn("the credential is valid, but its role may not look at channels (Agent)");
            Ok(())
        }
        answer => answer,
    }
}

/// Says which variables keep the new sign-in from being used.
fn warn_overrides(destination: &Destination, ctx: &Context) {
    for name in ["QONTAK_TOKEN", "QONTAK_CLIENT_ID"] {
        if ctx.environment.is_set(name) && !matches!(destination.server, Server::Local(_)) {
            ctx.ui.warn(&format!("{name} is set: commands use it instead of this sign-in"));
        }
    }
    if let Some(name) = ctx.environment.get("QONTAK_PROFILE").filter(|name| *name != destination.profile) {
        ctx.ui.warn(&format!("QONTAK_PROFILE is set: commands use profile {name}"));
    }
    if let Ok(Some(url)) = environment_server(&ctx.environment)
        && Server::Url(url.clone()) != destination.server
    {
        ctx.ui.warn(&format!("QONTAK_SERVER is set: commands go to {url}"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_nobody_named_is_called_by_its_server() {
        for (url, name) in [
            ("https://service-chat.qontak.com", "default"),
            ("https://service-chat.qontak.com:443/", "default"),
            ("https://api.mekari.com", "gateway"),
            ("https://chat.example.com", "chat.example.com"),
            ("https://chat.example.com:8443", "chat.example.com-8443"),
            ("http://127.0.0.1:8300", "127.0.0.1-8300"),
            ("http://[::1]:8300", "::1-8300"),
            ("https://local", "local-443"),
            ("https://gateway", "gateway-443"),
        ] {
            assert_eq!(name_of(&BaseUrl::parse(url).unwrap()), name, "{url}");
        }
    }
}
