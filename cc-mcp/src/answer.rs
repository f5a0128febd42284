//! Small answers: what a model reads costs it room, so it gets the fields that matter, a few entries, and the next call
//! where there is more.

use std::time::Duration;

use cc_surface::{Fields, shortened};
use serde_json::{Map, Value, json};

/// The largest answer, in bytes of its JSON.
pub(crate) const LARGEST: usize = 16 * 1024;
/// The longest text of a field before it is cut, unless the field was asked for by name.
const LONGEST_TEXT: usize = 2_000;

/// A part of a listing, and how to see more of it.
pub(crate) struct Listed {
    pub(crate) entries: Vec<Value>,
    pub(crate) offset: u64,
    /// How many there are in all, if the API says so.
    pub(crate) count: Option<u64>,
    /// Whether there are entries after these.
    pub(crate) goes_on: bool,
    /// How long ago the API said so, if the answer was kept.
    pub(crate) age: Option<Duration>,
}

impl Listed {
    /// The entries that fit, with what the caller has to know to go on: how many there are, and the arguments of the next
    /// call. `arguments` are those of the operation now, and `call` makes the call of a tool out of such arguments.
    pub(crate) fn shown(
        self,
        fields: Option<&str>,
        arguments: &Map<String, Value>,
        call: &dyn Fn(Map<String, Value>) -> Value,
    ) -> Value {
        let pick = |entry: &Value| match fields {
            None => brief(entry),
            Some("*") => entry.clone(),
            Some(names) => Fields::parse(names).of(entry),
        };
        let (all, mut size) = (self.entries.len(), 0);
        let mut shown = Vec::with_capacity(all);
        for entry in &self.entries {
            let entry = entry_of(shortened(pick(entry), LONGEST_TEXT));
            size += entry.to_string().len() + 1;
            if size > LARGEST && !shown.is_empty() {
                break;
            }
            shown.push(entry);
        }
        let next_offset = self.offset + shown.len() as u64;
        let more = self.goes_on || shown.len() < all;
        let mut answer = json!({ "results": shown });
        if let Some(count) = self.count {
            answer["count"] = count.into();
        }
        if let Some(age) = self.age {
            answer["cached_seconds"] = age.as_secs().into();
        }
        if more && !shown_is_empty(&answer) {
            let mut next = arguments.clone();
            next.insert("offset".to_owned(), next_offset.into());
            answer["next"] = call(next);
        }
        answer
    }
}

/// What every answer is, whatever the API said: an object. Hosts take nothing else as the data of a tool.
pub(crate) fn object(answer: Value) -> Value {
    match answer {
        Value::Object(_) => answer,
        Value::Null => json!({ "done": true }),
        Value::Array(entries) => json!({ "results": entries.into_iter().map(entry_of).collect::<Value>() }),
        value => json!({ "value": value }),
    }
}

/// An entry of a listing, which is an object as well.
fn entry_of(entry: Value) -> Value {
    if entry.is_object() { entry } else { json!({ "value": entry }) }
}

/// The short form of an entry: its plain values, and of what is nested only what it is called. Nothing is there for null.
fn brief(entry: &Value) -> Value {
    let Value::Object(object) = entry else { return entry.clone() };
    let short = object.iter().filter_map(|(name, value)| Some((name.clone(), called(value)?)));
    Value::Object(short.collect())
}

/// A plain value as it is; what an object is called; the names of a list's entries.
fn called(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Object(object) => {
            ["name", "title", "slug", "id"].iter().find_map(|key| object.get(*key)).cloned()
        }
        Value::Array(items) => Some(items.iter().filter_map(called).collect()),
        plain => Some(plain.clone()),
    }
}

fn shown_is_empty(answer: &Value) -> bool {
    answer["results"].as_array().is_none_or(Vec::is_empty)
}

/// One value that fits: texts are cut shorter and shorter until it does, and then it is said so.
pub(crate) fn one(value: &Value, fields: &Fields) -> Value {
    let picked = fields.of(value);
    let mut longest = LONGEST_TEXT;
    loop {
        let shown = shortened(picked.clone(), longest);
        if shown.to_string().len() <= LARGEST || longest < 100 {
            return shown;
        }
        longest /= 2;
    }
}

#[cfg(test)]
mod tests {
    use cc_surface::Fields;
    use serde_json::{Map, Value, json};

    use super::{LARGEST, Listed, object, one};

    fn listed(entries: usize, length: usize) -> Listed {
        let entry = |id: usize| json!({ "id": id, "text": "x".repeat(length), "noise": 1 });
        Listed {
            entries: (0..entries).map(entry).collect(),
            offset: 20,
            count: Some(100),
            goes_on: true,
            age: None,
        }
    }

    fn get_posts(arguments: Map<String, Value>) -> Value {
        let arguments = Value::Object(arguments);
        json!({ "tool": "get_posts", "arguments": arguments })
    }

    #[test]
    fn what_does_not_fit_is_left_for_the_next_call_which_is_named() {
        let arguments: Map<String, Value> =
            json!({ "limit": 10, "pillar": "p" }).as_object().unwrap().clone();
        let shown = listed(10, 1_900).shown(Some("id,text"), &arguments, &get_posts);
        let results = shown["results"].as_array().unwrap();
        assert!(results.len() < 10 && shown.to_string().len() < LARGEST + 500, "{}", results.len());
        assert_eq!(
            shown["next"]["arguments"],
            json!({ "limit": 10, "pillar": "p", "offset": 20 + results.len() })
        );
        assert!(results[0].get("noise").is_none());
        let last = Listed { offset: 95, goes_on: false, ..listed(5, 3) }.shown(None, &arguments, &get_posts);
        assert_eq!((last["results"].as_array().unwrap().len(), last.get("next")), (5, None));
    }

    #[test]
    fn every_answer_is_an_object_of_objects() {
        for (said, shown) in [
            (json!(null), json!({ "done": true })),
            (json!([1, { "a": 2 }]), json!({ "results": [{ "value": 1 }, { "a": 2 }] })),
            (json!("words"), json!({ "value": "words" })),
            (json!({ "a": null }), json!({ "a": null })),
        ] {
            assert_eq!(object(said), shown);
        }
    }

    #[test]
    fn one_entry_is_always_shown_and_long_texts_are_cut_with_a_word() {
        let shown = listed(1, 100_000).shown(None, &Map::new(), &get_posts);
        assert!(shown.to_string().contains("(cut, 100000 characters in all)"));
        let address = format!("https://example.com/{}", "a".repeat(150));
        let texts: Vec<Value> = (0..100).map(|_| json!("y".repeat(3_000))).collect();
        let shown = one(&json!({ "link": address, "texts": texts }), &Fields::default());
        assert_eq!(shown["link"], address, "an address is whole or of no use");
        let many: Vec<Value> = (0..40).map(|_| json!("y".repeat(3_000))).collect();
        assert!(one(&json!({ "texts": many }), &Fields::default()).to_string().len() <= LARGEST);
        assert_eq!(one(&json!({ "a": 1 }), &Fields::default()), json!({ "a": 1 }));
    }
}
