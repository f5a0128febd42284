//! Random histories of pages, against a model of them in memory.
//!
//! After every step the account must have exactly the pages of the model, in their order, each with exactly what the
//! model has on it, in places without gaps, under identifiers that are used once.

mod model;
mod step;

use std::cell::Cell;

use cc_api::Client;
use cc_e2e::{TENANT, World};
use proptest::test_runner::{Config, TestRunner};

use model::{Component, Model, Page, insert, pick, shape};
use step::{Act, Step, step};

/// Titles with the slug that is made of each. Two make the same one.
const TITLES: [(&str, &str); 3] =
    [("Open house", "open-house"), ("Open House!", "open-house"), ("Market tour", "market-tour")];

/// Slugs to ask for: some that are made of titles, too, one that is none.
const SLUGS: [&str; 4] = ["open-house", "open-house-2", "tour", "Not a slug"];

const KINDS: [&str; 3] = ["text", "gallery", "button"];

/// The account, and what the model says that it has.
struct Run {
    client: Client,
    model: Model,
}

#[test]
fn pages_are_as_the_model_says_after_every_step() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let config = Config { cases: 16, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let accounts = Cell::new(0);
    let histories = proptest::collection::vec(step(), 1..24);
    let outcome = TestRunner::new(config).run(&histories, |history| {
        accounts.set(accounts.get() + 1);
        let email = format!("history-{}@pages.example", accounts.get());
        world.sandbox.control().sign_up(TENANT, &email).unwrap();
        let mut run = Run { client: world.session_of(&email), model: Model::default() };
        runtime.block_on(async {
            for step in history {
                run.take(step).await;
                run.check(step).await;
            }
        });
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

impl Run {
    async fn take(&mut self, step: Step) {
        if matches!(step.act, Act::Create) {
            return self.create(step).await;
        }
        let Some(page) = pick(step.page, self.model.pages.len()) else { return };
        match step.act {
            Act::Create | Act::Rename => self.rename(page, step).await,
            Act::Publish | Act::Withdraw => self.publish(page, matches!(step.act, Act::Publish)).await,
            Act::AddComponent => self.add_component(page, step).await,
            Act::ChangeComponent | Act::DeleteComponent | Act::AddPicture | Act::DeletePicture => {
                if let Some(component) = pick(step.entry, self.model.pages[page].components.len()) {
                    self.work_on_component(page, component, step).await;
                }
            }
            Act::AddLink => self.add_link(page, step).await,
            Act::MoveLink | Act::DeleteLink => {
                if let Some(link) = pick(step.entry, self.model.pages[page].links.len()) {
                    self.work_on_link(page, link, step).await;
                }
            }
            Act::Duplicate => self.duplicate(page, step).await,
            Act::Delete => {
                let gone = self.model.pages.remove(page);
                self.client.page_builder().delete_page(gone.id.as_str()).await.unwrap();
                let refused = self.client.page_builder().get_page(gone.id.as_str()).await.unwrap_err();
                assert_eq!(refused.status(), Some(404));
            }
        }
    }

    async fn create(&mut self, step: Step) {
        let (title, made) = TITLES[step.choice % TITLES.len()];
        // Every other page asks for a slug.
        let asked = (step.entry.is_multiple_of(2)).then(|| SLUGS[step.choice % SLUGS.len()]);
        let mut call = self.client.page_builder().create_page(title);
        if let Some(slug) = asked {
            call = call.slug(slug);
        }
        let answer = call.await;
        let slug = match asked.map(|slug| (slug, self.model.refusal_of(slug, None))) {
            Some((_, Some(status))) => return assert_eq!(answer.unwrap_err().status(), Some(status)),
            Some((slug, None)) => slug.to_owned(),
            None => self.model.free_slug(made),
        };
        let page = answer.unwrap();
        let component = |index: usize, kind: &str, heading: Option<&str>| Component {
            id: page.components.as_ref().unwrap()[index].id.as_ref().unwrap().to_string(),
            kind: kind.to_owned(),
            heading: heading.map(str::to_owned),
            is_visible: true,
            pictures: Vec::new(),
        };
        self.model.pages.push(Page {
            id: page.id.as_ref().unwrap().to_string(),
            slug,
            title: title.to_owned(),
            is_published: false,
            was_published: false,
            components: vec![component(0, "header", Some(title)), component(1, "text", None)],
            links: Vec::new(),
        });
    }

    async fn rename(&mut self, page: usize, step: Step) {
        let (title, slug) = (TITLES[step.choice % TITLES.len()].0, SLUGS[step.choice % SLUGS.len()]);
        let call = self.client.page_builder().update_page(self.model.pages[page].id.as_str()).title(title);
        let answer = call.slug(slug).await;
        if let Some(status) = self.model.refusal_of(slug, Some(page)) {
            return assert_eq!(answer.unwrap_err().status(), Some(status));
        }
        answer.unwrap();
        title.clone_into(&mut self.model.pages[page].title);
        slug.clone_into(&mut self.model.pages[page].slug);
    }

    async fn publish(&mut self, page: usize, publish: bool) {
        let page = &mut self.model.pages[page];
        let status = if publish { "published" } else { "draft" };
        self.client.page_builder().update_page(page.slug.as_str()).status(status).await.unwrap();
        page.is_published = publish;
        page.was_published |= publish;
    }

    async fn add_component(&mut self, page: usize, step: Step) {
        let page = &mut self.model.pages[page];
        let kind = KINDS[step.choice % KINDS.len()];
        let mut call = self.client.page_builder().add_page_component(page.id.as_str(), kind);
        if let Some(order) = step.order {
            call = call.order(order);
        }
        let added = call.await.unwrap();
        let id = added.id.unwrap().to_string();
        let component =
            Component { id, kind: kind.to_owned(), heading: None, is_visible: true, pictures: Vec::new() };
        insert(&mut page.components, step.order, component);
    }

    async fn work_on_component(&mut self, page: usize, place: usize, step: Step) {
        let components = &mut self.model.pages[page].components;
        let component = &mut components[place];
        let builder = self.client.page_builder();
        match step.act {
            Act::ChangeComponent => {
                let is_visible = step.choice.is_multiple_of(2);
                let mut call = builder.update_page_component(component.id.as_str()).is_visible(is_visible);
                component.is_visible = is_visible;
                // A third gets a heading, a third loses it, a third keeps it.
                if step.choice.is_multiple_of(3) {
                    call = call.heading("What is new");
                    component.heading = Some("What is new".to_owned());
                } else if step.choice % 3 == 1 {
                    call = call.clear_heading();
                    component.heading = None;
                }
                if let Some(order) = step.order {
                    call = call.order(order);
                    let moved = components.remove(place);
                    insert(components, Some(order), moved);
                }
                call.await.unwrap();
            }
            Act::AddPicture => {
                let url = format!("https://images.example/{}.jpg", step.choice);
                let mut call = builder.add_component_image(component.id.as_str(), url.as_str());
                if let Some(order) = step.order {
                    call = call.order(order);
                }
                let id = call.await.unwrap().id.unwrap().to_string();
                insert(&mut component.pictures, step.order, (id, url));
            }
            Act::DeletePicture => {
                let Some(picture) = pick(step.choice, component.pictures.len()) else { return };
                let (id, _) = component.pictures.remove(picture);
                builder.delete_component_image(id).await.unwrap();
            }
            _ => {
                let gone = components.remove(place);
                builder.delete_page_component(gone.id).await.unwrap();
            }
        }
    }

    async fn add_link(&mut self, page: usize, step: Step) {
        let page = &mut self.model.pages[page];
        let url = format!("https://www.instagram.com/maya{}", step.choice);
        let mut call = self.client.page_builder().add_social_link(page.id.as_str(), url.as_str());
        if let Some(order) = step.order {
            call = call.order(order);
        }
        let id = call.await.unwrap().id.unwrap().to_string();
        insert(&mut page.links, step.order, (id, url));
    }

    async fn work_on_link(&mut self, page: usize, place: usize, step: Step) {
        let links = &mut self.model.pages[page].links;
        let (id, url) = links.remove(place);
        let builder = self.client.page_builder();
        if matches!(step.act, Act::DeleteLink) {
            return builder.delete_social_link(id).await.unwrap();
        }
        let order = step.order.unwrap_or(0);
        builder.update_social_link(id.as_str()).order(order).await.unwrap();
        insert(links, Some(order), (id, url));
    }

    async fn duplicate(&mut self, page: usize, step: Step) {
        let mut copy = self.model.pages[page].clone();
        let (title, made) = TITLES[step.choice % TITLES.len()];
        let answer = self.client.page_builder().duplicate_page(copy.id.as_str()).title(title).await.unwrap();
        copy.id = answer.id.unwrap().to_string();
        title.clone_into(&mut copy.title);
        copy.slug = self.model.free_slug(made);
        (copy.is_published, copy.was_published) = (false, false);
        // Only the identifiers are the server's to choose.
        for (component, answered) in copy.components.iter_mut().zip(answer.components.unwrap()) {
            component.id = answered.id.unwrap().to_string();
            for (picture, answered) in component.pictures.iter_mut().zip(answered.images.unwrap()) {
                picture.0 = answered.id.unwrap().to_string();
            }
        }
        for (link, answered) in copy.links.iter_mut().zip(answer.social_links.unwrap()) {
            link.0 = answered.id.unwrap().to_string();
        }
        self.model.pages.push(copy);
    }

    async fn check(&mut self, step: Step) {
        let builder = self.client.page_builder();
        let listed = builder.list_pages().await.unwrap();
        assert_eq!(listed.count, Some(self.model.pages.len() as u64), "{step:?}");
        let listed: Vec<String> = listed.items.into_iter().map(|page| page.id.unwrap().to_string()).collect();
        let expected: Vec<String> = self.model.pages.iter().rev().map(|page| page.id.clone()).collect();
        assert_eq!(listed, expected, "{step:?}");
        for page in &self.model.pages {
            let seen = builder.get_page(page.slug.as_str()).await.unwrap();
            assert_eq!(shape(&seen), page.shape(), "{step:?}");
        }
        self.model.check_identifiers();
    }
}
