//! The tag `page_builder`.
