//! Puts blank lines between items, which prettyplease does not.
//!
//! This is the only pass over finished text. It adds line breaks between lines and nothing else, so
//! the tokens before and after are the same; a test holds it to that.

/// The text with a blank line between items, methods, and after the imports.
pub(super) fn separate_items(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut before: Option<Line<'_>> = None;
    let mut container = false;
    for text_line in text.lines() {
        let line = Line::new(text_line);
        if line.indent == 0 && line.opens_an_item() {
            container = line.opens_a_container();
        }
        if before.as_ref().is_some_and(|before| needs_a_gap(before, &line, container)) {
            out.push('\n');
        }
        out.push_str(text_line);
        out.push('\n');
        before = Some(line);
    }
    out
}

/// A line, with how far it is indented.
struct Line<'a> {
    indent: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let text = line.trim_start();
        Self { indent: line.len() - text.len(), text }
    }

    fn is_inner_doc(&self) -> bool {
        self.text.starts_with("//!") || self.text.starts_with("#![")
    }

    fn is_attribute(&self) -> bool {
        self.text.starts_with("///") || self.text.starts_with("#[")
    }

    fn is_import(&self) -> bool {
        let text = self.text.strip_prefix("pub ").unwrap_or(self.text);
        text.starts_with("use ")
    }

    fn opens_an_item(&self) -> bool {
        const WORDS: [&str; 10] =
            ["pub", "impl", "mod", "fn", "const", "static", "trait", "use", "struct", "macro_rules!"];
        WORDS.iter().any(|word| self.text.starts_with(word)) || self.text.ends_with("! {")
    }

    fn opens_a_container(&self) -> bool {
        let text = self.text.strip_prefix("pub ").unwrap_or(self.text);
        ["impl", "trait ", "mod "].iter().any(|word| text.starts_with(word))
    }

    fn ends_an_item(&self) -> bool {
        self.text == "}" || self.text.ends_with(';') || self.text.ends_with("{}")
    }
}

fn needs_a_gap(before: &Line<'_>, line: &Line<'_>, container: bool) -> bool {
    if before.text.is_empty() || line.text.is_empty() || line.text.starts_with('}') {
        return false;
    }
    if before.is_inner_doc() {
        return !line.is_inner_doc();
    }
    if before.is_attribute() {
        return false;
    }
    if before.indent != line.indent || (line.indent > 0 && !(container && line.indent == 4)) {
        return false;
    }
    if before.is_import() && before.text.ends_with(';') {
        return !line.is_import();
    }
    before.text == "}" || (before.ends_an_item() && line.is_attribute())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::separate_items;

    fn sample() -> String {
        let tokens = quote! {
            //! What the file is for.
            use a::b;
            use c::{d, e};
            /// A struct.
            pub struct S {
                /// A field.
                pub a: u8,
                /// Another.
                pub b: u8,
            }
            impl S {
                /// One.
                pub fn one(&self) -> u8 {
                    if self.a > 1 { self.one(); }
                    "}\n}".len();
                    self.a
                }
                pub fn two(&self) where Self: Sized, {}
                /// Three.
                /// not.the.end();
                /// # of the docs
                pub fn three(&self) {}
            }
            pub mod x;
            /// Documented.
            pub mod y;
        };
        prettyplease::unparse(&syn::parse2(tokens).unwrap())
    }

    #[test]
    fn the_tokens_before_and_after_are_the_same() {
        let text = sample();
        let tokens = |text: &str| text.parse::<proc_macro2::TokenStream>().unwrap().to_string();
        assert_eq!(tokens(&separate_items(&text)), tokens(&text));
    }

    #[test]
    fn a_second_pass_adds_nothing() {
        let once = separate_items(&sample());
        assert_eq!(separate_items(&once), once);
    }

    #[test]
    fn items_and_methods_stand_apart_and_fields_do_not() {
        let text = separate_items(&sample());
        for apart in [
            "for.\n\nuse a::b;\nuse c",
            "e};\n\n/// A struct",
            "}\n\nimpl S",
            "}\n\n    pub fn two",
            "x;\n\n/// Doc",
        ] {
            assert!(text.contains(apart), "{apart:?} in\n{text}");
        }
        assert!(text.contains("/// not.the.end();\n    /// # of"), "{text}");
        assert!(text.contains("pub a: u8,\n    /// Another."), "{text}");
    }
}
