//! The settings of the client in every scenario, pinned so that waits are exact.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// The settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the file says what each is, and the names have the units")]
pub struct Profile {
    pub max_attempts: u32,
    pub backoff: Backoff,
    pub retry_after_jitter_ms: (u64, u64),
    pub op_deadline_ms: u64,
    pub connect_timeout_ms: u64,
    pub attempt_timeout_ms: u64,
    pub idle_read_timeout_ms: u64,
    pub quota_max_wait_ms: u64,
    pub quota_windows: Vec<QuotaWindow>,
    pub retry_budget: RetryBudget,
    pub body_cap_bytes: usize,
    pub error_body_cap_bytes: usize,
    pub redirects: String,
    pub http_retry_layer: String,
    pub poll: Value,
    pub page: Value,
    pub canary_key: String,
    pub presigned_canary: String,
}

/// How waits between attempts grow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    /// The bound of the first wait.
    pub base_ms: u64,
    /// The bound of all waits.
    pub cap_ms: u64,
    /// How they grow, in words.
    pub formula: String,
    /// What every draw gives.
    pub rng: f64,
}

/// So many requests in so many seconds.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaWindow {
    /// How many.
    pub limit: u32,
    /// In how many seconds.
    pub secs: u64,
}

/// How many retries a key may make.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryBudget {
    /// How many it begins with.
    pub capacity: u32,
    /// What one takes.
    pub cost: u32,
    /// What a success gives back.
    pub refill_per_success: f64,
}

impl Profile {
    /// How long a call may take in all.
    pub fn deadline(&self) -> Duration {
        Duration::from_millis(self.op_deadline_ms)
    }

    /// How long an attempt may take until its answer begins.
    pub fn attempt(&self) -> Duration {
        Duration::from_millis(self.attempt_timeout_ms)
    }

    /// How long the pause between two pieces of an answer may be.
    pub fn idle(&self) -> Duration {
        Duration::from_millis(self.idle_read_timeout_ms)
    }

    /// How long a call may wait for its quota.
    pub fn max_wait(&self) -> Duration {
        Duration::from_millis(self.quota_max_wait_ms)
    }

    /// What must never appear anywhere that it is not sent to on purpose.
    pub fn canaries(&self) -> [&str; 2] {
        [&self.canary_key, &self.presigned_canary]
    }
}
