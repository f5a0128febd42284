//! Who may call what: schemes, scopes, and the header that names the tenant.

use super::places::{did_you_mean, operation_name};
use crate::Profile;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    Operation, Requirement, SchemePlace, SecurityAlternative, SecurityKind, SecurityScheme, SpecDocument,
};
use crate::model::{Method, Safety};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let of_operations = document.operations.iter().filter_map(|operation| operation.security.as_deref());
    for requirement in of_operations.chain(document.security.as_deref()).flat_map(requirements) {
        match document.security_scheme(&requirement.scheme.value) {
            Some(scheme) => unknown_scope(scheme, requirement, findings),
            None => unknown_scheme(document, requirement, findings),
        }
    }
    unused_scope(document, findings);
    for operation in &document.operations {
        read_scope_on_write(document, operation, findings);
        no_security(document, operation, findings);
    }
    tenant_mark(document, findings);
}

fn requirements(alternatives: &[SecurityAlternative]) -> impl Iterator<Item = &Requirement> {
    alternatives.iter().flat_map(|alternative| &alternative.requirements)
}

/// Where no catalogue is given, scopes are names that only the service knows: ours always gives one.
fn unknown_scope(scheme: &SecurityScheme, requirement: &Requirement, findings: &mut Findings) {
    if scheme.scopes.is_empty() && findings.profile() == Profile::General {
        return;
    }
    let known: Vec<&str> = scheme.scopes.iter().map(|scope| scope.name.value.as_str()).collect();
    for scope in &requirement.scopes {
        if known.contains(&scope.value.as_str()) {
            continue;
        }
        let scheme_name = &scheme.name.value;
        let mut finding =
            Diagnostic::new(Code::UnknownScope, scope.span, format!("unknown scope `{}`", scope.value))
                .label(format!("not among the scopes of `{scheme_name}`"))
                .help(did_you_mean(&scope.value, &known, "declare it under `x-scopes` of the scheme"));
        if known.is_empty() {
            finding = finding.other(scheme.name.span, "this scheme declares no scopes");
        }
        findings.push(finding);
    }
}

fn unknown_scheme(document: &SpecDocument, requirement: &Requirement, findings: &mut Findings) {
    let known: Vec<&str> =
        document.security_schemes.iter().map(|scheme| scheme.name.value.as_str()).collect();
    let name = &requirement.scheme;
    findings.push(
        Diagnostic::new(Code::UnknownScheme, name.span, format!("unknown security scheme `{}`", name.value))
            .label("`components.securitySchemes` has no such entry")
            .help(did_you_mean(&name.value, &known, "define it under `components.securitySchemes`")),
    );
}

fn unused_scope(document: &SpecDocument, findings: &mut Findings) {
    let used = |scheme: &str, scope: &str| {
        let mut asked = document.operations.iter().filter_map(|operation| document.security_of(operation));
        asked.any(|alternatives| {
            requirements(alternatives).any(|requirement| {
                requirement.scheme.value == scheme
                    && requirement.scopes.iter().any(|asked| asked.value == scope)
            })
        })
    };
    for scheme in &document.security_schemes {
        for scope in &scheme.scopes {
            if !used(&scheme.name.value, &scope.name.value) {
                findings.push(
                    Diagnostic::new(
                        Code::UnusedScope,
                        scope.name.span,
                        format!("no operation asks for the scope `{}`", scope.name.value),
                    )
                    .label("unlocks nothing")
                    .help("require it where it belongs, or remove it from the catalogue"),
                );
            }
        }
    }
}

fn read_scope_on_write(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let Some((statement, change)) = change_of(operation) else { return };
    let asked = document.security_of(operation).unwrap_or_default();
    let only_reads = requirements(asked).find(|requirement| {
        !requirement.scopes.is_empty() && requirement.scopes.iter().all(|scope| reads(&scope.value))
    });
    let Some(scope) = only_reads.and_then(|requirement| requirement.scopes.first()) else { return };
    let wanted = scope.value.replace("read", "write");
    let schemes = document.security_schemes.iter();
    let exists = schemes.flat_map(|scheme| &scheme.scopes).any(|scope| scope.name.value == wanted);
    let help = if exists {
        format!("require `{wanted}` instead")
    } else {
        String::from(
            "require a scope that allows changes; if the call only reads, say so by `x-safety: idem`",
        )
    };
    findings.push(
        Diagnostic::new(
            Code::ReadScopeOnWrite,
            scope.span,
            format!(
                "`{}` changes something, but `{}` is enough to call it",
                operation.display_name(),
                scope.value
            ),
        )
        .label("a right to read")
        .other(statement, change)
        .help(help),
    );
}

/// Where an operation says that it changes something, and how. A POST that may be repeated freely is often a
/// search, and one without a safety class has said nothing yet.
fn change_of(operation: &Operation) -> Option<(Span, String)> {
    if operation.effective_safety() == Safety::Read {
        return None; // Whatever else it says about itself: that it contradicts itself is reported there.
    }
    if let Some(Sourced { value: true, span }) = operation.destructive {
        return Some((span, String::from("it removes or overwrites something")));
    }
    match (&operation.safety, operation.method.value) {
        (Some(safety), _) if matches!(safety.value, Safety::Write | Safety::Costly) => {
            Some((safety.span, String::from("each sending may change something")))
        }
        (_, method @ (Method::Put | Method::Patch | Method::Delete)) => {
            Some((operation.method.span, format!("{} changes something", method.as_str())))
        }
        _ => None,
    }
}

/// Whether a scope only allows reading: `content:read`, `read:user`, `drive.readonly`.
fn reads(scope: &str) -> bool {
    let mut words = scope.split(|letter: char| !letter.is_ascii_alphanumeric());
    let says = |word: &str, wanted: &[&str]| wanted.contains(&word.to_ascii_lowercase().as_str());
    words.clone().any(|word| says(word, &["read", "readonly"]))
        && !words.any(|word| says(word, &["write", "readwrite", "admin", "manage"]))
}

fn no_security(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let is_said = match findings.profile() {
        Profile::House => operation.security.is_some(),
        // Elsewhere the root may speak for all, and a service without credentials has nothing to say.
        Profile::General => document.security_of(operation).is_some() || document.security_schemes.is_empty(),
    };
    if is_said {
        return;
    }
    let mut finding = Diagnostic::new(
        Code::NoSecurity,
        operation_name(operation),
        format!("`{}` does not say who may call it", operation.display_name()),
    )
    .label("no `security` here")
    .help("add `security: [{ … }]` to the operation, with the scope that it needs");
    if let Some(first) = document.security.as_ref().and_then(|root| root.first()) {
        finding =
            finding.other(first.span, "the root speaks for all, but who may call stands on the operation");
    }
    findings.push(finding);
}

fn tenant_mark(document: &SpecDocument, findings: &mut Findings) {
    let marked =
        document.security_schemes.iter().filter_map(|scheme| Some((scheme, scheme.tenant.as_ref()?)));
    let mut first = None;
    for (scheme, mark) in marked {
        let name = &scheme.name;
        if !matches!(scheme.kind, SecurityKind::ApiKey { place: SchemePlace::Header, .. }) {
            findings.push(
                Diagnostic::new(
                    Code::TenantMark,
                    mark.span,
                    format!("`{}` is no header of its own", name.value),
                )
                .label("this marks a header")
                .other(name.span, "this scheme")
                .help("put `x-tenant` on a scheme with `type: apiKey` and `in: header`"),
            );
        } else if let Some(other) = first.replace(mark.span) {
            findings.push(
                Diagnostic::new(Code::TenantMark, mark.span, "a second header for the tenant")
                    .label(format!("on `{}`", name.value))
                    .other(other, "the first one")
                    .why("One header names the tenant; with two, nobody knows which one counts.")
                    .help("remove one of the marks"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reads;

    #[test]
    fn a_right_to_read_is_known_by_its_words() {
        for (scope, only_reads) in [
            ("content:read", true),
            ("read:user", true),
            ("https://example.com/drive.readonly", true),
            ("content:write", false),
            ("read_write", false),
            ("thread:delete", false),
            ("admin:read", false),
        ] {
            assert_eq!(reads(scope), only_reads, "{scope}");
        }
    }
}
