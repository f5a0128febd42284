//! Third stage: what the model holds, ready for every output.

use std::io::Write;

use anyhow::Result;
use codegen::model::{Access, Argument, BodyShape, Operation, Place, QueryStyle, ToolMark, TypeRef};

use super::row;

/// Shows the operation as the emitters see it.
pub(super) fn show(operation: &Operation, out: &mut dyn Write) -> Result<()> {
    row("method", &format!("client.{}().{}", operation.tag, operation.id), out)?;
    row("access", &access(&operation.access), out)?;
    row("safety", &format!("{:?}", operation.safety).to_lowercase(), out)?;
    for (index, argument) in operation.arguments.iter().enumerate() {
        row(&format!("argument {index}"), &argument_line(argument), out)?;
    }
    let body = match operation.body {
        BodyShape::Empty => "none",
        BodyShape::Fields { .. } => "an object of the arguments placed in it",
        BodyShape::Whole => "one argument",
    };
    row("body", body, out)?;
    row("answer", &answer(operation), out)?;
    let refusals: Vec<_> = operation.refusals.iter().map(|refusal| refusal.status.to_string()).collect();
    row("refusals", &refusals.join(", "), out)?;
    if let Some(waiter) = &operation.waiter {
        row("waiter", &format!("asks `{}` for {}", waiter.poll, waiter.watch), out)?;
    }
    if let Some(mark) = &operation.tool {
        row("tool", &tool(mark, operation.id.as_str()), out)?;
    }
    Ok(())
}

fn access(access: &Access) -> String {
    match access {
        Access::Public => String::from("anybody"),
        Access::Session => String::from("session tokens"),
        Access::Undocumented => String::from("any credential; no scope is documented"),
        Access::Scoped { any_of, evidence } => {
            let sets: Vec<_> = any_of
                .iter()
                .map(|set| set.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "))
                .collect();
            format!("{} ({})", sets.join(", or "), evidence.as_str())
        }
    }
}

fn argument_line(argument: &Argument) -> String {
    let is_plain = !matches!(argument.ty, TypeRef::List(_) | TypeRef::Map(_));
    let place = match argument.place {
        Place::Path => "in the path",
        Place::Query(QueryStyle::DeepObject) => "in the query, with brackets",
        Place::Query(QueryStyle::Commas) if !is_plain => "in the query, with commas",
        Place::Query(QueryStyle::Repeated) if !is_plain => "in the query, repeated",
        Place::Query(_) => "in the query",
        Place::Header => "in a header",
        Place::BodyField => "in the body",
        Place::Body => "as the body",
    };
    let need = match (argument.required, argument.nullable) {
        (true, false) => "required",
        (true, true) => "required, may be null",
        (false, false) => "optional",
        (false, true) => "optional, may be null",
    };
    let evidence = argument.evidence.as_str();
    let (name, wire) = (argument.name.as_str(), argument.wire_name.as_str());
    let wire = if name == wire || wire.is_empty() { String::new() } else { format!(" as `{wire}`") };
    format!("{name}: {}, {place}{wire}, {need} ({evidence})", rust_type(&argument.ty))
}

fn answer(operation: &Operation) -> String {
    let statuses: Vec<_> = operation.answer.statuses.iter().map(ToString::to_string).collect();
    let body = match (&operation.paging, &operation.answer.body) {
        (Some(paging), _) => format!("pages of {} ({})", rust_type(&paging.item), paging.style),
        (None, Some(body)) => rust_type(body),
        (None, None) => String::from("nothing"),
    };
    let empty = if operation.answer.may_be_empty { ", or nothing" } else { "" };
    format!("{}: {body}{empty}", statuses.join(", "))
}

/// How assistants see it: `get_post of library, core; id_or_slug is called slug_or_id`.
fn tool(mark: &ToolMark, operation: &str) -> String {
    let name = mark.name.as_deref().unwrap_or(operation);
    let core = if mark.core { ", core" } else { "" };
    let words = mark.arguments.iter().map(|(argument, word)| format!("; {argument} is called {word}"));
    format!("{name} of {}{core}{}", mark.toolset, words.collect::<String>())
}

/// A type as one reads it; the exact Rust is in the generated code.
fn rust_type(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(name) => name.to_string(),
        TypeRef::List(item) => format!("list of {}", rust_type(item)),
        TypeRef::Map(value) => format!("map of {}", rust_type(value)),
        TypeRef::Nullable(inner) => format!("{} or null", rust_type(inner)),
        TypeRef::Boxed(inner) => rust_type(inner),
        plain => format!("{plain:?}"),
    }
}

#[cfg(test)]
mod tests {
    use codegen::model::{Evidence, ScopeName, TypeName, WireName};

    use super::*;

    #[test]
    fn types_read_as_words() {
        let post = TypeRef::Named(TypeName::new("Post"));
        let list = TypeRef::List(Box::new(TypeRef::Nullable(Box::new(post))));
        assert_eq!(rust_type(&list), "list of Post or null");
        assert_eq!(rust_type(&TypeRef::Map(Box::new(TypeRef::Text))), "map of Text");
    }

    #[test]
    fn a_tool_is_named_with_its_words_for_the_arguments() {
        let arguments = vec![(WireName::new("id_or_slug"), String::from("slug_or_id"))];
        let mark = ToolMark { name: None, toolset: String::from("library"), core: true, arguments };
        assert_eq!(tool(&mark, "get_post"), "get_post of library, core; id_or_slug is called slug_or_id");
        let mark = ToolMark { name: Some(String::from("show")), core: false, arguments: Vec::new(), ..mark };
        assert_eq!(tool(&mark, "get_post"), "show of library");
    }

    #[test]
    fn sets_of_scopes_read_as_a_sentence() {
        let set = |names: &[&str]| names.iter().map(|name| ScopeName::new(*name)).collect::<Vec<_>>();
        let any_of = vec![set(&["a:read", "b:read"]), set(&["all"])];
        let access = access(&Access::Scoped { any_of, evidence: Evidence::Page });
        assert_eq!(access, "a:read and b:read, or all (page)");
    }
}
