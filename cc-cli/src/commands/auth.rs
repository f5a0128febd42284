//! `ccapi auth`: keys of this user, by names of the user's own.

use std::io::{self, IsTerminal as _, Read as _};

use cc_api::{Credential, ErrorKind};
use cc_surface::{Account, AccountError, Home, Profile, Profiles, Source};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, interrupt};

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
                .about("Show whose key is used, and which others there are; sends nothing")
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
            "Ask for a key without showing it, test it with one request, and keep it in a file that only this user may \
             read. Where there is no terminal, the key is read from stdin: a key on the command line would be in the \
             shell's history and in the list of processes.",
        )
        .arg(Arg::new("tenant").long("tenant").value_name("SLUG").help("Whose platform the account is on [default: the vendor's own]"))
        .arg(Arg::new("base-url").long("base-url").value_name("URL").help("Another address than the vendor's: that of a sandbox"))
        .arg(Arg::new("no-test").long("no-test").action(ArgAction::SetTrue).help("Keep the key without a request"))
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
    let profile = Profile {
        tenant: matches.get_one::<String>("tenant").cloned(),
        base_url: matches.get_one::<String>("base-url").cloned(),
        ..Profile::default()
    };
    let account = Account {
        source: Source::Profile(name.clone()),
        credential,
        tenant: profile.tenant.clone(),
        base_url: profile.base_url.clone(),
        scopes: profile.scopes.clone(),
    };
    if matches.get_flag("no-test") {
        // Whether it can be a key at all is checked all the same.
        account.open(home, |builder| builder)?;
    } else {
        test(home, &account, speech)?;
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

/// Sends one request with the key, and says whose it is and what is left of its quota.
fn test(home: &Home, account: &Account, speech: &Speech) -> Result<(), Failure> {
    let client = account.open(home, |builder| builder)?;
    let (profile, quota) = interrupt::run(async {
        let profile = client.account().get_my_profile().await;
        Ok((profile, client.quota().await))
    })?;
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
    speech.remark(&format!("{} requests are left at the moment; `ccapi quota` shows more", quota.left()));
    Ok(())
}

fn status(home: &Home, matches: &ArgMatches) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let profiles = Profiles::read(home)?;
    let named = matches.get_one::<String>("profile").map(String::as_str);
    let used = match Account::find(home, named) {
        Ok(account) => Some(account.source),
        Err(AccountError::NotLoggedIn) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(used) = used else { return Err(AccountError::NotLoggedIn.into()) };
    let mut entries = output.entries();
    if used == Source::Environment {
        entries.push(&json!({ "account": "environment", "used": true, "tenant": null, "base_url": null }))?;
    }
    for (name, profile) in profiles.iter() {
        entries.push(&json!({
            "account": name,
            "used": used == Source::Profile(name.to_owned()),
            "tenant": profile.tenant,
            "base_url": profile.base_url,
        }))?;
    }
    entries.end()
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
