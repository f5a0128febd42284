//! The calls of `account` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn change_password(client: &Client) -> Done {
    client.account().change_password("EXAMPLE-old-password", "EXAMPLE-new-password").await?;
    Ok(())
}

pub(crate) async fn get_my_activity(client: &Client) -> Done {
    client.account().get_my_activity().await?;
    Ok(())
}

pub(crate) async fn get_my_profile(client: &Client) -> Done {
    client.account().get_my_profile().await?;
    Ok(())
}

pub(crate) async fn update_my_profile(client: &Client) -> Done {
    client.account()
        .update_my_profile()
        .brokerage_name("Brooks & Lane Realty")
        .email("maya@brookshomes.example")
        .first_name("Maya")
        .last_name("Brooks")
        .location("Austin and Round Rock, Texas")
        .phone("+1 512 555 0141")
        .preferences(serde_json::from_value::<cc_api::account::UserPreferences>(serde_json::json!({"pillarIds":["pil_1","pil_2","pil_4"],"tagIds":["tag_2"],"wantsEmails":false}))?)
        .clear_timezone()
        .traits(serde_json::from_value::<cc_api::account::OnboardingTraitsUpdate>(serde_json::json!({"areaOfWorkIds":["aow_1"],"clientTypeIds":["ct_1","ct_3"],"mindsetIds":["mind_2"],"goalIds":["goal_1"],"referralSourceId":null}))?)
        .await?;
    Ok(())
}

pub(crate) async fn get_tour_progress(client: &Client) -> Done {
    client.account().get_tour_progress().await?;
    Ok(())
}

pub(crate) async fn update_tour_progress(client: &Client) -> Done {
    client.account()
        .update_tour_progress()
        .completed_steps(["welcome", "pick-pillars", "first-schedule", "connect-instagram"])
        .clear_current_step()
        .is_completed(true)
        .is_dismissed(false)
        .await?;
    Ok(())
}
