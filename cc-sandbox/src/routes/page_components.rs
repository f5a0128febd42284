//! What stands on web pages: components, the pictures in them, and links to social networks.

use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::components::{self, COMPONENT, Component, ComponentChange, KINDS, NewComponent};
use crate::store::pages;
use crate::store::pictures::{self, PICTURE};
use crate::store::social_links::{self, LINK, PLATFORMS, SocialLink};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::ADD_PAGE_COMPONENT, add_page_component),
    on(&catalogue::UPDATE_PAGE_COMPONENT, update_page_component),
    on(&catalogue::DELETE_PAGE_COMPONENT, delete_page_component),
    on(&catalogue::ADD_COMPONENT_IMAGE, add_component_image),
    on(&catalogue::DELETE_COMPONENT_IMAGE, delete_component_image),
    on(&catalogue::ADD_SOCIAL_LINK, add_social_link),
    on(&catalogue::UPDATE_SOCIAL_LINK, update_social_link),
    on(&catalogue::DELETE_SOCIAL_LINK, delete_social_link),
];

/// Without an order, and with one beyond the end, it comes last; else the components from there on give way.
fn add_page_component(call: &Call<'_>) -> Result<Reply, Refused> {
    let page = call.page_in_body()?;
    let input = call.input;
    let kind = input.need_word("kind", &KINDS)?;
    let text = |name: &str| input.get::<String>(name);
    let (heading, body) = (text("heading")?, text("body")?);
    let (button_label, button_url) = (text("buttonLabel")?, text("buttonUrl")?);
    let new = NewComponent {
        kind: &kind,
        heading: heading.as_deref(),
        body: body.as_deref(),
        button_label: button_label.as_deref(),
        button_url: button_url.as_deref(),
        order: input.get("order")?,
    };
    let component = components::add(call.db, page.row, &new)?;
    pages::touch(call.db, call.page_owner(), page.row)?;
    Reply::created(&found(call, component)?)
}

fn update_page_component(call: &Call<'_>) -> Result<Reply, Refused> {
    let component = named(call)?;
    let change = ComponentChange {
        heading: call.input.patch("heading")?,
        body: call.input.patch("body")?,
        button_label: call.input.patch("buttonLabel")?,
        button_url: call.input.patch("buttonUrl")?,
        is_visible: call.input.get("isVisible")?,
        order: call.input.get("order")?,
    };
    components::change(call.db, &component, &change)?;
    pages::touch(call.db, call.page_owner(), component.page)?;
    Reply::ok(&found(call, component.row)?)
}

fn delete_page_component(call: &Call<'_>) -> Result<Reply, Refused> {
    let component = named(call)?;
    components::delete(call.db, &component)?;
    pages::touch(call.db, call.page_owner(), component.page)?;
    Reply::empty()
}

/// Any kind of component may hold pictures. One that is missing is a 404, since it is what the call acts on.
fn add_component_image(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("componentId")?;
    let component = found(call, COMPONENT.row(&id).unwrap_or(0))?;
    let (url, alt_text): (String, Option<String>) = (call.input.need("url")?, call.input.get("altText")?);
    let order = call.input.get("order")?;
    let picture = pictures::add(call.db, component.row, &url, alt_text.as_deref(), order)?;
    pages::touch(call.db, call.page_owner(), component.page)?;
    Reply::created(&picture)
}

fn delete_component_image(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("id")?;
    let found = pictures::find(call.db, call.page_owner(), PICTURE.row(&id).unwrap_or(0))?;
    let (picture, page) = found.ok_or_else(|| Refused::not_found("picture"))?;
    pictures::delete(call.db, &picture)?;
    pages::touch(call.db, call.page_owner(), page)?;
    Reply::empty()
}

/// Without a platform, the address says which one it is, if it is one of those that are known.
fn add_social_link(call: &Call<'_>) -> Result<Reply, Refused> {
    let page = call.page_in_body()?;
    let url: String = call.input.need("url")?;
    let platform = platform(call)?.or_else(|| social_links::platform_of(&url).map(str::to_owned));
    let link = social_links::add(call.db, page.row, platform.as_deref(), &url, call.input.get("order")?)?;
    pages::touch(call.db, call.page_owner(), page.row)?;
    Reply::created(&found_link(call, &LINK.id(link))?)
}

/// The platform stays as it is unless it is sent, even where the new address leads elsewhere.
fn update_social_link(call: &Call<'_>) -> Result<Reply, Refused> {
    let id: String = call.input.need("id")?;
    let link = found_link(call, &id)?;
    let (platform, url): (_, Option<String>) = (platform(call)?, call.input.get("url")?);
    let order = call.input.get("order")?;
    social_links::change(call.db, &link, platform.as_deref(), url.as_deref(), order)?;
    pages::touch(call.db, call.page_owner(), link.page)?;
    Reply::ok(&found_link(call, &id)?)
}

fn delete_social_link(call: &Call<'_>) -> Result<Reply, Refused> {
    let link = found_link(call, &call.input.need::<String>("id")?)?;
    social_links::delete(call.db, &link)?;
    pages::touch(call.db, call.page_owner(), link.page)?;
    Reply::empty()
}

/// The component that the path names.
fn named(call: &Call<'_>) -> Result<Component, Refused> {
    found(call, COMPONENT.row(&call.input.need::<String>("id")?).unwrap_or(0))
}

fn found(call: &Call<'_>, component: i64) -> Result<Component, Refused> {
    components::find(call.db, call.page_owner(), component)?.ok_or_else(|| Refused::not_found("component"))
}

fn found_link(call: &Call<'_>, id: &str) -> Result<SocialLink, Refused> {
    let link = social_links::find(call.db, call.page_owner(), LINK.row(id).unwrap_or(0))?;
    link.ok_or_else(|| Refused::not_found("social link"))
}

/// The platform that was sent, which must be one that is known.
fn platform(call: &Call<'_>) -> Result<Option<String>, Refused> {
    call.input.word("platform", &PLATFORMS.map(|(name, _)| name))
}
