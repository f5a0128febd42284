//! Stock images and videos, and the knowledge hub.

use cc_api::catalogue;
use serde::Serialize;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::Choice;
use crate::store::stock::{self, SHOOT, StockFilter};
use crate::store::videos::{self, CATEGORY, Visitor};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_STOCK_IMAGES, list_stock_images),
    on(&catalogue::GET_IMAGE_FILTERS, get_image_filters),
    on(&catalogue::LIST_KNOWLEDGE_HUB_VIDEOS, list_knowledge_hub_videos),
    on(&catalogue::LIST_KNOWLEDGE_HUB_VIDEO_CATEGORIES, list_knowledge_hub_video_categories),
];

#[derive(Serialize)]
struct ImageFilters {
    orientations: Vec<Choice>,
    types: Vec<Choice>,
    shoots: Vec<Choice>,
    tags: Vec<Choice>,
}

/// An image must bear all the tags that are wanted: so do several filters together, and one more tag never widens the list.
fn list_stock_images(call: &Call<'_>) -> Result<Reply, Refused> {
    let filter = StockFilter {
        // An identifier that is none of ours fits no image.
        shoot: call.input.get::<String>("shoot")?.map(|id| SHOOT.row(&id).unwrap_or(0)),
        tags: call.input.get("tags")?.unwrap_or_default(),
        kind: call.input.word("type", &stock::KINDS.map(|(word, _)| word))?,
        orientation: call.input.word("orientation", &stock::ORIENTATIONS.map(|(word, _)| word))?,
    };
    let (images, count) = stock::list(call.db, call.tenant(), call.account(), &filter, call.page()?)?;
    Reply::page(&images, count)
}

/// The counts are those of the whole collection, each choice on its own.
fn get_image_filters(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, tenant) = (call.db, call.tenant());
    Reply::ok(&ImageFilters {
        orientations: stock::orientations(db, tenant)?,
        types: stock::kinds(db, tenant)?,
        shoots: stock::shoots(db, tenant)?,
        tags: stock::tags(db, tenant)?,
    })
}

fn list_knowledge_hub_videos(call: &Call<'_>) -> Result<Reply, Refused> {
    let category = call.input.get::<String>("category")?.map(|id| CATEGORY.row(&id).unwrap_or(0));
    let title: Option<String> = call.input.get("title")?;
    let (videos, count) = videos::list(call.db, visitor(call), category, title.as_deref(), call.page()?)?;
    Reply::page(&videos, count)
}

fn list_knowledge_hub_video_categories(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&videos::categories(call.db, visitor(call))?, call.page()?)
}

fn visitor(call: &Call<'_>) -> Visitor {
    Visitor { tenant: call.tenant(), now: call.now_ms() }
}
