//! The key that a person types in: what is none goes nowhere, and no key is printed.

use std::path::PathBuf;

use cc_mcp::Settings;
use cc_mcp::hosted::Hosted;
use cc_mcp::oauth::Api;
use cc_surface::Home;
use reqwest::StatusCode;

use super::elsewhere::{Elsewhere, http};
use super::stage::{Stage, folder};

/// An API that knows no key, and counts how often it is asked for one.
async fn nobodys_api() -> Elsewhere {
    Elsewhere::start(|_, _| {
        http("401 Unauthorized", "Content-Type: application/json\r\n", b"{\"detail\":\"no\"}")
    })
    .await
}

pub(crate) async fn stage_with_nobodys_api(name: &str) -> (Stage, Elsewhere) {
    let api = nobodys_api().await;
    let (home, base_url) = (Home::within(&folder(name)), format!("{}/api", api.here));
    let change = |hosted: &mut Hosted| hosted.api = Api::at(&home, Some(base_url), None).unwrap();
    (Stage::with(name, Settings::default(), change).await, api)
}

#[tokio::test(flavor = "multi_thread")]
async fn f206_what_is_no_key_goes_nowhere_and_is_not_repeated() {
    let (stage, api) = stage_with_nobodys_api("no-keys").await;
    let browser = stage.browser(&stage.asks(&stage.client().await, &[])).await;
    for key in [
        "",
        "cc_",
        "CC_xyz",
        "cc_xyz cc_abc",
        "sk_live_xyz",
        "Bearer cc_xyz",
        "cc_x\u{fc}z",
        "cc_x\0yz",
        "cc_x\r\ny: z",
    ] {
        let answer = browser.sends(&[("key", key), ("do", "check")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{key:?}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("no API key"), "{key:?}: {page}");
        assert!(!page.contains("xyz"), "{key:?}: {page}");
    }
    assert_eq!(api.visits(), 0);
    // What a person copied along with the key is no part of it.
    for (asked, key) in (1..).zip([" cc_xyz ", "cc_xyz\n", "\tcc_xyz\r\n"]) {
        let answer = browser.sends(&[("key", key), ("do", "check")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{key:?}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("does not know this key") && !page.contains("xyz"), "{key:?}: {page}");
        assert_eq!(api.visits(), asked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f204_a_server_that_is_printed_shows_no_key() {
    let mut printed = String::new();
    let stage =
        Stage::with("printed", Settings::default(), |hosted| printed = format!("{hosted:?} {hosted:#?}"))
            .await;
    stage.connected(stage.key()).await;
    let database: PathBuf = stage.database();
    assert!(printed.contains(&*database.to_string_lossy()), "it was printed: {printed}");
    for secret in [stage.master.as_str(), stage.key()] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
