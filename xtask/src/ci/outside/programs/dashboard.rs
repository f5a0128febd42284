//! The weekly dashboard from all who offer it: the command line, the tool of the assistants' server, and the demo. They
//! agree, number for number.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::fresh_home;
use super::mcp::{Host, Said};
use crate::http::Connection;
use crate::paths::Workspace;
use crate::program;
use crate::sandbox::{Launch, Sandbox};

/// The width of the texts that are compared.
const COLUMNS: &str = "100";

/// Whether they agree. The figures of the command line and of the tool are compared as JSON. The demo plays a sandbox of its
/// own from the same data, and shows a text: it is that of the command line, line for line.
pub(super) fn agrees(
    workspace: &Workspace,
    terminal: &Path,
    server: &Path,
    out: &mut dyn Write,
) -> Result<bool> {
    let log = workspace.join(super::judges::FOLDER).join("dashboard.sandbox.log");
    let arguments = &["--control", "--header-window", "day"];
    let sandbox = Sandbox::start(workspace, Launch { arguments, is_release: false, log })?;
    let day = noon(&sandbox)?;
    let home = fresh_home(workspace, "dashboard");
    // The text is first: it says what is left of the quota, as that of the demo does after as many requests.
    let text = said_by(terminal, &sandbox, &home, &day, "table")?;
    let figures: Value = serde_json::from_str(&said_by(terminal, &sandbox, &home, &day, "json")?)?;
    let mut host = Host::start(server, &home, &sandbox.base_url, &sandbox.full_key)?;
    let Said::Data(of_tool) = host.tool("weekly_dashboard", &json!({ "start_date": day }))? else {
        bail!("the tool gave no dashboard");
    };
    let demo = demo(workspace)?;
    let mut agree = true;
    let mut numbers = 0;
    for (name, value) in figures.as_object().into_iter().flatten() {
        if !same(value, &of_tool[name], &mut numbers) {
            agree = false;
            writeln!(out, "    {name}: ccapi has {value}, cc-mcp {}", of_tool[name])?;
        }
    }
    for line in text.lines().filter(|line| !demo.contains(*line)) {
        agree = false;
        writeln!(out, "    not in the demo: {line}")?;
    }
    let verdict = if agree { "agree" } else { "differ" };
    writeln!(
        out,
        "dashboard: ccapi, cc-mcp and the demo {verdict} ({numbers} numbers, {} lines)",
        text.lines().count()
    )?;
    Ok(agree && numbers > 0 && !text.is_empty())
}

/// Whether the tool has the value of the command line, but for long texts, which it cuts; counts the numbers in it.
fn same(ours: &Value, of_tool: &Value, numbers: &mut usize) -> bool {
    match (ours, of_tool) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let is_there =
                |(name, value)| theirs.get(name).is_some_and(|theirs| same(value, theirs, numbers));
            ours.len() == theirs.len() && ours.iter().all(is_there)
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs, numbers))
        }
        (Value::String(ours), Value::String(theirs)) => {
            ours == theirs || theirs.split_once("… (cut, ").is_some_and(|(begin, _)| ours.starts_with(begin))
        }
        _ => {
            *numbers += usize::from(ours.is_number());
            ours == of_tool
        }
    }
}

/// Holds the sandbox's clock at noon, as the demo does: figures grow with it. The day.
fn noon(sandbox: &Sandbox) -> Result<String> {
    let mut back_door = Connection::to(sandbox.origin())?;
    let answer = back_door.send("GET", "/_sandbox/clock", "", "")?;
    let clock: Value = serde_json::from_slice(&answer.body)?;
    let day = clock["now"].as_str().and_then(|now| now.get(..10)).context("the sandbox tells no time")?;
    let noon = json!({ "now": format!("{day}T12:00:00Z"), "hold": true }).to_string();
    let set = back_door.send("PUT", "/_sandbox/clock", "", &noon)?;
    if set.status != 200 {
        bail!("the sandbox's clock can't be set");
    }
    Ok(day.to_owned())
}

/// The dashboard of the command line in a format.
fn said_by(terminal: &Path, sandbox: &Sandbox, home: &Path, day: &str, format: &str) -> Result<String> {
    let mut command = Command::new(terminal);
    command.args(["dashboard", "--start-date", day, "-o", format, "--color", "never"]);
    let command = command
        .env("CC_HOME", home)
        .env("CC_BASE_URL", &sandbox.base_url)
        .env("CC_API_KEY", &sandbox.full_key)
        .env("COLUMNS", COLUMNS);
    printed(command)
}

/// The text that the demo shows.
fn demo(workspace: &Workspace) -> Result<String> {
    let demo = program::build(workspace, "cc-demo", "cc-demo", false)?;
    let page = workspace.join(super::judges::FOLDER).join("dashboard.html");
    printed(Command::new(demo).args(["--width", COLUMNS, "--color", "never", "--out"]).arg(page))
}

fn printed(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("`{program}` could not be started"))?;
    if !output.status.success() {
        bail!("`{program}`: {}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::same;

    #[test]
    fn numbers_have_to_be_the_same_and_texts_may_be_cut() {
        let ours = json!({ "reach": 5, "posts": [{ "title": "A long title", "likes": 1.5 }] });
        let mut numbers = 0;
        let cut =
            json!({ "posts": [{ "title": "A lo… (cut, 12 characters in all)", "likes": 1.5 }], "reach": 5 });
        assert!(same(&ours, &cut, &mut numbers));
        assert_eq!(numbers, 2);
        for other in [
            json!({ "reach": 6, "posts": [{ "title": "A long title", "likes": 1.5 }] }),
            json!({ "reach": 5, "posts": [{ "title": "Another title", "likes": 1.5 }] }),
            json!({ "reach": 5, "posts": [] }),
            json!({ "reach": 5 }),
        ] {
            assert!(!same(&ours, &other, &mut numbers), "{other}");
        }
    }
}
