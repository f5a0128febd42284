//! Who may call an operation.

use super::Lowering;
use crate::document::{self, SecurityAlternative, SecurityKind};
use crate::model::{Access, ScopeName};

impl Lowering<'_> {
    /// Reads the ways to be let in. The tenant's header is no credential, and does not count.
    pub(super) fn access(&self, operation: &document::Operation) -> Access {
        let alternatives = self.document.security_of(operation).unwrap_or_default();
        if alternatives.is_empty() || alternatives.iter().any(|one| self.credentials(one).next().is_none()) {
            return Access::Public;
        }
        let mut sets: Vec<Vec<ScopeName>> = Vec::new();
        for one in alternatives {
            let scopes = self.credentials(one).flat_map(|wanted| &wanted.scopes);
            let set: Vec<_> = scopes.map(|scope| ScopeName::new(scope.value.as_str())).collect();
            // The same way twice is no choice.
            if !set.is_empty() && !sets.contains(&set) {
                sets.push(set);
            }
        }
        if !sets.is_empty() {
            let evidence = operation.scope_evidence.as_ref().or(operation.evidence.as_ref());
            return Access::Scoped {
                any_of: sets,
                evidence: evidence.map_or(self.unmarked, |mark| mark.value),
            };
        }
        if alternatives.iter().all(|one| self.is_session(one)) {
            Access::Session
        } else {
            Access::Undocumented
        }
    }

    fn credentials<'a>(
        &'a self,
        alternative: &'a SecurityAlternative,
    ) -> impl Iterator<Item = &'a document::Requirement> {
        alternative.requirements.iter().filter(|wanted| {
            self.document.security_scheme(&wanted.scheme.value).is_none_or(|scheme| scheme.tenant.is_none())
        })
    }

    /// A bearer token without scopes, beside another bearer scheme whose keys have them: the token of a login.
    fn is_session(&self, alternative: &SecurityAlternative) -> bool {
        let schemes = &self.document.security_schemes;
        let keys_have_scopes =
            schemes.iter().any(|scheme| scheme.kind == SecurityKind::Bearer && !scheme.scopes.is_empty());
        keys_have_scopes
            && self.credentials(alternative).all(|wanted| {
                self.document
                    .security_scheme(&wanted.scheme.value)
                    .is_some_and(|scheme| scheme.kind == SecurityKind::Bearer && scheme.scopes.is_empty())
            })
    }
}
