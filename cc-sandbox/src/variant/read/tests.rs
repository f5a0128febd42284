use super::{json, yaml};
use crate::variant::Variant;

/// One change of every kind and form.
const ALL: &str = r##"
changes:
  - { kind: rename, schema: Post, field: title, to: headline }
  - { kind: move, schema: Post, field: canvaUrl, into: links }
  - { kind: retype, schema: InstagramMedia, field: reach, to: text }
  - { kind: reformat, schema: LiveEvent, field: startsAt, to: epoch-seconds }
  - { kind: add, schema: Post, field: colour, value: "#aabbcc" }
  - { kind: "null", schema: Post, field: title, every: 3 }
  - { kind: null, schema: Post, field: caption }
  - { kind: drop, schema: Post, field: slug, every: 3 }
  - { kind: word, schema: InstagramMediaKind, to: REEL, every: 3 }
  - { kind: status, operation: add_to_schedule, from: 201, to: 200 }
  - { kind: error, field: message, to: detail }
  - { kind: error, into: error }
  - { kind: envelope, operation: list_content_pillars, to: list }
  - { kind: scope, operation: list_events, needs: "search:read" }
  - { kind: header, name: X-RateLimit-Reset, to: epoch-milliseconds }
  - { kind: header, name: Retry-After, to: date, every: 2 }
  - { kind: cap, max_page: 50 }
"##;

fn refused(result: anyhow::Result<Variant>) -> String {
    format!("{:#}", result.expect_err("a mistake"))
}

/// What is said about a file with this one change, without its place.
fn mistake(change: &str) -> String {
    let said = refused(yaml(&format!("changes:\n  - {change}\n")));
    said.strip_prefix("change 1, line 2: ").unwrap_or(&said).to_owned()
}

#[test]
fn every_kind_is_read_as_yaml_and_as_json() {
    let variant = yaml(ALL).unwrap();
    assert_eq!(variant.changes.len(), 17);
    let given: Vec<_> = variant.changes.iter().map(|change| &change.given).collect();
    assert_eq!(json(&serde_json::json!({ "changes": given })).unwrap(), variant);
}

#[test]
fn keys_are_checked_against_those_of_the_kind() {
    let cases = [
        ("rename", "a change is an object with a `kind`, not \"rename\"."),
        ("{ schema: Post }", "`kind` is missing. Allowed: rename, move, retype, reformat, add, "),
        ("{ kind: renam }", "\"renam\" is no kind; did you mean rename? Allowed: rename, move, "),
        ("{ kind: 5 }", "\"5\" is no kind. Allowed: rename, "),
        ("{ kind: drop, schema: Post }", "`field` is missing."),
        ("{ kind: drop, schema: Post, field: '' }", "`field` must be a text, not \"\"."),
        (
            "{ kind: drop, schema: Post, field: title, to: a }",
            "\"to\" is no key of drop. Allowed: kind, every, schema, field.",
        ),
        (
            "{ kind: drop, schema: Post, field: title, every: 0 }",
            "`every` must be a whole number of 1 or more, not 0.",
        ),
        ("{ kind: add, schema: Post, field: colour }", "`value` is missing."),
        (
            "{ kind: retype, schema: Post, field: title, to: money }",
            "\"money\" is no value of `to`. Allowed: text, number, boolean, list, object.",
        ),
        ("{ kind: cap, max_page: 0 }", "`max_page` must be a whole number of 1 or more, not 0."),
        (
            "{ kind: scope, operation: list_events, needs: 'search:read', every: 2 }",
            "\"every\" is no key of scope. Allowed: kind, operation, needs.",
        ),
        ("{ kind: error }", "either `field` and `to` are wanted, or `into` alone."),
        (
            "{ kind: error, field: message, to: detail, into: error }",
            "either `field` and `to` are wanted, or `into` alone.",
        ),
        (
            "{ kind: header, name: X-RateLimit-Limit, to: date }",
            "\"X-RateLimit-Limit\" is no value of `name`; did you mean x-ratelimit-reset? ",
        ),
    ];
    for (change, said) in cases {
        assert!(mistake(change).starts_with(said), "{change}: {}", mistake(change));
    }
}

#[test]
fn names_are_those_of_the_document() {
    let cases = [
        ("{ kind: drop, schema: Pots, field: title }", "\"Pots\" is no schema; did you mean Post?"),
        (
            "{ kind: drop, schema: Zebra, field: title }",
            "\"Zebra\" is no schema. The reference at /docs has them all.",
        ),
        ("{ kind: drop, schema: PostRef, field: title }", "PostRef stands in requests only, in no answer."),
        (
            "{ kind: drop, schema: Post, field: titel }",
            "\"titel\" is no field of Post; did you mean title? Allowed: aiCaption, ",
        ),
        (
            "{ kind: envelope, operation: list_content_pilars, to: list }",
            "\"list_content_pilars\" is no operation; did you mean list_content_pillars?",
        ),
        (
            "{ kind: scope, operation: list_events, needs: 'search:reed' }",
            "\"search:reed\" is no scope; did you mean search:read? Allowed: account:read, ",
        ),
        (
            "{ kind: error, field: messages, to: detail }",
            "\"messages\" is no value of `field`; did you mean message? Allowed: message, code, ",
        ),
    ];
    for (change, said) in cases {
        assert!(mistake(change).starts_with(said), "{change}: {}", mistake(change));
    }
}

#[test]
fn a_change_that_can_change_nothing_is_refused() {
    let of_post = |rest: &str| format!("{{ kind: {rest}, schema: Post }}");
    let of_schedule = |rest: &str| format!("{{ kind: status, operation: add_to_schedule, {rest} }}");
    let cases = [
        (
            "{ kind: drop, schema: PostId, field: a }".into(),
            "PostId is no object with fields; `word` changes",
        ),
        (of_post("rename, field: title, to: slug"), "Post has a field slug as it is; take another name."),
        (of_post("move, field: title, into: slug"), "Post has a field slug as it is; take another name."),
        (of_post("add, field: title, value: a"), "Post has a field title as it is."),
        (of_post("retype, field: title, to: text"), "Post.title is of that type as it is."),
        (of_post("retype, field: canvaUrl, to: text"), "Post.canvaUrl is of that type as it is."),
        (of_post("reformat, field: title, to: date"), "Post.title is no date, time, address"),
        (of_post("reformat, field: publishDate, to: date"), "Post.publishDate is a date as it is."),
        (of_post("reformat, field: canvaUrl, to: date"), "Post.canvaUrl is an address: `plain` alone"),
        (of_post("word, to: REEL"), "Post is no text."),
        (
            "{ kind: word, schema: InstagramMediaKind, to: IMAGE }".into(),
            "\"IMAGE\" is a word of InstagramMediaKind as it is.",
        ),
        (
            "{ kind: 'null', schema: UserProfile, field: email, every: 3 }".into(),
            "an answer holds UserProfile once at most: `every: 3` never comes to one.",
        ),
        (of_schedule("from: 202, to: 200"), "add_to_schedule answers with 201, 401, "),
        (of_schedule("from: 201, to: 404"), "a success cannot become a refusal"),
        (of_schedule("from: 201, to: 201"), "201 in place of 201 is no answer"),
        (of_schedule("from: 201, to: 99"), "`to` must be a whole number from 200 to 599, not 99."),
        ("{ kind: error, field: message, to: code }".into(), "refusals have a field code as it is"),
        ("{ kind: envelope, operation: get_post, to: list }".into(), "get_post does not answer with pages."),
        (
            "{ kind: scope, operation: get_posts, needs: 'content:read' }".into(),
            "get_posts needs content:read as it is.",
        ),
        (
            "{ kind: scope, operation: create_api_key, needs: 'content:read' }".into(),
            "create_api_key is not decided by the scopes of keys.",
        ),
        ("{ kind: header, name: Retry-After, to: seconds }".into(), "Retry-After tells seconds as it is."),
    ];
    for (change, said) in cases {
        assert!(mistake(&change).starts_with(said), "{change}: {}", mistake(&change));
    }
}

#[test]
fn two_changes_do_not_decide_the_same() {
    let title = "schema: Post, field: title";
    let cases = [
        (format!("rename, {title}, to: a"), format!("drop, {title}"), "what becomes of Post.title"),
        (format!("rename, {title}, to: a"), format!("move, {title}, into: b"), "what becomes of Post.title"),
        (format!("retype, {title}, to: list"), format!("'null', {title}"), "what Post.title holds"),
        (format!("drop, {title}"), format!("retype, {title}, to: list"), "what Post.title holds"),
        (
            format!("rename, {title}, to: a"),
            "move, schema: Post, field: tags, into: a".into(),
            "what is called a in Post",
        ),
        (
            "add, schema: Post, field: a, value: 1".into(),
            format!("rename, {title}, to: a"),
            "what is called a in Post",
        ),
        ("cap, max_page: 1".into(), "cap, max_page: 2".into(), "how large a page may be"),
        ("error, into: a".into(), "error, into: b".into(), "in what refusals lie"),
    ];
    for (first, second, what) in cases {
        let text = format!("changes:\n  - {{ kind: {first} }}\n  - {{ kind: {second} }}\n");
        let wanted = format!("change 2, line 3: change 1, line 2 says already {what}.");
        assert_eq!(refused(yaml(&text)), wanted);
    }
}

#[test]
fn changes_of_the_same_field_that_leave_each_other_room_are_fine() {
    let text = "
        changes:
          - { kind: rename, schema: Post, field: title, to: headline }
          - { kind: 'null', schema: Post, field: title, every: 3 }
          - { kind: drop, schema: Post, field: title, every: 4 }
          - { kind: retype, schema: Post, field: title, to: object }
          - { kind: move, schema: Post, field: slug, into: names }
          - { kind: move, schema: Post, field: id, into: names }";
    assert_eq!(yaml(text).unwrap().changes.len(), 6);
}

#[test]
fn all_mistakes_are_named_at_once_each_with_its_line() {
    let text = "changes:\n  - { kind: cup }\n  - kind: drop\n    schema: Pots\n    every: x\n";
    let said = refused(yaml(text));
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert_eq!(lines.len(), 5, "{said}");
    assert_eq!(lines[0], "4 mistakes:");
    assert!(lines[1].starts_with("change 1, line 2: \"cup\" is no kind."), "{said}");
    assert!(lines[2].starts_with("change 2, line 3: `every` must be a whole number"), "{said}");
    assert!(lines[3].starts_with("change 2, line 3: \"Pots\" is no schema"), "{said}");
    assert_eq!(lines[4], "change 2, line 3: `field` is missing.");
}

#[test]
fn what_is_no_list_of_changes_is_refused_with_its_place() {
    let cases = [
        ("", "not YAML with a list `changes`: unexpected end"),
        ("changes: [", "not YAML with a list `changes`: error: line 1 column 10: unclosed bracket"),
        ("change: []", "not YAML with a list `changes`: error: line 1 column 1: unknown field `change`"),
        ("changes: []", "`changes` is empty: there is nothing to play"),
        (
            "changes:\n  - { kind: cap, kind: cap }",
            "not YAML with a list `changes`: error: line 2 column 18: duplicate mapping key `kind`",
        ),
    ];
    for (text, wanted) in cases {
        let said = refused(yaml(text));
        assert!(said.starts_with(wanted), "{text:?}: {said}");
    }
    let said = refused(json(&serde_json::json!({ "changes": 5 })));
    assert!(said.starts_with("invalid type: integer `5`, expected a sequence"), "{said}");
}
