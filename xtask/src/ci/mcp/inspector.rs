//! The Inspector, strictly, in both eras: tools that some host would refuse, and results that do not fit their schema.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Court, Finding, said};

/// What is called, and with what.
const CALLS: [(&str, &str); 4] = [
    ("get_quota", "{}"),
    ("get_posts", r#"{"limit": 2}"#),
    ("get_instagram_summary", "{}"),
    ("weekly_dashboard", "{}"),
];

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    for era in ["legacy", "modern"] {
        for flags in [&[][..], &["--allow-write"][..]] {
            let name = ["inspector --strict,", era].into_iter().chain(flags.iter().copied());
            court.hear(&name.collect::<Vec<_>>().join(" "), |court| list(court, era, flags))?;
        }
        court.hear(&format!("inspector, {era}, calls"), |court| {
            let mut finding = Finding { remark: format!("{} tools", CALLS.len()), ..Finding::default() };
            for (tool, arguments) in CALLS {
                let asked = ["tools/call", "--tool-name", tool, "--tool-args-json", arguments];
                finding.faults.extend(ask(court, era, &asked, &[])?.err());
            }
            Ok(finding)
        })?;
    }
    Ok(())
}

fn list(court: &Court<'_>, era: &str, flags: &[&str]) -> Result<Finding> {
    let listed = match ask(court, era, &["tools/list", "--strict"], flags)? {
        Ok(listed) => listed,
        Err(fault) => return Ok(Finding { faults: vec![fault], ..Finding::default() }),
    };
    let tools = listed["result"]["tools"].as_array().context("it listed no tools")?;
    Ok(Finding { remark: format!("{} tools, 0 findings", tools.len()), ..Finding::default() })
}

/// Asks the server through it. It writes what it has found on stderr, and that has to be nothing.
fn ask(
    court: &Court<'_>,
    era: &str,
    asked: &[&str],
    flags: &[&str],
) -> Result<std::result::Result<Value, String>> {
    let mut command = court.command("inspector");
    command.args(["--cli", "--format", "json", "--protocol-era", era]);
    for (name, value) in court.environment()? {
        command.args(["-e", &format!("{name}={value}")]);
    }
    let output = command.arg("--method").args(asked).arg("--").arg(&court.server).args(flags).output()?;
    if !output.status.success() || !output.stderr.is_empty() {
        return Ok(Err(format!("{} ({})\n{}", asked.join(" "), output.status, said(&output))));
    }
    let answer: Value = serde_json::from_slice(&output.stdout).context("it answered no JSON")?;
    Ok(Ok(answer))
}
