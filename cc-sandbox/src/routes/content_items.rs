//! Posts and images in one list, their marks, and the pictures of posts.

use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::items::{self, ItemFilter};
use crate::store::photos;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_CONTENT_ITEMS, list_content_items),
    on(&catalogue::GET_ITEM_FILTERS, get_item_filters),
    on(&catalogue::UPDATE_CONTENT_ITEM, update_content_item),
    on(&catalogue::LIST_POST_PHOTOS, list_post_photos),
    on(&catalogue::GET_POST_PHOTO, get_post_photo),
];

/// An item has the identifier of the post or the image that it is. A kind that there is not fits nothing.
fn list_content_items(call: &Call<'_>) -> Result<Reply, Refused> {
    let filter = ItemFilter { kind: call.input.get("kind")?, ..marks(call)? };
    let (found, count) = items::list(call.db, call.viewer(), &filter, call.page()?)?;
    Reply::page(&found, count)
}

fn get_item_filters(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::ok(&items::counts(call.db, call.viewer(), &marks(call)?)?)
}

fn update_content_item(call: &Call<'_>) -> Result<Reply, Refused> {
    let not_found = || Refused::not_found("item");
    let id: String = call.input.need("item_id")?;
    let place = items::place(&id).ok_or_else(not_found)?;
    items::find(call.db, call.viewer(), place)?.ok_or_else(not_found)?;
    let (is_favorite, is_used) = (call.input.get("isFavorite")?, call.input.get("isUsed")?);
    items::mark(call.db, call.account(), place, is_favorite, is_used)?;
    Reply::ok(&items::find(call.db, call.viewer(), place)?)
}

/// Identifiers of pictures that are not there are passed over.
fn list_post_photos(call: &Call<'_>) -> Result<Reply, Refused> {
    let live = call.live()?;
    if let Some(ids) = call.input.get::<Vec<String>>("ids")? {
        return Reply::page_of(&photos::named(call.db, call.tenant(), live, &ids)?, call.page()?);
    }
    let (found, count) = photos::list(call.db, call.tenant(), live, call.page()?)?;
    Reply::page(&found, count)
}

fn get_post_photo(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("id")?;
    let photo = photos::find(call.db, call.tenant(), call.live()?, &id)?;
    Reply::ok(&photo.ok_or_else(|| Refused::not_found("picture"))?)
}

fn marks(call: &Call<'_>) -> Result<ItemFilter, Refused> {
    let (is_favorite, is_used) = (call.input.get("is_favorite")?, call.input.get("is_used")?);
    Ok(ItemFilter { kind: None, is_favorite, is_used })
}
