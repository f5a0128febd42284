//! Maps types of the model to types of Rust; nothing else does. How a value is passed to a method is decided
//! here, too.

use proc_macro2::TokenStream;
use quote::quote;

use super::idents;
use super::runtime_paths::{Imports, Item};
use crate::emit::layout::Layout;
use crate::model::{ApiModel, Argument, Shape, TypeDef, TypeName, TypeRef};

/// How the types of the API are written.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) enum Naming<'m> {
    /// By their names, which are imported: `Post`.
    Plain,
    /// By the first module that offers them, as seen from the root of the crate: `content::Post`.
    Full(&'m ApiModel),
}

/// The type as Rust writes it: `Option<Box<Post>>` without the option.
pub(in crate::emit) fn rust_type(ty: &TypeRef) -> TokenStream {
    written(ty, Naming::Plain)
}

/// The type as Rust writes it, under the names that are wanted.
pub(in crate::emit) fn written(ty: &TypeRef, naming: Naming<'_>) -> TokenStream {
    let wrap = |outer: TokenStream, inner: &TypeRef| {
        let inner = written(inner, naming);
        quote!(#outer<#inner>)
    };
    match ty {
        TypeRef::Text => quote!(String),
        TypeRef::Secret => quote!(Secret),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Integer => quote!(i64),
        TypeRef::Number => quote!(f64),
        TypeRef::Decimal => quote!(Decimal),
        TypeRef::Timestamp => quote!(Timestamp),
        TypeRef::Date => quote!(Date),
        TypeRef::YearMonth => quote!(YearMonth),
        TypeRef::Week => quote!(Week),
        TypeRef::Json => quote!(Value),
        TypeRef::Named(name) => naming.of(name),
        TypeRef::List(inner) => wrap(quote!(Vec), inner),
        TypeRef::Nullable(inner) => wrap(quote!(Option), inner),
        TypeRef::Boxed(inner) => wrap(quote!(Box), inner),
        TypeRef::Map(inner) => {
            let inner = written(inner, naming);
            quote!(BTreeMap<String, #inner>)
        }
    }
}

impl Naming<'_> {
    /// A type of the API by its name.
    pub(in crate::emit) fn of(self, name: &TypeName) -> TokenStream {
        let ident = idents::of_type(name);
        let Self::Full(model) = self else { return quote!(#ident) };
        let modules = definition(model, name).map(|ty| idents::public_modules(&ty.home));
        let module = modules.and_then(|modules| modules.into_iter().next());
        module.map_or_else(|| quote!(#ident), |module| quote!(#module::#ident))
    }
}

/// Notes what the runtime has to provide for the type.
pub(in crate::emit) fn note_imports(ty: &TypeRef, imports: &mut Imports) {
    match ty {
        TypeRef::Secret => imports.add(Item::Secret),
        TypeRef::Decimal => imports.add(Item::Decimal),
        TypeRef::Timestamp => imports.add(Item::Timestamp),
        TypeRef::Date => imports.add(Item::Date),
        TypeRef::YearMonth => imports.add(Item::YearMonth),
        TypeRef::Week => imports.add(Item::Week),
        TypeRef::Json => imports.add(Item::Json),
        TypeRef::Map(inner) => {
            imports.add(Item::Map);
            note_imports(inner, imports);
        }
        TypeRef::List(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => {
            note_imports(inner, imports);
        }
        TypeRef::Text | TypeRef::Boolean | TypeRef::Integer | TypeRef::Number | TypeRef::Named(_) => {}
    }
}

/// The names of the types that the type mentions.
pub(in crate::emit) fn names(ty: &TypeRef) -> Vec<&TypeName> {
    match ty {
        TypeRef::Named(name) => vec![name],
        TypeRef::Map(inner) | TypeRef::List(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => {
            names(inner)
        }
        _ => Vec::new(),
    }
}

/// The definition behind a name.
pub(in crate::emit) fn definition<'m>(model: &'m ApiModel, name: &TypeName) -> Option<&'m TypeDef> {
    let at = model.types.binary_search_by(|ty| ty.name.cmp(name)).ok()?;
    model.types.get(at)
}

/// `use` lines for types of the API: one for each module that they are written in, apart from the file's own.
pub(in crate::emit) fn type_imports<'m>(
    used: impl Iterator<Item = &'m TypeRef>,
    own_module: Option<&TokenStream>,
    model: &ApiModel,
    layout: &Layout<'_>,
) -> TokenStream {
    let mut wanted: Vec<&TypeName> = used.flat_map(names).collect();
    wanted.sort();
    wanted.dedup();
    let mut modules: Vec<(String, TokenStream, Vec<proc_macro2::Ident>)> = Vec::new();
    for ty in wanted.into_iter().filter_map(|name| definition(model, name)) {
        let module = layout.module_of(ty);
        let key = module.to_string();
        if own_module.is_some_and(|own| own.to_string() == key) {
            continue;
        }
        let name = idents::of_type(&ty.name);
        match modules.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, _, names)) => names.push(name),
            None => modules.push((key, module, vec![name])),
        }
    }
    modules.sort_by(|one, other| one.0.cmp(&other.0));
    let lines = modules.iter().map(|(_, module, names)| {
        if let [one] = names.as_slice() {
            quote!(use #module::#one;)
        } else {
            quote!(use #module::{#(#names),*};)
        }
    });
    quote!(#(#lines)*)
}

/// How a required value is passed.
#[derive(Debug)]
pub(in crate::emit) struct Passed {
    /// The type of the method's argument: `impl Into<PostId>`.
    pub(in crate::emit) argument: TokenStream,
    /// The call that sets it, from its place and its name: `.with::<PostId>(0, &id.into())`.
    pub(in crate::emit) set: TokenStream,
}

/// How a required value of the type is passed to a method.
pub(in crate::emit) fn passed(
    argument: &Argument,
    index: u16,
    model: &ApiModel,
    naming: Naming<'_>,
) -> Passed {
    let (ty, name) = (&argument.ty, idents::field(&argument.name));
    let rust = written(ty, naming);
    let index = proc_macro2::Literal::u16_unsuffixed(index);
    match ty {
        TypeRef::Text if argument.nullable => {
            Passed { argument: quote!(Option<&str>), set: quote!(.with(#index, &#name)) }
        }
        _ if argument.nullable => {
            let inner = if is_copy(ty) { rust } else { quote!(&#rust) };
            Passed { argument: quote!(Option<#inner>), set: quote!(.with(#index, &#name)) }
        }
        _ if is_text(ty, model) => {
            Passed { argument: quote!(impl Into<#rust>), set: quote!(.with::<#rust>(#index, &#name.into())) }
        }
        TypeRef::List(inner) => {
            let text = is_text(inner, model);
            let inner = written(inner, naming);
            let (item, convert) = if text {
                (quote!(impl Into<#inner>), quote!(.map(Into::into)))
            } else {
                (inner, TokenStream::new())
            };
            Passed {
                argument: quote!(impl IntoIterator<Item = #item>),
                set: quote!(.with::<#rust>(#index, &#name.into_iter()#convert.collect())),
            }
        }
        _ if is_copy(ty) => Passed { argument: rust, set: quote!(.with(#index, &#name)) },
        _ => Passed { argument: quote!(&#rust), set: quote!(.with(#index, #name)) },
    }
}

fn is_copy(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Boolean
        | TypeRef::Integer
        | TypeRef::Number
        | TypeRef::Timestamp
        | TypeRef::Date
        | TypeRef::YearMonth
        | TypeRef::Week => true,
        TypeRef::Nullable(inner) => is_copy(inner),
        _ => false,
    }
}

/// Whether the type is made from text: text itself, secrets, ids, open sets.
pub(in crate::emit) fn is_text(ty: &TypeRef, model: &ApiModel) -> bool {
    match ty {
        TypeRef::Text | TypeRef::Secret => true,
        TypeRef::Named(name) => {
            definition(model, name).is_some_and(|ty| matches!(ty.shape, Shape::Id | Shape::OpenEnum { .. }))
        }
        _ => false,
    }
}

/// A value for an example, as source text: `"id"`, `"2026-11-23".parse()?`.
pub(in crate::emit) fn sample(ty: &TypeRef, nullable: bool, name: &str, model: &ApiModel) -> String {
    if nullable {
        return String::from("None");
    }
    match ty {
        TypeRef::Named(known) => match definition(model, known).map(|ty| &ty.shape) {
            Some(Shape::OpenEnum { values }) => {
                let first = values.first().map_or("", |value| value.wire.as_str());
                format!("{first:?}")
            }
            Some(Shape::Id) => format!("{name:?}"),
            _ => String::from("&Default::default()"),
        },
        TypeRef::Text | TypeRef::Secret => format!("{name:?}"),
        TypeRef::Boolean => String::from("true"),
        TypeRef::Integer => String::from("1"),
        TypeRef::Number => String::from("1.0"),
        TypeRef::Decimal => String::from("&\"1.50\".parse()?"),
        TypeRef::Timestamp => String::from("\"2026-11-23T09:00:00Z\".parse()?"),
        TypeRef::Date => String::from("\"2026-11-23\".parse()?"),
        TypeRef::Week => String::from("cc_api::Week::starting(\"2026-11-23\".parse()?)"),
        TypeRef::YearMonth => String::from("\"2026-11\".parse()?"),
        TypeRef::List(inner) if is_text(inner, model) => format!("[{}]", sample(inner, false, name, model)),
        TypeRef::List(_) => String::from("Vec::new()"),
        TypeRef::Json | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Boxed(_) => {
            String::from("&Default::default()")
        }
    }
}
