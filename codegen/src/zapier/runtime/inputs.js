'use strict';

// Values to run a step with, for tests: for each field that has to be filled in.

const DAY = 24 * 60 * 60 * 1000;
const inDays = (days) => new Date(Date.now() + days * DAY).toISOString();

/** The first of the dropdown, else the first choice, else a value that fits the type. `run` runs a trigger by its key. */
const valueFor = async (field, run) => {
  if (field.dynamic) {
    const [list, value] = field.dynamic.split('.');
    const items = await run(list);
    if (items.length === 0) throw new Error(`${list} has nothing to choose from`);
    return items[0][value];
  }
  const choice = field.choices && Object.keys(field.choices)[0];
  if (choice) return field.list ? [choice] : choice;
  if (field.type === 'datetime') return inDays(2);
  if (field.type === 'integer') return 1;
  // A month is a text with an example in its help.
  return /`\d{4}-\d{2}`/.test(field.helpText) ? inDays(40).slice(0, 7) : 'market';
};

const inputsOf = async (step, run) => {
  const inputData = {};
  for (const field of step.operation.inputFields || []) {
    if (field.required) inputData[field.key] = await valueFor(field, run);
  }
  return inputData;
};

module.exports = { inputsOf };
