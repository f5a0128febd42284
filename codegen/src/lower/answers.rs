//! What comes back: the type of the answer, and how a listing is cut into pages.

use super::Lowering;
use super::flatten::flatten;
use super::name_types::InlineName;
use super::shape_types::Typed;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Response, SchemaUse, StatusKey};
use crate::model::{Answer, Evidence, Paging, PagingStyleName, TypeRef};

impl Lowering<'_> {
    /// How the listing is cut into pages, if it is one.
    pub(super) fn paging(&mut self, operation: &document::Operation, base: &InlineName) -> Option<Paging> {
        let style_name = &operation.pagination.as_ref()?.value;
        let items = self.document.paging_style(style_name)?.items.as_ref()?.value.clone();
        let page = success(operation).iter().find_map(|response| json_body(response))?;
        let flat = flatten(self, page.schema);
        let list = flatten(self, flat.properties.get(&items)?.schema);
        let item = self.type_of(list.items?, &base.part("Item")).into_element();
        let schema = &self.document.schemas[page.schema];
        let name = schema.name.as_ref().or(schema.title.as_ref()).map(|name| name.value.clone());
        let page_name = name.unwrap_or_else(|| format!("{}_page", operation.display_name()));
        Some(Paging { style: PagingStyleName::new(style_name.as_str()), item, page_name })
    }

    /// The answer when all went well.
    pub(super) fn answer(
        &mut self,
        operation: &document::Operation,
        base: &InlineName,
        paging: Option<&Paging>,
    ) -> Answer {
        let responses = success(operation);
        let mut statuses: Vec<u16> =
            responses.iter().flat_map(|response| statuses(response.status.value)).collect();
        statuses.sort_unstable();
        statuses.dedup();
        for response in &responses {
            self.report_other_media(response);
        }
        let bodies: Vec<SchemaUse> = responses.iter().filter_map(|response| json_body(response)).collect();
        let empty = responses.iter().filter(|response| response.content.is_empty()).count();
        let evidence = self.mark_of_answer(operation, &responses);
        let base = &base.clone().known_by(evidence);
        let json_schema = bodies.first().map(|one| self.json_schema_of_answer(*one, paging.is_none(), base));
        let body = match paging {
            Some(paging) => Some(TypeRef::List(Box::new(paging.item.clone()))),
            None => self.body_type(&bodies, operation, base),
        };
        let untyped = bodies.is_empty() && responses.iter().any(|response| !response.content.is_empty());
        Answer {
            statuses,
            body: body.or(untyped.then_some(TypeRef::Json)),
            may_be_empty: empty > 0 && empty < responses.len(),
            json_schema,
            evidence,
        }
    }

    /// How it is known what comes back: by the mark of the response, or by that of the style that cuts it into pages.
    fn mark_of_answer(&self, operation: &document::Operation, responses: &[&Response]) -> Evidence {
        let with_body = responses.iter().find(|response| json_body(response).is_some()).or(responses.first());
        let own = with_body.and_then(|response| response.evidence.as_ref());
        let style = operation.pagination.as_ref().and_then(|style| self.document.paging_style(&style.value));
        let mark = own.or_else(|| style.and_then(|style| style.evidence.as_ref()));
        mark.map_or(self.unmarked, |mark| mark.value)
    }

    fn json_schema_of_answer(&mut self, one: SchemaUse, typed: bool, base: &InlineName) -> String {
        if typed {
            // Names the types first, so that the schema can refer to them.
            self.type_of(one, &base.part("Answer"));
        }
        self.json_schema(one)
    }

    fn body_type(
        &mut self,
        bodies: &[SchemaUse],
        operation: &document::Operation,
        base: &InlineName,
    ) -> Option<TypeRef> {
        let inline = base.part("Answer");
        let mut distinct: Vec<Typed> = Vec::new();
        for one in bodies {
            let typed = self.type_of(*one, &inline);
            if !distinct.contains(&typed) {
                distinct.push(typed);
            }
        }
        if distinct.len() > 1 {
            let message = "the answers that mean success are of several types; they become free JSON";
            let finding = Diagnostic::new(Code::FreeJson, operation.span, message)
                .label("this operation")
                .help("describe one schema for all of them, with `oneOf` if need be");
            self.report(finding);
            return Some(TypeRef::Json);
        }
        distinct.pop().map(Typed::into_element)
    }

    fn report_other_media(&mut self, response: &Response) {
        if response.content.is_empty() || response.content.iter().any(document::MediaType::is_json) {
            return;
        }
        for media in &response.content {
            let message = format!("an answer of `{}` can't be read", media.name.value);
            let finding = Diagnostic::new(Code::UnsupportedBody, media.name.span, message)
                .label("not JSON")
                .help("describe an `application/json` answer, or leave the operation to hand-written code");
            self.report(finding);
        }
    }
}

/// The answers that mean success, by status; `default` counts if there is no other.
fn success(operation: &document::Operation) -> Vec<&Response> {
    let mut found: Vec<&Response> =
        operation.responses.iter().filter(|response| response.status.value.is_success()).collect();
    if found.is_empty() {
        found.extend(
            operation.responses.iter().filter(|response| response.status.value == StatusKey::Default),
        );
    }
    found.sort_by_key(|response| response.status.value);
    found
}

/// A range means each status that a server can answer with here.
fn statuses(key: StatusKey) -> Vec<u16> {
    match key {
        StatusKey::Code(status) => vec![status],
        StatusKey::Range(_) | StatusKey::Default => vec![200, 201, 202, 203, 204],
    }
}

fn json_body(response: &Response) -> Option<SchemaUse> {
    response.content.iter().find(|media| media.is_json())?.schema
}
