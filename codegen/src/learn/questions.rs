//! Open questions: what nobody documents, with the check that would answer it, as `spec/open-questions.yaml` lists them.

use super::Learner;
use super::edit::splice::{Splice, spliced};
use super::edit::yaml_text;
use super::headers::HeadersSeen;
use crate::Profile;
use crate::diagnostic::Findings;
use crate::document::{Node, Value, yaml};
use crate::source::{SourceMap, Span};

/// A page has to be cut as often before its length counts as a cap.
const CUTS: u64 = 2;

/// A question of the file.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name: `reset-form`.
    pub id: String,
    /// The question.
    pub text: String,
    /// What would answer it.
    pub check: Check,
    /// The answer that the file has.
    pub answered: Option<String>,
    /// Where the value of `answer` stands.
    span: Span,
}

/// What would answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The form of a header.
    HeaderForm(String),
    /// The values of a header.
    HeaderValues(String),
    /// The longest page that was cut.
    PageCap,
    /// Whether an operation answers with success.
    Answers(String),
    /// Only people can tell.
    ByHand,
}

/// What traffic says to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The place of the question in the file.
    pub question: usize,
    /// The answer: `epoch-seconds`.
    pub value: String,
    /// How many samples say so.
    pub samples: u64,
}

/// Reads the questions of a file. Else all that is wrong with it, each with its place.
pub fn questions(path: &str, text: &str) -> Result<Vec<Question>, Vec<String>> {
    let mut sources = SourceMap::default();
    let id = sources.add(path, text);
    let mut findings = Findings::new(Profile::General);
    let tree = sources.file(id).and_then(|file| yaml::parse(id, file, &mut findings));
    let mut wrong: Vec<String> = findings.sorted().iter().map(|finding| finding.message.clone()).collect();
    let mut questions = Vec::new();
    for node in tree.iter().flat_map(Node::items) {
        match Question::read(node) {
            Ok(question) => questions.push(question),
            Err(reason) => wrong.push(format!("{}: {reason}", sources.location(node.span))),
        }
    }
    if wrong.is_empty() { Ok(questions) } else { Err(wrong) }
}

/// What the traffic so far says, for the questions that it can answer.
pub fn answers(questions: &[Question], learner: &Learner<'_>) -> Vec<Answer> {
    let answer = |(question, asked): (usize, &Question)| {
        let (value, samples) = learner.answer(&asked.check)?;
        Some(Answer { question, value, samples })
    };
    questions.iter().enumerate().filter_map(answer).collect()
}

/// The file with the answers to what was open; none if nothing changes. An answer that is there stays.
pub fn answered(text: &str, questions: &[Question], answers: &[Answer], date: &str) -> Option<String> {
    let open = answers.iter().filter_map(|answer| {
        let question = questions.get(answer.question).filter(|question| question.answered.is_none())?;
        let value = format!(
            "{{ value: {}, date: {}, samples: {} }}",
            yaml_text::quoted(&answer.value),
            yaml_text::quoted(date),
            answer.samples
        );
        Some(Splice::replace(question.span, value))
    });
    let pieces: Vec<Splice> = open.collect();
    if pieces.is_empty() { None } else { spliced(text, pieces) }
}

impl Question {
    fn read(node: &Node) -> Result<Self, String> {
        let text = |key: &str| {
            let value = node.get(key).and_then(Node::as_text);
            value.map(str::to_owned).ok_or_else(|| format!("a question has `{key}`, which is text"))
        };
        let answer =
            node.get("answer").ok_or("a question has `answer`, which is null as long as nobody knows")?;
        let answered = match &answer.value {
            Value::Null => None,
            _ => Some(
                answer
                    .get("value")
                    .and_then(Node::as_text)
                    .ok_or("an answer has `value`, which is text")?
                    .to_owned(),
            ),
        };
        Ok(Self {
            id: text("id")?,
            text: text("question")?,
            check: Check::parse(&text("check")?)?,
            answered,
            span: answer.span,
        })
    }
}

impl Check {
    fn parse(text: &str) -> Result<Self, String> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match (word, rest) {
            ("header-form", name) if HeadersSeen::has_form(name) => Ok(Self::HeaderForm(name.to_owned())),
            ("header-values", name) if HeadersSeen::has_values(name) => {
                Ok(Self::HeaderValues(name.to_owned()))
            }
            ("page-cap", "") => Ok(Self::PageCap),
            ("answers", name) if !name.is_empty() => Ok(Self::Answers(name.to_owned())),
            ("by-hand", "") => Ok(Self::ByHand),
            _ => Err(format!(
                "`{text}` is no check; there are `header-form X-RateLimit-Reset` and `Retry-After`, `header-values \
                 X-RateLimit-Limit`, `page-cap`, `answers OPERATION` and `by-hand`"
            )),
        }
    }
}

impl Learner<'_> {
    /// What was seen of it, and how often; none where nothing was, or not always the same.
    fn answer(&self, check: &Check) -> Option<(String, u64)> {
        match check {
            Check::HeaderForm(name) => self.headers.form(name),
            Check::HeaderValues(name) => self.headers.values(name),
            Check::PageCap => self.page_cap(),
            Check::Answers(name) => self.answers(name),
            Check::ByHand => None,
        }
    }

    /// The length at which pages are cut, if it is the same wherever one was, and no page was longer.
    fn page_cap(&self) -> Option<(String, u64)> {
        let operations = self.observed.operations.values();
        let longest = operations.clone().map(|seen| seen.longest_page).max()?;
        let cuts: u64 = operations.clone().filter_map(|seen| seen.full_pages.get(&longest)).sum();
        let shorter = operations.flat_map(|seen| &seen.full_pages).any(|(length, _)| *length != longest);
        (cuts >= CUTS && !shorter).then(|| (longest.to_string(), cuts))
    }

    fn answers(&self, operation: &str) -> Option<(String, u64)> {
        let at = self.document.operations.iter().position(|own| own.display_name() == operation)?;
        let seen = self.observed.operations.get(&at)?;
        let success: u64 = seen
            .statuses
            .iter()
            .filter(|(status, _)| (200..300).contains(*status))
            .map(|(_, count)| count)
            .sum();
        let missing: u64 = seen.statuses.get(&404).copied().unwrap_or(0);
        match (success, missing) {
            (0, 0) => None,
            (0, missing) => Some(("no: it answers 404".to_owned(), missing)),
            (success, _) => Some(("yes".to_owned(), success)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, answered, questions};

    const FILE: &str = "# Kept.\n- id: a\n  question: What?\n  check: page-cap\n  answer: null # open\n- id: b\n  question: Which?\n  \
                        check: header-form Retry-After\n  answer: { value: 'seconds', date: '2026-11-01', samples: 2 }\n";

    #[test]
    fn what_is_open_is_answered_and_what_was_answered_stays() {
        let read = questions("q.yaml", FILE).unwrap();
        let answer = |question, value: &str| Answer { question, value: value.to_owned(), samples: 7 };
        let new = answered(FILE, &read, &[answer(0, "50"), answer(1, "date")], "2026-11-22").unwrap();
        let expected = FILE.replace("null # open", "{ value: '50', date: '2026-11-22', samples: 7 } # open");
        assert_eq!(new, expected);
        assert_eq!(answered(FILE, &read, &[answer(1, "date")], "2026-11-22"), None);
    }

    #[test]
    fn a_file_with_mistakes_names_all_of_them() {
        let file = "- id: a\n  question: What?\n  check: magic\n  answer: null\n- id: b\n  check: page-cap\n  answer: null\n- question: x\n";
        let wrong = questions("q.yaml", file).unwrap_err();
        assert_eq!(wrong.len(), 3, "{wrong:#?}");
        assert!(wrong[0].starts_with("q.yaml:1:3: `magic` is no check; there are"), "{wrong:#?}");
    }
}
