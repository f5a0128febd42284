//! Lookup lists, kept for a while: pillars, types, tags and their like change seldom and are asked for often, and each
//! request counts. The answer says how old it is, and `refresh` asks anew.
//!
//! A server has one account, and its lists are its own: nothing of them is shared with another one or written down.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cc_api::catalogue::Operation;
use serde_json::{Map, Value};

/// The operations whose answers are kept: small lists that are the same for everybody, or nearly so.
const KEPT: [&str; 15] = [
    "list_areas_of_work",
    "list_calendar_categories",
    "list_client_types",
    "list_content_pillar_categories",
    "list_content_pillars",
    "list_content_styles",
    "list_content_tags",
    "list_content_type_categories",
    "list_content_types",
    "list_event_types",
    "list_knowledge_hub_video_categories",
    "list_market_profile_categories",
    "list_mindsets",
    "list_target_audiences",
    "list_user_goals",
];
/// How long an answer is kept.
pub(crate) const LIFE: Duration = Duration::from_secs(3_600);
/// How many answers are kept; the oldest gives way.
const MOST: usize = 64;

/// A page of a lookup list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lookup {
    pub(crate) entries: Vec<Value>,
    pub(crate) count: Option<u64>,
    pub(crate) goes_on: bool,
}

/// The answers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    kept: Mutex<BTreeMap<String, (Duration, Lookup)>>,
}

/// Whether the answers of an operation are kept.
pub(crate) fn keeps(operation: &Operation) -> bool {
    KEPT.contains(&operation.id)
}

impl Lookups {
    /// What was answered to the same call, and how long ago. `now` is the time since some fixed moment.
    pub(crate) fn get(
        &self,
        operation: &Operation,
        arguments: &Map<String, Value>,
        now: Duration,
    ) -> Option<(Lookup, Duration)> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (since, _)| now.saturating_sub(*since) < LIFE);
        let (since, lookup) = kept.get(&call(operation, arguments))?;
        Some((lookup.clone(), now.saturating_sub(*since)))
    }

    /// Keeps an answer, if it is one of those that are kept.
    pub(crate) fn keep(
        &self,
        operation: &Operation,
        arguments: &Map<String, Value>,
        lookup: &Lookup,
        now: Duration,
    ) {
        if !keeps(operation) {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST
            && let Some(oldest) =
                kept.iter().min_by_key(|(_, (since, _))| *since).map(|(call, _)| call.clone())
        {
            kept.remove(&oldest);
        }
        kept.insert(call(operation, arguments), (now, lookup.clone()));
    }
}

/// What a call is, whatever the order in which its arguments come.
fn call(operation: &Operation, arguments: &Map<String, Value>) -> String {
    let by_name: BTreeMap<&String, String> =
        arguments.iter().map(|(name, value)| (name, value.to_string())).collect();
    format!("{} {by_name:?}", operation.id)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cc_api::catalogue::{self, Safety};
    use serde_json::{Map, Value, json};

    use super::{KEPT, LIFE, Lookup, Lookups, MOST, keeps};

    fn arguments(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn pillars(entries: u64) -> Lookup {
        Lookup { entries: vec![json!({ "id": "pillar_1" })], count: Some(entries), goes_on: false }
    }

    #[test]
    fn what_is_kept_are_listings_that_only_read() {
        for id in KEPT {
            let operation = catalogue::find(id).unwrap();
            assert!(operation.safety == Safety::Read && operation.paging.is_some(), "{id}");
        }
        assert!(!keeps(&catalogue::GET_POSTS));
    }

    #[test]
    fn an_answer_is_given_again_for_an_hour_to_the_same_call_only() {
        let (lookups, operation) = (Lookups::default(), &catalogue::LIST_CONTENT_PILLARS);
        let (call, start) = (arguments(&json!({ "limit": 10, "offset": 0 })), Duration::from_secs(7));
        let turned = arguments(&json!({ "offset": 0, "limit": 10 }));
        lookups.keep(operation, &call, &pillars(1), start);
        let later = start + Duration::from_secs(90);
        assert_eq!(lookups.get(operation, &turned, later), Some((pillars(1), Duration::from_secs(90))));
        assert_eq!(lookups.get(operation, &arguments(&json!({ "limit": 5 })), later), None);
        assert_eq!(lookups.get(&catalogue::LIST_CONTENT_TYPES, &call, later), None);
        lookups.keep(operation, &call, &pillars(2), later);
        assert_eq!(
            lookups.get(operation, &call, start + LIFE).map(|found| found.0),
            Some(pillars(2)),
            "renewed"
        );
        assert_eq!(lookups.get(operation, &call, later + LIFE), None);
        lookups.keep(&catalogue::GET_POSTS, &call, &pillars(3), start);
        assert_eq!(lookups.get(&catalogue::GET_POSTS, &call, start), None);
    }

    #[test]
    fn answers_do_not_pile_up() {
        let (lookups, operation) = (Lookups::default(), &catalogue::LIST_CONTENT_PILLARS);
        let call = |offset: usize| arguments(&json!({ "offset": offset }));
        for n in 0..=MOST {
            lookups.keep(operation, &call(n), &pillars(1), Duration::from_secs(n as u64));
        }
        let now = Duration::from_secs(MOST as u64);
        assert_eq!(lookups.get(operation, &call(0), now), None, "the oldest gave way");
        assert!(lookups.get(operation, &call(1), now).is_some());
    }
}
