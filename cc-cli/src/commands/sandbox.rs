//! `ccapi sandbox`: the API on this machine, with a profile that is logged in to it while it runs.

use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};

use cc_surface::{Home, Profile, Profiles};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

use super::Own;
use crate::speech::Speech;
use crate::{Exit, Failure};

pub(super) const OWN: Own = Own { name: "sandbox", command, run };

/// The name of the sandbox's program, and of the profile that it gets.
const PROGRAM: &str = "cc-sandbox";
const PROFILE: &str = "sandbox";

fn command() -> Command {
    Command::new("sandbox")
        .about("Play the API on this machine, and use it until Ctrl-C")
        .long_about(
            "Play the API on this machine, as far as it is documented, with made-up data. While it runs, other terminals' \
             commands go to it, as the profile `sandbox`; at its end the profile that was active before is active again. It \
             runs the program cc-sandbox, which lies beside this one or on the PATH.",
        )
        .arg(
            Arg::new("options")
                .value_name("OPTIONS")
                .action(ArgAction::Append)
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .help("Options of cc-sandbox, after `--`: `--port 0`, `--seed large`, `--db FILE`"),
        )
        .after_help("Examples:\n  ccapi sandbox\n  ccapi sandbox -- --port 0 --no-limits")
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let home = Home::of_this_user()?;
    let options = matches.get_many::<String>("options").into_iter().flatten();
    let mut sandbox = start(options)?;
    let access = access(&mut sandbox).inspect_err(|_| {
        let _ = sandbox.kill();
    })?;
    let text = |pointer: &str| access.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();

    let mut profiles = Profiles::read(&home)?;
    let before = profiles.get(PROFILE).is_none().then(|| profiles.active().to_owned());
    let profile =
        Profile { tenant: Some(text("/tenant")), base_url: Some(text("/base_url")), ..Profile::default() };
    profiles.log_in(&home, PROFILE, profile, &text("/keys/full"))?;
    speech.remark(&format!(
        "the sandbox is at {}, and the profile `{PROFILE}` is used until it stops",
        text("/base_url")
    ));
    speech.remark(&format!("the token of a login there: CC_SESSION_TOKEN={}", text("/session_token")));
    speech.remark("Ctrl-C stops it");

    // Ctrl-C reaches both of us; we stay until the sandbox has ended, and tidy up.
    let ended = wait(&mut sandbox);
    let mut profiles = Profiles::read(&home)?;
    if profiles.get(PROFILE).is_some() {
        profiles.log_out(&home, PROFILE)?;
    }
    match before {
        Some(name) if profiles.get(&name).is_some() => profiles.switch(&home, &name)?,
        _ => {}
    }
    ended
}

fn start<'a>(options: impl Iterator<Item = &'a String>) -> Result<Child, Failure> {
    let beside = std::env::current_exe().ok().map(|program| program.with_file_name(program_file()));
    let program = beside.filter(|program| program.is_file()).unwrap_or_else(|| PathBuf::from(PROGRAM));
    let started = Process::new(&program)
        .arg("--json")
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn();
    started.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            Failure::new(Exit::Local, format!("{PROGRAM} is neither beside this program nor on the PATH"))
                .hint("in a checkout: `cargo build -p cc-sandbox -p cc-cli`")
        }
        _ => Failure::new(Exit::Local, format!("{}: {error}", program.display())),
    })
}

fn program_file() -> String {
    format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX)
}

/// Where the sandbox is, and the keys that work there: the first line that it prints.
fn access(sandbox: &mut Child) -> Result<Value, Failure> {
    let mut line = String::new();
    if let Some(stdout) = sandbox.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    serde_json::from_str(&line)
        .map_err(|_| Failure::new(Exit::Local, "the sandbox did not start; it says why above"))
}

fn wait(sandbox: &mut Child) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let interrupted = runtime.block_on(async {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(200));
        loop {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => return Ok(true),
                _ = looks.tick() => {}
            }
            if sandbox.try_wait()?.is_some() {
                return Ok::<bool, io::Error>(false);
            }
        }
    })?;
    let status = if interrupted {
        // It may have been us alone that were told.
        let _ = sandbox.kill();
        sandbox.wait()?
    } else {
        sandbox.wait()?
    };
    if interrupted || status.success() {
        Ok(())
    } else {
        Err(Failure::new(Exit::Local, format!("the sandbox ended with {status}")))
    }
}
