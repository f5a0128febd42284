//! The client under test, set up as the profile of the list says.

use std::time::Duration;

use cc_api::quota::Window;
use cc_api::{Builder, Client, Credential, Quota, Retry};

use crate::list::List;

/// A builder with the settings of the profile; time limits are those of the file, in the rig's own time.
///
/// # Panics
/// If the profile's key is none.
pub fn builder() -> Builder {
    let profile = &List::get().profile;
    let ms = Duration::from_millis;
    let retry = Retry::default().attempts(profile.max_attempts);
    let windows = profile.quota_windows.iter();
    let windows: Vec<_> =
        windows.map(|window| Window::new(window.limit, Duration::from_secs(window.secs))).collect();
    let random = profile.backoff.rng;
    Client::builder()
        .credential(Credential::api_key(&profile.canary_key).expect("the profile's key"))
        .deadline(profile.deadline())
        .timeout(profile.attempt())
        .body_idle(profile.idle())
        .body_cap(profile.body_cap_bytes)
        .retry(retry.backoff(ms(profile.backoff.base_ms), ms(profile.backoff.cap_ms)))
        .random(move || random)
        .max_wait(profile.max_wait())
        .quota(Quota::of(&windows))
}
