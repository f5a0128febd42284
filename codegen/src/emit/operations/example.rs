//! A call of a method with given values, as source text.

use serde_json::Value;

use crate::emit::fragments::idents;
use crate::emit::fragments::rust_types::{definition, is_text};
use crate::model::{ApiModel, Argument, Operation, TypeRef};

/// Where a value stands: the type of a required argument is the method's, that of a setter's may be any that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    Required,
    Setter,
}

/// The call: `client.calendar().add_to_schedule("p_3101", "2026-12-02".parse()?).order(1)`. Required arguments without
/// a value are left out, and the text is then no program.
pub(crate) fn call_with(operation: &Operation, model: &ApiModel, values: &[(&Argument, Value)]) -> String {
    let required = values.iter().filter(|(argument, _)| argument.required);
    let required: Vec<String> =
        required.map(|(argument, value)| passed(argument, value, Position::Required, model)).collect();
    let setters = values.iter().filter(|(argument, _)| !argument.required);
    let setters: Vec<String> = setters.map(|(argument, value)| setter(argument, value, model)).collect();
    let group = format!("client.{}()", idents::module(&operation.tag));
    let method = format!(".{}({})", idents::method(&operation.id), required.join(", "));
    let line = format!("{group}{method}{}.await?;", setters.concat());
    if line.chars().count() <= 96 {
        return line;
    }
    let parts = [vec![group, method], setters, vec![String::from(".await?;")]].concat();
    parts.join("\n    ")
}

fn setter(argument: &Argument, value: &Value, model: &ApiModel) -> String {
    if value.is_null() {
        return format!(".clear_{}()", argument.name);
    }
    format!(".{}({})", idents::field(&argument.name), passed(argument, value, Position::Setter, model))
}

fn passed(argument: &Argument, value: &Value, position: Position, model: &ApiModel) -> String {
    if argument.nullable && position == Position::Required {
        return if value.is_null() {
            String::from("None")
        } else {
            format!("Some({})", literal(&argument.ty, value, position, model))
        };
    }
    let text = literal(&argument.ty, value, position, model);
    let by_reference = match &argument.ty {
        TypeRef::Named(_) => !is_text(&argument.ty, model),
        TypeRef::Decimal | TypeRef::Json | TypeRef::Map(_) | TypeRef::Boxed(_) => true,
        _ => false,
    };
    if by_reference && position == Position::Required { format!("&{text}") } else { text }
}

/// A number as people read it: `2_048_000`.
fn readable(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// The type that is read, where a setter would take several: `::<cc_api::account::Preferences>`.
fn named(ty: &TypeRef, position: Position, model: &ApiModel) -> String {
    let definition = match (ty, position) {
        (TypeRef::Named(name), Position::Setter) => definition(model, name),
        _ => None,
    };
    let module =
        definition.and_then(|definition| idents::public_modules(&definition.home).into_iter().next());
    match (definition, module) {
        (Some(definition), Some(module)) => format!("::<cc_api::{module}::{}>", definition.name),
        _ => String::new(),
    }
}

/// A value of the type as source text.
fn literal(ty: &TypeRef, value: &Value, position: Position, model: &ApiModel) -> String {
    let text = value.as_str().unwrap_or_default();
    let parsed = |name: &str| match position {
        Position::Required => format!("{text:?}.parse()?"),
        Position::Setter => format!("{text:?}.parse::<cc_api::{name}>()?"),
    };
    match ty {
        _ if is_text(ty, model) => format!("{text:?}"),
        TypeRef::Boolean => value.to_string(),
        TypeRef::Integer => value.as_i64().map_or_else(|| value.to_string(), readable),
        TypeRef::Number => value.as_f64().map_or_else(|| value.to_string(), |number| format!("{number:?}")),
        TypeRef::Decimal => parsed("Decimal"),
        TypeRef::Timestamp => parsed("Timestamp"),
        TypeRef::Date => parsed("Date"),
        TypeRef::YearMonth => parsed("YearMonth"),
        TypeRef::Week => format!("cc_api::Week::starting({text:?}.parse()?)"),
        TypeRef::List(of) => {
            let items = value.as_array().into_iter().flatten();
            let items: Vec<_> = items.map(|item| literal(of, item, position, model)).collect();
            format!("[{}]", items.join(", "))
        }
        TypeRef::Boxed(of) | TypeRef::Nullable(of) => literal(of, value, position, model),
        TypeRef::Json => format!("serde_json::json!({value})"),
        _ => format!("serde_json::from_value{}(serde_json::json!({value}))?", named(ty, position, model)),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn long_numbers_are_cut_into_thousands() {
        for (number, text) in [(7, "7"), (2048, "2048"), (-12_345, "-12_345"), (2_048_000, "2_048_000")] {
            assert_eq!(readable(number), text);
        }
    }
}
