//! Search over posts and events.

use std::collections::BTreeMap;

use cc_api::catalogue;
use serde::Serialize;

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::events::EVENT;
use crate::store::library::{self, Pillar};
use crate::store::posts::{PILLAR, POST, TAG};
use crate::store::search::{self, Hit, SearchFilter};

pub(super) const HANDLERS: &[Handler] =
    &[on(&catalogue::SEARCH_CONTENT, search_content), on(&catalogue::GET_SEARCH_FILTERS, get_search_filters)];

/// How many different words a search takes: each of them is looked up by itself.
const MOST_WORDS: usize = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SearchHit<'a> {
    id: String,
    kind: &'static str,
    slug: String,
    title: String,
    excerpt: Option<String>,
    image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    pillar: Option<&'a Pillar>,
    starts_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_favorite: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_used: Option<bool>,
}

/// Every word must be there, in any form of it (`home` finds `homes`), in any order; signs between words mean nothing.
/// A text without any word finds nothing. The best match comes first.
fn search_content(call: &Call<'_>) -> Result<Reply, Refused> {
    let input = call.input;
    let words = words(&input.need::<String>("query")?)?;
    // An identifier that is none of ours fits nothing.
    let filter = SearchFilter {
        kind: input.get("kind")?,
        content_type: input.get("content_type")?,
        pillar: input.get::<String>("pillar")?.map(|id| PILLAR.row(&id).unwrap_or(0)),
        tag: input.get::<String>("tag")?.map(|id| TAG.row(&id).unwrap_or(0)),
    };
    let (hits, count) = search::find(call.db, call.viewer(), &words, &filter, call.page()?)?;
    let mut pillars = BTreeMap::new();
    for row in hits.iter().filter_map(|hit| hit.pillar) {
        pillars.insert(row, library::pillar_inside(call.db, call.tenant(), row)?);
    }
    let shown: Vec<SearchHit<'_>> = hits
        .into_iter()
        .map(|hit| {
            let pillar = hit.pillar.and_then(|row| pillars.get(&row)?.as_ref());
            shown(hit, pillar)
        })
        .collect();
    Reply::page(&shown, count)
}

/// Every choice is there, those that would leave nothing as well.
fn get_search_filters(call: &Call<'_>) -> Result<Reply, Refused> {
    let words = call.input.get::<String>("query")?.map(|text| words(&text)).transpose()?;
    Reply::ok(&search::choices(call.db, call.viewer(), words.as_deref())?)
}

fn words(text: &str) -> Result<Vec<String>, Refused> {
    let words = search::quoted_words(text);
    if words.len() > MOST_WORDS {
        let message = format!("has {} different words; a search takes {MOST_WORDS}", words.len());
        return Err(Refused::invalid("query", message));
    }
    Ok(words)
}

fn shown(hit: Hit, pillar: Option<&Pillar>) -> SearchHit<'_> {
    let is_post = hit.row > 0;
    SearchHit {
        id: if is_post { POST.id(hit.row) } else { EVENT.id(-hit.row) },
        kind: if is_post { "post" } else { "event" },
        slug: hit.slug,
        title: hit.title,
        excerpt: hit.excerpt,
        image_url: hit.image_url,
        content_type: hit.content_type,
        pillar,
        starts_at: hit.starts_at.map(instant),
        is_favorite: is_post.then_some(hit.is_favorite),
        is_used: is_post.then_some(hit.is_used),
    }
}
