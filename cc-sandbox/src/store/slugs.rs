//! Slugs: names of things that an address can hold.

/// How long a slug that is made from a title may become.
const LONGEST: usize = 60;

/// The words of a title, in letters that an address can hold; `nameless` for a title that has none of them.
pub(crate) fn slug_of(title: &str, nameless: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut slug = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let between = usize::from(!slug.is_empty());
        if slug.len() + between + word.len() > LONGEST {
            break;
        }
        if between > 0 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    // A title of other letters, or of one endless word, says nothing that an address can.
    if slug.is_empty() { nameless.to_owned() } else { slug }
}

/// The slug, with a number if it is taken.
pub(crate) fn free(
    slug: &str,
    is_taken: impl Fn(&str) -> rusqlite::Result<bool>,
) -> rusqlite::Result<String> {
    let mut free = slug.to_owned();
    let mut number = 1;
    while is_taken(&free)? {
        number += 1;
        free = format!("{slug}-{number}");
    }
    Ok(free)
}

#[cfg(test)]
mod tests {
    use super::{free, slug_of};

    #[test]
    fn a_slug_holds_the_words_of_the_title() {
        let cases = [
            ("Austin holiday guide", "austin-holiday-guide"),
            ("  Maya's  \"Homes\" & more! ", "maya-s-homes-more"),
            ("Café für 2", "caf-f-r-2"),
            ("日本", "page"),
            ("", "page"),
        ];
        for (title, slug) in cases {
            assert_eq!(slug_of(title, "page"), slug);
        }
        let long = slug_of(&"very ".repeat(30), "page");
        assert!(long.len() <= 60 && long.ends_with("very"), "{long}");
        assert_eq!(slug_of(&"a".repeat(200), "page"), "page");
    }

    #[test]
    fn a_slug_that_is_taken_gets_the_next_number() {
        let taken = ["guide", "guide-2"];
        let found = free("guide", |slug| Ok(taken.contains(&slug))).unwrap();
        assert_eq!(found, "guide-3");
    }
}
