//! Examples.

use super::Reader;
use crate::document::{Address, DefinitionKind, Example, Node};

impl Reader<'_, '_> {
    /// `examples`, and `example`, which is a value by itself.
    pub(super) fn examples(&mut self, node: &Node, at: &Address) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(value) = node.get("example") {
            examples.push(Example {
                span: value.span,
                name: None,
                reference: None,
                summary: None,
                value: Some(value.clone()),
                external_value: None,
            });
        }
        for entry in self.map(node, "examples") {
            let at = at.child("examples").child(&entry.key.value);
            let read =
                self.with_target(&entry.value, &at, DefinitionKind::Example, |reader, node, _, reference| {
                    if !reader.object(
                        node,
                        "an example",
                        &["summary", "description", "value", "externalValue"],
                    ) {
                        return None;
                    }
                    if node.get("value").is_none() && node.get("externalValue").is_none() {
                        reader.missing(node.span, "an example", "value");
                    }
                    Some(Example {
                        span: entry.value.span,
                        name: Some(entry.key.clone()),
                        reference,
                        summary: reader.text(node, "summary"),
                        value: node.get("value").cloned(),
                        external_value: reader.text(node, "externalValue"),
                    })
                });
            examples.extend(read);
        }
        examples
    }
}
