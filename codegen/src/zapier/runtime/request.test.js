'use strict';

// What is sent, and what becomes of answers, without a server.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const zapier = require('zapier-platform-core');

const api = require('../lib/api');
const { arrange } = require('../lib/items');
const { secondsToWait } = require('../lib/refusals');
const { addCredentials } = require('../lib/request');
const { find, perform, poll } = require('../lib/steps');

const operation = {
  method: 'POST',
  path: '/things/{id}',
  scopes: ['things:write'],
  takes: {
    id: { in: 'path', form: 'text', required: true },
    tags: { in: 'query', form: 'text', list: true },
    title: { in: 'body', form: 'text' },
    day: { in: 'body', form: 'day' },
    month: { in: 'body', form: 'month' },
    place: { in: 'body', form: 'integer' },
    isDone: { in: 'body', form: 'boolean' },
  },
};

/** Stands in for Zapier: keeps what is sent, and gives this answer. */
const fake = (answer) => {
  const sent = [];
  const request = async (options) => {
    sent.push(options);
    if (answer instanceof Error) throw answer;
    const headers = answer.headers || {};
    return { status: 200, data: {}, getHeader: (name) => headers[name], ...answer };
  };
  return { sent, z: { request, errors: zapier.errors || require('zapier-platform-core/src/errors') } };
};

const send = async (inputData, { step = {}, of = operation, answer = { data: { id: 1 } } } = {}) => {
  const { sent, z } = fake(answer);
  await perform(of, step)(z, { inputData, meta: {} });
  return sent[0];
};

test('texts are trimmed, and only what is set is sent', async () => {
  const { url, body } = await send({ id: ' a/b ', title: '  A title ', day: '', place: undefined, tags: [' x ', ''] });
  assert.equal(url, `${api.baseUrl}/things/a%2Fb?tags=x`);
  assert.deepEqual(body, { title: 'A title' });
});

test('values are sent in the form that the API takes', async () => {
  const inputData = { id: '1', day: '2026-12-31T00:00:00-06:00', month: '2026-12-01', place: '3', isDone: 'yes', tags: 'a, b' };
  const { url, body } = await send(inputData);
  assert.deepEqual(body, { day: '2026-12-31', month: '2026-12', place: 3, isDone: true });
  assert.ok(url.endsWith('?tags=a%2Cb'));
});

test('what can not be read is told by the name of its field', async () => {
  for (const [name, value] of Object.entries({ day: 'soon', month: 'May', place: 'first', isDone: 'perhaps' })) {
    await assert.rejects(send({ id: '1', [name]: value }), new RegExp(`The field \`${name}\``));
  }
  await assert.rejects(send({ id: '  ' }), /The field `id`/);
});

test('fixed values are sent, days counted from today', async () => {
  const step = { fixed: { isDone: false, day: { fromToday: 1 } } };
  const { body } = await send({ id: '1' }, { step });
  assert.equal(body.isDone, false);
  assert.match(body.day, /^\d{4}-\d{2}-\d{2}$/);
});

test('one entry of a list is sent as a list', async () => {
  const of = { ...operation, path: '/moves', each: 'moves', takes: { id: { in: 'body', form: 'text' } } };
  const { body } = await send({ id: '1' }, { of });
  assert.deepEqual(body, { moves: [{ id: '1' }] });
});

test('the key goes to the API and nowhere else', () => {
  const bundle = { authData: { [api.key]: ' secret ' } };
  const sent = addCredentials({ url: `${api.baseUrl}/things`, headers: {} }, {}, bundle);
  assert.equal(sent.headers.Authorization, 'Bearer secret');
  if (api.tenant) assert.equal(sent.headers[api.tenant.header], api.tenant.default);
  const other = addCredentials({ url: 'https://example.com/', headers: {} }, {}, bundle);
  assert.deepEqual(other.headers, {});
});

const listing = { method: 'GET', path: '/things', scopes: [], takes: {} };
const step = { list: 'results', ids: ['week'], newest: 'week' };
const items = (data, more = {}) => poll(listing, { ...step, ...more })(fake({ data }).z, { meta: {} });

test('items come newest first, each once, with an id', async () => {
  const results = [{ week: '2026-01-05' }, { week: '2026-02-02' }, { week: '2026-01-05' }, { title: 'untold' }];
  const found = await items({ results });
  assert.deepEqual(found.map((item) => item.id), ['2026-02-02', '2026-01-05']);
});

test('what tells items apart stands at the top, and dropdowns have a text', () => {
  const data = [{ id: 1, post: { id: 'p', title: 'T' } }];
  const found = arrange({ errors: {} }, data, { ids: ['id', 'post.id'], show: ['id', 'post.title'] });
  assert.equal(found[0].postId, 'p');
  assert.equal(found[0].shown, '1 · T');
});

test('only what is asked for is let through', async () => {
  const results = [{ week: 'a', kind: 'post' }, { week: 'b', kind: 'event' }];
  assert.deepEqual((await items({ results }, { keep: { kind: ['post'] } })).map((item) => item.week), ['a']);
});

test('an answer without its list is no empty answer', async () => {
  await assert.rejects(items({ things: [] }), /no list `results`/);
});

test('a search that meets nothing finds nothing', async () => {
  const { z } = fake({ status: 404 });
  assert.deepEqual(await find(listing, step)(z, { meta: {} }), []);
});

test('how long to wait is read in every form in which it may be written', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  const wait = (headers) => secondsToWait({ getHeader: (name) => headers[name] }, now);
  assert.equal(wait({ 'Retry-After': '7' }), 7);
  assert.equal(wait({ 'Retry-After': 'Sun, 22 Nov 2026 10:00:30 GMT' }), 30);
  assert.equal(wait({}), 60);
  for (const name of api.resetHeaders) {
    assert.equal(wait({ [name]: '12' }), 12);
    assert.equal(wait({ [name]: String(now / 1000 + 45) }), 45);
    assert.equal(wait({ [name]: String(now / 1000 - 45) }), 1);
  }
});

test('what may not be done twice is halted when nobody knows whether it was done', async () => {
  const of = { ...operation, once: true };
  for (const answer of [{ status: 503 }, { status: 302 }, Object.assign(new Error('reset'), { code: 'ECONNRESET' })]) {
    await assert.rejects(send({ id: '1' }, { of, answer }), { name: 'HaltedError' });
    await assert.rejects(send({ id: '1' }, { answer }), { name: 'AppError' });
  }
});
