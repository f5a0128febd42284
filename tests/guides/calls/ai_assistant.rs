//! The calls of `ai_assistant` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_ai_generation_tasks(client: &Client) -> Done {
    client.ai_assistant().list_ai_generation_tasks().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_ai_generation_task(client: &Client) -> Done {
    client.ai_assistant().create_ai_generation_task("h_71").await?;
    Ok(())
}

pub(crate) async fn get_hook_menu(client: &Client) -> Done {
    client.ai_assistant().get_hook_menu().await?;
    Ok(())
}

pub(crate) async fn generate_hook_menu(client: &Client) -> Done {
    client.ai_assistant().generate_hook_menu().await?;
    Ok(())
}

pub(crate) async fn get_hook_menu_status(client: &Client) -> Done {
    client.ai_assistant().get_hook_menu_status().await?;
    Ok(())
}

pub(crate) async fn get_ai_generation_task(client: &Client) -> Done {
    client.ai_assistant().get_ai_generation_task("t_901").await?;
    Ok(())
}

pub(crate) async fn list_feature_model_settings(client: &Client) -> Done {
    client.ai_assistant().list_feature_model_settings().limit(10).await?;
    Ok(())
}

pub(crate) async fn save_market_profile_answers(client: &Client) -> Done {
    client.ai_assistant()
        .save_market_profile_answers([serde_json::from_value(serde_json::json!({"questionId":"q_12","choices":["$400,000 to $800,000"]}))?, serde_json::from_value(serde_json::json!({"questionId":"q_23","text":"Dream home, hot market, act now."}))?])
        .await?;
    Ok(())
}

pub(crate) async fn list_market_profile_categories(client: &Client) -> Done {
    client.ai_assistant().list_market_profile_categories().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_reel_script(client: &Client) -> Done {
    client.ai_assistant().get_reel_script("sell-in-december-or-wait").await?;
    Ok(())
}

pub(crate) async fn get_market_profile(client: &Client) -> Done {
    client.ai_assistant().get_market_profile().await?;
    Ok(())
}

pub(crate) async fn generate_market_profile(client: &Client) -> Done {
    client.ai_assistant().generate_market_profile().await?;
    Ok(())
}
