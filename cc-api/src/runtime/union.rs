//! Reading and writing values that are one of several types.
//!
//! A union is read as JSON first, and then by the member that its tag names or that fits best. Fit is counted
//! in misfits: fields that a member would only keep without knowing them.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Error, Value};

use super::{Decimal, Patch, Week, YearMonth};

/// A type made by `union!`.
pub trait Union: Sized {
    /// The union that this JSON is.
    fn from_json(json: Value) -> Result<Self, Error>;

    /// The union as JSON.
    fn to_json(&self) -> Result<Value, Error>;
}

/// How well a value explains the JSON it was read from.
pub trait Fit {
    /// How many things in it the type didn't know.
    fn misfits(&self) -> usize {
        0
    }
}

/// Reads a union: what `Deserialize` of every union calls.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(Value::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Writes a union: what `Serialize` of every union calls.
pub fn write_union<T: Union, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.to_json().map_err(S::Error::custom)?.serialize(serializer)
}

/// The value of the property that tells the members apart.
pub fn tag_of<'a>(json: &'a Value, tag: &str) -> Option<&'a str> {
    json.get(tag)?.as_str()
}

/// A member as JSON, with the property that names it.
pub fn tagged<T: Serialize>(member: &T, tag: &str, value: &str) -> Result<Value, Error> {
    let mut json = serde_json::to_value(member)?;
    if let Value::Object(fields) = &mut json {
        fields.insert(tag.to_owned(), Value::from(value));
    }
    Ok(json)
}

/// Replaces the best member so far if this one fits, and fits better.
pub fn better<U, T: DeserializeOwned + Fit>(best: &mut Option<(usize, U)>, json: &Value, make: fn(T) -> U) {
    let Ok(member) = T::deserialize(json) else { return };
    let misfits = member.misfits();
    if best.as_ref().is_none_or(|(least, _)| misfits < *least) {
        *best = Some((misfits, make(member)));
    }
}

macro_rules! fits {
    ($($ty:ty),*) => { $( impl Fit for $ty {} )* };
}

fits!(String, bool, i64, f64, Value, Decimal, YearMonth, Week, jiff::Timestamp, jiff::civil::Date);

impl<T: Fit> Fit for Option<T> {
    fn misfits(&self) -> usize {
        self.as_ref().map_or(0, Fit::misfits)
    }
}

impl<T: Fit> Fit for Patch<T> {
    fn misfits(&self) -> usize {
        self.value().map_or(0, Fit::misfits)
    }
}

impl<T: Fit> Fit for Box<T> {
    fn misfits(&self) -> usize {
        (**self).misfits()
    }
}

impl<T: Fit> Fit for Vec<T> {
    fn misfits(&self) -> usize {
        self.iter().map(Fit::misfits).sum()
    }
}

impl<T: Fit> Fit for BTreeMap<String, T> {
    fn misfits(&self) -> usize {
        self.values().map(Fit::misfits).sum()
    }
}
