//! F262: identifiers of somebody else, in paths and in bodies of every operation.
//!
//! An identifier that is another's must get the very answer of one that does not exist, and leave the other's things as
//! they are.

use cc_api::catalogue::Operation;
use cc_e2e::{Draft, LUIS, MAYA, OTHER_TENANT, PRIYA, Seen, TENANT, World, operations, see};
use serde_json::Value;

use super::owner::{Owner, a_few, identifiers, nothing_like};

/// The attacker, somebody else, and what only the other one sees.
struct Attack {
    world: World,
    attacker: Owner,
    own: Vec<String>,
    foreign: Vec<String>,
}

impl Attack {
    /// Sends a request with an identifier, and one with another that names nothing; the answers must be the same.
    async fn compare(&self, operation: &Operation, id: &str, draft: impl Fn(&str) -> Draft) {
        let nothing = nothing_like(id);
        let theirs = see(self.attacker.dress(draft(id).request(&self.world))).await;
        let nobodys = see(self.attacker.dress(draft(&nothing).request(&self.world))).await;
        assert!(theirs.status < 500 && nobodys.status < 500, "{}: {}", operation.id, theirs.text());
        assert_eq!(theirs.status, nobodys.status, "{} with {id}: {}", operation.id, theirs.text());
        if theirs.status >= 300 {
            let said = |seen: &Seen, id: &str| seen.text().replace(id, "ID");
            assert_eq!(said(&theirs, id), said(&nobodys, &nothing), "{} with {id}", operation.id);
        }
    }

    async fn in_paths(&self) {
        for operation in operations().filter(|operation| operation.path.contains('{')) {
            for id in &self.foreign {
                self.compare(operation, id, |id| {
                    let mut draft = Draft::of(operation);
                    draft.path.iter_mut().for_each(|(_, value)| id.clone_into(value));
                    draft
                })
                .await;
            }
        }
    }

    async fn in_bodies(&self) {
        for operation in operations() {
            let Some(draft) = self.of_mine(operation).await else { continue };
            let Some(body) = draft.body.clone() else { continue };
            let mut places = Vec::new();
            find_ids(&body, "", &mut places);
            for place in places {
                for id in &self.foreign {
                    self.compare(operation, id, |id| {
                        let mut draft = draft.clone();
                        *draft.body.as_mut().unwrap().pointer_mut(&place).unwrap() = id.into();
                        draft
                    })
                    .await;
                }
            }
        }
    }

    /// The example of an operation on something of the attacker's own, so that only the body is at fault.
    async fn of_mine(&self, operation: &'static Operation) -> Option<Draft> {
        let draft = Draft::of(operation);
        if draft.path.is_empty() {
            return Some(draft);
        }
        for id in &self.own {
            let mut draft = draft.clone();
            draft.path.iter_mut().for_each(|(_, value)| id.clone_into(value));
            if see(self.attacker.dress(draft.request(&self.world))).await.status != 404 {
                return Some(draft);
            }
        }
        None
    }
}

/// The places of identifiers in a body, as JSON pointers.
fn find_ids(value: &Value, place: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let place = format!("{place}/{name}");
                match inner {
                    Value::String(_) if name == "id" || name.ends_with("Id") => places.push(place),
                    Value::Array(items) if name.ends_with("Ids") && !items.is_empty() => {
                        places.push(format!("{place}/0"));
                    }
                    _ => find_ids(inner, &place, places),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find_ids(item, &format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn f262_what_is_anothers_is_answered_like_what_does_not_exist() {
    for (tenant, email) in [(OTHER_TENANT, LUIS), (TENANT, PRIYA)] {
        let world = World::new().await;
        let (attacker, other) = (Owner::new(&world, TENANT, MAYA), Owner::new(&world, tenant, email));
        let (mine, theirs) = (identifiers(&attacker.view(&world).await), other.view(&world).await);
        let only_theirs = identifiers(&theirs).into_iter().filter(|id| !mine.contains(id));
        let foreign = a_few(only_theirs, 1);
        assert!(foreign.len() >= 4, "{email} has hardly anything of their own: {foreign:?}");
        let attack = Attack { attacker, own: a_few(mine, 2), foreign, world };
        attack.in_paths().await;
        attack.in_bodies().await;
        let after = other.view(&attack.world).await;
        for (operation, answer) in theirs {
            assert_eq!(after[operation], answer, "{email} sees something else in {operation}");
        }
        let seen = serde_json::to_string(&attack.attacker.view(&attack.world).await).unwrap();
        assert!(!seen.contains(email), "{email} is shown to somebody else");
    }
}
