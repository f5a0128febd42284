//! Posts and images in one list.
