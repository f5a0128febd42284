//! What may be called: decided here, on our side, whatever a host makes of hints.
//!
//! Reading is allowed; changing something has to be switched on when the server starts; what is about money, passwords, keys
//! and membership is never offered, however it is asked for.

use std::fmt;
use std::sync::Arc;

use cc_api::ScopeSet;
use cc_api::catalogue::{Operation, Safety};
use cc_surface::{Effect, Permission};

use crate::scopes::Scopes;

/// What this server may do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    /// Whether tools that change something are offered.
    pub(crate) allow_write: bool,
    /// What is known of the key's permissions.
    pub(crate) scopes: Arc<Scopes>,
    /// The operations that whoever started the server took away.
    pub(crate) excluded: Vec<&'static str>,
}

/// Why an operation is not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Forbidden {
    /// It is about money, passwords, keys or membership.
    Sensitive,
    /// It changes something, and the server was started for reading.
    ReadOnly,
    /// Whoever started the server took it away.
    Excluded,
    /// The key is known to lack these scopes.
    Scopes(ScopeSet),
    /// Only the token of a login will do.
    NeedsLogin,
}

impl Policy {
    /// Whether an operation may be called, and if not, why.
    pub(crate) fn allows(&self, operation: &Operation) -> Result<(), Forbidden> {
        if operation.sensitive {
            return Err(Forbidden::Sensitive);
        }
        if Effect::of(operation) != Effect::Read && !self.allow_write {
            return Err(Forbidden::ReadOnly);
        }
        if self.excluded.contains(&operation.id) {
            return Err(Forbidden::Excluded);
        }
        match self.scopes.permission(operation) {
            Permission::Given | Permission::Unknown => Ok(()),
            Permission::Missing(scopes) => Err(Forbidden::Scopes(scopes)),
            Permission::NoKey => Err(Forbidden::NeedsLogin),
        }
    }

    /// Whether a call is only carried out once it was confirmed: it removes or overwrites something, or may cost money.
    pub(crate) fn wants_confirmation(operation: &Operation) -> bool {
        operation.destructive || operation.safety == Safety::Costly || Effect::of(operation) == Effect::Delete
    }
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sensitive => f.write_str(
                "it is about money, passwords, keys or membership, and no assistant may do that here; use the web app or `ccapi`",
            ),
            Self::ReadOnly => f.write_str(
                "this server was started for reading; whoever set it up can start it with --allow-write",
            ),
            Self::Excluded => f.write_str("whoever set up this server took it away, with --exclude"),
            Self::Scopes(scopes) => {
                write!(
                    f,
                    "the key lacks the permission {scopes}; the user can make one that has it in the web app, under API keys, and \
                     then put it in the place of this one"
                )
            }
            Self::NeedsLogin => f.write_str("it takes the token of a login; no key may call it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cc_api::catalogue;
    use cc_surface::KnownScopes;

    use super::{Forbidden, Policy};
    use crate::scopes::Scopes;

    #[test]
    fn reading_is_allowed_writing_is_switched_on_and_money_is_never_touched() {
        let (reader, mut writer) = (Policy::default(), Policy { allow_write: true, ..Policy::default() });
        for (operation, reads, writes) in [
            ("get_posts", Ok(()), Ok(())),
            ("add_to_schedule", Err(Forbidden::ReadOnly), Ok(())),
            ("generate_caption", Err(Forbidden::ReadOnly), Ok(())),
            ("change_plan", Err(Forbidden::Sensitive), Err(Forbidden::Sensitive)),
            ("get_membership", Err(Forbidden::Sensitive), Err(Forbidden::Sensitive)),
            ("create_api_key", Err(Forbidden::Sensitive), Err(Forbidden::Sensitive)),
        ] {
            let operation = catalogue::find(operation).unwrap();
            assert_eq!(
                (reader.allows(operation), writer.allows(operation)),
                (reads, writes),
                "{}",
                operation.id
            );
        }
        let mut known = KnownScopes::default();
        known.learn_lacking(&["calendar:write"].into_iter().collect());
        writer.scopes = Arc::new(Scopes::knowing(known));
        let refused = writer.allows(catalogue::find("add_to_schedule").unwrap()).unwrap_err();
        assert!(refused.to_string().contains("calendar:write"), "{refused}");
    }
}
