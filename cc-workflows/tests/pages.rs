//! The dashboard's page: the same content as text and as HTML, whatever the answers hold.

use cc_api::fake::FakeTransport;
use cc_workflows::Runner;
use cc_workflows::dashboard::{Dashboard, Frame, WORKFLOW, inputs};
use cc_workflows::page::{Page, Point};
use cc_workflows::render::{TextOptions, html, text};
use serde_json::{Map, Value, json};

use crate::support::reading::{html_texts, text_fragments, words};
use crate::support::{block_on, example, example_client, workflow};

/// The page of a run in which the server was told something beside the examples.
fn page_after(tell: impl Fn(&FakeTransport)) -> Page {
    let (client, fake) = example_client();
    tell(&fake);
    let start = "2026-11-23".parse().unwrap();
    let run = block_on(Runner::new(&client).keep_going().run(workflow(WORKFLOW), inputs(start))).unwrap();
    let mut frame = Frame::of(&run).unwrap();
    frame.limits = client.api().rate_limits;
    frame.next = vec![Point::new("Run it again next Monday.")];
    Dashboard::from_outputs(&run.outputs).page(&frame)
}

/// The examples of the spec, but for the extras: they are of the kind that was asked for.
fn usual() -> Page {
    page_after(|fake| {
        let newsletter = &example("get_content_drops")["results"][0]["posts"][2];
        fake.answer("get_posts", 200, list(&json!([newsletter]), 31));
    })
}

fn wide(page: &Page, width: usize) -> String {
    text(page, &TextOptions { width, color: false })
}

fn list(results: &Value, count: u64) -> String {
    json!({"results": results, "count": count}).to_string()
}

/// A server that has nothing, or that answers in a way nobody expected.
fn pages() -> Vec<(&'static str, Page)> {
    let hostile = r#"<script>alert("x")</script> & 'co' — ]]> "#;
    vec![
        ("usual", usual()),
        (
            "empty",
            page_after(|fake| {
                for operation in
                    ["get_instagram_posts", "get_content_calendar", "get_content_drops", "get_trending_reels"]
                {
                    fake.answer(operation, 200, list(&json!([]), 0));
                }
                fake.answer("list_content_pillars", 200, list(&json!([]), 0));
                fake.answer("get_posts", 200, list(&json!([]), 0));
                fake.answer("get_instagram_summary", 200, "{}");
                fake.answer("get_instagram_posting_frequency", 200, "{}");
            }),
        ),
        (
            "refused",
            page_after(|fake| {
                fake.answer(
                    "get_instagram_summary",
                    404,
                    r#"{"detail": "No Instagram account is connected."}"#,
                );
                fake.answer("get_instagram_posts", 403, r#"{"detail": "Missing scope."}"#);
                fake.answer("get_content_calendar", 500, "{}");
                fake.answer("get_content_drops", 200, list(&json!([{"weekOf": "2026-11-09"}]), 1));
                fake.answer("get_trending_reels", 200, list(&json!([{"title": "No slug"}]), 1));
            }),
        ),
        (
            "hostile",
            page_after(|fake| {
                let mut posts = example("get_instagram_posts");
                posts["results"][0]["caption"] = json!(hostile.repeat(9));
                posts["results"][0]["permalink"] = json!("javascript:alert(1)");
                posts["results"][1]["mediaType"] = json!(hostile);
                posts["results"][2]["caption"] = json!("\u{1b}]0;title\u{7}\u{202e}\nnext line");
                fake.answer("get_instagram_posts", 200, posts.to_string());
                let mut reels = example("get_trending_reels");
                reels["results"][0]["title"] = json!(hostile);
                reels["results"][0]["slug"] = json!("../\"><b>");
                fake.answer("get_trending_reels", 200, reels.to_string());
                let mut summary = example("get_instagram_summary");
                summary["username"] = json!(hostile);
                fake.answer("get_instagram_summary", 200, summary.to_string());
            }),
        ),
    ]
}

#[test]
fn the_page_in_a_terminal() {
    insta::assert_snapshot!("text_100_columns", wide(&usual(), 100));
    insta::assert_snapshot!("text_48_columns", wide(&usual(), 48));
}

#[test]
fn the_page_as_html() {
    insta::assert_snapshot!("html", html(&usual()));
}

#[test]
fn what_is_missing_is_said_with_what_to_do() {
    for (name, page) in pages().into_iter().filter(|(name, _)| ["empty", "refused"].contains(name)) {
        insta::assert_snapshot!(format!("text_{name}"), wide(&page, 100));
    }
}

#[test]
fn every_text_of_the_page_is_in_the_terminal() {
    for (name, page) in pages() {
        let text = wide(&page, 1_000);
        let missing: Vec<_> =
            html_texts(&html(&page)).into_iter().filter(|fragment| !text.contains(fragment)).collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}\n{text}");
    }
}

#[test]
fn every_text_of_the_terminal_is_on_the_page() {
    for (name, page) in pages() {
        let known = html_texts(&html(&page));
        let missing: Vec<_> = text_fragments(&wide(&page, 1_000))
            .into_iter()
            .filter(|fragment| !known.iter().any(|text| text.contains(fragment)))
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}");
    }
}

#[test]
fn a_narrow_terminal_gets_every_word_and_no_line_too_long() {
    for (name, page) in pages() {
        let all = words(&wide(&page, 1_000));
        for width in [40, 48, 64, 80, 100, 132] {
            let narrow = wide(&page, width);
            let narrow_words = words(&narrow);
            let missing: Vec<_> =
                all.difference(&narrow_words).filter(|word| word.len() < width / 2).collect();
            // Records name no columns that they have no value for.
            let named: Vec<_> = missing.into_iter().filter(|word| !is_heading_or_blank(word)).collect();
            assert!(named.is_empty(), "{name} at {width}: {named:?}\n{narrow}");
            let too_long =
                narrow.lines().find(|line| line.chars().count() > width && !line.contains("https://"));
            assert_eq!(too_long, None, "{name} at {width}");
        }
    }
}

/// Words that tables have only while they are in columns: headings, and cells without a value.
fn is_heading_or_blank(word: &str) -> bool {
    [
        "–", "Day", "Planned", "Post", "Kind", "Pillar", "Yours", "About", "no", "date", "free", "new", "to",
        "you",
    ]
    .contains(&word)
}

#[test]
fn the_page_asks_nobody_for_anything_and_runs_nothing() {
    for (name, page) in pages() {
        let html = html(&page);
        for word in ["<script", "<img", "<link", "<iframe", "@import", "url(", "src=", "javascript:", "<b>"] {
            assert!(!html.contains(word), "{name}: {word}");
        }
        assert!(html.contains("default-src 'none'") || html.contains("default-src &#39;none&#39;"), "{name}");
    }
}

#[test]
fn no_text_of_others_steers_the_terminal() {
    for (name, page) in pages() {
        let text = wide(&page, 80);
        let steering =
            text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(steering, None, "{name}");
    }
}

#[test]
fn colors_change_no_word() {
    for (name, page) in pages() {
        let painted = text(&page, &TextOptions { width: 90, color: true });
        assert!(painted.contains("\u{1b}[1m"), "{name}");
        let mut plain = String::new();
        for (at, part) in painted.split('\u{1b}').enumerate() {
            plain.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(lines(&plain), lines(&wide(&page, 90)), "{name}");
    }
}

#[test]
fn an_output_that_can_not_be_read_is_said_and_spoils_nothing_else() {
    let outputs = json!({"reach": "a lot", "followers": 3482, "calendar": {"not": "a list"}});
    let Value::Object(outputs) = outputs else { unreachable!() };
    let dashboard = Dashboard::from_outputs(&outputs);
    assert_eq!(dashboard.followers, Some(3482));
    assert_eq!(dashboard.unread.keys().copied().collect::<Vec<_>>(), ["calendar", "reach"]);
    let text = wide(&dashboard.page(&Frame::new("2026-11-23".parse().unwrap())), 200);
    assert!(text.contains("The calendar: the answer can't be read (`calendar`: invalid type: map"), "{text}");
    assert!(text.contains("3,482"));
}

#[test]
fn a_page_of_nothing_says_so_everywhere() {
    let page = Dashboard::from_outputs(&Map::new()).page(&Frame::new("2026-11-23".parse().unwrap()));
    let text = wide(&page, 100);
    assert_eq!(text.matches("! ").count(), 9, "{text}");
}
