//! Captions that were written for posts.
