//! Macro calls that read like a table: an entry a line, its docs above it.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::WIDTH;
use super::tokens::one_line;

/// Entries up to this width share lines.
const SHORT: usize = 56;

/// A macro call: `object! { … }`.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    name: String,
    attributes: Vec<TokenStream>,
    rows: Vec<Row>,
}

/// A line of a table, or a heading with lines below it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    docs: Vec<String>,
    attributes: Vec<TokenStream>,
    tokens: TokenStream,
    rows: Option<Vec<Row>>,
    ending: Ending,
}

/// What closes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Nothing,
    Comma,
    Semicolon,
}

impl Table {
    /// A call of the macro with this name and no rows yet.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), rows: Vec::new() }
    }

    /// Puts an attribute above the call.
    pub(crate) fn attribute(mut self, attribute: Option<TokenStream>) -> Self {
        self.attributes.extend(attribute);
        self
    }

    /// How many lines the call takes.
    pub(crate) fn line_count(&self) -> usize {
        self.print().lines().count()
    }

    /// Adds a row.
    pub(crate) fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds rows.
    pub(crate) fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The call as text, with a line break at its end.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        for attribute in &self.attributes {
            print_wrapped(&mut out, attribute, 0, "");
            out.push('\n');
        }
        push(&mut out, format_args!("{}! {{\n", self.name));
        self.rows.iter().for_each(|row| row.print(&mut out, 4));
        out.push_str("}\n");
        out
    }
}

impl Row {
    /// A row with these tokens, no docs and nothing after it.
    pub(crate) fn new(tokens: TokenStream) -> Self {
        Self { docs: Vec::new(), attributes: Vec::new(), tokens, rows: None, ending: Ending::Nothing }
    }

    /// Puts a line of documentation above it.
    #[cfg(test)]
    pub(crate) fn doc(mut self, line: &str) -> Self {
        self.docs.push(line.to_owned());
        self
    }

    /// Puts lines of documentation above it.
    pub(crate) fn docs(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.docs.extend(lines);
        self
    }

    /// Puts an attribute between the docs and the row.
    pub(crate) fn attribute(mut self, attribute: Option<TokenStream>) -> Self {
        self.attributes.extend(attribute);
        self
    }

    /// Puts rows below it, in braces.
    pub(crate) fn block(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows = Some(rows.into_iter().collect());
        self
    }

    /// Closes it with a comma.
    pub(crate) fn comma(mut self) -> Self {
        self.ending = Ending::Comma;
        self
    }

    /// Closes it with a semicolon.
    pub(crate) fn semicolon(mut self) -> Self {
        self.ending = Ending::Semicolon;
        self
    }

    fn print(&self, out: &mut String, indent: usize) {
        let margin = " ".repeat(indent);
        for line in &self.docs {
            out.push_str(format!("{margin}/// {line}").trim_end());
            out.push('\n');
        }
        for attribute in &self.attributes {
            push(out, format_args!("{margin}{}\n", one_line(attribute)));
        }
        out.push_str(&margin);
        match &self.rows {
            None => print_wrapped(out, &self.tokens, indent, self.ending.text()),
            Some(rows) => {
                let head = one_line(&self.tokens);
                let gap = if head.is_empty() { "" } else { " " };
                if rows.is_empty() {
                    push(out, format_args!("{head}{gap}{{}}"));
                } else {
                    push(out, format_args!("{head}{gap}{{\n"));
                    for row in rows {
                        row.print(out, indent + 4);
                    }
                    push(out, format_args!("{margin}}}"));
                }
                out.push_str(self.ending.text());
            }
        }
        out.push('\n');
    }
}

impl Ending {
    fn text(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Comma => ",",
            Self::Semicolon => ";",
        }
    }
}

/// Writes the tokens on one line if they fit, else with their widest group opened.
fn print_wrapped(out: &mut String, tokens: &TokenStream, indent: usize, after: &str) {
    let line = one_line(tokens);
    let fits = indent + line.chars().count() + after.len() <= WIDTH;
    let Some((head, group, tail)) = (if fits { None } else { widest_group(tokens) }) else {
        push(out, format_args!("{line}{after}"));
        return;
    };
    let tail = one_line(&tail);
    let gap = if tail.is_empty() || tail.starts_with([',', ';', '.']) { "" } else { " " };
    let (open, close) = brackets(&one_line(&head), group.delimiter());
    let entries = entries(&group.stream());
    push(out, format_args!("{}{open}", one_line(&head)));
    if let [only] = entries.as_slice() {
        // `Some(Paging { … })`: the two are opened together.
        print_wrapped(out, only, indent, &format!("{close}{gap}{tail}{after}"));
        return;
    }
    out.push('\n');
    print_entries(out, &entries, indent + 4);
    push(out, format_args!("{}{close}{gap}{tail}{after}", " ".repeat(indent)));
}

/// Appends a text that is put together in place.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a String can't fail.
    let _ = out.write_fmt(text);
}

/// The brackets of a group, with the space that stands before the first one.
fn brackets(head: &str, delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket if head.is_empty() || head.ends_with(['&', '#']) => ("[", "]"),
        Delimiter::Bracket => (" [", "]"),
        Delimiter::Brace | Delimiter::None => (" {", "}"),
    }
}

/// Short entries share lines; long ones have one each.
fn print_entries(out: &mut String, entries: &[TokenStream], indent: usize) {
    let lines: Vec<String> = entries.iter().map(one_line).collect();
    let share = lines.iter().all(|line| line.chars().count() <= SHORT);
    let margin = " ".repeat(indent);
    let mut width = 0;
    for (entry, line) in entries.iter().zip(&lines) {
        let own = line.chars().count() + 1;
        if width > 0 && share && width + 1 + own <= WIDTH {
            push(out, format_args!(" {line},"));
            width += 1 + own;
            continue;
        }
        if width > 0 {
            out.push('\n');
        }
        out.push_str(&margin);
        print_wrapped(out, entry, indent, ",");
        width = indent + own;
    }
    out.push('\n');
}

fn widest_group(tokens: &TokenStream) -> Option<(TokenStream, Group, TokenStream)> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let width = |tree: &TokenTree| match tree {
        TokenTree::Group(group) if group.delimiter() != Delimiter::None => one_line(&group.stream()).len(),
        _ => 0,
    };
    let (at, _) =
        trees.iter().enumerate().max_by_key(|(_, tree)| width(tree)).filter(|(_, tree)| width(tree) > 20)?;
    let TokenTree::Group(group) = trees.get(at)?.clone() else { return None };
    let head = trees.iter().take(at).cloned().collect();
    let tail = trees.iter().skip(at + 1).cloned().collect();
    Some((head, group, tail))
}

fn entries(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![Vec::new()];
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => entries.push(Vec::new()),
            _ => entries.last_mut().into_iter().for_each(|entry| entry.push(token.clone())),
        }
    }
    entries.retain(|entry| !entry.is_empty());
    entries.into_iter().map(|entry| entry.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Row, Table};

    #[test]
    fn rows_are_indented_below_their_heading() {
        let field = Row::new(quote!(id: Option<PostId> = "id")).doc("The identifier.").comma();
        let table = Table::new("object").row(Row::new(quote!(pub struct Post)).doc("A post.").block([field]));
        assert_eq!(
            table.print(),
            "object! {\n    /// A post.\n    pub struct Post {\n        /// The identifier.\n        id: \
             Option<PostId> = \"id\",\n    }\n}\n"
        );
    }

    #[test]
    fn a_line_that_does_not_fit_is_opened_at_its_widest_group() {
        let long = "a text that takes the better part of a line all by itself";
        let table = Table::new("t").row(Row::new(quote!(name (1): ["one", #long, #long])).comma());
        assert_eq!(
            table.print(),
            format!(
                "t! {{\n    name(1): [\n        \"one\",\n        \"{long}\",\n        \"{long}\",\n    ],\n}}\n"
            )
        );
    }
}
