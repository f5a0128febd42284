//! The calls of `api_keys` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_api_keys(client: &Client) -> Done {
    client.api_keys().list_api_keys().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_api_key(client: &Client) -> Done {
    client.api_keys()
        .create_api_key("Weekly dashboard", "user")
        .scopes(["content:read", "calendar:read", "instagram:read"])
        .await?;
    Ok(())
}

pub(crate) async fn list_available_scopes(client: &Client) -> Done {
    client.api_keys().list_available_scopes().limit(10).await?;
    Ok(())
}

pub(crate) async fn revoke_api_key(client: &Client) -> Done {
    client.api_keys().revoke_api_key("KEY_ID").await?;
    Ok(())
}
