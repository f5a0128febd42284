//! A parameter of the document, beside the catalogue's that it stands for.

use anyhow::{Context as _, Result, bail};
use cc_api::catalogue::{Param, Place};
use serde_json::Value;

use super::{Kind, resolved};

/// Something that a path or a query may hold.
#[derive(Debug)]
pub(crate) struct Accepted {
    /// Its name in the request.
    pub(crate) name: String,
    /// Whether it stands in the path.
    pub(crate) in_path: bool,
    /// Whether the call makes no sense without it.
    pub(crate) required: bool,
    /// Whether it is a list, written with commas.
    pub(crate) is_list: bool,
    /// What the document says of it: narrower than the catalogue in places.
    pub(crate) schema: Value,
}

impl Accepted {
    pub(super) fn read(document: &Value, parameter: &Value, kind: Kind) -> Result<Self> {
        let name = parameter["name"].as_str().context("a parameter has no name")?;
        let in_path = match parameter["in"].as_str() {
            Some("path") => true,
            Some("query") => false,
            _ => bail!("the parameter {name} can't be sent by ChatGPT: it stands only in paths and queries"),
        };
        let param = match kind {
            Kind::Dashboard => None,
            Kind::Operation(operation) => {
                let same = |param: &&Param| {
                    param.wire == name
                        && match param.place {
                            Place::Path => in_path,
                            Place::Query(_) => !in_path,
                            _ => false,
                        }
                };
                let found = operation.params.iter().find(same);
                Some(found.with_context(|| format!("the catalogue has no parameter `{name}` there"))?)
            }
        };
        Ok(Self {
            name: name.to_owned(),
            in_path,
            required: in_path || parameter["required"] == true,
            is_list: param.is_some_and(|param| {
                let schema = cc_schema::parsed(param.schema);
                cc_schema::types(&cc_schema::resolved(&schema)).first() == Some(&"array")
            }),
            schema: with_format(resolved(document, &parameter["schema"]).clone()),
        })
    }
}

/// Days and months are checked, and told with an example, where their form is only written down as a pattern.
fn with_format(mut schema: Value) -> Value {
    let format = match schema["pattern"].as_str() {
        Some(r"^\d{4}-\d{2}-\d{2}$") => "date",
        Some(r"^\d{4}-\d{2}$") => "year-month",
        _ => return schema,
    };
    schema["format"] = format.into();
    schema
}
