//! The state of a key as the file of a shared quota holds it: other bytes are none, and none that are one make anybody wait
//! for longer than the longest window and the longest freeze.
//!
//! The check sum at the end would keep a fuzzer out, so it is put there for it, and so is the length.

use std::time::Duration;

use cc_api::internal::doors::quota_state;

/// The time of day at which it is read, in milliseconds.
const NOW: u64 = 1_795_348_800_000;
/// A freeze or what the server counts, and a day for each of the forty who go first and the one behind them: a server may
/// allow one request a day.
const LONGEST: Duration = Duration::from_secs((26 + 41 * 24) * 3600);

/// Reads the bytes as they are, and as the content of a state of the right length and sum.
pub fn run(data: &[u8]) {
    let Some((unused, wait)) = quota_state(&[], NOW) else { panic!("an unused state can't be read") };
    assert!(wait.is_zero() || wait <= Duration::from_secs(90_000), "a wait of {wait:?} for an unused key");
    let mut content = unused[..unused.len() - 8].to_vec();
    let (written, _) = content.split_at_mut(data.len().min(unused.len() - 8));
    written.copy_from_slice(&data[..written.len()]);
    for bytes in [data.to_vec(), with_sum(content)] {
        if bytes.is_empty() {
            continue;
        }
        if let Some((again, wait)) = quota_state(&bytes, NOW) {
            assert_eq!(again, bytes, "a state changes when it is written again");
            assert!(wait <= LONGEST, "a wait of {wait:?}");
        }
    }
}

/// Adds the check sum (FNV-1a).
fn with_sum(mut content: Vec<u8>) -> Vec<u8> {
    let sum = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    content.extend(sum.to_le_bytes());
    content
}
