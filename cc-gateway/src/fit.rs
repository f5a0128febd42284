//! Answers that `ChatGPT` takes: under 100,000 characters, and always JSON that fits the document.
//!
//! A listing loses whole entries, and says how to get them. Lists within an answer come next, and long texts last.

use std::borrow::Cow;
use std::fmt::Write as _;

use cc_api::catalogue::{Operation, Param};
use cc_surface::shortened;
use serde_json::{Map, Value};

/// The most bytes of an answer. There are never more characters than bytes, and `ChatGPT` counts characters.
pub(crate) const LARGEST: usize = 99_000;
/// What is kept for the notice.
const NOTICE: usize = 600;
/// The member that says what was left out. No answer of the API has one of this name.
pub(crate) const NOTICE_NAME: &str = "gateway_notice";
/// How many entries the lists within an answer may have, one try after the other.
const ENTRIES: [usize; 6] = [100, 50, 25, 10, 5, 2];
/// How many characters a text may have, one try after the other.
const CHARACTERS: [usize; 6] = [8_000, 4_000, 2_000, 1_000, 400, 120];

/// What a page of a listing needs to name the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// The member with the entries.
    items: &'static str,
    /// What the parameters are called.
    limit: &'static str,
    offset: &'static str,
    /// Where the page begins.
    start: u64,
}

impl Listing {
    /// The listing that a call asks for, if it is one.
    pub(crate) fn of(operation: &'static Operation, arguments: &Map<String, Value>) -> Option<Self> {
        let paging = operation.paging?;
        let param = |index: u16| operation.params.get(usize::from(index));
        let (limit, offset): (&Param, &Param) = (param(paging.limit)?, param(paging.offset)?);
        let start = arguments.get(offset.name).and_then(Value::as_u64).unwrap_or(0);
        Some(Self { items: paging.items, limit: limit.wire, offset: offset.wire, start })
    }
}

/// The text of an answer that fits; none if nothing helps.
pub(crate) fn fit(answer: Value, id: &str, listing: Option<&Listing>) -> Option<String> {
    let text = written(&answer);
    if text.len() <= LARGEST {
        return Some(text);
    }
    let mut answer = answer;
    let mut notices = Vec::new();
    notices.extend(listing.and_then(|listing| fewer(&mut answer, id, listing)));
    if size(&answer) > LARGEST - NOTICE {
        notices.push(within(&mut answer)?);
    }
    if let Value::Object(answer) = &mut answer {
        answer.insert(NOTICE_NAME.to_owned(), notices.join(" ").into());
    }
    Some(written(&answer)).filter(|text| text.len() <= LARGEST)
}

/// Keeps the entries that fit, at least one; what to say about the others.
fn fewer(answer: &mut Value, id: &str, listing: &Listing) -> Option<String> {
    let entries = answer.get_mut(listing.items)?.as_array_mut()?;
    let all = entries.len();
    let sizes: Vec<usize> = entries.iter().map(|entry| size(entry) + 1).collect();
    let around = size(answer).saturating_sub(sizes.iter().sum());
    let mut room = (LARGEST - NOTICE).saturating_sub(around);
    let fits =
        sizes.iter().take_while(|size| room.checked_sub(**size).map(|left| room = left).is_some()).count();
    let kept = fits.clamp(1, all.max(1));
    if kept >= all {
        return None;
    }
    answer.get_mut(listing.items)?.as_array_mut()?.truncate(kept);
    let next = listing.start.saturating_add(u64::try_from(kept).unwrap_or(u64::MAX));
    Some(format!(
        "Only the first {kept} of these {all} entries fit into an answer. For the others call {id} again with the same \
         parameters and {}={next}, {}={kept}.",
        listing.offset, listing.limit
    ))
}

/// Shortens lists within an answer, and then texts, until it fits; what to say about it.
fn within(answer: &mut Value) -> Option<String> {
    for entries in ENTRIES {
        shorten_lists(answer, entries);
        if size(answer) <= LARGEST - NOTICE {
            return Some(format!(
                "Lists in this answer are cut after {entries} entries, since it would be too large."
            ));
        }
    }
    for characters in CHARACTERS {
        *answer = shortened(answer.take(), characters);
        if size(answer) <= LARGEST - NOTICE {
            return Some(format!(
                "Long texts in this answer are cut after {characters} characters and lists after 2 entries, since it would be \
                 too large."
            ));
        }
    }
    None
}

fn shorten_lists(value: &mut Value, most: usize) {
    match value {
        Value::Array(entries) => {
            entries.truncate(most);
            for entry in entries {
                shorten_lists(entry, most);
            }
        }
        Value::Object(members) => {
            for (_, member) in members {
                shorten_lists(member, most);
            }
        }
        _ => {}
    }
}

fn size(value: &Value) -> usize {
    written(value).len()
}

/// A value as JSON.
fn written(value: &Value) -> String {
    let text = value.to_string();
    match plain(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(plain) => plain,
    }
}

/// JSON in which what moves a cursor or turns the direction of writing is written in letters, which mean the same: such
/// characters stand in texts only.
pub(crate) fn plain(json: &str) -> Cow<'_, str> {
    // Most answers have none; in bytes that is soon seen.
    if !json.bytes().any(|byte| matches!(byte, 0x7f | 0xc2 | 0xe2)) || !json.chars().any(is_odd) {
        return Cow::Borrowed(json);
    }
    let mut plain = String::with_capacity(json.len() + 64);
    for letter in json.chars() {
        if is_odd(letter) {
            // Writing to a text does not fail.
            let _ = write!(plain, "\\u{:04x}", u32::from(letter));
        } else {
            plain.push(letter);
        }
    }
    Cow::Owned(plain)
}

/// Those that JSON may have in its texts as they are. The first of their bytes is 7f, c2 or e2.
fn is_odd(letter: char) -> bool {
    matches!(letter, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::{Map, Value, json};

    use super::{LARGEST, Listing, NOTICE_NAME, fit};

    fn posts(offset: u64) -> Listing {
        let arguments = Map::from_iter([("offset".to_owned(), offset.into())]);
        Listing::of(&catalogue::GET_POSTS, &arguments).unwrap()
    }

    fn page(entries: usize, length: usize) -> Value {
        let entry = |id: usize| json!({ "id": format!("post_{id}"), "caption": "é".repeat(length) });
        json!({ "results": (0..entries).map(entry).collect::<Value>(), "count": 900 })
    }

    fn fitted(answer: Value, listing: Option<&Listing>) -> Value {
        let text = fit(answer, "get_posts", listing).unwrap();
        assert!(text.len() <= LARGEST, "{}", text.len());
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(fitted(page(25, 500), Some(&posts(0))), page(25, 500));
        assert_eq!(Listing::of(&catalogue::GET_POST, &Map::new()), None);
    }

    #[test]
    fn what_moves_cursors_is_written_in_letters_and_means_the_same() {
        let answer = json!({ "caption": "\u{202e}x\u{9b}y\u{7f}\u{1b}ü😀\u{200d}" });
        let text = fit(answer.clone(), "get_post", None).unwrap();
        assert_eq!(text, "{\"caption\":\"\\u202ex\\u009by\\u007f\\u001bü😀\u{200d}\"}");
        assert_eq!(text.parse::<Value>().unwrap(), answer);
        assert!(fitted(json!({ "caption": "\u{202e}".repeat(32_000) }), None)[NOTICE_NAME].is_string());
    }

    #[test]
    fn a_listing_loses_whole_entries_and_names_the_next_call() {
        let answer = fitted(page(25, 5_000), Some(&posts(50)));
        let kept = answer["results"].as_array().unwrap().len();
        assert!((5..25).contains(&kept), "{kept}");
        assert_eq!(answer["results"], json!(page(25, 5_000)["results"].as_array().unwrap()[..kept]));
        assert_eq!(answer["count"], 900);
        let notice = answer[NOTICE_NAME].as_str().unwrap();
        let next = format!("offset={}, limit={kept}", 50 + kept);
        assert!(notice.contains("get_posts again") && notice.contains(&next), "{notice}");
    }

    #[test]
    fn an_entry_that_is_too_large_is_shown_with_shorter_texts() {
        let answer = fitted(page(3, 200_000), Some(&posts(0)));
        assert_eq!(answer["results"].as_array().unwrap().len(), 1);
        assert!(answer["results"][0]["caption"].as_str().unwrap().contains("200000 characters in all"));
        let notice = answer[NOTICE_NAME].as_str().unwrap();
        assert!(notice.contains("offset=1, limit=1") && notice.contains("Long texts"), "{notice}");
    }

    #[test]
    fn lists_within_an_answer_are_cut_before_its_texts() {
        let drops: Value =
            (0..300).map(|id| json!({ "id": id, "posts": page(20, 100)["results"] })).collect();
        let answer = fitted(json!({ "drops": drops, "followers": 12 }), None);
        assert_eq!(answer["followers"], 12);
        let caption = answer["drops"][0]["posts"][0]["caption"].as_str().unwrap();
        assert_eq!(caption.chars().count(), 100, "texts stay whole");
        assert!(answer[NOTICE_NAME].as_str().unwrap().starts_with("Lists in this answer are cut after"));
    }

    #[test]
    fn what_nothing_helps_is_not_shown() {
        let members: Map<String, Value> = (0..20_000).map(|id| (format!("member {id}"), id.into())).collect();
        assert_eq!(fit(Value::Object(members), "get_posts", None), None);
    }
}
