//! Answers of success: any bytes become a value of the type expected, or an error that says where they don't fit.
//!
//! The first byte chooses the type, the rest is the body. A value is written down and read again, and has to be the
//! same: what a program keeps of an answer is what it will find later.

use cc_api::fake::FakeAnswer;
use cc_api::internal::{Call, DeserializeOwned, PagedCall, Serialize, Value};
use cc_api::{ErrorKind, Outcome};

use crate::api::catalogue::{GET_POST, GET_POSTS, SEARCH};
use crate::api::library::{Anything, Everything, Post, SearchHit, Tree};
use crate::client::{check_error, client, outcome};

/// The types, by the digit that the seeds begin with.
const SHAPES: [fn(Vec<u8>); 8] = [
    page::<Post>,
    value::<Post>,
    value::<Everything>,
    found,
    value::<Anything>,
    value::<Tree>,
    page::<SearchHit>,
    value::<Value>,
];

/// Reads a body as the type that its first byte chooses.
pub fn run(data: &[u8]) {
    if let Some((shape, body)) = data.split_first() {
        SHAPES[usize::from(*shape) % SHAPES.len()](body.to_vec());
    }
}

fn value<T: DeserializeOwned + Serialize>(body: Vec<u8>) {
    let read = |body: Vec<u8>| {
        let client = client(FakeAnswer::new(200, body));
        outcome(Call::<T>::new(client.start(&GET_POST).with(0, "a")))
    };
    check(read, body);
}

/// A list of hits, or nothing: the one answer that may be empty.
fn found(body: Vec<u8>) {
    let read = |body: Vec<u8>| {
        let client = client(FakeAnswer::new(200, body));
        outcome(Call::<Option<Vec<SearchHit>>>::new(client.start(&SEARCH).with(0, "a")))
    };
    check(read, body);
}

fn page<T: DeserializeOwned + Serialize>(body: Vec<u8>) {
    let read = |body: Vec<u8>| {
        let client = client(FakeAnswer::new(200, body));
        let page = outcome(PagedCall::<T>::new(client.start(&GET_POSTS)))?;
        let mut json =
            page.extra.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect::<Fields>();
        json.insert(String::from("results"), page.items.iter().map(written).collect());
        json.insert(String::from("count"), page.count.into());
        Ok(json)
    };
    check(read, body);
}

type Fields = serde_json::Map<String, Value>;

/// Reads, and reads again what the value is written as.
fn check<T: Serialize>(read: impl Fn(Vec<u8>) -> Result<T, cc_api::Error>, body: Vec<u8>) {
    match read(body) {
        Ok(value) => {
            let first = written(&value);
            match read(first.to_string().into_bytes()) {
                Ok(again) => {
                    let second = written(&again);
                    assert!(is_same(&second, &first), "the second reading differs: {second} after {first}");
                }
                Err(error) => panic!("what was read can't be read again: {error}: {first}"),
            }
        }
        Err(error) => {
            check_error(&error);
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Applied), "{error}");
        }
    }
}

/// Whether two values are the same, but for the last digit of fractions, which `serde_json` does not get right always.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else { return false };
            (one - other).abs() <= one.abs() * 4.0 * f64::EPSILON
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(key, value)| other.get(key).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

fn written<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("a value can't be written: {error}"))
}
