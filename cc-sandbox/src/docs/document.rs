//! The document as the sandbox shows it: with the sandbox as its only server, and with a chapter on what is inferred.

use serde_json::{Value, json};

use super::{choices, decided, statuses};
use crate::options::Options;

/// What `cargo xtask gen` makes of `spec/`: the whole document in one file.
const BUNDLE: &str = include_str!("../../../dist/openapi.json");

/// The text of the document, with the API at `server`.
pub(super) fn for_sandbox(server: &str, options: &Options) -> String {
    let mut document: Value = serde_json::from_str(BUNDLE).unwrap_or_default();
    let chapters = [statuses::chapter(&document), choices::chapter(options), decided::chapter()].join("\n");
    document["servers"] = json!([{ "url": server, "description": "This sandbox." }]);
    let description = document["info"]["description"].as_str().unwrap_or_default();
    document["info"]["description"] = Value::String(format!("{description}\n\n{SANDBOX}\n\n{chapters}"));
    document.to_string()
}

const SANDBOX: &str = "**This is the sandbox's copy.** It has the sandbox as its server, and calls made from this page \
                       change the sandbox only. Its credentials are filled in.";

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Value {
        serde_json::from_str(&for_sandbox("http://127.0.0.1:4010/api", &Options::default())).unwrap()
    }

    #[test]
    fn nothing_but_server_and_description_differs_from_the_bundle() {
        let mut shown = shown();
        let bundle: Value = serde_json::from_str(BUNDLE).unwrap();
        assert_eq!(shown["servers"].as_array().unwrap().len(), 1);
        shown["servers"] = bundle["servers"].clone();
        shown["info"]["description"] = bundle["info"]["description"].clone();
        assert_eq!(shown, bundle);
    }

    #[test]
    fn what_is_inferred_is_said_in_the_introduction() {
        let description = shown()["info"]["description"].as_str().unwrap().to_owned();
        for part in [
            "## Inferred statuses",
            "**402**",
            "**422**",
            "## Open choices",
            "`--reset-style`",
            "## What else the sandbox decides",
        ] {
            assert!(description.contains(part), "{part} is missing in:\n{description}");
        }
    }
}
