//! cc-api
