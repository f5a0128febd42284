//! What servers say when they refuse: in every dialect the message and the fields are found.

use cc_api::fake::FakeAnswer;
use cc_api::{Error, ErrorKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::api::catalogue::UPDATE_POST;
use crate::{answering, config, outcome};

/// What stands before the server's own words.
const FOUND_FAULT: &str = "the server finds fault with the request";

fn refused(body: String) -> Error {
    let (_, client) = answering(FakeAnswer::new(400, body));
    outcome(client.call(&UPDATE_POST).arg("id_or_slug", "a")).unwrap_err()
}

/// Fields by name, with what is wrong with them.
type Fields = Vec<(String, String)>;

/// A body, and what it says: a message, and fields with theirs.
#[derive(Debug, Clone)]
struct Said {
    body: String,
    message: Option<String>,
    fields: Fields,
}

impl Said {
    fn message(body: &Value, message: &str) -> Self {
        Self::text(body.to_string(), message)
    }

    fn text(body: String, message: &str) -> Self {
        Self { body, message: Some(message.to_owned()), fields: Vec::new() }
    }

    fn fields(body: &Value, fields: &[(String, String)]) -> Self {
        Self { body: body.to_string(), message: None, fields: fields.to_vec() }
    }
}

/// A sentence that is shown as it is.
fn sentence() -> impl Strategy<Value = String> {
    "[A-Z][a-zäöü0-9]{1,9}( [a-z0-9ñ!,'-]{1,9}){0,6}"
        .prop_filter("no word for a key", |text| !text.to_lowercase().contains("bearer"))
}

/// Names of fields that are none of the words for messages.
fn fields() -> impl Strategy<Value = Fields> {
    prop::collection::btree_map("[a-z]{2,8}_x", sentence(), 1..5)
        .prop_map(|fields| fields.into_iter().collect())
}

/// A message in each of its dialects.
fn with_message() -> impl Strategy<Value = Said> {
    let shapes: [fn(&str, &str) -> Said; 11] = [
        |a, _| Said::message(&json!({ "detail": a }), a),
        |a, b| Said::message(&json!({ "detail": [a, b] }), a),
        |a, _| Said::message(&json!({ "message": a, "code": 7, "ok": false }), a),
        |a, _| Said::message(&json!({ "error": a }), a),
        |a, b| Said::message(&json!({ "error": { "code": b.len(), "message": a } }), a),
        |a, b| Said::message(&json!({ "error": { "detail": { "message": a }, "id": b.len() } }), a),
        |a, b| Said::message(&json!({ "errors": [a, b] }), a),
        |a, b| Said::message(&json!({ "type": "about:blank", "title": b, "status": 400, "detail": a }), a),
        |a, _| Said::message(&json!(a), a),
        |a, _| Said::text(format!(" {a}\r\n"), a),
        |a, b| {
            let page =
                format!("<!DOCTYPE html>\n<html><head><TITLE>{a}</TITLE></head><body>{b}</body></html>");
            Said::text(page, &format!("a web page titled “{a}”"))
        },
    ];
    (prop::sample::select(shapes.to_vec()), sentence(), sentence()).prop_map(|(shape, a, b)| shape(&a, &b))
}

/// Complaints about fields in each of their dialects.
fn with_fields() -> impl Strategy<Value = Said> {
    let shapes: [fn(Fields) -> Said; 5] = [
        |fields| {
            let list = fields.iter().map(|(field, text)| json!({ "field": field, "message": text }));
            Said::fields(&json!({ "errors": list.collect::<Vec<_>>() }), &fields)
        },
        |fields| {
            let list = fields
                .iter()
                .map(|(field, text)| json!({ "loc": ["body", field], "msg": text, "type": "x" }));
            let body = json!({ "detail": list.collect::<Vec<_>>() });
            let fields: Vec<_> =
                fields.into_iter().map(|(field, text)| (format!("body.{field}"), text)).collect();
            Said::fields(&body, &fields)
        },
        |fields| Said::fields(&json!({ "errors": by_field(&fields) }), &fields),
        |fields| Said::fields(&by_field(&fields), &fields),
        |fields| {
            let mut said = Said::fields(&json!({ "message": "No", "errors": by_field(&fields) }), &fields);
            said.message = Some("No".to_owned());
            said
        },
    ];
    (prop::sample::select(shapes.to_vec()), fields()).prop_map(|(shape, fields)| shape(fields))
}

/// `{"date_x": ["is in the past"]}`.
fn by_field(fields: &[(String, String)]) -> Value {
    fields
        .iter()
        .map(|(field, text)| (field.clone(), json!([text])))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Bodies that say nothing.
const SILENT: [&str; 10] =
    ["", " \n", "[]", "{}", "null", "true", "7", "{\"detail\":", "{\"count\":{}}", "{\"detail\":null}"];

fn silent() -> impl Strategy<Value = Said> {
    prop::sample::select(&SILENT).prop_map(|body| Said {
        body: body.to_owned(),
        message: None,
        fields: Vec::new(),
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn message_and_fields_are_found_in_every_dialect(
        said in prop_oneof![3 => with_message(), 3 => with_fields(), 1 => silent()],
        mark: bool,
    ) {
        let body = if mark { format!("\u{feff}{}", said.body) } else { said.body.clone() };
        let error = refused(body);
        prop_assert_eq!((error.kind(), error.status()), (ErrorKind::Validation, Some(400)));
        let expected = match &said.message {
            Some(message) => format!("{FOUND_FAULT}: {message}"),
            None => FOUND_FAULT.to_owned(),
        };
        prop_assert_eq!(error.message(), expected);
        let mut found: Vec<_> =
            error.fields().iter().map(|field| (field.field.clone(), field.message.clone())).collect();
        found.sort();
        prop_assert_eq!(found, said.fields);
    }

    #[test]
    fn any_body_gives_one_plain_line_of_bounded_length(body in prop::collection::vec(any::<char>(), 0..400)) {
        let body: String = body.into_iter().collect();
        let error = refused(body.clone());
        let line = error.to_string();
        prop_assert!(!line.chars().any(char::is_control) && line.chars().count() < 1500, "{:?}", line);
        prop_assert_eq!(error.body(), body.as_bytes());
    }
}
