//! Types, their paths, fields and variants.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Signature, Subject};
use crate::emit::fragments::idents;
use crate::emit::fragments::rust_types::{Naming, rust_type, written};
use crate::model::{ApiModel, Field, Presence, Shape, TypeDef};
use crate::render::one_line;

pub(super) fn signatures(model: &ApiModel) -> Vec<Signature<'_>> {
    model.types.iter().flat_map(|ty| of_type(ty, model)).collect()
}

fn of_type<'m>(ty: &'m TypeDef, model: &'m ApiModel) -> Vec<Signature<'m>> {
    let name = idents::of_type(&ty.name).to_string();
    let members = members(ty, &name);
    let modules = idents::public_modules(&ty.home);
    let home = one_line(&Naming::Full(model).of(&ty.name));
    let (word, kind) = match &ty.shape {
        Shape::Object { .. } => ("struct", quote!(object)),
        // An id has nothing that a set of values lacks.
        Shape::Id => ("struct", quote!(text)),
        Shape::OpenEnum { .. } => ("enum", quote!(text)),
        Shape::Union { .. } => ("enum", quote!(union)),
        Shape::Alias(_) => ("struct", quote!(newtype)),
    };
    let shape: Vec<&str> = members.iter().map(|member| member.twin.as_str()).collect();
    let head = Signature::new(name.clone(), format!("pub {word} {home}"), Subject::Type(ty))
        .gives(&kind)
        .twin(format!("{kind} {}", shape.join(", ")))
        .deprecated(ty.deprecation.is_some());
    let paths = modules.iter().map(|module| {
        let (key, path) = (format!("{name}/{module}"), format!("{module}::{name}"));
        Signature::new(key, path.clone(), Subject::Path(path)).owned_by(&name).twin(name.clone())
    });
    std::iter::once(head).chain(paths).chain(members).collect()
}

/// The fields or variants; the twin of each says all but its owner.
fn members<'m>(ty: &'m TypeDef, name: &str) -> Vec<Signature<'m>> {
    match &ty.shape {
        Shape::Id => Vec::new(),
        Shape::Alias(inner) => {
            let inner = rust_type(inner);
            let text = format!("{name}({})", one_line(&inner));
            vec![Signature::new(format!("{name}.0"), text, Subject::Inner(ty)).gives(&inner).owned_by(name)]
        }
        Shape::Object { fields } => fields
            .iter()
            .map(|field| {
                let (ident, gives) = (idents::field(&field.name), field_type(field, Naming::Plain));
                let line = one_line(&quote!(#ident: #gives));
                let text = format!("{name} {{ {line} }}");
                Signature::new(format!("{name}.{ident}"), text, Subject::Field(ty, field))
                    .gives(&gives)
                    .twin(line)
                    .owned_by(name)
                    .deprecated(field.deprecation.is_some())
            })
            .collect(),
        Shape::OpenEnum { values } => values
            .iter()
            .map(|value| {
                let variant = idents::of_type(&value.name);
                let path = one_line(&quote!(#variant));
                Signature::new(format!("{name}.{path}"), format!("{name}::{path}"), Subject::Value(ty, value))
                    .twin(path)
                    .owned_by(name)
            })
            .collect(),
        Shape::Union { members, .. } => members
            .iter()
            .map(|member| {
                let (variant, inner) = (idents::of_type(&member.name), rust_type(&member.ty));
                let line = one_line(&quote!(#variant(#inner)));
                let key = format!("{name}.{variant}");
                Signature::new(key, format!("{name}::{line}"), Subject::Member(ty, member))
                    .gives(&inner)
                    .twin(line)
                    .owned_by(name)
            })
            .collect(),
    }
}

/// The type of a field, by what its absence means; the macro `object!` makes the same of it.
pub(super) fn field_type(field: &Field, naming: Naming<'_>) -> TokenStream {
    let ty = written(&field.ty, naming);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => quote!(Option<#ty>),
        Presence::ThreeState => quote!(Patch<#ty>),
    }
}
