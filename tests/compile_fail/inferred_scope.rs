//! A call whose scope is inferred: the message says so.

cc_api::key_scopes! { pub Planner: ContentRead + CalendarRead }

fn calls(planner: &cc_api::Client<Planner>) {
    let _ = planner.content().get_trending_reels(); // inferred, and held: compiles
    let _ = planner.calendar().update_daily_task("task-1");
}

fn main() {}
