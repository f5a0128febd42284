//! Captions for posts.

use cc_api::catalogue;
use serde::Serialize;

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::assistant::{self, Work};
use crate::store::captions::{self, CAPTION, Caption};
use crate::store::posts::POST;
use crate::store::profiles;
use crate::writing::{CaptionBrief, caption};

pub(super) const HANDLERS: &[Handler] =
    &[on(&catalogue::GENERATE_CAPTION, generate_caption), on(&catalogue::REACT_TO_CAPTION, react_to_caption)];

/// What a caption can be given.
const REACTIONS: &[&str] = &["thumbs_up", "thumbs_down"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AiCaption {
    id: String,
    post_id: String,
    text: String,
    reaction: Option<String>,
    generation_count: i64,
    created_at: String,
    updated_at: String,
}

/// The answer holds the text at once. It keeps its identifier when it is written anew, and loses its reaction.
fn generate_caption(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, account) = (call.db, call.account());
    let id: String = call.input.need("postId")?;
    let post = POST.row(&id).unwrap_or(0);
    let title = captions::title_of(db, call.tenant(), post, call.today())?;
    let title = title.ok_or_else(|| Refused::invalid("postId", "is not a post of the library"))?;
    let before = captions::of_post(db, account, post)?.map_or(0, |caption| caption.generation_count);
    let text = caption(&CaptionBrief {
        title: &title,
        place: place(call)?.as_deref(),
        voice: &voice(call)?,
        // Another post begins elsewhere, so that captions do not all open alike.
        turn: usize::try_from(post.saturating_add(before)).unwrap_or(0),
    });
    captions::write(db, account, post, &text, call.now_ms())?;
    let written = captions::of_post(db, account, post)?.ok_or_else(|| Refused::not_found("caption"))?;
    Reply::ok(&shown(written))
}

/// The caption is what the call acts on, so one that is missing is a 404. A second reaction takes the place of the first.
fn react_to_caption(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("captionId")?;
    let reaction = call.input.need_word("reaction", REACTIONS)?;
    let found = own_caption(call, &id)?;
    captions::react(call.db, call.account(), found.row, &reaction, call.now_ms())?;
    Reply::ok(&shown(own_caption(call, &id)?))
}

fn own_caption(call: &Call<'_>, id: &str) -> Result<Caption, Refused> {
    captions::find(call.db, call.account(), id)?.ok_or_else(|| Refused::not_found("caption"))
}

/// Where the account works: as its profile says, or else its market answers.
fn place(call: &Call<'_>) -> Result<Option<String>, Refused> {
    let location = profiles::find(call.db, call.account())?.and_then(|profile| profile.location);
    if location.is_some() {
        return Ok(location);
    }
    let questions = assistant::questions(call.db, call.tenant(), call.account())?;
    let answer = questions
        .into_iter()
        .find(|question| question.subject == "places")
        .and_then(|question| question.answer);
    Ok(answer.and_then(|answer| answer.text))
}

/// The words for its voice in the market profile.
fn voice(call: &Call<'_>) -> Result<Vec<String>, Refused> {
    let profile = assistant::latest_completed(call.db, call.account(), call.now_ms(), Work::MarketProfile)?;
    let text = match profile {
        Some(profile) => assistant::profile_text(call.db, profile.row)?,
        None => None,
    };
    Ok(text.map(|(_, voice)| voice).unwrap_or_default())
}

fn shown(caption: Caption) -> AiCaption {
    AiCaption {
        id: CAPTION.id(caption.row),
        post_id: POST.id(caption.post),
        text: caption.text,
        reaction: caption.reaction,
        generation_count: caption.generation_count,
        created_at: instant(caption.created_at),
        updated_at: instant(caption.updated_at),
    }
}
