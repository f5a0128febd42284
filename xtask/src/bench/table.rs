//! Figures beside their limits, as a table.

use std::fmt;

/// Something that was measured.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) what: &'static str,
    pub(super) ours: f64,
    /// What it is held against: the same by hand, or done in another way.
    pub(super) other: Option<f64>,
    pub(super) limit: Limit,
}

/// How much it may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit {
    /// At most so many times the other.
    Times(f64),
    /// At most so much more than the other.
    More(f64),
    /// Less than this.
    Below(f64),
    /// As it is: it is shown, and hangs on the machine.
    None,
}

impl Figure {
    fn is_met(&self) -> bool {
        let other = self.other.unwrap_or(f64::NAN);
        match self.limit {
            Limit::Times(times) => self.ours <= times * other,
            Limit::More(more) => self.ours <= other + more,
            Limit::Below(most) => self.ours < most,
            Limit::None => true,
        }
    }
}

/// All figures.
#[derive(Debug)]
pub(super) struct Table {
    figures: Vec<Figure>,
}

impl Table {
    pub(super) fn new(figures: Vec<Figure>) -> Self {
        Self { figures }
    }

    /// Whether every limit is met.
    pub(super) fn is_met(&self) -> bool {
        self.figures.iter().all(Figure::is_met)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<52} {:>11} {:>11} {:>7}  limit", "", "cc-api", "beside", "ratio")?;
        for figure in &self.figures {
            let Figure { what, ours, other, limit } = figure;
            let other_text = other.map_or_else(String::new, |other| format!("{other:.0}"));
            let ratio = other.map_or_else(String::new, |other| format!("{:.3}", ours / other));
            write!(f, "{what:<52} {ours:>11.0} {other_text:>11} {ratio:>7}")?;
            let limit = match limit {
                Limit::Times(times) => format!("{times:.2} times"),
                Limit::More(more) => format!("{more:.0} more"),
                Limit::Below(most) => format!("under {most:.0}"),
                Limit::None => {
                    writeln!(f)?;
                    continue;
                }
            };
            writeln!(f, "  {limit} {}", if figure.is_met() { "met" } else { "MISSED" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Limit, Table};

    #[test]
    fn a_limit_is_a_part_of_the_other_or_a_distance_to_it_or_a_number() {
        let cases = [
            (108.0, Some(100.0), Limit::Times(1.1), true),
            (111.0, Some(100.0), Limit::Times(1.1), false),
            (106.0, Some(100.0), Limit::More(6.0), true),
            (107.0, Some(100.0), Limit::More(6.0), false),
            (99.0, None, Limit::Below(100.0), true),
            (100.0, None, Limit::Below(100.0), false),
            (1.0, None, Limit::Times(1.1), false),
            (1000.0, Some(1.0), Limit::None, true),
        ];
        for (ours, other, limit, met) in cases {
            let table = Table::new(vec![Figure { what: "a thing", ours, other, limit }]);
            assert_eq!(table.is_met(), met, "{table}");
        }
    }

    #[test]
    fn the_table_says_what_is_missed() {
        let call = Figure { what: "a call", ours: 108.0, other: Some(100.0), limit: Limit::Times(1.1) };
        let key = Figure { what: "a key", ours: 2000.0, other: None, limit: Limit::Below(1024.0) };
        let text = Table::new(vec![call, key]).to_string();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert!(
            lines[0].starts_with("a call") && lines[0].ends_with("108         100   1.080  1.10 times met")
        );
        assert!(
            lines[1].starts_with("a key")
                && lines[1].ends_with("2000                      under 1024 MISSED")
        );
    }
}
