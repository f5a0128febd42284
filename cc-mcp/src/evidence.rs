//! How a statement about the API is known, in words that a model can weigh.

use cc_api::catalogue::Evidence;

/// All ways in which something may be known, strongest first.
pub(crate) const ALL: [Evidence; 5] =
    [Evidence::Page, Evidence::Guide, Evidence::Observed, Evidence::Connector, Evidence::Inferred];

/// The words for how something is known.
pub(crate) fn known(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Page => "documented (the vendor's page)",
        Evidence::Guide => "documented (the vendor's older guide)",
        Evidence::Observed => "observed (seen in traffic)",
        Evidence::Connector => "connector (a hint: the vendor's own connector works so)",
        _ => "inferred (a guess: nobody documented it)",
    }
}
