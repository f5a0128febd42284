//! The sample of a step: one item of an example of the operation's answer, as the step would hand it on.

use serde_json::{Value as Json, json};

use super::operation::entries;
use super::outputs::added_name;
use super::view::{Found, View};
use super::{Marked, text};
use crate::document::{SpecDocument, Value};

/// The sample, if the document has the example.
pub(super) fn sample(
    document: &SpecDocument,
    view: &View<'_>,
    found: &Found<'_>,
    marked: &Marked<'_>,
) -> Option<Json> {
    let examples = view.answer(found.operation)?.get("examples")?;
    let example = view.resolve(examples.get(text(marked.step.sample.as_ref()))?).get("value")?;
    let keep = keep(document, marked);
    let is_kept = |item: &&Json| {
        keep.iter().all(|(path, words)| at(item, path).is_some_and(|value| words.contains(value)))
    };
    let item = match entries(document, marked) {
        Some(list) => example.get(list)?.as_array()?.iter().find(is_kept)?,
        None => example,
    };
    let mut item = item.clone();
    complete(&mut item, marked);
    Some(item)
}

/// What the runtime adds to each item, too.
fn complete(item: &mut Json, marked: &Marked<'_>) {
    let ids: Vec<&str> = marked.step.ids.iter().map(|id| id.value.as_str()).collect();
    let parts: Vec<Json> = ids.iter().map(|path| at(item, path).cloned().unwrap_or(Json::Null)).collect();
    let Some(object) = item.as_object_mut() else { return };
    for (path, part) in ids.iter().zip(&parts).filter(|(path, _)| path.contains('.')) {
        object.insert(added_name(path), part.clone());
    }
    let is_missing = object.get("id").is_none_or(Json::is_null);
    if is_missing && !ids.is_empty() {
        let joined: Vec<String> =
            parts.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned)).collect();
        object.insert(String::from("id"), json!(joined.join(":")));
    }
}

/// Which values let an item through: those of `keep`, and the words that mean done.
pub(super) fn keep(document: &SpecDocument, marked: &Marked<'_>) -> Vec<(String, Vec<Json>)> {
    let own = marked.step.keep.iter().map(|(path, node)| {
        let values = match &node.value {
            Value::List(items) => items.iter().map(crate::document::Node::to_json).collect(),
            _ => vec![node.to_json()],
        };
        (path.value.clone(), values)
    });
    let waiter =
        document.operation(text(marked.step.waiter.as_ref())).and_then(|operation| operation.waiter.as_ref());
    let done = waiter.and_then(|waiter| {
        let path = waiter.watch.as_ref()?.value.trim_start_matches('/').replace('/', ".");
        Some((path, waiter.done.iter().map(|word| json!(word.value)).collect()))
    });
    own.chain(done).collect()
}

/// A value below others: `post.id`.
fn at<'j>(item: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(item, |value, key| value.get(key))
}
