//! Answers that would be too large for `ChatGPT`.

use serde_json::{Value, json};

use crate::support::{CANARY, Door, Script, Upstream};

#[tokio::test]
async fn a_page_that_is_too_large_is_shortened_and_the_next_call_gets_the_rest() {
    let entry = |id: usize| json!({ "id": format!("post_{id}"), "caption": "x".repeat(9_000) });
    let page = json!({ "results": (0..25).map(entry).collect::<Value>(), "count": 25 });
    let upstream = Upstream::start(Script::json(200, &page.to_string())).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    let answer = door.get(CANARY, "/user/content/posts-v2?offset=50").await;
    assert!(answer.status == 200 && answer.text.chars().count() < 100_000, "{}", answer.text.len());
    let shown = answer.json();
    let kept = shown["results"].as_array().unwrap().len();
    assert_eq!(shown["results"], json!(page["results"].as_array().unwrap()[..kept]));
    let notice = shown["gateway_notice"].as_str().unwrap();
    assert!(
        notice.contains(&format!(
            "call get_posts again with the same parameters and offset={}, limit={kept}",
            50 + kept
        )),
        "{notice}"
    );
}

#[tokio::test]
async fn an_answer_beyond_all_measure_is_not_read_to_its_end() {
    let huge = format!("{{\"results\": [\"{}\"]}}", "x".repeat(9 << 20));
    let upstream = Upstream::start(Script::json(200, &huge)).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    door.get(CANARY, "/user/content/posts-v2").await.refusal(502);
}
