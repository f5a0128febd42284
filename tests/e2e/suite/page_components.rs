//! The tag `page_builder`: components of pages, pictures in them, and social links.

use cc_api::Client;
use cc_api::page_builder::{WebPage, WebPageId};
use cc_e2e::World;

async fn page(client: &Client) -> WebPageId {
    client.page_builder().create_page("Spring tour").await.unwrap().id.unwrap()
}

/// The headings in their order; places have no gaps.
fn headings(page: WebPage) -> Vec<String> {
    let components = page.components.unwrap();
    assert!(
        components.iter().zip(0..).all(|(component, order)| component.order == Some(order)),
        "{components:?}"
    );
    components.into_iter().map(|component| component.heading.unwrap_or_else(|| "-".to_owned())).collect()
}

#[tokio::test]
async fn a_component_comes_where_it_is_wanted_and_the_others_give_way() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    let add = |heading: &str, order: Option<i64>| {
        let call = builder.add_page_component(&page, "text").heading(heading);
        if let Some(order) = order { call.order(order) } else { call }
    };
    for (heading, order, place) in [("a", None, 2), ("b", Some(0), 0), ("c", Some(2), 2), ("d", Some(99), 5)]
    {
        let added = add(heading, order).await.unwrap();
        assert_eq!((added.order, added.is_visible), (Some(place), Some(true)), "{heading}");
        assert_eq!(added.page_id, Some(page.clone()));
    }
    let order = headings(builder.get_page(page.to_string()).await.unwrap());
    assert_eq!(order, ["b", "Spring tour", "c", "-", "a", "d"]);
    assert_eq!(add("e", Some(-1)).await.unwrap_err().status(), Some(422));
    assert_eq!(builder.add_page_component(&page, "video").await.unwrap_err().status(), Some(422));
    assert_eq!(builder.add_page_component("page_9999", "text").await.unwrap_err().status(), Some(404));
    let bad_button = builder.add_page_component(&page, "button").button_url("torreshome");
    assert_eq!(bad_button.await.unwrap_err().status(), Some(422));
    assert_eq!(headings(builder.get_page(page.to_string()).await.unwrap()).len(), 6);
}

#[tokio::test]
async fn a_component_can_be_moved_anywhere() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    for heading in ["a", "b"] {
        builder.add_page_component(&page, "text").heading(heading).await.unwrap();
    }
    let components = builder.get_page(page.to_string()).await.unwrap().components.unwrap();
    let a = components[2].id.clone().unwrap();
    let cases: &[(i64, [&str; 4])] = &[
        (0, ["a", "Spring tour", "-", "b"]),
        (0, ["a", "Spring tour", "-", "b"]),
        (2, ["Spring tour", "-", "a", "b"]),
        (99, ["Spring tour", "-", "b", "a"]),
        (1, ["Spring tour", "a", "-", "b"]),
    ];
    for (order, expected) in cases {
        let moved = builder.update_page_component(&a).order(*order).await.unwrap();
        assert_eq!(moved.order, Some((*order).min(3)));
        assert_eq!(headings(builder.get_page(page.to_string()).await.unwrap()), *expected, "{order}");
    }
}

#[tokio::test]
async fn a_change_of_a_component_empties_what_is_null_and_leaves_the_rest() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    let made = builder.add_page_component(&page, "button").heading("Talk").body("To me").button_label("Call");
    let made = made.button_url("https://torreshome.example/call").await.unwrap();
    let id = made.id.unwrap();
    let hidden = builder
        .update_page_component(&id)
        .is_visible(false)
        .clear_heading()
        .clear_button_url()
        .await
        .unwrap();
    assert_eq!((hidden.is_visible, hidden.heading, hidden.button_url), (Some(false), None, None));
    assert_eq!((hidden.body.as_deref(), hidden.button_label.as_deref()), (Some("To me"), Some("Call")));
    let changed =
        builder.update_page_component(&id).clear_body().clear_button_label().heading("New").await.unwrap();
    assert_eq!((changed.body, changed.button_label, changed.is_visible), (None, None, Some(false)));
    let seen = builder.get_page(page.to_string()).await.unwrap().components.unwrap();
    assert_eq!(seen[2].heading.as_deref(), Some("New"));
    let bad = builder.update_page_component(&id).button_url("nowhere").await.unwrap_err();
    assert_eq!(bad.status(), Some(422));
}

#[tokio::test]
async fn a_component_that_is_taken_off_leaves_no_gap() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    builder.add_page_component(&page, "text").heading("a").await.unwrap();
    let components = builder.get_page(page.to_string()).await.unwrap().components.unwrap();
    let text = components[1].id.clone().unwrap();
    builder.delete_page_component(&text).await.unwrap();
    assert_eq!(headings(builder.get_page(page.to_string()).await.unwrap()), ["Spring tour", "a"]);
    assert_eq!(builder.delete_page_component(&text).await.unwrap_err().status(), Some(404));
    // An identifier is never given twice.
    assert_ne!(builder.add_page_component(&page, "text").await.unwrap().id, Some(text));
}

#[tokio::test]
async fn pictures_stand_in_their_component_in_order() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    let gallery = builder.add_page_component(&page, "gallery").await.unwrap().id.unwrap();
    let add =
        |name: &str| builder.add_component_image(&gallery, format!("https://images.example/{name}.jpg"));
    let first = add("a").alt_text("A porch").await.unwrap();
    assert_eq!((first.order, first.alt_text.as_deref()), (Some(0), Some("A porch")));
    assert_eq!(first.component_id, Some(gallery.clone()));
    add("b").await.unwrap();
    add("c").order(1).await.unwrap();
    let names = || async {
        let components = builder.get_page(page.to_string()).await.unwrap().components.unwrap();
        let images = components.into_iter().next_back().unwrap().images.unwrap();
        assert!(images.iter().zip(0..).all(|(image, order)| image.order == Some(order)), "{images:?}");
        images
            .into_iter()
            .map(|image| image.url.unwrap().replace("https://images.example/", ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["a.jpg", "c.jpg", "b.jpg"]);
    let first = first.id.unwrap();
    builder.delete_component_image(&first).await.unwrap();
    assert_eq!(names().await, ["c.jpg", "b.jpg"]);
    assert_eq!(builder.delete_component_image(&first).await.unwrap_err().status(), Some(404));
    let nowhere = builder.add_component_image("component_9999", "https://images.example/a.jpg");
    assert_eq!(nowhere.await.unwrap_err().status(), Some(404));
    let no_address = builder.add_component_image(&gallery, "a.jpg").await.unwrap_err();
    assert_eq!(no_address.status(), Some(422));
    assert_eq!(names().await.len(), 2);
}

#[tokio::test]
async fn social_links_stand_in_order_and_know_their_platform() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = page(&client).await;
    let first = builder.add_social_link(&page, "https://www.instagram.com/maya").await.unwrap();
    assert!(first.platform.as_ref().is_some_and(|platform| *platform == "instagram"));
    let blog = builder.add_social_link(&page, "https://torreshome.example/blog").order(0).await.unwrap();
    assert_eq!((blog.platform, blog.order), (None, Some(0)));
    let short =
        builder.add_social_link(&page, "https://pin.example/maya").platform("pinterest").await.unwrap();
    assert!(short.platform.is_some_and(|platform| platform == "pinterest"));
    let urls = || async {
        let links = builder.get_page(page.to_string()).await.unwrap().social_links.unwrap();
        assert!(links.iter().zip(0..).all(|(link, order)| link.order == Some(order)), "{links:?}");
        links.into_iter().map(|link| link.url.unwrap().replace("https://", "")).collect::<Vec<_>>()
    };
    assert_eq!(urls().await, ["torreshome.example/blog", "www.instagram.com/maya", "pin.example/maya"]);

    let first = first.id.unwrap();
    let moved =
        builder.update_social_link(&first).order(0).url("https://www.instagram.com/torres").await.unwrap();
    assert_eq!(moved.order, Some(0));
    assert_eq!(urls().await, ["www.instagram.com/torres", "torreshome.example/blog", "pin.example/maya"]);
    builder.delete_social_link(&first).await.unwrap();
    assert_eq!(urls().await, ["torreshome.example/blog", "pin.example/maya"]);
    assert_eq!(builder.delete_social_link(&first).await.unwrap_err().status(), Some(404));

    let unknown = builder.update_social_link(blog.id.unwrap()).platform("myspace").await.unwrap_err();
    assert_eq!(unknown.status(), Some(422));
    let nowhere = builder.add_social_link("page_9999", "https://www.instagram.com/maya").await.unwrap_err();
    assert_eq!(nowhere.status(), Some(404));
    assert_eq!(builder.add_social_link(&page, "instagram").await.unwrap_err().status(), Some(422));
}
