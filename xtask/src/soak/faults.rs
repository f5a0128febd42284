//! What goes wrong, and when: the same seed gives the same schedule.

use serde_json::{Value, json};

/// How many faults there are: one for so many requests. One request in twenty meets its fault: the others come too late,
/// in a stretch that has fewer requests than the one before.
const ONE_IN: u64 = 16;

/// Draws the faults of each stretch.
pub(super) struct Schedule {
    state: u64,
}

impl Schedule {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Faults for a stretch of about so many requests, spread over them.
    pub(super) fn next(&mut self, requests: u64) -> Vec<Value> {
        let mut faults = Vec::new();
        for _ in 0..requests.div_ceil(ONE_IN) {
            let (mut fault, share) = self.kind();
            fault["skip"] = self.below((requests * share / 100).max(1)).into();
            faults.push(fault);
        }
        faults
    }

    /// What goes wrong, and which part of the requests it may happen to, in per cent: a fault only looks at those of its
    /// operation. Calls that the load breaks off are never told “too many requests”: nobody would count the answer.
    fn kind(&mut self) -> (Value, u64) {
        let fault = match self.below(10) {
            0 => json!({ "status": 500 }),
            1 => {
                json!({ "status": 503, "headers": { "Content-Type": "text/html" }, "body": "<h1>Application error</h1>" })
            }
            2 => json!({ "status": 503, "applied": true }),
            3 => json!({ "operation": "get_post", "status": 429, "headers": { "Retry-After": "1" } }),
            4 => json!({ "operation": "update_post", "status": 429, "headers": { "Retry-After": "1" } }),
            5 => json!({ "dropConnection": true }),
            6 => json!({ "dropConnection": true, "applied": true }),
            7 => json!({ "operation": "generate_caption", "dropConnection": true, "applied": true }),
            8 => json!({ "cutAfter": 20 }),
            _ => json!({ "delayMs": 50 + self.below(450) }),
        };
        let share = match fault["operation"].as_str() {
            None => 100,
            Some("get_post") => 30,
            Some("update_post") => 5,
            Some(_) => 3,
        };
        (fault, share)
    }

    /// A number below another: `SplitMix64`.
    fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn the_same_seed_spoils_the_same() {
        let [one, same, other] = [1, 1, 2].map(|seed| Schedule::new(seed).next(4000));
        assert_eq!(one.len(), 250);
        assert_eq!(one, same);
        assert_ne!(one, other);
        assert!(one.iter().all(|fault| fault["skip"].as_u64().is_some_and(|skip| skip < 4000)));
        for kind in ["dropConnection", "cutAfter", "delayMs", "status"] {
            assert!(one.iter().any(|fault| !fault[kind].is_null()), "{kind}");
        }
    }
}
