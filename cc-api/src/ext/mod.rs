//! Conveniences on generated types, written by hand: what the API calls for and a description can't say.
//!
//! A file a tag. What belongs here uses public items only, adds methods or conversions to generated types,
//! and sends nothing of its own accord.

#[cfg(feature = "ai_assistant")]
mod ai_assistant;
#[cfg(feature = "api_keys")]
mod api_keys;
#[cfg(feature = "content")]
mod content;
#[cfg(feature = "files")]
mod files;
mod first_contact;
#[cfg(feature = "record")]
mod recorder;
