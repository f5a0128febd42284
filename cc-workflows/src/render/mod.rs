//! Pages as text for a terminal, and as one HTML file.
//!
//! Both say the same: what one holds, the other holds too.

mod chart;
mod columns;
mod escape;
mod html;
mod paint;
mod text;
mod wrap;

pub use html::html;
pub use text::{TextOptions, text};
