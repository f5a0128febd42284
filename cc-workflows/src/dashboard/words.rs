//! How numbers, days and the texts of others are written.

use jiff::civil::{Date, Weekday};

/// How much of a caption is shown.
const SHORT: usize = 110;

/// A number with separators: `48,210`.
pub(super) fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::from(if value < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A change in percent, always with its sign: `+12.4%`.
pub(super) fn percent(value: f64) -> String {
    let sign = match direction(value) {
        Direction::Up => "+",
        Direction::Down => "−",
        Direction::Level => "±",
    };
    format!("{sign}{:.1}%", value.abs())
}

/// Where a number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
    Level,
}

/// The direction of a change as it is written, with one digit after the point.
pub(super) fn direction(percent: f64) -> Direction {
    if percent.abs() < 0.05 {
        Direction::Level
    } else if percent > 0.0 {
        Direction::Up
    } else {
        Direction::Down
    }
}

/// A number of things: `1 post`, `3 posts`.
pub(super) fn count(value: usize, one: &str, many: &str) -> String {
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// A day as a person reads it, `Mon 23 Nov`; with the year if it is another than that of `near`.
pub(super) fn day(date: Date, near: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    };
    let year = if date.year() == near.year() { String::new() } else { format!(" {}", date.year()) };
    format!("{weekday} {}{year}", short_day(date))
}

/// A day without its weekday: `23 Nov`.
pub(super) fn short_day(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
    format!("{} {month}", date.day())
}

/// Things in a row: `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// A text of others, fit for a terminal as well as a page: white space becomes single blanks; control characters
/// go, as do those that turn the direction of writing or can't be seen.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let visible: String = word.chars().filter(|c| !is_hidden(*c)).collect();
        if !visible.is_empty() {
            cleaned.push_str(if cleaned.is_empty() { "" } else { " " });
            cleaned.push_str(&visible);
        }
    }
    cleaned
}

/// Zero-width joiners stay: they hold emojis together.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A clean text of others, cut at a word if it is long.
pub(super) fn shortened(text: &str) -> String {
    let text = clean(text);
    let Some((cut, _)) = text.char_indices().nth(SHORT) else { return text };
    let (start, _) = text.split_at(cut);
    let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_have_separators_and_changes_have_signs() {
        for (value, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "−1,000")]
        {
            assert_eq!(number(value), text);
        }
        for (value, text) in
            [(12.4, "+12.4%"), (-3.12, "−3.1%"), (0.0, "±0.0%"), (-0.01, "±0.0%"), (0.05, "+0.1%")]
        {
            assert_eq!(percent(value), text);
        }
    }

    #[test]
    fn days_are_read_as_people_read_them() {
        let near = date(2026, 11, 23);
        assert_eq!(day(near, near), "Mon 23 Nov");
        assert_eq!(day(date(2027, 1, 1), near), "Fri 1 Jan 2027");
    }

    #[test]
    fn things_in_a_row_end_with_and() {
        let row = |items: &[&str]| list(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
        assert_eq!((row(&[]), row(&["a"]), row(&["a", "b"])), (String::new(), "a".into(), "a and b".into()));
        assert_eq!(row(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_text_of_others_can_not_steer_a_terminal() {
        assert_eq!(clean("\u{1b}[31mred\u{7}\n\n and\tmore \u{202e}txet"), "[31mred and more txet");
        assert_eq!(clean("👩\u{200d}💻 at work"), "👩\u{200d}💻 at work");
        let long = "word ".repeat(60);
        assert_eq!(shortened(&long), format!("{}…", "word ".repeat(22).trim_end()));
        assert_eq!(shortened("short"), "short");
    }
}
