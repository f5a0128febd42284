//! The index of all operations and named types: `generated/catalogue.rs`.

pub use super::library::catalogue::*;

use super::library;
use cc_api::internal::catalogue;

catalogue! {
    operations {
        library::catalogue::GET_POSTS,
        library::catalogue::GET_POST,
        library::catalogue::UPDATE_POST,
        library::catalogue::DELETE_POST,
        library::catalogue::CREATE_API_KEY,
        library::catalogue::SEARCH,
        library::catalogue::REPLACE_TREE,
    }
    schemas {
        "ContentTypeName" = r#"{"type":"string"}"#,
        "Post" = r##"{"properties":{"contentType":{"$ref":"#/$defs/ContentTypeName"},"slug":{"type":"string"}},"required":["slug"],"type":"object"}"##,
    }
    marks {
        "Post" = r#"{"":"connector","contentType":"guide","id":"inferred","isFavorite":"inferred","parent":">Post","photos":"observed>PostPhoto"}"#,
        "PostPhoto" = r#"{"":"inferred","url":"page"}"#,
    }
    workflows {
        Workflow {
            id: "mark_trending",
            summary: "Mark the first trending post",
            description: "Looks up the newest trending post and marks it as a favorite.",
            inputs: &[WorkflowInput {
                name: "content_type",
                doc: "The kind of post.",
                required: false,
                schema: r#"{"type":"string"}"#,
                default: Some("\"Reel\""),
            }],
            steps: &[
                WorkflowStep {
                    id: "find",
                    doc: "The first trending post.",
                    operation: "get_posts",
                    parameters: &[
                        ("trending", Constant("true")),
                        ("content_type", Input("content_type")),
                    ],
                    body: None,
                    expected: &[200],
                    outputs: &[WorkflowOutput { name: "post_id", value: ResponseBody("/results/0/id") }],
                },
                WorkflowStep {
                    id: "mark",
                    doc: "Mark it.",
                    operation: "update_post",
                    parameters: &[("id_or_slug", StepOutput { step: "find", output: "post_id" })],
                    body: Some(Object(&[("isFavorite", Value(Constant("true")))])),
                    expected: &[],
                    outputs: &[WorkflowOutput { name: "status", value: Status }],
                },
            ],
            outputs: &[WorkflowOutput {
                name: "post_id",
                value: StepOutput { step: "find", output: "post_id" },
            }],
        },
    }
}
