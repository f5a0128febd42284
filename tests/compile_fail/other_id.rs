//! The identifier of one thing is not that of another.

fn calls(client: &cc_api::Client, event: cc_api::events::LiveEventId) {
    let _ = client.calendar().add_to_schedule(event, "2026-11-23".parse().unwrap());
}

fn main() {}
