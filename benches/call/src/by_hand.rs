//! The listing call as somebody writes it who has reqwest and serde_derive and one call to make.

use std::time::Duration;

use anyhow::Result;
use jiff::civil::Date;
use reqwest::Client;
use serde::Deserialize;

use crate::{KEY, RECORDS};

#[derive(Debug, Deserialize)]
pub struct Page {
    /// The records.
    pub results: Vec<Post>,
    #[expect(dead_code, reason = "a client reads the whole answer, whatever this program does with it")]
    count: i64,
}

macro_rules! answers {
    ($($name:ident { $($field:ident: $ty:ty),+ $(,)? })+) => {$(
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "a client reads the whole answer, whatever this program does with it")]
        pub struct $name {
            $($field: $ty,)+
        }
    )+};
}

answers! {
    Post {
        id: Option<String>,
        slug: String,
        title: Option<String>,
        caption: Option<String>,
        canva_url: Option<String>,
        instructions: Option<String>,
        content_type: Option<String>,
        pillar: Option<Pillar>,
        photos: Option<Vec<Photo>>,
        tags: Option<Vec<Tag>>,
        audiences: Option<Vec<Audience>>,
        publish_date: Option<Date>,
        is_trending: Option<bool>,
        is_favorite: Option<bool>,
        is_used: Option<bool>,
        ai_caption: Option<String>,
    }
    Pillar {
        id: Option<String>,
        name: Option<String>,
        slug: Option<String>,
        description: Option<String>,
        color: Option<String>,
        category: Option<PillarCategory>,
        post_count: Option<i64>,
    }
    PillarCategory {
        id: Option<String>,
        name: Option<String>,
        slug: Option<String>,
        description: Option<String>,
        order: Option<i64>,
    }
    Photo {
        id: Option<String>,
        post_id: Option<String>,
        url: Option<String>,
        thumbnail_url: Option<String>,
        alt_text: Option<String>,
        width: Option<i64>,
        height: Option<i64>,
        order: Option<i64>,
    }
    Tag {
        id: Option<String>,
        name: Option<String>,
        slug: Option<String>,
        post_count: Option<i64>,
    }
    Audience {
        id: Option<String>,
        name: Option<String>,
        slug: Option<String>,
        description: Option<String>,
        post_count: Option<i64>,
    }
}

/// Sets the client up; the address goes along.
pub fn start(url: &str) -> Result<(Client, String)> {
    Ok((Client::builder().connect_timeout(Duration::from_secs(10)).no_proxy().build()?, url.to_owned()))
}

/// Calls, and gives the number of records.
pub fn call((client, url): &(Client, String)) -> impl Future<Output = Result<usize>> + use<> {
    let request = client
        .get(format!("{url}/user/content/posts-v2"))
        .query(&[("limit", RECORDS)])
        .bearer_auth(KEY)
        .header("X-Tenant-Slug", "coffee-contracts")
        .timeout(Duration::from_secs(60));
    async {
        let page: Page = request.send().await?.error_for_status()?.json().await?;
        Ok(page.results.len())
    }
}
