//! The API's own document, as learners have it.

use codegen::learn::{Exchange, Finding, FindingKind, Learner, answers, edited, questions};
use codegen::load::{FolderSource, MemorySource, ReadSource};
use codegen::{Linted, Profile, lint, read};

/// The file that everything starts from.
const ROOT: &str = "spec/openapi.yaml";

/// What was learnt from traffic.
#[derive(Debug)]
pub struct Learnt {
    /// What the document does not say, or says otherwise.
    pub findings: Vec<Finding>,
    /// The answers to open questions.
    pub answers: Vec<String>,
}

/// The document.
#[derive(Debug)]
pub struct Spec {
    read: Linted,
}

impl Spec {
    /// The one in this repository.
    pub fn own() -> Self {
        let folder = FolderSource::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        Self::from(&folder)
    }

    fn from(source: &dyn ReadSource) -> Self {
        Self { read: read(ROOT, source, Profile::House) }
    }

    /// The document.
    ///
    /// # Panics
    /// If there is none.
    pub fn document(&self) -> &codegen::document::SpecDocument {
        self.read.document.as_ref().unwrap()
    }

    /// What the rules say against it.
    pub fn complaints(&self) -> Vec<String> {
        let linted = lint(ROOT, &self.files(), Profile::House);
        linted.findings.sorted().iter().map(|finding| finding.message.clone()).collect()
    }

    fn files(&self) -> MemorySource {
        let files = self.read.sources.iter().map(|(_, file)| (file.path(), file.text()));
        MemorySource::new(files.collect::<Vec<_>>())
    }

    /// What traffic shows, less what was only never seen, and what it says to open questions.
    ///
    /// # Panics
    /// If the file of the questions has mistakes.
    pub fn learn(&self, traffic: &[Exchange]) -> Learnt {
        let mut learner = Learner::new(self.document());
        for exchange in traffic {
            learner.take(exchange);
        }
        let mut findings = learner.findings();
        findings.retain(|finding| finding.kind != FindingKind::NeverSeen);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/open-questions.yaml");
        let questions = questions("open-questions.yaml", &std::fs::read_to_string(file).unwrap()).unwrap();
        let answers = answers(&questions, &learner).into_iter().map(|answer| answer.value);
        Learnt { findings, answers: answers.collect() }
    }

    /// The document with the proposals of these findings in it.
    #[must_use]
    pub fn with(&self, findings: &[Finding]) -> Self {
        let edited = edited(self.document(), &self.read.sources, findings, "2026-11-22");
        let files = self.read.sources.iter().map(|(id, file)| {
            let text = edited.files.get(&id).map_or(file.text(), String::as_str);
            (file.path().to_owned(), text.to_owned())
        });
        Self::from(&MemorySource::new(files.collect::<Vec<_>>()))
    }
}
