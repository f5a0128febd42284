//! The calls of `onboarding` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_areas_of_work(client: &Client) -> Done {
    client.onboarding().list_areas_of_work().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_area_of_work(client: &Client) -> Done {
    client.onboarding()
        .create_area_of_work("Historic homes")
        .description("Houses under protection.")
        .await?;
    Ok(())
}

pub(crate) async fn list_client_types(client: &Client) -> Done {
    client.onboarding().list_client_types().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_client_type(client: &Client) -> Done {
    client.onboarding()
        .create_client_type("Military families")
        .description("Families who move with the service.")
        .await?;
    Ok(())
}

pub(crate) async fn list_mindsets(client: &Client) -> Done {
    client.onboarding().list_mindsets().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_mindset(client: &Client) -> Done {
    client.onboarding()
        .create_mindset("Batch worker")
        .description("One long day, then two weeks off.")
        .await?;
    Ok(())
}

pub(crate) async fn list_referral_sources(client: &Client) -> Done {
    client.onboarding().list_referral_sources().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_referral_source(client: &Client) -> Done {
    client.onboarding().create_referral_source("Austin agents meetup").await?;
    Ok(())
}

pub(crate) async fn list_user_goals(client: &Client) -> Done {
    client.onboarding().list_user_goals().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_user_goal(client: &Client) -> Done {
    client.onboarding().create_user_goal("Start a newsletter").await?;
    Ok(())
}
