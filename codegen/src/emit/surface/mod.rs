//! The public API that the emitters write, as signatures: one for each thing that a program can name.
//!
//! Names, types and bounds are made by the same functions that write the code. What the macros of the runtime add to
//! every type alike (`Debug`, `Default`, `extra`, the methods of every call) is left out: it changes with the runtime.

mod calls;
mod types;
mod witness;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::idents;
use crate::model::{ApiModel, Argument, EnumValue, Field, Operation, TypeDef, UnionMember};
use crate::render::one_line;

/// Something of the public API.
#[derive(Debug, Clone)]
pub(crate) struct Signature<'m> {
    /// What it is found by in another API: `content.get_posts`.
    pub(crate) key: String,
    /// The key of what it comes and goes with: a field's type.
    pub(crate) owner: Option<String>,
    /// What stays the same when only its name changes, and is shared with few others.
    pub(crate) twin: String,
    /// The line that shows it: `content: pub fn get_posts(&self) -> GetPosts where K: grants::ContentRead`.
    pub(crate) text: String,
    /// What a program hands over.
    pub(crate) takes: String,
    /// What a program gets.
    pub(crate) gives: String,
    /// What the type of the key has to hold.
    pub(crate) bounds: BTreeSet<String>,
    /// The names of what is handed over, where it is told apart by its position.
    pub(crate) order: Vec<String>,
    /// What it is to the service, where a name may come to mean another thing: a parameter, or a part of the body.
    pub(crate) means: &'static str,
    /// Whether the compiler warns of its use.
    pub(crate) is_deprecated: bool,
    subject: Subject<'m>,
}

/// What a signature is about.
#[derive(Debug, Clone)]
enum Subject<'m> {
    /// The way from the client to the methods of a tag: the name of the method.
    Group(String),
    Method(&'m Operation),
    /// The call with the setters of an operation, by what it gives.
    Call(&'m Operation),
    Setter(&'m Operation, &'m Argument),
    /// The setter that sends null.
    Clear(&'m Operation, String),
    Type(&'m TypeDef),
    /// The path by which a type is reached.
    Path(String),
    Field(&'m TypeDef, &'m Field),
    Value(&'m TypeDef, &'m EnumValue),
    Member(&'m TypeDef, &'m UnionMember),
    /// What a newtype holds.
    Inner(&'m TypeDef),
    Scope(String),
}

/// The public API that is made from a model.
pub(crate) fn surface(model: &ApiModel) -> Vec<Signature<'_>> {
    let mut all = calls::signatures(model);
    all.extend(types::signatures(model));
    all.extend(model.scopes.iter().map(|scope| {
        let name = idents::scope(&scope.name);
        let text = one_line(&quote!(grants::#name));
        Signature::new(text.clone(), text, Subject::Scope(name.to_string()))
    }));
    all
}

impl<'m> Signature<'m> {
    fn new(key: String, text: String, subject: Subject<'m>) -> Self {
        Self {
            twin: key.clone(),
            key,
            owner: None,
            text,
            takes: String::new(),
            gives: String::new(),
            bounds: BTreeSet::new(),
            order: Vec::new(),
            means: "",
            is_deprecated: false,
            subject,
        }
    }

    fn owned_by(mut self, owner: &str) -> Self {
        self.owner = Some(owner.to_owned());
        self
    }

    fn twin(mut self, twin: String) -> Self {
        self.twin = twin;
        self
    }

    fn takes(mut self, tokens: &TokenStream) -> Self {
        self.takes = one_line(tokens);
        self
    }

    fn gives(mut self, tokens: &TokenStream) -> Self {
        self.gives = one_line(tokens);
        self
    }

    /// Says that it is going away, in the line that shows it, too.
    fn deprecated(mut self, is_deprecated: bool) -> Self {
        self.is_deprecated = is_deprecated;
        if is_deprecated {
            self.text.insert_str(0, "#[deprecated] ");
        }
        self
    }

    /// Whether every program that uses this one can use the other one in its place.
    pub(crate) fn is_served_by(&self, other: &Self) -> bool {
        self.is_accepted_as(other) && self.means == other.means && !self.is_swapped_in(other)
    }

    /// Whether every program that uses this one compiles with the other one in its place.
    fn is_accepted_as(&self, other: &Self) -> bool {
        self.takes == other.takes && self.gives == other.gives && other.bounds.is_subset(&self.bounds)
    }

    /// Whether arguments changed places: where their types are the same, the compiler does not see it.
    fn is_swapped_in(&self, other: &Self) -> bool {
        let known = |one: &&String, list: &[String]| list.contains(one);
        let mine = self.order.iter().filter(|one| known(one, &other.order));
        let others = other.order.iter().filter(|one| known(one, &self.order));
        !mine.eq(others)
    }

    /// Whether there is no difference that a program, or its author, would notice.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.is_served_by(other) && other.is_served_by(self) && self.is_deprecated == other.is_deprecated
    }
}
