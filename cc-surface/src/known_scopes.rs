//! What is known of a key's permissions.
//!
//! A key can't list its own scopes: only a login can, of the keys that it made. So they are learnt: from the list of a
//! login, from a call that worked, and from a refusal that names what was missing.

use cc_api::ScopeSet;
use cc_api::catalogue::{Access, Operation};
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

fn write<S: Serializer>(scopes: &ScopeSet, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(scopes.iter())
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ScopeSet, D::Error> {
    Ok(Vec::<String>::deserialize(deserializer)?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use cc_api::ScopeSet;
    use cc_api::catalogue::{Access, Evidence, Operation};

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
}
