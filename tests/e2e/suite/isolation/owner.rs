//! What an account sees of the sandbox, and which identifiers only it sees.

use std::collections::{BTreeMap, BTreeSet};

use cc_api::catalogue::{Method, Place};
use cc_e2e::{Draft, World, operations, see};
use serde_json::Value;

/// Somebody with a session of their own.
#[derive(Debug)]
pub(super) struct Owner {
    pub(super) tenant: &'static str,
    session: String,
}

/// Answers by operation: what somebody sees.
pub(super) type View = BTreeMap<&'static str, Value>;

impl Owner {
    pub(super) fn new(world: &World, tenant: &'static str, email: &str) -> Self {
        Self { tenant, session: world.sandbox.control().log_in(tenant, email).unwrap() }
    }

    /// A request of theirs.
    pub(super) fn dress(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let (client, request) = request.build_split();
        let mut request = request.unwrap();
        request.headers_mut().insert("x-tenant-slug", self.tenant.parse().unwrap());
        reqwest::RequestBuilder::from_parts(client, request).bearer_auth(&self.session)
    }

    /// The answer to every operation that only reads and needs no identifier.
    pub(super) async fn view(&self, world: &World) -> View {
        let mut view = View::new();
        for operation in operations().filter(|operation| operation.method == Method::Get) {
            if operation.params.iter().any(|param| param.place == Place::Path) {
                continue;
            }
            let mut draft = Draft::of(operation);
            if operation.paging.is_some() {
                draft.query.push(("limit", "100".to_owned()));
            }
            let seen = see(self.dress(draft.request(world))).await;
            view.insert(operation.id, if seen.body.is_empty() { Value::Null } else { seen.json() });
        }
        view
    }
}

/// Every identifier and slug in a view, a few of each kind.
pub(super) fn identifiers(view: &View) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (operation, answer) in view {
        // Whoever lists keys sees a new one at each login of the test.
        if *operation != "list_available_scopes" {
            collect(answer, &mut all);
        }
    }
    all
}

fn collect(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, all)),
        Value::Object(fields) => {
            for (name, inner) in fields {
                let names_something = name == "id" || name == "slug" || name.ends_with("Id");
                match inner.as_str().filter(|_| names_something) {
                    Some(text) => _ = all.insert(text.to_owned()),
                    None => collect(inner, all),
                }
            }
        }
        _ => {}
    }
}

/// The kind of an identifier: `page` of `page_42`; slugs and UUIDs are a kind each.
pub(super) fn kind(id: &str) -> String {
    match id.rsplit_once('_') {
        Some((kind, number)) if number.parse::<u64>().is_ok() => kind.to_owned(),
        _ if id.len() == 36 && id.matches('-').count() == 4 => "uuid".to_owned(),
        _ => "slug".to_owned(),
    }
}

/// An identifier of the same kind that names nothing.
pub(super) fn nothing_like(id: &str) -> String {
    match kind(id).as_str() {
        "uuid" => "00000000-0000-4000-8000-000000000000".to_owned(),
        "slug" => "no-such-slug".to_owned(),
        kind => format!("{kind}_999999999"),
    }
}

/// At most so many of each kind.
pub(super) fn a_few(ids: impl IntoIterator<Item = String>, most: usize) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut few = Vec::new();
    for id in ids {
        let count = taken.entry(kind(&id)).or_default();
        if *count < most {
            *count += 1;
            few.push(id);
        }
    }
    few
}
