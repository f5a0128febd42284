//! Colors and weights of a terminal, only where they are asked for.

use crate::page::Tone;

/// What a text is, so that it can be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The title of the page, and headings.
    Strong,
    /// Charts.
    Accent,
    /// By its tone.
    Toned(Tone),
}

/// The faint style.
pub(super) const FAINT: Style = Style::Toned(Tone::Faint);

/// Paints, or leaves the text as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Painter {
    pub(super) color: bool,
}

impl Painter {
    /// The text with the marks for its style around it.
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        let code = match style {
            _ if !self.color || text.trim().is_empty() => return text.to_owned(),
            Style::Strong => "1",
            Style::Accent => "36",
            Style::Toned(Tone::Good) => "32",
            Style::Toned(Tone::Bad) => "31",
            Style::Toned(Tone::Faint) => "2",
            Style::Toned(Tone::Plain) => return text.to_owned(),
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
