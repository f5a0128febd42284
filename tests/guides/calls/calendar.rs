//! The calls of `calendar` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_calendar_categories(client: &Client) -> Done {
    client.calendar().list_calendar_categories().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_daily_tasks(client: &Client) -> Done {
    client.calendar().list_daily_tasks().limit(10).await?;
    Ok(())
}

pub(crate) async fn update_daily_task(client: &Client) -> Done {
    client.calendar().update_daily_task("dt_802").is_completed(true).await?;
    Ok(())
}

pub(crate) async fn generate_calendar(client: &Client) -> Done {
    client.calendar().generate_calendar("2026-12".parse()?, ["monday"]).await?;
    Ok(())
}

pub(crate) async fn reorder_schedule(client: &Client) -> Done {
    client.calendar()
        .reorder_schedule([serde_json::from_value(serde_json::json!({"id":"s_5104","date":"2026-11-28","order":0}))?, serde_json::from_value(serde_json::json!({"id":"s_5105","date":"2026-11-28","order":1}))?])
        .await?;
    Ok(())
}

pub(crate) async fn get_content_calendar(client: &Client) -> Done {
    client.calendar().get_content_calendar().limit(10).await?;
    Ok(())
}

pub(crate) async fn add_to_schedule(client: &Client) -> Done {
    client.calendar().add_to_schedule("p_3101", "2026-12-02".parse()?).order(1).await?;
    Ok(())
}

pub(crate) async fn reset_schedule_date(client: &Client) -> Done {
    client.calendar().reset_schedule_date("2026-11-23".parse()?).await?;
    Ok(())
}

pub(crate) async fn update_schedule_entry(client: &Client) -> Done {
    client.calendar().update_schedule_entry("s_5102").is_completed(true).post_id("p_3104").await?;
    Ok(())
}

pub(crate) async fn remove_from_schedule(client: &Client) -> Done {
    client.calendar().remove_from_schedule("ID").await?;
    Ok(())
}
