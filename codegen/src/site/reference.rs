//! The interactive reference: Scalar's page with the document in it, so that it works from a disk as well.

use super::{Input, Page};
use crate::bundle::bundle;

/// The page.
pub(super) fn page(input: &Input<'_>) -> Page {
    let bundled = bundle(input.document).content;
    let document: serde_json::Value = serde_json::from_str(&bundled).unwrap_or_default();
    // In JSON a `<` stands in texts only; escaped, none of them can end the element.
    let document = document.to_string().replace('<', "\\u003c");
    Page {
        path: String::from("reference.html"),
        title: format!("Interactive reference · {}", input.model.title),
        description: String::from("The whole document, to search and to fold."),
        // Scalar's page brings a `main` of its own.
        body: format!(
            "<div id=\"the-content\" tabindex=\"-1\">\n<noscript><p>This page needs scripts. \
             <a href=\"operations/index.html\">The pages of the operations</a> say the same without them.</p></noscript>\n\
             <div id=\"reference\"></div>\n</div>\n<script type=\"application/json\" id=\"document\">{document}</script>\n"
        ),
        scripts: vec!["scalar.js", "quiet.js", "reference.js"],
        is_bare: true,
        ..Page::default()
    }
}
