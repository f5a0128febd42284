//! The calls of `feature_flags` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn list_feature_flags(client: &Client) -> Done {
    client.feature_flags().list_feature_flags().limit(10).await?;
    Ok(())
}
