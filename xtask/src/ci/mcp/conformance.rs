//! The official conformance suite: what needs no fixtures against the server itself, and everything, in each revision of the
//! protocol, against the example that offers what the suite calls.

use anyhow::{Context, Result};

use super::server::Listening;
use super::{Court, Finding, said};

/// The revisions that the suite has scenarios for.
const REVISIONS: [&str; 4] = ["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

/// The scenarios that any server can be asked to play, by revision. No failure is expected.
const WITHOUT_FIXTURES: [(&str, &[&str]); 2] = [
    (
        "2025-11-25",
        &[
            "server-initialize",
            "server-session-lifecycle",
            "ping",
            "tools-list",
            "resources-list",
            "prompts-list",
            "server-sse-multiple-streams",
            "dns-rebinding-protection",
        ],
    ),
    (
        "2026-07-28",
        &[
            "tools-list",
            "resources-list",
            "prompts-list",
            "server-sse-multiple-streams",
            "caching",
            "sep-2164-resource-not-found",
            "dns-rebinding-protection",
            "http-header-validation",
            "input-required-result-unsupported-methods",
        ],
    ),
];

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    for (revision, scenarios) in WITHOUT_FIXTURES {
        court.hear(&format!("conformance {revision}, cc-mcp"), |court| {
            let environment = court.environment()?;
            let server = Listening::start(&court.server, &["--http", "0"], &environment)?;
            let mut whole = Finding::default();
            let mut checks = 0;
            for scenario in scenarios {
                let asked = ["--scenario", scenario, "--spec-version", revision];
                let (passed, faults) = play(court, &server.url, &asked)?;
                checks += passed;
                whole.faults.extend(faults);
            }
            whole.remark = format!("{} scenarios, {checks} checks", scenarios.len());
            Ok(whole)
        })?;
    }
    for revision in REVISIONS {
        court.hear(&format!("conformance {revision}, the example"), |court| {
            let server = Listening::start(&court.example, &[], &[])?;
            let (checks, faults) = play(court, &server.url, &["--suite", "all", "--spec-version", revision])?;
            Ok(Finding { remark: format!("all scenarios, {checks} checks"), faults })
        })?;
    }
    Ok(())
}

/// Plays scenarios; how many checks have passed, and what is wrong.
fn play(court: &Court<'_>, url: &str, asked: &[&str]) -> Result<(u32, Vec<String>)> {
    let output = court.command("conformance").args(["server", "--url", url]).args(asked).output()?;
    let text = said(&output);
    let (passed, failed) = counts(&text).with_context(|| format!("it gave no verdict:\n{text}"))?;
    let is_fine = output.status.success() && failed == 0 && passed > 0;
    Ok((passed, if is_fine { Vec::new() } else { vec![format!("{}\n{text}", asked.join(" "))] }))
}

/// Passed and failed checks: `Total: 83 passed, 0 failed` of many scenarios, `Passed: 3/3, 0 failed, 0 warnings` of one.
pub(super) fn counts(text: &str) -> Option<(u32, u32)> {
    let number =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty())?.parse().ok();
    let line = text.lines().rev().find(|line| line.starts_with("Total: ") || line.starts_with("Passed: "))?;
    let mut parts = line.split(", ");
    Some((number(parts.next()?)?, number(parts.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn the_checks_are_counted_from_the_last_line_of_either_form() {
        assert_eq!(counts("✓ ping: 2 passed, 0 failed\n\nTotal: 83 passed, 1 failed"), Some((83, 1)));
        assert_eq!(counts("Test Results:\nPassed: 21/25, 4 failed, 0 warnings\n"), Some((21, 4)));
        assert_eq!(counts("connection refused"), None);
    }
}
