//! Operations: statuses, media types, arguments and scopes that the document does not name.

use super::Case;
use crate::document::Operation;
use crate::learn::finding::{Finding, FindingKind};
use crate::learn::observed::OperationSeen;
use crate::learn::proposal::Proposal;
use crate::model::Evidence;
use crate::source::Span;

pub(super) fn judge(case: &Case<'_, '_>, findings: &mut Vec<Finding>) {
    for (request, count) in &case.learner.observed.strangers {
        findings.push(stranger(case, request, *count));
    }
    for (at, seen) in &case.learner.observed.operations {
        let one = One { case, at: *at, operation: &case.document.operations[*at], seen };
        one.statuses(findings);
        one.media_types(findings);
        one.arguments(findings);
        one.scopes(findings);
    }
}

fn stranger(case: &Case<'_, '_>, request: &str, count: u64) -> Finding {
    Finding {
        kind: FindingKind::UnknownOperation,
        place: request.to_owned(),
        span: case.document.root_span(),
        operations: Vec::new(),
        samples: count,
        of: count,
        evidence: Evidence::Inferred,
        says: "no such operation".to_owned(),
        seen: "requests to it".to_owned(),
        proposal: None,
    }
}

/// One operation and its answers.
struct One<'c, 'l, 'd> {
    case: &'c Case<'l, 'd>,
    at: usize,
    operation: &'c Operation,
    seen: &'c OperationSeen,
}

impl One<'_, '_, '_> {
    fn finding(&self, kind: FindingKind, span: Span, samples: u64, words: (&str, String)) -> Finding {
        let name = self.operation.display_name();
        Finding {
            kind,
            place: name.clone(),
            span,
            operations: vec![name],
            samples,
            of: self.seen.samples,
            evidence: Evidence::Inferred,
            says: words.0.to_owned(),
            seen: words.1,
            proposal: None,
        }
    }

    /// The place of `operationId`, or of the operation.
    fn span(&self) -> Span {
        self.operation.id.as_ref().map_or(self.operation.span, |id| id.span)
    }

    fn statuses(&self, findings: &mut Vec<Finding>) {
        for (status, count) in &self.seen.statuses {
            if *status == 304 || crate::learn::take::response(self.operation, *status).is_some() {
                continue;
            }
            let says: Vec<String> =
                self.operation.responses.iter().map(|own| own.status.value.to_string()).collect();
            let mut finding =
                self.finding(FindingKind::Status, self.span(), *count, ("", format!("status {status}")));
            finding.says = format!("status {}", says.join(", "));
            // A fault of the server is no promise of the API.
            if *status < 500 {
                finding.proposal = Some(Proposal::AddStatus { operation: self.at, status: *status });
            }
            findings.push(finding);
        }
    }

    fn media_types(&self, findings: &mut Vec<Finding>) {
        for (name, count) in &self.seen.media_types {
            findings.push(self.finding(
                FindingKind::MediaType,
                self.span(),
                *count,
                ("JSON", format!("`{name}`")),
            ));
        }
    }

    fn arguments(&self, findings: &mut Vec<Finding>) {
        for (name, shape) in &self.seen.unnamed_arguments {
            let words = ("nothing", format!("the argument `{name}`, {}", shape.in_words()));
            let mut finding = self.finding(FindingKind::Argument, self.span(), shape.samples, words);
            // That somebody sent it does not show that it does anything, unless the answer was a good one.
            let was_taken = self.seen.statuses.keys().any(|status| (200..300).contains(status));
            if was_taken {
                finding.proposal = Some(Proposal::AddArgument {
                    operation: self.at,
                    name: name.clone(),
                    shape: shape.clone(),
                });
            }
            findings.push(finding);
        }
    }

    fn scopes(&self, findings: &mut Vec<Finding>) {
        let asked = self.case.document.security_of(self.operation).unwrap_or(&[]);
        let says: Vec<&str> = asked
            .iter()
            .flat_map(|way| &way.requirements)
            .flat_map(|requirement| &requirement.scopes)
            .map(|scope| scope.value.as_str())
            .collect();
        let span = self.operation.security_span.unwrap_or(self.operation.span);
        for (scope, count) in &self.seen.scopes {
            let mut finding =
                self.finding(FindingKind::Scope, span, *count, ("", format!("a refusal names `{scope}`")));
            finding.says = if says.is_empty() { "no scope".to_owned() } else { says.join(", ") };
            let mark = self.operation.scope_evidence.as_ref().map(|mark| mark.value);
            finding.evidence = mark.unwrap_or(Evidence::Inferred);
            if says.is_empty() && self.seen.scopes.len() == 1 {
                finding.proposal = Some(Proposal::SetScope { operation: self.at, scope: scope.clone() });
            }
            findings.push(finding);
        }
    }
}
