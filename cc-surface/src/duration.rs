//! Lengths of time as people write them.

use std::time::Duration;

/// A length of time such as `90s`, `5m` or `1h`; a number alone is seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err("it ends in s, m or h, as in 90s".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "a number comes first, as in 90s".to_owned())?;
    number.checked_mul(unit).map(Duration::from_secs).ok_or_else(|| "that is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn a_length_of_time_is_read_with_its_unit() {
        for (text, seconds) in [("0", 0), ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7200)] {
            assert_eq!(duration(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in ["", "m", "1d", "-1s", "1.5m", "99999999999999999999h", "18446744073709551615h"] {
            duration(text).unwrap_err();
        }
    }
}
