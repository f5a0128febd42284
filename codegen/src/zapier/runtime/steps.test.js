'use strict';

// Every step against a server for tests: `BASE_URL` says where it is, `API_KEY` is a key for it. Things are changed there.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const zapier = require('zapier-platform-core');

const api = require('../lib/api');
const app = require('../index');
const { inputsOf } = require('../support/inputs');

const isGiven = Boolean(process.env.BASE_URL && process.env.API_KEY);
const options = { skip: isGiven ? false : 'BASE_URL and API_KEY are not set' };
const tester = zapier.createAppTester(app);
const authData = { [api.key]: process.env.API_KEY };

const run = (kind, key, inputData = {}, meta = {}) =>
  tester(app[kind][key].operation.perform, { authData, inputData, meta });

const choose = (list) => run('triggers', list, {}, { isFillingDynamicDropdown: true, page: 0 });

test('the account is shown by what its test answers', options, async () => {
  const answer = await tester(app.authentication.test, { authData });
  for (const [, name] of app.authentication.connectionLabel.matchAll(/\{\{(\w+)\}\}/g)) assert.ok(answer[name], name);
});

for (const [key, step] of Object.entries(app.triggers)) {
  test(`trigger ${key}`, options, async () => {
    const items = await run('triggers', key, await inputsOf(step, choose));
    const primary = step.operation.outputFields.filter((field) => field.primary).map((field) => field.key);
    for (const item of items) assert.ok(item.id && primary.some((name) => item[name] !== undefined), 'an item without an id');
    assert.ok(items.length <= api.pageSize);
    assert.ok(Array.isArray(items));
  });
}

for (const [key, step] of Object.entries(app.searches)) {
  test(`search ${key}`, options, async () => {
    const items = await run('searches', key, await inputsOf(step, choose));
    assert.ok(Array.isArray(items));
  });
}

for (const [key, step] of Object.entries(app.creates)) {
  test(`create ${key}`, options, async () => {
    const answer = await run('creates', key, await inputsOf(step, choose));
    assert.ok(Object.keys(answer).length > 0, 'nothing to go on with');
  });
}

test('dropdowns show further pages', options, async () => {
  const listings = Object.entries(app.triggers).filter(([, step]) => step.operation.canPaginate);
  for (const [key] of listings) {
    const first = await run('triggers', key, {}, { isFillingDynamicDropdown: true, page: 0 });
    const second = await run('triggers', key, {}, { isFillingDynamicDropdown: true, page: 1 });
    const ids = new Set(first.map((item) => item.id));
    assert.ok(second.every((item) => !ids.has(item.id)), `${key} shows the same twice`);
    if (first.length < api.pageSize) assert.deepEqual(second, [], key);
  }
});
