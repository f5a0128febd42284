//! Sets of permissions, and the kinds of keys.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::catalogue::{Access, Operation};
use super::error::Error;
use super::words::{all_bytes, push_part};

/// The name of a scope: `content:read`.
pub type ScopeName = Cow<'static, str>;

/// A set of scopes, in the order of their names.
///
/// ```
/// use cc_api::ScopeSet;
///
/// let held: ScopeSet = "content:read, calendar:read".parse()?;
/// let wanted: ScopeSet = ["content:read", "content:write"].into_iter().collect();
/// assert_eq!(wanted.difference(&held).to_string(), "content:write");
/// # Ok::<(), cc_api::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(Vec<ScopeName>);

impl ScopeSet {
    /// The set that holds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many scopes it holds.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds this scope.
    pub fn contains(&self, scope: impl AsRef<str>) -> bool {
        self.0.binary_search_by(|held| held.as_ref().cmp(scope.as_ref())).is_ok()
    }

    /// Adds a scope.
    pub fn insert(&mut self, scope: impl Into<ScopeName>) {
        self.add(scope.into());
    }

    /// What either of them holds.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut all = self.clone();
        for scope in &other.0 {
            all.add(scope.clone());
        }
        all
    }

    /// What this one holds and the other doesn't.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let mut rest = Self::new();
        for scope in &self.0 {
            if !other.contains(scope) {
                rest.0.push(scope.clone());
            }
        }
        rest
    }

    /// Whether the other one holds all of this one.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|scope| other.contains(scope))
    }

    /// The names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The least privilege for a list of operations: of each, the set that adds the fewest scopes.
    ///
    /// Operations for which no scope is documented add nothing, as do those that take a session token only.
    pub fn required_by<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Self {
        let mut all = Self::new();
        for operation in operations {
            all = all.union(&least_missing(&choices(operation), &all));
        }
        all
    }

    fn add(&mut self, scope: ScopeName) {
        if let Err(place) = self.0.binary_search(&scope) {
            self.0.insert(place, scope);
        }
    }
}

/// The sets of scopes of which an operation wants one in full.
pub(crate) fn choices(operation: &Operation) -> Vec<ScopeSet> {
    let mut choices = Vec::new();
    if let Access::Scoped { any_of, .. } = operation.access {
        for all_of in any_of {
            let mut choice = ScopeSet::new();
            for scope in *all_of {
                choice.insert(*scope);
            }
            choices.push(choice);
        }
    }
    choices
}

/// What is missing for the choice that is nearest; nothing if there is no choice.
pub(crate) fn least_missing(choices: &[ScopeSet], held: &ScopeSet) -> ScopeSet {
    let mut least: Option<ScopeSet> = None;
    for choice in choices {
        let missing = choice.difference(held);
        if least.as_ref().is_none_or(|least| missing.len() < least.len()) {
            least = Some(missing);
        }
    }
    least.unwrap_or_default()
}

impl<S: Into<ScopeName>> FromIterator<S> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let mut set = Self::new();
        scopes.into_iter().for_each(|scope| set.insert(scope));
        set
    }
}

impl IntoIterator for ScopeSet {
    type Item = ScopeName;
    type IntoIter = std::vec::IntoIter<ScopeName>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for ScopeSet {
    /// The names with commas between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = String::new();
        for name in self.iter() {
            push_part(&mut names, ", ", name);
        }
        f.pad(&names)
    }
}

impl FromStr for ScopeSet {
    type Err = Error;

    /// Reads names with commas or white space between them.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut set = Self::new();
        for name in text.split(|c: char| c == ',' || c.is_whitespace()) {
            if !name.is_empty() {
                set.insert(checked(name)?);
            }
        }
        Ok(set)
    }
}

/// A name may hold letters, digits and a few marks: anything else is a slip that would never match.
fn checked(name: &str) -> Result<String, Error> {
    if all_bytes(name, |b| b.is_ascii_alphanumeric() || b"_-.:/*".contains(&b)) {
        return Ok(name.to_owned());
    }
    Err(Error::config("a scope holds letters, digits and `_ - . : / *` only, for example content:read"))
}

/// A key type that was declared with the scopes it holds: made by `key_scopes!`.
pub trait KeyScopes {
    /// The scopes that a key of this type holds.
    fn scopes() -> ScopeSet;
}

/// The key type of the plain client: any credential, nothing checked by the compiler.
#[derive(Debug, Clone, Copy)]
pub enum AnyKey {}

/// The key type of a client with a session token: it may call everything.
#[derive(Debug, Clone, Copy)]
pub enum SessionKey {}

#[cfg(test)]
mod tests {
    use super::ScopeSet;
    use crate::runtime::catalogue::{Access, Evidence, Operation};

    fn set(text: &str) -> ScopeSet {
        text.parse().unwrap()
    }

    #[test]
    fn a_set_is_read_and_written_in_order_without_repeats() {
        assert_eq!(set("b:write a:read,b:write").to_string(), "a:read, b:write");
        assert_eq!(set(" , "), ScopeSet::new());
        assert!("a:read;b".parse::<ScopeSet>().is_err());
    }

    #[test]
    fn sets_are_joined_and_taken_apart() {
        let (left, right) = (set("a b"), set("b c"));
        assert_eq!(left.union(&right), set("a b c"));
        assert_eq!(left.difference(&right), set("a"));
        assert!(set("a").is_subset(&left) && !right.is_subset(&left));
    }

    #[test]
    fn the_least_privilege_takes_the_cheapest_choice_of_each() {
        let scoped = |any_of| Operation {
            access: Access::Scoped { any_of, evidence: Evidence::Page },
            ..Operation::BLANK
        };
        let one = scoped(&[&["a"]]);
        let either = scoped(&[&["x", "y"], &["a", "b"]]);
        assert_eq!(ScopeSet::required_by([&one, &either, &Operation::BLANK]), set("a b"));
    }
}
