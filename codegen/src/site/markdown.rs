//! Markdown to HTML: headings get anchors, links between guides become links between pages, and what a compiler needs
//! but no reader is left out of examples.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html::push_html};

use super::html;

/// A text as a page shows it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rendered {
    /// The first heading, as text.
    pub(super) title: String,
    /// All of it, as HTML.
    pub(super) html: String,
    /// The headings of the second level: the anchor and the text.
    pub(super) parts: Vec<(String, String)>,
}

/// An example in a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What stands behind the fence: `rust`, `console`.
    pub language: String,
    /// Its text.
    pub text: String,
    /// The line of the file on which its fence stands, from 1.
    pub line: usize,
}

/// The examples of a text, in order.
pub fn code_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let line = text[..range.start].matches('\n').count() + 1;
                open = Some(Block { language: language(&kind), text: String::new(), line });
            }
            Event::Text(piece) => {
                if let Some(block) = &mut open {
                    block.text.push_str(&piece);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// A whole text.
pub(super) fn render(text: &str) -> Rendered {
    let events: Vec<Event<'_>> = Parser::new_ext(text, options()).map(tame).collect();
    let mut rendered = Rendered::default();
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut at = 0;
    while let Some(event) = events.get(at) {
        match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let words = words(up_to(&events[at..], TagEnd::Heading(*level)));
                let anchor = html::anchor(&words);
                match *level as usize {
                    1 if rendered.title.is_empty() => rendered.title = words,
                    2 => rendered.parts.push((anchor.clone(), words)),
                    _ => {}
                }
                let (level, classes, attrs) = (*level, classes.clone(), attrs.clone());
                out.push(Event::Start(Tag::Heading { level, id: Some(anchor.into()), classes, attrs }));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = language(kind);
                let code = up_to(&events[at..], TagEnd::CodeBlock);
                let shown = shown(&language, &words(code));
                out.push(Event::Html(html::block(&shown, &language).into()));
                at += code.len();
            }
            Event::Start(Tag::Table(_)) => {
                let table = up_to(&events[at..], TagEnd::Table);
                out.push(Event::Html(as_table(table).into()));
                at += table.len();
            }
            other => out.push(other.clone()),
        }
        at += 1;
    }
    push_html(&mut rendered.html, out.into_iter());
    rendered
}

/// A table has the form of every other on the site, which folds where a window is narrow.
fn as_table(events: &[Event<'_>]) -> String {
    let mut heads = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                let cell = up_to(&events[at + 1..], TagEnd::TableCell);
                match rows.last_mut() {
                    Some(row) => row.push(cell_html(cell)),
                    None => heads.push(words(cell)),
                }
            }
            _ => {}
        }
    }
    html::table(&heads.iter().map(String::as_str).collect::<Vec<_>>(), &rows)
}

fn cell_html(events: &[Event<'_>]) -> String {
    let mut cell = String::new();
    push_html(&mut cell, events.iter().cloned());
    cell
}

/// The events before the first such end.
fn up_to<'a, 'e>(events: &'a [Event<'e>], end: TagEnd) -> &'a [Event<'e>] {
    let at = events.iter().position(|event| *event == Event::End(end));
    &events[..at.unwrap_or(events.len())]
}

/// A description, as paragraphs.
pub(super) fn prose(text: &str) -> String {
    render(text).html
}

/// A description within a line: one paragraph without its element.
pub(super) fn line(text: &str) -> String {
    let html = prose(text);
    let inner = html.trim().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html,
    }
}

/// The file of a page, in place of the Markdown that it is made of: `errors.md#codes` gives `errors.html#codes`.
pub(super) fn page_of(address: &str) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    let (path, anchor) =
        address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.strip_suffix(".md").map_or_else(|| path.to_owned(), |stem| format!("{stem}.html"));
    anchor.map_or_else(|| path.clone(), |anchor| format!("{path}#{anchor}"))
}

fn options() -> Options {
    Options::ENABLE_TABLES
}

/// HTML in a text is shown, not obeyed; links lead to pages.
fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = CowStr::from(page_of(&dest_url));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    }
}

/// The text of events, without its form.
fn words(events: &[Event<'_>]) -> String {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect()
}

/// The first word behind the fence: `rust` of `rust,no_run`. Blocks that name none are Rust to rustdoc, and plain here.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(words) => {
            words.split([',', ' ']).next().filter(|word| !word.is_empty()).unwrap_or("text").to_owned()
        }
        CodeBlockKind::Indented => String::from("text"),
    }
}

/// Lines of Rust that begin with `#` are for the compiler, as in its documentation.
fn shown(language: &str, text: &str) -> String {
    if language != "rust" {
        return text.to_owned();
    }
    let lines = text.lines().filter(|line| *line != "#" && !line.starts_with("# "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_anchors_and_the_first_is_the_title() {
        let rendered = render("# All `errors`\n\n## What a 403 says\n\nText.\n");
        assert_eq!(rendered.title, "All errors");
        assert_eq!(rendered.parts, [(String::from("what-a-403-says"), String::from("What a 403 says"))]);
        assert!(
            rendered.html.contains("<h2 id=\"what-a-403-says\">What a 403 says</h2>"),
            "{}",
            rendered.html
        );
    }

    #[test]
    fn links_between_guides_are_links_between_pages() {
        for (address, expected) in [
            ("errors.md", "errors.html"),
            ("../guides/a.md#b", "../guides/a.html#b"),
            ("#b", "#b"),
            ("https://example.com/a.md", "https://example.com/a.md"),
        ] {
            assert_eq!(page_of(address), expected);
        }
    }

    #[test]
    fn a_table_has_the_form_of_those_that_are_no_markdown() {
        let rendered = render(
            "# A\n\n| key | where it *is* |\n| --- | --- |\n| `a<b` | [here](b.md) |\n| two | |\n\nText.\n",
        );
        let rows = [
            vec![String::from("<code>a&lt;b</code>"), String::from("<a href=\"b.html\">here</a>")],
            vec![String::from("two"), String::new()],
        ];
        let table = html::table(&["key", "where it is"], &rows);
        assert!(rendered.html.ends_with(&format!("{table}<p>Text.</p>\n")), "{}", rendered.html);
    }

    #[test]
    fn what_only_the_compiler_needs_is_not_shown() {
        let html = render("```rust,no_run\n# fn main() {\nlet a = \"<b>\";\n# }\n#[test]\n```\n").html;
        assert!(
            html.contains("<code class=\"language-rust\">let a = &quot;&lt;b&gt;&quot;;\n#[test]</code>"),
            "{html}"
        );
    }

    #[test]
    fn html_in_a_text_is_shown_and_not_obeyed() {
        let html = prose("a <script>x</script>\n\n<b>bold</b>");
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn a_description_of_one_paragraph_fits_a_line() {
        assert_eq!(line("Takes `limit`."), "Takes <code>limit</code>.");
        assert_eq!(line("One.\n\nTwo."), "<p>One.</p>\n<p>Two.</p>\n");
    }

    #[test]
    fn examples_are_found_with_their_lines() {
        let blocks = code_blocks("# A\n\n```console\n$ ccapi quota\n```\n");
        assert_eq!(blocks, [Block { language: "console".into(), text: "$ ccapi quota\n".into(), line: 3 }]);
    }
}
