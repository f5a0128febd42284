//! JSON bodies, in the order of the catalogue.

use bytes::Bytes;

use super::super::catalogue::{BodyShape, Operation, Place};
use super::super::words::all_bytes;

/// The body of a request, if it has one. `arg` gives the JSON of an argument by its place.
pub(crate) fn body<'a>(
    operation: &'static Operation,
    arg: &dyn Fn(usize) -> Option<&'a [u8]>,
) -> Option<Bytes> {
    match operation.body {
        BodyShape::Empty => None,
        BodyShape::Whole => {
            let index = operation.param_where(&|param| param.place == Place::Body)?;
            Some(Bytes::copy_from_slice(arg(index)?))
        }
        BodyShape::Fields { required } => {
            let mut out = Vec::with_capacity(128);
            for (index, param) in operation.params.iter().enumerate() {
                let (Place::BodyField, Some(json)) = (param.place, arg(index)) else { continue };
                out.push(if out.is_empty() { b'{' } else { b',' });
                push_name(&mut out, param.wire);
                out.push(b':');
                out.extend_from_slice(json);
            }
            match (out.is_empty(), required) {
                (true, false) => None,
                (true, true) => Some(Bytes::from_static(b"{}")),
                (false, _) => {
                    out.push(b'}');
                    Some(out.into())
                }
            }
        }
    }
}

/// A name as JSON text; names of our documents need no escaping, those of others may.
fn push_name(out: &mut Vec<u8>, name: &str) {
    if all_bytes(name, |b| b.is_ascii_alphanumeric() || b == b'_') {
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(serde_json::Value::from(name).to_string().as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::runtime::catalogue::{BodyShape, Operation, Param, Place};

    const FIELDS: &[Param] = &[
        Param { wire: "b", place: Place::BodyField, ..Param::BLANK },
        Param { wire: "a\"", place: Place::BodyField, ..Param::BLANK },
    ];
    static OPTIONAL: Operation =
        Operation { params: FIELDS, body: BodyShape::Fields { required: false }, ..Operation::BLANK };
    static REQUIRED: Operation = Operation { body: BodyShape::Fields { required: true }, ..OPTIONAL };
    static WHOLE: Operation =
        Operation { params: &[Param::BLANK], body: BodyShape::Whole, ..Operation::BLANK };

    #[test]
    fn a_body_has_the_arguments_that_are_set_in_the_catalogues_order() {
        let of = |operation, arg: &dyn Fn(usize) -> Option<&'static [u8]>| {
            body(operation, arg).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
        };
        assert_eq!(of(&OPTIONAL, &|_| None), None);
        assert_eq!(of(&REQUIRED, &|_| None).as_deref(), Some("{}"));
        assert_eq!(of(&REQUIRED, &|_| Some(b"1")).as_deref(), Some(r#"{"b":1,"a\"":1}"#));
        assert_eq!(
            of(&OPTIONAL, &|index| (index == 1).then_some(b"null")).as_deref(),
            Some(r#"{"a\"":null}"#)
        );
        assert_eq!(of(&WHOLE, &|_| Some(b"[1]")).as_deref(), Some("[1]"));
        assert_eq!(of(&Operation::BLANK, &|_| Some(b"1")), None);
    }
}
