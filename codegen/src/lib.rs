//! Compiles an `OpenAPI` 3.1 document into a typed Rust client: spec text in, files out.

pub mod source;

pub mod diagnostic;

pub mod diff;

pub mod load;

pub mod document;

mod room;

mod check;

pub mod model;

pub mod learn;

pub mod lower;

pub mod bundle;

mod chatgpt;

pub mod emit;

mod render;

mod sarif;

pub mod site;

pub mod fileset;

mod zapier;

use diagnostic::{Code, Diagnostic, Findings};
use document::SpecDocument;
pub use emit::{RuntimeDependency, Target};
use fileset::{FileSet, GeneratedFile};
use load::{Library, ReadSource};
use model::ApiModel;
use source::SourceMap;

/// Whose document it is, and so which rules bind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Our own spec: evidence, safety class, scopes and form are required.
    House,
    /// Somebody else's document: house rules are warnings, and safe defaults are taken.
    General,
}

/// What is to be said about a document.
#[derive(Debug, Clone)]
pub struct Linted {
    /// The files that were read.
    pub sources: SourceMap,
    /// All findings.
    pub findings: Findings,
    /// The document, as far as it could be read. `None` if there was nothing to start from.
    pub document: Option<SpecDocument>,
    /// The model, as far as it could be made; none where the document was only read.
    pub model: Option<ApiModel>,
}

/// What to generate.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whose document it is.
    pub profile: Profile,
    /// What is made of it.
    pub target: Target,
}

/// What became of a document.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files that were read.
    pub sources: SourceMap,
    /// All findings.
    pub findings: Findings,
    /// The model, as far as it could be made.
    pub model: Option<ApiModel>,
    /// The files. `None` if there is an error among the findings.
    pub files: Option<FileSet>,
    /// How much there is of everything.
    pub statistics: Statistics,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Operations.
    pub operations: usize,
    /// Named types.
    pub types: usize,
    /// Scopes.
    pub scopes: usize,
    /// Groups of operations.
    pub tags: usize,
}

/// Reads a document and checks it, up to the question whether it can be compiled.
pub fn lint(root: &str, reader: &dyn ReadSource, profile: Profile) -> Linted {
    let mut linted = load(root, reader, profile);
    room::with_room(|| {
        linted.model = understand(&mut linted);
        linted.findings.gather();
    });
    linted
}

/// Reads a document and goes no further: what it says, whether or not that makes sense.
pub fn read(root: &str, reader: &dyn ReadSource, profile: Profile) -> Linted {
    load(root, reader, profile)
}

/// Reads a document and makes the model of it, without judging it by the rules: enough to compare it with another.
pub fn compile(root: &str, reader: &dyn ReadSource, profile: Profile) -> Linted {
    let mut linted = load(root, reader, profile);
    linted.model = room::with_room(|| {
        let document = linted.document.as_ref()?;
        check::can_be_walked(document).then(|| lower::lower(document, &mut linted.findings))
    });
    linted
}

/// Reads a document, checks it and compiles it.
pub fn generate(root: &str, reader: &dyn ReadSource, options: &Options) -> Generated {
    let mut linted = load(root, reader, options.profile);
    let (model, files) = room::with_room(|| {
        let model = understand(&mut linted);
        let findings = &mut linted.findings;
        let files = match (&linted.document, &model) {
            (Some(document), Some(model)) if !findings.has_errors() => {
                emit_all(model, document, &options.target, findings)
            }
            _ => None,
        };
        findings.gather();
        (model, files)
    });
    let statistics = model.as_ref().map(Statistics::of).unwrap_or_default();
    Generated { sources: linted.sources, findings: linted.findings, model, files, statistics }
}

/// The first stages: files, trees, document.
fn load(root: &str, reader: &dyn ReadSource, profile: Profile) -> Linted {
    let mut findings = Findings::new(profile);
    let mut library = Library::new(reader);
    let document = document::read(root, &mut library, &mut findings);
    Linted { sources: library.into_sources(), findings, document, model: None }
}

/// The stages that need to know what the document says: check and lower.
fn understand(linted: &mut Linted) -> Option<ApiModel> {
    let document = linted.document.as_ref()?;
    let (sources, findings) = (&linted.sources, &mut linted.findings);
    let profile = findings.profile();
    let (model, form) = room::both(
        || {
            let model = check::check(document, sources, findings).then(|| lower::lower(document, findings));
            model.inspect(|model| chatgpt::check(document, model, findings))
        },
        || check::check_form(document, sources, profile),
    );
    // Whose document can't be walked through has other worries.
    if let (Some(_), Some(form)) = (&model, form) {
        linted.findings.extend(form);
    }
    model
}

/// Writes everything down. `None` if the generator made a mistake, which is then among the findings.
fn emit_all(
    model: &ApiModel,
    document: &SpecDocument,
    target: &Target,
    findings: &mut Findings,
) -> Option<FileSet> {
    let (emitted, documents) = room::both(
        || emit::emit(model, target),
        || match target {
            Target::ClientModules => whole(document, model),
            Target::Crate { .. } => Vec::new(),
        },
    );
    match emitted {
        Ok(files) => Some(files.into_iter().chain(documents).collect()),
        Err(faults) => {
            for fault in faults {
                findings.push(
                    Diagnostic::new(Code::GeneratorFault, document.root_span(), fault.to_string())
                        .help("report it, with the document"),
                );
            }
            None
        }
    }
}

/// What is made of the document as it was written: the bundle, and what other hosts are given.
fn whole(document: &SpecDocument, model: &ApiModel) -> Vec<GeneratedFile> {
    let bundle = bundle::bundle(document);
    let zapier = zapier::zapier(document, &bundle);
    std::iter::once(bundle).chain(chatgpt::files(document, model)).chain(zapier).collect()
}

impl Statistics {
    fn of(model: &ApiModel) -> Self {
        Self {
            operations: model.operations.len(),
            types: model.types.len(),
            scopes: model.scopes.len(),
            tags: model.tags.len(),
        }
    }
}
