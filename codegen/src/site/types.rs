//! The types, a page a group: what is in them, and how each field is known.

use std::fmt::Write as _;

use super::facts::{page_of, type_name};
use super::html::{code, count, escape, heading, link, mark, spoken, table};
use super::{Input, Page, markdown};
use crate::model::{Field, Presence, Shape, TypeDef, TypeHome};

/// The way from these pages to the folder of the site.
const ROOT: &str = "../";

/// The list of all types, and a page for each group that has some.
pub(super) fn pages(input: &Input<'_>) -> Vec<Page> {
    let mut homes: Vec<(String, String)> = Vec::new();
    let tags =
        input.model.tags.iter().map(|tag| (format!("types/{}.html", tag.name), spoken(tag.name.as_str())));
    let shared = [(String::from("types/shared.html"), String::from("Shared"))];
    for (path, label) in tags.chain(shared) {
        if of_page(&path, input).next().is_some() {
            homes.push((path, label));
        }
    }
    let mut pages = vec![index(&homes, input)];
    pages.extend(homes.iter().map(|(path, label)| group(path, label, &homes, input)));
    pages
}

fn of_page<'a>(path: &str, input: &Input<'a>) -> impl Iterator<Item = &'a TypeDef> {
    let path = path.to_owned();
    input.model.types.iter().filter(move |ty| page_of(&ty.home) == path)
}

fn index(homes: &[(String, String)], input: &Input<'_>) -> Page {
    let mut body = format!(
        "<h1>Types</h1>\n<p>{} that requests and answers are made of. What the server sends beyond them is kept, and a \
         word that is not listed is no error.</p>\n",
        count(input.model.types.len(), "type"),
    );
    let mut parts = Vec::new();
    for (path, label) in homes {
        let id = super::html::anchor(label);
        body.push_str(&heading(2, &id, &escape(label)));
        body.push_str("<ul class=\"names\">\n");
        for ty in of_page(path, input) {
            let name = link(&format!("{ROOT}{path}#{}", ty.name), &code(ty.name.as_str()));
            let _ = writeln!(body, "<li>{name}</li>");
        }
        body.push_str("</ul>\n");
        parts.push((id, label.clone()));
    }
    Page {
        path: String::from("types/index.html"),
        title: format!("Types · {}", input.model.title),
        description: String::from("All types of requests and answers."),
        body,
        parts,
        ..Page::default()
    }
}

fn group(path: &str, label: &str, homes: &[(String, String)], input: &Input<'_>) -> Page {
    let mut body = format!(
        "<h1>Types: {}</h1>\n<p>A type's mark holds for its fields unless one has its own.</p>\n",
        escape(label)
    );
    let mut parts = Vec::new();
    for ty in of_page(path, input) {
        body.push_str(&heading(
            2,
            ty.name.as_str(),
            &format!("{} {}", code(ty.name.as_str()), mark(ty.evidence)),
        ));
        body.push_str(&definition(ty, input));
        parts.push((ty.name.to_string(), ty.name.to_string()));
    }
    Page {
        path: path.to_owned(),
        title: format!("Types: {label} · {}", input.model.title),
        description: format!("The types of the group {label}, field by field."),
        body,
        parts,
        nearby: Some((String::from("Types"), homes.to_vec())),
        ..Page::default()
    }
}

fn definition(ty: &TypeDef, input: &Input<'_>) -> String {
    let mut html = markdown::prose(&ty.doc);
    if let TypeHome::Common(tags) = &ty.home {
        let tags = tags.iter().map(|tag| escape(&spoken(tag.as_str()))).collect::<Vec<_>>().join(", ");
        let _ = writeln!(html, "<p class=\"note\">Used by {tags}.</p>");
    }
    match &ty.shape {
        Shape::Object { fields } if fields.is_empty() => {
            html.push_str("<p>An object of which no field is known.</p>\n");
        }
        Shape::Object { fields } => html.push_str(&fields_of(ty, fields, input)),
        Shape::Id => html.push_str("<p>Text that names one thing; its form is not documented.</p>\n"),
        Shape::OpenEnum { values } => {
            let words = values.iter().map(|value| code(&value.wire)).collect::<Vec<_>>().join(", ");
            let _ = writeln!(html, "<p>Known words: {words}. Others may come.</p>");
        }
        Shape::Union { members, .. } => {
            let members = members.iter().map(|member| type_name(&member.ty, input.model, ROOT));
            let _ = writeln!(html, "<p>One of: {}.</p>", members.collect::<Vec<_>>().join(", "));
        }
        Shape::Alias(of) => {
            let _ = writeln!(html, "<p>Another name for: {}.</p>", type_name(of, input.model, ROOT));
        }
    }
    html
}

fn fields_of(ty: &TypeDef, fields: &[Field], input: &Input<'_>) -> String {
    let row = |field: &Field| {
        let presence = match field.presence {
            Presence::Required => "<b>always</b>",
            Presence::Optional => "may be absent",
            Presence::ThreeState => "null empties it",
        };
        vec![
            code(field.wire_name.as_str()),
            type_name(&field.ty, input.model, ROOT),
            presence.to_owned(),
            mark(field.evidence.unwrap_or(ty.evidence)),
            markdown::line(&field.doc),
        ]
    };
    table(&["Field", "Type", "There", "Known from", "Meaning"], &fields.iter().map(row).collect::<Vec<_>>())
}
