//! What is known of a key's permissions.
//!
//! A key can't list its own scopes: only a login can, of the keys that it made. So they are learnt: from the list of a
//! login, from a call that worked, and from a refusal that names what was missing.

use cc_api::catalogue::{Access, Operation};
use cc_api::{Error, ErrorKind, ScopeSet};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The scopes that a key is known to hold, and those that it is known to lack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownScopes {
    #[serde(
        default,
        serialize_with = "write",
        deserialize_with = "read",
        skip_serializing_if = "ScopeSet::is_empty"
    )]
    held: ScopeSet,
    #[serde(
        default,
        serialize_with = "write",
        deserialize_with = "read",
        skip_serializing_if = "ScopeSet::is_empty"
    )]
    lacking: ScopeSet,
}

/// Whether a key may call an operation, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// Nothing stands against it.
    Given,
    /// Nobody knows; a call finds out.
    Unknown,
    /// The key is known to lack these.
    Missing(ScopeSet),
    /// Only a login may, never a key.
    NoKey,
}

impl KnownScopes {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.lacking.is_empty()
    }

    /// The scopes that the key is known to hold.
    pub fn held(&self) -> &ScopeSet {
        &self.held
    }

    /// The scopes that the key is known to lack.
    pub fn lacking(&self) -> &ScopeSet {
        &self.lacking
    }

    /// Learns that the key holds these.
    pub fn learn_held(&mut self, scopes: &ScopeSet) {
        self.held = self.held.union(scopes);
        self.lacking = self.lacking.difference(scopes);
    }

    /// Learns that the key lacks these.
    pub fn learn_lacking(&mut self, scopes: &ScopeSet) {
        self.lacking = self.lacking.union(scopes);
        self.held = self.held.difference(scopes);
    }

    /// Learns from how a call with the key has ended, and says whether that was news.
    ///
    /// A call that worked proves the one scope that it is documented to need. A refusal proves only what the server says
    /// itself: of the scopes that the call needs, the one that the answer names. Anything else proves nothing.
    pub fn learn(&mut self, operation: &Operation, ended: Result<(), &Error>) -> bool {
        let Access::Scoped { any_of, evidence } = operation.access else { return false };
        let before = self.clone();
        match (ended, any_of) {
            (Ok(()), [[scope]]) if evidence.is_documented() => {
                self.learn_held(&ScopeSet::from_iter([*scope]));
            }
            (Err(error), _) if error.kind() == ErrorKind::Scope && error.status() == Some(403) => {
                let named: ScopeSet = any_of
                    .iter()
                    .copied()
                    .flatten()
                    .copied()
                    .filter(|scope| names(error.body(), scope))
                    .collect();
                if named.len() == 1 {
                    self.learn_lacking(&named);
                }
            }
            _ => {}
        }
        *self != before
    }

    /// Whether a key with these scopes may call an operation.
    pub fn permission(&self, operation: &Operation) -> Permission {
        let any_of = match operation.access {
            Access::Public => return Permission::Given,
            Access::Session => return Permission::NoKey,
            Access::Scoped { any_of, .. } => any_of,
            _ => return Permission::Unknown,
        };
        let mut missing = None;
        for set in any_of {
            let wanted: ScopeSet = set.iter().copied().collect();
            if wanted.difference(&self.held).is_empty() {
                return Permission::Given;
            }
            let lacked: ScopeSet = set.iter().copied().filter(|scope| self.lacking.contains(scope)).collect();
            if lacked.is_empty() {
                return Permission::Unknown;
            }
            missing.get_or_insert(lacked);
        }
        missing.map_or(Permission::Unknown, Permission::Missing)
    }
}

/// Whether a body names a scope, and not only one whose name is longer.
fn names(body: &[u8], scope: &str) -> bool {
    let is_of_a_name =
        |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || b"_-:.".contains(b));
    let ends_there = |rest: &[u8]| match rest {
        [b'.', next @ ..] => !is_of_a_name(next.first()),
        rest => !is_of_a_name(rest.first()),
    };
    (0..body.len()).any(|start| {
        let (before, rest) = body.split_at(start);
        rest.strip_prefix(scope.as_bytes())
            .is_some_and(|rest| !is_of_a_name(before.last()) && ends_there(rest))
    })
}

fn write<S: Serializer>(scopes: &ScopeSet, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(scopes.iter())
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ScopeSet, D::Error> {
    Ok(Vec::<String>::deserialize(deserializer)?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue::{Access, Evidence, Operation};
    use cc_api::{Error, ErrorKind, ScopeSet};

    use super::{KnownScopes, Permission};

    fn scopes(names: &[&'static str]) -> ScopeSet {
        names.iter().copied().collect()
    }

    #[test]
    fn an_operation_is_ruled_out_by_what_is_known_only() {
        const EITHER: &[&[&str]] = &[&["a", "b"], &["c"]];
        let operation = |access| Operation { access, ..Operation::BLANK };
        let either = operation(Access::Scoped { any_of: EITHER, evidence: Evidence::Page });
        for (held, lacking, expected) in [
            (&[][..], &[][..], Permission::Unknown),
            (&["a"], &[], Permission::Unknown),
            (&["a", "b"], &[], Permission::Given),
            (&["c"], &["a"], Permission::Given),
            (&[], &["a"], Permission::Unknown),
            (&[], &["b", "c"], Permission::Missing(scopes(&["b"]))),
        ] {
            let mut known = KnownScopes::default();
            known.learn_held(&scopes(held));
            known.learn_lacking(&scopes(lacking));
            assert_eq!(known.permission(&either), expected, "{held:?} {lacking:?}");
        }
        let nothing = KnownScopes::default();
        assert_eq!(nothing.permission(&operation(Access::Public)), Permission::Given);
        assert_eq!(nothing.permission(&operation(Access::Session)), Permission::NoKey);
        assert_eq!(nothing.permission(&operation(Access::Undocumented)), Permission::Unknown);
    }

    #[test]
    fn what_was_learnt_last_counts() {
        let mut known = KnownScopes::default();
        known.learn_held(&scopes(&["a"]));
        known.learn_lacking(&scopes(&["a"]));
        assert_eq!((known.held(), known.lacking()), (&scopes(&[]), &scopes(&["a"])));
        known.learn_held(&scopes(&["a"]));
        assert_eq!((known.held(), known.lacking()), (&scopes(&["a"]), &scopes(&[])));
    }

    #[test]
    fn a_call_teaches_what_it_proves_and_no_more() {
        const ONE: &[&[&str]] = &[&["posts:read"]];
        const BOTH: &[&[&str]] = &[&["posts:read", "drops:read"]];
        let refused = |kind, status, body: &'static str| {
            Err(Error::new(kind, "refused").with_status(status).with_body(body.as_bytes()))
        };
        let says = |body| refused(ErrorKind::Scope, 403, body);
        for (any_of, evidence, ended, held, lacking) in [
            (ONE, Evidence::Page, Ok(()), &["posts:read"][..], &[][..]),
            (ONE, Evidence::Inferred, Ok(()), &[], &[]),
            (BOTH, Evidence::Page, Ok(()), &[], &[]),
            (ONE, Evidence::Page, says(r#"{"missing": ["posts:read"]}"#), &[], &["posts:read"]),
            (ONE, Evidence::Inferred, says("The key lacks posts:read."), &[], &["posts:read"]),
            (BOTH, Evidence::Page, says("it takes posts:read"), &[], &["posts:read"]),
            (BOTH, Evidence::Page, says("it takes posts:read and drops:read"), &[], &[]),
            (ONE, Evidence::Page, says("not yours"), &[], &[]),
            (ONE, Evidence::Page, says("no reposts:read, no posts:reader, no posts:read.all"), &[], &[]),
            (ONE, Evidence::Page, refused(ErrorKind::NotFound, 404, "posts:read"), &[], &[]),
            (ONE, Evidence::Page, Err(Error::new(ErrorKind::Scope, "posts:read")), &[], &[]),
        ] {
            let operation = Operation { access: Access::Scoped { any_of, evidence }, ..Operation::BLANK };
            let mut known = KnownScopes::default();
            let news = known.learn(&operation, ended.as_ref().copied());
            assert_eq!((known.held(), known.lacking()), (&scopes(held), &scopes(lacking)), "{ended:?}");
            assert_eq!(news, !known.is_empty(), "{ended:?}");
            assert!(!known.learn(&operation, ended.as_ref().copied()), "no news a second time");
        }
    }
}
