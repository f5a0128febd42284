//! The open questions of the spec, and what traffic says to them.

use anyhow::{Context, Result, bail};
use codegen::learn::{Answer, Learner, Question, answered, answers, questions};
use serde_json::{Value, json};

use crate::compile::Input;

/// The file of the questions, beside the document.
const FILE: &str = "open-questions.yaml";

/// Questions, and what the traffic says.
#[derive(Debug, Default)]
pub(super) struct Answers {
    questions: Vec<Question>,
    /// What the traffic says, to some of them.
    said: Vec<Answer>,
    /// The file, by its name from the folder that the document is read from, and its text with the new answers.
    changed: Option<(String, String)>,
}

impl Answers {
    /// Reads the questions beside the document, if there are some, and answers what the traffic tells.
    pub(super) fn of(input: &Input, learner: &Learner<'_>, date: &str) -> Result<Self> {
        let folder = input.root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = if folder.is_empty() { FILE.to_owned() } else { format!("{folder}/{FILE}") };
        let path = input.base.join(&name);
        if !path.is_file() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("`{name}` can't be read"))?;
        let questions = match questions(&name, &text) {
            Ok(questions) => questions,
            Err(wrong) => bail!("the open questions can't be read:\n{}", wrong.join("\n")),
        };
        let said = answers(&questions, learner);
        let changed = answered(&text, &questions, &said, date).map(|text| (name, text));
        Ok(Self { questions, said, changed })
    }

    /// The file to be written, if there is something new.
    pub(super) fn changed(&self) -> Option<(&str, &str)> {
        self.changed.as_ref().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// What is new or otherwise than it was answered before, a line each.
    pub(super) fn lines(&self) -> Vec<String> {
        self.told().filter_map(|(question, answer)| line(question, answer)).collect()
    }

    /// The same for programs.
    pub(super) fn as_json(&self) -> Value {
        let one = |(question, answer): (&Question, &Answer)| json!({ "question": question.id, "before": question.answered, "answer": answer.value, "samples": answer.samples });
        self.told().map(one).collect()
    }

    fn told(&self) -> impl Iterator<Item = (&Question, &Answer)> {
        self.said.iter().filter_map(|answer| Some((self.questions.get(answer.question)?, answer)))
    }
}

/// None where the answer is the one that was there.
fn line(question: &Question, answer: &Answer) -> Option<String> {
    let samples = answer.samples;
    match &question.answered {
        None => Some(format!("{} {}, {samples} samples say", question.text, answer.value)),
        Some(before) if *before == answer.value => None,
        Some(before) => Some(format!(
            "{} {}, {samples} samples say; it was answered before: {before}. The file keeps that until you change it",
            question.text, answer.value
        )),
    }
}
