//! The behaviour of every operation, one file a tag or a part of one.

mod account;
mod ai_assistant;
mod ai_captions;
mod api_keys;
mod billing;
mod billing_changes;
mod billing_shown;
mod calendar;
mod content;
mod content_drops;
mod content_items;
mod content_lists;
mod daily_tasks;
mod events;
mod feature_flags;
mod files;
mod instagram;
mod notifications;
mod onboarding;
mod organization;
mod page_builder;
mod page_components;
mod profile;
mod resources;
mod search;

use crate::handler::Handler;

/// Every handler.
pub(crate) fn all() -> impl Iterator<Item = &'static Handler> {
    let tables = [
        account::HANDLERS,
        ai_assistant::HANDLERS,
        ai_captions::HANDLERS,
        api_keys::HANDLERS,
        billing::HANDLERS,
        billing_changes::HANDLERS,
        calendar::HANDLERS,
        content::HANDLERS,
        content_drops::HANDLERS,
        content_items::HANDLERS,
        content_lists::HANDLERS,
        daily_tasks::HANDLERS,
        events::HANDLERS,
        feature_flags::HANDLERS,
        files::HANDLERS,
        instagram::HANDLERS,
        notifications::HANDLERS,
        onboarding::HANDLERS,
        organization::HANDLERS,
        page_builder::HANDLERS,
        page_components::HANDLERS,
        profile::HANDLERS,
        resources::HANDLERS,
        search::HANDLERS,
    ];
    tables.into_iter().flatten()
}
