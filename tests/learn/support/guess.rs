//! Wrong guesses: places where the API may differ from the document, drawn by a number.

use codegen::document::{Schema, SchemaType, SpecDocument};
use codegen::learn::{Finding, FindingKind};
use codegen::model::Evidence;

use crate::Learnt;

/// A guess of the document that is wrong, and how one sees that it was found.
#[derive(Debug, Clone)]
pub struct Guess {
    /// What is wrong.
    pub kind: Kind,
    /// The variant that plays it.
    pub variant: String,
    /// Where it shows: the places of findings that are right.
    pub places: Vec<String>,
    /// The schema and the field that it is about, if it is about one.
    schema: String,
    field: String,
    /// The new name, type, format, word or status.
    to: String,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of variants")]
pub enum Kind {
    Rename,
    Move,
    Retype,
    Reformat,
    Add,
    Null,
    Drop,
    Word,
    Status,
    Error,
    Scope,
    Header,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Rename,
        Self::Move,
        Self::Retype,
        Self::Reformat,
        Self::Add,
        Self::Null,
        Self::Drop,
        Self::Word,
        Self::Status,
        Self::Error,
        Self::Scope,
        Self::Header,
    ];
}

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn choose<'c, T>(&mut self, from: &'c [T]) -> &'c T {
        let length = u64::try_from(from.len()).unwrap();
        &from[usize::try_from(self.roll() % length).unwrap()]
    }
}

/// Guesses without end, the kinds in turn. Not all of them can be played, nor seen in traffic.
pub fn drawn(document: &SpecDocument, seed: u64) -> impl Iterator<Item = Guess> + '_ {
    let mut dice = Dice(seed);
    let kinds = Kind::ALL.into_iter().cycle();
    kinds.map(move |kind| Guess::draw(document, kind, &mut dice))
}

impl Guess {
    fn draw(document: &SpecDocument, kind: Kind, dice: &mut Dice) -> Self {
        let (schema, field) = dice.choose(&fields(document, kind)).clone();
        let about_a_field = format!("schema: {schema}, field: {field}");
        let dotted = |field: &str| format!("{schema}.{field}");
        let mut one_of = |words: &[&str]| (*dice.choose(words)).to_owned();
        let (to, change, places) = match kind {
            Kind::Rename => {
                let to = format!("{field}Renamed");
                (
                    to.clone(),
                    format!("kind: rename, {about_a_field}, to: {to}"),
                    vec![dotted(&to), dotted(&field)],
                )
            }
            Kind::Move => {
                let to = String::from("movedHere");
                (
                    to.clone(),
                    format!("kind: move, {about_a_field}, into: {to}"),
                    vec![dotted(&to), dotted(&field)],
                )
            }
            Kind::Retype => {
                let to = one_of(&["text", "number", "boolean", "list", "object"]);
                (to.clone(), format!("kind: retype, {about_a_field}, to: {to}"), vec![dotted(&field)])
            }
            Kind::Reformat => {
                let to = one_of(&["date", "local-date-time", "epoch-seconds", "epoch-milliseconds", "plain"]);
                (to.clone(), format!("kind: reformat, {about_a_field}, to: {to}"), vec![dotted(&field)])
            }
            Kind::Null => {
                let every = one_of(&["1", "2", "3"]);
                let change = format!("kind: \"null\", {about_a_field}, every: {every}");
                (String::new(), change, vec![dotted(&field)])
            }
            Kind::Drop => (String::new(), format!("kind: drop, {about_a_field}"), vec![dotted(&field)]),
            Kind::Add => {
                let to = one_of(&["a text", "12", "true", "2026-03-04"]);
                let change = format!("kind: add, schema: {schema}, field: addedField, value: {to}");
                (to, change, vec![dotted("addedField")])
            }
            Kind::Word | Kind::Status | Kind::Error | Kind::Scope | Kind::Header => {
                other(kind, &schema, &field, &mut one_of)
            }
        };
        Self { kind, variant: format!("changes:\n  - {{ {change} }}\n"), places, schema, field, to }
    }

    /// Whether a finding is about this guess.
    pub fn explains(&self, finding: &Finding) -> bool {
        let is_within = |place: &String| {
            finding.place == *place
                || finding.place.strip_prefix(place.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        self.places.iter().any(is_within)
    }

    /// Whether it was learnt.
    pub fn is_found(&self, learnt: &Learnt) -> bool {
        let wanted: &[FindingKind] = match self.kind {
            Kind::Rename | Kind::Move | Kind::Add | Kind::Error => &[FindingKind::Field],
            Kind::Retype => &[FindingKind::Type],
            Kind::Reformat => &[FindingKind::Format, FindingKind::Type],
            Kind::Null => &[FindingKind::Null],
            Kind::Drop => &[FindingKind::Required],
            Kind::Word => &[FindingKind::Value],
            Kind::Status => &[FindingKind::Status],
            Kind::Scope => &[FindingKind::Scope],
            Kind::Header => return learnt.answers.contains(&self.to),
        };
        learnt.findings.iter().any(|finding| wanted.contains(&finding.kind) && self.explains(finding))
    }

    /// Whether a document says what the API does. What is no statement of the document is an open question.
    pub fn is_right_in(&self, document: &SpecDocument) -> bool {
        if self.kind == Kind::Header {
            return true;
        }
        if let Some(operation) = document.operation(&self.schema) {
            return match self.kind {
                Kind::Status => operation.responses.iter().any(|own| own.status.value.to_string() == self.to),
                _ => document.security_of(operation).into_iter().flatten().any(|way| {
                    way.requirements.iter().any(|own| own.scopes.iter().any(|scope| scope.value == self.to))
                }),
            };
        }
        let schema = schema(document, if self.kind == Kind::Error { "Refusal" } else { &self.schema });
        let field = |name: &str| {
            let property = schema.property(name)?;
            Some(&document.schemas[property.schema.schema])
        };
        let has_type = |name: &str, wanted: SchemaType| field(name).is_some_and(|own| own.has_type(wanted));
        match self.kind {
            Kind::Rename | Kind::Error => field(&self.to).is_some(),
            Kind::Move => field(&self.to).is_some_and(|own| own.property(&self.field).is_some()),
            Kind::Retype => has_type(&self.field, type_of(&self.to)),
            Kind::Reformat => match self.to.as_str() {
                "epoch-seconds" | "epoch-milliseconds" => has_type(&self.field, SchemaType::Integer),
                "date" => field(&self.field)
                    .is_some_and(|own| own.format.as_ref().is_some_and(|own| own.value == "date")),
                _ => field(&self.field).is_some_and(|own| own.format.is_none()),
            },
            Kind::Add => {
                let wanted = match self.to.as_str() {
                    "12" => SchemaType::Integer,
                    "true" => SchemaType::Boolean,
                    _ => SchemaType::String,
                };
                has_type("addedField", wanted)
            }
            Kind::Null => field(&self.field).is_some_and(|own| {
                let mut members = own.any_of.iter();
                own.is_nullable() || members.any(|member| document.schemas[member.schema].is_nullable())
            }),
            Kind::Drop => !schema.requires(&self.field),
            Kind::Word => {
                schema.known_values.iter().flat_map(|list| &list.value).any(|word| word.value == self.to)
            }
            Kind::Status | Kind::Scope | Kind::Header => false,
        }
    }
}

/// A guess that is about no field: what it becomes, the change, and where it shows.
fn other(
    kind: Kind,
    about: &str,
    detail: &str,
    one_of: &mut dyn FnMut(&[&str]) -> String,
) -> (String, String, Vec<String>) {
    match kind {
        Kind::Word => (
            "BRAND_NEW".to_owned(),
            format!("kind: word, schema: {about}, to: BRAND_NEW"),
            vec![about.to_owned()],
        ),
        Kind::Status => {
            let change = format!("kind: status, operation: {about}, from: {detail}, to: 202");
            ("202".to_owned(), change, vec![about.to_owned()])
        }
        Kind::Error => {
            let to = one_of(&["detail", "error", "reason"]);
            (to.clone(), format!("kind: error, field: {detail}, to: {to}"), vec![format!("Refusal.{to}")])
        }
        Kind::Scope => {
            let to = String::from("content:write");
            (to.clone(), format!("kind: scope, operation: {about}, needs: \"{to}\""), vec![about.to_owned()])
        }
        _ => {
            let form = one_of(&["seconds", "epoch-milliseconds", "date", "40", "60"]);
            let change = match form.as_str() {
                "40" | "60" => format!("kind: cap, max_page: {form}"),
                form => format!("kind: header, name: X-RateLimit-Reset, to: {form}"),
            };
            let to = if form == "seconds" { String::from("seconds-from-now") } else { form };
            (to, change, Vec::new())
        }
    }
}

fn type_of(word: &str) -> SchemaType {
    match word {
        "number" => SchemaType::Integer,
        "boolean" => SchemaType::Boolean,
        "list" => SchemaType::Array,
        "object" => SchemaType::Object,
        _ => SchemaType::String,
    }
}

fn schema<'d>(document: &'d SpecDocument, name: &str) -> &'d Schema {
    let mut schemas = document.schemas.iter().map(|(_, schema)| schema);
    schemas.find(|schema| schema.name.as_ref().is_some_and(|own| own.value == name)).unwrap()
}

/// What a guess of this kind can be about: a schema and a field, or an operation and its success.
fn fields(document: &SpecDocument, kind: Kind) -> Vec<(String, String)> {
    match kind {
        Kind::Status => {
            let operations =
                ["create_area_of_work", "create_page", "add_to_schedule", "get_my_profile", "get_post"];
            operations.map(|id| (id.to_owned(), success(document, id))).into()
        }
        Kind::Scope => {
            let open = document.operations.iter().filter(|operation| operation.scope_undocumented.is_some());
            open.filter(|operation| !operation.is_sensitive())
                .map(|own| (own.display_name(), String::new()))
                .collect()
        }
        Kind::Header => vec![(String::new(), String::new())],
        Kind::Error => vec![(String::new(), "message".to_owned()), (String::new(), "code".to_owned())],
        _ => document.schemas.iter().flat_map(|(_, schema)| of_a_schema(document, schema, kind)).collect(),
    }
}

fn success(document: &SpecDocument, operation: &str) -> String {
    let responses = &document.operation(operation).unwrap().responses;
    responses.iter().find(|own| own.status.value.is_success()).unwrap().status.value.to_string()
}

fn of_a_schema(document: &SpecDocument, schema: &Schema, kind: Kind) -> Vec<(String, String)> {
    let Some(name) = schema.name.as_ref().map(|name| name.value.clone()) else { return Vec::new() };
    if kind == Kind::Word {
        return if schema.known_values.is_some() { vec![(name, String::new())] } else { Vec::new() };
    }
    let is_documented =
        |evidence: Option<Evidence>| matches!(evidence, Some(Evidence::Page | Evidence::Guide));
    let own = schema.evidence.as_ref().map(|mark| mark.value);
    let fields = schema.properties.iter().filter(|property| {
        let values = &document.schemas[property.schema.schema];
        let evidence =
            values.evidence.as_ref().filter(|_| !property.schema.by_reference).map(|mark| mark.value).or(own);
        let is_plain = !property.schema.by_reference && !values.types.is_empty();
        !is_documented(evidence)
            && match kind {
                Kind::Retype => is_plain,
                Kind::Reformat => is_plain && values.format.is_some(),
                Kind::Null => !values.is_nullable() && values.any_of.is_empty(),
                Kind::Drop => schema.requires(&property.name.value),
                _ => true,
            }
    });
    fields.map(|property| (name.clone(), property.name.value.clone())).collect()
}
