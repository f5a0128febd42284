//! Security schemes: what kind of credential they take, and where it travels.

use std::collections::BTreeMap;

use super::Comparison;
use super::operations::label;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::access::{alternatives, carrier, is_tenant_scheme};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::{SecurityKind, SecurityScheme, SpecDocument};

impl Comparison<'_> {
    /// Compares the schemes that let somebody in, and gives those that have another name, old and new.
    pub(super) fn security_schemes(&mut self) -> BTreeMap<String, String> {
        let (base, head) = (self.base.document, self.head.document);
        let mut renamed = BTreeMap::new();
        for old in credentials(base) {
            let same = head.security_scheme(&old.name.value);
            match same.filter(|same| !is_tenant_scheme(head, same)) {
                Some(new) => self.security_scheme(old, new),
                None => {
                    if let Some(new) = same_content(base, head, old) {
                        renamed.insert(old.name.value.clone(), new.name.value.clone());
                        self.scheme_renamed(old, new);
                    }
                }
            }
        }
        renamed
    }

    fn security_scheme(&mut self, old: &SecurityScheme, new: &SecurityScheme) {
        if carrier(old) == carrier(new) && kind(old) == kind(new) {
            return;
        }
        let both_are_keys = carrier(old).is_some() && carrier(new).is_some();
        let rule = if both_are_keys { Rule::ApiKeyCarrierChanged } else { Rule::SecuritySchemeTypeChanged };
        let place = Place::SecurityScheme(old.name.value.clone());
        let message = format!("the credential was {} and is {}", kind(old), kind(new));
        let mut finding = Finding::new(rule, place, message).before(kind(old)).after(kind(new));
        finding.affects = users(self.head.document, &new.name.value);
        if rule == Rule::SecuritySchemeTypeChanged {
            // A client is made from a credential of either kind by the same constructors.
            finding.rust = Rust::Warning;
        }
        self.note_global(finding, Some(old.span), Some(new.span));
    }

    fn scheme_renamed(&mut self, old: &SecurityScheme, new: &SecurityScheme) {
        let (before, after) = (&old.name.value, &new.name.value);
        let place = Place::SecurityScheme(before.clone());
        let message = format!("the scheme `{before}` is called `{after}`");
        let mut finding =
            Finding::new(Rule::SecuritySchemeRenamed, place, message).before(before).after(after);
        finding.affects = users(self.head.document, after);
        self.note_global(finding, Some(old.span), Some(new.span));
    }
}

/// The only scheme of the head that is not in the base and takes the same credential in the same place.
fn same_content<'d>(
    base: &SpecDocument,
    head: &'d SpecDocument,
    old: &SecurityScheme,
) -> Option<&'d SecurityScheme> {
    let is_left = |scheme: &&SecurityScheme| base.security_scheme(&scheme.name.value).is_none();
    let is_gone = |scheme: &&SecurityScheme| head.security_scheme(&scheme.name.value).is_none();
    let same = |scheme: &&SecurityScheme| kind(scheme) == kind(old) && carrier(scheme) == carrier(old);
    let mut found = credentials(head).filter(is_left).filter(same);
    let new = found.next().filter(|_| found.next().is_none())?;
    (credentials(base).filter(is_gone).filter(same).count() == 1).then_some(new)
}

/// The schemes that let somebody in.
fn credentials(document: &SpecDocument) -> impl Iterator<Item = &SecurityScheme> {
    document.security_schemes.iter().filter(|scheme| !is_tenant_scheme(document, scheme))
}

/// The operations that take the credential of a scheme.
fn users(document: &SpecDocument, scheme: &str) -> std::collections::BTreeSet<String> {
    let takes = |operation: &&crate::document::Operation| {
        alternatives(document, operation).iter().any(|way| way.contains_key(scheme))
    };
    document.operations.iter().filter(takes).map(label).collect()
}

/// The kind of credential, in words.
fn kind(scheme: &SecurityScheme) -> String {
    match (&scheme.kind, carrier(scheme)) {
        (_, Some((place, name))) => format!("a key in the {place} `{name}`"),
        (SecurityKind::Bearer, None) => String::from("a bearer token"),
        (SecurityKind::Basic, None) => String::from("a name and a password"),
        (SecurityKind::OAuth2, None) => String::from("an OAuth 2 token"),
        (SecurityKind::Other(other), None) => other.clone(),
        (SecurityKind::ApiKey { .. }, None) => String::from("a key"),
    }
}
