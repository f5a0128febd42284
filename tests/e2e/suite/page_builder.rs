//! The tag `page_builder`: pages themselves.

use cc_api::page_builder::WebPage;
use cc_api::{Client, ErrorKind};
use cc_e2e::{BEN, MAYA, PRIYA, World};
use cc_sandbox::Seed;
use jiff::SignedDuration;

/// A page of Maya's with a bit of everything on it.
async fn full_page(client: &Client) -> WebPage {
    let builder = client.page_builder();
    let page = builder.create_page("Spring tour").style("linen").await.unwrap().id.unwrap();
    let gallery = builder.add_page_component(&page, "gallery").heading("Six houses").order(1).await.unwrap();
    let gallery = gallery.id.unwrap();
    builder.add_component_image(&gallery, "https://images.example/a.jpg").alt_text("A porch").await.unwrap();
    builder.add_component_image(&gallery, "https://images.example/b.jpg").await.unwrap();
    builder.update_page_component(&gallery).is_visible(false).await.unwrap();
    builder.add_social_link(&page, "https://www.instagram.com/mayatorreshomes").await.unwrap();
    builder.update_page(page.to_string()).status("published").await.unwrap();
    builder.get_page(page.to_string()).await.unwrap()
}

/// What stands on a page, without identifiers.
fn content(page: &WebPage) -> Vec<String> {
    let mut content = Vec::new();
    for component in page.components.iter().flatten() {
        let texts =
            (&component.kind, &component.heading, &component.body, component.is_visible, component.order);
        content.push(format!("{texts:?}"));
        for image in component.images.iter().flatten() {
            content.push(format!("{:?}", (&image.url, &image.alt_text, image.order)));
        }
    }
    let links = page.social_links.iter().flatten();
    content.extend(links.map(|link| format!("{:?}", (&link.url, &link.platform, link.order))));
    content
}

#[tokio::test]
async fn a_new_page_is_a_draft_with_the_default_components() {
    let world = World::new().await;
    let builder = world.client();
    let builder = builder.page_builder();
    let made = builder.create_page("Austin holiday guide").style("linen").await.unwrap();
    assert_eq!(made.slug.as_deref(), Some("austin-holiday-guide"));
    assert_eq!((made.url, made.published_at), (None, None));
    assert!(made.status.is_some_and(|status| status == "draft"));
    let components = made.components.unwrap();
    assert_eq!(components[0].heading.as_deref(), Some("Austin holiday guide"));
    assert!(components.iter().map(|component| component.order).eq([Some(0), Some(1)]));

    let by_id = builder.get_page(made.id.unwrap().to_string()).await.unwrap();
    let by_slug = builder.get_page("austin-holiday-guide").await.unwrap();
    assert_eq!((&by_id.id, by_id.style.as_deref()), (&by_slug.id, Some("linen")));
    assert_eq!(builder.get_page("austin").await.unwrap_err().status(), Some(404));
    assert_eq!(builder.create_page("").await.unwrap_err().status(), Some(422));
}

#[tokio::test]
async fn a_slug_is_made_from_the_title_and_is_the_accounts_own() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    for slug in ["open-house", "open-house-2", "open-house-3"] {
        assert_eq!(builder.create_page("Open house!").await.unwrap().slug.as_deref(), Some(slug));
    }
    assert_eq!(builder.create_page("日本").await.unwrap().slug.as_deref(), Some("page"));
    let taken = builder.create_page("Another").slug("open-house").await.unwrap_err();
    assert_eq!((taken.status(), taken.kind()), (Some(409), ErrorKind::Conflict));
    for slug in ["Open", "open house", "-open", "open--house", "page_1", "a/b", "é"] {
        assert_eq!(
            builder.create_page("Another").slug(slug).await.unwrap_err().status(),
            Some(422),
            "{slug}"
        );
    }
    let other = world.session_of(PRIYA).page_builder().create_page("Mine").slug("open-house").await.unwrap();
    assert_eq!(other.slug.as_deref(), Some("open-house"));
}

#[tokio::test]
async fn visitors_see_a_page_while_it_is_published() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let id = builder.create_page("Market tour").await.unwrap().id.unwrap().to_string();
    world.sandbox.control().advance(SignedDuration::from_hours(1));
    let published = builder.update_page(&*id).status("published").await.unwrap();
    let first_seen = published.published_at.unwrap().to_string();
    assert_eq!(first_seen, "2026-03-04T10:00:00Z");
    assert!(published.url.unwrap().ends_with("/market-tour"));

    world.sandbox.control().advance(SignedDuration::from_hours(1));
    let withdrawn = builder.update_page(&*id).status("draft").await.unwrap();
    assert_eq!((withdrawn.url, withdrawn.published_at.unwrap().to_string()), (None, first_seen.clone()));
    let again = builder.update_page(&*id).status("published").await.unwrap();
    assert_eq!((again.url.is_some(), again.published_at.unwrap().to_string()), (true, first_seen));
    assert_eq!(builder.update_page(&*id).status("archived").await.unwrap_err().status(), Some(422));
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let id = builder.create_page("Market tour").style("sage").await.unwrap().id.unwrap().to_string();
    let renamed = builder.update_page("market-tour").title("Night market").await.unwrap();
    assert_eq!((renamed.title.as_deref(), renamed.style.as_deref()), (Some("Night market"), Some("sage")));
    assert_eq!(renamed.slug.as_deref(), Some("market-tour"));
    let plain = builder.update_page("market-tour").clear_style().await.unwrap();
    assert_eq!((plain.title.as_deref(), plain.style), (Some("Night market"), None));

    let moved = builder.update_page(&*id).slug("night-market").await.unwrap();
    assert_eq!(moved.slug.as_deref(), Some("night-market"));
    assert_eq!(builder.get_page("market-tour").await.unwrap_err().status(), Some(404));
    builder.update_page(&*id).slug("night-market").await.unwrap();
    builder.create_page("Market tour").await.unwrap();
    let taken = builder.update_page(&*id).slug("market-tour").await.unwrap_err();
    assert_eq!((taken.status(), taken.kind()), (Some(409), ErrorKind::Conflict));
    assert_eq!(builder.update_page(&*id).slug("Market").await.unwrap_err().status(), Some(422));
    assert_eq!(builder.get_page(&*id).await.unwrap().slug.as_deref(), Some("night-market"));
}

#[tokio::test]
async fn the_list_has_the_newest_first_and_leaves_out_what_stands_on_pages() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let before = builder.list_pages().await.unwrap();
    builder.create_page("One").await.unwrap();
    builder.create_page("Two").await.unwrap();
    let listed = builder.list_pages().await.unwrap();
    assert_eq!(listed.count, before.count.map(|count| count + 2));
    let slugs: Vec<_> = listed.items.iter().map(|page| page.slug.as_deref().unwrap()).collect();
    assert_eq!(slugs[..2], ["two", "one"]);
    assert!(listed.items.iter().all(|page| page.components.is_none() && page.social_links.is_none()));

    let mut paged = Vec::new();
    for (offset, _) in (0..).zip(&listed.items) {
        let page = builder.list_pages().limit(1).offset(offset).await.unwrap();
        paged.extend(page.items.into_iter().map(|page| page.slug.unwrap()));
    }
    assert_eq!(paged, slugs);
}

#[tokio::test]
async fn a_copy_has_everything_and_shares_nothing() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let original = full_page(&client).await;
    let id = original.id.clone().unwrap();
    let copy = builder.duplicate_page(&id).title("Fall tour").await.unwrap();
    assert_eq!((copy.title.as_deref(), copy.slug.as_deref()), (Some("Fall tour"), Some("fall-tour")));
    assert_eq!((copy.style.as_deref(), &copy.url, copy.published_at), (Some("linen"), &None, None));
    assert_eq!(content(&copy), content(&original));
    let second = builder.duplicate_page(&id).await.unwrap();
    assert_eq!(second.title.as_deref(), Some("Spring tour (copy)"));

    // The copy lives on without its original, and the other way round.
    let text = &copy.components.as_ref().unwrap()[0];
    builder.update_page_component(text.id.clone().unwrap()).heading("Fall").await.unwrap();
    let unchanged = builder.get_page(id.to_string()).await.unwrap();
    assert_eq!(content(&unchanged), content(&original));
    builder.delete_page(id.to_string()).await.unwrap();
    let left = builder.get_page("fall-tour").await.unwrap();
    assert_eq!(content(&left).len(), content(&original).len());
    assert_eq!(builder.duplicate_page(&id).await.unwrap_err().status(), Some(404));
    assert_eq!(
        builder.duplicate_page("fall-tour").await.unwrap_err().status(),
        Some(404),
        "a slug is no identifier"
    );
}

#[tokio::test]
async fn a_deleted_page_takes_everything_along() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = full_page(&client).await;
    builder.delete_page(page.slug.clone().unwrap()).await.unwrap();
    let components = page.components.unwrap();
    let component = components[1].id.clone().unwrap();
    let picture = components[1].images.as_ref().unwrap()[0].id.clone().unwrap();
    let link = page.social_links.unwrap()[0].id.clone().unwrap();
    let refused = [
        builder.get_page(page.slug.clone().unwrap()).await.unwrap_err(),
        builder.delete_page(page.slug.unwrap()).await.unwrap_err(),
        builder.update_page_component(&component).is_visible(true).await.unwrap_err(),
        builder.add_component_image(&component, "https://images.example/c.jpg").await.unwrap_err(),
        builder.delete_component_image(&picture).await.unwrap_err(),
        builder.update_social_link(&link).order(0).await.unwrap_err(),
    ];
    for refused in refused {
        assert_eq!((refused.status(), refused.kind()), (Some(404), ErrorKind::NotFound), "{refused}");
    }
}

#[tokio::test]
async fn nobody_else_sees_or_changes_a_page() {
    let world = World::new().await;
    let page = full_page(&world.client()).await;
    let (id, slug) = (page.id.clone().unwrap(), page.slug.clone().unwrap());
    let component = page.components.as_ref().unwrap()[1].id.clone().unwrap();
    let picture = page.components.as_ref().unwrap()[1].images.as_ref().unwrap()[0].id.clone().unwrap();
    let link = page.social_links.as_ref().unwrap()[0].id.clone().unwrap();
    // Ben belongs to Maya's organization: her pages are hers all the same.
    for other in [world.session_of(BEN), world.session_of(PRIYA), world.stranger()] {
        let builder = other.page_builder();
        let refused = [
            builder.get_page(id.to_string()).await.unwrap_err(),
            builder.get_page(slug.as_str()).await.unwrap_err(),
            builder.update_page(id.to_string()).title("Mine").await.unwrap_err(),
            builder.delete_page(id.to_string()).await.unwrap_err(),
            builder.duplicate_page(&id).await.unwrap_err(),
            builder.add_page_component(&id, "text").await.unwrap_err(),
            builder.update_page_component(&component).heading("Mine").await.unwrap_err(),
            builder.delete_page_component(&component).await.unwrap_err(),
            builder.add_component_image(&component, "https://images.example/c.jpg").await.unwrap_err(),
            builder.delete_component_image(&picture).await.unwrap_err(),
            builder.add_social_link(&id, "https://www.tiktok.com/@me").await.unwrap_err(),
            builder.update_social_link(&link).url("https://www.tiktok.com/@me").await.unwrap_err(),
            builder.delete_social_link(&link).await.unwrap_err(),
        ];
        for refused in refused {
            assert_eq!(refused.status(), Some(404), "{refused}");
        }
        let listed = builder.list_pages().limit(100).await.unwrap().items;
        assert!(!listed.is_empty() && listed.iter().all(|page| page.id.as_ref() != Some(&id)));
    }
    let seen = world.session_of(MAYA).page_builder().get_page(slug.as_str()).await.unwrap();
    assert_eq!((content(&seen), seen.updated_at), (content(&page), page.updated_at));
}

#[tokio::test]
async fn a_page_is_changed_with_what_stands_on_it() {
    let world = World::new().await;
    let client = world.client();
    let builder = client.page_builder();
    let page = full_page(&client).await;
    let (id, slug) = (page.id.unwrap(), page.slug.unwrap());
    let changed = || async {
        let page = builder.get_page(slug.as_str()).await.unwrap();
        (page.updated_at.unwrap(), page.created_at.unwrap())
    };
    let hour = || world.sandbox.control().advance(SignedDuration::from_hours(1));
    let (mut last, created) = changed().await;
    let component = builder.add_page_component(&id, "text").await.unwrap().id.unwrap();
    for step in 0..7 {
        hour();
        match step {
            0 => drop(builder.add_page_component(&id, "text").await.unwrap()),
            1 => drop(builder.update_page_component(&component).body("New").await.unwrap()),
            2 => drop(builder.add_component_image(&component, "https://images.example/c.jpg").await.unwrap()),
            3 => builder.delete_page_component(&component).await.unwrap(),
            4 => drop(builder.add_social_link(&id, "https://www.tiktok.com/@maya").await.unwrap()),
            5 => drop(builder.update_page(id.to_string()).title("Renamed").await.unwrap()),
            _ => builder
                .delete_social_link(page.social_links.as_ref().unwrap()[0].id.clone().unwrap())
                .await
                .unwrap(),
        }
        let (now, still) = changed().await;
        assert!(now > last && still == created, "step {step}");
        last = now;
    }
}

#[tokio::test]
async fn an_empty_sandbox_has_no_pages() {
    let world = World::with(|options| options.seed = Seed::Empty).await;
    assert_eq!(world.client().page_builder().list_pages().await.unwrap().count, Some(0));
}
