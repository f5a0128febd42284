//! The statuses that no source names: a client must not rely on them, and whoever reads the reference has to know.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// A status for which no source stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inferred {
    meaning: String,
    operations: usize,
}

/// The chapter of the reference.
pub(super) fn chapter(document: &Value) -> String {
    let mut text = String::from(
        "## Inferred statuses\n\nNeither the vendor's page nor the guide says which status stands for these refusals. The \
         sandbox answers with them, since something has to be answered; the real service may use others.\n\n",
    );
    for (status, Inferred { meaning, operations }) in inferred(document) {
        // Writing to a text can't fail.
        let _ = writeln!(text, "- **{status}**, at {operations} operations: {meaning}");
    }
    text
}

/// The refusals that the document marks as inferred, by status.
fn inferred(document: &Value) -> BTreeMap<String, Inferred> {
    let mut statuses: BTreeMap<String, Inferred> = BTreeMap::new();
    let operations = members(&document["paths"]).flat_map(|(_, item)| members(item));
    for (status, response) in operations.flat_map(|(_, operation)| members(&operation["responses"])) {
        let response = resolved(document, response);
        if status.starts_with(['4', '5']) && response["x-evidence"] == "inferred" {
            let meaning = response["description"].as_str().unwrap_or_default();
            let entry = statuses
                .entry(status.clone())
                .or_insert_with(|| Inferred { meaning: meaning.to_owned(), operations: 0 });
            entry.operations += 1;
        }
    }
    statuses
}

fn resolved<'a>(document: &'a Value, response: &'a Value) -> &'a Value {
    let pointer = response["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(response)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_status_is_listed_if_no_source_names_it_and_counted_over_all_operations() {
        let document = json!({
            "paths": {
                "/a": {
                    "parameters": [],
                    "get": { "responses": {
                        "200": { "x-evidence": "inferred" },
                        "402": { "$ref": "#/components/responses/Lapsed" },
                        "429": { "x-evidence": "page", "description": "Too many." },
                    } },
                    "put": { "responses": { "402": { "$ref": "#/components/responses/Lapsed" } } },
                }
            },
            "components": { "responses": { "Lapsed": { "x-evidence": "inferred", "description": "Over." } } },
        });
        let found = inferred(&document);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["402"]);
        assert_eq!(found["402"], Inferred { meaning: String::from("Over."), operations: 2 });
        assert!(chapter(&document).ends_with("- **402**, at 2 operations: Over.\n"));
    }
}
