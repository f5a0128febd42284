//! The calls of `search` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn search_content(client: &Client) -> Done {
    client.search().search_content("QUERY").limit(10).await?;
    Ok(())
}

pub(crate) async fn get_search_filters(client: &Client) -> Done {
    client.search().get_search_filters().await?;
    Ok(())
}
