//! The calls of `page_builder` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn add_component_image(client: &Client) -> Done {
    client.page_builder()
        .add_component_image("cmp_511", "https://cdn.example.com/uploads/trail-of-lights.jpg")
        .alt_text("Lights over a trail at night")
        .order(0)
        .await?;
    Ok(())
}

pub(crate) async fn delete_component_image(client: &Client) -> Done {
    client.page_builder().delete_component_image("ID").await?;
    Ok(())
}

pub(crate) async fn duplicate_page(client: &Client) -> Done {
    client.page_builder().duplicate_page("pg_61").title("Maya Brooks, spring").await?;
    Ok(())
}

pub(crate) async fn add_page_component(client: &Client) -> Done {
    client.page_builder()
        .add_page_component("pg_62", "button")
        .body("Let us talk it through.")
        .button_label("Write to me")
        .button_url("https://brookshomes.example/contact")
        .heading("Looking for a home for the holidays?")
        .order(2)
        .await?;
    Ok(())
}

pub(crate) async fn update_page_component(client: &Client) -> Done {
    client.page_builder()
        .update_page_component("cmp_513")
        .clear_body()
        .button_label("Call me")
        .button_url("https://brookshomes.example/call")
        .heading("Home for the holidays")
        .is_visible(false)
        .order(1)
        .await?;
    Ok(())
}

pub(crate) async fn delete_page_component(client: &Client) -> Done {
    client.page_builder().delete_page_component("ID").await?;
    Ok(())
}

pub(crate) async fn list_pages(client: &Client) -> Done {
    client.page_builder().list_pages().limit(10).await?;
    Ok(())
}

pub(crate) async fn create_page(client: &Client) -> Done {
    client.page_builder()
        .create_page("Austin holiday guide")
        .slug("holiday-guide")
        .style("linen")
        .await?;
    Ok(())
}

pub(crate) async fn get_page(client: &Client) -> Done {
    client.page_builder().get_page("maya-brooks").await?;
    Ok(())
}

pub(crate) async fn update_page(client: &Client) -> Done {
    client.page_builder()
        .update_page("austin-holiday-guide")
        .slug("austin-holiday-guide")
        .status("published")
        .clear_style()
        .title("Your Austin holiday guide")
        .await?;
    Ok(())
}

pub(crate) async fn delete_page(client: &Client) -> Done {
    client.page_builder().delete_page("ID_OR_SLUG").await?;
    Ok(())
}

pub(crate) async fn add_social_link(client: &Client) -> Done {
    client.page_builder()
        .add_social_link("pg_62", "https://www.facebook.com/mayabrookshomes")
        .order(0)
        .platform("facebook")
        .await?;
    Ok(())
}

pub(crate) async fn update_social_link(client: &Client) -> Done {
    client.page_builder()
        .update_social_link("lnk_75")
        .order(1)
        .platform("linkedin")
        .url("https://www.linkedin.com/in/mayabrookshomes")
        .await?;
    Ok(())
}

pub(crate) async fn delete_social_link(client: &Client) -> Done {
    client.page_builder().delete_social_link("ID").await?;
    Ok(())
}
