//! A change of the document that traffic speaks for.

use super::shape::Shape;
use crate::document::SchemaId;

/// A change of the document. None of them removes a field or narrows what is allowed.
#[derive(Debug, Clone)]
pub enum Proposal {
    /// A property that the schema lacks.
    AddProperty {
        /// The schema of the object.
        schema: SchemaId,
        /// The name of the property.
        name: String,
        /// What its values look like.
        shape: Shape,
    },
    /// Null beside what a schema says, in place of the reference to it.
    AllowNullBeside {
        /// The object.
        schema: SchemaId,
        /// The property that refers to a schema by name.
        property: String,
    },
    /// Null among the types of a schema.
    AllowNull {
        /// The schema.
        schema: SchemaId,
    },
    /// Another format of a text, or none.
    Reformat {
        /// The schema.
        schema: SchemaId,
        /// The format.
        format: Option<&'static str>,
    },
    /// Other types than the schema says.
    Retype {
        /// The schema.
        schema: SchemaId,
        /// What its values look like.
        values: Values,
    },
    /// An object, or a list of objects, in place of a schema that is written where it is used.
    Replace {
        /// The schema that goes.
        schema: SchemaId,
        /// The object in one of whose properties it is.
        owner: SchemaId,
        /// What it is called there.
        name: String,
        /// What its values look like.
        shape: Shape,
    },
    /// A property that is not always there.
    Relax {
        /// The schema of the object.
        schema: SchemaId,
        /// The property.
        property: String,
    },
    /// Values of a listed set.
    AddValues {
        /// The schema with the list.
        schema: SchemaId,
        /// The values, in the order of their letters.
        values: Vec<String>,
    },
    /// Bounds that do not hold.
    DropBounds {
        /// The schema.
        schema: SchemaId,
    },
    /// A status that an operation answers with.
    AddStatus {
        /// The operation, by its place in the document.
        operation: usize,
        /// The status.
        status: u16,
    },
    /// An argument of the query.
    AddArgument {
        /// The operation, by its place in the document.
        operation: usize,
        /// The name of the argument.
        name: String,
        /// What its values look like.
        shape: Shape,
    },
    /// The scope that an operation without a documented one needs.
    SetScope {
        /// The operation, by its place in the document.
        operation: usize,
        /// The scope.
        scope: String,
    },
}

/// What the values of a schema look like, as keywords of JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The types; none if they are several that have no name together.
    pub types: Vec<&'static str>,
    /// Whether null is among them.
    pub null: bool,
    /// The format.
    pub format: Option<&'static str>,
    /// The types of the entries, if it is a list of plain values.
    pub items: Option<&'static str>,
}
