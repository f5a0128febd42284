//! What repeating a call may do, and marks that can't both be true.

use super::places::operation_name;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Operation, SpecDocument};
use crate::model::{Method, Safety};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        no_safety(operation, findings);
        contradicting_marks(operation, findings);
    }
}

fn no_safety(operation: &Operation, findings: &mut Findings) {
    let only_reads =
        matches!(operation.method.value, Method::Get | Method::Head | Method::Options | Method::Trace);
    if only_reads || operation.safety.is_some() {
        return;
    }
    let method = operation.method.value.as_str();
    findings.push(
        Diagnostic::new(
            Code::NoSafety,
            operation_name(operation),
            format!("`{}` does not say what sending it twice may do", operation.display_name()),
        )
        .label(format!("a {method} without `x-safety`"))
        .help(
            "add `x-safety: idem` if repeating it leaves the same state, `x-safety: write` if not, \
             `x-safety: costly` if it may cost money or credits",
        ),
    );
}

fn contradicting_marks(operation: &Operation, findings: &mut Findings) {
    let name = operation.display_name();
    if let (Some(mark), Safety::Read) = (&operation.destructive, operation.effective_safety())
        && mark.value
    {
        let method = operation.method.value.as_str();
        findings.push(
            Diagnostic::new(
                Code::ContradictingMarks,
                mark.span,
                format!("`{name}` only reads and is marked as destructive"),
            )
            .label("destroys something")
            .other(operation.method.span, format!("a {method} without `x-safety` only reads"))
            .help("remove `x-destructive`, or say by `x-safety` what the call changes"),
        );
    }
    if let (Some(sensitive), Some(tool)) = (&operation.sensitive, &operation.tool)
        && sensitive.value
    {
        findings.push(
            Diagnostic::new(
                Code::ContradictingMarks,
                tool.span,
                format!("`{name}` is a tool for assistants and kept off them"),
            )
            .label("offered to assistants")
            .other(sensitive.span, "kept off assistants")
            .why("What is sensitive appears on no surface for assistants.")
            .help("remove `x-tool`, or `x-sensitive`"),
        );
    }
}
