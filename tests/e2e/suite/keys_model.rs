//! API keys against a model: whatever is done in whatever order, each key is answered as the model says.

use std::cell::Cell;
use std::collections::BTreeSet;

use cc_api::Client;
use cc_e2e::{TENANT, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

/// How many histories are tried.
const HISTORIES: u32 = 24;

#[derive(Debug, Clone)]
enum Step {
    /// Makes a key with these of [`SCOPES`], or with every scope.
    Create(Option<BTreeSet<usize>>),
    /// Revokes the key at this place, again if it is revoked already.
    Revoke(usize),
    Lapse,
    Renew,
}

const SCOPES: &[&str] = &["content:read", "account:read", "pages:write"];

/// What the model knows of a key. The first scope is the one that it is tried with.
#[derive(Debug)]
struct Key {
    id: String,
    raw: String,
    scopes: Option<BTreeSet<usize>>,
    is_revoked: bool,
}

#[derive(Debug, Default)]
struct Model {
    keys: Vec<Key>,
    is_lapsed: bool,
}

impl Model {
    /// The status that a key's call is answered with.
    fn expected(&self, key: &Key) -> u16 {
        if key.is_revoked {
            401
        } else if self.is_lapsed {
            402
        } else if key.scopes.as_ref().is_some_and(|scopes| !scopes.contains(&0)) {
            403
        } else {
            200
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let scopes = proptest::option::of(proptest::collection::btree_set(0..SCOPES.len(), 0..=SCOPES.len()));
    let step = prop_oneof![
        3 => scopes.prop_map(Step::Create),
        2 => (0_usize..6).prop_map(Step::Revoke),
        1 => Just(Step::Lapse),
        1 => Just(Step::Renew),
    ];
    proptest::collection::vec(step, 1..10)
}

#[test]
fn any_history_of_keys_leaves_each_as_the_model_says() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let config = Config { cases: HISTORIES, failure_persistence: None, ..Config::default() };
    let histories = Cell::new(0);
    let result = TestRunner::new(config).run(&steps(), |history| {
        // An account of its own for each history: the sandbox is started once.
        histories.set(histories.get() + 1);
        let email = format!("member{}@keys.example", histories.get());
        runtime.block_on(follow(&world, &email, history));
        Ok(())
    });
    result.unwrap();
}

/// Does what a history says, and holds the sandbox against the model after each step.
async fn follow(world: &World, email: &str, history: Vec<Step>) {
    let control = world.sandbox.control();
    control.sign_up(TENANT, email).unwrap();
    let session = world.session_of(email);
    let mut model = Model::default();
    for step in history {
        match step {
            Step::Create(scopes) => model.keys.push(create(&session, scopes).await),
            Step::Revoke(place) => revoke(&session, &mut model, place).await,
            Step::Lapse => {
                control.lapse(TENANT, email).unwrap();
                model.is_lapsed = true;
            }
            Step::Renew => {
                control.renew(TENANT, email).unwrap();
                model.is_lapsed = false;
            }
        }
        check(world, &session, &model).await;
    }
}

async fn create(session: &Client, scopes: Option<BTreeSet<usize>>) -> Key {
    let mut call = session.api_keys().create_api_key("Model", "user");
    if let Some(scopes) = &scopes {
        call = call.scopes(scopes.iter().map(|scope| SCOPES[*scope]));
    }
    let made = call.await.unwrap();
    Key { id: made.id.as_str().to_owned(), raw: made.raw_key.expose().to_owned(), scopes, is_revoked: false }
}

async fn revoke(session: &Client, model: &mut Model, place: usize) {
    let Some(key) = model.keys.get_mut(place) else { return };
    let answer = session.api_keys().revoke_api_key(key.id.as_str()).await;
    let status = answer.map_or_else(|refused| refused.status(), |()| Some(204));
    assert_eq!(status, Some(if key.is_revoked { 404 } else { 204 }));
    key.is_revoked = true;
}

async fn check(world: &World, session: &Client, model: &Model) {
    for key in &model.keys {
        let answer = world.client_with(&key.raw).content().get_posts().limit(1).await;
        let status = answer.map_or_else(|refused| refused.status().unwrap(), |_| 200);
        assert_eq!(status, model.expected(key), "{key:?} of {model:?}");
    }
    let listed = session.api_keys().list_api_keys().limit(100).await.unwrap().items;
    let listed: Vec<String> =
        listed.iter().filter_map(|key| Some(key.id.as_ref()?.as_str().to_owned())).collect();
    let in_force = model.keys.iter().rev().filter(|key| !key.is_revoked);
    let in_force: Vec<String> = in_force.map(|key| key.id.clone()).collect();
    assert_eq!(listed, in_force, "the newest first");
}
