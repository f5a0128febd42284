//! `catalogue.rs` of a tag: an entry an operation, as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::fragments::doc_attrs::{doc_line, marked};
use super::fragments::idents::{self, plain_or_raw};
use super::fragments::runtime_paths::{Imports, Item};
use super::layout::Layout;
use crate::model::{
    Access, Answer, ApiModel, Argument, BodyShape, Deprecation, Evidence, Operation, Paging, Place,
    QueryStyle, Refusal, Safety, Tag, ToolMark, Waiter,
};
use crate::render::{Piece, Row, RustFile, Table};

/// The entries of one tag.
pub(super) fn emit(model: &ApiModel, tag: &Tag, layout: &Layout<'_>) -> RustFile {
    let mut imports = Imports::default();
    imports.add(Item::Macro("operation"));
    let operations: Vec<&Operation> =
        model.operations.iter().filter(|operation| operation.tag == tag.name).collect();
    let shared = SharedRefusals::of(&operations);
    if !shared.named.is_empty() {
        imports.add(Item::Catalogue("Evidence"));
        imports.add(Item::Catalogue("Refusal"));
    }
    let entries = operations.iter().map(|operation| Piece::Table(entry(operation, model, &shared)));
    RustFile {
        path: layout.tag_path(&tag.name, "catalogue.rs"),
        origin: tag.source.clone(),
        docs: vec![format!("The entries of `{}` in the catalogue.", tag.name)],
        pieces: [Piece::Items(imports.lines(layout)), Piece::Items(shared.constants())]
            .into_iter()
            .chain(entries)
            .collect(),
    }
}

/// The refusals of a tag's operations, each written once.
struct SharedRefusals<'m> {
    named: Vec<(&'m Refusal, proc_macro2::Ident)>,
}

impl<'m> SharedRefusals<'m> {
    fn of(operations: &[&'m Operation]) -> Self {
        let mut all: Vec<&Refusal> = operations.iter().flat_map(|operation| &operation.refusals).collect();
        all.sort();
        all.dedup();
        let mut named: Vec<(&Refusal, proc_macro2::Ident)> = Vec::new();
        for refusal in all {
            let same_status = named.iter().filter(|(known, _)| known.status == refusal.status).count();
            let suffix = if same_status == 0 { String::new() } else { format!("_{}", same_status + 1) };
            named.push((refusal, plain_or_raw(&format!("REFUSED_{}{suffix}", refusal.status))));
        }
        Self { named }
    }

    fn name(&self, refusal: &Refusal) -> Option<&proc_macro2::Ident> {
        self.named.iter().find(|(known, _)| *known == refusal).map(|(_, name)| name)
    }

    fn constants(&self) -> TokenStream {
        let constants = self.named.iter().map(|(refusal, name)| {
            let (status, doc) = (Literal::u16_unsuffixed(refusal.status), doc_text(&refusal.doc));
            let mark = evidence(refusal.evidence);
            quote!(const #name: Refusal = Refusal { status: #status, doc: #doc, evidence: Evidence::#mark };)
        });
        quote!(#(#constants)*)
    }
}

/// A text that reads better unescaped: JSON. As many `#` as it needs.
pub(super) fn raw_text(text: &str) -> Literal {
    let hashes = (0..=text.len()).map(|count| "#".repeat(count));
    let hashes = hashes.into_iter().find(|hashes| !text.contains(&format!("\"{hashes}"))).unwrap_or_default();
    let source = format!("r{hashes}\"{text}\"{hashes}");
    source.parse().unwrap_or_else(|_| Literal::string(text))
}

/// `Some(…)` of what is there.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// The word of the catalogue for a kind of evidence.
pub(super) fn evidence(evidence: Evidence) -> proc_macro2::Ident {
    plain_or_raw(match evidence {
        Evidence::Page => "Page",
        Evidence::Guide => "Guide",
        Evidence::Observed => "Observed",
        Evidence::Connector => "Connector",
        Evidence::Inferred => "Inferred",
    })
}

fn entry(operation: &Operation, model: &ApiModel, shared: &SharedRefusals<'_>) -> Table {
    let name = idents::catalogue_entry(&operation.id);
    let (id, path) = (operation.id.as_str(), operation.path.as_str());
    let method = plain_or_raw(match operation.method.as_str() {
        "GET" => "Get",
        "POST" => "Post",
        "PUT" => "Put",
        "PATCH" => "Patch",
        "DELETE" => "Delete",
        "HEAD" => "Head",
        "OPTIONS" => "Options",
        _ => "Trace",
    });
    let doc = match doc_line(&operation.summary) {
        summary if summary.is_empty() => format!("`{} {path}`", operation.method.as_str()),
        summary => summary,
    };
    let head = Row::new(quote!(#name = #id, #method #path))
        .docs([marked(&doc, operation.evidence, model)])
        .block(facts(operation, model, shared));
    let params = Row::new(quote!(params)).block(operation.arguments.iter().map(|one| param(one, operation)));
    Table::new("operation").row(head).row(params)
}

/// What the entry says, as far as it is not what an entry says anyway.
fn facts(operation: &Operation, model: &ApiModel, shared: &SharedRefusals<'_>) -> Vec<Row> {
    let tag = operation.tag.as_str();
    let (summary, description) = (doc_text(&operation.summary), operation.description.as_str());
    let mark = evidence(operation.evidence);
    let safety = plain_or_raw(match operation.safety {
        Safety::Read => "Read",
        Safety::Idempotent => "Idempotent",
        Safety::Write => "Write",
        Safety::Costly => "Costly",
    });
    let access = access(&operation.access);
    let answer = answer(&operation.answer);
    let destructive = operation.destructive.then(|| quote!(, destructive: true));
    let sensitive = operation.sensitive.then(|| quote!(, sensitive: true));
    let deprecation = operation.deprecation.as_ref().map(deprecation);
    let facts = [
        Some(quote!(tag: #tag, evidence: #mark, safety: #safety #destructive #sensitive #deprecation)),
        Some(quote!(summary: #summary)),
        (!description.is_empty()).then(|| quote!(description: #description)),
        access.map(|access| quote!(access: #access)),
        operation.paging.as_ref().and_then(|style| paging(style, operation, model)),
        body(operation.body),
        answer.map(|answer| quote!(answer: #answer)),
        (!operation.refusals.is_empty()).then(|| {
            let names = operation.refusals.iter().filter_map(|refusal| shared.name(refusal));
            quote!(refusals: &[#(#names),*])
        }),
        operation.waiter.as_ref().map(waiter),
        operation.tool.as_ref().map(tool),
    ];
    facts.into_iter().flatten().map(|fact| Row::new(fact).comma()).collect()
}

fn access(access: &Access) -> Option<TokenStream> {
    match access {
        Access::Public => Some(quote!(Public)),
        Access::Session => Some(quote!(Session)),
        Access::Undocumented => None,
        Access::Scoped { any_of, evidence: mark } => {
            let mark = evidence(*mark);
            let sets = any_of.iter().map(|set| {
                let names = set.iter().map(crate::model::ScopeName::as_str);
                quote!(&[#(#names),*])
            });
            Some(quote!(Scoped { any_of: &[#(#sets),*], evidence: #mark }))
        }
    }
}

fn deprecation(deprecation: &Deprecation) -> TokenStream {
    let sunset = option(deprecation.sunset.as_ref().map(|day| quote!(#day)));
    quote!(, deprecation: Some(Deprecation { sunset: #sunset }))
}

fn paging(paging: &Paging, operation: &Operation, model: &ApiModel) -> Option<TokenStream> {
    let style = model.paging_styles.iter().find(|style| style.name == paging.style)?;
    let place = |wire: &crate::model::WireName| {
        let at = operation.arguments.iter().position(|argument| argument.wire_name == *wire)?;
        u16::try_from(at).ok().map(Literal::u16_unsuffixed)
    };
    let (limit, offset) = (place(&style.limit)?, place(&style.offset)?);
    let (name, items) = (style.name.as_str(), style.items.as_str());
    let total = option(style.total.as_ref().map(|total| {
        let total = total.as_str();
        quote!(#total)
    }));
    let size = option(style.default_size.map(|size| {
        let size = Literal::u32_unsuffixed(size);
        quote!(#size)
    }));
    Some(quote! {
        paging: Some(Paging {
            style: #name, limit: #limit, offset: #offset, items: #items, total: #total, default_size: #size
        })
    })
}

fn body(body: BodyShape) -> Option<TokenStream> {
    match body {
        BodyShape::Empty => None,
        BodyShape::Fields { required } => Some(quote!(body: BodyShape::Fields { required: #required })),
        BodyShape::Whole => Some(quote!(body: BodyShape::Whole)),
    }
}

/// None for what an entry says anyway: 204 and no body.
fn answer(answer: &Answer) -> Option<TokenStream> {
    if answer.statuses == [204] {
        return None;
    }
    let statuses = answer.statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
    let schema = option(answer.json_schema.as_ref().map(|schema| {
        let schema = raw_text(schema);
        quote!(#schema)
    }));
    let may_be_empty = answer.may_be_empty || answer.body.is_none();
    let mark = evidence(answer.evidence);
    Some(quote! {
        Answer {
            statuses: &[#(#statuses),*], schema: #schema, may_be_empty: #may_be_empty, evidence: #mark
        }
    })
}

fn waiter(waiter: &Waiter) -> TokenStream {
    let (poll, watch) = (waiter.poll.as_str(), &waiter.watch);
    let pass = waiter.pass.iter().map(|(argument, pointer)| {
        let argument = argument.as_str();
        quote!((#argument, #pointer))
    });
    let (done, failed, mark) = (&waiter.done, &waiter.failed, evidence(waiter.evidence));
    quote! {
        waiter: Some(Waiter {
            poll: #poll, pass: &[#(#pass),*], watch: #watch, done: &[#(#done),*], failed: &[#(#failed),*],
            evidence: #mark
        })
    }
}

fn tool(tool: &ToolMark) -> TokenStream {
    let name = option(tool.name.as_ref().map(|name| quote!(#name)));
    let (toolset, core) = (&tool.toolset, tool.core);
    let arguments = tool.arguments.iter().map(|(argument, word)| {
        let argument = argument.as_str();
        quote!((#argument, #word))
    });
    quote!(tool: Some(Tool { name: #name, toolset: #toolset, core: #core, arguments: &[#(#arguments),*] }))
}

/// One argument. Its name for callers is the one in the request, unless two of the operation share that.
fn param(argument: &Argument, operation: &Operation) -> Row {
    let presence = plain_or_raw(if argument.required { "required" } else { "optional" });
    let place = place(argument.place);
    let (wire, schema) = (argument.wire_name.as_str(), raw_text(&argument.json_schema));
    let mark = evidence(argument.evidence);
    let doc = doc_text(&argument.doc);
    let shared = operation.arguments.iter().filter(|other| other.wire_name == argument.wire_name).count() > 1;
    let first = operation.arguments.iter().find(|other| other.wire_name == argument.wire_name);
    let renamed =
        (shared && first.is_some_and(|first| first.name != argument.name)) || argument.place == Place::Body;
    let name = renamed.then(|| {
        let name = argument.name.as_str();
        quote!(, name: #name)
    });
    let nullable = argument.nullable.then(|| quote!(, nullable: true));
    let deprecated = argument.deprecation.is_some().then(|| quote!(, deprecated: true));
    Row::new(quote!(#presence #place, #wire, #mark, #schema, #doc #name #nullable #deprecated)).semicolon()
}

fn place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(Place::Path),
        Place::Query(QueryStyle::Repeated) => quote!(Query(Repeated)),
        Place::Query(QueryStyle::Commas) => quote!(Query(Commas)),
        Place::Query(QueryStyle::DeepObject) => quote!(Query(DeepObject)),
        Place::Header => quote!(Place::Header),
        Place::BodyField => quote!(BodyField),
        Place::Body => quote!(Body),
    }
}

/// The text on one line: the catalogue is shown in tables and prompts.
pub(super) fn doc_text(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
