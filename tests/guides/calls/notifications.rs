//! The calls of `notifications` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_notifications(client: &Client) -> Done {
    client.notifications().list_notifications().limit(10).await?;
    Ok(())
}
