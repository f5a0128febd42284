//! Files that were uploaded, or are going to be.
