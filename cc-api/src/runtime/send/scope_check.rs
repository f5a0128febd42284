//! Scopes, before and after: refusing what can't pass, and explaining a 403.
//!
//! Before: only where the client was told what the key holds. A documented requirement refuses the call and
//! nothing is sent; an inferred one lets it through with a note, since the guess may be ours.

use super::super::catalogue::Access;
use super::super::error::{Error, ErrorKind, Outcome, ScopeRefusal};
use super::super::note::Note;
use super::super::raw::Raw;
use super::super::scope::{ScopeSet, choices, least_missing};

/// Refuses a call that can't pass.
pub(crate) fn check(raw: &Raw) -> Result<(), Error> {
    let needs_session = raw.operation.access == Access::Session;
    if needs_session && raw.core.credential().is_some_and(|credential| !credential.is_session_token()) {
        let message = "this call takes a session token; the client has an API key";
        return Err(Error::new(ErrorKind::Scope, message)
            .with_outcome(Outcome::NotSent)
            .with_scope(ScopeRefusal::default())
            .with_advice("use the token of a login"));
    }
    let Access::Scoped { evidence, .. } = raw.operation.access else { return Ok(()) };
    let Some(held) = raw.core.granted() else { return Ok(()) };
    if raw.core.credential().is_some_and(super::super::credential::Credential::is_session_token) {
        return Ok(());
    }
    let refusal = refusal(raw);
    if refusal.missing.is_empty() {
        return Ok(());
    }
    if !evidence.is_documented() {
        let note = Note::InferredScope { operation: raw.operation.id, missing: refusal.missing };
        raw.core.notes().tell(&note);
        return Ok(());
    }
    let message = format!("the key lacks the scope {} (it holds: {held})", refusal.missing);
    Err(Error::new(ErrorKind::Scope, message)
        .with_outcome(Outcome::NotSent)
        .with_scope(refusal)
        .with_advice("nothing was sent; make a key with that scope"))
}

/// What a refused call would have needed.
pub(crate) fn refusal(raw: &Raw) -> ScopeRefusal {
    let required = choices(raw.operation);
    let held = raw.core.granted().cloned();
    let missing = least_missing(&required, held.as_ref().unwrap_or(&ScopeSet::new()));
    ScopeRefusal { required, held, missing }
}
