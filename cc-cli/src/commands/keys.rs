//! `ccapi keys`: API keys with no permission too many. It takes the token of a login: keys can't manage keys.

use cc_api::catalogue::{self, Access, Operation};
use cc_api::{API, ScopeSet};
use cc_surface::{KnownScopes, Profile, Profiles};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::Own;
use crate::call::Opened;
use crate::output::{self, Output};
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, call, interrupt};

pub(super) const OWN: Own = Own { name: "keys", command, run };

fn command() -> Command {
    Command::new("keys")
        .about("Make, list and revoke API keys; needs the token of a login")
        .long_about(
            "Make, list and revoke API keys. Keys can't manage keys: this needs the token of a login, as CC_SESSION_TOKEN.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(create())
        .subcommand(Command::new("list").about("List the keys in force").args(options::showing()).args(options::sending()))
        .subcommand(
            Command::new("revoke")
                .about("Revoke a key: it stops working at once")
                .arg(Arg::new("id").value_name("ID").required(true).help("The key, by its identifier: `keys list` shows it"))
                .arg(yes())
                .args(options::sending()),
        )
}

fn create() -> Command {
    Command::new("create")
        .about("Make a key, with just the permissions that some operations need")
        .long_about(
            "Make a key, with just the permissions that some operations need. The key goes to stdout, this once, or with \
             --login into a file that only this user may read; everything else goes to stderr. A key whose permissions are \
             not named gets all of them, which has to be said.",
        )
        .arg(Arg::new("name").value_name("NAME").required(true).help("A name to tell keys apart"))
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("OPERATION")
                .num_args(1..)
                .action(ArgAction::Append)
                .help("The operations that the key is for, such as content.get_posts: it gets their permissions and no others"),
        )
        .arg(
            Arg::new("scope")
                .long("scope")
                .value_name("SCOPE")
                .action(ArgAction::Append)
                .help("A permission by its name, such as content:read"),
        )
        .arg(Arg::new("all-scopes").long("all-scopes").action(ArgAction::SetTrue).conflicts_with_all(["for", "scope"]).help("Every permission"))
        .arg(Arg::new("organization").long("organization").action(ArgAction::SetTrue).help("For the organization instead of you; only its admin may"))
        .arg(Arg::new("login").long("login").value_name("PROFILE").help("Log in with it under this name, and don't show it"))
        .args(options::sending())
        .after_help("Examples:\n  ccapi keys create dashboard --for content.get_posts calendar.get_content_calendar\n  ccapi keys create reader --scope content:read --scope calendar:read --login reader")
}

fn yes() -> Arg {
    Arg::new("yes")
        .long("yes")
        .short('y')
        .action(ArgAction::SetTrue)
        .help("Don't ask first; without a terminal to ask on, it is needed")
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("create", matches)) => make(matches, speech),
        Some(("list", matches)) => list(matches, speech),
        Some(("revoke", matches)) => revoke(matches, speech),
        _ => Err(Failure::new(Exit::Usage, "no command; `ccapi keys --help` lists them")),
    }
}

/// A client with the token of a login.
fn open(matches: &ArgMatches, speech: &Speech) -> Result<Opened, Failure> {
    let opened = call::open(matches, speech)?;
    if !opened.account.credential.is_session_token() {
        return Err(Failure::new(Exit::NotLoggedIn, format!("keys can't manage keys, and {} has one", opened.account.source))
            .hint("set CC_SESSION_TOKEN to the token of a login: the web app shows it to a browser's developer tools"));
    }
    Ok(opened)
}

fn make(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let scopes = wanted_scopes(matches, speech)?;
    let Opened { client, account, home } = open(matches, speech)?;
    let owner = if matches.get_flag("organization") { "organization" } else { "user" };
    let name = matches.get_one::<String>("name").map_or("", String::as_str);
    let made = interrupt::run(async {
        let call = client.api_keys().create_api_key(name, owner);
        let call = if let Some(scopes) = &scopes { call.scopes(scopes.iter()) } else { call };
        Ok(call.await?)
    })?;
    let Some(profile) = matches.get_one::<String>("login") else {
        speech.remark(&format!("the key {} is made; this is the only time that it is shown", made.id));
        return output::write(&format!("{}\n", made.raw_key.expose()));
    };
    let all: ScopeSet = API.scopes.iter().map(|scope| scope.name).collect();
    let held = scopes.unwrap_or_else(|| all.clone());
    let mut known = KnownScopes::default();
    known.learn_held(&held);
    known.learn_lacking(&all.difference(&held));
    let kept = Profile { tenant: account.tenant, base_url: account.base_url, scopes: known };
    if let Err(error) = Profiles::default().log_in(&home, profile, kept, made.raw_key.expose()) {
        // It is shown nowhere else, and works.
        output::write(&format!("{}\n", made.raw_key.expose()))?;
        return Err(error.into());
    }
    speech.remark(&format!("the key {} is made and kept as `{profile}`, which is used from now on", made.id));
    Ok(())
}

/// The permissions that were asked for; none for all of them.
fn wanted_scopes(matches: &ArgMatches, speech: &Speech) -> Result<Option<ScopeSet>, Failure> {
    if matches.get_flag("all-scopes") {
        return Ok(None);
    }
    let named = matches.get_many::<String>("scope").into_iter().flatten().map(String::to_owned);
    let mut scopes: ScopeSet = named.collect();
    for name in matches.get_many::<String>("for").into_iter().flatten() {
        let operation = find(name)?;
        match operation.access {
            Access::Public => {}
            Access::Session => {
                return Err(Failure::new(
                    Exit::Usage,
                    format!("`{name}` takes the token of a login; no key may call it"),
                ));
            }
            Access::Scoped { .. } => scopes = scopes.union(&ScopeSet::required_by([operation])),
            _ => speech.remark(&format!(
                "no permission is documented for `{name}`: whether the key may call it shows when it does"
            )),
        }
    }
    if scopes.is_empty() {
        return Err(Failure::new(Exit::Usage, "a key without named permissions gets all of them")
            .hint("name what it is for, as in --for content.get_posts, or say --all-scopes"));
    }
    speech.remark(&format!("the key gets {scopes}"));
    Ok(Some(scopes))
}

/// An operation as people write it: `content.get_posts`, `content get-posts` or `get_posts`.
pub(super) fn find(name: &str) -> Result<&'static Operation, Failure> {
    let plain = name.replace('-', "_");
    let id = plain.rsplit(['.', ' ']).next().unwrap_or(&plain);
    catalogue::find(id).ok_or_else(|| {
        let failure = Failure::new(Exit::Usage, format!("there is no operation `{name}`"));
        match cc_surface::nearest(id) {
            Some(near) => failure.hint(format!("`{}.{}` comes near", near.tag, near.id)),
            None => failure,
        }
    })
}

fn list(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let client = open(matches, speech)?.client;
    let keys = interrupt::run(async { Ok(client.api_keys().list_api_keys().items().try_collect().await?) })?;
    let mut entries = output.entries();
    for key in keys {
        entries.push(&serde_json::to_value(&key).unwrap_or(Value::Null))?;
    }
    entries.end()
}

fn revoke(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let id = matches.get_one::<String>("id").cloned().unwrap_or_default();
    let client = open(matches, speech)?.client;
    if !matches.get_flag("yes") {
        match speech.ask(&format!("Revoke {id}? Whatever uses it stops working at once.")) {
            Some(true) => {}
            Some(false) => return Err(Failure::new(Exit::Interrupted, "nothing was revoked")),
            None => {
                return Err(Failure::new(Exit::Usage, "there is no terminal to ask on")
                    .hint("say --yes if it is meant"));
            }
        }
    }
    interrupt::run(async { Ok(client.api_keys().revoke_api_key(id.as_str()).await?) })?;
    speech.remark(&format!("{} is revoked", json!(id)));
    Ok(())
}
