//! CSV: a line of names, then a line an entry.

use cc_surface::Fields;
use serde_json::Value;

use crate::{Exit, Failure};

/// The columns of a table for elsewhere: those that were asked for, or those of the first entry.
pub(super) struct Csv {
    columns: Vec<String>,
    begun: bool,
}

impl Csv {
    pub(super) fn new(fields: &Fields) -> Self {
        Self { columns: fields.names().collect(), begun: false }
    }

    /// The lines for an entry; before the first one, that of the names.
    pub(super) fn record(&mut self, entry: &Value) -> Result<String, Failure> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let failed = |error: csv::Error| Failure::new(Exit::Local, format!("CSV: {error}"));
        if !self.begun {
            self.begun = true;
            if self.columns.is_empty() {
                self.columns = columns_of(entry);
            }
            writer.write_record(&self.columns).map_err(failed)?;
        }
        let cells = self.columns.iter().map(|column| cell(at(entry, column)));
        writer.write_record(cells).map_err(failed)?;
        let bytes =
            writer.into_inner().map_err(|error| Failure::new(Exit::Local, format!("CSV: {error}")))?;
        String::from_utf8(bytes).map_err(|error| Failure::new(Exit::Local, format!("CSV: {error}")))
    }
}

fn columns_of(entry: &Value) -> Vec<String> {
    match entry {
        Value::Object(object) => object.keys().cloned().collect(),
        _ => vec!["value".to_owned()],
    }
}

/// The value of a column: by its path, or the whole of an entry that has no columns.
pub(super) fn at<'a>(entry: &'a Value, column: &str) -> &'a Value {
    const NOTHING: &Value = &Value::Null;
    if !entry.is_object() {
        return entry;
    }
    column.split('.').try_fold(entry, |value, name| value.get(name)).unwrap_or(NOTHING)
}

/// A value as a cell: texts as they are, nothing for null, lists and objects as JSON.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use cc_surface::Fields;
    use serde_json::json;

    use super::Csv;

    #[test]
    fn the_first_entry_names_the_columns_and_every_value_survives() {
        let mut csv = Csv::new(&Fields::default());
        let first = json!({ "id": 1, "title": "a, \"b\"\nc", "tags": ["x"], "gone": null });
        assert_eq!(
            csv.record(&first).unwrap(),
            "id,title,tags,gone\n1,\"a, \"\"b\"\"\nc\",\"[\"\"x\"\"]\",\n"
        );
        assert_eq!(csv.record(&json!({ "title": "d", "new": 1 })).unwrap(), ",d,,\n");
        let mut named = Csv::new(&Fields::parse("post.slug,id"));
        assert_eq!(
            named.record(&json!({ "id": 1, "post": { "slug": "s" } })).unwrap(),
            "post.slug,id\ns,1\n"
        );
    }
}
