//! How this stage says what it can't compile.

use super::Lowering;
use crate::diagnostic::Diagnostic;

impl Lowering<'_> {
    /// Adds a finding; the operation that led here is named.
    pub(super) fn report(&mut self, mut finding: Diagnostic) {
        if let Some(operation) = &self.operation {
            finding.message = format!("{} (in `{operation}`)", finding.message);
        }
        self.findings.push(finding);
    }
}
