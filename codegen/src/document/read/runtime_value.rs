//! Values of workflows: constants and expressions.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, RuntimeValue, Value, WorkflowPayload};
use crate::source::{Sourced, Span};

impl Reader<'_, '_> {
    /// A constant or an expression.
    pub(super) fn runtime_value(&mut self, node: &Node) -> Option<Sourced<RuntimeValue>> {
        let text = node.as_text().filter(|text| text.starts_with('$') || text.contains("{$"));
        let value = match text {
            None => Some(RuntimeValue::Constant(node.clone())),
            Some(text) => expression(text),
        };
        let Some(value) = value else {
            let what = format!("the expression `{}`", text.unwrap_or_default());
            self.unsupported_workflow(node.span, &what, EXPRESSIONS);
            return None;
        };
        Some(Sourced::new(value, node.span))
    }

    /// A body with places for values.
    pub(super) fn payload(&mut self, node: &Node) -> Option<WorkflowPayload> {
        Some(match &node.value {
            Value::Map(entries) => {
                let parts =
                    entries.iter().filter_map(|entry| Some((entry.key.clone(), self.payload(&entry.value)?)));
                WorkflowPayload::Object(parts.collect())
            }
            Value::List(items) => {
                WorkflowPayload::List(items.iter().filter_map(|item| self.payload(item)).collect())
            }
            _ => WorkflowPayload::Value(self.runtime_value(node)?),
        })
    }

    pub(super) fn unsupported_workflow(&mut self, span: Span, what: &str, help: &str) {
        self.findings.push(
            Diagnostic::new(Code::UnsupportedWorkflow, span, format!("{what} is not compiled"))
                .label("the runner has no such thing")
                .help(help),
        );
    }
}

const EXPRESSIONS: &str =
    "possible are `$inputs.name`, `$steps.step.outputs.name`, `$response.body#/pointer` and `$statusCode`";

fn expression(text: &str) -> Option<RuntimeValue> {
    if text == "$statusCode" {
        return Some(RuntimeValue::Status);
    }
    if let Some(name) = text.strip_prefix("$inputs.") {
        return is_name(name).then(|| RuntimeValue::Input(name.to_owned()));
    }
    if let Some(rest) = text.strip_prefix("$response.body") {
        let pointer = if rest.is_empty() { "" } else { rest.strip_prefix('#')? };
        return (pointer.is_empty() || pointer.starts_with('/'))
            .then(|| RuntimeValue::ResponseBody(pointer.to_owned()));
    }
    let (step, rest) = text.strip_prefix("$steps.")?.split_once('.')?;
    let output = rest.strip_prefix("outputs.")?;
    (is_name(step) && is_name(output))
        .then(|| RuntimeValue::StepOutput { step: step.to_owned(), output: output.to_owned() })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter))
}

/// The statuses of a condition such as `$statusCode == 200 || $statusCode == 204`.
pub(super) fn statuses(condition: &str) -> Option<Vec<u16>> {
    let status = |part: &str| {
        let number = part.trim().strip_prefix("$statusCode")?.trim_start().strip_prefix("==")?;
        number.trim().parse().ok().filter(|status| (100..600).contains(status))
    };
    condition.split("||").map(status).collect()
}

#[cfg(test)]
mod tests {
    use super::{expression, statuses};
    use crate::document::RuntimeValue;

    #[test]
    fn expressions_are_the_four_that_are_compiled() {
        let step = |step: &str, output: &str| {
            Some(RuntimeValue::StepOutput { step: step.to_owned(), output: output.to_owned() })
        };
        for (text, value) in [
            ("$inputs.date", Some(RuntimeValue::Input("date".to_owned()))),
            ("$steps.find.outputs.post_id", step("find", "post_id")),
            ("$response.body#/results/0/id", Some(RuntimeValue::ResponseBody("/results/0/id".to_owned()))),
            ("$response.body", Some(RuntimeValue::ResponseBody(String::new()))),
            ("$statusCode", Some(RuntimeValue::Status)),
            ("$response.header.X", None),
            ("$inputs.", None),
            ("$inputs.a b", None),
            ("$steps.find.post_id", None),
            ("$response.body#results", None),
            ("text {$inputs.date}", None),
        ] {
            assert_eq!(expression(text), value, "{text}");
        }
    }

    #[test]
    fn conditions_are_statuses_joined_by_or() {
        for (text, expected) in [
            ("$statusCode == 200", Some(vec![200])),
            ("$statusCode==200 || $statusCode == 204", Some(vec![200, 204])),
            ("$statusCode != 200", None),
            ("$statusCode == 99", None),
            ("$response.body#/count > 0", None),
            ("", None),
        ] {
            assert_eq!(statuses(text), expected, "{text}");
        }
    }
}
