//! What a host may read besides calling tools: the API's document, its permissions, its limits, and each operation. All of
//! it is known to this program; reading it sends nothing. Everything says how it is known.

mod limits;
mod operations;
mod permissions;
mod spec;

use cc_api::catalogue;
use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::{Value, json};

use crate::evidence;
use crate::policy::Policy;

/// How all of our addresses begin.
const SCHEME: &str = "coffee://";
const JSON: &str = "application/json";

/// What there is to read, but for what the templates lead to.
pub(crate) fn list() -> Vec<Resource> {
    let about = [
        (
            "spec",
            "The API by groups",
            "The groups of operations, and where the document of each is.".to_owned(),
        ),
        ("spec/openapi.json", "The API as one OpenAPI document", large()),
        ("scopes", "Permissions", "What each permission of a key unlocks.".to_owned()),
        (
            "limits",
            "Limits",
            "How many requests a key may make, how listings are cut, and what nobody documented.".to_owned(),
        ),
        (
            "operations",
            "Operations",
            "All operations by name, each with the address of its details.".to_owned(),
        ),
    ];
    let resource = |(path, title, text): (&str, &str, String)| {
        Resource::new(format!("{SCHEME}{path}"), path)
            .with_title(title)
            .with_description(text)
            .with_mime_type(JSON)
    };
    about.map(resource).into()
}

fn large() -> String {
    let tokens = spec::whole().len() / 4_000;
    format!(
        "All of it, about {tokens},000 tokens: too large for most models; coffee://spec/{{group}} is a part."
    )
}

/// The addresses with a place to fill in.
pub(crate) fn templates() -> Vec<ResourceTemplate> {
    let templates = [
        ("spec/{group}", "A group of operations", "A group as an OpenAPI document, without examples."),
        (
            "operations/{operation}",
            "An operation",
            "Arguments, answer, permission, refusals, and how each is known.",
        ),
    ];
    let template = |(path, title, text): (&str, &str, &str)| {
        ResourceTemplate::new(format!("{SCHEME}{path}"), path)
            .with_title(title)
            .with_description(text)
            .with_mime_type(JSON)
    };
    templates.map(template).into()
}

/// What lies at an address.
pub(crate) fn read(uri: &str, policy: &Policy) -> Result<ReadResourceResult, ErrorData> {
    let path = uri.strip_prefix(SCHEME).unwrap_or_default();
    let text = match path {
        "spec" => Some(spec::groups().to_string()),
        "spec/openapi.json" => Some(spec::whole().to_owned()),
        "scopes" => Some(permissions::all().to_string()),
        "limits" => Some(limits::all().to_string()),
        "operations" => Some(operations::index(policy).to_string()),
        _ => part(path, policy).map(|part| part.to_string()),
    };
    let Some(text) = text else {
        let message = format!(
            "there is nothing at `{}`; there are coffee://spec, coffee://spec/{{group}}, coffee://scopes, \
             coffee://limits, coffee://operations and coffee://operations/{{operation}}",
            uri.chars().take(100).collect::<String>()
        );
        return Err(ErrorData::resource_not_found(message, None));
    };
    Ok(ReadResourceResult::new(vec![ResourceContents::text(text, uri).with_mime_type(JSON)]))
}

fn part(path: &str, policy: &Policy) -> Option<Value> {
    match path.split_once('/')? {
        ("spec", group) => spec::group(group),
        ("operations", name) => catalogue::find(name).map(|operation| operations::one(operation, policy)),
        _ => None,
    }
}

/// What the words for evidence mean.
fn legend() -> Value {
    let words =
        evidence::ALL.map(|evidence| (evidence.as_str().to_owned(), evidence::known(evidence).into()));
    json!(serde_json::Map::from_iter(words))
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::Value;

    use super::{list, read};
    use crate::policy::Policy;

    fn json(uri: &str) -> Value {
        let read = serde_json::to_value(read(uri, &Policy::default()).unwrap()).unwrap();
        let contents = &read["contents"][0];
        assert_eq!((&contents["uri"], &contents["mimeType"]), (&Value::from(uri), &Value::from(super::JSON)));
        serde_json::from_str(contents["text"].as_str().unwrap()).unwrap()
    }

    #[test]
    fn all_that_is_listed_and_all_that_is_named_there_can_be_read() {
        for resource in list() {
            json(&resource.uri);
        }
        let spec = json("coffee://spec");
        let groups = spec["groups"].as_array().unwrap();
        let counted: u64 = groups.iter().map(|group| group["operations"].as_u64().unwrap()).sum();
        assert_eq!(counted, 117);
        for group in groups {
            let part = json(group["uri"].as_str().unwrap());
            assert!(part["paths"].as_object().is_some_and(|paths| !paths.is_empty()), "{group}");
        }
        let index = json("coffee://operations");
        let operations: Vec<&Value> = index["groups"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|group| group.as_array().unwrap())
            .collect();
        for operation in &operations {
            let id = operation["operation"].as_str().unwrap();
            assert_eq!(json(&format!("coffee://operations/{id}"))["operation"], id);
        }
        assert_eq!(operations.len(), catalogue::all().len());
    }

    #[test]
    fn a_part_of_the_document_stands_on_its_own() {
        let part = json("coffee://spec/calendar");
        let text = part.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(part.pointer(pointer).is_some(), "{pointer}");
        }
        assert!(!text.contains("/components/examples") && text.len() < 60_000, "{}", text.len());
    }

    #[test]
    fn every_guess_is_called_one() {
        let scopes = json("coffee://scopes");
        let of = |name: &str| {
            scopes["scopes"].as_array().unwrap().iter().find(|scope| scope["name"] == name).unwrap()
        };
        assert_eq!(
            (&of("content:read")["evidence"], &of("search:read")["evidence"]),
            (&"page".into(), &"inferred".into())
        );
        assert!(
            of("content:read")["unlocks"]["inferred"]
                .as_array()
                .unwrap()
                .contains(&"get_trending_reels".into())
        );
        assert!(scopes["no_scope_documented"].as_array().unwrap().contains(&"list_events".into()));
        let limits = json("coffee://limits");
        assert_eq!(
            (
                &limits["requests"]["minute"],
                &limits["requests"]["evidence"],
                &limits["pages"]["default_limit"]
            ),
            (&30.into(), &"page".into(), &25.into())
        );
        let posts = json("coffee://operations/get_posts");
        assert_eq!(
            (
                &posts["evidence"],
                &posts["argument_evidence"]["content_type"],
                &posts["argument_evidence"]["pillar"]
            ),
            (&"page".into(), &"connector".into(), &"inferred".into())
        );
        let billing = json("coffee://operations/get_membership");
        assert!(billing["not_offered"].as_str().unwrap().contains("money"), "{billing}");
    }

    #[test]
    fn what_there_is_not_is_refused_with_what_there_is() {
        let policy = Policy::default();
        for uri in
            ["coffee://spec/nothing", "coffee://operations/get_pots", "file:///etc/passwd", "coffee://", ""]
        {
            let error = read(uri, &policy).unwrap_err();
            assert!(error.message.contains("coffee://operations/{operation}"), "{error:?}");
        }
    }
}
