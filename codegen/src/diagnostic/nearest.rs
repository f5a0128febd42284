//! What somebody may have meant: the known word that is closest to a misspelt one.

/// The candidate with the fewest letters to change, if few enough are: a third of the word, at least one.
///
/// ```
/// # use codegen::diagnostic::nearest;
/// assert_eq!(nearest("contnet:read", ["calendar:read", "content:read"]), Some("content:read"));
/// assert_eq!(nearest("zebra", ["calendar:read", "content:read"]), None);
/// ```
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = word.to_lowercase().chars().take(MAX_LETTERS).collect();
    let limit = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Longer words are compared by their beginning: the cost grows with the square.
const MAX_LETTERS: usize = 100;

/// How many letters have to be put in, taken out, changed or swapped with their neighbour.
fn distance(word: &[char], candidate: &str) -> usize {
    let other: Vec<char> = candidate.to_lowercase().chars().take(MAX_LETTERS).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in word.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, candidate_letter) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != candidate_letter);
            let mut cost = changed.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && word[row - 1] == *candidate_letter && *letter == other[column - 1];
            if swapped {
                cost = cost.min(before_last[column - 1] + 1);
            }
            current.push(cost);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_closest_word_is_offered_and_only_if_it_is_close() {
        let words = ["operationId", "description", "x-evidence", "tags"];
        for (typed, meant) in [
            ("operationid", Some("operationId")),
            ("opertionId", Some("operationId")),
            ("x-evidnce", Some("x-evidence")),
            ("tgas", Some("tags")),
            ("summary", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
    }
}
