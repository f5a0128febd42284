//! Writes a few tokens on one line, spaced as rustfmt would space them.
//!
//! prettyplease leaves the inside of macro calls alone and would print them as one run of tokens; the
//! entries of our tables are written here instead. The tokens come out as they go in.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens as one line.
pub(crate) fn one_line(tokens: &TokenStream) -> String {
    let mut out = String::new();
    let mut before = Before::Start;
    for token in tokens.clone() {
        if needs_space(&before, &token) {
            out.push(' ');
        }
        before = write(&mut out, &token, &before);
    }
    out
}

/// What was written last, as far as the next space depends on it.
enum Before {
    Start,
    /// A word or a literal; `opener` if a parenthesis after it stands apart: `in (1)`.
    Word {
        opener: bool,
    },
    /// A group in brackets of any kind.
    Group,
    /// Something that the next token sticks to: `<`, `&`, `!`, `'`, `::`, half an operator.
    Glue,
    /// A generic list was closed: `>`.
    CloseAngle,
    /// Punctuation with a space after it: `,`, `=`.
    Gap,
    /// A `:` that may be the first half of `::`.
    Colon,
}

fn needs_space(before: &Before, token: &TokenTree) -> bool {
    match (before, token) {
        (Before::Start | Before::Glue, _) => false,
        (_, TokenTree::Punct(punct)) if matches!(punct.as_char(), ',' | ';' | ':' | '.' | '>' | '?') => false,
        (Before::Word { .. } | Before::Group, TokenTree::Punct(punct)) => {
            !matches!(punct.as_char(), '<' | '!')
        }
        (Before::CloseAngle, TokenTree::Punct(punct)) => matches!(punct.as_char(), '=' | '+' | '-'),
        (Before::Word { opener }, TokenTree::Group(group)) => {
            *opener || group.delimiter() == Delimiter::Brace
        }
        (Before::CloseAngle, TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        _ => true,
    }
}

fn write(out: &mut String, token: &TokenTree, before: &Before) -> Before {
    match token {
        TokenTree::Group(group) => {
            let inner = one_line(&group.stream());
            match group.delimiter() {
                Delimiter::Parenthesis => enclose(out, "(", &inner, ")"),
                Delimiter::Bracket => enclose(out, "[", &inner, "]"),
                Delimiter::Brace if inner.is_empty() => out.push_str("{}"),
                Delimiter::Brace => enclose(out, "{ ", &inner, " }"),
                Delimiter::None => out.push_str(&inner),
            }
            Before::Group
        }
        TokenTree::Punct(punct) => {
            out.push(punct.as_char());
            match punct.as_char() {
                _ if punct.spacing() == Spacing::Joint => Before::Glue,
                ':' if matches!(before, Before::Glue) => Before::Glue,
                ':' => Before::Colon,
                '<' | '&' | '!' | '\'' | '#' | '.' | '?' => Before::Glue,
                '>' if matches!(before, Before::Glue) && out.ends_with("=>") => Before::Gap,
                '>' if matches!(before, Before::Glue) && out.ends_with("->") => Before::Gap,
                '>' => Before::CloseAngle,
                _ => Before::Gap,
            }
        }
        TokenTree::Ident(ident) => {
            out.push_str(&ident.to_string());
            Before::Word { opener: matches!(ident.to_string().as_str(), "in" | "for" | "where") }
        }
        TokenTree::Literal(literal) => {
            out.push_str(&literal.to_string());
            Before::Word { opener: true }
        }
    }
}

fn enclose(out: &mut String, open: &str, inner: &str, close: &str) {
    out.extend([open, inner, close]);
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::one_line;

    #[test]
    fn lines_are_spaced_as_people_write_them() {
        for line in [
            "pub struct Post",
            r#"parent: Option<Box<Post>> = "parent","#,
            r#"list: Vec<Option<crate::Decimal>> = "list","#,
            r#"map: BTreeMap<String, serde_json::Value> = "a b","#,
            r#"r#type: Patch<Date> = "type","#,
            "due(4): nullable Date,",
            r#"pub enum SearchHit by "kind""#,
            r#"Post(Box<Post>) = "post","#,
            "pub struct GetPosts => PagedCall<Post>",
            r#"optional Query(Commas), "ids", Page, "{}", "Only these.", deprecated: true;"#,
            r#"access: Scoped { any_of: &[&["a:b"]], evidence: Page },"#,
            "statuses: &[200, 204],",
            "fn f(&self, a: &'static str) -> Option<u8>;",
            "K: A + B,",
        ] {
            assert_eq!(one_line(&line.parse::<TokenStream>().unwrap()), line);
        }
    }
}
