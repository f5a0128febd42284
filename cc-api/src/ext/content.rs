//! Posts: their web page, and the ways to name one.

use crate::content::PostRef;
use crate::content::{Post, PostId};

/// Where the vendor shows a post; the slug follows (guide).
const POST_PAGE: &str = "https://coffeecontracts.com/post/";

impl Post {
    /// The web page that shows the post: `https://coffeecontracts.com/post/{slug}`.
    ///
    /// ```
    /// let post = cc_api::content::Post::default().slug("five-questions-before-you-list");
    /// assert_eq!(post.web_url(), "https://coffeecontracts.com/post/five-questions-before-you-list");
    /// ```
    pub fn web_url(&self) -> String {
        format!("{POST_PAGE}{}", self.slug)
    }
}

/// A post can be asked for by its identifier as well as by its slug.
impl From<PostId> for PostRef {
    fn from(id: PostId) -> Self {
        Self::from(id.as_str())
    }
}

/// A post that you hold can be asked for again: by its slug, which is always there.
impl From<&Post> for PostRef {
    fn from(post: &Post) -> Self {
        Self::from(post.slug.as_str())
    }
}
