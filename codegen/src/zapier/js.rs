//! JavaScript literals, laid out as people lay them out: on one line while they fit.

use serde_json::Value as Json;

/// The columns that a line may have.
const WIDTH: usize = 110;

/// A value in JavaScript.
#[derive(Debug, Clone)]
pub(super) enum Js {
    /// A value of JSON.
    Plain(Json),
    /// An expression as it stands: `require('./lib')`.
    Code(String),
    /// An object, its keys in this order.
    Object(Vec<(String, Js)>),
    /// A list.
    List(Vec<Js>),
}

impl Js {
    /// An object of these entries.
    pub(super) fn object<const N: usize>(entries: [(&str, Js); N]) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Plain(Json::String(text.into()))
    }

    /// A list of texts.
    pub(super) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// Adds an entry to an object.
    pub(super) fn with(mut self, key: &str, value: Js) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.to_owned(), value));
        }
        self
    }

    /// The literal, for a line that is indented so far and has so many columns taken.
    pub(super) fn write(&self, indent: usize, taken: usize) -> String {
        let line = self.line();
        if taken + line.len() <= WIDTH || line.len() < 3 {
            return line;
        }
        let deeper = " ".repeat(indent + 2);
        let end = " ".repeat(indent);
        match self.opened() {
            Self::Object(entries) => {
                let lines = entries.iter().map(|(key, value)| {
                    let key = name(key);
                    let value = value.write(indent + 2, indent + 2 + key.len() + 3);
                    format!("{deeper}{key}: {value},\n")
                });
                format!("{{\n{}{end}}}", lines.collect::<String>())
            }
            Self::List(items) => {
                let lines =
                    items.iter().map(|item| format!("{deeper}{},\n", item.write(indent + 2, indent + 3)));
                format!("[\n{}{end}]", lines.collect::<String>())
            }
            _ => line,
        }
    }

    /// Objects and lists of JSON as objects and lists of ours.
    fn opened(&self) -> Self {
        match self {
            Self::Plain(Json::Object(entries)) => Self::Object(
                entries.iter().map(|(key, value)| (key.clone(), Self::Plain(value.clone()))).collect(),
            ),
            Self::Plain(Json::Array(items)) => Self::List(items.iter().cloned().map(Self::Plain).collect()),
            other => other.clone(),
        }
    }

    /// All of it on one line.
    fn line(&self) -> String {
        match self.opened() {
            Self::Plain(Json::String(text)) => quoted(&text),
            Self::Plain(other) => other.to_string(),
            Self::Code(code) => code,
            Self::Object(entries) if entries.is_empty() => String::from("{}"),
            Self::Object(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{}: {}", name(key), value.line())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
            Self::List(items) => format!("[{}]", items.iter().map(Self::line).collect::<Vec<_>>().join(", ")),
        }
    }
}

/// A key, in quotes only where it needs them.
fn name(key: &str) -> String {
    let starts = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if starts && key.chars().all(|other| other.is_ascii_alphanumeric() || other == '_') {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// A text in single quotes, or in double ones if it has single ones itself.
fn quoted(text: &str) -> String {
    let json = Json::String(text.to_owned()).to_string();
    let inner = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    if text.contains('\'') { json } else { format!("'{}'", inner.replace("\\\"", "\"")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Js;

    #[test]
    fn what_fits_stands_on_one_line() {
        let value = Js::Plain(json!({ "a": 1, "b-c": ["it's", "said \"so\"", "a\nb"] }));
        assert_eq!(value.write(0, 0), r#"{ a: 1, 'b-c': ["it's", 'said "so"', 'a\nb'] }"#);
    }

    #[test]
    fn what_does_not_fit_is_broken_at_its_outermost_entries() {
        let long = "x".repeat(80);
        let value =
            Js::object([("list", Js::texts([long.as_str(), "y"])), ("run", Js::Code("f()".to_owned()))]);
        assert_eq!(value.write(0, 0), format!("{{ list: ['{long}', 'y'], run: f() }}"));
        assert_eq!(value.write(2, 60), format!("{{\n    list: ['{long}', 'y'],\n    run: f(),\n  }}"));
    }
}
