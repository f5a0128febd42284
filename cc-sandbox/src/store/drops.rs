//! Drops: what came out in a week.
