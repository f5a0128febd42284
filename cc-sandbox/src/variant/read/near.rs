//! What somebody may have meant by a word that is not known.

/// Longer lists are not repeated to whoever misspelt a word of them.
const LISTED: usize = 24;

/// Says that a word is no such thing, which one may have been meant, and which there are if they are not too many.
pub(super) fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = nearest(word, &known).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    let choice = match known.len() {
        0..=LISTED => format!(" Allowed: {}.", known.join(", ")),
        _ if nearest.is_empty() => String::from(" The reference at /docs has them all."),
        _ => String::new(),
    };
    let end = if nearest.is_empty() { "." } else { "" };
    format!("{word:?} is no {what}{nearest}{end}{choice}")
}

/// The known word that comes nearest, if one comes near.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let likeness = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &lower);
    let best = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then_some(best)
}
