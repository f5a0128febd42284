//! The tag `ai_assistant`.
