//! What posts are sorted by: types, pillars, tags, audiences, styles, and the pillars and tags picked for an account.
//!
//! All of these lists are short, so each is made whole and a page is cut out of it. Their order is that of the library.

use cc_api::{YearMonth, catalogue};
use serde::Serialize;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::library::{self, Label, Pillar, Which};
use crate::store::posts::{self, Live};
use crate::store::styles;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_CONTENT_TYPES, list_content_types),
    on(&catalogue::LIST_CONTENT_TYPE_CATEGORIES, list_content_type_categories),
    on(&catalogue::LIST_CONTENT_PILLARS, list_content_pillars),
    on(&catalogue::LIST_CONTENT_PILLAR_CATEGORIES, list_content_pillar_categories),
    on(&catalogue::LIST_CONTENT_TAGS, list_content_tags),
    on(&catalogue::LIST_TARGET_AUDIENCES, list_target_audiences),
    on(&catalogue::LIST_CONTENT_STYLES, list_content_styles),
    on(&catalogue::GET_PICKED_FOR_YOU, get_picked_for_you),
];

fn list_content_types(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&library::types(call.db, call.tenant(), call.live()?)?, call.page()?)
}

fn list_content_type_categories(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&library::type_categories(call.db, call.tenant())?, call.page()?)
}

fn list_content_pillars(call: &Call<'_>) -> Result<Reply, Refused> {
    let pillars = library::pillars(call.db, call.tenant(), call.live()?, Which::All)?;
    Reply::page_of(&pillars, call.page()?)
}

fn list_content_pillar_categories(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&library::pillar_categories(call.db, call.tenant())?, call.page()?)
}

fn list_content_tags(call: &Call<'_>) -> Result<Reply, Refused> {
    let tags = library::tags(call.db, call.tenant(), call.live()?, Which::All)?;
    Reply::page_of(&tags, call.page()?)
}

fn list_target_audiences(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::page_of(&library::audiences(call.db, call.tenant(), call.live()?)?, call.page()?)
}

/// With a month the styles that belong to none are left out. Styles of the month to come are there: people plan ahead.
fn list_content_styles(call: &Call<'_>) -> Result<Reply, Refused> {
    let month: Option<YearMonth> = call.input.get("date")?;
    Reply::page_of(&styles::list(call.db, call.tenant(), month)?, call.page()?)
}

/// Picked is what goes with the traits that the account has chosen, and what it prefers: nothing chosen, nothing picked.
fn get_picked_for_you(call: &Call<'_>) -> Result<Reply, Refused> {
    #[derive(Serialize)]
    struct PickedForYou {
        pillars: Vec<Pillar>,
        tags: Vec<Label>,
    }
    let (which, live) = (Which::PickedFor(call.account()), call.live()?);
    Reply::ok(&PickedForYou {
        pillars: library::pillars(call.db, call.tenant(), live, which)?,
        tags: library::tags(call.db, call.tenant(), live, which)?,
    })
}

impl Call<'_> {
    /// How far the library has come out.
    pub(super) fn live(&self) -> Result<Live, Refused> {
        Ok(posts::live(self.db, self.tenant(), self.today())?)
    }
}
