//! The faults that are not injected here.

/// They are injected by tests that stand elsewhere, most of them into the sandbox: the fault, the file, the function.
pub(crate) const BY_OTHER_TESTS: [(&str, &str, &str); 28] = [
    (
        "F177",
        "tests/examples_round_trip.rs",
        "every_field_survives_or_is_refused_as_it_should_when_it_changes",
    ),
    (
        "F139",
        "cc-api/tests/quota/processes.rs",
        "a_process_that_holds_the_file_is_waited_for_and_then_done_without",
    ),
    (
        "F140",
        "cc-api/tests/redis/faults.rs",
        "while_the_server_is_out_of_reach_each_worker_keeps_to_its_part",
    ),
    (
        "F141",
        "cc-api/tests/redis/faults.rs",
        "a_server_that_forgot_everything_is_told_the_script_and_asked_carefully",
    ),
    (
        "F142",
        "cc-api/tests/redis/workers.rs",
        "what_killed_workers_held_is_back_within_a_window_of_their_leases",
    ),
    ("F143", "cc-api/tests/redis/workers.rs", "workers_whose_clocks_differ_keep_to_the_servers"),
    (
        "F260",
        "tests/e2e/suite/hostile/slow.rs",
        "f260_slow_heads_keep_nobody_from_being_served_and_end_at_the_time_out",
    ),
    (
        "F262",
        "tests/e2e/suite/isolation/foreign.rs",
        "f262_what_is_anothers_is_answered_like_what_does_not_exist",
    ),
    ("F263", "tests/e2e/suite/isolation/scopes.rs", "f263_a_key_is_refused_exactly_where_the_document_says"),
    ("F264", "tests/e2e/suite/hostile/limits.rs", "f264_thirty_a_minute_hold_however_a_request_is_dressed"),
    ("F265", "tests/e2e/suite/hostile/sql.rs", "f265_no_text_is_read_as_sql"),
    (
        "F266",
        "tests/e2e/suite/hostile/storage.rs",
        "f266_of_a_key_only_a_digest_and_its_first_letters_are_kept",
    ),
    ("F267", "tests/e2e/suite/hostile/malformed.rs", "f267_a_malformed_body_is_refused_by_every_operation"),
    ("F268", "tests/e2e/suite/hostile/storage.rs", "f268_two_hundred_writers_at_once_all_get_their_turn"),
    ("F269", "cc-sandbox/tests/process.rs", "other_machines_get_in_only_if_that_is_meant"),
    (
        "F135",
        "cc-cli/tests/faults.rs",
        "f135_of_forty_starts_at_once_no_more_than_thirty_are_sent_and_the_others_are_told_when",
    ),
    ("F190", "cc-cli/tests/faults.rs", "f190_what_the_server_says_is_not_obeyed_by_the_terminal"),
    ("F210", "cc-cli/tests/faults.rs", "f210_a_key_can_not_be_given_on_the_command_line"),
    ("F211", "cc-cli/tests/faults.rs", "f211_a_key_file_that_others_can_read_or_swap_is_not_used"),
    ("F212", "cc-cli/tests/faults.rs", "f212_a_new_key_is_shown_once_and_lies_nowhere"),
    ("F213", "cc-cli/tests/faults.rs", "f213_a_reader_that_goes_away_ends_the_command_without_a_word"),
    ("F214", "cc-cli/tests/faults.rs", "f214_ctrl_c_while_a_costly_call_is_under_way_says_that_nobody_knows"),
    (
        "F250",
        "cc-cli/tests/faults.rs",
        "f250_after_a_crash_between_send_and_answer_the_same_is_not_sent_again",
    ),
    (
        "F281",
        "cc-mcp/tests/safety.rs",
        "f281_the_default_start_lists_no_tools_that_write_and_refuses_them_by_name",
    ),
    (
        "F282",
        "cc-mcp/tests/safety.rs",
        "f282_what_removes_something_is_done_only_with_its_own_confirmation_once",
    ),
    ("F283", "cc-mcp/tests/safety.rs", "f283_arguments_outside_the_schema_are_refused_and_nothing_is_sent"),
    (
        "F284",
        "cc-mcp/tests/waits.rs",
        "f284_of_two_hundred_calls_in_a_minute_none_is_one_too_many_and_each_is_answered_in_time",
    ),
    (
        "F285",
        "cc-mcp/tests/safety.rs",
        "f285_noise_is_answered_as_the_protocol_says_and_the_end_of_input_is_the_end",
    ),
];
