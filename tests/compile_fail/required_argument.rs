//! What the call makes no sense without is an argument, not a setter.

fn calls(client: &cc_api::Client) {
    let _ = client.calendar().add_to_schedule("p_3101");
}

fn main() {}
