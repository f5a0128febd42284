//! What a person reads, before it is text or HTML: titles, figures, charts and tables.
//!
//! Both renderings are made from this alone, so that neither can say what the other doesn't. The dashboard puts
//! clean texts into it: without line breaks, control characters, or what turns the direction of writing.

use std::fmt;

/// A page: a title and sections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The title: `The week of Mon 23 Nov`.
    pub title: String,
    /// What stands below the title: `@mayabrookshomes`.
    pub subtitle: String,
    /// The sections, in reading order.
    pub sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// The heading: `Trending reels`.
    pub title: String,
    /// What stands below the heading, if it needs a word.
    pub lead: Option<String>,
    /// What it holds, in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Sentences, one below the other.
    Points(Vec<Point>),
    /// Numbers that stand for themselves.
    Figures(Vec<Figure>),
    /// Small charts.
    Charts(Vec<Chart>),
    /// Rows and columns.
    Table(Table),
    /// That something is missing.
    Gap(Gap),
}

/// A sentence, perhaps about something that has an address.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Point {
    /// The sentence.
    pub text: String,
    /// Where it leads.
    pub link: Option<Link>,
}

/// A number with its name: `Reach 48,210 +12.4%`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The name: `Reach`.
    pub label: String,
    /// The number as it is read: `48,210`.
    pub value: String,
    /// What stands beside it: `+12.4%`.
    pub note: String,
    /// Whether the note is good news.
    pub tone: Tone,
}

/// A small chart: one bar a point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// What it shows: `Reach`.
    pub title: String,
    /// What it says, for those who don't see it: `3,875 to 9,120, oldest post first`.
    pub summary: String,
    /// The height of a full bar; a higher one is drawn full.
    pub top: f64,
    /// The bars, in order.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// What it stands for: `16 Nov`.
    pub label: String,
    /// How high it is; not negative.
    pub height: f64,
    /// The height as it is read: `9,120`.
    pub value: String,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// How wide it may be.
    pub kind: ColumnKind,
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnKind {
    /// Short text, never broken.
    #[default]
    Short,
    /// A number, set to the right.
    Number,
    /// The text that the row is about; it takes the room that is left.
    Main,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub link: Option<Link>,
    /// Whether it stands out.
    pub tone: Tone,
}

/// That something is missing, and what to do about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gap {
    /// What is missing: `Nothing is planned for these days.`
    pub missing: String,
    /// What to do: `Plan a post.`
    pub next: String,
}

/// How a text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As the rest.
    #[default]
    Plain,
    /// Good news.
    Good,
    /// Bad news.
    Bad,
    /// Less important than the rest.
    Faint,
}

/// An address on the web that may be opened: `https` or `http`, written so that it can't be anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

/// Where the vendor shows a post; the slug follows.
const POST_PAGE: &str = "https://coffeecontracts.com/post/";

impl Link {
    /// The page of a post of the library.
    pub fn post(slug: &str) -> Self {
        Self(format!("{POST_PAGE}{}", encoded(slug, b"-._~")))
    }

    /// An address that came from elsewhere; none if it isn't one of the web.
    pub fn web(address: &str) -> Option<Self> {
        let address = address.trim();
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        let has_host = rest.starts_with(|first: char| first.is_ascii_alphanumeric());
        has_host.then(|| Self(encoded(address, b"-._~:/?#[]@!$&'()*+,;=%")))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Letters, digits and the marks stay; every other byte is written as `%` and two digits.
fn encoded(text: &str, marks: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || marks.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    encoded
}

impl Point {
    /// A sentence that leads nowhere.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), link: None }
    }
}

impl Cell {
    /// A plain cell.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A cell of less importance.
    pub fn faint(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Faint, link: None }
    }
}

impl Column {
    /// A column of short texts.
    pub fn short(title: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Short }
    }

    /// A column of numbers.
    pub fn number(title: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Number }
    }

    /// The column that the row is about.
    pub fn main(title: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Main }
    }
}

impl Gap {
    /// What is missing, and what to do.
    pub fn new(missing: impl Into<String>, next: impl Into<String>) -> Self {
        Self { missing: missing.into(), next: next.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn only_addresses_of_the_web_can_be_links() {
        for (address, link) in [
            ("https://www.instagram.com/p/A1/", Some("https://www.instagram.com/p/A1/")),
            (" http://example.com/a b\"c ", Some("http://example.com/a%20b%22c")),
            ("javascript:alert(1)", None),
            ("https:///etc", None),
            ("//example.com", None),
            ("data:text/html,x", None),
            ("", None),
        ] {
            assert_eq!(Link::web(address).as_ref().map(Link::as_str), link, "{address}");
        }
    }

    #[test]
    fn a_slug_can_not_leave_the_page_of_posts() {
        for (slug, link) in [
            ("open-house", "https://coffeecontracts.com/post/open-house"),
            ("../a?b#c", "https://coffeecontracts.com/post/..%2Fa%3Fb%23c"),
            ("été", "https://coffeecontracts.com/post/%C3%A9t%C3%A9"),
        ] {
            assert_eq!(Link::post(slug).as_str(), link);
        }
    }
}
