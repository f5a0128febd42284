//! The calls of `content` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn get_content_drops(client: &Client) -> Done {
    client.content().get_content_drops().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_content_drop(client: &Client) -> Done {
    client.content().get_content_drop(cc_api::Week::starting("2026-11-23".parse()?)).await?;
    Ok(())
}

pub(crate) async fn list_content_pillar_categories(client: &Client) -> Done {
    client.content().list_content_pillar_categories().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_content_pillars(client: &Client) -> Done {
    client.content().list_content_pillars().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_content_tags(client: &Client) -> Done {
    client.content().list_content_tags().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_content_type_categories(client: &Client) -> Done {
    client.content().list_content_type_categories().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_content_types(client: &Client) -> Done {
    client.content().list_content_types().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_item_filters(client: &Client) -> Done {
    client.content().get_item_filters().await?;
    Ok(())
}

pub(crate) async fn list_content_items(client: &Client) -> Done {
    client.content().list_content_items().limit(10).await?;
    Ok(())
}

pub(crate) async fn update_content_item(client: &Client) -> Done {
    client.content().update_content_item("img_7002").is_favorite(true).is_used(false).await?;
    Ok(())
}

pub(crate) async fn get_picked_for_you(client: &Client) -> Done {
    client.content().get_picked_for_you().await?;
    Ok(())
}

pub(crate) async fn list_post_photos(client: &Client) -> Done {
    client.content().list_post_photos().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_post_photo(client: &Client) -> Done {
    client.content().get_post_photo("ph_604").await?;
    Ok(())
}

pub(crate) async fn get_posts(client: &Client) -> Done {
    client.content().get_posts().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_post(client: &Client) -> Done {
    client.content().get_post("five-questions-before-you-list").await?;
    Ok(())
}

pub(crate) async fn update_post(client: &Client) -> Done {
    client.content()
        .update_post("first-time-buyer-checklist")
        .is_favorite(true)
        .is_used(false)
        .await?;
    Ok(())
}

pub(crate) async fn list_content_styles(client: &Client) -> Done {
    client.content().list_content_styles().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_target_audiences(client: &Client) -> Done {
    client.content().list_target_audiences().limit(10).await?;
    Ok(())
}

pub(crate) async fn get_trending_reels(client: &Client) -> Done {
    client.content().get_trending_reels().limit(10).await?;
    Ok(())
}
