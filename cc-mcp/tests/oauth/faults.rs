//! Which faults of the list the server for people elsewhere is held against, and by what. The list is `tests/faults/faults.yaml`.

use std::collections::BTreeSet;
use std::path::Path;

/// The fault, the file below the root, the function.
const FAULTS: [(&str, &str, &str); 34] = [
    (
        "F028",
        DOCUMENT,
        "f028_f030_a_document_that_does_not_come_or_never_ends_is_waited_for_so_long_and_no_longer",
    ),
    (
        "F030",
        DOCUMENT,
        "f028_f030_a_document_that_does_not_come_or_never_ends_is_waited_for_so_long_and_no_longer",
    ),
    ("F049", DOCUMENTS, "f049_f056_f060_f064_broken_framing_is_no_document"),
    ("F056", DOCUMENTS, "f049_f056_f060_f064_broken_framing_is_no_document"),
    ("F060", DOCUMENTS, "f049_f056_f060_f064_broken_framing_is_no_document"),
    ("F064", DOCUMENTS, "f049_f056_f060_f064_broken_framing_is_no_document"),
    ("F182", DOCUMENTS, "f182_a_bomb_is_not_unpacked"),
    ("F184", DOCUMENTS, "f184_f187_only_one_json_object_and_nothing_else_is_a_document"),
    ("F187", DOCUMENTS, "f184_f187_only_one_json_object_and_nothing_else_is_a_document"),
    ("F190", DOCUMENTS, "f190_a_name_turns_nothing_around_and_stays_on_its_line"),
    ("F200", DOCUMENTS, "f200_a_document_that_has_moved_is_none"),
    ("F200", "cc-mcp/src/oauth/redirect.rs", "a_code_goes_to_https_or_to_ones_own_machine"),
    ("F200", CONSENT, "a_client_that_asks_wrongly_sends_nobody_anywhere"),
    ("F204", KEYS, "f204_a_server_that_is_printed_shows_no_key"),
    ("F204", "cc-mcp/src/oauth/consent.rs", "a_form_opens_in_the_browser_that_got_it_and_for_ten_minutes"),
    ("F206", KEYS, "f206_what_is_no_key_goes_nowhere_and_is_not_repeated"),
    ("F221", DOCUMENT, "a_name_that_leads_inside_is_not_followed"),
    ("F221", "cc-mcp/tests/oauth/clients.rs", "an_address_that_leads_inside_is_not_asked"),
    ("F260", SLOW, "f260_slow_heads_keep_nobody_from_connecting_and_end_at_the_time_out"),
    ("F260", SLOW, "f260_slow_heads_end_where_nobody_has_to_log_in_too_and_streams_stay"),
    ("F262", "cc-mcp/tests/oauth/people.rs", "a_session_answers_to_the_one_who_began_it"),
    ("F264", FLOODS, "f264_twenty_registrations_a_minute_hold_however_they_are_dressed"),
    ("F264", FLOODS, "f264_of_sixty_guesses_at_a_key_twenty_reach_the_api"),
    ("F264", FLOODS, "f264_looking_at_the_page_counts_by_any_method"),
    ("F265", FLOODS, "f265_no_text_is_read_as_sql"),
    ("F266", "cc-mcp/tests/oauth/commands.rs", "no_key_and_no_token_lies_on_the_disk"),
    ("F267", MALFORMED, "f267_a_malformed_registration_is_refused"),
    ("F267", MALFORMED, "f267_a_malformed_form_is_refused_at_every_door"),
    ("F267", MALFORMED, "f267_a_malformed_message_is_refused"),
    ("F267", MALFORMED, "f267_no_second_request_hides_in_the_body_of_a_first"),
    ("F267", MALFORMED, "f267_heads_and_paths_that_are_malformed_are_refused"),
    ("F268", FLOODS, "f268_two_hundred_who_register_at_once_all_get_their_turn"),
    ("F269", "cc-mcp/tests/oauth/commands.rs", "a_server_that_could_not_be_safe_is_not_started"),
    ("F269", "cc-mcp/tests/oauth/doors.rs", "pages_of_any_origin_may_register_and_read_what_they_need"),
];

const CONSENT: &str = "cc-mcp/tests/oauth/consent.rs";
const DOCUMENT: &str = "cc-mcp/src/oauth/documents.rs";
const DOCUMENTS: &str = "cc-mcp/tests/oauth/documents.rs";
const FLOODS: &str = "cc-mcp/tests/oauth/floods.rs";
const KEYS: &str = "cc-mcp/tests/oauth/keys.rs";
const MALFORMED: &str = "cc-mcp/tests/oauth/malformed.rs";
const SLOW: &str = "cc-mcp/tests/oauth/slow.rs";

/// The text of a file of the repository.
fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn what_is_named_here_is_in_the_list_and_is_a_test() {
    let list = text("tests/faults/faults.yaml");
    let mut seen = BTreeSet::new();
    for (id, file, function) in FAULTS {
        assert!(list.contains(&format!("\n- {{id: {id}, ")), "{id} is not in the list");
        assert!(seen.insert((id, function)), "{id} is named twice with {function}");
        let text = text(file);
        let before =
            text.split(&format!("fn {function}()")).next().filter(|before| before.len() < text.len());
        let line_before =
            before.and_then(|before| before.trim_end_matches("async ").trim_end().lines().last());
        let is_test = line_before.is_some_and(|line| line.trim().starts_with("#[") && line.contains("test"));
        assert!(is_test, "{id}: {file} has no test {function}");
    }
}

#[test]
fn a_test_that_bears_the_name_of_a_fault_is_named_here() {
    for file in [DOCUMENT, DOCUMENTS, FLOODS, KEYS, MALFORMED, SLOW] {
        for name in text(file).split("fn f").skip(1).filter_map(|rest| rest.split_once("()")) {
            let name = format!("f{}", name.0);
            let faults = name.split('_').map_while(|word| {
                let digits = word.strip_prefix('f').filter(|digits| digits.len() == 3)?;
                digits.parse::<u32>().ok().map(|_| format!("F{digits}"))
            });
            for id in faults {
                let named = FAULTS.iter().any(|(known, _, function)| *known == id && *function == name);
                assert!(named, "{file}: {name} is not named with {id}");
            }
        }
    }
}
