//! What newcomers choose from: the platform's lists, each with what the account has added for itself.

use cc_api::catalogue;
use serde::Serialize;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::traits::{
    self, AREA_OF_WORK, CLIENT_TYPE, Choice, GOAL, MINDSET, Owner, REFERRAL_SOURCE, Trait,
};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_AREAS_OF_WORK, |call| list(call, AREA_OF_WORK)),
    on(&catalogue::CREATE_AREA_OF_WORK, |call| create(call, AREA_OF_WORK)),
    on(&catalogue::LIST_CLIENT_TYPES, |call| list(call, CLIENT_TYPE)),
    on(&catalogue::CREATE_CLIENT_TYPE, |call| create(call, CLIENT_TYPE)),
    on(&catalogue::LIST_MINDSETS, |call| list(call, MINDSET)),
    on(&catalogue::CREATE_MINDSET, |call| create(call, MINDSET)),
    on(&catalogue::LIST_USER_GOALS, |call| list(call, GOAL)),
    on(&catalogue::CREATE_USER_GOAL, |call| create(call, GOAL)),
    on(&catalogue::LIST_REFERRAL_SOURCES, |call| list(call, REFERRAL_SOURCE)),
    on(&catalogue::CREATE_REFERRAL_SOURCE, |call| create(call, REFERRAL_SOURCE)),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    id: String,
    name: String,
    description: Option<String>,
    is_custom: bool,
    order: i64,
}

fn list(call: &Call<'_>, of: Trait) -> Result<Reply, Refused> {
    let (choices, count) = traits::list(call.db, call.chooser(), of, call.page()?)?;
    let shown: Vec<Shown> = choices.into_iter().map(|choice| shown(choice, of)).collect();
    Reply::page(&shown, count)
}

/// What is added is seen by nobody else. A name that the list has already, in letters of either case, is refused.
fn create(call: &Call<'_>, of: Trait) -> Result<Reply, Refused> {
    let name: String = call.input.need("name")?;
    let name = name.trim();
    if name.is_empty() {
        return Err(Refused::invalid("name", "must not be empty"));
    }
    if traits::has_name(call.db, call.chooser(), of, name)? {
        let message = format!("The list has {} of this name already.", of.noun);
        return Err(Refused::conflict("name_taken", message));
    }
    let description: Option<String> = call.input.get("description")?;
    let added = traits::add(call.db, call.chooser(), of, name, description.as_deref())?;
    Reply::created(&shown(added, of))
}

fn shown(choice: Choice, of: Trait) -> Shown {
    Shown {
        id: of.kind.id(choice.row),
        name: choice.name,
        description: choice.description,
        is_custom: choice.is_custom,
        order: choice.position,
    }
}

impl Call<'_> {
    /// Whose choices are meant.
    pub(super) fn chooser(&self) -> Owner {
        Owner { tenant: self.tenant(), account: self.account() }
    }
}
