//! The calls of the tag `page_builder`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 14] = [
    ("list_pages", |client| page(client.page_builder().list_pages().limit(50).offset(100))),
    ("create_page", |client| {
        reply(client.page_builder().create_page("Austin holiday guide").slug("holiday-guide").style("linen"))
    }),
    ("get_page", |client| reply(client.page_builder().get_page("spring/market update & café"))),
    ("update_page", |client| {
        reply(
            client
                .page_builder()
                .update_page("spring/market update & café")
                .slug("austin-holiday-guide")
                .status("published")
                .clear_style()
                .title("Your Austin holiday guide"),
        )
    }),
    ("delete_page", |client| reply(client.page_builder().delete_page("spring/market update & café"))),
    ("duplicate_page", |client| {
        reply(client.page_builder().duplicate_page("pg_61").title("Maya Brooks, spring"))
    }),
    ("add_page_component", |client| {
        reply(
            client
                .page_builder()
                .add_page_component("pg_62", "button")
                .body("Let us talk it through.")
                .button_label("Write to me")
                .button_url("https://brookshomes.example/contact")
                .heading("Looking for a home for the holidays?")
                .order(2),
        )
    }),
    ("update_page_component", |client| {
        reply(
            client
                .page_builder()
                .update_page_component("web_page_component_3101")
                .clear_body()
                .button_label("Call me")
                .button_url("https://brookshomes.example/call")
                .heading("Home for the holidays")
                .is_visible(false)
                .order(1),
        )
    }),
    ("delete_page_component", |client| {
        reply(client.page_builder().delete_page_component("web_page_component_3101"))
    }),
    ("add_component_image", |client| {
        reply(
            client
                .page_builder()
                .add_component_image("cmp_511", "https://cdn.example.com/uploads/trail-of-lights.jpg")
                .alt_text("Lights over a trail at night")
                .order(0),
        )
    }),
    ("delete_component_image", |client| {
        reply(client.page_builder().delete_component_image("component_image_3101"))
    }),
    ("add_social_link", |client| {
        reply(
            client
                .page_builder()
                .add_social_link("pg_62", "https://www.facebook.com/mayabrookshomes")
                .order(0)
                .platform("facebook"),
        )
    }),
    ("update_social_link", |client| {
        reply(
            client
                .page_builder()
                .update_social_link("social_link_3101")
                .order(1)
                .platform("linkedin")
                .url("https://www.linkedin.com/in/mayabrookshomes"),
        )
    }),
    ("delete_social_link", |client| reply(client.page_builder().delete_social_link("social_link_3101"))),
];
