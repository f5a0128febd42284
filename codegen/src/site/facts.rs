//! What can be said of an operation, an argument or a type in a few words of HTML.

use super::html::{code, escape, link, mark};
use crate::model::{
    Access, ApiModel, Operation, PathPiece, Place, Safety, Shape, TypeHome, TypeName, TypeRef,
};

/// Method and path, with places for values in their own colour. A long path may be broken behind its slashes.
pub(super) fn request_line(operation: &Operation) -> String {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Constant(text) => escape(text).replace('/', "/<wbr>"),
        PathPiece::Parameter(name) => format!("<var>{{{}}}</var>", escape(name.as_str())),
    };
    let path: String = operation.path.pieces().iter().map(piece).collect();
    format!("<code class=\"request\"><b>{}</b> {path}</code>", operation.method.as_str())
}

/// Who may call it; `root` leads to the folder of the site.
pub(super) fn needs(access: &Access, root: &str) -> String {
    match access {
        Access::Public => String::from("No credential."),
        Access::Session => String::from("The token of a session; keys are refused."),
        Access::Undocumented => String::from("A key or a session token. No scope is documented for it."),
        Access::Scoped { any_of, evidence } => {
            let set = |set: &Vec<crate::model::ScopeName>| {
                let scopes = set.iter().map(|scope| scope_link(scope.as_str(), root));
                scopes.collect::<Vec<_>>().join(" and ")
            };
            let sets: Vec<_> = any_of.iter().map(set).collect();
            format!("A key with {} {}, or a session token.", sets.join(", or "), mark(*evidence))
        }
    }
}

/// A scope, with the way to what it unlocks.
pub(super) fn scope_link(scope: &str, root: &str) -> String {
    link(&format!("{root}scopes.html#{}", super::html::anchor(scope)), &code(scope))
}

/// What sending it does.
pub(super) fn effect(operation: &Operation) -> &'static str {
    match (operation.safety, operation.destructive) {
        (Safety::Read, _) => "Changes nothing.",
        (Safety::Costly, _) => "May cost money or credits each time it is sent.",
        (Safety::Idempotent, true) => "Removes or overwrites something; the same again changes nothing more.",
        (Safety::Write, true) => "Removes or overwrites something, each time it is sent.",
        (Safety::Idempotent, false) => "Changes something; the same again changes nothing more.",
        (Safety::Write, false) => "Changes something each time it is sent.",
    }
}

/// Where an argument travels.
pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query(_) => "query",
        Place::Header => "header",
        Place::BodyField | Place::Body => "body",
    }
}

/// A type as people read it, with links to those that have a page: `list of Post`.
pub(super) fn type_name(ty: &TypeRef, model: &ApiModel, root: &str) -> String {
    let inner = |inner: &TypeRef| type_name(inner, model, root);
    match ty {
        TypeRef::Text => String::from("text"),
        TypeRef::Secret => String::from("secret text"),
        TypeRef::Boolean => String::from("true or false"),
        TypeRef::Integer => String::from("whole number"),
        TypeRef::Number => String::from("number"),
        TypeRef::Decimal => String::from("decimal, as text"),
        TypeRef::Timestamp => String::from("point in time"),
        TypeRef::Date => String::from("date"),
        TypeRef::YearMonth => String::from("month"),
        TypeRef::Week => String::from("week, by its first day"),
        TypeRef::Json => String::from("any JSON"),
        TypeRef::Named(name) => named(name, model, root),
        TypeRef::List(of) => format!("list of {}", inner(of)),
        TypeRef::Map(of) => format!("object of {}", inner(of)),
        TypeRef::Nullable(of) => format!("{} or null", inner(of)),
        TypeRef::Boxed(of) => inner(of),
    }
}

fn named(name: &TypeName, model: &ApiModel, root: &str) -> String {
    let definition = model.types.iter().find(|ty| ty.name == *name);
    let Some(definition) = definition else { return code(name.as_str()) };
    let what = match definition.shape {
        Shape::Id => "identifier",
        Shape::OpenEnum { .. } => "one of known words",
        _ => "",
    };
    let link = link(&format!("{root}{}#{name}", page_of(&definition.home)), &code(name.as_str()));
    if what.is_empty() { link } else { format!("{link} ({what})") }
}

/// The page that a type stands on.
pub(super) fn page_of(home: &TypeHome) -> String {
    match home {
        TypeHome::Common(_) => String::from("types/shared.html"),
        TypeHome::Tag(tag) => format!("types/{tag}.html"),
    }
}

/// The page of an operation.
pub(super) fn operation_page(operation: &Operation) -> String {
    format!("operations/{}.html", operation.id)
}
