//! The fields of an answer that this crate doesn't know.

use serde_json::{Map, Value};

/// The fields that came along without being declared, as JSON. It takes one word when there are none.
///
/// An integer beyond 64 bits is rounded here: nothing is known of the field, and the rest of the answer is worth having.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a field by its name as it travels.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Adds a field, which is sent along, and gives back the value it had.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Takes a field out.
    #[inline] // Few programs take fields out of a tree, which is four thousand lines to the compiler: they compile it.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut()?.remove(name)
    }

    /// The fields, by name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        Fields(self.0.as_ref().map(|map| map.iter()))
    }
}

struct Fields<'a>(Option<serde_json::map::Iter<'a>>);

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.as_mut()?.next()?;
        Some((name, value))
    }
}
