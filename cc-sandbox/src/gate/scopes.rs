//! Scopes: which a key holds, and which an operation asks for. The catalogue says so; nothing is typed by hand.

use cc_api::API;
use cc_api::catalogue::{Access, Operation};

use super::{Caller, Credential};
use crate::options::ScopePolicy;
use crate::refused::Refused;

/// Every scope there is.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    API.scopes.iter().map(|scope| scope.name)
}

/// The scopes in a text, one after another; words that are no scope are left out.
pub(crate) fn parse_names(text: &str) -> Vec<&'static str> {
    let known = |word: &str| names().find(|name| *name == word);
    text.split_whitespace().filter_map(known).collect()
}

/// Lets the caller through, or says what is missing. Scopes bind keys only.
pub(crate) fn check_access(
    operation: &Operation,
    caller: &Caller,
    policy: ScopePolicy,
) -> Result<(), Refused> {
    let Credential::Key(held) = &caller.credential else { return Ok(()) };
    match operation.access {
        Access::Session => {
            let message = "Keys cannot do this: it takes the session token of a login in the web app.";
            Err(Refused::forbidden("session_required", message))
        }
        Access::Scoped { any_of, .. } => check_scopes(any_of, held),
        Access::Undocumented => check_policy(policy, held),
        _ => Ok(()),
    }
}

/// Lets the caller through by one scope, whatever the document says.
pub(crate) fn check_scope(caller: &Caller, scope: &'static str) -> Result<(), Refused> {
    let Credential::Key(held) = &caller.credential else { return Ok(()) };
    check_scopes(&[&[scope]], held)
}

fn check_scopes(any_of: &[&[&'static str]], held: &[&str]) -> Result<(), Refused> {
    let lacking = |set: &&[&'static str]| -> Vec<&'static str> {
        set.iter().copied().filter(|scope| !held.contains(scope)).collect()
    };
    let nearest = any_of.iter().map(lacking).min_by_key(Vec::len).unwrap_or_default();
    refuse_without(nearest)
}

/// No scope is documented for the operation: the option decides.
fn check_policy(policy: ScopePolicy, held: &[&str]) -> Result<(), Refused> {
    match policy {
        ScopePolicy::Open => Ok(()),
        ScopePolicy::FullKey => refuse_without(names().filter(|name| !held.contains(name)).collect()),
        ScopePolicy::Deny => {
            let message =
                "No scope is documented for this, and this sandbox refuses it to keys (--scope-policy deny).";
            Err(Refused::forbidden("scope_undocumented", message))
        }
    }
}

fn refuse_without(missing: Vec<&'static str>) -> Result<(), Refused> {
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("The key lacks {}.", missing.join(" and "));
    Err(Refused { missing_scopes: missing, ..Refused::forbidden("scope_missing", message) })
}
