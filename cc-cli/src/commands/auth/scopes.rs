//! What a key may do, found out by small reads: a key can't list its own permissions.

use cc_api::catalogue::{self, Access, Method, Operation, Param, Place, Safety};
use cc_api::{API, Client, Error, ErrorKind, ScopeSet};
use cc_schema::{example, parsed};
use cc_surface::KnownScopes;
use serde_json::{Map, Value};

use crate::speech::Speech;

/// A read that shows whether a key holds a scope.
pub(super) struct Probe {
    scope: &'static str,
    pub(super) operation: &'static Operation,
    arguments: Map<String, Value>,
}

/// A read for each scope that has one and of which nothing is known yet.
pub(super) fn probes(known: &KnownScopes) -> Vec<Probe> {
    let unknown = not_known(known);
    let scopes = API.scopes.iter().map(|scope| scope.name);
    scopes.filter(|scope| unknown.contains(scope)).filter_map(probe).collect()
}

/// The cheapest read that proves a scope: one entry rather than all, and nothing to be named.
fn probe(scope: &'static str) -> Option<Probe> {
    let proving = catalogue::all().iter().filter(|operation| proves(operation, scope));
    let cheapest =
        proving.min_by_key(|operation| (operation.required_params().count(), operation.paging.is_none()));
    let operation = cheapest?;
    let mut arguments = Map::new();
    for param in operation.required_params() {
        arguments.insert(param.name.to_owned(), something(param));
    }
    if let Some(limit) = operation.paging.and_then(|paging| operation.params.get(usize::from(paging.limit))) {
        arguments.insert(limit.name.to_owned(), 1.into());
    }
    Some(Probe { scope, operation, arguments })
}

/// Whether an operation is a harmless read that is documented to need this scope, and can be called without knowing what
/// the account has.
fn proves(operation: &Operation, scope: &str) -> bool {
    let Access::Scoped { any_of: [[needed]], evidence } = operation.access else { return false };
    *needed == scope
        && evidence.is_documented()
        && operation.method == Method::Get
        && operation.safety == Safety::Read
        && !operation.sensitive
        && operation.required_params().all(|param| matches!(param.place, Place::Query(_)))
}

/// What may be asked for, whether or not there is such a thing.
pub(in crate::commands) fn something(param: &Param) -> Value {
    example(&parsed(param.schema)).unwrap_or_else(|| "a".into())
}

/// Sends them one after another. What breaks one of them off breaks off the others, too, and comes back; a refusal that
/// does not say why is left at not knowing.
pub(super) async fn find_out(
    probes: Vec<Probe>,
    known: &mut KnownScopes,
    client: &Client,
    speech: &Speech,
) -> Result<(), Error> {
    let total = probes.len();
    for (number, Probe { scope, operation, arguments }) in probes.into_iter().enumerate() {
        speech.progress(&format!("{} of {total}: {scope} …", number + 1));
        let ended = client.call(operation).args(&arguments).await;
        known.learn(operation, ended.as_ref().map(drop));
        match ended {
            Err(error) if !is_about_this_call(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the answer is one to this call, and others may end otherwise.
fn is_about_this_call(error: &Error) -> bool {
    matches!(error.status(), Some(400..=499))
        && !matches!(error.kind(), ErrorKind::Auth | ErrorKind::RateLimited)
}

/// The scopes of which nothing is known.
pub(super) fn not_known(known: &KnownScopes) -> ScopeSet {
    let all: ScopeSet = API.scopes.iter().map(|scope| scope.name).collect();
    all.difference(known.held()).difference(known.lacking())
}

/// Says what is known of a key.
pub(super) fn say(known: &KnownScopes, speech: &Speech) {
    for (words, scopes) in [
        ("it has the permissions", known.held()),
        ("it lacks the permissions", known.lacking()),
        ("not known until they are used:", &not_known(known)),
    ] {
        if !scopes.is_empty() {
            speech.remark(&format!("{words} {scopes}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use cc_api::API;
    use cc_surface::KnownScopes;

    use super::probes;

    #[test]
    fn every_scope_that_reads_has_a_small_read_that_proves_it() {
        let read: Vec<&str> = probes(&KnownScopes::default()).iter().map(|probe| probe.scope).collect();
        let named: Vec<&str> =
            API.scopes.iter().map(|scope| scope.name).filter(|scope| scope.ends_with(":read")).collect();
        assert_eq!(read, named);
    }

    #[test]
    fn the_reads_are_small_ones() {
        let shown: Vec<String> = probes(&KnownScopes::default())
            .iter()
            .map(|probe| {
                format!("{} {}", probe.operation.id, serde_json::Value::from(probe.arguments.clone()))
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        get_my_activity {}
        list_calendar_categories {"limit":1}
        get_content_drops {"limit":1}
        get_instagram_posts {"limit":1}
        list_pages {"limit":1}
        list_stock_images {"limit":1}
        search_content {"query":"a","limit":1}
        "#);
    }
}
