//! How a file is written, beside what it says: quotes, braces, anchors. The rules of form look at this.

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as Range, StructureStyle, options};

/// Something that was written in a particular way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The first byte.
    pub(crate) start: u32,
    /// The byte after the last one.
    pub(crate) end: u32,
    /// What it is.
    pub(crate) kind: MarkKind,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!tag`
    Tag,
    /// `{ … }` or `[ … ]`, from bracket to bracket; only the outermost.
    Flow,
    /// A key or a value that is neither a map nor a list.
    Scalar {
        /// What it says.
        text: String,
        /// How it is quoted.
        quotes: Quotes,
        /// Whether it is a key.
        key: bool,
        /// The key that it is the value of, if it is one.
        of: Option<String>,
        /// Whether it stands in braces or brackets.
        in_flow: bool,
    },
}

/// How a text is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// Not at all.
    None,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|` or `>` over several lines.
    Block,
}

/// A collection that is being read.
struct Open {
    map: bool,
    flow: bool,
    start: u32,
    /// In a map: the key whose value comes next.
    pending: Option<String>,
}

/// All marks of a text, in its order. A text that is not YAML gives those before the mistake.
pub(crate) fn marks(text: &str) -> Vec<Mark> {
    let mut reader = Marks { list: Vec::new(), open: Vec::new() };
    for (event, range) in events(text) {
        reader.take(&event, &range);
    }
    reader.list.sort_by_key(|mark| (mark.start, mark.end));
    reader.list
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range)> {
    let options = options! { emit_anchor_events: true, emit_comments: false };
    Parser::new_from_str_with_options(text, options).map_while(Result::ok)
}

fn bytes(range: &Range) -> (u32, u32) {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    range.byte_range().map_or((0, 0), |range| (narrow(range.start), narrow(range.end)))
}

struct Marks {
    list: Vec<Mark>,
    open: Vec<Open>,
}

impl Marks {
    fn take(&mut self, event: &Event<'_>, range: &Range) {
        if let Some(tag) = range.tag_span() {
            self.push(&tag, MarkKind::Tag);
        }
        match event {
            Event::Anchor(..) => self.push(range, MarkKind::Anchor),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.push(range, MarkKind::Alias);
                self.value_is_done("");
            }
            Event::Scalar(text, style, ..) => self.scalar(text, *style, range),
            Event::MappingStart(style, ..) => self.begin(true, *style, range),
            Event::SequenceStart(style, ..) => self.begin(false, *style, range),
            Event::MappingEnd | Event::SequenceEnd => self.end(range),
            _ => {}
        }
    }

    fn push(&mut self, range: &Range, kind: MarkKind) {
        let (start, end) = bytes(range);
        self.list.push(Mark { start, end, kind });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, range: &Range) {
        let quotes = match style {
            ScalarStyle::SingleQuoted => Quotes::Single,
            ScalarStyle::DoubleQuoted => Quotes::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => Quotes::Block,
            ScalarStyle::Plain => Quotes::None,
        };
        let of = self.open.last().and_then(|open| open.pending.clone());
        let key = self.open.last().is_some_and(|open| open.map && open.pending.is_none());
        let in_flow = self.open.last().is_some_and(|open| open.flow);
        self.push(range, MarkKind::Scalar { text: text.to_owned(), quotes, key, of, in_flow });
        self.value_is_done(text);
    }

    fn begin(&mut self, map: bool, style: StructureStyle, range: &Range) {
        let start = bytes(range).0;
        self.open.push(Open { map, flow: style == StructureStyle::Flow, start, pending: None });
    }

    fn end(&mut self, range: &Range) {
        let Some(closed) = self.open.pop() else { return };
        let outermost = !self.open.last().is_some_and(|open| open.flow);
        if closed.flow && outermost {
            self.list.push(Mark { start: closed.start, end: bytes(range).1, kind: MarkKind::Flow });
        }
        self.value_is_done("");
    }

    /// In a map, keys and values take turns: after a key its value is expected, after a value the next key.
    fn value_is_done(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| open.map) {
            open.pending = match open.pending.take() {
                None => Some(text.to_owned()),
                Some(_) => None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MarkKind, Quotes, marks};

    #[test]
    fn quotes_keys_and_braces_are_told_apart() {
        let text = "a: { b: 'x', c: [y] }\nd: >-\n  z\n'e': \"w\"\n";
        let seen: Vec<_> = marks(text)
            .into_iter()
            .filter_map(|mark| match mark.kind {
                MarkKind::Scalar { text, quotes, key, of, in_flow } => Some((text, quotes, key, of, in_flow)),
                _ => None,
            })
            .collect();
        let of = |key: &str| Some(key.to_owned());
        let row = |text: &str, quotes, key, of, in_flow| (text.to_owned(), quotes, key, of, in_flow);
        assert_eq!(
            seen,
            [
                row("a", Quotes::None, true, None, false),
                row("b", Quotes::None, true, None, true),
                row("x", Quotes::Single, false, of("b"), true),
                row("c", Quotes::None, true, None, true),
                row("y", Quotes::None, false, None, true),
                row("d", Quotes::None, true, None, false),
                row("z", Quotes::Block, false, of("d"), false),
                row("e", Quotes::Single, true, None, false),
                row("w", Quotes::Double, false, of("e"), false),
            ]
        );
    }

    #[test]
    fn anchors_aliases_tags_and_outermost_braces_are_seen() {
        let text = "a: &x { b: [1] }\nc: *x\nd: !t 1\ne: '&no *no !no'\n";
        let seen: Vec<_> = marks(text)
            .into_iter()
            .filter(|mark| !matches!(mark.kind, MarkKind::Scalar { .. }))
            .map(|mark| (text[mark.start as usize..mark.end as usize].to_owned(), mark.kind))
            .collect();
        assert_eq!(
            seen,
            [
                ("&x".to_owned(), MarkKind::Anchor),
                ("{ b: [1] }".to_owned(), MarkKind::Flow),
                ("*x".to_owned(), MarkKind::Alias),
                ("!t".to_owned(), MarkKind::Tag),
            ]
        );
    }
}
