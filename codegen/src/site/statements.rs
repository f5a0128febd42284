//! Every statement of the document with its mark and the place where it stands, each once.

use std::collections::BTreeSet;

use super::Input;
use super::facts::{operation_page, page_of};
use crate::document::{Address, Operation, SchemaId, SpecDocument};
use crate::model::{Evidence, TypeHome};
use crate::source::{SourceMap, Sourced, Span};

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Servers, limits, paging, scopes.
    Service,
    /// Method, path and purpose of an operation.
    Operation,
    /// The scope that an operation asks for.
    ScopeNeed,
    /// A parameter.
    Parameter,
    /// An answer, by its status.
    Answer,
    /// A schema.
    Type,
    /// A property of a schema.
    Field,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// What it is about.
    pub(super) kind: Kind,
    /// The group that it belongs to; none if several share it.
    pub(super) tag: Option<String>,
    /// What it is called: `get_posts`, `Post.title`.
    pub(super) subject: String,
    /// Its page on the site, if it has one.
    pub(super) page: Option<String>,
    /// How it is known.
    pub(super) evidence: Evidence,
    /// Where it stands: `spec/paths/content.yaml:4`.
    pub(super) place: String,
}

impl Kind {
    /// All of them, in the order in which they are told.
    pub(super) const ALL: [Self; 7] = [
        Self::Service,
        Self::Operation,
        Self::ScopeNeed,
        Self::Parameter,
        Self::Answer,
        Self::Type,
        Self::Field,
    ];

    /// What several of them are called.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Service => "Servers, limits, paging, scopes",
            Self::Operation => "Operations",
            Self::ScopeNeed => "Scopes of operations",
            Self::Parameter => "Parameters",
            Self::Answer => "Answers",
            Self::Type => "Types",
            Self::Field => "Fields",
        }
    }
}

/// All statements, in the order of the document.
pub(super) fn of(input: &Input<'_>) -> Vec<Statement> {
    let mut list = Collector { input, list: Vec::new(), told: BTreeSet::new() };
    list.service(input.document);
    for operation in &input.document.operations {
        list.operation(operation);
    }
    for (id, _) in input.document.schemas.iter() {
        list.schema(id);
    }
    list.list
}

struct Collector<'a, 'i> {
    input: &'a Input<'i>,
    list: Vec<Statement>,
    /// What several operations share is told once.
    told: BTreeSet<Address>,
}

impl Collector<'_, '_> {
    fn service(&mut self, document: &SpecDocument) {
        let limits = document
            .rate_limits
            .iter()
            .map(|limits| ("rate limits".to_owned(), limits.span, &limits.evidence));
        let servers =
            document.servers.iter().map(|server| (server.url.value.clone(), server.span, &server.evidence));
        let styles = document
            .paging_styles
            .iter()
            .map(|style| (format!("paging {}", style.name.value), style.span, &style.evidence));
        let scopes = document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
        let scopes =
            scopes.map(|scope| (format!("scope {}", scope.name.value), scope.name.span, &scope.evidence));
        for (subject, span, evidence) in servers.chain(limits).chain(styles).chain(scopes) {
            let evidence = value(evidence.as_ref()).unwrap_or(Evidence::Inferred);
            self.push(Kind::Service, None, subject, None, evidence, span);
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let name = operation.display_name();
        let tag = operation.tags.first().map(|tag| tag.value.clone());
        let known = self.input.model.operations.iter().find(|known| known.id.as_str() == name);
        let page = known.map(operation_page);
        let evidence = value(operation.evidence.as_ref()).unwrap_or(Evidence::Inferred);
        self.push(Kind::Operation, tag.clone(), name.clone(), page.clone(), evidence, operation.span);
        if let Some(mark) = &operation.scope_evidence {
            self.push(Kind::ScopeNeed, tag.clone(), name.clone(), page.clone(), mark.value, mark.span);
        }
        for parameter in &operation.parameters {
            if !self.told.insert(parameter.address.clone()) {
                continue;
            }
            let is_shared = parameter.reference.is_some();
            let subject = if is_shared {
                parameter.name.value.clone()
            } else {
                format!("{name} {}", parameter.name.value)
            };
            let evidence = value(parameter.evidence.as_ref()).unwrap_or(Evidence::Inferred);
            let (tag, page) = if is_shared { (None, None) } else { (tag.clone(), page.clone()) };
            self.push(
                Kind::Parameter,
                tag,
                subject,
                page,
                evidence,
                self.place_of(&parameter.address, parameter.span),
            );
        }
        for response in &operation.responses {
            if !self.told.insert(response.address.clone()) {
                continue;
            }
            let is_shared = response.reference.is_some();
            let subject = if is_shared {
                response.status.value.to_string()
            } else {
                format!("{name} {}", response.status.value)
            };
            let evidence = value(response.evidence.as_ref()).unwrap_or(Evidence::Inferred);
            let (tag, page) = if is_shared { (None, None) } else { (tag.clone(), page.clone()) };
            self.push(
                Kind::Answer,
                tag,
                subject,
                page,
                evidence,
                self.place_of(&response.address, response.span),
            );
        }
    }

    fn schema(&mut self, id: SchemaId) {
        let schemas = &self.input.document.schemas;
        let schema = &schemas[id];
        let Some(name) = &schema.name else { return };
        let known = self.input.model.types.iter().find(|ty| ty.name.as_str() == name.value);
        let page = known.map(|ty| format!("{}#{}", page_of(&ty.home), ty.name));
        let tag = known.and_then(|ty| match &ty.home {
            TypeHome::Tag(tag) => Some(tag.to_string()),
            TypeHome::Common(_) => None,
        });
        let evidence = value(schema.evidence.as_ref()).unwrap_or(Evidence::Inferred);
        self.push(Kind::Type, tag.clone(), name.value.clone(), page.clone(), evidence, name.span);
        for property in &schema.properties {
            // Behind a reference stands another type, whose mark is about that type.
            let own = value(schemas[property.schema.schema].evidence.as_ref())
                .filter(|_| !property.schema.by_reference);
            let subject = format!("{}.{}", name.value, property.name.value);
            self.push(
                Kind::Field,
                tag.clone(),
                subject,
                page.clone(),
                own.unwrap_or(evidence),
                property.name.span,
            );
        }
    }

    fn place_of(&self, address: &Address, used: Span) -> Span {
        self.input.document.node(address).map_or(used, |node| node.span)
    }

    fn push(
        &mut self,
        kind: Kind,
        tag: Option<String>,
        subject: String,
        page: Option<String>,
        evidence: Evidence,
        span: Span,
    ) {
        let place = shown(self.input.sources, span);
        self.list.push(Statement { kind, tag, subject, page, evidence, place });
    }
}

fn shown(sources: &SourceMap, span: Span) -> String {
    let location = sources.location(span);
    format!("{}:{}", location.path, location.line)
}

fn value(mark: Option<&Sourced<Evidence>>) -> Option<Evidence> {
    mark.map(|mark| mark.value)
}
