//! What the dashboard makes of the answers: which drop is this week's, what fits a free day, what is worth a line.

use cc_workflows::dashboard::{Dashboard, Frame};
use cc_workflows::render::{TextOptions, text};
use serde_json::{Value, json};

use crate::support::object;

/// The page of these outputs for the week of a day, on lines that are never broken.
fn lines(start: &str, outputs: Value) -> String {
    let page = Dashboard::from_outputs(&object(outputs)).page(&Frame::new(start.parse().unwrap()));
    text(&page, &TextOptions { width: 1_000, color: false })
}

#[test]
fn a_drop_is_this_weeks_for_seven_days_from_its_start() {
    let drops = json!([
        {"weekOf": "2026-11-23", "title": "Newer"},
        {"weekOf": "2026-11-16", "title": "Older"},
        {"title": "Without a week"},
    ]);
    for (start, said) in [
        ("2026-11-16", "This week's drop: Older"),
        ("2026-11-22", "This week's drop: Older"),
        ("2026-11-23", "This week's drop: Newer"),
        ("2026-11-29", "This week's drop: Newer"),
        ("2026-11-30", "No drop has come out this week; the latest is that of Mon 23 Nov."),
        ("2026-11-15", "No drop has come out this week."),
    ] {
        let page = lines(start, json!({"drops": drops}));
        assert!(page.contains(said), "{start}: {said}\n{page}");
    }
}

#[test]
fn a_free_day_gets_a_post_that_is_neither_used_nor_planned() {
    let post = |slug: &str| json!({"slug": slug, "title": slug, "contentType": "Reel"});
    let used = json!({"slug": "used", "title": "used", "isUsed": true});
    let planned: Vec<_> = ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27"]
        .into_iter()
        .map(|date| json!({"date": date, "isCompleted": false, "post": post("planned")}))
        .collect();
    let page = lines(
        "2026-11-23",
        json!({
            "calendar": planned,
            "drops": [{"weekOf": "2026-11-23", "posts": [used, post("planned"), post("fresh")]}],
            "trending_reels": [post("fresh"), post("trend")],
        }),
    );
    assert!(
        page.contains("4 posts are planned; still free: Wed 25 Nov, Sat 28 Nov and Sun 29 Nov."),
        "{page}"
    );
    assert!(page.contains("For Wed 25 Nov: “fresh” (Reel, from this week's drop)."), "{page}");
    assert!(page.contains("For Sat 28 Nov: “trend” (Reel, trending)."), "{page}");
    assert_eq!(page.matches("• For ").count(), 2, "there is nothing left for Sunday:\n{page}");
}

#[test]
fn the_plan_is_summed_up_in_a_sentence() {
    let entry = |date: &str, done: bool| json!({"date": date, "isCompleted": done});
    let week = |done: bool| (23..30).map(|day| entry(&format!("2026-11-{day}"), done)).collect::<Vec<_>>();
    for (calendar, said) in [
        (json!([]), "Nothing is planned yet for these days."),
        (json!([entry("2026-11-23", false)]), "1 post is planned; still free: Tue 24 Nov, "),
        (json!([entry("2026-11-23", true)]), "1 post is planned and done; still free: Tue 24 Nov, "),
        (json!(week(false)), "7 posts are planned, and every day has something."),
        (json!(week(true)), "All of 7 planned posts are done, and every day has something."),
    ] {
        let page = lines("2026-11-23", json!({"calendar": calendar}));
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[test]
fn the_best_post_is_named_once() {
    let posts = |saves: [u32; 2]| {
        json!([
            {"caption": "First", "reach": 900, "saves": saves[0], "publishedAt": "2026-11-20T10:00:00Z"},
            {"caption": "Second", "reach": 300, "saves": saves[1]},
        ])
    };
    for (saves, said) in [
        ([9, 1], vec!["Most reach and most saved: “First”, 900 accounts and 9 times."]),
        ([1, 9], vec!["Most reach: “First”, 900 accounts.", "Most saved: “Second”, 9 times."]),
        ([0, 0], vec!["Most reach: “First”, 900 accounts."]),
    ] {
        let page = lines("2026-11-23", json!({"top_posts": posts(saves)}));
        let found: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("• ")).collect();
        assert_eq!(found, said, "{page}");
    }
}

#[test]
fn entries_beyond_the_first_page_are_told() {
    let page = lines("2026-11-23", json!({"calendar": [{"date": "2026-11-23"}], "calendar_count": 130}));
    assert!(page.contains("1 of 130 entries are shown; ask for fewer days to see all."), "{page}");
}

#[test]
fn a_day_of_another_year_has_its_year() {
    let page = lines("2026-12-30", json!({"calendar": []}));
    assert!(page.contains("Calendar, Wed 30 Dec to Tue 5 Jan 2027"), "{page}");
    assert!(page.contains("\nWed 30 Dec 2026 to Tue 5 Jan 2027\n"), "{page}");
}
