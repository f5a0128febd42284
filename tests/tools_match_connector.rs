//! Tools that do the same job as those of the vendor's own connector carry the same names and arguments, because
//! assistant skills are written against those.

use cc_api::catalogue::{self, Operation, Tool};

/// The tools of the vendor's connector as public skills name them, with the arguments that they pass.
const CONNECTOR: [(&str, &[&str]); 12] = [
    ("get_instagram_summary", &[]),
    ("get_instagram_posts", &["sort_by", "limit"]),
    ("get_instagram_posting_frequency", &[]),
    ("get_content_drops", &["include_posts"]),
    ("get_content_calendar", &["start_date", "end_date", "month"]),
    ("get_post", &["slug_or_id"]),
    ("get_posts", &["trending", "content_type"]),
    ("get_trending_reels", &[]),
    ("list_content_pillars", &[]),
    ("list_content_types", &[]),
    ("search_content", &["query"]),
    ("get_my_profile", &[]),
];

/// The core tools that the vendor's connector has not: what a week needs besides.
const OURS: [&str; 10] = [
    "add_to_schedule",
    "generate_caption",
    "list_daily_tasks",
    "list_events",
    "register_for_event",
    "remove_from_schedule",
    "reorder_schedule",
    "update_daily_task",
    "update_post",
    "update_schedule_entry",
];

fn tools() -> impl Iterator<Item = (&'static Operation, Tool)> {
    catalogue::all().iter().filter_map(|operation| Some((*operation, operation.tool?)))
}

#[test]
fn core_tools_are_those_of_the_connector_with_its_words_for_their_arguments_and_ten_more() {
    let core = tools().filter(|(_, tool)| tool.core);
    let mut names: Vec<_> = core.map(|(operation, tool)| tool.name.unwrap_or(operation.id)).collect();
    names.sort_unstable();
    let mut expected: Vec<_> = CONNECTOR.map(|(name, _)| name).into_iter().chain(OURS).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    for (name, arguments) in CONNECTOR {
        let (operation, tool) =
            tools().find(|(operation, tool)| tool.name.unwrap_or(operation.id) == name).unwrap();
        let words: Vec<_> = operation.params.iter().map(|param| tool.word_for(param)).collect();
        for argument in arguments {
            assert!(words.contains(argument), "{name} takes {words:?}, but no {argument}");
        }
    }
}

#[test]
fn every_argument_with_a_word_of_its_own_is_one_of_the_operation() {
    for (operation, tool) in tools() {
        for (argument, word) in tool.arguments {
            let index =
                operation.param_index(argument).unwrap_or_else(|| panic!("{}: {argument}", operation.id));
            assert_eq!(tool.word_for(&operation.params[index]), *word, "{}", operation.id);
        }
    }
}
