//! The Arazzo document beside the root.

use super::runtime_value::statuses;
use super::{Reader, WORKFLOWS};
use crate::document::{
    Address, Entry, Node, RuntimeValue, Workflow, WorkflowInput, WorkflowOutput, WorkflowPayload,
    WorkflowStep,
};
use crate::source::Sourced;

const STEP_PARTS: &str =
    "a step has stepId, description, operationId, parameters, requestBody, successCriteria, outputs";

impl Reader<'_, '_> {
    pub(super) fn workflows(&mut self) -> Vec<Workflow> {
        let path = match self.root.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{WORKFLOWS}"),
            None => WORKFLOWS.to_owned(),
        };
        if !self.library.exists(&path) {
            return Vec::new();
        }
        // What can't be read is said by the library or, since a broken file was there, by its parser.
        let Ok(tree) = self.library.open(&path, self.findings) else { return Vec::new() };
        let known = ["arazzo", "info", "sourceDescriptions", "workflows"];
        if !self.object(&tree.root, "the workflows document", &known) {
            return Vec::new();
        }
        if tree.root.get("workflows").is_none() {
            self.missing(tree.root.span, "the workflows document", "workflows");
        }
        let at = Address { file: tree.file, pointer: String::from("/workflows") };
        let list = self.list(&tree.root, "workflows").iter().enumerate();
        list.filter_map(|(index, node)| self.workflow(node, &at.child(&index.to_string()))).collect()
    }

    fn workflow(&mut self, node: &Node, at: &Address) -> Option<Workflow> {
        let passed_over = ["dependsOn", "successActions", "failureActions", "parameters"];
        let known = ["workflowId", "summary", "description", "inputs", "steps", "outputs", "x-surfaces"];
        if !self.object(node, "a workflow", &[&known[..], &passed_over[..]].concat()) {
            return None;
        }
        self.refuse_parts(
            node,
            &passed_over,
            "a workflow has workflowId, summary, description, inputs, steps, outputs",
        );
        let id = self.required_text(node, "workflowId", "a workflow");
        if node.get("steps").is_none() {
            self.missing(node.span, "a workflow", "steps");
        }
        Some(Workflow {
            span: node.span,
            id: id?,
            summary: self.text(node, "summary"),
            description: self.text(node, "description"),
            inputs: self.workflow_inputs(node, at),
            steps: self.list(node, "steps").iter().filter_map(|step| self.step(step)).collect(),
            outputs: self.outputs(node),
            action: self.workflow_action(node),
        })
    }

    fn refuse_parts(&mut self, node: &Node, keys: &[&str], help: &str) {
        for entry in keys.iter().filter_map(|key| node.entry(key)) {
            self.unsupported_workflow(entry.key.span, &format!("`{}`", entry.key.value), help);
        }
    }

    fn workflow_inputs(&mut self, node: &Node, at: &Address) -> Vec<WorkflowInput> {
        let Some(inputs) = node.get("inputs") else { return Vec::new() };
        if !self.object(
            inputs,
            "`inputs`",
            &["type", "required", "properties", "description", "title", "$ref"],
        ) {
            return Vec::new();
        }
        self.refuse_parts(inputs, &["$ref"], "write the inputs where they are used");
        let required = self.texts(inputs, "required");
        let at = at.child("inputs").child("properties");
        let mut list = Vec::new();
        for entry in self.map(inputs, "properties") {
            if let Some(schema) = self.schema_use(&entry.value, &at.child(&entry.key.value)) {
                let required = required.iter().any(|name| name.value == entry.key.value);
                list.push(WorkflowInput { name: entry.key.clone(), schema, required });
            }
        }
        // The list says an order, the map says none.
        let place = |input: &WorkflowInput| required.iter().position(|name| name.value == input.name.value);
        list.sort_by_key(|input| place(input).unwrap_or(usize::MAX));
        list
    }

    fn step(&mut self, node: &Node) -> Option<WorkflowStep> {
        let passed_over = ["operationPath", "workflowId", "onSuccess", "onFailure"];
        let known = [
            "stepId",
            "description",
            "operationId",
            "parameters",
            "requestBody",
            "successCriteria",
            "outputs",
        ];
        if !self.object(node, "a step", &[&known[..], &passed_over[..]].concat()) {
            return None;
        }
        self.refuse_parts(node, &passed_over, STEP_PARTS);
        let elsewhere = node.get("operationPath").or_else(|| node.get("workflowId")).is_some();
        let id = self.required_text(node, "stepId", "a step");
        let operation = if elsewhere {
            self.text(node, "operationId")
        } else {
            self.required_text(node, "operationId", "a step")
        };
        let parameters = self.list(node, "parameters").iter();
        let parameters = parameters.filter_map(|parameter| self.step_parameter(parameter)).collect();
        Some(WorkflowStep {
            span: node.span,
            id: id?,
            description: self.text(node, "description"),
            operation: operation?,
            parameters,
            body: self.step_body(node),
            expected: self.expected(node),
            outputs: self.outputs(node),
        })
    }

    fn step_parameter(&mut self, node: &Node) -> Option<(Sourced<String>, Sourced<RuntimeValue>)> {
        if !self.object(node, "a parameter of a step", &["name", "in", "value", "reference"]) {
            return None;
        }
        self.refuse_parts(node, &["reference"], "write the parameter where it is used");
        let name = self.required_text(node, "name", "a parameter of a step")?;
        let Some(value) = node.get("value") else {
            self.missing(node.span, "a parameter of a step", "value");
            return None;
        };
        Some((name, self.runtime_value(value)?))
    }

    fn step_body(&mut self, node: &Node) -> Option<WorkflowPayload> {
        let body = node.get("requestBody")?;
        if !self.object(body, "the body of a step", &["contentType", "payload", "replacements"]) {
            return None;
        }
        self.refuse_parts(body, &["replacements"], "write the values into the payload itself");
        let Some(payload) = body.get("payload") else {
            self.missing(body.span, "the body of a step", "payload");
            return None;
        };
        self.payload(payload)
    }

    fn expected(&mut self, node: &Node) -> Vec<Sourced<u16>> {
        let mut expected = Vec::new();
        for criterion in self.list(node, "successCriteria") {
            if !self.object(criterion, "a criterion", &["condition", "context", "type"]) {
                continue;
            }
            self.refuse_parts(criterion, &["context", "type"], "only conditions on the status are compiled");
            let Some(condition) = self.required_text(criterion, "condition", "a criterion") else { continue };
            match statuses(&condition.value) {
                Some(list) => {
                    expected.extend(list.into_iter().map(|status| Sourced::new(status, condition.span)));
                }
                None => self.unsupported_workflow(
                    condition.span,
                    &format!("the condition `{}`", condition.value),
                    "write `$statusCode == 200`, and join several by `||`",
                ),
            }
        }
        expected
    }

    fn outputs(&mut self, node: &Node) -> Vec<WorkflowOutput> {
        let entries: &[Entry] = self.map(node, "outputs");
        let read = |reader: &mut Self, entry: &Entry| {
            Some(WorkflowOutput { name: entry.key.clone(), value: reader.runtime_value(&entry.value)? })
        };
        entries.iter().filter_map(|entry| read(self, entry)).collect()
    }
}
