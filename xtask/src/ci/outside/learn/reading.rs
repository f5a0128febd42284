//! `xtask learn` over a file, as users start it, and what is wrong with what it says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::saved::Saved;

/// The kind and the place of a finding, and whether a change of the spec is proposed.
pub(super) type Finding = (&'static str, &'static str, bool);

/// A day that no answer names: a date of a report may not look like somebody's.
const DATE: &str = "2001-02-03";

/// What every file has in it, and what only some have: Playwright sees answers as the page does, whose cache is no matter.
const HURDLES: [&str; 4] = ["a credential", "a redirect", "another host", "gzip"];
const FURTHER: [(&str, &[&str]); 3] = [
    ("devtools.har", &["base64", "what had not changed", "what the browser had"]),
    ("attached/playwright.har", &["a body beside the file"]),
    ("playwright.har", &["base64"]),
];

/// Looks at what is learnt from the files of one sandbox.
pub(super) struct Reader<'e> {
    /// `xtask`. The program that runs may have been built anew since it was started, and lie nowhere any more.
    pub(super) program: PathBuf,
    /// The host that the API has in the files.
    pub(super) host: String,
    /// What there is to be found.
    pub(super) expected: &'e [Finding],
    /// What may not be printed.
    pub(super) secrets: Vec<String>,
    /// What is wrong.
    pub(super) faults: Vec<String>,
}

/// What the command has said.
struct Said {
    code: Option<i32>,
    report: String,
    warnings: String,
}

impl Reader<'_> {
    /// A file as it was saved.
    pub(super) fn look(&mut self, name: &str, saved: &Saved, file: &Path) -> Result<()> {
        let further =
            FURTHER.iter().find(|(ending, _)| name.ends_with(ending)).map_or(&[][..], |(_, own)| own);
        for missing in HURDLES.iter().chain(further).filter(|hurdle| !saved.hurdles.contains(*hurdle)) {
            self.faults.push(format!("{name} has not in it: {missing}"));
        }
        let said = self.learn(name, file, "json")?;
        let Some(report) = self.findings_are_those_expected(name, &said) else { return Ok(()) };
        for (member, expected) in
            [("requests", saved.entries), ("other_hosts", saved.other_hosts), ("without_body", 0)]
        {
            if report[member] != expected {
                self.faults.push(format!("{name}: `{member}` is {}, not {expected}", report[member]));
            }
        }
        if !self.expected.is_empty() {
            self.learn(name, file, "text")?;
        }
        Ok(())
    }

    /// Copies of a file that end too early, or are damaged: what came before is learnt from as if nothing had happened, and
    /// the fault is said. Where nothing came before, that is the error.
    pub(super) fn look_at_broken_copies(&mut self, file: &Path) -> Result<()> {
        let whole = std::fs::read(file).with_context(|| format!("`{}` can't be read", file.display()))?;
        let near_the_end = whole.len() - 900;
        let damaged = |at: usize| [&whole[..at], b"\x01}]", &whole[at + 3..]].concat();
        for (name, bytes, words, is_lost) in [
            ("cut.har", whole[..near_the_end].to_vec(), "is cut off", false),
            ("damaged.har", damaged(near_the_end), "is damaged", false),
            ("cut-at-once.har", whole[..300].to_vec(), "is cut off", true),
            ("damaged-at-once.har", damaged(0), "is damaged", true),
        ] {
            let copy = file.with_file_name(name);
            std::fs::write(&copy, bytes).with_context(|| format!("`{}` can't be written", copy.display()))?;
            let said = self.learn(name, &copy, "json")?;
            if !said.warnings.contains(words) {
                self.faults.push(format!("{name}: it is not said that it {words}: {}", said.warnings.trim()));
            }
            if !is_lost {
                self.findings_are_those_expected(name, &said);
            } else if said.code != Some(2) || !said.report.is_empty() {
                self.faults
                    .push(format!("{name}: it ends with {:?}, as if something were learnt", said.code));
            }
        }
        Ok(())
    }

    /// An archive, which says what to do with it.
    pub(super) fn look_at_an_archive(&mut self, file: &Path) -> Result<()> {
        let said = self.learn("the archive", file, "json")?;
        if said.code != Some(2) || !said.warnings.contains("zip archive: unpack") {
            self.faults.push(format!("the archive: it is not said what to do: {}", said.warnings.trim()));
        }
        Ok(())
    }

    /// Starts the command; what it says holds nothing of anybody's.
    fn learn(&mut self, name: &str, file: &Path, format: &str) -> Result<Said> {
        let output = Command::new(&self.program)
            .args(["learn", "--date", DATE, "--format", format, "--host", &self.host])
            .arg(file)
            .output()
            .context("`xtask` could not be started")?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said =
            Said { code: output.status.code(), report: text(&output.stdout), warnings: text(&output.stderr) };
        for (at, secret) in self.secrets.iter().enumerate() {
            if said.report.contains(secret.as_str()) || said.warnings.contains(secret.as_str()) {
                // What it is stands in the file; here it would be printed once more.
                self.faults
                    .push(format!("{name}, as {format}: text {at} of the answers is in what `learn` says"));
            }
        }
        Ok(said)
    }

    /// Whether exactly what was played is found; the report.
    fn findings_are_those_expected(&mut self, name: &str, said: &Said) -> Option<Value> {
        let Ok(report) = serde_json::from_str::<Value>(&said.report) else {
            self.faults.push(format!("{name}: there is no report: {}", said.warnings.trim()));
            return None;
        };
        let found = report["findings"].as_array().into_iter().flatten();
        // What was never seen is no proposal.
        let found = found.filter(|finding| finding["kind"] != "never-seen" || finding["change"] == true);
        let found: BTreeSet<_> = found
            .map(|one| {
                (
                    one["kind"].as_str().unwrap_or_default(),
                    one["place"].as_str().unwrap_or_default(),
                    one["change"] == true,
                )
            })
            .collect();
        let expected: BTreeSet<_> = self.expected.iter().copied().collect();
        for (kind, place, change) in expected.difference(&found) {
            self.faults.push(format!("{name}: not found: {kind} {place} (a change: {change})"));
        }
        for (kind, place, change) in found.difference(&expected) {
            self.faults.push(format!("{name}: nobody played: {kind} {place} (a change: {change})"));
        }
        let code = i32::from(!expected.is_empty());
        if said.code != Some(code) {
            self.faults.push(format!("{name}: it ends with {:?}, not with {code}", said.code));
        }
        Some(report)
    }
}
