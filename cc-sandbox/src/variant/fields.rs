//! Changes of the fields of one object.

use serde_json::{Map, Value, json};

use super::change::FieldChange;
use super::values::{reformatted, retyped};

/// Makes the change, if there is something to change and its turn has come; `is_due` is asked only if there is.
pub(super) fn change(
    object: &mut Map<String, Value>,
    field: &str,
    what: &FieldChange,
    is_due: impl FnOnce() -> bool,
) {
    if fits(object.get(field), what) && is_due() {
        make(object, field, what);
    }
}

/// Whether there is something to change.
fn fits(value: Option<&Value>, what: &FieldChange) -> bool {
    match (value, what) {
        (None, what) => matches!(what, FieldChange::Add(_)),
        (Some(_), FieldChange::Add(_)) => false,
        (Some(_), FieldChange::Drop | FieldChange::Rename(_) | FieldChange::Move(_)) => true,
        (Some(value), FieldChange::Null) => !value.is_null(),
        (Some(value), FieldChange::Reformat(to)) => reformatted(value, *to).is_some(),
        (Some(value), FieldChange::Retype(to)) => retyped(value, *to).is_some(),
    }
}

fn make(object: &mut Map<String, Value>, field: &str, what: &FieldChange) {
    let other = match (object.get(field), what) {
        (_, FieldChange::Drop) => return drop(object.shift_remove(field)),
        (_, FieldChange::Rename(to)) => return rename(object, field, to),
        (_, FieldChange::Move(into)) => return move_into(object, field, into),
        (_, FieldChange::Add(value)) => Some(value.clone()),
        (_, FieldChange::Null) => Some(Value::Null),
        (value, FieldChange::Reformat(to)) => value.and_then(|value| reformatted(value, *to)),
        (value, FieldChange::Retype(to)) => value.and_then(|value| retyped(value, *to)),
    };
    // A field that is there keeps its place.
    object.extend(other.map(|other| (field.to_owned(), other)));
}

/// The field under another name, at its old place.
pub(super) fn rename(object: &mut Map<String, Value>, field: &str, to: &str) {
    let renamed = std::mem::take(object).into_iter();
    *object =
        renamed.map(|(name, value)| (if name == field { to.to_owned() } else { name }, value)).collect();
}

/// The field inside an object, which others may have been moved into before.
fn move_into(object: &mut Map<String, Value>, field: &str, into: &str) {
    let Some(value) = object.shift_remove(field) else { return };
    let inner = object.entry(into).or_insert_with(|| json!({}));
    if let Some(inner) = inner.as_object_mut() {
        inner.insert(field.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variant::change::{TextForm, ValueType};

    fn changed(object: &Value, field: &str, what: &FieldChange, is_due: bool) -> (String, bool) {
        let (mut object, mut asked) = (object.as_object().unwrap().clone(), false);
        change(&mut object, field, what, || {
            asked = true;
            is_due
        });
        (Value::Object(object).to_string(), asked)
    }

    #[test]
    fn each_change_keeps_the_other_fields_and_their_order() {
        let object = json!({"id": "a", "at": "2026-03-04", "n": 5, "none": null});
        let cases = [
            (
                "at",
                FieldChange::Reformat(TextForm::EpochSeconds),
                r#"{"id":"a","at":1772582400,"n":5,"none":null}"#,
            ),
            (
                "n",
                FieldChange::Retype(ValueType::Text),
                r#"{"id":"a","at":"2026-03-04","n":"5","none":null}"#,
            ),
            ("n", FieldChange::Null, r#"{"id":"a","at":"2026-03-04","n":null,"none":null}"#),
            ("at", FieldChange::Drop, r#"{"id":"a","n":5,"none":null}"#),
            ("none", FieldChange::Drop, r#"{"id":"a","at":"2026-03-04","n":5}"#),
            ("at", FieldChange::Rename("on".into()), r#"{"id":"a","on":"2026-03-04","n":5,"none":null}"#),
            (
                "at",
                FieldChange::Move("when".into()),
                r#"{"id":"a","n":5,"none":null,"when":{"at":"2026-03-04"}}"#,
            ),
            (
                "new",
                FieldChange::Add(json!([1])),
                r#"{"id":"a","at":"2026-03-04","n":5,"none":null,"new":[1]}"#,
            ),
        ];
        for (field, what, wanted) in cases {
            assert_eq!(changed(&object, field, &what, true), (wanted.to_owned(), true), "{what:?}");
            assert_eq!(changed(&object, field, &what, false), (object.to_string(), true), "{what:?}");
        }
    }

    #[test]
    fn where_there_is_nothing_to_change_nothing_is_counted() {
        let object = json!({"none": null, "text": "a"});
        let cases = [
            ("gone", FieldChange::Drop),
            ("gone", FieldChange::Null),
            ("gone", FieldChange::Rename("other".into())),
            ("gone", FieldChange::Move("other".into())),
            ("none", FieldChange::Null),
            ("none", FieldChange::Retype(ValueType::Text)),
            ("text", FieldChange::Retype(ValueType::Text)),
            ("text", FieldChange::Reformat(TextForm::Date)),
            ("text", FieldChange::Add(json!(1))),
        ];
        for (field, what) in cases {
            assert_eq!(changed(&object, field, &what, true), (object.to_string(), false), "{what:?}");
        }
    }

    #[test]
    fn two_fields_are_moved_into_one_object() {
        let mut object = json!({"a": 1, "b": 2, "c": 3}).as_object().unwrap().clone();
        for field in ["a", "c"] {
            change(&mut object, field, &FieldChange::Move("more".into()), || true);
        }
        assert_eq!(Value::Object(object), json!({"b": 2, "more": {"a": 1, "c": 3}}));
    }
}
