//! A part of an answer: the properties that somebody wants to see.

use serde_json::{Map, Value};

/// Properties by their paths, in the order in which they are shown: `id`, `title`, `post.slug`.
///
/// In a list, the fields are those of each entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<Vec<String>>);

impl Fields {
    /// The fields of a text such as `id,title,post.slug`; blanks and empty parts don't matter.
    pub fn parse(text: &str) -> Self {
        text.split(',').map(str::trim).filter(|path| !path.is_empty()).collect()
    }

    /// Whether none is named: then everything is shown.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The paths as they were named.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|path| path.join("."))
    }

    /// The named fields of a value, and nothing else of it. A field that isn't there is left out; a value that has no
    /// fields stays whole.
    pub fn of(&self, value: &Value) -> Value {
        let paths: Vec<&[String]> = self.0.iter().map(Vec::as_slice).collect();
        if paths.is_empty() { value.clone() } else { part(value, &paths) }
    }

    /// The fields that a value does not have: mistakes in their names, if no other value has them either.
    #[must_use]
    pub fn missing_in(&self, value: &Value) -> Self {
        Self(self.0.iter().filter(|path| !leads_somewhere(value, path)).cloned().collect())
    }
}

impl<'a> FromIterator<&'a str> for Fields {
    fn from_iter<I: IntoIterator<Item = &'a str>>(paths: I) -> Self {
        let parts = |path: &str| path.split('.').map(str::to_owned).collect();
        Self(paths.into_iter().map(parts).collect())
    }
}

/// The parts of a value that the paths lead to. An empty path means all of it.
fn part(value: &Value, paths: &[&[String]]) -> Value {
    if paths.iter().any(|path| path.is_empty()) {
        return value.clone();
    }
    match value {
        Value::Array(entries) => entries.iter().map(|entry| part(entry, paths)).collect(),
        Value::Object(object) => {
            let mut picked = Map::new();
            for name in paths.iter().filter_map(|path| path.first()) {
                let Some(inner) = object.get(name).filter(|_| !picked.contains_key(name)) else { continue };
                let within: Vec<&[String]> =
                    paths.iter().filter(|path| path.first() == Some(name)).map(|path| &path[1..]).collect();
                picked.insert(name.clone(), part(inner, &within));
            }
            Value::Object(picked)
        }
        scalar => scalar.clone(),
    }
}

/// Whether a path ends at something, or at null on the way: then nobody can tell.
fn leads_somewhere(value: &Value, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    match value {
        Value::Object(object) => object.get(first).is_some_and(|inner| leads_somewhere(inner, rest)),
        Value::Array(entries) => {
            entries.is_empty() || entries.iter().any(|entry| leads_somewhere(entry, path))
        }
        Value::Null => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Fields;

    #[test]
    fn fields_are_picked_in_the_order_in_which_they_are_named() {
        let entry =
            json!({ "id": 1, "title": "a", "post": { "slug": "s", "id": 2 }, "tags": [{ "n": 1, "m": 2 }] });
        for (fields, expected) in [
            ("title, id", json!({ "title": "a", "id": 1 })),
            ("post.slug,post.id", json!({ "post": { "slug": "s", "id": 2 } })),
            ("post.slug,post", json!({ "post": { "slug": "s", "id": 2 } })),
            ("tags.m", json!({ "tags": [{ "m": 2 }] })),
            ("nothing", json!({})),
            ("", entry.clone()),
        ] {
            let picked = Fields::parse(fields).of(&entry);
            assert_eq!(picked.to_string(), expected.to_string(), "{fields}");
        }
        assert_eq!(Fields::parse("id").of(&json!([entry, 5])), json!([{ "id": 1 }, 5]));
    }

    #[test]
    fn a_field_that_is_not_there_is_named() {
        let fields = Fields::parse("id,post,titel,post.slug,tags.x,tags.n");
        let missing = |value| fields.missing_in(&value).names().collect::<Vec<_>>().join(",");
        let tags = json!([{ "n": 1 }]);
        assert_eq!(missing(json!({ "id": 1, "post": null, "tags": tags })), "titel,tags.x");
        assert_eq!(missing(json!({ "id": 1, "post": { "id": 2 }, "tags": [] })), "titel,post.slug");
        assert_eq!(missing(json!([])), "", "nothing is known of an empty list");
    }
}
