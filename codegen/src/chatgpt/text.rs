//! Texts within a limit, cut where a sentence ends.

/// As many whole sentences as fit. `None` if not even the first one does.
pub(super) fn fit(text: &str, limit: usize) -> Option<String> {
    let text = one_line(text);
    let mut kept = String::new();
    let mut length = 0;
    for sentence in sentences(&text) {
        length += sentence.chars().count();
        if length > limit + trailing_blanks(sentence) {
            break;
        }
        kept.push_str(sentence);
    }
    let kept = kept.trim_end();
    (text.is_empty() || !kept.is_empty()).then(|| kept.to_owned())
}

/// The text with one more sentence at its end, if both fit.
pub(super) fn with_sentence(text: String, sentence: &str, limit: usize) -> String {
    let longer = if text.is_empty() { sentence.to_owned() } else { format!("{text} {sentence}") };
    if longer.chars().count() <= limit { longer } else { text }
}

/// A sentence that names values, as many of them as fit behind the text.
pub(super) fn with_values(text: String, values: &[String], limit: usize) -> String {
    for count in (1..=values.len()).rev() {
        let named = values[..count].iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let more = if count < values.len() { " and others" } else { "" };
        let longer = with_sentence(text.clone(), &format!("Known values: {named}{more}."), limit);
        if longer.len() > text.len() {
            return longer;
        }
    }
    text
}

/// Blanks and line ends become one blank each.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence ends with a full stop, a question or an exclamation mark before a blank, unless the next one begins small:
/// then it was an abbreviation.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(' ').filter(move |(at, _)| {
        let before = text[..*at].trim_end_matches([')', '"', '\'', '`', '*']);
        let ended = before.ends_with(['.', '!', '?']);
        ended && !text[at + 1..].starts_with(char::is_lowercase)
    });
    let mut ends: Vec<usize> = ends.map(|(at, _)| at + 1).collect();
    ends.push(text.len());
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let sentence = &text[start..end];
        start = end;
        sentence
    })
}

fn trailing_blanks(sentence: &str) -> usize {
    sentence.len() - sentence.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::{fit, with_sentence, with_values};

    #[test]
    fn texts_end_where_the_last_sentence_that_fits_ends() {
        for (text, limit, kept) in [
            ("One. Two. Three.", 16, Some("One. Two. Three.")),
            ("One. Two. Three.", 15, Some("One. Two.")),
            ("One. Two. Three.", 9, Some("One. Two.")),
            ("One. Two. Three.", 8, Some("One.")),
            ("One. Two.", 3, None),
            ("Is it? Yes! No.", 11, Some("Is it? Yes!")),
            ("Some, e.g. this one. More.", 12, None),
            ("Some, e.g. this one. More.", 22, Some("Some, e.g. this one.")),
            ("In `a.b`. (It holds.) More.", 21, Some("In `a.b`. (It holds.)")),
            ("Over\n  two lines. More.", 16, Some("Over two lines.")),
            ("Größer. Mehr.", 7, Some("Größer.")),
            ("No end", 6, Some("No end")),
            ("", 0, Some("")),
        ] {
            assert_eq!(fit(text, limit).as_deref(), kept, "{text:?} within {limit}");
        }
    }

    #[test]
    fn sentences_are_added_where_there_is_room() {
        assert_eq!(with_sentence("One.".to_owned(), "Two.", 9), "One. Two.");
        assert_eq!(with_sentence("One.".to_owned(), "Two.", 8), "One.");
        assert_eq!(with_sentence(String::new(), "Two.", 4), "Two.");
    }

    #[test]
    fn values_are_named_as_far_as_there_is_room() {
        let values = ["Reel", "Story", "Email Template"].map(String::from);
        for (limit, named) in [
            (56, "A kind. Known values: `Reel`, `Story`, `Email Template`."),
            (55, "A kind. Known values: `Reel`, `Story` and others."),
            (48, "A kind. Known values: `Reel` and others."),
            (39, "A kind."),
        ] {
            assert_eq!(with_values("A kind.".to_owned(), &values, limit), named, "within {limit}");
        }
    }
}
