//! A site about the API: the guides that people wrote, and pages of everything that the document says.
//!
//! It is plain files with relative links, so that it works from any folder and any host, also from a disk. Nothing in
//! it asks for anything outside; what scripts do beyond reading is done without them by tables.
//!
//! ```text
//! guides, model, document -> pages     a file of this folder makes one kind of page       Page
//!                         -> frame     head, navigation and foot around each             FileSet
//!                         -> links     no link leads nowhere, no anchor is there twice
//! ```

mod evidence;
mod facts;
mod frame;
mod guides;
mod home;
mod html;
mod links;
mod llms;
mod markdown;
mod operation;
mod operations;
mod reference;
mod scopes;
pub mod snippet;
mod statements;
mod types;

use crate::document::SpecDocument;
use crate::fileset::{FileSet, GeneratedFile};
use crate::learn::Question;
use crate::model::ApiModel;
use crate::source::SourceMap;

pub use markdown::{Block, code_blocks};

/// A text that people wrote, in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// Where it stands on the site: `index.md`, `guides/errors.md`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the site calls the programs that it shows calls with.
#[derive(Debug, Clone, Copy)]
pub struct Programs<'a> {
    /// The program that has a command for each operation: `ccapi`.
    pub command: &'a str,
    /// The variable of the environment that holds a key.
    pub key: &'a str,
    /// The variable that holds a session token.
    pub session: &'a str,
}

/// What the site is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The API.
    pub model: &'a ApiModel,
    /// The document, for its marks and places.
    pub document: &'a SpecDocument,
    /// The files that the document was read from.
    pub sources: &'a SourceMap,
    /// `index.md`, and the guides that it lists.
    pub guides: &'a [Guide],
    /// What nobody documents.
    pub questions: &'a [Question],
    /// The programs that calls are shown with.
    pub programs: Programs<'a>,
    /// The settings of the interactive reference, as a script that declares `QUIET`.
    pub reference_settings: &'a str,
}

/// A page, without what is the same on all of them.
#[derive(Debug, Clone, Default)]
struct Page {
    /// Its file: `operations/get_posts.html`.
    path: String,
    /// What the browser calls it; no two pages have the same.
    title: String,
    /// One sentence about it.
    description: String,
    /// What it says, as HTML.
    body: String,
    /// Its parts that a reader may want to go to: the anchor and the heading.
    parts: Vec<(String, String)>,
    /// Pages that are near it, under a heading of their own in the navigation.
    nearby: Option<(String, Vec<(String, String)>)>,
    /// Scripts besides the one that every page has: `scopes.js`.
    scripts: Vec<&'static str>,
    /// Whether it takes the whole window, as the interactive reference does.
    is_bare: bool,
}

/// Makes the site. Else all that is wrong with it, a sentence each.
pub fn site(input: &Input<'_>) -> Result<FileSet, Vec<String>> {
    let statements = statements::of(input);
    let outline = guides::outline(input.guides)?;
    let mut pages = vec![home::page(input, &outline, &statements)];
    pages.extend(guides::pages(input, &outline));
    pages.push(operations::page(input));
    pages.extend(operation::pages(input));
    pages.extend(types::pages(input));
    pages.push(scopes::page(input));
    pages.extend(evidence::pages(input, &statements));
    pages.push(reference::page(input));

    let mut files = FileSet::default();
    let mut faults = Vec::new();
    for page in &pages {
        if files.get(&page.path).is_some() {
            faults.push(format!("{}: two pages want to be this file", page.path));
        }
        let content = frame::around(page, input.model, &outline);
        files.insert(GeneratedFile { path: page.path.clone(), content });
    }
    faults.extend(same_titles(&pages));
    let others = input.guides.iter().map(|guide| (guide.path.clone(), guide.text.clone()));
    let others = others.chain(assets(input)).chain(llms::files(input, &outline));
    for (path, content) in others {
        files.insert(GeneratedFile { path, content });
    }
    faults.extend(links::dead(&files));
    faults.extend(links::repeated(&files));
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

/// The files that are the same for every API, and the document.
fn assets(input: &Input<'_>) -> Vec<(String, String)> {
    let own = [
        ("assets/base.css", include_str!("assets/base.css")),
        ("assets/site.css", include_str!("assets/site.css")),
        ("assets/site.js", include_str!("assets/site.js")),
        ("assets/scopes.js", include_str!("assets/scopes.js")),
        ("assets/reference.js", include_str!("assets/reference.js")),
        ("assets/quiet.js", input.reference_settings),
    ];
    let mut files: Vec<_> = own.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    files.push((String::from("openapi.json"), crate::bundle::bundle(input.document).content));
    files
}

fn same_titles(pages: &[Page]) -> Vec<String> {
    let mut titles: Vec<_> = pages.iter().map(|page| (&page.title, &page.path)).collect();
    titles.sort();
    let pairs = titles.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    pairs.map(|pair| format!("{} and {} have the same title: {}", pair[0].1, pair[1].1, pair[0].0)).collect()
}
