//! API keys: made, listed, revoked, and the scopes that they can be given.

use cc_api::{API, catalogue};
use serde::Serialize;

use crate::clock::instant;
use crate::gate::{names, parse_names, usage_of_key};
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::keys::{self, KeptKey, NewKey};
use crate::store::organizations;

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_API_KEYS, list_api_keys),
    on(&catalogue::CREATE_API_KEY, create_api_key),
    on(&catalogue::REVOKE_API_KEY, revoke_api_key),
    on(&catalogue::LIST_AVAILABLE_SCOPES, list_available_scopes),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiKey<'a> {
    id: &'a str,
    name: &'a str,
    key_prefix: &'a str,
    scope: &'static str,
    scopes: Vec<&'static str>,
    last_used_at: Option<String>,
    created_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiKeyCreated<'a> {
    id: &'a str,
    name: &'a str,
    key_prefix: &'a str,
    raw_key: &'a str,
    created_at: String,
}

#[derive(Serialize)]
struct AvailableScope {
    name: &'static str,
    description: &'static str,
}

fn list_api_keys(call: &Call<'_>) -> Result<Reply, Refused> {
    let (kept, count) = keys::list(call.db, call.account(), call.page()?)?;
    let shown: Vec<ApiKey<'_>> = kept.iter().map(|key| shown(call, key)).collect();
    Reply::page(&shown, count)
}

fn create_api_key(call: &Call<'_>) -> Result<Reply, Refused> {
    let name: String = call.input.need("name")?;
    let ownership = call.input.need_word("scope", &["user", "organization"])?;
    let organization = if ownership == "organization" { Some(led_organization(call)?) } else { None };
    // Left out, the key gets every scope: that is documented.
    let scopes = match call.input.get::<Vec<String>>("scopes")? {
        None => names().collect(),
        Some(wanted) => wanted_scopes(&wanted)?,
    };
    let new = NewKey { account: call.account(), organization, name: &name, scopes: &scopes, is_ready: false };
    let (key, raw_key) = keys::create(call.db, &new, call.now)?;
    Reply::created(&ApiKeyCreated {
        id: &key.public_id,
        name: &key.name,
        key_prefix: &key.prefix,
        raw_key: &raw_key,
        created_at: instant(key.created_at),
    })
}

fn revoke_api_key(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("key_id")?;
    if !keys::revoke(call.db, call.account(), &id, call.now)? {
        return Err(Refused::not_found("key"));
    }
    Reply::empty()
}

fn list_available_scopes(call: &Call<'_>) -> Result<Reply, Refused> {
    let all =
        API.scopes.iter().map(|scope| AvailableScope { name: scope.name, description: scope.description });
    let all: Vec<AvailableScope> = all.collect();
    Reply::page_of(&all, call.page()?)
}

fn led_organization(call: &Call<'_>) -> Result<i64, Refused> {
    let led = organizations::led_by(call.db, call.account())?;
    led.ok_or_else(|| {
        let message = "Only the admin of an organization may make a key for it.";
        Refused::forbidden("not_admin", message)
    })
}

fn wanted_scopes(wanted: &[String]) -> Result<Vec<&'static str>, Refused> {
    let unknown: Vec<&str> =
        wanted.iter().map(String::as_str).filter(|name| !names().any(|known| known == *name)).collect();
    if let Some(first) = unknown.first() {
        return Err(Refused::invalid("scopes", format!("{first:?} is not a scope")));
    }
    // In the order of the catalogue, each once.
    Ok(names().filter(|name| wanted.iter().any(|wanted| wanted == name)).collect())
}

fn shown<'a>(call: &Call<'_>, key: &'a KeptKey) -> ApiKey<'a> {
    let last_used = call.app.quota.last(usage_of_key(key.row)).or(key.last_used_at);
    ApiKey {
        id: &key.public_id,
        name: &key.name,
        key_prefix: &key.prefix,
        scope: if key.is_organization { "organization" } else { "user" },
        scopes: parse_names(&key.scopes),
        last_used_at: last_used.map(instant),
        created_at: instant(key.created_at),
    }
}
