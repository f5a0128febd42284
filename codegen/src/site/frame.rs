//! What is the same around every page: the head, the navigation, the foot.

use std::fmt::Write as _;

use super::guides::Outline;
use super::html::{escape, link};
use super::{Page, html};
use crate::model::ApiModel;

/// What a page may load: its own files, and nothing from anywhere else. `file:` stands for a site that is read from a
/// disk, where `'self'` means nothing to some browsers; a page of a host can't load from a disk whatever it says.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' data: file:; \
                      base-uri 'none'; form-action 'none'";

/// The interactive reference writes its styles into the page.
const BARE_POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; \
                           img-src 'self' data: file:; font-src data:; base-uri 'none'; form-action 'none'";

/// The pages that are made of the document, as the navigation lists them.
const MADE: [(&str, &str); 5] = [
    ("operations/index.html", "Operations"),
    ("types/index.html", "Types"),
    ("scopes.html", "Scopes"),
    ("evidence/index.html", "Evidence"),
    ("reference.html", "Interactive reference"),
];

/// The page with everything around it.
pub(super) fn around(page: &Page, model: &ApiModel, outline: &Outline<'_>) -> String {
    let root = root(&page.path);
    let mut html = head(page, &root);
    let home = link(&format!("{root}index.html"), &escape(&model.title));
    let _ = write!(
        html,
        "<body{}>\n<a class=\"skip\" href=\"#the-content\">Skip to the content</a>\n\
         <header class=\"top\"><p class=\"name\">{home}</p></header>\n",
        if page.is_bare { " class=\"bare\"" } else { "" },
    );
    if page.is_bare {
        html.push_str(&page.body);
    } else {
        let _ = write!(
            html,
            "<div class=\"columns\">\n<details class=\"menu\"><summary>Contents</summary>\n\
             <nav aria-label=\"Site\">\n{}</nav></details>\n<main id=\"the-content\" tabindex=\"-1\">\n{}{}</main>\n</div>\n",
            navigation(page, outline, &root),
            page.body,
            foot(model, &root),
        );
    }
    for script in ["site.js"].iter().chain(&page.scripts) {
        let _ = writeln!(html, "<script src=\"{root}assets/{script}\"></script>");
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn head(page: &Page, root: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<meta name=\"description\" content=\"{}\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{root}assets/base.css\">\n{}</head>\n",
        if page.is_bare { BARE_POLICY } else { POLICY },
        escape(&page.title),
        escape(&page.description),
        if page.is_bare {
            String::new()
        } else {
            format!("<link rel=\"stylesheet\" href=\"{root}assets/site.css\">\n")
        },
    )
}

/// The way from a page to the folder of the site: `../` for each folder that it stands in.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

fn navigation(page: &Page, outline: &Outline<'_>, root: &str) -> String {
    let entry = |path: &str, label: &str| {
        let current = if path == page.path { " aria-current=\"page\"" } else { "" };
        format!("<li><a href=\"{root}{}\"{current}>{}</a></li>\n", escape(path), escape(label))
    };
    let mut html = String::new();
    let mut group = |title: &str, entries: String| {
        let _ = write!(html, "<h2>{}</h2>\n<ul>\n{entries}</ul>\n", escape(title));
    };
    let start = entry("index.html", "Start");
    let guides: String = outline.guides.iter().map(|guide| entry(&guide.page, &guide.title)).collect();
    group("Guides", start + &guides);
    group("Reference", MADE.iter().map(|(path, label)| entry(path, label)).collect());
    if let Some((title, near)) = &page.nearby {
        group(title, near.iter().map(|(path, label)| entry(path, label)).collect());
    }
    if page.parts.len() > 1 {
        let part = |(anchor, label): &(String, String)| {
            format!("<li><a href=\"#{}\">{}</a></li>\n", escape(anchor), escape(label))
        };
        group("On this page", page.parts.iter().map(part).collect());
    }
    html
}

fn foot(model: &ApiModel, root: &str) -> String {
    let marks = if model.has_marks {
        format!(
            " Marks such as {} say how a statement is known: {}.",
            html::mark(crate::model::Evidence::Inferred),
            link(&format!("{root}evidence/index.html"), "what they mean"),
        )
    } else {
        String::new()
    };
    format!(
        "<footer><p>Made from the document, version {}.{marks} For language models: {}.</p></footer>\n",
        escape(&model.version),
        link(&format!("{root}llms.txt"), "llms.txt"),
    )
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn links_lead_up_to_the_folder_of_the_site() {
        assert_eq!((root("index.html"), root("a/b.html")), (String::new(), String::from("../")));
    }
}
