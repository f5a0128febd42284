//! The calls of `events` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_event_types(client: &Client) -> Done {
    client.events().list_event_types().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_events(client: &Client) -> Done {
    client.events().list_events().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_event(client: &Client) -> Done {
    client.events().get_event("plan-your-december").await?;
    Ok(())
}

pub(crate) async fn register_for_event(client: &Client) -> Done {
    client.events().register_for_event("ev_502").is_registered(true).await?;
    Ok(())
}
