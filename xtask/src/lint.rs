//! `cargo xtask lint`: the findings of the compiler, for people and for programs.

use std::io::Write;

use anyhow::{Result, bail};
use codegen::diagnostic::{Code, to_json, to_sarif};

use crate::cli::{LintArgs, LintFormat};
use crate::compile::{self, Input};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Checks the spec, or explains a code.
pub(crate) fn run(args: &LintArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    if let Some(code) = &args.explain {
        return explain(code, out);
    }
    let input = Input::new(args.spec.as_deref(), workspace)?;
    let linted = codegen::lint(&input.root, &input.reader, input.profile);
    let report = match args.format {
        LintFormat::Text => compile::as_text(&linted.sources, &linted.findings),
        LintFormat::Json => to_json(&linted.sources, &linted.findings),
        LintFormat::Sarif => to_sarif(&linted.sources, &linted.findings),
    };
    writeln!(out, "{}", report.trim_end())?;
    Ok(Outcome::done_if(!linted.findings.has_errors()))
}

/// Prints the page of a code.
fn explain(text: &str, out: &mut dyn Write) -> Result<Outcome> {
    let Some(code) = Code::parse(text) else {
        let known: Vec<_> =
            Code::RULES.iter().map(|rule| format!("  {}  {}", rule.code, rule.title)).collect();
        bail!("there is no code `{text}`; the codes are:\n{}", known.join("\n"));
    };
    let rule = code.rule();
    writeln!(out, "{code} {}\n\n{}", rule.slug, rule.explanation.trim_end())?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_that_can_be_asked_for() {
        for rule in Code::RULES {
            let mut out = Vec::new();
            assert_eq!(explain(&rule.code.to_string(), &mut out).unwrap(), Outcome::Done);
            let page = String::from_utf8(out).unwrap();
            assert!(page.starts_with(&format!("{} {}", rule.code, rule.slug)), "{page}");
            assert!(page.lines().count() > 5, "{page}");
        }
    }

    #[test]
    fn a_code_that_does_not_exist_is_refused_with_those_that_do() {
        let error = explain("S1", &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("S101"), "{error}");
    }
}
