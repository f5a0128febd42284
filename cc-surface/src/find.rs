//! Operations by words: what a model or a person looks for without knowing the names.
//!
//! Ranked by BM25 over what the catalogue says: the name counts most, then summary and arguments, then the description.

use cc_api::catalogue::{self, Operation};

/// An operation that was found.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The operation.
    pub operation: &'static Operation,
    /// How well it fits; comparable within one search only.
    pub score: f64,
}

/// How much a word of each part counts: name and group, summary, arguments, description.
const WEIGHTS: [f64; 4] = [4.0, 3.0, 1.5, 1.0];
/// The usual constants of BM25: how fast repeating a word stops counting, and how much the length of a text matters.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// The operations that fit the words, best first; those that none of the words is in are left out.
pub fn find(words: &str, among: impl Fn(&Operation) -> bool) -> Vec<Found> {
    let wanted = stems(words);
    let texts: Vec<(&'static Operation, Vec<(String, f64)>)> = catalogue::all()
        .iter()
        .copied()
        .filter(|operation| among(operation))
        .map(|operation| (operation, text(operation)))
        .collect();
    let total: f64 = texts.iter().map(|(_, text)| weight(text)).sum();
    let mean = total / f64::from(u32::try_from(texts.len().max(1)).unwrap_or(u32::MAX));
    let mut found: Vec<Found> = texts
        .iter()
        .map(|(operation, text)| {
            let score = wanted.iter().map(|word| rarity(word, &texts) * saturated(word, text, mean)).sum();
            Found { operation, score }
        })
        .filter(|found| found.score > 0.0)
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.operation.id.cmp(b.operation.id)));
    found
}

/// The operation whose name comes nearest to one that there is not; none if nothing comes near.
pub fn nearest(name: &str) -> Option<&'static Operation> {
    let likeness = |operation: &Operation| strsim::jaro_winkler(operation.id, name);
    let best = catalogue::all().iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then_some(best)
}

/// The words of an operation with their weights.
fn text(operation: &Operation) -> Vec<(String, f64)> {
    let mut arguments = String::new();
    for param in operation.params {
        arguments.push(' ');
        arguments.push_str(param.name);
    }
    let named = format!("{} {}", operation.id, operation.tag);
    let parts = [named.as_str(), operation.summary, &arguments, operation.description];
    let weighted = parts.into_iter().zip(WEIGHTS);
    weighted.flat_map(|(part, weight)| stems(part).into_iter().map(move |word| (word, weight))).collect()
}

fn weight(text: &[(String, f64)]) -> f64 {
    text.iter().map(|(_, weight)| weight).sum()
}

/// How much a word says: one that is everywhere says little.
fn rarity(word: &str, texts: &[(&'static Operation, Vec<(String, f64)>)]) -> f64 {
    let having = texts.iter().filter(|(_, text)| text.iter().any(|(other, _)| other == word)).count();
    let [all, having] = [texts.len(), having].map(|n| f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

fn saturated(word: &str, text: &[(String, f64)], mean: f64) -> f64 {
    let here: f64 = text.iter().filter(|(other, _)| other == word).map(|(_, weight)| weight).sum();
    let length = 1.0 - LENGTH + LENGTH * weight(text) / mean.max(1.0);
    here * (SATURATION + 1.0) / (here + SATURATION * length)
}

/// The words of a text in lower case, without the commonest endings: `posts` and `post` are the same word.
fn stems(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
    words
        .map(|word| stem(&word.to_lowercase()).to_owned())
        .filter(|word| !COMMON.contains(&word.as_str()))
        .collect()
}

fn stem(word: &str) -> &str {
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 3) {
            return stem;
        }
    }
    word.strip_suffix('e').filter(|stem| stem.len() > 3).unwrap_or(word)
}

/// Words that are in every sentence and say nothing.
const COMMON: [&str; 22] = [
    "a", "all", "an", "and", "are", "by", "can", "do", "for", "from", "how", "in", "is", "it", "my", "of",
    "on", "the", "to", "what", "with", "you",
];

#[cfg(test)]
mod tests {
    use super::{find, nearest};

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        for (name, meant) in [
            ("get_postz", Some("get_post")),
            ("list_content_pilars", Some("list_content_pillars")),
            ("zebra", None),
        ] {
            assert_eq!(nearest(name).map(|operation| operation.id), meant, "{name}");
        }
    }

    #[test]
    fn what_people_ask_for_comes_first() {
        for (words, expected) in [
            ("schedule a post", "add_to_schedule"),
            ("remove entry from the schedule", "remove_from_schedule"),
            ("instagram followers summary", "get_instagram_summary"),
            ("write a caption", "generate_caption"),
            ("trending reels", "get_trending_reels"),
            ("register for an event", "register_for_event"),
            ("search the library", "search_content"),
            ("my profile", "get_my_profile"),
        ] {
            let found = find(words, |_| true);
            let first: Vec<&str> = found.iter().take(3).map(|found| found.operation.id).collect();
            assert!(first.contains(&expected), "{words}: {first:?}");
        }
        assert!(find("zebra", |_| true).is_empty());
        assert!(find("", |_| true).is_empty());
        assert!(
            find("password", |operation| !operation.sensitive).iter().all(|found| !found.operation.sensitive)
        );
    }
}
