//! Changes of operations: statuses, arguments, scopes.

use super::splice::{Splice, column, line_end, line_start};
use super::{Editor, NotWritten, Rank, yaml_text};
use crate::document::{Node, Operation, StatusKey};
use crate::learn::shape::Shape;

impl Editor<'_> {
    fn operation(&self, at: usize) -> Result<(&Operation, &Node), NotWritten> {
        let operation = self.document.operations.get(at).ok_or("the operation is not there")?;
        let node = self.document.node(&operation.address).ok_or("the operation is not there")?;
        Ok((operation, node))
    }

    pub(super) fn add_status(&mut self, at: usize, status: u16, samples: u64) -> Result<(), NotWritten> {
        let (operation, node) = self.operation(at)?;
        let file = operation.address.file;
        let text = self.text(file);
        let responses = node.get("responses").ok_or("the operation has no responses")?;
        let entries = responses.entries();
        let first = entries.first().ok_or("the operation has no responses")?;
        let code = status.to_string();
        // Statuses are in order: the new one comes after the last that is less, or before all.
        let before = entries.iter().rfind(|entry| entry.key.value < code);
        let indent = " ".repeat(column(text, first.key.span.start as usize));
        let value = match self.shared_response(file, status) {
            Some(reference) => format!(" {{ $ref: {reference} }}"),
            None if StatusKey::Code(status).is_success() => success(text, entries)?,
            None => {
                let (key, observed) = yaml_text::observed(self.date, samples);
                let described = yaml_text::quoted("Seen in traffic; when it comes is not known.");
                format!(" {{ description: {described}, x-evidence: observed, {key}: {observed} }}")
            }
        };
        // The last line above the first status is that of `responses:`.
        let end = before.map_or(responses_key(node), |entry| entry.value.span.end as usize);
        self.add_lines(
            file,
            end,
            Rank::Within,
            &format!("status {status}"),
            format!("\n{indent}'{status}':{value}"),
        );
        Ok(())
    }

    /// How operations of this file refer to the shared response for a status.
    fn shared_response(&self, file: crate::source::FileId, status: u16) -> Option<&str> {
        let own = self.document.operations.iter().filter(|operation| operation.address.file == file);
        let mut responses = own.flat_map(|operation| &operation.responses);
        let shared = responses.find(|response| {
            response.status.value == StatusKey::Code(status) && response.reference.is_some()
        });
        shared?.reference.as_ref().map(|reference| reference.text.value.as_str())
    }

    pub(super) fn add_argument(
        &mut self,
        at: usize,
        name: &str,
        shape: &Shape,
        samples: u64,
    ) -> Result<(), NotWritten> {
        let (operation, node) = self.operation(at)?;
        let file = operation.address.file;
        let text = self.text(file);
        let mut keywords = yaml_text::plain_keywords(shape).unwrap_or_default();
        // A query knows no null.
        if let Some((_, types)) = keywords.iter_mut().find(|(key, _)| key == "type")
            && let Some(kind) = shape.value_kinds().first()
        {
            kind.as_str().clone_into(types);
        }
        let (key, observed) = yaml_text::observed(self.date, samples);
        let entry = |indent: &str| {
            format!(
                "\n{indent}- name: {}\n{indent}  in: query\n{indent}  description: Seen in traffic; what it does is not \
                 known.\n{indent}  x-evidence: observed\n{indent}  {key}: {observed}\n{indent}  schema: {}",
                yaml_text::word(name),
                yaml_text::map(&keywords)
            )
        };
        if let Some(last) = node.get("parameters").and_then(|list| list.items().last()) {
            let start = line_start(text, last.span.start as usize);
            let indent = " ".repeat(text[start..].len() - text[start..].trim_start_matches(' ').len());
            let lines = entry(&indent);
            self.add_lines(file, last.span.end as usize, Rank::Within, &format!("argument {name}"), lines);
            return Ok(());
        }
        let next = ["requestBody", "responses"].iter().find_map(|key| node.entry(key));
        let next = next.ok_or("the operation has no responses")?;
        let indent = " ".repeat(column(text, next.key.span.start as usize));
        let line = line_start(text, next.key.span.start as usize);
        let lines = entry(&format!("{indent}  "));
        // One argument at a time can begin the list; the others join it when the document is read again.
        if !self.begun.insert(at) {
            return Err("the list of arguments is begun by another one; learn once more to add it");
        }
        let piece = Splice::insert(line, format!("{indent}parameters:{lines}\n"));
        self.pieces.entry(file).or_default().push(piece);
        Ok(())
    }

    pub(super) fn set_scope(&mut self, at: usize, scope: &str, samples: u64) -> Result<(), NotWritten> {
        let (operation, node) = self.operation(at)?;
        let address = operation.address.clone();
        let text = self.text(address.file);
        let security = node.get("security").ok_or("the operation does not say who may call it")?;
        let source = &text[security.span.start as usize..security.span.end as usize];
        let scheme = self.document.security_schemes.iter().find(|scheme| !scheme.scopes.is_empty());
        let scheme = &scheme.ok_or("no scheme has scopes")?.name.value;
        let empty = format!("{scheme}: []");
        if !source.contains(&empty) {
            return Err("the way to call it with a key is not written as expected");
        }
        let secured = source.replacen(&empty, &format!("{scheme}: [{scope}]"), 1);
        let (key, observed) = yaml_text::observed(self.date, samples);
        let edit = self.maps.entry(address).or_default();
        edit.set("security", secured, &[]);
        edit.remove("x-scope-undocumented");
        edit.set("x-scope-evidence", "observed", &["security"]);
        edit.set(&key, observed, &["x-scope-evidence"]);
        Ok(())
    }
}

/// Where the key of the responses stands.
fn responses_key(node: &Node) -> usize {
    node.entry("responses").map_or(0, |entry| entry.key.span.end as usize)
}

/// What the operation's first success is written as, below its status.
fn success(text: &str, entries: &[crate::document::Entry]) -> Result<String, NotWritten> {
    let is_success = |key: &str| StatusKey::parse(key).is_some_and(StatusKey::is_success);
    let first =
        entries.iter().find(|entry| is_success(&entry.key.value)).ok_or("the operation names no success")?;
    let start = first.key.span.end as usize + 1;
    Ok(text[start..line_end(text, first.value.span.end as usize)].to_owned())
}
