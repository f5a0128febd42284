//! The scopes: `generated/scopes.rs`.

use cc_api::internal::scopes;

scopes! {
    /// Read posts. (page)
    ///
    /// Unlocks: `get_posts`, `get_post`.
    ContentRead = "content:read" {
        message: "the key type `{Self}` does not hold the scope `content:read`",
        label: "needs `content:read`, as the vendor's page says",
        note: "add it to the key's declaration: `key_scopes! { pub Name: ContentRead }`",
        inferred_label: "needs `content:read`, it seems: nobody documented it",
    }
    /// Mark posts as favorite or used. (inferred)
    ///
    /// Unlocks: `update_post`.
    ContentWrite = "content:write" {
        message: "the key type `{Self}` does not hold the scope `content:write`",
        label: "needs `content:write`, as the vendor's page says",
        note: "add it to the key's declaration: `key_scopes! { pub Name: ContentWrite }`",
        inferred_label: "needs `content:write`, it seems: nobody documented it",
    }
}
