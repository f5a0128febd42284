//! The calls of the tag `account`, with everything that a caller can pass.

use cc_api::Patch;
use cc_api::account::{AreaOfWorkId, ClientTypeId, ContentPillarId, ContentTagId, MindsetId, UserGoalId};
use cc_api::account::{OnboardingTraitsUpdate, UserPreferences};

use super::{Entry, list, reply};

pub(super) const CALLS: [Entry; 6] = [
    ("get_my_profile", |client| reply(client.account().get_my_profile())),
    ("update_my_profile", |client| {
        reply(
            client
                .account()
                .update_my_profile()
                .brokerage_name("Brooks & Lane Realty")
                .email("maya@brookshomes.example")
                .first_name("Maya")
                .last_name("Brooks")
                .location("Austin and Round Rock, Texas")
                .phone("+1 512 555 0141")
                .preferences(preferences())
                .clear_timezone()
                .traits(traits()),
        )
    }),
    ("change_password", |client| {
        reply(client.account().change_password("EXAMPLE-old-password", "EXAMPLE-new-password"))
    }),
    ("get_my_activity", |client| reply(client.account().get_my_activity())),
    ("get_tour_progress", |client| reply(client.account().get_tour_progress())),
    ("update_tour_progress", |client| {
        reply(
            client
                .account()
                .update_tour_progress()
                .completed_steps(["welcome", "pick-pillars", "first-schedule", "connect-instagram"])
                .clear_current_step()
                .is_completed(true)
                .is_dismissed(false),
        )
    }),
];

fn preferences() -> UserPreferences {
    UserPreferences::default()
        .pillar_ids(list::<ContentPillarId>(["pil_1", "pil_2", "pil_4"]))
        .tag_ids(list::<ContentTagId>(["tag_2"]))
        .wants_emails(false)
}

/// The last field is emptied: of a field within an object, null is put down as such.
fn traits() -> OnboardingTraitsUpdate {
    let mut traits = OnboardingTraitsUpdate::default()
        .area_of_work_ids(list::<AreaOfWorkId>(["aow_1"]))
        .client_type_ids(list::<ClientTypeId>(["ct_1", "ct_3"]))
        .mindset_ids(list::<MindsetId>(["mind_2"]))
        .goal_ids(list::<UserGoalId>(["goal_1"]));
    traits.referral_source_id = Patch::Null;
    traits
}
