//! The guides, in the order in which `index.md` lists them.

use super::{Guide, Input, Page, html, markdown};

/// The first page.
const INDEX: &str = "index.md";

/// A guide in the order of reading.
#[derive(Debug, Clone)]
pub(super) struct Listed<'a> {
    /// Its text.
    pub(super) guide: &'a Guide,
    /// Its page: `guides/errors.html`.
    pub(super) page: String,
    /// Its first heading.
    pub(super) title: String,
    /// What `index.md` says about it.
    pub(super) about: String,
}

/// The first page's text and the list of guides in it.
#[derive(Debug, Clone)]
pub(super) struct Outline<'a> {
    /// The text of `index.md`.
    pub(super) index: &'a str,
    /// The guides.
    pub(super) guides: Vec<Listed<'a>>,
}

/// Reads the list: lines of `index.md` such as `- [Errors](guides/errors.md): what goes wrong.`
pub(super) fn outline(guides: &[Guide]) -> Result<Outline<'_>, Vec<String>> {
    let Some(index) = guides.iter().find(|guide| guide.path == INDEX) else {
        return Err(vec![format!("there is no {INDEX}, which lists the guides in their order")]);
    };
    let mut listed: Vec<Listed<'_>> = Vec::new();
    for (path, about) in index.text.lines().filter_map(entry) {
        if let Some(guide) = guides.iter().find(|guide| guide.path == path) {
            let title = markdown::render(&guide.text).title;
            listed.push(Listed { guide, page: markdown::page_of(path), title, about: about.to_owned() });
        }
    }
    let mut faults = Vec::new();
    for guide in guides.iter().filter(|guide| guide.path != INDEX) {
        match listed.iter().filter(|listed| listed.guide.path == guide.path).count() {
            1 => {}
            0 => faults.push(format!("{}: {INDEX} does not list it, so nobody would find it", guide.path)),
            _ => faults.push(format!("{}: {INDEX} lists it more than once", guide.path)),
        }
    }
    faults.extend(
        listed
            .iter()
            .filter(|listed| listed.title.is_empty())
            .map(|listed| format!("{}: it has no heading of the first level", listed.guide.path)),
    );
    if faults.is_empty() { Ok(Outline { index: &index.text, guides: listed }) } else { Err(faults) }
}

/// The path and the sentence of a line of the list.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.trim_start().strip_prefix("- [")?.split_once("](")?;
    let (path, about) = rest.split_once(')')?;
    Some((path, about.strip_prefix(':')?.trim()))
}

/// A page a guide.
pub(super) fn pages(input: &Input<'_>, outline: &Outline<'_>) -> Vec<Page> {
    let page = |(at, listed): (usize, &Listed<'_>)| {
        let rendered = markdown::render(&listed.guide.text);
        let next = outline.guides.get(at + 1).map(|next| {
            let file = next.page.rsplit('/').next().unwrap_or(&next.page);
            format!("<p class=\"next\">Next: {}</p>\n", html::link(file, &html::escape(&next.title)))
        });
        Page {
            path: listed.page.clone(),
            title: format!("{} · {}", listed.title, input.model.title),
            description: listed.about.clone(),
            body: format!("{}{}", rendered.html, next.unwrap_or_default()),
            parts: rendered.parts,
            ..Page::default()
        }
    };
    outline.guides.iter().enumerate().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide(path: &str, text: &str) -> Guide {
        Guide { path: path.into(), text: text.into() }
    }

    #[test]
    fn guides_come_in_the_order_in_which_the_first_page_lists_them() {
        let guides = [
            guide("guides/a.md", "# First"),
            guide("guides/b.md", "# Second"),
            guide("index.md", "# Home\n\n- [B](guides/b.md): the second.\n- [A](guides/a.md): the first.\n"),
        ];
        let outline = outline(&guides).unwrap();
        let listed: Vec<_> =
            outline.guides.iter().map(|listed| (listed.page.as_str(), listed.about.as_str())).collect();
        assert_eq!(listed, [("guides/b.html", "the second."), ("guides/a.html", "the first.")]);
    }

    #[test]
    fn a_guide_that_nobody_would_find_is_a_fault() {
        let faults = outline(&[guide("index.md", "# Home"), guide("guides/a.md", "# A")]).unwrap_err();
        assert_eq!(faults, ["guides/a.md: index.md does not list it, so nobody would find it"]);
        assert_eq!(outline(&[]).unwrap_err().len(), 1);
    }
}
