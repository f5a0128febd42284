//! What an operation is to a program: which of its inputs become arguments, which setters, and in which order.
//!
//! These are the decisions of `lower` about arguments, asked of each document by itself.

use super::Comparison;
use super::site::Site;
use super::there::When;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::{Additional, Shape, Side};
use crate::diff::pair::{ParameterPair, sent};
use crate::diff::place::Part;
use crate::diff::rules::Rule;
use crate::document::{
    MediaType, Operation, Parameter, ParameterPlace, ParameterStyle, SchemaId, SchemaType, SpecDocument,
};
use crate::lower::names;

/// What a body is to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing: there is none, or none that can be sent.
    None,
    /// One argument, or one setter.
    Whole {
        /// Whether it is an argument.
        required: bool,
    },
    /// An argument or a setter a property.
    Fields {
        /// The properties that are arguments, in their order.
        arguments: Vec<String>,
        /// How many are setters.
        setters: usize,
    },
}

/// The additions that may bring a call a setter.
const ADDITIONS: [Rule; 5] = [
    Rule::OptionalParameterAdded,
    Rule::PaginationAdded,
    Rule::RequestBodyAddedOptional,
    Rule::RequestBodyBecameRequired,
    Rule::RequestPropertyAddedOptional,
];

impl Comparison<'_> {
    /// Compares the order of arguments, and the names of setters.
    pub(super) fn signature(
        &mut self,
        base: &Operation,
        head: &Operation,
        parameters: &[ParameterPair<'_>],
        site: &Site,
    ) {
        self.parameter_order(base, head, parameters, site);
        let bodies = (body(self.base, base), body(self.head, head));
        self.body_order(base, head, &bodies, site);
        let now = super::label(head);
        let made = [When::Before, When::After].map(|when| self.compiled(&now, when));
        if let [Some(before), Some(after)] = made
            && loses_setter(before, after)
        {
            let why = "another setter of that name is called otherwise then";
            self.found.raise(&ADDITIONS, Rust::Breaking, why);
        }
    }

    fn parameter_order(
        &mut self,
        base: &Operation,
        head: &Operation,
        pairs: &[ParameterPair<'_>],
        site: &Site,
    ) {
        let (before, after) = (positional(base), positional(head));
        let position =
            |list: &[&Parameter], one: &Parameter| list.iter().position(|other| other.is_same(one));
        let mut places: Vec<(usize, usize)> = pairs
            .iter()
            .filter_map(|pair| Some((position(&before, pair.base)?, position(&after, pair.head)?)))
            .collect();
        places.sort_unstable();
        if places.is_sorted_by_key(|(_, after)| *after) {
            return;
        }
        let name = |list: &[&Parameter], at: usize| list.get(at).map(|one| one.name.value.clone());
        let was: Vec<String> = places.iter().filter_map(|(at, _)| name(&before, *at)).collect();
        places.sort_by_key(|(_, after)| *after);
        let is: Vec<String> = places.iter().filter_map(|(_, at)| name(&after, *at)).collect();
        self.note_order(site, &was, &is);
    }

    /// The required properties of a body are arguments too, in the order of `required`.
    fn body_order(&mut self, base: &Operation, head: &Operation, bodies: &(Body, Body), site: &Site) {
        let (Body::Fields { arguments: before, .. }, Body::Fields { arguments: after, .. }) = bodies else {
            return;
        };
        let was: Vec<String> = before.iter().filter(|name| after.contains(name)).cloned().collect();
        let is: Vec<String> = after.iter().filter(|name| before.contains(name)).cloned().collect();
        let (Some(body), Some(now)) = (&base.request_body, &head.request_body) else { return };
        if was != is {
            let slot = json(&body.content).and_then(|media| media.schema).map(|used| self.base.slot(used));
            let mut site =
                Site::new(site.place.part(Part::Request), &body.address, Some(body.span), Some(now.span));
            if let Some(name) = slot.and_then(|slot| self.base.name(&slot)) {
                site.cause = format!("required of {name}");
            }
            self.note_order(&site, &was, &is);
        }
    }

    fn note_order(&mut self, site: &Site, was: &[String], is: &[String]) {
        let (was, is) = (was.join(", "), is.join(", "));
        let message = format!("the arguments were {was} and are {is}");
        let finding = Finding::new(Rule::ParameterOrderChanged, site.place.clone(), message);
        self.note(site, finding.before(was).after(is).hint("keep the old order in the document"));
    }
}

/// Whether a parameter becomes an argument or a setter: no cookie does, and no style that can't be written.
pub(super) fn is_argument(parameter: &Parameter) -> bool {
    let style = parameter.effective_style();
    parameter.content.is_empty()
        && match parameter.place.value {
            ParameterPlace::Path | ParameterPlace::Header => style == ParameterStyle::Simple,
            ParameterPlace::Query => matches!(style, ParameterStyle::Form | ParameterStyle::DeepObject),
            ParameterPlace::Cookie => false,
        }
}

/// Whether both parameters have the same name in programs.
pub(super) fn same_name(base: &Parameter, head: &Parameter) -> bool {
    names::argument_name(&base.name.value) == names::argument_name(&head.name.value)
}

/// From what the name of a parameter's own type is made: the component's name, else its own.
pub(super) fn type_stem(parameter: &Parameter) -> Option<String> {
    let shared = super::parameters::shared_name(parameter);
    let stem = shared.unwrap_or_else(|| parameter.name.value.clone());
    names::type_name(&stem).map(|name| name.as_str().to_owned())
}

/// Whether the values of a parameter have a type that is made for this place.
pub(super) fn has_own_type(side: &Side<'_>, parameter: &Parameter) -> bool {
    let Some(used) = parameter.schema else { return false };
    let slot = side.slot(used);
    let shape = side.shape(&slot);
    let (slot, shape) = match &shape.items {
        Some(items) if side.name(&slot).is_none() => (items.clone(), side.shape(items)),
        _ => (slot, shape),
    };
    side.name(&slot).is_none() && is_type(&shape)
}

fn is_type(shape: &Shape) -> bool {
    let names = shape.closed.is_some() || shape.known.is_some();
    let text = shape.types.contains(&SchemaType::String);
    shape.id_type.is_none() && (names && text || shape.is_object() || !shape.choices.is_empty())
}

/// The parameters that are arguments, in their order.
fn positional(operation: &Operation) -> Vec<&Parameter> {
    sent(operation)
        .into_iter()
        .filter(|parameter| parameter.is_required() && is_argument(parameter))
        .collect()
}

/// Whether a setter is gone although its value is not: two of a name are told apart by where they travel.
fn loses_setter(before: &crate::model::Operation, after: &crate::model::Operation) -> bool {
    let setters = before.arguments.iter().filter(|argument| !argument.required);
    let mut renamed = setters.filter_map(|setter| {
        let same = |other: &&crate::model::Argument| {
            other.wire_name == setter.wire_name && other.place == setter.place && !other.required
        };
        after.arguments.iter().find(same).filter(|same| same.name != setter.name)
    });
    renamed.next().is_some()
}

/// The JSON that a body has.
pub(super) fn json(content: &[MediaType]) -> Option<&MediaType> {
    content.iter().find(|media| media.is_json())
}

/// What the body of an operation is to a program.
pub(super) fn body(side: &Side<'_>, operation: &Operation) -> Body {
    let Some(body) = &operation.request_body else { return Body::None };
    let Some(media) = json(&body.content) else { return Body::None };
    let required = body.required.as_ref().is_some_and(|mark| mark.value);
    let Some(used) = media.schema else { return Body::Whole { required } };
    let slot = side.slot(used);
    let shape = side.shape(&slot);
    if shape.nullable || !shape.is_object() || matches!(shape.additional, Additional::Of(_)) {
        return Body::Whole { required };
    }
    let sent =
        |name: &String| shape.properties.get(name).is_some_and(|member| !side.shape(&member.slot).read_only);
    let all = shape.properties.keys().filter(|name| sent(name)).count();
    let mut order = Vec::new();
    if required {
        required_in_order(side.document, used.schema, &mut Vec::new(), &mut order);
    }
    order.retain(sent);
    Body::Fields { setters: all - order.len(), arguments: order }
}

/// The required properties in the order of the document: those of the members of an `allOf` first.
fn required_in_order(
    document: &SpecDocument,
    id: SchemaId,
    stack: &mut Vec<SchemaId>,
    order: &mut Vec<String>,
) {
    if stack.contains(&id) {
        return;
    }
    stack.push(id);
    let schema = &document.schemas[id];
    for member in schema.reference.iter().chain(&schema.all_of) {
        required_in_order(document, member.schema, stack, order);
    }
    // A choice of one is that one.
    if let ([only], []) | ([], [only]) = (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        required_in_order(document, only.schema, stack, order);
    }
    for name in &schema.required {
        if !order.contains(&name.value) {
            order.push(name.value.clone());
        }
    }
    stack.pop();
}
