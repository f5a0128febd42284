//! Posts: listing, reading, marking.

use cc_api::Date;
use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::items::{self, Place};
use crate::store::posts::{self, AUDIENCE, PILLAR, PostFilter, Viewer};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_POSTS, get_posts),
    on(&catalogue::GET_POST, get_post),
    on(&catalogue::UPDATE_POST, update_post),
    on(&catalogue::GET_TRENDING_REELS, get_trending_reels),
];

/// The newest first. Several filters together narrow further; one that no post fits leaves nothing.
fn get_posts(call: &Call<'_>) -> Result<Reply, Refused> {
    let input = call.input;
    let filter = PostFilter {
        content_type: input.get("content_type")?,
        trending: input.get("trending")?,
        // An identifier that is none of ours fits no post.
        pillar: input.get::<String>("pillar")?.map(|id| PILLAR.row(&id).unwrap_or(0)),
        audience: input.get::<String>("audience")?.map(|id| AUDIENCE.row(&id).unwrap_or(0)),
        from: input.get::<Date>("start_date")?,
        to: input.get::<Date>("end_date")?,
        picked: input.get("picked_for_you")?,
        ..PostFilter::default()
    };
    Ok(Reply::written(posts::page_body(call.db, call.viewer(), &filter, call.page()?)?))
}

fn get_post(call: &Call<'_>) -> Result<Reply, Refused> {
    let id_or_slug: String = call.input.need("id_or_slug")?;
    let found = posts::find(call.db, call.viewer(), &id_or_slug)?;
    let (_, post) = found.ok_or_else(|| Refused::not_found("post"))?;
    Reply::ok(&post)
}

fn update_post(call: &Call<'_>) -> Result<Reply, Refused> {
    let id_or_slug: String = call.input.need("id_or_slug")?;
    let found = posts::find(call.db, call.viewer(), &id_or_slug)?;
    let (row, _) = found.ok_or_else(|| Refused::not_found("post"))?;
    items::mark(
        call.db,
        call.account(),
        Place::Post(row),
        call.input.get("isFavorite")?,
        call.input.get("isUsed")?,
    )?;
    get_post(call)
}

/// The newest first.
fn get_trending_reels(call: &Call<'_>) -> Result<Reply, Refused> {
    let filter =
        PostFilter { content_type: Some("Reel".to_owned()), trending: Some(true), ..PostFilter::default() };
    Ok(Reply::written(posts::page_body(call.db, call.viewer(), &filter, call.page()?)?))
}

impl Call<'_> {
    /// Who looks at posts, and when.
    pub(super) fn viewer(&self) -> Viewer {
        Viewer { tenant: self.tenant(), account: self.account(), today: self.today() }
    }
}
