//! Which parameter of the head is which of the base.
//!
//! Place and name say it; in a path the position does, since the name of a place there never travels. After that
//! comes the same name in another place, and last a name that is close to one that is gone, if it is the only such.

use crate::document::{Operation, Parameter, ParameterPlace};

/// Parameters side by side.
#[derive(Debug, Default)]
pub(in crate::diff) struct ParameterPairs<'d> {
    /// The same parameter in both, in the order of the base.
    pub(in crate::diff) both: Vec<ParameterPair<'d>>,
    /// Only in the base.
    pub(in crate::diff) removed: Vec<&'d Parameter>,
    /// Only in the head.
    pub(in crate::diff) added: Vec<&'d Parameter>,
}

/// A parameter of both documents.
#[derive(Debug, Clone, Copy)]
pub(in crate::diff) struct ParameterPair<'d> {
    pub(in crate::diff) base: &'d Parameter,
    pub(in crate::diff) head: &'d Parameter,
    /// Why they are the same.
    pub(in crate::diff) fate: Fate,
}

/// What became of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diff) enum Fate {
    /// It is where it was.
    Stayed,
    /// It travels elsewhere.
    Moved,
    /// It has another name, as far as one can tell.
    Renamed,
}

/// Pairs the parameters of two operations. `alike` says whether two parameters take the same values.
pub(in crate::diff) fn pair_parameters<'d>(
    base: &'d Operation,
    head: &'d Operation,
    alike: impl Fn(&Parameter, &Parameter) -> bool,
) -> ParameterPairs<'d> {
    let mut pairs = ParameterPairs { both: Vec::new(), removed: sent(base), added: sent(head) };
    pairs.take(Fate::Stayed, |one, other| {
        one.place.value == other.place.value && wire_name(one) == wire_name(other)
    });
    pairs.take_in_path();
    pairs.take(Fate::Moved, |one, other| {
        one.name.value.eq_ignore_ascii_case(&other.name.value)
            && [one, other].iter().all(|parameter| parameter.place.value != ParameterPlace::Path)
    });
    pairs.take(Fate::Renamed, |one, other| {
        one.place.value == other.place.value
            && one.is_required() == other.is_required()
            && alike(one, other)
            && is_close(one, other)
    });
    pairs
}

impl ParameterPairs<'_> {
    /// Pairs what is left over and fits, where the match is the only one both ways.
    fn take(&mut self, fate: Fate, fits: impl Fn(&Parameter, &Parameter) -> bool) {
        for base in std::mem::take(&mut self.removed) {
            let fitting = |other: &&Parameter| fits(base, other);
            let mut found = (0..self.added.len()).filter(|at| fitting(&self.added[*at]));
            let only = found.next().filter(|_| found.next().is_none());
            let rivals = |head: &Parameter| {
                self.both
                    .iter()
                    .any(|pair| pair.fate == fate && fate == Fate::Renamed && fits(pair.base, head))
            };
            match only {
                Some(at) if !rivals(self.added[at]) => {
                    let head = self.added.remove(at);
                    self.both.push(ParameterPair { base, head, fate });
                }
                _ => self.removed.push(base),
            }
        }
    }

    /// Pairs what is left over in the path, from left to right, if it is equally much.
    fn take_in_path(&mut self) {
        let in_path = |parameter: &&Parameter| parameter.place.value == ParameterPlace::Path;
        let (base, rest): (Vec<_>, Vec<_>) = self.removed.iter().copied().partition(in_path);
        let (head, new): (Vec<_>, Vec<_>) = self.added.iter().copied().partition(in_path);
        if base.len() == head.len() {
            (self.removed, self.added) = (rest, new);
            let pairs = base.into_iter().zip(head);
            self.both.extend(pairs.map(|(base, head)| ParameterPair { base, head, fate: Fate::Renamed }));
        }
    }
}

/// The parameters that are sent: those of the path from left to right, then the others as the document has them.
/// Three headers are not: the standard says to ignore parameters of their names.
pub(in crate::diff) fn sent(operation: &Operation) -> Vec<&Parameter> {
    let path = &operation.path.value;
    let place = |parameter: &Parameter| path.find(&format!("{{{}}}", parameter.name.value));
    let is_client_header = |parameter: &&Parameter| {
        parameter.place.value == ParameterPlace::Header
            && ["accept", "content-type", "authorization"].contains(&wire_name(parameter).as_str())
    };
    let mut sent: Vec<&Parameter> =
        operation.parameters.iter().filter(|parameter| !is_client_header(parameter)).collect();
    sent.sort_by_key(|parameter| match parameter.place.value {
        ParameterPlace::Path => (0, place(parameter)),
        _ => (1, None),
    });
    sent
}

/// The name as it travels: case means nothing in headers.
pub(in crate::diff) fn wire_name(parameter: &Parameter) -> String {
    match parameter.place.value {
        ParameterPlace::Header => parameter.name.value.to_ascii_lowercase(),
        _ => parameter.name.value.clone(),
    }
}

/// Whether two parameters say the same of themselves, or have names that are close.
fn is_close(base: &Parameter, head: &Parameter) -> bool {
    let text = |parameter: &Parameter| {
        parameter
            .description
            .as_ref()
            .map(|text| text.value.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let same_text = text(base).is_some() && text(base) == text(head);
    same_text || close_names(&base.name.value, &head.name.value)
}

/// Whether one name is the other in another case, with a word more, or with a letter or two changed.
pub(in crate::diff) fn close_names(one: &str, other: &str) -> bool {
    let (one_words, other_words) = (words(one), words(other));
    let (few, many) = if one_words.len() < other_words.len() {
        (&one_words, &other_words)
    } else {
        (&other_words, &one_words)
    };
    let contained = !few.is_empty() && few.iter().all(|word| many.contains(word));
    let (one, other) = (one_words.concat(), other_words.concat());
    let longest = one.chars().count().max(other.chars().count());
    contained || distance(&one, &other) * 3 < longest
}

/// `sortBy`, `sort_by` and `Sort-By` as `sort`, `by`.
fn words(name: &str) -> Vec<String> {
    use heck::ToSnakeCase;
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How many letters have to be added, dropped or replaced.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in (1..).zip(one.chars()) {
        let mut corner = std::mem::replace(&mut row[0], line);
        for (at, same) in (1..).zip(&other) {
            let replaced = corner + usize::from(letter != *same);
            corner = row[at];
            row[at] = replaced.min(row[at] + 1).min(row[at - 1] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::close_names;

    #[test]
    fn names_are_close_when_a_reader_would_take_one_for_the_other() {
        for (one, other, close) in [
            ("sortBy", "sort_by", true),
            ("sort", "sort_by", true),
            ("colour", "color", true),
            ("status", "state", false),
            ("from", "until", false),
            ("q", "search", false),
        ] {
            assert_eq!(close_names(one, other), close, "{one} and {other}");
        }
    }
}
