//! Random numbers for the jitter of waits. Nothing here is secret, so a small generator will do.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Where random numbers come from.
#[derive(Clone)]
pub(crate) enum Random {
    /// `SplitMix64` (Steele, Lea and Flood, 2014), begun at a place that differs from process to process.
    Own(Arc<AtomicU64>),
    /// The caller's, from 0 to 1.
    Given(Arc<dyn Fn() -> f64 + Send + Sync>),
}

impl Random {
    pub(crate) fn new() -> Self {
        Self::Own(Arc::new(AtomicU64::new(RandomState::new().hash_one("random"))))
    }

    /// 32 random bits.
    pub(crate) fn bits(&self) -> u32 {
        match self {
            Self::Own(state) => {
                let mut z = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                u32::try_from(z >> 32).unwrap_or(u32::MAX)
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is clamped to 0 to 1"
            )]
            Self::Given(draw) => (draw().clamp(0.0, 1.0) * f64::from(u32::MAX)) as u32,
        }
    }

    /// From 0 to 1.
    pub(crate) fn draw(&self) -> f64 {
        match self {
            // 32 bits are exact in a float, and plenty for a wait.
            Self::Own(_) => f64::from(self.bits()) / f64::from(u32::MAX),
            Self::Given(draw) => draw().clamp(0.0, 1.0),
        }
    }

    /// So much of a time, at random.
    pub(crate) fn part_of(&self, time: Duration) -> Duration {
        // Multiplying would panic where rounding carries it beyond the longest time.
        Duration::try_from_secs_f64(time.as_secs_f64() * self.draw()).unwrap_or(time)
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
