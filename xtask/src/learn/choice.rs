//! Asks about each change, one by one.

use std::io::{BufRead, Write};

use anyhow::Result;
use codegen::learn::Finding;

/// Takes the proposals away that are not wanted. At the end of the input the rest is left as it is in the spec.
pub(super) fn ask(findings: &mut [Finding], input: &mut dyn BufRead, out: &mut dyn Write) -> Result<()> {
    let mut answer = Answer::Yes;
    for finding in findings.iter_mut().filter(|finding| finding.proposal.is_some()) {
        if !answer.is_for_all() {
            answer = one(finding, input, out)?;
        }
        if matches!(answer, Answer::No | Answer::NoneOfTheRest) {
            finding.proposal = None;
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Answer {
    Yes,
    No,
    AllOfTheRest,
    NoneOfTheRest,
}

impl Answer {
    fn is_for_all(self) -> bool {
        matches!(self, Self::AllOfTheRest | Self::NoneOfTheRest)
    }
}

fn one(finding: &Finding, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<Answer> {
    writeln!(
        out,
        "\n{} {}: the spec says {}; seen: {}, in {} of {}",
        finding.kind, finding.place, finding.says, finding.seen, finding.samples, finding.of
    )?;
    loop {
        write!(out, "change the spec? [y]es, [n]o, [a]ll of the rest, [q]uit asking: ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(Answer::NoneOfTheRest);
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" => return Ok(Answer::No),
            "a" | "all" => return Ok(Answer::AllOfTheRest),
            "q" | "quit" => return Ok(Answer::NoneOfTheRest),
            _ => writeln!(out, "that is none of the answers")?,
        }
    }
}
