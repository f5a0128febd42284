//! The organization that an account belongs to: shown, named, left.

use cc_api::catalogue;
use serde::Serialize;

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::organizations::{self, Member, ORGANIZATION, Organization};
use crate::store::people::USER;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::GET_ORGANIZATION, get_organization),
    on(&catalogue::SAVE_ORGANIZATION, save_organization),
    on(&catalogue::LEAVE_ORGANIZATION, leave_organization),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    id: String,
    name: String,
    logo_url: Option<String>,
    admin_id: String,
    members: Vec<ShownMember>,
    created_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownMember {
    user_id: String,
    name: String,
    email: String,
    avatar_url: Option<String>,
    role: &'static str,
    joined_at: String,
}

fn get_organization(call: &Call<'_>) -> Result<Reply, Refused> {
    let organization = mine(call)?.ok_or_else(none_of_mine)?;
    let members = organizations::members(call.db, organization.row)?;
    let members = members.into_iter().map(|member| shown_member(member, organization.admin)).collect();
    Reply::ok(&Shown {
        id: ORGANIZATION.id(organization.row),
        name: organization.name,
        logo_url: organization.logo_url,
        admin_id: USER.id(organization.admin),
        members,
        created_at: instant(organization.created_at),
    })
}

/// Whoever has no organization founds one, and leads it; of an existing one, only its admin may change the name.
fn save_organization(call: &Call<'_>) -> Result<Reply, Refused> {
    let name: String = call.input.need("name")?;
    let name = name.trim();
    if name.is_empty() {
        return Err(Refused::invalid("name", "must not be empty"));
    }
    match mine(call)? {
        Some(organization) if organization.admin == call.account() => {
            organizations::rename(call.db, organization.row, name)?;
        }
        Some(_) => {
            let message = "Only the admin of an organization may change its name.";
            return Err(Refused::forbidden("not_admin", message));
        }
        None => {
            organizations::found(call.db, call.tenant(), call.account(), name, call.now_ms())?;
        }
    }
    get_organization(call)
}

/// Nothing but the belonging ends: keys of one's own, posts and pages stay as they are.
fn leave_organization(call: &Call<'_>) -> Result<Reply, Refused> {
    let organization = mine(call)?.ok_or_else(none_of_mine)?;
    if organization.admin == call.account() {
        let message = "The admin of an organization cannot leave it.";
        return Err(Refused::forbidden("is_admin", message));
    }
    organizations::leave(call.db, call.account())?;
    Reply::empty()
}

fn mine(call: &Call<'_>) -> Result<Option<Organization>, Refused> {
    Ok(organizations::of(call.db, call.account())?)
}

fn none_of_mine() -> Refused {
    let message = "You belong to no organization.";
    Refused { message: message.to_owned(), ..Refused::not_found("organization") }
}

fn shown_member(member: Member, admin: i64) -> ShownMember {
    ShownMember {
        user_id: USER.id(member.account),
        name: member.name,
        email: member.email,
        avatar_url: member.avatar_url,
        role: if member.account == admin { "admin" } else { "member" },
        joined_at: instant(member.joined_at),
    }
}
