//! A sandbox and a client that records.

use std::io::Write;
use std::sync::{Arc, Mutex};

use cc_api::catalogue::{self, Access, Operation, Safety};
use cc_api::record::Recorder;
use cc_api::{Client, Credential, Quota, Retry};
use cc_sandbox::{Options, Sandbox, Variant};
use codegen::learn::Exchange;
use serde_json::{Map, Value, json};

/// The sandbox's clock stands here, a Wednesday.
const NOW: &str = "2026-03-04T09:00:00Z";
/// Which answers the arguments of other operations are taken from: operation, argument, the listing, the field.
const FROM_ANSWERS: [(&str, &str, &str, &str); 7] = [
    ("get_post", "id_or_slug", "get_posts", "slug"),
    ("get_post_photo", "id", "list_post_photos", "id"),
    ("get_content_drop", "week_of", "get_content_drops", "weekOf"),
    ("get_ai_generation_task", "id", "list_ai_generation_tasks", "id"),
    ("get_event", "id_or_slug", "list_events", "id"),
    ("get_page", "id_or_slug", "list_pages", "id"),
    ("get_instagram_media_insights", "media_id", "get_instagram_posts", "id"),
];

/// A sandbox with a clock that stands still.
#[derive(Debug)]
pub struct World {
    sandbox: Sandbox,
}

/// What a recorder writes into.
#[derive(Debug, Clone, Default)]
struct Tape(Arc<Mutex<Vec<u8>>>);

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl World {
    /// A new one. With limits, its answers have their headers, and soon all of them are refusals.
    ///
    /// # Panics
    /// If the sandbox does not start.
    pub async fn new(limits: bool) -> Self {
        let mut options = Options::default();
        options.now = Some(NOW.parse().unwrap());
        options.hold_clock = true;
        options.rate_limits = limits;
        Self { sandbox: Sandbox::start_with(options).await.unwrap() }
    }

    /// Plays an API that differs from the document; none plays the document.
    ///
    /// # Panics
    /// If the variant can't be played.
    pub fn play(&self, variant: Option<&str>) -> bool {
        match variant.map(Variant::parse) {
            Some(Err(_)) => return false,
            Some(Ok(variant)) => self.sandbox.control().play(Some(variant)),
            None => self.sandbox.control().play(None),
        }
        true
    }

    /// Whether every change of the variant made a difference since it is played.
    pub fn all_were_met(&self) -> bool {
        self.sandbox.control().varied().iter().all(|varied| varied.hits > 0)
    }

    /// Calls what a key may read, and a few operations that write; gives what was recorded of it.
    ///
    /// # Panics
    /// If a recorded line can't be read.
    pub async fn traffic(&self) -> Vec<Exchange> {
        let tape = Tape::default();
        let keys = &self.sandbox.access().keys;
        let recorder = Recorder::new(tape.clone());
        let (all, reader) = (self.client(&keys.full, &recorder), self.client(&keys.read_only, &recorder));
        let mut answers = Map::new();
        for operation in catalogue::all().iter().copied().filter(|operation| is_readable(operation)) {
            if operation.required_params().next().is_none() {
                let limit = if operation.paging.is_some() { json!({ "limit": 25 }) } else { json!({}) };
                let limit = limit.as_object().unwrap();
                // What an operation answers is known by its recording, also where it refuses.
                let answer = all.call(operation).args(limit).await.unwrap_or_default();
                answers.insert(operation.id.to_owned(), answer);
                let _ = reader.call(operation).await;
            }
        }
        for (operation, argument, listing, field) in FROM_ANSWERS {
            for entry in answers[listing]["results"].as_array().into_iter().flatten().take(3) {
                let arguments = json!({ argument: entry[field] });
                let _ =
                    all.call(catalogue::find(operation).unwrap()).args(arguments.as_object().unwrap()).await;
            }
        }
        for (operation, arguments) in [
            ("get_posts", json!({ "limit": 500 })),
            ("get_posts", json!({ "limit": 500, "offset": 1 })),
            ("get_post", json!({ "id_or_slug": "there-is-none" })),
            ("search_content", json!({ "query": "market" })),
            ("create_area_of_work", json!({ "name": "Lakeside" })),
            ("create_page", json!({ "title": "A page" })),
            ("add_to_schedule", json!({ "date": "2026-03-09" })),
        ] {
            let _ = all.call(catalogue::find(operation).unwrap()).args(arguments.as_object().unwrap()).await;
        }
        let text = String::from_utf8(tape.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| Exchange::recorded(&line).unwrap()).collect()
    }

    fn client(&self, key: &str, recorder: &Recorder) -> Client {
        // Every answer is to be seen, refusals too.
        let builder = Client::builder().quota(Quota::unlimited()).retry(Retry::never());
        let builder = builder.credential(Credential::api_key(key).unwrap());
        let builder = builder.base_url(&self.sandbox.access().base_url).record(recorder.clone());
        builder.build().unwrap()
    }
}

fn is_readable(operation: &Operation) -> bool {
    operation.safety == Safety::Read && !operation.sensitive && !matches!(operation.access, Access::Session)
}
