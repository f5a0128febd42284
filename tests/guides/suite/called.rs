//! The calls that the site shows, by operation.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use cc_api::Client;

#[rustfmt::skip]
#[path = "../calls/account.rs"]
mod account;
#[rustfmt::skip]
#[path = "../calls/ai_assistant.rs"]
mod ai_assistant;
#[rustfmt::skip]
#[path = "../calls/ai_captions.rs"]
mod ai_captions;
#[rustfmt::skip]
#[path = "../calls/api_keys.rs"]
mod api_keys;
#[rustfmt::skip]
#[path = "../calls/billing.rs"]
mod billing;
#[rustfmt::skip]
#[path = "../calls/calendar.rs"]
mod calendar;
#[rustfmt::skip]
#[path = "../calls/content.rs"]
mod content;
#[rustfmt::skip]
#[path = "../calls/events.rs"]
mod events;
#[rustfmt::skip]
#[path = "../calls/feature_flags.rs"]
mod feature_flags;
#[rustfmt::skip]
#[path = "../calls/files.rs"]
mod files;
#[rustfmt::skip]
#[path = "../calls/instagram.rs"]
mod instagram;
#[rustfmt::skip]
#[path = "../calls/notifications.rs"]
mod notifications;
#[rustfmt::skip]
#[path = "../calls/onboarding.rs"]
mod onboarding;
#[rustfmt::skip]
#[path = "../calls/organization.rs"]
mod organization;
#[rustfmt::skip]
#[path = "../calls/page_builder.rs"]
mod page_builder;
#[rustfmt::skip]
#[path = "../calls/resources.rs"]
mod resources;
#[rustfmt::skip]
#[path = "../calls/search.rs"]
mod search;

/// How a call ends.
pub(crate) type Done = Result<(), Box<dyn std::error::Error>>;

/// A call, ready to be made with a client.
pub(crate) type Called = Box<dyn Fn(Client) -> Pin<Box<dyn Future<Output = Done>>>>;

macro_rules! calls {
    ($($group:ident: $($operation:ident)+;)+) => {
        [$($((stringify!($operation), Box::new(|client: Client| -> Pin<Box<dyn Future<Output = Done>>> {
            Box::pin(async move { $group::$operation(&client).await })
        }) as Called)),+),+]
    };
}

/// All of them.
pub(crate) fn all() -> BTreeMap<&'static str, Called> {
    let calls = calls! {
        content: get_posts get_post update_post list_content_types list_content_type_categories
            list_content_pillars list_content_pillar_categories list_content_tags list_target_audiences
            list_post_photos get_post_photo list_content_styles get_content_drops get_content_drop
            get_trending_reels get_picked_for_you get_item_filters list_content_items update_content_item;
        calendar: get_content_calendar add_to_schedule reset_schedule_date update_schedule_entry
            remove_from_schedule reorder_schedule generate_calendar list_calendar_categories
            list_daily_tasks update_daily_task;
        ai_assistant: get_market_profile generate_market_profile list_market_profile_categories
            save_market_profile_answers list_ai_generation_tasks create_ai_generation_task
            get_ai_generation_task get_hook_menu generate_hook_menu get_hook_menu_status get_reel_script
            list_feature_model_settings;
        ai_captions: generate_caption react_to_caption;
        events: list_events get_event list_event_types register_for_event;
        resources: list_stock_images get_image_filters list_knowledge_hub_videos
            list_knowledge_hub_video_categories;
        page_builder: list_pages create_page get_page update_page delete_page duplicate_page
            add_page_component update_page_component delete_page_component add_component_image
            delete_component_image add_social_link update_social_link delete_social_link;
        account: get_my_profile update_my_profile change_password get_my_activity get_tour_progress
            update_tour_progress;
        organization: get_organization save_organization leave_organization;
        billing: get_membership get_coupon list_membership_plans list_invoices get_invoice_url
            email_invoice_csv start_checkout apply_coupon remove_coupon cancel_membership
            reactivate_membership change_plan pause_membership unpause_membership refresh_billing
            update_billing;
        instagram: get_instagram_profile disconnect_instagram get_instagram_insights get_instagram_posts
            get_instagram_media_insights get_instagram_posting_frequency get_instagram_summary
            delete_instagram_data;
        search: search_content get_search_filters;
        files: create_signed_file;
        feature_flags: list_feature_flags;
        notifications: list_notifications;
        onboarding: list_areas_of_work create_area_of_work list_client_types create_client_type
            list_mindsets create_mindset list_user_goals create_user_goal list_referral_sources
            create_referral_source;
        api_keys: list_api_keys create_api_key revoke_api_key list_available_scopes;
    };
    BTreeMap::from(calls)
}
