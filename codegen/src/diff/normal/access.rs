//! Who is let in, as sets of sets: the order of alternatives and scopes says nothing, the tenant is no credential.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Operation, SecurityScheme, SpecDocument};

/// One way to be let in: every scheme that has to be used, with the scopes that have to be held.
pub(in crate::diff) type Alternative = BTreeMap<String, BTreeSet<String>>;

/// The ways to be let in. None of them, or one that asks for nothing: everybody is let in.
pub(in crate::diff) type Alternatives = BTreeSet<Alternative>;

/// The ways to be let in to an operation, what holds for the document as a whole written out.
pub(in crate::diff) fn alternatives(document: &SpecDocument, operation: &Operation) -> Alternatives {
    let written = document.security_of(operation).unwrap_or_default();
    let alternatives = written.iter().map(|alternative| {
        let wanted = alternative.requirements.iter();
        let wanted = wanted.filter(|wanted| !is_tenant(document, &wanted.scheme.value));
        let mut one = Alternative::new();
        for wanted in wanted {
            let scopes = wanted.scopes.iter().map(|scope| scope.value.clone());
            one.entry(wanted.scheme.value.clone()).or_default().extend(scopes);
        }
        one
    });
    alternatives.collect()
}

/// Whether everybody is let in.
pub(in crate::diff) fn is_anonymous(alternatives: &Alternatives) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeMap::is_empty)
}

/// The scopes of an alternative, of all its schemes.
pub(in crate::diff) fn scopes(alternative: &Alternative) -> BTreeSet<String> {
    alternative.values().flatten().cloned().collect()
}

/// Whether a scheme names the tenant and lets nobody in: the one that is marked, else one whose name says so.
fn is_tenant(document: &SpecDocument, name: &str) -> bool {
    document.security_scheme(name).is_some_and(|scheme| is_tenant_scheme(document, scheme))
}

/// Whether the scheme names the tenant.
pub(in crate::diff) fn is_tenant_scheme(document: &SpecDocument, scheme: &SecurityScheme) -> bool {
    let is_marked = document.security_schemes.iter().any(|scheme| scheme.tenant.is_some());
    if is_marked {
        scheme.tenant.is_some()
    } else {
        carrier(scheme).is_some_and(|(_, name)| says_tenant(&name))
    }
}

/// Where the value of an `apiKey` scheme travels, and under which name: `header`, `x-tenant-slug`.
pub(in crate::diff) fn carrier(scheme: &SecurityScheme) -> Option<(&'static str, String)> {
    use crate::document::{SchemePlace, SecurityKind};
    let SecurityKind::ApiKey { place, name } = &scheme.kind else { return None };
    Some(match place {
        SchemePlace::Header => ("header", name.to_ascii_lowercase()),
        SchemePlace::Query => ("query", name.clone()),
        SchemePlace::Cookie => ("cookie", name.clone()),
    })
}

/// Whether a name says that it names a tenant.
pub(in crate::diff) fn says_tenant(name: &str) -> bool {
    name.to_ascii_lowercase().contains("tenant")
}
