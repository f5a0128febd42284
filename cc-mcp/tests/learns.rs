//! What a server learns of its key is kept with the profile, for the next start and for `ccapi`.

use std::path::Path;

use cc_sandbox::Fault;
use cc_surface::{Home, Profile, Profiles};
use serde_json::json;

use crate::support::Host;

#[test]
fn a_permission_that_the_key_lacks_is_found_out_once_and_hidden_at_the_next_start() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cc-mcp-learns-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let (runtime, sandbox) = Host::sandbox_of_its_own();
    let home = Home::within(&folder);
    let profile = Profile { base_url: Some(sandbox.access().base_url.clone()), ..Profile::default() };
    let key = sandbox.access().keys.read_only.clone();
    Profiles::default().log_in(&home, "work", profile, &key).unwrap();

    let entry = json!({ "postId": "post_1", "date": "2026-11-25" });
    let mut first = Host::logged_in("learns-first", &folder);
    assert!(first.tools().iter().any(|tool| tool == "add_to_schedule"));
    let said = first.refused("add_to_schedule", entry.clone());
    assert!(said.contains("calendar:write") && !said.contains(&key), "{said}");
    assert!(!first.tools().iter().any(|tool| tool == "add_to_schedule"));
    first.call("get_posts", json!({ "limit": 1 }));
    assert_eq!(first.hang_up(), 0);

    let kept = Profiles::read(&home).unwrap().get("work").unwrap().scopes.clone();
    assert!(kept.lacking().contains("calendar:write") && kept.held().contains("content:read"), "{kept:?}");
    let mut next = Host::logged_in("learns-next", &folder);
    assert!(!next.tools().iter().any(|tool| tool == "add_to_schedule"));
    let refused = next.refused("add_to_schedule", entry);
    assert!(refused.contains("not offered") && refused.contains("calendar:write"), "{refused}");
    runtime.block_on(sandbox.stop());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_costly_call_whose_end_nobody_knows_is_refused_until_somebody_has_looked() {
    let mut host = Host::new("learns-costly", &["--allow-write"]);
    let fault = Fault::on("generate_hook_menu").applied().drop_connection();
    host.sandbox().control().script(fault).unwrap();
    let mut confirmed = || {
        let asked = host.refused("delete_operation", json!({ "operation": "generate_hook_menu" }));
        let word = asked.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let call = json!({ "operation": "generate_hook_menu", "confirmation": word });
        (host.refused("delete_operation", call), host.effects())
    };
    let (unknown, effects) = confirmed();
    assert!(unknown.contains("Nobody knows whether it happened"), "{unknown}");
    let (again, effects_then) = confirmed();
    for said in [&unknown, &again] {
        let record = said.split("`ccapi journal resolve ").nth(1).unwrap_or_else(|| panic!("{said}"));
        assert!(record.split('`').next().is_some_and(|record| !record.is_empty()), "{said}");
    }
    assert!(again.contains("nothing was sent") && !again.contains("with_duplicate_allowed"), "{again}");
    assert_eq!(effects_then, effects, "it was not paid twice");
}
