//! The keys of an object: which field each belongs to, and which were there.
//!
//! All types share this code: it knows the names of the fields, and nothing else of the type. It runs for every key
//! of every answer, so the search for a name is spared by a [guess](super::field_order), and whether all required
//! fields were there is asked of a mask.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::extra::Extra;
use super::field_order::Order;
use super::words::push_part;

/// The keys of an object, one after another.
pub(super) struct Keys {
    fields: &'static [(&'static str, bool)],
    order: Order,
    seen: Seen,
    /// The last key that was none of the fields.
    unknown: String,
}

impl Keys {
    /// Before the first key.
    #[inline]
    pub(super) fn of(fields: &'static [(&'static str, bool)]) -> Self {
        Self { fields, order: Order::of(fields), seen: Seen::default(), unknown: String::new() }
    }

    /// The key that was unknown.
    pub(super) fn take_unknown(&mut self) -> String {
        std::mem::take(&mut self.unknown)
    }

    /// Looks at every name. Only done when the guess was wrong.
    #[cold]
    fn search(&mut self, key: &str) -> Option<usize> {
        let index = self.fields.iter().position(|(name, _)| *name == key);
        match index {
            Some(index) => self.order.learn(index),
            None => key.clone_into(&mut self.unknown),
        }
        index
    }

    /// What is wrong with the object, if something is. `required` is [`required`] of its fields.
    #[inline]
    pub(super) fn fault(&self, required: Option<u64>, extra: &Extra) -> Option<String> {
        if required.is_some_and(|required| self.seen.has_all(required)) {
            return None;
        }
        self.seen.fault(self.fields, extra)
    }
}

/// Reads one key: the place of its field, or nothing if it is unknown.
impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<usize>, E> {
        let guess = self.order.guess();
        let known = match self.fields.get(guess) {
            Some((name, _)) if is_same(name, key) => Some(guess),
            _ => self.search(key),
        };
        if let Some(index) = known {
            self.order.go_behind(index);
            self.seen.mark(index);
        }
        Ok(known)
    }
}

/// Whether two names are the same. Most are shorter than 17 bytes, and then looking at both ends, which may overlap,
/// is looking at everything: a third of what a call of `memcmp` takes.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            8..=16 => have_same_ends::<8>(one, other),
            4..=7 => have_same_ends::<4>(one, other),
            2..=3 => have_same_ends::<2>(one, other),
            _ => one == other,
        }
}

#[inline]
fn have_same_ends<const LENGTH: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<LENGTH>() == other.first_chunk() && one.last_chunk::<LENGTH>() == other.last_chunk()
}

/// The required fields as [`Seen`] would have them; nothing if there are too many fields for that.
pub(super) const fn required(fields: &[(&str, bool)]) -> Option<u64> {
    if fields.len() > IN_FIRST {
        return None;
    }
    let (mut all, mut index) = (0, 0);
    while index < fields.len() {
        all |= (fields[index].1 as u64) << index;
        index += 1;
    }
    Some(all)
}

/// Which fields were there.
#[derive(Default)]
struct Seen {
    /// A bit for each of the first fields.
    first: u64,
    /// The fields after those: hardly any type has some.
    rest: Vec<usize>,
}

/// For how many fields there is a bit.
const IN_FIRST: usize = 64;

impl Seen {
    #[inline]
    fn mark(&mut self, index: usize) {
        if index < IN_FIRST {
            self.first |= 1 << index;
        } else {
            self.rest.push(index);
        }
    }

    fn has(&self, index: usize) -> bool {
        if index < IN_FIRST { self.first >> index & 1 == 1 } else { self.rest.contains(&index) }
    }

    /// Whether these were there, and at least one.
    #[inline]
    fn has_all(&self, first: u64) -> bool {
        self.first != 0 && first & !self.first == 0
    }

    /// What is wrong with an object in which these fields were there, if something is.
    fn fault(&self, fields: &[(&'static str, bool)], extra: &Extra) -> Option<String> {
        let nothing_known = self.first == 0 && self.rest.is_empty();
        if nothing_known && !extra.is_empty() && !fields.is_empty() {
            let mut found = String::new();
            for (count, (name, _)) in extra.iter().enumerate() {
                if count < 8 {
                    push_part(&mut found, ", ", &shown_key(name));
                }
            }
            return Some(format!("{NO_KNOWN_FIELD}{found}"));
        }
        for (index, (name, required)) in fields.iter().enumerate() {
            if *required && !self.has(index) {
                return Some(format!("{MISSING_FIELD}{name}`"));
            }
        }
        None
    }
}

/// How the message for an object with none of the declared fields begins.
pub(crate) const NO_KNOWN_FIELD: &str = "none of the fields expected here; found: ";
/// How the message for an object without a required field begins.
pub(crate) const MISSING_FIELD: &str = "missing field `";

/// A key as it may be shown: short, and without anything that could upset a terminal.
fn shown_key(key: &str) -> String {
    let mut shown = String::new();
    for (count, c) in key.chars().enumerate() {
        if count < 40 {
            shown.push(if c.is_ascii_graphic() { c } else { '?' });
        }
    }
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use serde::de::MapAccess;
    use serde::ser::SerializeMap;
    use serde_json::{Value, json};

    use super::is_same;
    use crate::runtime::extra::Extra;
    use crate::runtime::object::{FieldWriter, Object, read_object};

    /// 130 fields: more than there are bits for. Each tenth is required.
    macro_rules! fields {
        ($($tens:literal)*) => { &[$(
            (concat!("f", $tens, "0"), true), (concat!("f", $tens, "1"), false),
            (concat!("f", $tens, "2"), false), (concat!("f", $tens, "3"), false),
            (concat!("f", $tens, "4"), false), (concat!("f", $tens, "5"), false),
            (concat!("f", $tens, "6"), false), (concat!("f", $tens, "7"), false),
            (concat!("f", $tens, "8"), false), (concat!("f", $tens, "9"), false),
        )*] };
    }

    #[derive(Debug, Default, PartialEq)]
    struct Wide {
        values: std::collections::BTreeMap<usize, i64>,
        extra: Extra,
    }

    impl Object for Wide {
        const NAME: &'static str = "Wide";
        const FIELDS: &'static [(&'static str, bool)] = fields!(0 1 2 3 4 5 6 7 8 9 10 11 12);

        fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<(), A::Error> {
            self.values.insert(index, map.next_value()?);
            Ok(())
        }

        fn write<S: SerializeMap>(&self, _: &mut FieldWriter<S>) {}

        fn extra(&self) -> &Extra {
            &self.extra
        }

        fn extra_mut(&mut self) -> &mut Extra {
            &mut self.extra
        }
    }

    fn read(json: &str) -> Result<Wide, String> {
        read_object(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
    }

    /// All fields, the value of each its place, in the order of `(step * n) % 130`.
    fn stepping(step: usize, left_out: Option<usize>) -> String {
        let places = (0..130).map(|n| step * n % 130).filter(|place| Some(*place) != left_out);
        let pairs: Vec<_> = places.map(|place| format!("\"{}\":{place}", Wide::FIELDS[place].0)).collect();
        format!("{{{}}}", pairs.join(","))
    }

    #[test]
    fn objects_are_read_alike_in_any_order_by_any_number_of_threads() {
        let all = (0..130).map(|place| (place, i64::try_from(place).unwrap())).collect();
        let expected = Wide { values: all, extra: Extra::default() };
        std::thread::scope(|scope| {
            for step in [1, 3, 129, 1] {
                let expected = &expected;
                scope.spawn(move || {
                    let json = stepping(step, None);
                    (0..50).for_each(|_| assert_eq!(read(&json).as_ref(), Ok(expected)));
                });
            }
        });
    }

    #[test]
    fn a_missing_field_is_named_wherever_it_stands() {
        for place in (0..130).step_by(10) {
            let name = Wide::FIELDS[place].0;
            let error = read(&stepping(7, Some(place))).unwrap_err();
            assert!(error.starts_with(&format!("missing field `{name}`")), "{error}");
            let optional = read(&stepping(7, Some(place + 1))).unwrap();
            assert_eq!(optional.values.len(), 129);
        }
    }

    #[test]
    fn of_a_repeated_key_the_last_counts_and_unknown_ones_between_are_kept() {
        for _ in 0..2 {
            let json =
                stepping(1, None).replace('}', r#","f01":-1,"f":[],"f11":-2,"f01":-3,"F1":2,"f":"last"}"#);
            let wide = read(&json).unwrap();
            assert_eq!((wide.values[&1], wide.values[&11], wide.values[&2]), (-3, -2, 2));
            let extra: Value =
                wide.extra.iter().map(|(name, json)| (name.to_owned(), json.clone())).collect();
            assert_eq!(extra, json!({"f": "last", "F1": 2}));
        }
    }

    #[test]
    fn names_are_the_same_if_no_byte_differs() {
        for length in 0..40 {
            let name = "a".repeat(length);
            assert!(is_same(&name, &name.clone()));
            assert!(!is_same(&name, &format!("{name}a")));
            for place in 0..length {
                let other: String = (0..length).map(|at| if at == place { 'b' } else { 'a' }).collect();
                assert!(!is_same(&name, &other), "{other}");
            }
        }
    }
}
