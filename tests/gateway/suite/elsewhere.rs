//! The faults that are not played here: those that a test of the gateway itself has, and those that it can't meet.

/// They are injected by tests of the gateway: the fault, the file, the function.
pub(crate) const BY_OTHER_TESTS: [(&str, &str, &str); 8] = [
    (
        "F114",
        "cc-gateway/tests/keys.rs",
        "each_key_has_a_quota_of_its_own_which_is_kept_before_the_api_says_so",
    ),
    (
        "F115",
        "cc-gateway/tests/keys.rs",
        "each_key_has_a_quota_of_its_own_which_is_kept_before_the_api_says_so",
    ),
    ("F140", "cc-gateway/tests/fleet.rs", "without_the_server_each_keeps_to_its_part_and_the_log_says_so"),
    ("F263", "cc-gateway/tests/keys.rs", "a_missing_scope_is_named"),
    ("F266", "cc-gateway/tests/keys.rs", "the_log_has_a_line_a_request_and_no_secret"),
    ("F281", "cc-gateway/tests/serving.rs", "nothing_is_served_that_is_not_in_the_document"),
    (
        "F283",
        "cc-gateway/tests/arguments.rs",
        "a_mistake_names_the_parameter_the_value_what_is_allowed_and_an_example",
    ),
    ("F284", "cc-gateway/tests/bounds.rs", "a_flood_of_one_key_is_bounded_and_others_are_served"),
];

/// They can't be met by a gateway: the area, the faults, and why.
pub(crate) const NOT_AT_A_GATEWAY: [(&str, &[&str], &str); 16] = [
    ("transport", &["F006"], "it is built without the proxies of the environment"),
    ("h2", &["F040", "F042", "F043", "F048", "F049"], "it is built without HTTP/2 to the API"),
    ("retry", &["F074", "F075", "F085"], "waits and budgets of retries are the client's own arithmetic"),
    (
        "throttle",
        &["F101"],
        "how a key thaws is the client's own pacing, in time that no socket keeps up with",
    ),
    (
        "quota",
        &["F112", "F117", "F118", "F122", "F124", "F125"],
        "windows, clocks and lanes are the client's own arithmetic; the gateway has one lane",
    ),
    ("shared", &["F135", "F139"], "it keeps no quota in a file"),
    ("shared", &["F141", "F142", "F143"], "the store is the client's own; a gateway only names its address"),
    (
        "paging",
        &["F150", "F151", "F152", "F154", "F158", "F161", "F163", "F167"],
        "it passes on the one page that was asked for, and gathers none",
    ),
    ("parse", &["F177"], "it has no types for answers: any JSON is passed on"),
    ("security", &["F210", "F211", "F212"], "it has no key of its own, no file, and makes no keys"),
    ("cli", &["F213", "F214"], "it is no program for a terminal"),
    ("upload", &["F221", "F222", "F227"], "it uploads nothing"),
    (
        "tasks",
        &["F236", "F238", "F239", "F240", "F243", "F244", "F245", "F246"],
        "it waits for no work of the API; a caller asks again",
    ),
    (
        "money",
        &["F250", "F251", "F252", "F254"],
        "it stores nothing, so it has no journal; a costly call is sent once, and its caller is told what is not known",
    ),
    ("sandbox", &["F265"], "it has no database"),
    ("mcp", &["F282", "F285"], "it speaks no JSON-RPC; ChatGPT asks its user before what the document marks"),
];
