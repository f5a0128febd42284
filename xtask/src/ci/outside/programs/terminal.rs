//! Every operation from the command line: a command each, as somebody would type it.

use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Call, Caller, Ended};

/// What `ccapi` ends with if all went well, if it was used wrongly, if the token of a login was refused, and if the API refused.
const DONE: i32 = 0;
const USAGE: i32 = 2;
const REFUSED: [i32; 2] = [3, 4];

pub(super) fn call_all(caller: &mut Caller<'_>, calls: &[Call]) -> Result<Ended> {
    let mut ended = Ended::default();
    for call in calls {
        let key = caller.keys.next()?;
        let mut output = run(caller, call, &key, false)?;
        let asks = String::from_utf8_lossy(&output.stderr).contains("--yes");
        if output.status.code() == Some(USAGE) && asks {
            output = run(caller, call, &key, true)?;
        }
        match output.status.code() {
            Some(DONE) => ended.done += 1,
            Some(code) if REFUSED.contains(&code) => ended.refused += 1,
            _ => {
                let said = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
                ended.failed.push(format!("{}: {}: {said}", call.operation, output.status));
            }
        }
    }
    Ok(ended)
}

fn run(caller: &Caller<'_>, call: &Call, key: &str, is_meant: bool) -> Result<Output> {
    let hyphenated = |name: &str| name.replace('_', "-");
    let mut command = Command::new(&caller.program);
    command.args([hyphenated(&call.tag), hyphenated(&call.operation)]);
    command.args(call.path.iter().map(|(_, value)| value));
    command.args(call.query.iter().map(|(name, value)| format!("--{}={value}", hyphenated(name))));
    if let Some(body) = &call.body {
        command.args(["--data", &Value::Object(body.clone()).to_string()]);
    }
    if is_meant {
        command.arg("--yes");
    }
    let credential =
        if call.takes_session { ("CC_SESSION_TOKEN", caller.session_token) } else { ("CC_API_KEY", key) };
    command
        .env("CC_HOME", &caller.home)
        .env("CC_BASE_URL", caller.base_url)
        .env(credential.0, credential.1)
        .stdin(Stdio::null())
        .output()
        .context("`ccapi` could not be started")
}
