//! The weekly dashboard: what the workflow gathered, typed; and the page that a person reads on Monday morning.
//!
//! Everything may be missing, since the documents promise little. What is missing, or can't be read, becomes a
//! sentence on the page that says so and what to do; never an error for the whole page.
//!
//! ```
//! use cc_workflows::dashboard::{Dashboard, Frame};
//! use cc_workflows::render::{TextOptions, html, text};
//!
//! let outputs = serde_json::from_str(r#"{"followers": 3482, "username": "mayabrookshomes"}"#)?;
//! let dashboard = Dashboard::from_outputs(&outputs);
//! assert_eq!(dashboard.followers, Some(3482));
//!
//! let page = dashboard.page(&Frame::new("2026-11-23".parse()?));
//! assert!(text(&page, &TextOptions::default()).contains("3,482"));
//! assert!(html(&page).contains("3,482"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod about;
mod account;
mod frame;
mod library;
mod posts;
mod short;
mod week;
mod words;

use std::collections::BTreeMap;

use cc_api::calendar::ScheduleEntry;
use cc_api::content::{ContentDrop, ContentPillar, Post};
use cc_api::instagram::InstagramMedia;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use frame::{Failure, Frame, WORKFLOW, inputs};

use crate::page::Page;

/// What the workflow `weekly_dashboard` gathers.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Dashboard {
    /// The name of the Instagram account.
    pub username: Option<String>,
    /// Over how many days the account's figures are.
    pub period_days: Option<i64>,
    /// How many accounts follow it.
    pub followers: Option<i64>,
    /// Their change, in percent.
    pub followers_change_percent: Option<f64>,
    /// How many accounts have seen something of it.
    pub reach: Option<i64>,
    /// Its change, in percent.
    pub reach_change_percent: Option<f64>,
    /// How often people reacted.
    pub interactions: Option<i64>,
    /// Their change, in percent.
    pub interactions_change_percent: Option<f64>,
    /// How many posts were published.
    pub total_posts: Option<i64>,
    /// How many that makes a week.
    pub average_posts_per_week: Option<f64>,
    /// The Instagram posts that reached most people.
    pub top_posts: Option<Vec<InstagramMedia>>,
    /// What is planned.
    pub calendar: Option<Vec<ScheduleEntry>>,
    /// How many entries there are, shown or not.
    pub calendar_count: Option<i64>,
    /// The drops of the month.
    pub drops: Option<Vec<ContentDrop>>,
    /// The reels that are trending.
    pub trending_reels: Option<Vec<Post>>,
    /// The themes of the library.
    pub pillars: Option<Vec<ContentPillar>>,
    /// Some posts of another kind.
    pub extras: Option<Vec<Post>>,
    /// How many of that kind there are.
    pub extras_count: Option<i64>,
    /// The outputs that are not what the API's description says, and why.
    pub unread: BTreeMap<&'static str, String>,
}

impl Dashboard {
    /// Reads the outputs of a run. What doesn't fit is left out and noted in `unread`.
    pub fn from_outputs(outputs: &Map<String, Value>) -> Self {
        let mut read = Reader { outputs, unread: BTreeMap::new() };
        Self {
            username: read.take("username"),
            period_days: read.take("period_days"),
            followers: read.take("followers"),
            followers_change_percent: read.take("followers_change_percent"),
            reach: read.take("reach"),
            reach_change_percent: read.take("reach_change_percent"),
            interactions: read.take("interactions"),
            interactions_change_percent: read.take("interactions_change_percent"),
            total_posts: read.take("total_posts"),
            average_posts_per_week: read.take("average_posts_per_week"),
            top_posts: read.take("top_posts"),
            calendar: read.take("calendar"),
            calendar_count: read.take("calendar_count"),
            drops: read.take("drops"),
            trending_reels: read.take("trending_reels"),
            pillars: read.take("pillars"),
            extras: read.take("extras"),
            extras_count: read.take("extras_count"),
            unread: read.unread,
        }
    }

    /// The page that a person reads.
    pub fn page(&self, frame: &Frame) -> Page {
        let title = format!("The week of {}", words::day(frame.start, frame.start));
        let year = frame.end.year();
        let span =
            format!("{} to {} {year}", words::day(frame.start, frame.end), words::day(frame.end, frame.end));
        let name = self.username.as_deref().map(words::clean).filter(|name| !name.is_empty());
        let account = name.map(|name| format!("@{name}"));
        let subtitle: Vec<_> = [account, Some(span), frame.source.clone()].into_iter().flatten().collect();
        let mut sections = vec![
            short::section(self, frame),
            account::figures(self, frame),
            account::top_posts(self, frame),
            week::section(self, frame),
            library::drop(self, frame),
            library::trending(self, frame),
            library::pillars(self, frame),
            library::extras(self, frame),
        ];
        sections.extend(about::sections(frame));
        Page { title, subtitle: subtitle.join(" · "), sections }
    }
}

struct Reader<'a> {
    outputs: &'a Map<String, Value>,
    unread: BTreeMap<&'static str, String>,
}

impl Reader<'_> {
    fn take<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        match serde_json::from_value(self.outputs.get(name)?.clone()) {
            Ok(value) => value,
            Err(error) => {
                self.unread.insert(name, words::clean(&error.to_string()));
                None
            }
        }
    }
}
