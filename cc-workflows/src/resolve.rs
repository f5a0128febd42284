//! Expressions: where a value comes from, and what it is now.

use std::collections::BTreeMap;

use cc_api::catalogue::{Expression, Payload, WorkflowStep};
use serde_json::{Map, Value};

use crate::error::Cause;

/// What steps may refer to: the inputs, and what earlier steps gave.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    inputs: Map<String, Value>,
    /// The outputs of each finished step. One that was not in the answer says where it should have been.
    steps: BTreeMap<&'static str, BTreeMap<&'static str, Found>>,
    /// Steps that gave nothing because they failed and the run went on.
    failed: Vec<&'static str>,
}

/// An output of a step: its value, or why there is none.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Value(Value),
    Nothing { why: String },
}

impl Scope {
    pub(crate) fn new(inputs: Map<String, Value>) -> Self {
        Self { inputs, ..Self::default() }
    }

    pub(crate) fn finish(&mut self, step: &'static str, outputs: BTreeMap<&'static str, Found>) {
        self.steps.insert(step, outputs);
    }

    pub(crate) fn fail(&mut self, step: &'static str) {
        self.failed.push(step);
    }

    /// What a step needs: an input that was left out is none, a missing output of another step is an error.
    pub(crate) fn needed(
        &self,
        reader: &WorkflowStep,
        expression: Expression,
    ) -> Result<Option<Value>, Cause> {
        let Expression::StepOutput { step, output } = expression else { return Ok(self.known(expression)) };
        let why = match self.steps.get(step).and_then(|outputs| outputs.get(output)) {
            Some(Found::Value(value)) => return Ok(Some(value.clone())),
            Some(Found::Nothing { why }) => why.clone(),
            None if self.failed.contains(&step) => String::from("that step failed"),
            None => String::from("that step has no such output"),
        };
        Err(Cause::MissingOutput { step: reader.id, from: step, output, why })
    }

    /// What an expression of the workflow's own outputs gives; missing ones are none.
    pub(crate) fn known(&self, expression: Expression) -> Option<Value> {
        match expression {
            Expression::Constant(json) => json.parse().ok(),
            Expression::Input(name) => self.inputs.get(name).cloned(),
            Expression::StepOutput { step, output } => match self.steps.get(step)?.get(output)? {
                Found::Value(value) => Some(value.clone()),
                Found::Nothing { .. } => None,
            },
            // The answer is only at hand inside a step: see `from_answer`.
            _ => None,
        }
    }

    /// A body with every place filled; parts that come from inputs that were left out are left out, too.
    pub(crate) fn body(&self, reader: &WorkflowStep, payload: &Payload) -> Result<Option<Value>, Cause> {
        Ok(match payload {
            Payload::Value(expression) => self.needed(reader, *expression)?,
            Payload::Object(members) => {
                let mut object = Map::new();
                for (name, member) in *members {
                    if let Some(value) = self.body(reader, member)? {
                        object.insert((*name).to_owned(), value);
                    }
                }
                Some(Value::Object(object))
            }
            Payload::List(items) => {
                let mut list = Vec::new();
                for item in *items {
                    list.extend(self.body(reader, item)?);
                }
                Some(Value::Array(list))
            }
            _ => None,
        })
    }
}

/// What an output of a step gives, from the answer to its call. Null is nothing: no later call could use it.
pub(crate) fn from_answer(expression: Expression, status: u16, answer: &Value, scope: &Scope) -> Found {
    let pointer = match expression {
        Expression::ResponseBody(pointer) => pointer,
        Expression::Status => return Found::Value(Value::from(status)),
        other => {
            let why = || Found::Nothing { why: String::from("it comes from an input that was left out") };
            return scope.known(other).map_or_else(why, Found::Value);
        }
    };
    match answer.pointer(pointer) {
        Some(Value::Null) => Found::Nothing { why: format!("its answer has null at `{pointer}`") },
        Some(value) => Found::Value(value.clone()),
        None => Found::Nothing { why: why_nothing(answer, pointer) },
    }
}

/// Why a pointer leads nowhere: most often because a list is empty, which is worth saying.
fn why_nothing(answer: &Value, pointer: &str) -> String {
    let ends = pointer.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    for end in ends {
        let (list, _) = pointer.split_at(end);
        if let Some([]) = answer.pointer(list).and_then(Value::as_array).map(Vec::as_slice) {
            return format!("its answer has an empty list at `{list}`: nothing matched");
        }
    }
    format!("its answer has nothing at `{pointer}`")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_that_leads_nowhere_says_why() {
        for (answer, pointer, why) in [
            (
                json!({"results": []}),
                "/results/0/id",
                "its answer has an empty list at `/results`: nothing matched",
            ),
            (json!({"results": [{}]}), "/results/0/id", "its answer has nothing at `/results/0/id`"),
            (json!({"id": null}), "/id", "its answer has null at `/id`"),
            (json!(null), "/id", "its answer has nothing at `/id`"),
        ] {
            let found = from_answer(Expression::ResponseBody(pointer), 200, &answer, &Scope::default());
            assert!(matches!(&found, Found::Nothing { why: said } if said == why), "{answer}: {found:?}");
        }
    }

    #[test]
    fn a_status_and_a_value_are_taken_from_the_answer() {
        let answer = json!({"id": "p_1"});
        let status = from_answer(Expression::Status, 201, &answer, &Scope::default());
        assert!(matches!(status, Found::Value(value) if value == json!(201)));
        let id = from_answer(Expression::ResponseBody("/id"), 201, &answer, &Scope::default());
        assert!(matches!(id, Found::Value(value) if value == json!("p_1")));
    }

    #[test]
    fn what_comes_from_an_input_that_was_left_out_is_left_out_of_a_body() {
        let step = WorkflowStep {
            id: "s",
            doc: "",
            operation: "",
            parameters: &[],
            body: None,
            expected: &[],
            outputs: &[],
        };
        let body = Payload::Object(&[
            ("given", Payload::Value(Expression::Input("given"))),
            ("left", Payload::Value(Expression::Input("left"))),
            (
                "list",
                Payload::List(&[
                    Payload::Value(Expression::Constant("1")),
                    Payload::Value(Expression::Input("left")),
                ]),
            ),
        ]);
        let Value::Object(inputs) = json!({"given": "yes"}) else { unreachable!() };
        let filled = Scope::new(inputs).body(&step, &body).unwrap();
        assert_eq!(filled, Some(json!({"given": "yes", "list": [1]})));
    }
}
