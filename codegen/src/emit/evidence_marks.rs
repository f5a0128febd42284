//! How the statements of a type are known, as one text: what an error looks up after an answer did not fit.
//!
//! `{"":"inferred","caption":"connector","insights":">InstagramInsights"}`: first the mark of the type, then the fields
//! that have another mark or lead to another type. In front of that type stands a `*` for each map on the way, whose
//! keys are no fields; lists need no sign, since their places are numbers. Of what is a guess from end to end nothing is
//! written: the runtime takes a type without a row for that.

use serde_json::{Map, Value};

use crate::model::{ApiModel, Evidence, Field, Shape, TypeDef, TypeRef};

/// The text of a type; none for what needs none.
pub(super) fn of_type(ty: &TypeDef, model: &ApiModel) -> Option<String> {
    let fields: &[Field] = match &ty.shape {
        Shape::Object { fields } => fields,
        _ => &[],
    };
    let mut marks = Map::new();
    marks.insert(String::new(), Value::from(ty.evidence.as_str()));
    for field in fields {
        let text = of_field(field, model);
        if !text.is_empty() {
            marks.insert(field.wire_name.as_str().to_owned(), Value::from(text));
        }
    }
    let says_something = marks.len() > 1 || ty.evidence != Evidence::Inferred;
    says_something.then(|| Value::Object(marks).to_string())
}

fn of_field(field: &Field, model: &ApiModel) -> String {
    let mut text = String::new();
    text.push_str(field.evidence.map_or("", |mark| mark.as_str()));
    if let Some(way) = way(&field.ty, model) {
        text.push('>');
        text.push_str(&way);
    }
    text
}

/// The maps on the way to a type with fields, and its name, if there is one.
fn way(ty: &TypeRef, model: &ApiModel) -> Option<String> {
    match ty {
        TypeRef::Named(name) => {
            let has_fields = |ty: &&TypeDef| ty.name == *name && matches!(ty.shape, Shape::Object { .. });
            model.types.iter().find(has_fields).map(|ty| ty.name.as_str().to_owned())
        }
        TypeRef::Map(inner) => way(inner, model).map(|way| format!("*{way}")),
        TypeRef::List(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => way(inner, model),
        _ => None,
    }
}
