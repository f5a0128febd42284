//! Which operations a recording calls: all that only read, whose answers are nobody's secret, and that the key may call.

use std::collections::BTreeSet;

use cc_api::catalogue::{self, Access, Method, Operation, Param, Place, Safety};
use cc_surface::{KnownScopes, Permission};

use super::values;

/// What is to be called, in this order.
#[derive(Default)]
pub(super) struct Plan {
    /// What can be called without knowing anything of the account.
    pub(super) plain: Vec<&'static Operation>,
    /// What takes an identifier that stands in the answers of others.
    pub(super) by_value: Vec<&'static Operation>,
    /// What is not called, and why.
    pub(super) left_out: Vec<(&'static Operation, String)>,
}

/// How many samples are taken of an operation that takes an identifier: one by each kind of it.
pub(super) const SAMPLES: usize = 2;

impl Plan {
    /// The plan for a key. `held` are the operations that the recording holds already; `only` those that are wanted, all if
    /// it is empty.
    pub(super) fn new(known: &KnownScopes, held: &BTreeSet<String>, only: &[&'static Operation]) -> Self {
        let mut plan = Self::default();
        let wanted = |operation: &Operation| only.is_empty() || only.iter().any(|one| one.id == operation.id);
        for operation in catalogue::all().iter().copied().filter(|operation| wanted(operation)) {
            if operation.safety != Safety::Read {
                continue;
            }
            let reason = refusal(operation, known)
                .or_else(|| held.contains(operation.id).then(|| "in the file already".to_owned()));
            match reason {
                Some(reason) => plan.left_out.push((operation, reason)),
                None if needs_values(operation) => plan.by_value.push(operation),
                None => plan.plain.push(operation),
            }
        }
        plan.add_sources(known);
        plan
    }

    /// How many requests it takes at most: a large page is asked for once.
    pub(super) fn most(&self) -> usize {
        let large = self.plain.iter().any(|operation| operation.paging.is_some());
        self.plain.len() + usize::from(large) + SAMPLES * self.by_value.len()
    }

    /// Adds, for each operation that takes an identifier, one whose answers hold some, unless one is there.
    fn add_sources(&mut self, known: &KnownScopes) {
        for operation in &self.by_value {
            let Some(param) = asked_for(operation) else { continue };
            let is_source = |other: &&&'static Operation| values::may_hold(other, param);
            if self.plain.iter().any(|other| is_source(&other)) {
                continue;
            }
            let fit = |other: &&&'static Operation| {
                other.safety == Safety::Read && refusal(other, known).is_none() && !needs_values(other)
            };
            let sources = catalogue::all().iter().filter(fit).filter(is_source);
            let nearest = sources.min_by_key(|other| {
                (!operation.path.starts_with(other.path), other.tag != operation.tag, other.paging.is_none())
            });
            self.plain.extend(nearest);
        }
    }
}

/// Why an operation is never recorded, or not with this key.
pub(super) fn refusal(operation: &Operation, known: &KnownScopes) -> Option<String> {
    if operation.safety != Safety::Read || operation.method != Method::Get {
        return Some("it changes something".to_owned());
    }
    if operation.sensitive {
        return Some("its answers are nobody else's business".to_owned());
    }
    if operation.access == Access::Session {
        return Some("it takes the token of a login".to_owned());
    }
    match known.permission(operation) {
        Permission::Missing(scopes) => Some(format!("the key lacks {scopes}")),
        _ => None,
    }
}

/// The argument whose value has to be known: what the path names.
pub(super) fn asked_for(operation: &Operation) -> Option<&'static Param> {
    operation.required_params().find(|param| !matches!(param.place, Place::Query(_)))
}

fn needs_values(operation: &Operation) -> bool {
    asked_for(operation).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cc_api::ScopeSet;
    use cc_api::catalogue::{self, Operation};
    use cc_surface::KnownScopes;

    use super::Plan;

    fn ids(operations: &[&Operation]) -> Vec<&'static str> {
        operations.iter().map(|operation| operation.id).collect()
    }

    #[test]
    fn all_that_reads_and_is_no_secret_is_called_within_ninety_requests() {
        let plan = Plan::new(&KnownScopes::default(), &BTreeSet::new(), &[]);
        let called = plan.plain.len() + plan.by_value.len();
        assert!(plan.most() <= 90 && called > 50, "{called} operations, {} requests", plan.most());
        for operation in plan.plain.iter().chain(&plan.by_value) {
            let changes = operation.method != catalogue::Method::Get || operation.destructive;
            assert!(!operation.sensitive && !changes, "{}", operation.id);
        }
        let left_out: Vec<&str> = plan.left_out.iter().map(|(operation, _)| operation.id).collect();
        assert!(left_out.contains(&"list_invoices") && left_out.contains(&"list_api_keys"), "{left_out:?}");
    }

    #[test]
    fn what_the_key_can_not_read_and_what_is_there_already_is_left_out() {
        let mut known = KnownScopes::default();
        known.learn_lacking(&ScopeSet::from_iter(["content:read"]));
        let held = BTreeSet::from(["list_events".to_owned()]);
        let plan = Plan::new(&known, &held, &[]);
        let why = |id: &str| {
            let found = plan.left_out.iter().find(|(operation, _)| operation.id == id);
            found.map(|(_, why)| why.as_str())
        };
        assert_eq!(why("get_posts"), Some("the key lacks content:read"));
        assert_eq!(why("list_events"), Some("in the file already"));
        assert_eq!(why("get_my_profile"), None);
        // Events are read once more for the sake of one event, which is not there yet.
        assert!(ids(&plan.plain).contains(&"list_events") && ids(&plan.by_value).contains(&"get_event"));
    }

    #[test]
    fn one_operation_brings_along_the_listing_that_its_identifier_is_from() {
        for (only, plain, by_value) in [
            ("get_post", &["get_posts"][..], &["get_post"][..]),
            ("get_content_drop", &["get_content_drops"], &["get_content_drop"]),
            ("get_instagram_media_insights", &["get_instagram_posts"], &["get_instagram_media_insights"]),
            ("get_ai_generation_task", &["list_ai_generation_tasks"], &["get_ai_generation_task"]),
            ("get_my_profile", &["get_my_profile"], &[]),
        ] {
            let wanted = catalogue::find(only).unwrap();
            let plan = Plan::new(&KnownScopes::default(), &BTreeSet::new(), &[wanted]);
            assert_eq!(
                (ids(&plan.plain), ids(&plan.by_value)),
                (plain.to_vec(), by_value.to_vec()),
                "{only}"
            );
        }
    }
}
