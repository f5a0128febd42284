//! `cargo xtask docs`: the site about the API, as files.
//!
//! `codegen` makes the pages; here its sources are read, the page of the interactive reference is unpacked beside them,
//! and a folder is brought to hold just that.

use std::collections::BTreeMap;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::fileset::{FileSet, GeneratedFile};
use codegen::learn::questions;
use codegen::site::{Guide, Input, Programs, site};
use codegen::{Linted, lint};

use crate::compile::{self, as_text};
use crate::folder;
use crate::outcome::Outcome;
use crate::paths::{Workspace, has_ending};
use crate::write::{self, Plan, RealDisk};

/// Where the site is written, unless told otherwise.
pub(crate) const FOLDER: &str = "target/site";

/// Where the guides are.
const GUIDES: &str = "docs";

/// The page of the interactive reference, and how this project opens it.
const SCALAR: &str = "cc-sandbox/assets/scalar/standalone.js.gz";
const SCALAR_LICENCE: &str = "cc-sandbox/assets/scalar/LICENSE";
const SETTINGS: &str = "cc-sandbox/assets/quiet.js";

/// The questions that nobody answers.
const QUESTIONS: &str = "spec/open-questions.yaml";

/// What calls are shown with.
const PROGRAMS: Programs<'_> = Programs { command: "ccapi", key: "CC_API_KEY", session: "CC_SESSION_TOKEN" };

/// A file that every site has: a folder without it is not one of ours.
const MARKER: &str = "assets/quiet.js";

/// Write the site: guides, operations, types, scopes, evidence, llms.txt
///
/// The guides in docs/ and pages made from the spec, as files with relative links: open target/site/index.html, or put
/// the folder on any host. A link that leads nowhere, or a guide that docs/index.md does not list, is refused.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct DocsArgs {
    /// The folder; it has to be empty or to hold a site
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const HELP: &str = "Examples:
  cargo xtask docs                      the site, in target/site
  cargo xtask docs --out ../pages       elsewhere

Exit codes: 0 the site is there; 1 the spec has errors, or a guide has a fault; 2 a file could not be read or
written, or the folder holds files of somebody else.";

/// Writes the site.
pub(crate) fn run(args: &DocsArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let target = args.out.clone().unwrap_or_else(|| workspace.join(FOLDER));
    let sources = Sources::read(workspace)?;
    if sources.linted.findings.has_errors() {
        write!(out, "{}", as_text(&sources.linted.sources, &sources.linted.findings))?;
        return Ok(Outcome::NeedsWork);
    }
    let files = match sources.site()? {
        Ok(files) => files,
        Err(faults) => {
            faults.iter().try_for_each(|fault| writeln!(out, "{fault}"))?;
            writeln!(out, "docs: {} to repair, and no file was touched", faults.len())?;
            return Ok(Outcome::NeedsWork);
        }
    };
    bring_to(&target, &files)?;
    let pages = files.iter().filter(|(path, _)| has_ending(path, "html")).count();
    let size: usize = files.iter().map(|(_, text)| text.len()).sum();
    writeln!(
        out,
        "docs: {pages} pages, {} kB, at {}",
        size / 1_000,
        workspace.shown(&target.join("index.html"))
    )?;
    Ok(Outcome::Done)
}

/// What the site is made of, read.
pub(crate) struct Sources {
    linted: Linted,
    guides: Vec<Guide>,
    questions: Vec<codegen::learn::Question>,
    settings: String,
    scalar: String,
    scalar_licence: String,
}

impl Sources {
    /// Reads spec, guides and what lies beside them.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self> {
        let input = compile::Input::new(None, workspace)?;
        let linted = lint(&input.root, &input.reader, input.profile);
        let text = |path: &str| {
            std::fs::read_to_string(workspace.join(path)).with_context(|| format!("could not read `{path}`"))
        };
        let questions = match questions(QUESTIONS, &text(QUESTIONS)?) {
            Ok(questions) => questions,
            Err(wrong) => bail!("the open questions can't be read:\n{}", wrong.join("\n")),
        };
        let packed =
            std::fs::read(workspace.join(SCALAR)).with_context(|| format!("could not read `{SCALAR}`"))?;
        let mut scalar = String::new();
        flate2::read::GzDecoder::new(packed.as_slice())
            .read_to_string(&mut scalar)
            .with_context(|| format!("`{SCALAR}` can't be unpacked"))?;
        Ok(Self {
            linted,
            guides: guides(workspace)?,
            questions,
            settings: text(SETTINGS)?,
            scalar,
            scalar_licence: text(SCALAR_LICENCE)?,
        })
    }

    /// What the pages are made of. None if the document could not be understood.
    pub(crate) fn input(&self) -> Option<Input<'_>> {
        Some(Input {
            model: self.linted.model.as_ref()?,
            document: self.linted.document.as_ref()?,
            sources: &self.linted.sources,
            guides: &self.guides,
            questions: &self.questions,
            programs: PROGRAMS,
            reference_settings: &self.settings,
        })
    }

    /// The guides, `index.md` among them.
    pub(crate) fn guides(&self) -> &[Guide] {
        &self.guides
    }

    /// All files, or what is wrong.
    fn site(&self) -> Result<Result<FileSet, Vec<String>>> {
        let input = self.input().context("the spec can't be understood; `cargo xtask lint` says why")?;
        Ok(site(&input).map(|mut files| {
            for (path, content) in
                [("assets/scalar.js", &self.scalar), ("assets/scalar.LICENSE.txt", &self.scalar_licence)]
            {
                files.insert(GeneratedFile { path: path.to_owned(), content: content.clone() });
            }
            files
        }))
    }
}

fn guides(workspace: &Workspace) -> Result<Vec<Guide>> {
    let files = folder::read_below(&workspace.join(GUIDES), "")?;
    let texts = files.into_iter().filter(|(path, _)| has_ending(path, "md"));
    Ok(texts.filter_map(|(path, text)| Some(Guide { path, text: text? })).collect())
}

/// Makes a folder hold these files and no others.
fn bring_to(target: &Path, files: &FileSet) -> Result<()> {
    let found = folder::read_below(target, "")?;
    if !found.is_empty() && !found.contains_key(MARKER) {
        bail!(
            "`{}` holds files, but no site of ours: nothing was written. Name an empty folder with --out",
            target.display()
        );
    }
    let is_text = |(path, text): (String, Option<String>)| (path, text.unwrap_or_default());
    let on_disk: BTreeMap<String, String> = found.into_iter().map(is_text).collect();
    let changes = files.compare(&on_disk);
    let wanted = changes.changed.iter().chain(&changes.missing);
    let plan = Plan {
        write: wanted.filter_map(|path| Some((path.as_str(), files.get(path)?))).collect(),
        remove: changes.left_over.iter().map(String::as_str).collect(),
    };
    std::fs::create_dir_all(target).with_context(|| format!("could not make `{}`", target.display()))?;
    write::apply(&RealDisk, target, &plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    fn files(list: &[&str]) -> FileSet {
        list.iter()
            .map(|path| GeneratedFile { path: (*path).to_owned(), content: String::from("new") })
            .collect()
    }

    #[test]
    fn the_site_of_this_workspace_has_a_page_for_each_operation_and_no_fault() {
        let sources = Sources::read(&Workspace::find().unwrap()).unwrap();
        let files = sources.site().unwrap().unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
        let operations = &sources.input().unwrap().model.operations;
        assert_eq!(operations.len(), 117);
        for operation in operations {
            let page = files.get(&format!("operations/{}.html", operation.id)).unwrap();
            for part in ["id=\"curl\"", "id=\"command\"", "id=\"rust\"", "id=\"answer\"", "class=\"mark "] {
                assert!(page.contains(part), "{} lacks {part}", operation.id);
            }
        }
        let list = files.get("llms.txt").unwrap();
        assert!(list.starts_with("# Coffee & Contracts API\n\n> "), "{list}");
        assert!(!files.iter().any(|(_, text)| text.contains("CC_API_KEY=cc_")), "no key stands in a line");
    }

    #[test]
    fn nothing_on_the_pages_loads_from_elsewhere() {
        let sources = Sources::read(&Workspace::find().unwrap()).unwrap();
        let files = sources.site().unwrap().unwrap();
        for (path, text) in files.iter().filter(|(path, _)| has_ending(path, "html")) {
            for address in [
                "src=\"http",
                "src=\"/",
                "href=\"/",
                "<link rel=\"stylesheet\" href=\"http",
                "<style",
                "onclick",
            ] {
                assert!(!text.contains(address), "{path}: {address}");
            }
            assert!(text.contains("default-src 'none'"), "{path}");
        }
    }

    #[test]
    fn a_folder_with_files_of_others_is_left_alone() {
        let folder = TempFolder::with(&[("letter.txt", "mine")]);
        let error = bring_to(folder.path(), &files(&["index.html", MARKER])).unwrap_err();
        assert!(error.to_string().contains("nothing was written"), "{error}");
        assert_eq!(folder.texts().len(), 1);
    }

    #[test]
    fn a_site_takes_the_place_of_an_older_one() {
        let folder = TempFolder::with(&[(MARKER, "old"), ("gone.html", "old")]);
        bring_to(folder.path(), &files(&["index.html", MARKER])).unwrap();
        let paths: Vec<_> = folder.texts().into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, [MARKER, "index.html"]);
    }
}
