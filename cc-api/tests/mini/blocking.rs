//! Calls without async.

use cc_api::ErrorKind;

use crate::api::Api as _;
use crate::support::answering;

#[test]
fn calls_and_listings_work_without_async() {
    let (_, client) = answering("get_posts", 200, r#"{"results":[{"slug":"a"},{"slug":"b"}],"count":2}"#);
    let page = client.library().get_posts().send_blocking().unwrap();
    assert_eq!(page.items.len(), 2);
    let slugs: Vec<_> =
        client.library().get_posts().items().blocking().map(|post| post.unwrap().slug).collect();
    assert_eq!(slugs, ["a", "b"]);
}

#[tokio::test]
async fn inside_async_a_blocking_call_is_refused() {
    let (fake, client) = answering("delete_post", 204, "");
    let error = client.library().delete_post("a").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(fake.requests().len(), 0);
}
