//! Arguments as people and models pass them: read kindly, checked strictly, refused with a way out.

use std::borrow::Cow;
use std::fmt;

use cc_api::catalogue::{BodyShape, Operation, Param};
use cc_schema::{Complaint, check, example, loosely, parsed, wanted};
use serde_json::{Map, Value};

/// What is wrong with the arguments of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The operation.
    pub operation: &'static str,
    /// All that is wrong, not only the first.
    pub mistakes: Vec<Mistake>,
}

/// What is wrong with one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The argument, with the way into it: `moves.0.date`.
    pub argument: String,
    /// What was passed, shortened; none if nothing was.
    pub passed: Option<String>,
    /// What is wrong with it: `must be an integer, not a text`.
    pub problem: String,
    /// What is allowed: `an integer from 1 to 50`; empty for an argument that there is not.
    pub allowed: String,
    /// A value that is.
    pub example: Option<String>,
}

/// The longest value that a message repeats, in characters.
const SHOWN: usize = 60;

/// The arguments as the catalogue wants them: `"10"` is a number where one is wanted, and a text that holds an object is
/// the object. `named` says what callers call a parameter. All that is wrong is said at once, and nothing is dropped.
pub fn read(
    operation: &'static Operation,
    arguments: Map<String, Value>,
    named: &dyn Fn(&'static Param) -> Cow<'static, str>,
) -> Result<Map<String, Value>, Refused> {
    let mut mistakes = Vec::new();
    let mut read = Map::new();
    for (name, value) in arguments {
        let Some(param) =
            operation.params.iter().find(|param| named(param) == name || is_body(operation, param, &name))
        else {
            mistakes.push(unknown(operation, &name, &value, named));
            continue;
        };
        let schema = parsed(param.schema);
        let value = loosely(&schema, value);
        if !(value.is_null() && (param.nullable || !param.required)) {
            let mut complaints: Vec<Complaint> = Vec::new();
            check(&schema, &value, &name, &mut complaints);
            mistakes.extend(complaints.into_iter().map(|complaint| Mistake::new(complaint, &value, &schema)));
        }
        read.insert(param_key(operation, param).to_owned(), value);
    }
    for param in operation.required_params() {
        if !read.contains_key(param_key(operation, param)) {
            mistakes.push(missing(param, &named(param)));
        }
    }
    if mistakes.is_empty() { Ok(read) } else { Err(Refused { operation: operation.id, mistakes }) }
}

/// A body that is passed whole has no name of its own.
fn is_body(operation: &Operation, param: &Param, name: &str) -> bool {
    operation.body == BodyShape::Whole && param.wire.is_empty() && name == "body"
}

fn param_key(operation: &Operation, param: &Param) -> &'static str {
    if operation.body == BodyShape::Whole && param.wire.is_empty() { "body" } else { param.name }
}

fn missing(param: &Param, name: &str) -> Mistake {
    let schema = parsed(param.schema);
    Mistake {
        argument: name.to_owned(),
        passed: None,
        problem: "is missing".to_owned(),
        allowed: wanted(&schema),
        example: example(&schema).map(|value| short(&value)),
    }
}

fn unknown(
    operation: &'static Operation,
    name: &str,
    value: &Value,
    named: &dyn Fn(&'static Param) -> Cow<'static, str>,
) -> Mistake {
    let known: Vec<Cow<'_, str>> = operation.params.iter().map(named).collect();
    let there_are = if known.is_empty() {
        "it takes none".to_owned()
    } else {
        format!("there are: {}", known.join(", "))
    };
    Mistake {
        argument: short(&Value::from(name)),
        passed: Some(short(value)),
        problem: format!("is no argument of it; {there_are}"),
        allowed: String::new(),
        example: None,
    }
}

impl Mistake {
    fn new((place, problem): Complaint, value: &Value, schema: &Value) -> Self {
        // Deep within an object, what the whole argument looks like is more than helps.
        let whole = !place.contains('.');
        Self {
            argument: place,
            passed: whole.then(|| short(value)),
            problem,
            allowed: if whole { wanted(schema) } else { String::new() },
            example: example(schema).filter(|_| whole).map(|value| short(&value)),
        }
    }
}

/// A value on one line, cut where it gets long.
pub fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let plain: String = text.chars().filter(|c| !c.is_control()).take(SHOWN + 1).collect();
    match plain.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.argument, self.problem)?;
        if let Some(passed) = &self.passed {
            write!(f, "; it was `{passed}`")?;
        }
        if !self.allowed.is_empty() {
            write!(f, "; it takes {}", self.allowed)?;
        }
        if let Some(example) =
            self.example.as_ref().filter(|example| !self.allowed.ends_with(example.as_str()))
        {
            write!(f, ", for example `{example}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: nothing was sent: ", self.operation)?;
        for (index, mistake) in self.mistakes.iter().enumerate() {
            let between = if index == 0 { "" } else { ". " };
            write!(f, "{between}{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::{Map, Value, json};

    use super::read;

    fn said(operation: &str, arguments: &Value) -> Result<Value, String> {
        let operation = catalogue::find(operation).unwrap();
        let arguments: Map<String, Value> = arguments.as_object().unwrap().clone();
        read(operation, arguments, &|param| param.name.into())
            .map(Value::Object)
            .map_err(|refused| refused.to_string())
    }

    #[test]
    fn numbers_and_objects_may_come_as_texts() {
        assert_eq!(
            said("get_posts", &json!({ "limit": "10", "trending": "true" })).unwrap(),
            json!({ "limit": 10, "trending": true })
        );
    }

    #[test]
    fn a_mistake_names_the_argument_the_value_and_what_is_allowed() {
        for (operation, arguments, words) in [
            (
                "get_posts",
                json!({ "limit": "ten" }),
                "get_posts: nothing was sent: `limit` must be an integer, not a text; it was `ten`; it takes an integer, 1 or more, for example `25`",
            ),
            ("get_posts", json!({ "limit": 0 }), "`limit` must be 1 or more; it was `0`"),
            ("get_post", json!({}), "`id_or_slug` is missing; it takes a text"),
            (
                "get_my_profile",
                json!({ "verbose": true }),
                "`verbose` is no argument of it; it takes none; it was `true`",
            ),
            (
                "get_content_calendar",
                json!({ "start_date": "soon" }),
                "`start_date` must be a date such as 2026-03-04; it was `soon`; it takes a date such as 2026-03-04",
            ),
            (
                "get_post",
                json!({ "id_or_slug": "x", "limt": 1 }),
                "`limt` is no argument of it; there are: id_or_slug; it was `1`",
            ),
        ] {
            let error = said(operation, &arguments).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_long_values_are_cut() {
        let error = said("get_posts", &json!({ "limit": "x".repeat(5000), "offset": -1 })).unwrap_err();
        assert!(error.contains("`limit`") && error.contains("`offset`") && error.len() < 400, "{error}");
    }
}
