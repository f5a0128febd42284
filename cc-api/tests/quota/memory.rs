//! The store in memory.

use cc_api::quota::{MemoryQuota, QuotaStore as _};

use crate::history::{Rig, Time, WINDOWS, play};

#[test]
fn no_history_breaks_a_quota_in_memory() {
    for (place, windows) in WINDOWS.into_iter().enumerate() {
        let (store, time) = (MemoryQuota::new(), Time::default());
        store.set_up(windows).unwrap();
        for seed in 0..1250 {
            // A few are long, so that the hour and the day fill up.
            let steps = if seed % 100 == 7 { 1200 } else { 40 };
            let rig =
                Rig { store: &store, windows, time: &time, leases: false, careful: false, blur: 0, steps };
            play(&rig, place as u64 * 10_000 + seed);
        }
    }
}
