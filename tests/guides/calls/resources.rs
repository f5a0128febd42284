//! The calls of `resources` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn get_image_filters(client: &Client) -> Done {
    client.resources().get_image_filters().await?;
    Ok(())
}

pub(crate) async fn list_stock_images(client: &Client) -> Done {
    client.resources().list_stock_images().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_knowledge_hub_video_categories(client: &Client) -> Done {
    client.resources().list_knowledge_hub_video_categories().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_knowledge_hub_videos(client: &Client) -> Done {
    client.resources().list_knowledge_hub_videos().limit(10).await?;
    Ok(())
}
