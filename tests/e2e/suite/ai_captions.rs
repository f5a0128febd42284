//! The tag `ai_captions`.
