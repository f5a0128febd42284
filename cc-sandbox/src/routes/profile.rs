//! The profile: who an account is, what it prefers, and what it said of itself when it joined.

use cc_api::{Patch, catalogue};
use serde::{Deserialize, Serialize};

use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::ident::Kind;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::organizations::{self, ORGANIZATION};
use crate::store::people::USER;
use crate::store::posts::{PILLAR, TAG};
use crate::store::profiles::{self, Preference, Profile};
use crate::store::traits::{self, AREA_OF_WORK, CLIENT_TYPE, GOAL, MINDSET, REFERRAL_SOURCE, Trait};

pub(super) const HANDLERS: &[Handler] =
    &[on(&catalogue::GET_MY_PROFILE, get_my_profile), on(&catalogue::UPDATE_MY_PROFILE, update_my_profile)];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownProfile {
    id: String,
    first_name: String,
    last_name: String,
    email: String,
    phone: Option<String>,
    location: Option<String>,
    timezone: Option<String>,
    brokerage_name: Option<String>,
    avatar_url: Option<String>,
    organization_id: Option<String>,
    preferences: ShownPreferences,
    traits: ShownTraits,
    created_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownPreferences {
    pillar_ids: Vec<String>,
    tag_ids: Vec<String>,
    wants_emails: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownTraits {
    area_of_work_ids: Vec<String>,
    client_type_ids: Vec<String>,
    mindset_ids: Vec<String>,
    goal_ids: Vec<String>,
    referral_source_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PreferencesChange {
    pillar_ids: Option<Vec<String>>,
    tag_ids: Option<Vec<String>>,
    wants_emails: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TraitsChange {
    area_of_work_ids: Option<Vec<String>>,
    client_type_ids: Option<Vec<String>>,
    mindset_ids: Option<Vec<String>>,
    goal_ids: Option<Vec<String>>,
    #[serde(default)]
    referral_source_id: Patch<String>,
}

fn get_my_profile(call: &Call<'_>) -> Result<Reply, Refused> {
    let profile = profile(call)?;
    let organization = organizations::of(call.db, call.account())?;
    let preferred = |of, kind: Kind| -> Result<Vec<String>, Refused> {
        let rows = profiles::preferred(call.db, call.account(), of)?;
        Ok(rows.into_iter().map(|row| kind.id(row)).collect())
    };
    let chosen = |of: Trait| -> Result<Vec<String>, Refused> {
        let rows = traits::chosen(call.db, call.account(), of)?;
        Ok(rows.into_iter().map(|row| of.kind.id(row)).collect())
    };
    Reply::ok(&ShownProfile {
        id: USER.id(call.account()),
        first_name: profile.first_name,
        last_name: profile.last_name,
        email: profile.email,
        phone: profile.phone,
        location: profile.location,
        timezone: profile.timezone,
        brokerage_name: profile.brokerage_name,
        avatar_url: profile.avatar_url,
        organization_id: organization.map(|organization| ORGANIZATION.id(organization.row)),
        preferences: ShownPreferences {
            pillar_ids: preferred(Preference::Pillars, PILLAR)?,
            tag_ids: preferred(Preference::Tags, TAG)?,
            wants_emails: profile.wants_emails,
        },
        traits: ShownTraits {
            area_of_work_ids: chosen(AREA_OF_WORK)?,
            client_type_ids: chosen(CLIENT_TYPE)?,
            mindset_ids: chosen(MINDSET)?,
            goal_ids: chosen(GOAL)?,
            referral_source_id: chosen(REFERRAL_SOURCE)?.pop(),
        },
        created_at: instant(profile.created_at),
    })
}

/// Lists are replaced whole. An address that another account of the tenant has is refused.
fn update_my_profile(call: &Call<'_>) -> Result<Reply, Refused> {
    let input = call.input;
    let mut profile = profile(call)?;
    let given = |name: &str, field: &mut String| -> Result<(), Refused> {
        if let Some(value) = input.get(name)? {
            *field = value;
        }
        Ok(())
    };
    given("firstName", &mut profile.first_name)?;
    given("lastName", &mut profile.last_name)?;
    given("email", &mut profile.email)?;
    let patched = |name: &str, field: &mut Option<String>| -> Result<(), Refused> {
        match input.patch(name)? {
            Patch::Absent => {}
            Patch::Null => *field = None,
            Patch::Value(value) => *field = Some(value),
        }
        Ok(())
    };
    patched("phone", &mut profile.phone)?;
    patched("location", &mut profile.location)?;
    patched("timezone", &mut profile.timezone)?;
    patched("brokerageName", &mut profile.brokerage_name)?;
    if profiles::is_taken(call.db, call.tenant(), call.account(), &profile.email)? {
        return Err(Refused::invalid("email", "is the address of another account"));
    }
    if let Some(change) = input.get::<PreferencesChange>("preferences")? {
        profile.wants_emails = change.wants_emails.unwrap_or(profile.wants_emails);
        prefer(call, Preference::Pillars, "preferences.pillarIds", change.pillar_ids)?;
        prefer(call, Preference::Tags, "preferences.tagIds", change.tag_ids)?;
    }
    if let Some(change) = input.get::<TraitsChange>("traits")? {
        change_traits(call, change)?;
    }
    profiles::keep(call.db, call.account(), &profile)?;
    get_my_profile(call)
}

fn profile(call: &Call<'_>) -> Result<Profile, Refused> {
    profiles::find(call.db, call.account())?.ok_or_else(|| Refused::not_found("account"))
}

fn prefer(call: &Call<'_>, of: Preference, field: &str, ids: Option<Vec<String>>) -> Result<(), Refused> {
    let Some(ids) = ids else { return Ok(()) };
    let (kind, noun) = match of {
        Preference::Pillars => (PILLAR, "a pillar"),
        Preference::Tags => (TAG, "a tag"),
    };
    let rows = known_rows(&ids, field, noun, |id| match kind.row(id) {
        Some(row) if profiles::may_prefer(call.db, call.tenant(), of, row)? => Ok(Some(row)),
        _ => Ok(None),
    })?;
    Ok(profiles::prefer(call.db, call.account(), of, &rows)?)
}

fn change_traits(call: &Call<'_>, change: TraitsChange) -> Result<(), Refused> {
    let referral = match change.referral_source_id {
        Patch::Absent => None,
        Patch::Null => Some(Vec::new()),
        Patch::Value(id) => Some(vec![id]),
    };
    let lists = [
        (AREA_OF_WORK, "traits.areaOfWorkIds", change.area_of_work_ids),
        (CLIENT_TYPE, "traits.clientTypeIds", change.client_type_ids),
        (MINDSET, "traits.mindsetIds", change.mindset_ids),
        (GOAL, "traits.goalIds", change.goal_ids),
        (REFERRAL_SOURCE, "traits.referralSourceId", referral),
    ];
    for (of, field, ids) in lists {
        let Some(ids) = ids else { continue };
        let rows = known_rows(&ids, field, of.noun, |id| match of.kind.row(id) {
            Some(row) if traits::may_choose(call.db, call.chooser(), of, row)? => Ok(Some(row)),
            _ => Ok(None),
        })?;
        traits::choose(call.db, call.account(), of, &rows)?;
    }
    Ok(())
}

/// The rows behind identifiers of a body; the first that is unknown is refused on its field.
fn known_rows(
    ids: &[String],
    field: &str,
    noun: &str,
    find: impl Fn(&str) -> Result<Option<i64>, Refused>,
) -> Result<Vec<i64>, Refused> {
    let row = |id: &String| {
        let unknown = || Refused::invalid(field, format!("{id:?} is not {noun}"));
        find(id)?.ok_or_else(unknown)
    };
    ids.iter().map(row).collect()
}
