//! F262: keys that are none, no longer, not paid for, or of another tenant, against every operation.

use cc_api::catalogue::{Access, Operation};
use cc_e2e::{BEN, Draft, LUIS, OTHER_TENANT, Seen, TENANT, World, check, operations, see};
use http::HeaderValue;
use reqwest::RequestBuilder;
use serde_json::json;

/// Somebody's key: the raw key and its identifier.
async fn key_of(world: &World, tenant: &str, email: &str) -> (String, String) {
    let session = world.sandbox.control().log_in(tenant, email).unwrap();
    let request = with_slugs(world.ask("POST", "/api/user/api-keys"), &[tenant]).bearer_auth(session);
    let made = see(request.json(&json!({"name": "A", "scope": "user"}))).await.json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("rawKey"), text("id"))
}

/// Names these tenants instead of the usual one.
fn with_slugs(request: RequestBuilder, slugs: &[&str]) -> RequestBuilder {
    let (client, request) = request.build_split();
    let mut request = request.unwrap();
    request.headers_mut().remove("x-tenant-slug");
    for slug in slugs {
        request.headers_mut().append("x-tenant-slug", HeaderValue::from_str(slug).unwrap());
    }
    RequestBuilder::from_parts(client, request)
}

/// Sends the example of every operation, changed by this; hands each answer on. Nothing may be applied by it.
async fn sweep(
    world: &World,
    dress: impl Fn(RequestBuilder) -> RequestBuilder,
    judge: impl Fn(&'static Operation, &Seen),
) {
    let before = world.sandbox.control().effects().unwrap();
    for operation in operations() {
        let seen = see(dress(Draft::of(operation).request(world))).await;
        check(operation, seen.status, &seen.body);
        seen.check_headers(operation.id);
        judge(operation, &seen);
    }
    assert_eq!(world.sandbox.control().effects().unwrap(), before, "something was applied");
}

#[tokio::test]
async fn f262_without_a_credential_in_force_only_public_operations_answer() {
    let world = World::new().await;
    let (revoked, id) = key_of(&world, TENANT, BEN).await;
    let revoke = world.ask("DELETE", &format!("/api/user/api-keys/{id}"));
    let session = world.sandbox.control().log_in(TENANT, BEN).unwrap();
    assert_eq!(see(revoke.bearer_auth(session)).await.status, 204);
    let unknown = format!("cc_{}", "x".repeat(43));
    for secret in [None, Some(unknown.as_str()), Some("session_unknown"), Some("' OR 1=1 --"), Some(&revoked)]
    {
        let dress = |request: RequestBuilder| match secret {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        };
        sweep(&world, dress, |operation, seen| {
            let is_public = operation.access == Access::Public;
            assert_eq!(seen.status == 401, !is_public, "{} with {secret:?}: {}", operation.id, seen.status);
        })
        .await;
    }
}

#[tokio::test]
async fn f262_a_key_of_a_lapsed_membership_is_refused_wherever_keys_are_good() {
    let world = World::new().await;
    let (key, _) = key_of(&world, TENANT, BEN).await;
    world.sandbox.control().lapse(TENANT, BEN).unwrap();
    sweep(
        &world,
        |request| request.bearer_auth(&key),
        |operation, seen| {
            // Some operations refuse keys as keys, and one is there for everybody.
            let wanted = match operation.access {
                Access::Public => 200,
                Access::Session => 403,
                _ => 402,
            };
            assert_eq!(seen.status, wanted, "{}: {}", operation.id, seen.text());
        },
    )
    .await;
    world.sandbox.control().renew(TENANT, BEN).unwrap();
    assert_eq!(see(world.ask("GET", "/api/user/content/posts-v2").bearer_auth(&key)).await.status, 200);
}

#[tokio::test]
async fn f262_a_key_opens_its_own_tenant_only() {
    let world = World::new().await;
    let (ours, _) = key_of(&world, TENANT, BEN).await;
    let (theirs, _) = key_of(&world, OTHER_TENANT, LUIS).await;
    let cases: [(&str, &str, &[&str]); 7] = [
        ("their key with our slug", &theirs, &[TENANT]),
        ("our key with their slug", &ours, &[OTHER_TENANT]),
        ("our key with an unknown slug", &ours, &["nobody"]),
        ("our key with no slug", &ours, &[]),
        ("our key with two slugs", &ours, &[TENANT, OTHER_TENANT]),
        ("our key with our slug twice", &ours, &[TENANT, TENANT]),
        ("our key with a slug of quotes", &ours, &["' OR '1'='1"]),
    ];
    let mut words = std::collections::BTreeSet::new();
    for (case, key, slugs) in cases {
        let refused =
            see(with_slugs(world.ask("GET", "/api/user/content/posts-v2"), slugs).bearer_auth(key)).await;
        words.insert((slugs.len() == 1, refused.body.clone()));
        sweep(
            &world,
            |request| with_slugs(request, slugs).bearer_auth(key),
            |operation, seen| {
                // What is public takes any tenant that there is, and a tenant that is none for an input that is wrong.
                let wanted = match (operation.access, slugs) {
                    (Access::Public, [TENANT | OTHER_TENANT]) => 200,
                    (Access::Public, _) => 422,
                    _ => 403,
                };
                assert_eq!(seen.status, wanted, "{case}, {}: {}", operation.id, seen.text());
            },
        )
        .await;
    }
    // A slug that is another's and one that is nobody's are refused in the same words.
    assert_eq!(words.iter().filter(|(one_slug, _)| *one_slug).count(), 1, "{words:?}");
}
