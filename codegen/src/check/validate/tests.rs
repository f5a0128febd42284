//! Values against schemas, as tables.

use std::collections::BTreeMap;

use super::{Direction, validate};
use crate::Profile;
use crate::document::Address;
use crate::load::MemorySource;

const OTHERS: &str = "
    Cat: { type: object, required: [kind, lives], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind, tricks], properties: { kind: { type: string }, tricks: { type: integer } } }
    Tree: { type: object, properties: { left: { $ref: '#/components/schemas/Tree' } } }
";

/// What a value has against a schema: path and fault of each misfit.
fn faults(schema: &str, value: &str, direction: Direction) -> Vec<String> {
    faults_beside(OTHERS, schema, value, direction)
}

fn faults_beside(others: &str, schema: &str, value: &str, direction: Direction) -> Vec<String> {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Test, version: '1' }}\npaths: {{}}\ncomponents:\n  examples:\n    \
         Tested: {{ value: {value} }}\n  schemas:\n    Tested: {schema}\n{others}"
    );
    let files = BTreeMap::from([(String::from("openapi.yaml"), text)]);
    let linted = crate::lint("openapi.yaml", &MemorySource::new(files), Profile::General);
    let document = linted.document.expect("the document can be read");
    let at = |pointer: &str| Address { file: document.root, pointer: pointer.to_owned() };
    let id = document.schemas.find(&at("/components/schemas/Tested")).expect("the schema is there");
    let value = document.node(&at("/components/examples/Tested/value")).expect("the value is there");
    let misfits = validate(&document.schemas, id, value, direction);
    misfits.iter().map(|misfit| format!("{} {}", misfit.path, misfit.fault).trim_start().to_owned()).collect()
}

fn judge(table: &[(&str, &str, &[&str])]) {
    for (schema, value, expected) in table {
        assert_eq!(faults(schema, value, Direction::Either), *expected, "{value} against {schema}");
    }
}

#[test]
fn kinds_are_told_apart() {
    judge(&[
        ("{}", "[1, { a: null }]", &[]),
        ("true", "1", &[]),
        ("false", "1", &["is not allowed"]),
        ("{ type: string }", "1", &["is a whole number, not text"]),
        ("{ type: integer }", "1.0", &[]),
        ("{ type: integer }", "1.5", &["is a number with a fraction, not a whole number"]),
        ("{ type: number }", "1", &[]),
        ("{ type: [string, 'null'] }", "null", &[]),
        ("{ type: [string, 'null'] }", "[]", &["is a list, not text or null"]),
        ("{ type: string, nullable: true }", "null", &[]),
        ("{ type: object }", "{}", &[]),
        ("{ enum: [1, a] }", "1.0", &[]),
        ("{ enum: [1, a] }", "b", &["is none of the values of `enum`"]),
        ("{ const: { a: 1, b: 2 } }", "{ b: 2, a: 1 }", &[]),
        ("{ const: 1 }", "2", &["is not the one value that fits"]),
    ]);
}

#[test]
fn numbers_and_texts_keep_their_limits() {
    judge(&[
        ("{ minimum: 1, maximum: 3 }", "3", &[]),
        ("{ minimum: 1 }", "0.5", &["is 0.5, not at least 1"]),
        ("{ maximum: 3 }", "4", &["is 4, not at most 3"]),
        ("{ exclusiveMinimum: 1 }", "1", &["is 1, not more than 1"]),
        ("{ exclusiveMaximum: 1 }", "1", &["is 1, not less than 1"]),
        ("{ multipleOf: 0.01 }", "19.99", &[]),
        ("{ multipleOf: 5 }", "7", &["is 7, not a multiple of 5"]),
        ("{ minLength: 2 }", "é", &["has 1 characters and has to be at least 2 long"]),
        ("{ maxLength: 1 }", "é", &[]),
        ("{ maxLength: 1 }", "ab", &["has 2 characters and may be at most 1 long"]),
        ("{ pattern: '^cc_' }", "cc_1", &[]),
        ("{ pattern: '^cc_' }", "dd_1", &["doesn't match the pattern"]),
        ("{ pattern: '^(?=a)b$' }", "what a look-ahead says is not judged", &[]),
        ("{ format: date }", "2026-02-30", &["is not a date such as `2026-11-23`"]),
        ("{ format: date }", "5", &[]),
        ("{ format: int32 }", "2147483648", &["is not a number of that many bits"]),
    ]);
}

#[test]
fn lists_and_objects_are_judged_to_the_bottom() {
    judge(&[
        (
            "{ items: { type: integer } }",
            "[1, a, 2, b]",
            &["/1 is text, not a whole number", "/3 is text, not a whole number"],
        ),
        ("{ minItems: 1 }", "[]", &["has 0 entries, not at least 1"]),
        ("{ uniqueItems: true }", "[1, 2, 1.0]", &["holds this entry twice"]),
        ("{ items: { type: string }, prefixItems: [{ type: integer }] }", "[1]", &[]),
        ("{ required: [a] }", "{ b: 1 }", &["has no `a`"]),
        (
            "{ properties: { a: { properties: { b: { type: string } } } } }",
            "{ a: { b: 1 } }",
            &["/a/b is a whole number, not text"],
        ),
        (
            "{ properties: { title: {} }, additionalProperties: false }",
            "{ titel: 1 }",
            &["/titel is no property of the schema (`title`?)"],
        ),
        ("{ additionalProperties: { type: string } }", "{ a: b, c: 1 }", &["/c is a whole number, not text"]),
        ("{ additionalProperties: false, patternProperties: { '^x': {} } }", "{ xa: 1 }", &[]),
        ("{ maxProperties: 1 }", "{ a: 1, b: 2 }", &["has 2 properties, not at most 1"]),
        (
            "{ allOf: [{ $ref: '#/components/schemas/Tree' }] }",
            "{ left: { left: { left: 1 } } }",
            &["/left/left/left is a whole number, not an object"],
        ),
    ]);
}

#[test]
fn unions_find_the_member_that_was_meant() {
    let cat_or_null = "{ anyOf: [{ $ref: '#/components/schemas/Cat' }, { type: 'null' }] }";
    let pets = "oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]";
    let plain = format!("{{ {pets} }}");
    let told = format!("{{ {pets}, discriminator: {{ propertyName: kind }} }}");
    judge(&[
        (cat_or_null, "null", &[]),
        (cat_or_null, "{ kind: Cat }", &["has no `lives`"]),
        (cat_or_null, "5", &["is a whole number, not an object or null"]),
        (&plain, "{ kind: Dog, tricks: 3 }", &[]),
        (&plain, "{ kind: Cat, lives: 9, tricks: 3 }", &["fits more than one member of `oneOf`"]),
        (&plain, "{ lives: nine }", &["fits none of 2 members; by the nearest it has no `kind`"]),
        (&told, "{ kind: Cat, lives: 9, tricks: 3 }", &[]),
        (&told, "{ kind: Dog }", &["has no `tricks`"]),
        (&told, "{ kind: Cow }", &["/kind names none of the members"]),
        ("{ oneOf: [{ not: { type: string } }, { type: integer }] }", "1", &[]),
        (
            "{ allOf: [{ $ref: '#/components/schemas/Cat' }, { required: [name] }] }",
            "{ kind: Cat, lives: 9 }",
            &["has no `name`"],
        ),
    ]);
}

#[test]
fn what_is_only_read_is_not_required_on_the_way_there() {
    let schema =
        "{ required: [id, secret], properties: { id: { readOnly: true }, secret: { writeOnly: true } } }";
    for (direction, expected) in [
        (Direction::Request, &["has no `secret`"][..]),
        (Direction::Response, &["has no `id`"][..]),
        (Direction::Either, &[][..]),
    ] {
        assert_eq!(faults(schema, "{}", direction), expected, "{direction:?}");
    }
}

#[test]
fn a_value_is_judged_once_by_each_schema_however_many_ways_lead_there() {
    let levels = (0..40).map(|level| {
        let next = format!("{{ $ref: '#/components/schemas/Level{}' }}", level + 1);
        format!("    Level{level}: {{ anyOf: [{next}, {next}] }}\n")
    });
    let others: String = levels.chain([String::from("    Level40: { type: string }\n")]).collect();
    let top = "{ anyOf: [{ $ref: '#/components/schemas/Level0' }] }";
    assert_eq!(faults_beside(&others, top, "5", Direction::Either), ["is a whole number, not text"]);
}
