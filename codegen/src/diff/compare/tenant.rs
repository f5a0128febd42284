//! The tenant: whether it must be named, and where it travels.
//!
//! It is named by the scheme or the parameter that is marked `x-tenant`, else by the one whose name says so.

use super::Comparison;
use super::paging::Spoken;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::access::{carrier, is_tenant_scheme, says_tenant};
use crate::diff::pair::wire_name;
use crate::diff::place::{Part, Place};
use crate::diff::rules::Rule;
use crate::document::{Operation, Parameter, SpecDocument};
use crate::source::Span;

/// How an operation has its tenant named.
struct TenantUse {
    /// Where the value travels: `header`.
    carrier: &'static str,
    /// Under which name; those of headers in lower case.
    name: String,
    required: bool,
    place: Place,
    cause: String,
    span: Span,
}

impl Comparison<'_> {
    /// Compares how the tenant of an operation is named.
    pub(super) fn tenant(&mut self, base: &Operation, head: &Operation, site: &Site, spoken: &mut Spoken) {
        let before = tenant_use(self.base.document, base, site);
        let after = tenant_use(self.head.document, head, site);
        let (rule, message) = match (&before, &after) {
            (Some(old), None) => {
                (Rule::TenantHeaderRemoved, format!("the tenant is no longer named by {}", old.text()))
            }
            (Some(old), Some(new)) if (old.carrier, &old.name) != (new.carrier, &new.name) => {
                (Rule::TenantMoved, format!("the tenant is named by {}, not by {}", new.text(), old.text()))
            }
            (Some(old), Some(new)) if new.required && !old.required => {
                (Rule::TenantHeaderRequired, format!("the tenant must be named by {}", new.text()))
            }
            (None, Some(new)) if new.required => {
                (Rule::TenantHeaderRequired, format!("the tenant must be named by {}", new.text()))
            }
            _ => return,
        };
        let Some(shown) = before.as_ref().or(after.as_ref()) else { return };
        let spans = [&before, &after].map(|tenant| tenant.as_ref().map(|tenant| tenant.span));
        let mut finding = Finding::new(rule, shown.place.clone(), message);
        if rule != Rule::TenantMoved && [&before, &after].into_iter().flatten().all(TenantUse::is_scheme) {
            // The client is told its tenant when it is made, and may be told one at any time.
            finding.rust = Rust::Warning;
        }
        finding.before = before.as_ref().map(TenantUse::text_with_need);
        finding.after = after.as_ref().map(TenantUse::text_with_need);
        let (was, is) = (spans[0].or(Some(base.span)), spans[1].or(Some(head.span)));
        let site = Site { cause: shown.cause.clone(), ..Site::of(shown.place.clone(), was, is) };
        self.note(&site, finding);
        for (document, operation) in [(self.base.document, base), (self.head.document, head)] {
            let tenants = operation.parameters.iter().filter(|one| is_tenant_parameter(document, one));
            tenants.for_each(|one| spoken.silence_parameter(one.place.value, wire_name(one)));
        }
    }
}

/// Whether a parameter names the tenant.
fn is_tenant_parameter(document: &SpecDocument, parameter: &Parameter) -> bool {
    let has_scheme = document.security_schemes.iter().any(|scheme| is_tenant_scheme(document, scheme));
    !has_scheme && says_tenant(&parameter.name.value)
}

impl TenantUse {
    fn is_scheme(&self) -> bool {
        matches!(self.place, Place::SecurityScheme(_))
    }

    fn text(&self) -> String {
        format!("the {} `{}`", self.carrier, self.name)
    }

    fn text_with_need(&self) -> String {
        format!("{} ({})", self.text(), if self.required { "required" } else { "optional" })
    }
}

fn tenant_use(document: &SpecDocument, operation: &Operation, site: &Site) -> Option<TenantUse> {
    of_scheme(document, operation).or_else(|| of_parameter(document, operation, site))
}

fn of_scheme(document: &SpecDocument, operation: &Operation) -> Option<TenantUse> {
    let scheme = document.security_schemes.iter().find(|scheme| is_tenant_scheme(document, scheme))?;
    let ways = document.security_of(operation)?;
    let names = |way: &crate::document::SecurityAlternative| {
        way.requirements.iter().any(|wanted| wanted.scheme.value == scheme.name.value)
    };
    if !ways.iter().any(names) {
        return None;
    }
    let (carrier, name) = carrier(scheme)?;
    Some(TenantUse {
        carrier,
        name,
        required: ways.iter().all(names),
        place: Place::SecurityScheme(scheme.name.value.clone()),
        cause: format!("securityScheme:{}", scheme.name.value),
        span: scheme.span,
    })
}

fn of_parameter(document: &SpecDocument, operation: &Operation, site: &Site) -> Option<TenantUse> {
    let parameter = operation.parameters.iter().find(|parameter| is_tenant_parameter(document, parameter))?;
    let place = if let Some(name) = super::parameters::shared_name(parameter) {
        Place::Parameter(name)
    } else {
        let carrier = parameter.place.value.as_str();
        site.place.part(Part::Parameter { place: carrier, name: parameter.name.value.clone() })
    };
    Some(TenantUse {
        carrier: parameter.place.value.as_str(),
        name: wire_name(parameter),
        required: parameter.is_required(),
        cause: format!("{:?}{}", parameter.address.file, parameter.address.pointer),
        place,
        span: parameter.span,
    })
}
