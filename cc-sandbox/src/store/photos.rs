//! Pictures of posts.
