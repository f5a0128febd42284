//! Where the files go and by which paths they reach each other: the difference between our own modules and a
//! crate for somebody else's API.

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::idents;
use crate::model::{TagName, TypeDef, TypeHome};

/// What is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The modules of `cc-api`, below `cc-api/src/generated`.
    ClientModules,
    /// A crate of its own that takes its runtime from `cc-api`.
    Crate {
        /// Its name: `petstore`.
        name: String,
        /// Where `cc-api` comes from.
        runtime: RuntimeDependency,
    },
}

/// Where a crate gets its runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuntimeDependency {
    /// From a folder: `../cc-api`.
    Path(String),
    /// From the registry: `0.1`.
    Version(String),
}

/// A [`Target`] as the emitters need it.
#[derive(Debug, Clone)]
pub(super) struct Layout<'t> {
    /// The target.
    pub(super) target: &'t Target,
    /// The folder of the generated modules: `cc-api/src/generated`.
    pub(super) folder: &'static str,
    /// The path of the generated modules in code: `crate::generated`.
    pub(super) generated: TokenStream,
    /// The name of the crate as code writes it: `cc_api`.
    pub(super) crate_name: String,
}

impl<'t> Layout<'t> {
    pub(super) fn new(target: &'t Target) -> Self {
        match target {
            Target::ClientModules => Self {
                target,
                folder: "cc-api/src/generated",
                generated: quote!(crate::generated),
                crate_name: String::from("cc_api"),
            },
            Target::Crate { name, .. } => {
                Self { target, folder: "src", generated: quote!(crate), crate_name: name.replace('-', "_") }
            }
        }
    }

    /// Whether the modules live in `cc-api` itself, where each tag is a feature.
    pub(super) fn is_own(&self) -> bool {
        *self.target == Target::ClientModules
    }

    /// The path of a file below the folder of the modules.
    pub(super) fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    /// The folder of a tag's module.
    pub(super) fn tag_path(&self, tag: &TagName, file: &str) -> String {
        self.path(&format!("{tag}/{file}"))
    }

    /// The attribute that leaves an item out unless one of the tags is switched on.
    pub(super) fn feature(&self, tags: &[TagName]) -> Option<TokenStream> {
        let names: Vec<&str> = tags.iter().map(TagName::as_str).collect();
        match names.as_slice() {
            _ if !self.is_own() => None,
            [] => None,
            [one] => Some(quote!(#[cfg(feature = #one)])),
            _ => Some(quote!(#[cfg(any(#(feature = #names),*))])),
        }
    }

    /// The attribute for a type, by the tags that use it.
    pub(super) fn feature_of(&self, ty: &TypeDef) -> Option<TokenStream> {
        match &ty.home {
            TypeHome::Common(tags) => self.feature(tags),
            TypeHome::Tag(tag) => self.feature(std::slice::from_ref(tag)),
        }
    }

    /// The module that a type is written in: `crate::generated::content`.
    pub(super) fn module_of(&self, ty: &TypeDef) -> TokenStream {
        let generated = &self.generated;
        let module = idents::module_of(&ty.home);
        quote!(#generated::#module)
    }
}
