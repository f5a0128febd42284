//! The calls of `instagram` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn get_instagram_media_insights(client: &Client) -> Done {
    client.instagram().get_instagram_media_insights("MEDIA_ID").await?;
    Ok(())
}

pub(crate) async fn get_instagram_posting_frequency(client: &Client) -> Done {
    client.instagram().get_instagram_posting_frequency().await?;
    Ok(())
}

pub(crate) async fn get_instagram_summary(client: &Client) -> Done {
    client.instagram().get_instagram_summary().await?;
    Ok(())
}

pub(crate) async fn delete_instagram_data(client: &Client) -> Done {
    client.instagram().delete_instagram_data().await?;
    Ok(())
}

pub(crate) async fn get_instagram_profile(client: &Client) -> Done {
    client.instagram().get_instagram_profile().await?;
    Ok(())
}

pub(crate) async fn disconnect_instagram(client: &Client) -> Done {
    client.instagram().disconnect_instagram().await?;
    Ok(())
}

pub(crate) async fn get_instagram_insights(client: &Client) -> Done {
    client.instagram().get_instagram_insights().await?;
    Ok(())
}

pub(crate) async fn get_instagram_posts(client: &Client) -> Done {
    client.instagram().get_instagram_posts().limit(10).await?;
    Ok(())
}
