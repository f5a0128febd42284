//! HTML that can't be broken out of: every text and every value of an attribute goes through one function.

use std::fmt::Write as _;

use crate::page::Link;

/// HTML as it is written. Names of elements and attributes are ours; everything else is escaped.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// `<p class="lead">`
    pub(super) fn open(&mut self, element: &'static str, attributes: &[(&'static str, &str)]) {
        let _ = write!(self.0, "<{element}"); // Writing to a string does not fail.
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"");
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// `</p>`
    pub(super) fn close(&mut self, element: &'static str) {
        let _ = write!(self.0, "</{element}>");
    }

    /// An element of SVG with nothing in it: `<rect …></rect>`.
    pub(super) fn empty(&mut self, element: &'static str, attributes: &[(&'static str, &str)]) {
        self.open(element, attributes);
        self.close(element);
    }

    /// An element with a text in it.
    pub(super) fn element(&mut self, element: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.open(element, attributes);
        self.text(text);
        self.close(element);
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        self.escaped(text);
    }

    /// A text that leads somewhere, if there is an address.
    pub(super) fn linked(&mut self, text: &str, link: Option<&Link>) {
        match link {
            Some(link) => self.element("a", &[("href", link.as_str()), ("rel", "noopener noreferrer")], text),
            None => self.text(text),
        }
    }

    /// Text that is ours to the last byte: the document type, the style sheet.
    pub(super) fn ours(&mut self, html: &'static str) {
        self.0.push_str(html);
    }

    /// A line break in the source, for those who read it.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_text_nor_an_attribute_can_be_left() {
        let mut html = Html::default();
        html.element("p", &[("title", "\"><script>'")], "</p><img src=x onerror=alert(1)> & more");
        assert_eq!(
            html.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;&#39;\">&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt; &amp; more</p>"
        );
    }
}
