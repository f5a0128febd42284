//! Reading and writing JSON objects, once for all types.
//!
//! What a derive would emit for each type (a field enum, two visitors, a `?` a field) is here a single visitor,
//! driven by a type's list of names and its [`Object::read`]: the compiler then sees one short function a type.
//! Whose key it is that comes is found in [`keys`](super::keys).
//!
//! Rules of reading: unknown fields are kept; null and absent are the same for an optional field; a required
//! field must be there; of a repeated key the last one counts; an object in which none of the declared fields
//! appears is refused and the error names the keys found, since a struct full of `None` would hide a mistake.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::extra::Extra;
use super::keys::{Keys, required};

/// A type made by `object!`.
pub trait Object: Default {
    /// The name of the type, for messages.
    const NAME: &'static str;
    /// The names of the fields as they travel, and whether they must be there.
    const FIELDS: &'static [(&'static str, bool)];

    /// Reads the value of the field with this place in [`FIELDS`](Self::FIELDS).
    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// Writes all fields that have something to say.
    fn write<S: SerializeMap>(&self, out: &mut FieldWriter<S>);

    /// What the type doesn't declare.
    fn extra(&self) -> &Extra;

    /// What the type doesn't declare, to add to it.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// Reads an object: what `Deserialize` of every object calls.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Reads one field. A function of its own so that each type's `read` is a list of calls.
#[inline]
pub fn read_field<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut T,
    map: &mut A,
) -> Result<(), A::Error> {
    *field = map.next_value()?;
    Ok(())
}

/// Writes an object: what `Serialize` of every object calls.
pub fn write_object<T: Object, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = FieldWriter { map: serializer.serialize_map(None)?, error: None };
    value.write(&mut out);
    for (name, json) in value.extra().iter() {
        out.put(name, json);
    }
    match out.error {
        Some(error) => Err(error),
        None => out.map.end(),
    }
}

/// Writes fields and remembers the first error, so that no type needs a `?` a field.
#[derive(Debug)]
pub struct FieldWriter<S: SerializeMap> {
    map: S,
    error: Option<S::Error>,
}

impl<S: SerializeMap> FieldWriter<S> {
    /// Writes one field.
    #[inline]
    pub fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(name, value).err();
        }
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut value = T::default();
        let mut keys = Keys::of(T::FIELDS);
        while let Some(known) = map.next_key_seed(&mut keys)? {
            if let Some(index) = known {
                value.read(index, &mut map)?;
            } else {
                let json: Value = map.next_value()?;
                value.extra_mut().insert(keys.take_unknown(), json);
            }
        }
        match keys.fault(const { required(T::FIELDS) }, value.extra()) {
            None => Ok(value),
            Some(message) => Err(A::Error::custom(message)),
        }
    }
}

/// The three kinds of fields, by what their absence means. The macro picks a module by its keyword.
pub mod field {
    /// A field that must be there.
    pub mod required {
        use serde::{Serialize, ser::SerializeMap};

        /// Whether the field must be there.
        pub const REQUIRED: bool = true;

        /// A value as the field holds it.
        #[inline]
        pub fn wrap<T>(value: T) -> T {
            value
        }

        /// Writes the field.
        #[inline]
        pub fn write<S: SerializeMap, T: Serialize>(
            out: &mut super::super::FieldWriter<S>,
            name: &str,
            value: &T,
        ) {
            out.put(name, value);
        }
    }

    /// A field that may be missing; null means the same.
    pub mod optional {
        use serde::{Serialize, ser::SerializeMap};

        /// Whether the field must be there.
        pub const REQUIRED: bool = false;

        /// A value as the field holds it.
        #[inline]
        pub fn wrap<T>(value: T) -> Option<T> {
            Some(value)
        }

        /// Writes the field, if it has a value.
        #[inline]
        pub fn write<S: SerializeMap, T: Serialize>(
            out: &mut super::super::FieldWriter<S>,
            name: &str,
            value: &Option<T>,
        ) {
            if let Some(value) = value {
                out.put(name, value);
            }
        }
    }

    /// A field that tells absent, null and a value apart.
    pub mod patch {
        use serde::{Serialize, ser::SerializeMap};

        use crate::runtime::patch::Patch;

        /// Whether the field must be there.
        pub const REQUIRED: bool = false;

        /// A value as the field holds it.
        #[inline]
        pub fn wrap<T>(value: T) -> Patch<T> {
            Patch::Value(value)
        }

        /// Writes the field, unless it is absent.
        #[inline]
        pub fn write<S: SerializeMap, T: Serialize>(
            out: &mut super::super::FieldWriter<S>,
            name: &str,
            value: &Patch<T>,
        ) {
            if !value.is_absent() {
                out.put(name, value);
            }
        }
    }
}
