//! Feature flags.

use std::collections::BTreeMap;

use cc_api::{Client, Quota};
use cc_e2e::{Checked, OTHER_TENANT, TENANT, World, shown};

fn anonymous(world: &World, tenant: &str) -> Client {
    let builder =
        Client::builder().quota(Quota::unlimited()).tenant(tenant).base_url(&world.sandbox.access().base_url);
    builder.transport(Checked::default()).build().unwrap()
}

async fn flags(client: &Client) -> BTreeMap<String, bool> {
    let flags = client.feature_flags().list_feature_flags().await.unwrap().items;
    flags.into_iter().map(|flag| (flag.name.unwrap(), flag.is_enabled.unwrap())).collect()
}

#[tokio::test]
async fn the_flags_are_those_of_the_tenant_with_and_without_a_key() {
    let world = World::new().await;
    let with_key = flags(&world.client()).await;
    assert!(with_key["page_builder"] && !with_key["market_report"]);
    assert_eq!(flags(&anonymous(&world, TENANT)).await, with_key);
    let elsewhere = flags(&anonymous(&world, OTHER_TENANT)).await;
    assert_ne!(elsewhere, with_key);
    assert_eq!(flags(&world.stranger()).await, elsewhere);
}

#[tokio::test]
async fn flags_come_in_pages_by_name() {
    let world = World::new().await;
    let client = anonymous(&world, TENANT);
    let all = client.feature_flags().list_feature_flags().await.unwrap();
    assert!(all.items.is_sorted_by_key(|flag| flag.name.clone()));
    let page = client.feature_flags().list_feature_flags().limit(2).offset(2).await.unwrap();
    assert_eq!((shown(&page.items), page.count), (shown(&all.items[2..4]), all.count));
}

#[tokio::test]
async fn an_unknown_tenant_has_no_flags() {
    let world = World::new().await;
    let refused = anonymous(&world, "nowhere").feature_flags().list_feature_flags().await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
}
