//! The calls of `organization` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn get_organization(client: &Client) -> Done {
    client.organization().get_organization().await?;
    Ok(())
}

pub(crate) async fn save_organization(client: &Client) -> Done {
    client.organization().save_organization("Brooks, Lane & Partners").await?;
    Ok(())
}

pub(crate) async fn leave_organization(client: &Client) -> Done {
    client.organization().leave_organization().await?;
    Ok(())
}
