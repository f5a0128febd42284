//! The operations of the library as data: `generated/library/catalogue.rs`.

use cc_api::internal::operation;

operation! {
    /// List the posts of the library
    GET_POSTS = "get_posts", Get "/user/content/posts-v2" {
        tag: "library",
        summary: "List the posts of the library",
        description: "Every post with your own marks on it. Filters can be combined.",
        evidence: Page,
        access: Scoped { any_of: &[&["content:read"]], evidence: Page },
        safety: Read,
        paging: Some(Paging {
            style: "limit-offset",
            limit: 0,
            offset: 1,
            items: "results",
            total: Some("count"),
            default_size: Some(25),
        }),
        answer: Answer {
            statuses: &[200],
            schema: Some(r##"{"properties":{"results":{"items":{"$ref":"#/$defs/Post"},"type":"array"}},"type":"object"}"##),
            may_be_empty: false,
            evidence: Page,
        },
        refusals: &[
            Refusal { status: 401, doc: "The credential is missing or not accepted.", evidence: Inferred },
            Refusal { status: 429, doc: "Too many requests.", evidence: Page },
        ],
        tool: Some(Tool { name: None, toolset: "library", core: true, arguments: &[] }),
    }
    params {
        optional Query(Repeated), "limit", Page, r#"{"minimum":1,"type":"integer"}"#, "How many entries a page has.";
        optional Query(Repeated), "offset", Page, r#"{"minimum":0,"type":"integer"}"#, "How many entries to skip.";
        optional Query(Repeated), "content_type", Connector, r##"{"$ref":"#/$defs/ContentTypeName"}"##, "Only posts of this kind.";
        optional Query(Repeated), "trending", Connector, r#"{"type":"boolean"}"#, "Only posts that are trending.";
        optional Query(Commas), "ids", Page, r#"{"items":{"type":"string"},"type":"array"}"#, "Only these.", deprecated: true;
    }
}

operation! {
    /// Get one post
    GET_POST = "get_post", Get "/user/content/posts-v2/{id_or_slug}" {
        tag: "library",
        summary: "Get one post",
        evidence: Guide,
        access: Scoped { any_of: &[&["content:read"]], evidence: Page },
        safety: Read,
        answer: Answer { statuses: &[200], schema: Some(r##"{"$ref":"#/$defs/Post"}"##), may_be_empty: false, evidence: Inferred },
        refusals: &[Refusal { status: 404, doc: "There is no such post, or it is hidden.", evidence: Inferred }],
        tool: Some(Tool {
            name: None,
            toolset: "library",
            core: true,
            arguments: &[("id_or_slug", "slug_or_id")],
        }),
    }
    params {
        required Path, "id_or_slug", Guide, r#"{"minLength":1,"type":"string"}"#, "The identifier or the slug of the post.";
    }
}

operation! {
    /// Mark a post as favorite or used
    UPDATE_POST = "update_post", Patch "/user/content/posts-v2/{id_or_slug}" {
        tag: "library",
        summary: "Mark a post as favorite or used",
        evidence: Guide,
        access: Scoped { any_of: &[&["content:write"]], evidence: Inferred },
        safety: Write,
        body: Fields { required: true },
        answer: Answer { statuses: &[200], schema: Some(r##"{"$ref":"#/$defs/Post"}"##), may_be_empty: false, evidence: Inferred },
    }
    params {
        required Path, "id_or_slug", Guide, r#"{"minLength":1,"type":"string"}"#, "The identifier or the slug of the post.";
        optional Header, "If-Match", Inferred, r#"{"type":"string"}"#, "Only if it is still this version.", name: "if_match";
        optional BodyField, "day", Inferred, r#"{"format":"date","type":"string"}"#, "The day it is planned for.", nullable: true;
        optional BodyField, "isFavorite", Inferred, r#"{"type":"boolean"}"#, "Mark or unmark as a favorite.", name: "is_favorite";
        optional BodyField, "tags", Inferred, r#"{"items":{"type":"string"},"type":"array"}"#, "The tags.", nullable: true;
    }
}

operation! {
    /// Remove a post
    DELETE_POST = "delete_post", Delete "/user/content/posts-v2/{id_or_slug}" {
        tag: "library",
        summary: "Remove a post",
        evidence: Inferred,
        safety: Idempotent,
        destructive: true,
        answer: Answer::EMPTY,
    }
    params {
        required Path, "id_or_slug", Guide, r#"{"minLength":1,"type":"string"}"#, "The identifier or the slug of the post.";
    }
}

operation! {
    /// Create an API key
    CREATE_API_KEY = "create_api_key", Post "/user/api-keys" {
        tag: "library",
        summary: "Create an API key",
        evidence: Page,
        access: Session,
        safety: Write,
        sensitive: true,
        deprecation: Some(Deprecation { sunset: Some("2027-03-01") }),
        body: Fields { required: true },
        answer: Answer { statuses: &[201], schema: Some(r#"{"type":"object"}"#), may_be_empty: false, evidence: Inferred },
    }
    params {
        required BodyField, "name", Page, r#"{"type":"string"}"#, "What it is called.";
        optional BodyField, "scopes", Page, r#"{"items":{"type":"string"},"type":"array"}"#, "What it may do.";
    }
}

operation! {
    /// Search everything
    SEARCH = "search", Get "/search" {
        tag: "library",
        summary: "Search everything",
        evidence: Inferred,
        access: Public,
        safety: Read,
        waiter: Some(Waiter { poll: "get_post", pass: &[("id_or_slug", "/id")], watch: "/status", done: &["done"], failed: &["failed"], evidence: Inferred }),
        answer: Answer { statuses: &[200, 204], schema: Some(r#"{"type":"array"}"#), may_be_empty: true, evidence: Inferred },
    }
    params {
        required Query(Repeated), "q", Inferred, r#"{"type":"string"}"#, "What to look for.";
        optional Query(DeepObject), "filter", Inferred, r#"{"type":"object"}"#, "More conditions.";
    }
}

operation! {
    /// Replace the tree
    REPLACE_TREE = "replace_tree", Put "/tree" {
        tag: "library",
        summary: "Replace the tree",
        evidence: Inferred,
        safety: Idempotent,
        body: Whole,
        answer: Answer { statuses: &[200], schema: Some(r#"{"type":"array"}"#), may_be_empty: false, evidence: Inferred },
    }
    params {
        required Body, "", Inferred, r#"{"type":"array"}"#, "The tree.", name: "body";
    }
}
