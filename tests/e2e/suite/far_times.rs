//! The clock may be set to any day of the calendar: nothing that is read breaks there.

use cc_api::catalogue::Safety;
use cc_e2e::{Draft, World, operations, see};

#[tokio::test]
async fn everything_can_be_read_wherever_the_clock_stands() {
    let world = World::new().await;
    for time in ["0001-01-01T00:00:00Z", "2999-12-31T23:59:59Z", "9999-12-30T21:59:59Z"] {
        world.at(time);
        for operation in operations().filter(|operation| operation.safety == Safety::Read) {
            let request = Draft::of(operation).request(&world);
            let seen = see(request.bearer_auth(&world.sandbox.access().session_token)).await;
            let is_answered = seen.status == 404 || operation.answer.statuses.contains(&seen.status);
            assert!(is_answered, "{} at {time}: {} {}", operation.id, seen.status, seen.text());
        }
    }
}
