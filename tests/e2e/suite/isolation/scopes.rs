//! F263: every scope against every operation.

use std::collections::BTreeSet;

use cc_api::API;
use cc_api::catalogue::{Access, Operation};
use cc_e2e::{World, operations, see};
use serde_json::{Value, json};

use super::ask;

/// What a key with these scopes is told to be missing; none if it may call.
fn missing(operation: &Operation, held: &[&str]) -> Option<BTreeSet<String>> {
    match operation.access {
        Access::Session => Some(BTreeSet::new()),
        Access::Scoped { any_of, .. } => {
            let lacks = |set: &&[&'static str]| -> BTreeSet<String> {
                set.iter().filter(|scope| !held.contains(*scope)).map(|scope| (*scope).to_owned()).collect()
            };
            any_of.iter().map(lacks).min_by_key(BTreeSet::len).filter(|lacking| !lacking.is_empty())
        }
        _ => None,
    }
}

#[tokio::test]
async fn f263_a_key_is_refused_exactly_where_the_document_says() {
    let all: Vec<&str> = API.scopes.iter().map(|scope| scope.name).collect();
    let singles = all.iter().map(std::slice::from_ref);
    for held in singles.chain([&all[..]]) {
        // Calls that are let in change things: each set of scopes gets a sandbox of its own.
        let world = World::new().await;
        let session = world.sandbox.access().session_token.clone();
        let body = json!({"name": "A", "scope": "user", "scopes": held});
        let made =
            see(world.ask("POST", "/api/user/api-keys").bearer_auth(&session).json(&body)).await.json();
        let key = made["rawKey"].as_str().unwrap();
        for operation in operations() {
            let seen = ask(&world, operation, key).await;
            let body: Value = if seen.body.is_empty() { Value::Null } else { seen.json() };
            let code = body["code"].as_str().unwrap_or("");
            let told =
                (seen.status == 403 && ["scope_missing", "session_required"].contains(&code)).then(|| {
                    let names = body["missingScopes"].as_array().into_iter().flatten();
                    names.filter_map(|name| name.as_str().map(str::to_owned)).collect::<BTreeSet<_>>()
                });
            let wanted = missing(operation, held);
            assert_eq!(told, wanted, "{} with {held:?}: {} {body}", operation.id, seen.status);
        }
    }
}
