//! `search` and `fetch`, in the form that `ChatGPT` expects: every result has an address that can be cited.

use std::future::IntoFuture as _;

use cc_api::content::Post;
use cc_api::{JsonCall, catalogue};
use serde_json::{Map, Value, json};

use super::Called;
use crate::answer::LARGEST;
use crate::server::Server;

/// The longest text of a post; the rest of the answer fits beside it.
const LONGEST: usize = LARGEST - 2_000;

impl Server {
    /// Posts that fit the words. Events have no address that anybody documented, so they are left out.
    pub(super) async fn search(&self, query: &str) -> Called {
        let call = self.client.call(&catalogue::SEARCH_CONTENT).arg("query", query);
        let page = self.sent(&catalogue::SEARCH_CONTENT, call, |call| call.paged().into_future()).await?;
        let results: Vec<Value> = page.items.iter().filter_map(result).collect();
        Ok(json!({ "results": results }))
    }

    /// One post as a text.
    pub(super) async fn fetch(&self, id: &str) -> Called {
        let call = self.client.call(&catalogue::GET_POST).arg("id_or_slug", id);
        let post = self.sent(&catalogue::GET_POST, call, JsonCall::into_future).await?;
        let slug = word(&post, "slug").unwrap_or(id);
        Ok(json!({
            "id": slug,
            "title": word(&post, "title").unwrap_or(slug),
            "text": text(&post),
            "url": address(slug),
            "metadata": metadata(&post),
        }))
    }
}

/// A hit as a result, if it is a post.
fn result(hit: &Value) -> Option<Value> {
    let is_event = word(hit, "kind").is_some_and(|kind| kind != "post") || word(hit, "startsAt").is_some();
    let slug = word(hit, "slug").filter(|_| !is_event)?;
    Some(json!({ "id": slug, "title": word(hit, "title").unwrap_or(slug), "url": address(slug) }))
}

fn address(slug: &str) -> String {
    Post::default().slug(slug).web_url()
}

/// What a reader wants of a post, from top to bottom.
fn text(post: &Value) -> String {
    let parts = [
        (None, word(post, "title")),
        (Some("Type"), word(post, "contentType")),
        (Some("Pillar"), word(&post["pillar"], "name")),
        (Some("Published"), word(post, "publishDate")),
        (Some("Caption"), word(post, "caption")),
        (Some("Your own caption, written by the service"), word(post, "aiCaption")),
        (Some("Instructions"), word(post, "instructions")),
        (Some("Canva template"), word(post, "canvaUrl")),
    ];
    let shown = parts.into_iter().filter_map(|(name, text)| {
        let text = text?;
        Some(match name {
            None => text.to_owned(),
            Some(name) if text.contains('\n') || text.len() > 80 => format!("{name}:\n{text}"),
            Some(name) => format!("{name}: {text}"),
        })
    });
    shortened(&shown.collect::<Vec<_>>().join("\n\n"))
}

fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{}… (cut, {} characters in all)", &text[..end], text.chars().count())
}

/// What there is to know of a post besides, in short words.
fn metadata(post: &Value) -> Value {
    let words = [
        ("content_type", word(post, "contentType")),
        ("pillar", word(&post["pillar"], "name")),
        ("publish_date", word(post, "publishDate")),
        ("canva_url", word(post, "canvaUrl")),
    ];
    let known = words.into_iter().filter_map(|(name, word)| Some((name.to_owned(), Value::from(word?))));
    let mut known: Map<String, Value> = known.collect();
    for (name, property) in [("favorite", "isFavorite"), ("used", "isUsed"), ("trending", "isTrending")] {
        if let Some(mark) = post[property].as_bool() {
            known.insert(name.to_owned(), mark.into());
        }
    }
    Value::Object(known)
}

/// A text that says something.
fn word<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value[name].as_str().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{LONGEST, result, text};

    #[test]
    fn only_what_has_an_address_is_a_result() {
        let post =
            json!({ "id": "post_1", "kind": "post", "slug": "five-questions", "title": "Five questions" });
        let url = "https://coffeecontracts.com/post/five-questions";
        let shown = json!({ "id": "five-questions", "title": "Five questions", "url": url });
        assert_eq!(result(&post), Some(shown));
        for left_out in [
            json!({ "kind": "event", "slug": "workshop", "title": "Workshop" }),
            json!({ "slug": "workshop", "startsAt": "2026-11-30T17:00:00Z" }),
            json!({ "kind": "post", "title": "No slug", "slug": null }),
        ] {
            assert_eq!(result(&left_out), None, "{left_out}");
        }
    }

    #[test]
    fn a_post_reads_from_top_to_bottom_and_fits() {
        let mut post = json!({
            "title": "Five questions", "contentType": "Reel", "pillar": { "name": "Sellers" },
            "caption": "First line\nSecond line", "instructions": null, "canvaUrl": "https://canva.example/1"
        });
        let expected = "Five questions\n\nType: Reel\n\nPillar: Sellers\n\nCaption:\nFirst line\nSecond line\n\n\
                        Canva template: https://canva.example/1";
        assert_eq!(text(&post), expected);
        post["instructions"] = "ü".repeat(LONGEST).into();
        let long = text(&post);
        assert!(long.len() < LONGEST + 100 && long.contains("characters in all)"), "{}", long.len());
    }
}
