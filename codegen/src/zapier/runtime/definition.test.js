'use strict';

// What Zapier's published checks can tell from the definition alone.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const app = require('../index');

const all = ['triggers', 'searches', 'creates'].flatMap((kind) =>
  Object.entries(app[kind]).map(([key, step]) => ({ kind, key, step })),
);
const visible = all.filter(({ step }) => !step.display.hidden);
const inputs = all.flatMap(({ key, step }) =>
  (step.operation.inputFields || []).map((field) => ({ place: `${key}.${field.key}`, field })),
);

/** Fails once, with a line for each that is wrong. */
const none = (wrong) => assert.deepEqual([...wrong], []);

/** The values of a sample under a flat key: `pillar__name`, `photos[]url`. */
const valuesAt = (sample, key) => {
  const [list, ...rest] = key.split('[]');
  const inside = list.split('__').reduce((value, name) => (value ? value[name] : undefined), sample);
  if (rest.length === 0) return [inside].flat();
  return [inside].flat().filter(Boolean).flatMap((entry) => valuesAt(entry, rest.join('[]')));
};

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const FITS = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && ZONED.test(value),
};

test('every key is that under which the step is found', () => {
  none(all.filter(({ key, step }) => step.key !== key).map(({ key }) => key));
});

test('every dropdown leads to a listing, and every search to a search with a dropdown beside it', () => {
  none(
    inputs
      .filter(({ field }) => {
        const [list, value, label] = (field.dynamic || '').split('.');
        const [search] = (field.search || '').split('.');
        if (field.dynamic && !(app.triggers[list] && value && label)) return true;
        return Boolean(field.search) && !(app.searches[search] && field.dynamic);
      })
      .map(({ place }) => place),
  );
});

test('identifiers are chosen, not typed', () => {
  none(inputs.filter(({ field }) => /(^id|Id|_id|^id_or_slug)$/.test(field.key) && !field.dynamic).map(({ place }) => place));
});

test('nothing asks for a key but the account', () => {
  none(inputs.filter(({ field }) => /api.?key|token|password/i.test(field.key)).map(({ place }) => place));
});

test('required fields come first, and every field has a label and says more than that', () => {
  for (const { key, step } of all) {
    const required = (step.operation.inputFields || []).map((field) => Boolean(field.required));
    assert.deepEqual(required, [...required].sort().reverse(), key);
  }
  none(inputs.filter(({ field }) => !field.label || !field.helpText || field.helpText === field.label).map(({ place }) => place));
});

test('every search has something to search for, and every trigger tells its items apart', () => {
  none(Object.values(app.searches).filter((step) => step.operation.inputFields.length === 0).map((step) => step.key));
  none(Object.values(app.triggers).filter((step) => !step.operation.outputFields.some((field) => field.primary)).map((step) => step.key));
});

test('every visible step has a sample of one item, with an id where Zapier compares them', () => {
  none(visible.filter(({ step }) => !step.operation.sample || Array.isArray(step.operation.sample)).map(({ key }) => key));
  none(visible.filter(({ kind, step }) => kind === 'triggers' && !step.operation.sample.id).map(({ key }) => key));
});

test('samples fit their output fields, moments with a zone', () => {
  for (const { key, step } of visible) {
    for (const field of step.operation.outputFields) {
      const values = valuesAt(step.operation.sample, field.key).filter((value) => value !== null && value !== undefined);
      const wrong = values.filter((value) => field.type && !FITS[field.type](value));
      assert.deepEqual(wrong, [], `${key}: ${field.key} is ${field.type}`);
    }
  }
});

test('every value of a sample is an output field', () => {
  const leaves = (value, key, inList) => {
    if (Array.isArray(value)) {
      const objects = value.filter((entry) => entry && typeof entry === 'object');
      if (objects.length === 0) return inList || value.length === 0 ? [] : [key];
      return inList ? [] : objects.flatMap((entry) => leaves(entry, `${key}[]`, true));
    }
    if (!value || typeof value !== 'object') return value === null ? [] : [key];
    const join = key === '' || key.endsWith('[]') ? key : `${key}__`;
    return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${join}${name}`, inList));
  };
  for (const { key, step } of visible) {
    const known = new Set(step.operation.outputFields.map((field) => field.key));
    const unknown = leaves(step.operation.sample, '', false).filter((leaf) => !known.has(leaf));
    assert.deepEqual(unknown, [], key);
  }
});

test('labels are in title case, and descriptions begin as Zapier wants them', () => {
  const small = new Set('a an and as at but by for from in of on or the to with'.split(' '));
  const isTitle = (text) =>
    text.split(' ').every((word, at, words) => (at > 0 && at < words.length - 1 && small.has(word)) || /^[A-Z0-9]/.test(word));
  none(all.filter(({ step }) => !isTitle(step.noun) || !isTitle(step.display.label)).map(({ key }) => key));
  const wanted = { triggers: /^Triggers when .+\.$/, searches: /^[A-Z]\w*s .+\.$/, creates: /^[A-Z]\w*s .+\.$/ };
  none(visible.filter(({ kind, step }) => !wanted[kind].test(step.display.description)).map(({ key }) => key));
});

test('the account is told by what its test answers, never by its key', () => {
  const { connectionLabel, fields } = app.authentication;
  assert.match(connectionLabel, /\{\{\w+\}\}/);
  none(fields.filter((field) => connectionLabel.includes(field.key)).map((field) => field.key));
  assert.match(fields[0].helpText, /\[.+\]\(https:\/\/.+\)/);
  assert.equal(fields[0].type, 'password');
});
