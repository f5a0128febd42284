//! The methods of the library: `generated/library/operations.rs`.

use cc_api::internal::{Call, PagedCall, Value, Vec, calls, group};
use cc_api::time::civil::Date;

use super::super::CallWith;
use super::super::scopes::{Scope, grants};
use super::catalogue;
use super::types::*;

group! {
    /// The library: posts and their marks.
    ///
    /// Made by `client.library()`.
    pub struct Library;
}

impl<K> Library<'_, K> {
    /// List the posts of the library.
    ///
    /// Every post with your own marks on it. Filters can be combined.
    ///
    /// `GET /user/content/posts-v2` (page) · scope `content:read` (page) · read · paged
    #[inline]
    pub fn get_posts(&self) -> GetPosts
    where
        K: grants::ContentRead,
    {
        GetPosts::new(self.client.start(&catalogue::GET_POSTS))
    }

    /// Get one post.
    #[inline]
    pub fn get_post(&self, id_or_slug: impl Into<PostRef>) -> Call<Post>
    where
        K: grants::ContentRead,
    {
        Call::new(self.client.start(&catalogue::GET_POST).with(0, &id_or_slug.into()))
    }

    /// Mark a post as favorite or used. The scope is inferred, so the bound is that of the twin trait.
    #[inline]
    pub fn update_post(&self, id_or_slug: impl Into<PostRef>) -> UpdatePost
    where
        K: grants::inferred::ContentWrite,
    {
        UpdatePost::new(self.client.start(&catalogue::UPDATE_POST).with(0, &id_or_slug.into()))
    }

    /// Remove a post. No scope is documented, so there is no bound; the answer is empty.
    #[inline]
    pub fn delete_post(&self, id_or_slug: impl Into<PostRef>) -> Call<()> {
        Call::new(self.client.start(&catalogue::DELETE_POST).with(0, &id_or_slug.into()))
    }

    /// Create an API key. Only a session token may.
    #[inline]
    pub fn create_api_key(&self, name: impl Into<String>) -> CreateApiKey
    where
        K: grants::SessionToken,
    {
        CreateApiKey::new(self.client.start(&catalogue::CREATE_API_KEY).with(0, &name.into()))
    }

    /// Search everything. An answer without a body is `None`.
    #[inline]
    pub fn search(&self, q: impl Into<String>) -> Search {
        Search::new(self.client.start(&catalogue::SEARCH).with(0, &q.into()))
    }

    /// Replace the tree. The body is passed whole.
    #[inline]
    pub fn replace_tree(&self, body: impl Into<Tree>) -> Call<Tree> {
        Call::new(self.client.start(&catalogue::REPLACE_TREE).with(0, &body.into()))
    }
}

calls! {
    /// The optional arguments of [`Library::get_posts`].
    pub type GetPosts = CallWith<PagedCall<Post>> {
        /// How many entries a page has. (page)
        limit(0): i64,
        /// How many entries to skip. (page)
        offset(1): i64,
        /// Only posts of this kind. (connector)
        content_type(2): ContentTypeName,
        /// Only posts that are trending. (connector)
        trending(3): bool,
        /// Only these. (page)
        ids(4, list): PostId,
    }
    /// The optional arguments of [`Library::update_post`].
    pub type UpdatePost = CallWith<Call<Post>> {
        /// Only if it is still this version.
        if_match(1): String,
        /// The day it is planned for.
        day(2, nullable clear_day): Date,
        /// Mark or unmark as a favorite.
        is_favorite(3): bool,
        /// The tags.
        tags(4, nullable_list clear_tags): String,
    }
    /// The optional arguments of [`Library::create_api_key`].
    pub type CreateApiKey = CallWith<Call<NewApiKey>> {
        /// What it may do.
        scopes(1, list): Scope,
    }
    /// The optional arguments of [`Library::search`].
    pub type Search = CallWith<Call<Option<Vec<SearchHit>>>> {
        /// More conditions.
        filter(1): Value,
    }
}
