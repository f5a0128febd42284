//! The calls of the tag `ai_assistant`, with everything that a caller can pass.

use cc_api::ai_assistant::MarketProfileAnswerSave;

use super::{Entry, list, page, reply};

pub(super) const CALLS: [Entry; 12] = [
    ("get_market_profile", |client| reply(client.ai_assistant().get_market_profile())),
    ("generate_market_profile", |client| reply(client.ai_assistant().generate_market_profile())),
    ("list_market_profile_categories", |client| {
        page(client.ai_assistant().list_market_profile_categories().limit(50).offset(100))
    }),
    ("save_market_profile_answers", |client| {
        reply(client.ai_assistant().save_market_profile_answers(vec![
                MarketProfileAnswerSave::default()
                    .question_id("q_12")
                    .choices(list::<String>(["$400,000 to $800,000"])),
                MarketProfileAnswerSave::default()
                    .question_id("q_23")
                    .text("Dream home, hot market, act now."),
            ]))
    }),
    ("list_ai_generation_tasks", |client| {
        page(
            client
                .ai_assistant()
                .list_ai_generation_tasks()
                .limit(50)
                .offset(100)
                .status("pending")
                .r#type("reel_script"),
        )
    }),
    ("create_ai_generation_task", |client| reply(client.ai_assistant().create_ai_generation_task("h_71"))),
    ("get_ai_generation_task", |client| {
        reply(client.ai_assistant().get_ai_generation_task("ai_generation_task_3101"))
    }),
    ("get_hook_menu", |client| reply(client.ai_assistant().get_hook_menu())),
    ("generate_hook_menu", |client| reply(client.ai_assistant().generate_hook_menu())),
    ("get_hook_menu_status", |client| reply(client.ai_assistant().get_hook_menu_status())),
    ("get_reel_script", |client| reply(client.ai_assistant().get_reel_script("spring/market update & café"))),
    ("list_feature_model_settings", |client| {
        page(client.ai_assistant().list_feature_model_settings().limit(50).offset(100))
    }),
];
