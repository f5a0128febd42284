//! `operation!` and `catalogue!`: entries of the catalogue and the tables over them.
//!
//! ```ignore
//! operation! {
//!     /// List the posts of the library
//!     GET_POSTS = "get_posts", Get "/user/content/posts-v2" {
//!         tag: "content",
//!         summary: "List the posts of the library",
//!         evidence: Page,
//!         access: Scoped { any_of: &[&["content:read"]], evidence: Page },
//!         safety: Read,
//!         paging: Some(Paging { style: "limit-offset", limit: 0, offset: 1, items: "results", total: Some("count"), default_size: Some(25) }),
//!         answer: Answer { statuses: &[200], schema: Some("{…}"), may_be_empty: false, evidence: Page },
//!         refusals: &[Refusal { status: 401, doc: "…", evidence: Inferred }],
//!     }
//!     params {
//!         optional Query(Repeated), "limit", Page, r#"{"type":"integer"}"#, "How many entries a page has.";
//!         optional Query(Commas), "ids", Page, r#"{"type":"array"}"#, "Only these.", deprecated: true;
//!         required BodyField, "id", Page, r#"{"type":"string"}"#, "Another id.", name: "body_id";
//!     }
//! }
//! ```
//!
//! makes `pub static GET_POSTS: Operation`. The fields are those of [`Operation`](crate::catalogue::Operation), in
//! any order, left out where they are as in [`Operation::BLANK`](crate::catalogue::Operation); the types of the
//! catalogue and the variants of its enums are in scope inside. A parameter is: whether it is required, its
//! place, its name in the request, its evidence, its schema, its meaning, and then any other field of
//! [`Param`](crate::catalogue::Param).

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    (
        $(#[$meta:meta])*
        $name:ident = $id:literal, $method:ident $path:literal {
            $( $field:ident: $value:expr, )*
        }
        params {
            $(
                $presence:ident $place:expr, $wire:literal, $evidence:ident, $schema:literal, $doc:literal
                $(, $param_field:ident: $param_value:expr)* ;
            )*
        }
    ) => {
        $(#[$meta])*
        pub static $name: $crate::catalogue::Operation = {
            #[allow(unused_imports, reason = "the entries share one list of words")]
            use $crate::internal::words::*;
            Operation {
                id: $id,
                method: Method::$method,
                path: $path,
                $( $field: $value, )*
                params: &[$( $crate::__param!(
                    $presence $place, $wire, $evidence, $schema, $doc $(, $param_field: $param_value)*
                ), )*],
                ..Operation::BLANK
            }
        };
    };
}

/// One parameter; its name for callers is the one in the request unless it says otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! __param {
    (
        $presence:ident $place:expr, $wire:literal, $evidence:ident, $schema:literal, $doc:literal,
        name: $name:literal $(, $field:ident: $value:expr)*
    ) => {
        Param {
            name: $name,
            wire: $wire,
            place: $place,
            required: $crate::internal::presence::$presence,
            evidence: Evidence::$evidence,
            schema: $schema,
            doc: $doc,
            $( $field: $value, )*
            ..Param::BLANK
        }
    };
    (
        $presence:ident $place:expr, $wire:literal, $evidence:ident, $schema:literal, $doc:literal
        $(, $field:ident: $value:expr)*
    ) => {
        $crate::__param!(
            $presence $place, $wire, $evidence, $schema, $doc, name: $wire $(, $field: $value)*
        )
    };
}

/// The tables over the entries: what stands in `generated/catalogue.rs` beside the re-exports.
///
/// ```ignore
/// catalogue! {
///     operations { #[cfg(feature = "content")] content::GET_POSTS, … }
///     schemas { #[cfg(feature = "content")] "Post" = r#"{"type":"object"}"#, … }
///     marks { #[cfg(feature = "content")] "Post" = r#"{"":"inferred","slug":"guide"}"#, … }
///     workflows { Workflow { id: "…", … }, … }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __catalogue {
    (
        operations { $( $(#[$op_meta:meta])* $operation:path, )* }
        schemas { $( $(#[$schema_meta:meta])* $schema_name:literal = $schema:literal, )* }
        marks { $( $(#[$mark_meta:meta])* $marked:literal = $marks:literal, )* }
        workflows { $( $workflow:expr, )* }
    ) => {
        static OPERATIONS: &[&$crate::catalogue::Operation] = &[$( $(#[$op_meta])* &$operation, )*];
        static SCHEMAS: &[(&str, &str)] = &[$( $(#[$schema_meta])* ($schema_name, $schema), )*];
        /// How the statements of the types are known: what `ApiInfo` holds.
        pub(super) const MARKS: &[(&str, &str)] = &[$( $(#[$mark_meta])* ($marked, $marks), )*];
        static WORKFLOWS: &[$crate::catalogue::Workflow] = {
            #[allow(unused_imports, reason = "an API may have no workflows")]
            use $crate::internal::words::*;
            &[$( $workflow, )*]
        };

        /// Every operation of the tags that are switched on.
        pub fn all() -> &'static [&'static $crate::catalogue::Operation] {
            OPERATIONS
        }

        /// The operation with this name: `get_posts`.
        pub fn find(id: &str) -> ::core::option::Option<&'static $crate::catalogue::Operation> {
            OPERATIONS.iter().copied().find(|operation| operation.id == id)
        }

        /// The JSON Schema of a named type as compact JSON; named types in it are `{"$ref":"#/$defs/Name"}`.
        pub fn schema(name: &str) -> ::core::option::Option<&'static str> {
            SCHEMAS.iter().find(|(known, _)| *known == name).map(|(_, schema)| *schema)
        }

        /// The jobs of several calls.
        pub fn workflows() -> &'static [$crate::catalogue::Workflow] {
            WORKFLOWS
        }

        /// The JSON Schema of what a caller may pass to an operation, complete with its `$defs`.
        pub fn input_schema(operation: &$crate::catalogue::Operation) -> $crate::internal::Value {
            $crate::internal::input_schema(operation, schema)
        }

        /// The JSON Schema of an operation's answer, complete with its `$defs`; none if it is empty.
        pub fn output_schema(
            operation: &$crate::catalogue::Operation,
        ) -> ::core::option::Option<$crate::internal::Value> {
            $crate::internal::output_schema(operation, schema)
        }
    };
}
