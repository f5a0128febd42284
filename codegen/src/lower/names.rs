//! From the names of the document to names in Rust: every rule of case, keyword and reserved word.
//!
//! The rules, in order:
//! 1. `IDs`, `OAuth`, `iOS` and the like count as one word.
//! 2. A leading `@` is read as `at`, `-` as `minus`, `+` as `plus`; `$ref` becomes `ref_` (a type: `DollarRef`).
//! 3. Other characters that no identifier may hold part words. A name of nothing else is spelt out (`*` is
//!    `star`), and what has no word there is written by its number (`u1f600`).
//! 4. What begins with a digit gets an `n` in front: `123` is `n123`, `N123`.
//! 5. Keywords stay as they are and are written `r#type`; the four that can't be (`self`, `super`, `crate`,
//!    `Self`) and names that the generated code needs itself get an `_` at the end, types the word `Type`.
//!
//! 6. Values of an open set that would be called alike are told apart by numbers, in the order in which they
//!    are listed: `asc` and `ASC` are `Asc` and `Asc2`.
//!
//! An empty name has no Rust name; the callers report it.

use heck::{ToPascalCase, ToSnakeCase};

use crate::model::{FieldName, OperationId, TagName, TypeName, is_keyword};

/// The name of a field; none for an empty name.
pub(super) fn field_name(wire: &str) -> Option<FieldName> {
    snake(wire).map(|name| FieldName::new(set_apart(name, &RESERVED_FIELDS)))
}

/// The name of an argument or a setter; none for an empty name.
pub(crate) fn argument_name(wire: &str) -> Option<FieldName> {
    snake(wire).map(|name| FieldName::new(set_apart(name, &RESERVED_ARGUMENTS)))
}

/// The name of a method, from an operationId; none for an empty name.
pub(crate) fn operation_id(text: &str) -> Option<OperationId> {
    snake(text).map(|name| OperationId::new(set_apart(name, &RESERVED_METHODS)))
}

/// The name of a module and a method group; none for an empty name. A keyword gets an `_` at its end,
/// because the name of a folder is made from it too.
pub(crate) fn tag_name(text: &str) -> Option<TagName> {
    let name = set_apart(snake(text)?, &RESERVED_TAGS);
    Some(TagName::new(if is_keyword(&name) { format!("{name}_") } else { name }))
}

/// The name of a type; none for an empty name.
pub(crate) fn type_name(text: &str) -> Option<TypeName> {
    let name = pascal(text)?;
    let reserved = RESERVED_TYPES.contains(&name.as_str());
    Some(TypeName::new(if reserved { format!("{name}Type") } else { name }))
}

/// The name of a value of an open set. The empty text is `Empty`, and `Other` is taken.
pub(super) fn variant_name(wire: &str) -> TypeName {
    let name = pascal(wire).unwrap_or_else(|| String::from("Empty"));
    TypeName::new(if RESERVED_VARIANTS.contains(&name.as_str()) { format!("{name}Value") } else { name })
}

/// The names of the values of an open set, each another one. A number is not put where a value has that name.
pub(super) fn variant_names(wires: &[String]) -> Vec<TypeName> {
    let plain: Vec<TypeName> = wires.iter().map(|wire| variant_name(wire)).collect();
    let mut names: Vec<TypeName> = Vec::with_capacity(plain.len());
    for name in &plain {
        let is_free = |other: &TypeName| !names.contains(other) && !plain.contains(other);
        let mut numbered = (2_u32..).map(|number| TypeName::new(format!("{name}{number}")));
        let free = if names.contains(name) { numbered.find(is_free) } else { None };
        names.push(free.unwrap_or_else(|| name.clone()));
    }
    names
}

/// Names that [`emit`](crate::emit) and the runtime's macros use beside the fields of an object.
const RESERVED_FIELDS: [&str; 4] = ["extra", "clone", "clone_from", "into"];
/// Methods of the runtime's calls, and names that generated methods use.
const RESERVED_ARGUMENTS: [&str; 18] = [
    "items",
    "pages",
    "resume_from",
    "into_future",
    "send",
    "send_with_response",
    "send_blocking",
    "raw",
    "raw_mut",
    "new",
    "prefetch",
    "strict",
    "wait",
    "with_timeout",
    "with_deadline",
    "with_header",
    "with_query",
    "with_caps",
];
const RESERVED_METHODS: [&str; 2] = ["new", "clone"];
/// Modules of the generated code, and methods of the client.
const RESERVED_TAGS: [&str; 24] = [
    "common",
    "scopes",
    "catalogue",
    "types",
    "operations",
    "call",
    "api",
    "start",
    "granted",
    "builder",
    "builder_for",
    "clone",
    "tenant",
    "with_key",
    "with_tenant",
    "assume_scopes",
    "quota",
    "estimate",
    "plan",
    "runtime",
    "ext",
    "std",
    "core",
    "new",
];
/// Types that generated code names without a path, and the prelude.
const RESERVED_TYPES: [&str; 46] = [
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "BTreeMap",
    "Self",
    "Default",
    "Clone",
    "Debug",
    "Into",
    "From",
    "IntoIterator",
    "Iterator",
    "AsRef",
    "Fn",
    "Send",
    "Sync",
    "Call",
    "PagedCall",
    "Page",
    "Pages",
    "Items",
    "Client",
    "Patch",
    "Error",
    "Extra",
    "Raw",
    "Response",
    "Scope",
    "ScopeSet",
    "Secret",
    "Operation",
    "Decimal",
    "Timestamp",
    "Date",
    "YearMonth",
    "Week",
    "Value",
    "Drop",
    "Copy",
    "ToString",
];
const RESERVED_VARIANTS: [&str; 2] = ["Other", "Self"];
/// Words that cannot be written `r#…`.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "Self"];

/// Spellings that would fall apart otherwise: `postIDs` is `post_ids`, not `post_i_ds`.
const ACRONYMS: [(&str, &str); 10] = [
    ("IDs", "Ids"),
    ("URLs", "Urls"),
    ("URIs", "Uris"),
    ("APIs", "Apis"),
    ("OAuth", "Oauth"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("iOS", "Ios"),
    ("macOS", "Macos"),
    ("GraphQL", "Graphql"),
];

const SYMBOLS: [(char, &str); 24] = [
    ('*', "star"),
    ('+', "plus"),
    ('-', "minus"),
    ('/', "slash"),
    ('.', "dot"),
    (',', "comma"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
    ('!', "not"),
    ('%', "percent"),
    ('&', "and"),
    ('|', "or"),
    ('?', "question"),
    ('#', "hash"),
    ('@', "at"),
    ('$', "dollar"),
    ('~', "tilde"),
    ('^', "caret"),
    (':', "colon"),
    (';', "semicolon"),
    ('_', "underscore"),
    (' ', "space"),
    ('\\', "backslash"),
];

fn snake(text: &str) -> Option<String> {
    let dollar = text.starts_with('$') && text.len() > 1;
    let name = words(if dollar { text.trim_start_matches('$') } else { text })?.to_snake_case();
    Some(with_letter_first(if dollar { format!("{name}_") } else { name }, "n"))
}

fn pascal(text: &str) -> Option<String> {
    Some(with_letter_first(words(text)?.to_pascal_case(), "N"))
}

/// The text in words that consist of letters and digits only.
fn words(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let text = ACRONYMS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let parted: String = text.chars().map(|c| if is_letter(c) { c } else { ' ' }).collect();
    let parted = match text.chars().next() {
        _ if parted.trim().is_empty() => spelt_out(&text),
        Some('@') => format!("at {parted}"),
        Some('$') => format!("dollar {parted}"),
        Some('-') => format!("minus {parted}"),
        Some('+') => format!("plus {parted}"),
        _ => parted,
    };
    Some(parted)
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok())
}

fn spelt_out(text: &str) -> String {
    let word = |c: char| match SYMBOLS.iter().find(|(symbol, _)| *symbol == c) {
        Some((_, word)) => (*word).to_owned(),
        None => format!("u{:x}", u32::from(c)),
    };
    text.chars().map(word).collect::<Vec<_>>().join(" ")
}

fn with_letter_first(name: String, letter: &str) -> String {
    let starts_well =
        name.chars().next().is_some_and(|c| syn::parse_str::<syn::Ident>(&c.to_string()).is_ok());
    if starts_well { name } else { format!("{letter}{name}") }
}

fn set_apart(name: String, reserved: &[&str]) -> String {
    if reserved.contains(&name.as_str()) || NEVER_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{argument_name, field_name, operation_id, tag_name, type_name, variant_name, variant_names};

    #[test]
    fn fields_follow_the_rules() {
        for (wire, rust) in [
            ("contentType", "content_type"),
            ("content_type", "content_type"),
            ("canvaUrl", "canva_url"),
            ("URL", "url"),
            ("postIDs", "post_ids"),
            ("imageURLs", "image_urls"),
            ("OAuthToken", "oauth_token"),
            ("iOSVersion", "ios_version"),
            ("IPv6Address", "ipv6_address"),
            ("X-Request-Id", "x_request_id"),
            ("dotted.name", "dotted_name"),
            ("filter[from]", "filter_from"),
            ("$ref", "ref_"),
            ("@type", "at_type"),
            ("type", "type"),
            ("self", "self_"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("extra", "extra_"),
            ("123", "n123"),
            ("2fa", "n2fa"),
            ("h264", "h264"),
            ("-created", "minus_created"),
            ("+1", "plus_1"),
            ("*", "star"),
            ("__typename", "typename"),
            ("_", "underscore"),
            ("größe", "größe"),
            ("😀", "u1f600"),
        ] {
            assert_eq!(field_name(wire).unwrap().as_str(), rust, "{wire}");
        }
        assert_eq!(field_name(""), None);
    }

    #[test]
    fn types_and_values_follow_the_rules() {
        for (text, rust) in [
            ("content_pillar", "ContentPillar"),
            ("ScheduleEntry", "ScheduleEntry"),
            ("HTTPError", "HttpError"),
            ("Error", "ErrorType"),
            ("option", "OptionType"),
            ("3dModel", "N3dModel"),
            ("pull-request", "PullRequest"),
            ("$ref", "DollarRef"),
        ] {
            assert_eq!(type_name(text).unwrap().as_str(), rust, "{text}");
        }
        for (wire, rust) in [
            ("Email Template", "EmailTemplate"),
            ("", "Empty"),
            ("other", "OtherValue"),
            ("self", "SelfValue"),
            ("1", "N1"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("-created", "MinusCreated"),
            ("<=", "LessEqual"),
            ("reel_script", "ReelScript"),
        ] {
            assert_eq!(variant_name(wire).as_str(), rust, "{wire}");
        }
    }

    #[test]
    fn values_that_would_be_called_alike_are_numbered() {
        for (wires, rust) in [
            (&["asc", "ASC", "Asc"][..], &["Asc", "Asc2", "Asc3"][..]),
            (&["a", "A", "a2"], &["A", "A3", "A2"]),
            (&["+1", "plus-1", "-1"], &["Plus1", "Plus12", "Minus1"]),
        ] {
            let wires: Vec<_> = wires.iter().map(|wire| String::from(*wire)).collect();
            let names: Vec<_> = variant_names(&wires).iter().map(ToString::to_string).collect();
            assert_eq!(names, rust, "{wires:?}");
        }
    }

    #[test]
    fn methods_arguments_and_groups_follow_the_rules() {
        assert_eq!(operation_id("listPosts").unwrap().as_str(), "list_posts");
        assert_eq!(operation_id("list-posts/all").unwrap().as_str(), "list_posts_all");
        assert_eq!(operation_id("move").unwrap().as_str(), "move");
        assert_eq!(argument_name("pages").unwrap().as_str(), "pages_");
        assert_eq!(argument_name("withTimeout").unwrap().as_str(), "with_timeout_");
        for (text, rust) in [
            ("Page Builder", "page_builder"),
            ("type", "type_"),
            ("call", "call_"),
            ("api", "api_"),
            ("self", "self_"),
        ] {
            assert_eq!(tag_name(text).unwrap().as_str(), rust, "{text}");
        }
    }
}
