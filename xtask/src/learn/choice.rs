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

#[cfg(test)]
mod tests {
    use codegen::learn::{Body, Exchange, Finding, Learner};
    use serde_json::json;

    use super::ask;

    /// Four findings with a proposal each, asked about with these answers; which proposals are left.
    fn wanted(answers: &str) -> (Vec<bool>, String) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../codegen/tests/cases/learn/spec");
        let read = codegen::read(
            "openapi.yaml",
            &codegen::load::FolderSource::new(folder),
            codegen::Profile::General,
        );
        let mut learner = Learner::new(read.document.as_ref().unwrap());
        learner.take(&Exchange {
            method: "GET".to_owned(),
            path: "/posts/p1".to_owned(),
            query: Vec::new(),
            status: 200,
            headers: Vec::new(),
            body: Body::Json(json!({ "id": "p1", "slug": "a", "a": 1, "b": 1, "c": 1, "d": 1 })),
        });
        let mut findings: Vec<Finding> = learner.findings();
        let mut out = Vec::new();
        ask(&mut findings, &mut answers.as_bytes(), &mut out).unwrap();
        (findings.iter().map(|finding| finding.proposal.is_some()).collect(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn only_changes_that_were_agreed_to_are_left() {
        for (answers, left) in [
            ("y\nn\ny\nn\n", [true, false, true, false]),
            ("n\nall\n", [false, true, true, true]),
            ("yes\nq\n", [true, false, false, false]),
            ("maybe\ny\n", [true, false, false, false]),
            ("", [false; 4]),
        ] {
            let (wanted, said) = wanted(answers);
            assert_eq!(wanted, left, "{answers:?}\n{said}");
            assert!(
                said.contains("new-field Post.a: the spec says nothing; seen: an integer, in 1 of 1"),
                "{said}"
            );
        }
    }
}
