//! Makes identifiers; nothing else does.

use heck::{ToPascalCase, ToShoutySnakeCase};
use proc_macro2::{Ident, Span};

use crate::model::{
    ApiModel, FieldName, Operation, OperationId, ScopeName, TagName, TypeHome, TypeName, is_keyword,
};

/// The identifier of a field, an argument or a setter: `content_type`, `r#type`.
pub(in crate::emit) fn field(name: &FieldName) -> Ident {
    plain_or_raw(name.as_str())
}

/// The identifier of a method: `get_posts`.
pub(in crate::emit) fn method(id: &OperationId) -> Ident {
    plain_or_raw(id.as_str())
}

/// The identifier of a type or of a value of an open set: `Post`.
pub(in crate::emit) fn of_type(name: &TypeName) -> Ident {
    plain_or_raw(name.as_str())
}

/// The module of a tag, and the method of the client that leads to its operations: `page_builder`.
pub(in crate::emit) fn module(tag: &TagName) -> Ident {
    plain_or_raw(tag.as_str())
}

/// The module that a type is written in: that of its tag, or `common`.
pub(in crate::emit) fn module_of(home: &TypeHome) -> Ident {
    match home {
        TypeHome::Common(_) => plain_or_raw("common"),
        TypeHome::Tag(tag) => module(tag),
    }
}

/// The modules in which programs find a type: those of the groups that use it.
pub(in crate::emit) fn public_modules(home: &TypeHome) -> Vec<Ident> {
    match home {
        TypeHome::Common(tags) => tags.iter().map(module).collect(),
        TypeHome::Tag(tag) => vec![module(tag)],
    }
}

/// The constant of an operation in the catalogue: `GET_POSTS`.
pub(in crate::emit) fn catalogue_entry(id: &OperationId) -> Ident {
    plain_or_raw(&id.as_str().to_shouty_snake_case())
}

/// The trait, or the value, of a scope: `ContentRead`.
pub(in crate::emit) fn scope(name: &ScopeName) -> Ident {
    let name = name.as_str().to_pascal_case();
    let starts_well = name.starts_with(|c: char| c.is_alphabetic());
    plain_or_raw(&if starts_well { name } else { format!("N{name}") })
}

/// The method group of a tag: `Content`; `ContentGroup` if a type has taken that name.
pub(in crate::emit) fn group(tag: &TagName, model: &ApiModel) -> Ident {
    untaken(&tag.as_str().to_pascal_case(), "Group", model)
}

/// The call with the optional arguments of an operation: `GetPosts`; `GetPostsCall` if a type or a group
/// has taken that name.
pub(in crate::emit) fn call(operation: &Operation, model: &ApiModel) -> Ident {
    let name = operation.id.as_str().to_pascal_case();
    let is_group = model.tags.iter().any(|tag| tag.name.as_str().to_pascal_case() == name);
    if is_group {
        Ident::new(&format!("{name}Call"), Span::call_site())
    } else {
        untaken(&name, "Call", model)
    }
}

/// Any word as an identifier, raw if it is a keyword.
pub(in crate::emit) fn plain_or_raw(name: &str) -> Ident {
    if name.is_empty() {
        return Ident::new("_", Span::call_site());
    }
    if is_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

fn untaken(name: &str, suffix: &str, model: &ApiModel) -> Ident {
    let is_type = model.types.binary_search_by(|ty| ty.name.as_str().cmp(name)).is_ok();
    let taken = is_type || RUNTIME_NAMES.contains(&name);
    if taken { Ident::new(&format!("{name}{suffix}"), Span::call_site()) } else { plain_or_raw(name) }
}

/// Names that the file of the operations imports.
const RUNTIME_NAMES: [&str; 12] = [
    "Call",
    "PagedCall",
    "Client",
    "Error",
    "Page",
    "Patch",
    "Option",
    "String",
    "Vec",
    "Result",
    "Box",
    "Default",
];

#[cfg(test)]
mod tests {
    use super::{catalogue_entry, field, scope};
    use crate::model::{FieldName, OperationId, ScopeName};

    #[test]
    fn keywords_are_written_raw() {
        assert_eq!(field(&FieldName::new("type")).to_string(), "r#type");
        assert_eq!(field(&FieldName::new("gen")).to_string(), "r#gen");
        assert_eq!(field(&FieldName::new("title")).to_string(), "title");
    }

    #[test]
    fn names_are_derived_where_rust_wants_another_case() {
        assert_eq!(catalogue_entry(&OperationId::new("get_posts")).to_string(), "GET_POSTS");
        assert_eq!(scope(&ScopeName::new("content:read")).to_string(), "ContentRead");
    }
}
