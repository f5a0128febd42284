//! The bundled document, as the emitters look at it: references followed, null taken out.

use serde_json::{Map, Value as Json};

/// The bundled document.
pub(super) struct View<'b> {
    root: &'b Json,
}

/// An operation where the bundle has it.
pub(super) struct Found<'b> {
    pub(super) method: &'b str,
    pub(super) path: &'b str,
    pub(super) operation: &'b Json,
    /// Those of the path, then its own.
    pub(super) parameters: Vec<&'b Json>,
}

impl<'b> View<'b> {
    pub(super) fn new(root: &'b Json) -> Self {
        Self { root }
    }

    /// What stands at a pointer from the root.
    pub(super) fn at(&self, pointer: &str) -> Option<&'b Json> {
        self.root.pointer(pointer)
    }

    /// The value itself, behind all references.
    pub(super) fn resolve(&self, value: &'b Json) -> &'b Json {
        let mut value = value;
        // A document is checked before anything is made of it, so no chain of references is endless.
        while let Some(target) = value.get("$ref").and_then(Json::as_str) {
            let found = target.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            let Some(found) = found else { break };
            value = found;
        }
        value
    }

    pub(super) fn operation(&self, id: &str) -> Option<Found<'b>> {
        let paths = self.root.get("paths")?.as_object()?;
        for (path, item) in paths {
            for (method, operation) in item.as_object()? {
                if operation.get("operationId").and_then(Json::as_str) == Some(id) {
                    let shared = list(item, "parameters").chain(list(operation, "parameters"));
                    let parameters = shared.map(|parameter| self.resolve(parameter)).collect();
                    return Some(Found { method, path, operation, parameters });
                }
            }
        }
        None
    }

    /// The schema without the null that it may offer, behind all references.
    pub(super) fn plain(&self, schema: &'b Json) -> &'b Json {
        let schema = self.resolve(schema);
        let choices: Vec<&Json> = list(schema, "anyOf").chain(list(schema, "oneOf")).collect();
        let mut real =
            choices.into_iter().filter(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
        match (real.next(), real.next()) {
            (Some(only), None) => self.plain(only),
            _ => schema,
        }
    }

    /// The type of a schema, without null: `string`.
    pub(super) fn kind(&self, schema: &'b Json) -> Option<&'b str> {
        match self.plain(schema).get("type")? {
            Json::String(kind) => Some(kind),
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null"),
            _ => None,
        }
    }

    /// The properties of an object, those of the members of `allOf` first.
    pub(super) fn properties(&self, schema: &'b Json) -> Vec<(&'b str, &'b Json)> {
        let schema = self.plain(schema);
        let inherited = list(schema, "allOf").flat_map(|part| self.properties(part));
        let own = schema.get("properties").and_then(Json::as_object).into_iter().flat_map(Map::iter);
        inherited.chain(own.map(|(name, property)| (name.as_str(), property))).collect()
    }

    /// What is said about a value: where the reference to its schema stands, else at the schema.
    pub(super) fn description(&self, schema: &'b Json) -> &'b str {
        let said = |schema: &'b Json| schema.get("description").and_then(Json::as_str);
        said(schema).or_else(|| said(self.plain(schema))).unwrap_or_default()
    }

    /// The JSON body of an answer that means success.
    pub(super) fn answer(&self, operation: &'b Json) -> Option<&'b Json> {
        let responses = operation.get("responses")?.as_object()?;
        let success = responses.iter().filter(|(status, _)| status.starts_with('2'));
        success.map(|(_, response)| self.resolve(response)).find_map(|response| response.pointer(JSON))
    }

    /// The JSON body that is sent.
    pub(super) fn request(&self, operation: &'b Json) -> Option<&'b Json> {
        self.resolve(operation.get("requestBody")?).pointer(JSON)
    }
}

/// Where JSON stands in `content`.
const JSON: &str = "/content/application~1json";

/// The entries of a list under a key; none if there is no such list.
pub(super) fn list<'j>(value: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> + use<'j> {
    value.get(key).and_then(Json::as_array).into_iter().flatten()
}
