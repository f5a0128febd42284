//! Schemas: places in the arena, and what is read into them.

use super::Reader;
use super::resolve::map_kind;
use crate::document::{
    Address, Bounds, DefinitionKind, Node, Property, Schema, SchemaId, SchemaType, SchemaUse, Value,
};
use crate::source::{Sourced, Span};

impl Reader<'_, '_> {
    /// The schema under a key.
    pub(super) fn schema_under(&mut self, node: &Node, at: &Address, key: &str) -> Option<SchemaUse> {
        let value = node.get(key)?;
        self.schema_use(value, &at.child(key))
    }

    /// The schema at a node: its place in the arena, or that of what its reference leads to.
    pub(super) fn schema_use(&mut self, node: &Node, at: &Address) -> Option<SchemaUse> {
        let alone = node.entries().len() == 1;
        match node.get("$ref") {
            Some(reference) if alone => {
                let text = self.as_text(reference)?;
                self.schema_reference(&text, at, node.span)
            }
            _ => Some(SchemaUse { schema: self.place(at, node), span: node.span, by_reference: false }),
        }
    }

    pub(super) fn schema_reference(
        &mut self,
        text: &Sourced<String>,
        at: &Address,
        span: Span,
    ) -> Option<SchemaUse> {
        let target = self.follow(text, at.file, DefinitionKind::Schema)?;
        let found = target.node()?;
        Some(SchemaUse { schema: self.place(&target.address, found), span, by_reference: true })
    }

    /// The place of the schema at an address. A new one is read later.
    pub(super) fn place(&mut self, at: &Address, node: &Node) -> SchemaId {
        if let Some(id) = self.schemas.find(at) {
            return id;
        }
        let id = self.schemas.insert(Schema::empty(at.clone(), node.span));
        self.queue.push_back((id, at.clone()));
        id
    }

    pub(super) fn read_queued_schemas(&mut self) {
        while let Some((id, at)) = self.queue.pop_front() {
            let Some(tree) = self.library.tree(at.file) else { continue };
            let Some(node) = tree.root.at(&at.pointer) else { continue };
            let mut schema = Schema::empty(at.clone(), node.span);
            schema.name = name_of(&at, &tree.root, self.library.path(at.file) == self.root);
            self.schema(node, &at, &mut schema);
            self.schemas.replace(id, schema);
        }
    }

    fn schema(&mut self, node: &Node, at: &Address, schema: &mut Schema) {
        if let Value::Bool(boolean) = node.value {
            schema.boolean = Some(boolean);
            return;
        }
        if !self.object(node, "a schema", &super::schema_parts::KEYS) {
            return;
        }
        if let Some(reference) = node.get("$ref") {
            self.beside_reference(node);
            if let Some(text) = self.as_text(reference) {
                schema.reference = self.schema_reference(&text, at, reference.span);
            }
        }
        self.annotations(node, schema);
        self.values(node, schema);
        self.object_parts(node, at, schema);
        schema.items = self.schema_under(node, at, "items");
        schema.all_of = self.members(node, at, "allOf");
        schema.one_of = self.members(node, at, "oneOf");
        schema.any_of = self.members(node, at, "anyOf");
        schema.discriminator = self.discriminator(node, at);
        schema.bounds = self.bounds(node);
        schema.unsupported = super::root::ignored(node, &super::schema_parts::UNSUPPORTED);
    }

    fn annotations(&mut self, node: &Node, schema: &mut Schema) {
        schema.title = self.text(node, "title");
        schema.description = self.text(node, "description");
        schema.evidence = self.evidence(node, "x-evidence");
        schema.removal = self.removal(node);
        schema.id_type = self.text(node, "x-id");
        schema.secret = self.flag(node, "x-secret");
        schema.default = node.get("default").cloned();
        schema.examples = self.list(node, "examples").to_vec();
        schema.examples.extend(node.get("example").cloned());
        schema.read_only = self.flag(node, "readOnly").is_some_and(|mark| mark.value);
        schema.write_only = self.flag(node, "writeOnly").is_some_and(|mark| mark.value);
    }

    fn values(&mut self, node: &Node, schema: &mut Schema) {
        schema.types = self.types(node);
        schema.format = self.text(node, "format");
        schema.nullable = self.nullable(node);
        schema.constant = node.get("const").cloned();
        if node.get("enum").is_some() {
            schema.enumeration = Some(self.list(node, "enum").to_vec());
        }
        if let Some(known) = node.get("x-known-values") {
            schema.known_values = Some(Sourced::new(self.texts(node, "x-known-values"), known.span));
        }
    }

    fn types(&mut self, node: &Node) -> Vec<Sourced<SchemaType>> {
        let words = SchemaType::ALL.map(|kind| (kind.as_str(), kind));
        match node.get("type") {
            None => Vec::new(),
            Some(list @ Node { value: Value::List(items), .. }) => {
                if items.is_empty() {
                    self.wrong_type(list, "at least one type");
                }
                items.iter().filter_map(|item| self.as_word(item, &words)).collect()
            }
            Some(word) => self.as_word(word, &words).into_iter().collect(),
        }
    }

    fn object_parts(&mut self, node: &Node, at: &Address, schema: &mut Schema) {
        let under = at.child("properties");
        for entry in self.map(node, "properties") {
            let read = self.schema_use(&entry.value, &under.child(&entry.key.value));
            schema.properties.extend(read.map(|schema| Property { name: entry.key.clone(), schema }));
        }
        schema.required = self.texts(node, "required");
        schema.additional = self.additional(node, at);
    }

    fn members(&mut self, node: &Node, at: &Address, key: &str) -> Vec<SchemaUse> {
        let at = at.child(key);
        let items = self.list(node, key);
        let members = items.iter().enumerate();
        members.filter_map(|(index, item)| self.schema_use(item, &at.child(&index.to_string()))).collect()
    }
}

impl Schema {
    /// A schema that says nothing.
    fn empty(address: Address, span: Span) -> Self {
        Self {
            span,
            address,
            name: None,
            boolean: None,
            reference: None,
            title: None,
            description: None,
            evidence: None,
            types: Vec::new(),
            format: None,
            enumeration: None,
            constant: None,
            known_values: None,
            id_type: None,
            secret: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            bounds: Bounds::default(),
            default: None,
            examples: Vec::new(),
            read_only: false,
            write_only: false,
            nullable: false,
            removal: super::super::Removal::default(),
            unsupported: Vec::new(),
        }
    }
}

/// The name of a schema: its key, if it stands in a map of named schemas.
fn name_of(at: &Address, root: &Node, is_root_file: bool) -> Option<Sourced<String>> {
    let (parent, _) = at.pointer.rsplit_once('/')?;
    let in_flat_map = !is_root_file && parent.is_empty();
    let in_definitions = parent == "/$defs" || parent == "/definitions";
    if !in_flat_map && !in_definitions && map_kind(&at.pointer) != Some(DefinitionKind::Schema) {
        return None;
    }
    let name = at.last_segment()?;
    root.at(parent)?.entry(&name).map(|entry| entry.key.clone())
}
