//! The tag `content_lists`.
