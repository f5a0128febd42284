//! Which property that is new is one that is gone, under another name.

use super::parameters::close_names;

/// A property's name and description.
type Named<'m> = (&'m str, Option<String>);

/// Pairs properties that are gone with new ones. `alike` lists which take the same values; only such are paired, and
/// only where the match is the only one both ways: by an equal description first, then by close names, and last
/// where one went and one came.
pub(in crate::diff) fn pair_members(
    gone: &[Named<'_>],
    new: &[Named<'_>],
    alike: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let mut left: Vec<(usize, usize)> = alike.to_vec();
    let mut pairs = Vec::new();
    let same_text = |(at, to): (usize, usize)| gone[at].1.is_some() && gone[at].1 == new[to].1;
    take(&mut left, &mut pairs, same_text);
    take(&mut left, &mut pairs, |(at, to)| close_names(gone[at].0, new[to].0));
    if gone.len() == 1 && new.len() == 1 {
        // Two descriptions that differ say that they are two things.
        take(&mut left, &mut pairs, |(at, to)| gone[at].1.is_none() || new[to].1.is_none());
    }
    pairs
}

/// Takes the pairs that fit, and are the only ones for both of their members that do.
fn take(
    left: &mut Vec<(usize, usize)>,
    pairs: &mut Vec<(usize, usize)>,
    fits: impl Fn((usize, usize)) -> bool,
) {
    let fitting: Vec<(usize, usize)> = left.iter().copied().filter(|pair| fits(*pair)).collect();
    for (at, to) in &fitting {
        let rivals = fitting.iter().filter(|(one, other)| one == at || other == to).count();
        if rivals == 1 {
            pairs.push((*at, *to));
        }
    }
    left.retain(|(at, to)| !pairs.iter().any(|(one, other)| one == at || other == to));
}

#[cfg(test)]
mod tests {
    use super::pair_members;

    #[test]
    fn a_match_counts_only_if_it_is_the_only_one_both_ways() {
        let text = |text: &str| Some(text.to_owned());
        let plain = |name| (name, None);
        let all = [(0, 0), (0, 1), (1, 0), (1, 1)];
        for (gone, new, alike, pairs) in [
            (vec![plain("title")], vec![plain("headline")], &all[..1], vec![(0, 0)]),
            (vec![plain("title")], vec![plain("headline")], &all[..0], vec![]),
            (vec![plain("title")], vec![plain("headline"), plain("name")], &all[..2], vec![]),
            (vec![plain("title")], vec![plain("subtitle2"), plain("title_text")], &all[..2], vec![(0, 1)]),
            (
                vec![("a", text("The day."))],
                vec![plain("b"), ("c", text("The day."))],
                &all[..2],
                vec![(0, 1)],
            ),
            (vec![("a", text("The day."))], vec![("b", text("The month."))], &all[..1], vec![]),
        ] {
            assert_eq!(pair_members(&gone, &new, alike), pairs, "{gone:?} {new:?}");
        }
    }
}
