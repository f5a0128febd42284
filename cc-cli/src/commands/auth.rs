//! `ccapi auth`: keys of this user, by names of the user's own.

mod scopes;

use std::io::{self, IsTerminal as _, Read as _};
use std::time::Duration;

use cc_api::{API, Client, Credential, ErrorKind, ScopeSet, catalogue};
use cc_surface::{Account, AccountError, Home, KnownScopes, Profile, Profiles, Source};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, interrupt};

pub(super) use scopes::something;

pub(super) const OWN: Own = Own { name: "auth", command, run };

fn command() -> Command {
    Command::new("auth")
        .about("Keep keys on this machine: log in, see which there are, switch, log out")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(login())
        .subcommand(
            Command::new("status")
                .about(
                    "Show whose key is used, what is known of it, and which others there are; sends nothing",
                )
                .args(options::showing()),
        )
        .subcommand(
            Command::new("switch")
                .about("Use another profile from now on")
                .arg(name("The profile").required(true)),
        )
        .subcommand(
            Command::new("logout")
                .about("Forget a key; it stays in force until it is revoked")
                .arg(name("The profile [default: the active one]")),
        )
}

fn login() -> Command {
    Command::new("login")
        .about("Ask for a key, test it, and keep it")
        .long_about(
            "Ask for a key without showing it, test it, and keep it in a file that only this user may read. Where there is no \
             terminal, the key is read from stdin: a key on the command line would be in the shell's history and in the \
             list of processes. A key can't list its permissions, so each that reads is found out by a small request; one \
             that writes shows when it is used. `--no-scopes` sends one request in all, `--no-test` none.",
        )
        .arg(Arg::new("tenant").long("tenant").value_name("SLUG").help("Whose platform the account is on [default: the vendor's own]"))
        .arg(Arg::new("base-url").long("base-url").value_name("URL").help("Another address than the vendor's: that of a sandbox"))
        .arg(Arg::new("no-test").long("no-test").action(ArgAction::SetTrue).help("Keep the key without a request"))
        .arg(Arg::new("no-scopes").long("no-scopes").action(ArgAction::SetTrue).help("Don't find out what it may read"))
        .after_help("Examples:\n  ccapi auth login\n  ccapi auth login --profile work < key-file")
}

fn name(help: &'static str) -> Arg {
    Arg::new("name").value_name("NAME").help(help)
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let home = Home::of_this_user()?;
    match matches.subcommand() {
        Some(("login", matches)) => log_in(&home, matches, speech),
        Some(("status", matches)) => status(&home, matches),
        Some(("switch", matches)) => {
            let name = matches.get_one::<String>("name").map_or("", String::as_str);
            Profiles::read(&home)?.switch(&home, name)?;
            speech.remark(&format!("`{name}` is used from now on"));
            Ok(())
        }
        Some(("logout", matches)) => log_out(&home, matches, speech),
        _ => Err(Failure::new(Exit::Usage, "no command; `ccapi auth --help` lists them")),
    }
}

fn log_in(home: &Home, matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let mut profiles = Profiles::read(home)?;
    let named = matches.get_one::<String>("profile").cloned();
    let name = named.unwrap_or_else(|| profiles.active().to_owned());
    let key = read_key()?;
    let credential = Credential::api_key(key.as_str())?;
    let mut profile = Profile {
        tenant: matches.get_one::<String>("tenant").cloned(),
        base_url: matches.get_one::<String>("base-url").cloned(),
        ..Profile::default()
    };
    let account = Account {
        source: Source::Profile(name.clone()),
        credential,
        tenant: profile.tenant.clone(),
        base_url: profile.base_url.clone(),
        scopes: KnownScopes::default(),
    };
    let told = speech.clone();
    let client =
        account.open(home, |builder| builder.max_wait(PATIENCE).on_note(move |note| told.note(note)))?;
    // Whether it can be a key at all is checked without a request, too.
    if !matches.get_flag("no-test") {
        profile.scopes = interrupt::run(test(&client, !matches.get_flag("no-scopes"), speech))?;
    }
    profiles.log_in(home, &name, profile, &key)?;
    speech.remark(&format!("the key is kept as `{name}`, in {}", home.key_file(&name).display()));
    Ok(())
}

/// The key, without the line end that came with it.
fn read_key() -> Result<String, Failure> {
    let text = if io::stdin().is_terminal() {
        rpassword::prompt_password("Key (it is not shown): ")?
    } else {
        let mut text = String::new();
        io::stdin().take(8192).read_to_string(&mut text)?;
        text
    };
    let key = text.trim();
    if key.is_empty() {
        return Err(Failure::new(Exit::Usage, "no key was given; nothing was changed"));
    }
    Ok(key.to_owned())
}

/// How long a request waits for the quota, which the key may have used up elsewhere.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends a request with the key, and says whose it is, what it may do and what is left of its quota.
async fn test(client: &Client, with_scopes: bool, speech: &Speech) -> Result<KnownScopes, Failure> {
    let mut known = KnownScopes::default();
    let profile = client.account().get_my_profile().await;
    if let Some(operation) = catalogue::find("get_my_profile") {
        known.learn(operation, profile.as_ref().map(drop));
    }
    match profile {
        Ok(profile) => {
            let named =
                [profile.first_name, profile.last_name].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let whose = profile.email.unwrap_or_default();
            speech.remark(&format!("the key works: {named} {whose}"));
        }
        // A key without this scope is a key all the same.
        Err(error) if error.kind() == ErrorKind::Scope => {
            speech.remark("the key works, and may not read the profile");
        }
        Err(error) => return Err(error.into()),
    }
    if with_scopes {
        let probes = scopes::probes(&known);
        let limit = API.rate_limits.and_then(|limits| limits.minute);
        let limit = limit.map(|limit| format!(" of {limit} a minute")).unwrap_or_default();
        speech.remark(&format!(
            "what it may read is found out by {} small requests{limit}; --no-scopes leaves them out",
            probes.len()
        ));
        if let Err(error) = scopes::find_out(probes, &mut known, client, speech).await {
            speech.remark(&format!("the rest was not found out: {error}"));
        }
        scopes::say(&known, speech);
    }
    let left = client.quota().await.left();
    speech.remark(&format!("{left} requests are left at the moment; `ccapi quota` shows more"));
    Ok(known)
}

fn status(home: &Home, matches: &ArgMatches) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let profiles = Profiles::read(home)?;
    let named = matches.get_one::<String>("profile").map(String::as_str);
    let used = Account::find(home, named)?;
    let mut accounts = Vec::new();
    if used.source == Source::Environment {
        accounts.push(described("environment", Ok(&used), true, home));
    }
    for (name, _) in profiles.iter() {
        let account = Account::find(home, Some(name));
        let is_used = used.source == Source::Profile(name.to_owned());
        accounts.push(described(name, account.as_ref(), is_used, home));
    }
    output.each(&accounts)
}

/// What is known of an account on this machine; of one whose key can't be read, why.
fn described(name: &str, account: Result<&Account, &AccountError>, is_used: bool, home: &Home) -> Value {
    let account = match account {
        Ok(account) => account,
        Err(error) => return json!({ "account": name, "used": is_used, "problem": error.to_string() }),
    };
    let names = |scopes: &ScopeSet| scopes.iter().map(Value::from).collect::<Value>();
    let left = account.open(home, |builder| builder).map_err(Failure::from);
    let left = left.and_then(|client| interrupt::run(async { Ok(client.quota().await.left()) }));
    json!({
        "account": name,
        "used": is_used,
        "tenant": account.tenant,
        "base_url": account.base_url,
        "requests_left": left.ok(),
        "held": names(account.scopes.held()),
        "lacking": names(account.scopes.lacking()),
        "not_known": names(&scopes::not_known(&account.scopes)),
    })
}

fn log_out(home: &Home, matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let mut profiles = Profiles::read(home)?;
    let name = matches.get_one::<String>("name").cloned().unwrap_or_else(|| profiles.active().to_owned());
    profiles.log_out(home, &name)?;
    speech.remark(&format!(
        "the key of `{name}` is gone from this machine; revoke it if somebody else may have it"
    ));
    Ok(())
}
