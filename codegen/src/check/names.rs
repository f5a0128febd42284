//! The forms in which names are written.

/// Lower-case words of letters and digits with single underscores between them, a letter first.
pub(super) fn is_snake_case(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.split('_').all(is_word)
}

/// Letters and digits, a capital first, and not all of them capitals.
pub(super) fn is_pascal_case(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_alphanumeric())
        && (text.len() == 1 || text.contains(|letter: char| letter.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{is_pascal_case, is_snake_case};

    #[test]
    fn snake_case_is_told_from_other_forms() {
        for good in ["get_posts", "a", "page_2", "v2_pages"] {
            assert!(is_snake_case(good), "{good}");
        }
        for bad in
            ["", "getPosts", "Get_posts", "get__posts", "_get", "get_", "2_pages", "get-posts", "größe"]
        {
            assert!(!is_snake_case(bad), "{bad}");
        }
    }

    #[test]
    fn pascal_case_is_told_from_other_forms() {
        for good in ["Post", "WebPage", "PostV2", "A", "AiTask"] {
            assert!(is_pascal_case(good), "{good}");
        }
        for bad in ["", "post", "webPage", "Web_Page", "POST", "Web-Page", "2Pages", "Größe"] {
            assert!(!is_pascal_case(bad), "{bad}");
        }
    }
}
