//! The marks for `ChatGPT`: of operations, of workflows, and of the document.

use super::Reader;
use crate::document::{ActionMark, ActionSettings, Node, ToolHint, WorkflowAction};
use crate::source::Sourced;

const MARK: &str = "the mark for ChatGPT";
const HINT: &str = "the hints of a tool";

impl Reader<'_, '_> {
    /// `x-surfaces` of an operation.
    pub(super) fn action(&mut self, operation: &Node) -> Option<ActionMark> {
        let node = self.for_chatgpt(operation, &["order", "when"])?;
        self.action_mark(node)
    }

    /// `x-surfaces` of a workflow.
    pub(super) fn workflow_action(&mut self, workflow: &Node) -> Option<WorkflowAction> {
        let node = self.for_chatgpt(workflow, &["order", "when", "operation", "path", "tag"])?;
        let mark = self.action_mark(node);
        let operation = self.required_text(node, "operation", MARK);
        let path = self.required_text(node, "path", MARK);
        let tag = self.required_text(node, "tag", MARK);
        Some(WorkflowAction { mark: mark?, operation: operation?, path: path?, tag: tag? })
    }

    /// `x-surfaces` of the document.
    pub(super) fn action_settings(&mut self, root: &Node) -> Option<ActionSettings> {
        let known = ["server", "server_description", "description", "credential", "role", "rules", "tools"];
        let node = self.for_chatgpt(root, &known)?;
        let mut text = |key| self.required_text(node, key, MARK);
        let (server, server_description) = (text("server"), text("server_description"));
        let (description, credential, role) = (text("description"), text("credential"), text("role"));
        Some(ActionSettings {
            span: node.span,
            server: server?,
            server_description: server_description?,
            description: description?,
            credential: credential?,
            role: role?,
            rules: self.texts(node, "rules"),
            tools: self.list(node, "tools").iter().filter_map(|tool| self.tool_hint(tool)).collect(),
        })
    }

    fn tool_hint(&mut self, node: &Node) -> Option<ToolHint> {
        let known = ["name", "read_only", "destructive", "open_world", "why"];
        if !self.object(node, HINT, &known) {
            return None;
        }
        let name = self.required_text(node, "name", HINT);
        let why = self.required_text(node, "why", HINT);
        let (read_only, destructive) = (self.hint(node, "read_only"), self.hint(node, "destructive"));
        let open_world = self.hint(node, "open_world");
        Some(ToolHint {
            name: name?,
            read_only: read_only?,
            destructive: destructive?,
            open_world: open_world?,
            why: why?,
        })
    }

    fn hint(&mut self, node: &Node, key: &str) -> Option<Sourced<bool>> {
        if node.get(key).is_none() {
            self.missing(node.span, HINT, key);
        }
        self.flag(node, key)
    }

    fn action_mark(&mut self, node: &Node) -> Option<ActionMark> {
        if node.get("order").is_none() {
            self.missing(node.span, MARK, "order");
        }
        let order = self.small_count(node, "order");
        let when = self.required_text(node, "when", MARK);
        Some(ActionMark { span: node.span, order: order?, when: when? })
    }

    fn for_chatgpt<'n>(&mut self, node: &'n Node, known: &[&str]) -> Option<&'n Node> {
        let surfaces = node.get("x-surfaces")?;
        if !self.object(surfaces, "`x-surfaces`", &["chatgpt"]) {
            return None;
        }
        let mark = surfaces.get("chatgpt")?;
        self.object(mark, MARK, known).then_some(mark)
    }
}
