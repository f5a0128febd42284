//! The lists that sort the library.
