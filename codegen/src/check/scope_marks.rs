//! The four forms of `security`, and the marks that go with them.
//!
//! Which scheme is the key, which one the session and which one the tenant is told by what each is: the key
//! has a catalogue of scopes, the tenant has its mark, and the session is the other bearer token.

use super::places::operation_name;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    Operation, Requirement, SchemePlace, SecurityAlternative, SecurityKind, SecurityScheme, SpecDocument,
};
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    no_scope_evidence_in_catalogue(document, findings);
    let roles = Roles::of(document);
    for operation in &document.operations {
        no_scope_evidence(operation, findings);
        if let Some(roles) = &roles {
            security_form(document, roles, operation, findings);
            scope_mark(roles, operation, findings);
        }
    }
}

/// What the schemes are there for.
struct Roles<'d> {
    key: &'d str,
    session: &'d str,
    tenant: Option<&'d str>,
}

/// The four kinds of operations.
enum Form<'o> {
    Scoped(&'o [Sourced<String>]),
    Undocumented,
    Session,
    Public,
}

impl<'d> Roles<'d> {
    /// None if the document has no such schemes, and so no such forms.
    fn of(document: &'d SpecDocument) -> Option<Self> {
        let named = |wanted: &dyn Fn(&SecurityScheme) -> bool| {
            let scheme = document.security_schemes.iter().find(|scheme| wanted(scheme))?;
            Some(scheme.name.value.as_str())
        };
        Some(Self {
            key: named(&|scheme| !scheme.scopes.is_empty())?,
            session: named(&|scheme| scheme.scopes.is_empty() && scheme.kind == SecurityKind::Bearer)?,
            tenant: named(&|scheme| scheme.tenant.is_some() && is_header(scheme)),
        })
    }

    /// The form as it is written, for comparison and for help.
    fn written(&self, form: &Form<'_>) -> String {
        let tenant = self.tenant.map(|name| format!("{name}: []"));
        let with = |scheme: Option<String>| {
            let parts: Vec<String> = scheme.into_iter().chain(tenant.clone()).collect();
            if parts.is_empty() { String::from("{}") } else { format!("{{ {} }}", parts.join(", ")) }
        };
        let key = |scopes: &str| with(Some(format!("{}: [{scopes}]", self.key)));
        let session = with(Some(format!("{}: []", self.session)));
        match form {
            Form::Scoped(scopes) => format!("[{}, {session}]", key(&joined(scopes))),
            Form::Undocumented => format!("[{}, {session}]", key("")),
            Form::Session => format!("[{session}]"),
            Form::Public => format!("[{}, {}, {session}]", with(None), key("")),
        }
    }

    /// The form that comes closest to what is there.
    fn form<'o>(&self, alternatives: &'o [SecurityAlternative]) -> Form<'o> {
        let is_open = |alternative: &SecurityAlternative| {
            let names = alternative.requirements.iter().map(|requirement| requirement.scheme.value.as_str());
            names.clone().all(|name| Some(name) == self.tenant)
        };
        if alternatives.iter().any(is_open) || alternatives.is_empty() {
            return Form::Public;
        }
        let all = || alternatives.iter().flat_map(|alternative| &alternative.requirements);
        match all().find(|requirement| requirement.scheme.value == self.key) {
            Some(Requirement { scopes, .. }) if scopes.is_empty() => Form::Undocumented,
            Some(Requirement { scopes, .. }) => Form::Scoped(scopes),
            None => Form::Session,
        }
    }
}

/// `security` as it would be written in one line.
fn text(alternatives: &[SecurityAlternative]) -> String {
    let requirement = |requirement: &Requirement| {
        format!("{}: [{}]", requirement.scheme.value, joined(&requirement.scopes))
    };
    let alternative = |alternative: &SecurityAlternative| {
        let parts: Vec<String> = alternative.requirements.iter().map(requirement).collect();
        if parts.is_empty() { String::from("{}") } else { format!("{{ {} }}", parts.join(", ")) }
    };
    format!("[{}]", alternatives.iter().map(alternative).collect::<Vec<_>>().join(", "))
}

fn joined(scopes: &[Sourced<String>]) -> String {
    scopes.iter().map(|scope| scope.value.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_header(scheme: &SecurityScheme) -> bool {
    matches!(scheme.kind, SecurityKind::ApiKey { place: SchemePlace::Header, .. })
}

fn security_form(document: &SpecDocument, roles: &Roles<'_>, operation: &Operation, findings: &mut Findings) {
    let (Some(alternatives), Some(span)) = (&operation.security, operation.security_span) else { return };
    let mut asked = alternatives.iter().flat_map(|alternative| &alternative.requirements);
    if asked.any(|requirement| document.security_scheme(&requirement.scheme.value).is_none()) {
        return; // A misspelt scheme is reported as such.
    }
    let wanted = roles.written(&roles.form(alternatives));
    if text(alternatives) == wanted {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::SecurityForm,
            span,
            format!("the `security` of `{}` has none of the four forms", operation.display_name()),
        )
        .label("differs from the nearest of them")
        .help(format!("write `security: {wanted}`")),
    );
}

fn scope_mark(roles: &Roles<'_>, operation: &Operation, findings: &mut Findings) {
    let (Some(alternatives), Some(span)) = (&operation.security, operation.security_span) else { return };
    let name = operation.display_name();
    let mark = operation.scope_undocumented.as_ref();
    let finding = |place, message: String| Diagnostic::new(Code::ScopeMark, place, message);
    match (roles.form(alternatives), mark) {
        (Form::Undocumented, Some(Sourced { value: true, .. })) => {}
        (Form::Undocumented, _) => findings.push(
            finding(span, format!("`{name}` requires no scope and does not say that none is documented"))
                .label("keys without any scope are let in")
                .help("add the scope, or `x-scope-undocumented: true`"),
        ),
        (form, Some(mark)) => {
            let (instead, help) = match form {
                Form::Scoped(_) => ("this requires a scope", "remove the mark, or the scope"),
                _ => ("this asks for no scope of a key", "remove the mark"),
            };
            findings.push(
                finding(mark.span, format!("`x-scope-undocumented` doesn't fit the `security` of `{name}`"))
                    .label("says whether the scope of a key is undocumented")
                    .other(span, instead)
                    .help(help),
            );
        }
        (_, None) => {}
    }
    // That only a session, or everybody, is let in is known from somewhere too: there the mark may stand.
    if let (Form::Undocumented, Some(evidence)) = (roles.form(alternatives), &operation.scope_evidence) {
        findings.push(
            finding(evidence.span, format!("`{name}` says how a scope is known, but requires none"))
                .label("about no scope")
                .other(span, "no scope here")
                .help("add the scope, or remove `x-scope-evidence`"),
        );
    }
}

fn no_scope_evidence(operation: &Operation, findings: &mut Findings) {
    let alternatives = operation.security.iter().flatten();
    let mut requirements = alternatives.flat_map(|alternative| &alternative.requirements);
    let scope = requirements.find_map(|requirement| requirement.scopes.first());
    let (Some(scope), None) = (scope, &operation.scope_evidence) else { return };
    findings.push(
        Diagnostic::new(
            Code::NoScopeEvidence,
            scope.span,
            format!("`{}` requires `{}` and does not say how that is known", operation.display_name(), scope.value),
        )
        .label("known from where?")
        .other(operation_name(operation), "this operation has no `x-scope-evidence`")
        .help("add `x-scope-evidence: page` if the vendor documents it, `x-scope-evidence: inferred` if it is a guess"),
    );
}

fn no_scope_evidence_in_catalogue(document: &SpecDocument, findings: &mut Findings) {
    let scopes = document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
    for scope in scopes.filter(|scope| scope.evidence.is_none()) {
        findings.push(
            Diagnostic::new(
                Code::NoScopeEvidence,
                scope.name.span,
                format!("the catalogue does not say how the scope `{}` is known", scope.name.value),
            )
            .label("known from where?")
            .help("add `x-scope-evidence: page` if the vendor documents it, `x-scope-evidence: inferred` if it is a guess"),
        );
    }
}
