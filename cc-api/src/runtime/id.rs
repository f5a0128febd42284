//! Identifiers: one type for all of them, told apart by what they identify.
//!
//! A type of its own for each identifier would have fourteen traits each, and the compiler would check them again
//! for every one. Here they are written once; `PostId` is another name for `Id` with a marker of its own.

use std::any::type_name;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::read_text;
use super::union::Fit;

/// The identifier of something: text that can't be mistaken for the identifier of something else.
///
/// It has a name for each kind of thing, such as `PostId`. Some servers send identifiers as numbers: a whole
/// number is read as its digits.
pub struct Id<Of> {
    text: Box<str>,
    of: PhantomData<fn() -> Of>,
}

impl<Of> Id<Of> {
    /// The text of the identifier.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<Of> From<&str> for Id<Of> {
    #[inline]
    fn from(text: &str) -> Self {
        Self { text: text.into(), of: PhantomData }
    }
}

impl<Of> From<String> for Id<Of> {
    #[inline]
    fn from(text: String) -> Self {
        Self { text: text.into(), of: PhantomData }
    }
}

impl<Of> From<&Self> for Id<Of> {
    #[inline]
    fn from(other: &Self) -> Self {
        other.clone()
    }
}

// By hand, since a derive would ask the marker for the same traits.
impl<Of> Clone for Id<Of> {
    #[inline]
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<Of> Default for Id<Of> {
    /// The empty text.
    #[inline]
    fn default() -> Self {
        Self::from("")
    }
}

impl<Of> PartialEq for Id<Of> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<Of> Eq for Id<Of> {}

impl<Of> PartialEq<str> for Id<Of> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        &*self.text == other
    }
}

impl<Of> PartialEq<&str> for Id<Of> {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        &*self.text == *other
    }
}

impl<Of> PartialOrd for Id<Of> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<Of> Ord for Id<Of> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<Of> Hash for Id<Of> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<Of> AsRef<str> for Id<Of> {
    #[inline]
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<Of> fmt::Display for Id<Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<Of> fmt::Debug for Id<Of> {
    /// `PostId("post_1")`: the marker has the name that users know.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = type_name::<Of>();
        let name = path.rsplit_once("::").map_or(path, |(_, name)| name);
        f.debug_tuple(name).field(&self.text).finish()
    }
}

impl<'de, Of> Deserialize<'de> for Id<Of> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer)
    }
}

impl<Of> Serialize for Id<Of> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<Of> Fit for Id<Of> {}
