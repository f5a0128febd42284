'use strict';

// What people read when a sandbox refuses: the sentence, what to do, and whether Zapier tries again.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const zapier = require('zapier-platform-core');

const api = require('../lib/api');
const app = require('../index');

const { API_KEY, READ_ONLY_KEY, SESSION, ORIGIN } = process.env;
const tester = zapier.createAppTester(app);

const run = (perform, key, inputData = {}) =>
  tester(perform, { authData: { [api.key]: key }, inputData, meta: {} });
const drops = (key) => run(app.triggers.new_content_drop.operation.perform, key);

const ask = async (method, path, body, headers = {}) => {
  const answer = await fetch(`${ORIGIN}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : {};
};
const backDoor = (method, path, body) => ask(method, `/_sandbox${path}`, body);
const asPerson = { Authorization: `Bearer ${SESSION}`, 'X-Tenant-Slug': 'coffee-contracts' };

/** The error, with the sentence that people see. */
const refusal = async (promise) => {
  const problem = await promise.then(
    () => assert.fail('it was let through'),
    (error) => error,
  );
  const text = problem.message.startsWith('{') ? JSON.parse(problem.message) : { message: problem.message };
  return { name: problem.name, ...text };
};

test('a key that nobody has made is not accepted, and the sentence says what to do', async () => {
  for (const perform of [app.authentication.test, app.triggers.new_content_drop.operation.perform]) {
    const { name, message } = await refusal(run(perform, 'cc_nobody-has-made-this'));
    assert.equal(name, 'ExpiredAuthError');
    assert.match(message, /wrong, has expired or was revoked\. Make a new one .*reconnect the account/);
    assert.doesNotMatch(message, /cc_nobody/);
  }
});

test('a key that has been revoked says so, and has Zapier ask for another', async () => {
  const wanted = { name: 'For a Zap', scope: 'user', scopes: ['content:read'] };
  const made = await ask('POST', '/api/user/api-keys', wanted, asPerson);
  const key = made.rawKey;
  assert.ok((await drops(key)).length > 0);
  await ask('DELETE', `/api/user/api-keys/${made.id}`, undefined, asPerson);
  const { name, message } = await refusal(drops(key));
  assert.equal(name, 'ExpiredAuthError');
  assert.match(message, /revoked/);
});

test('a missing scope is named', async () => {
  const [post] = await run(app.triggers.list_posts.operation.perform, API_KEY);
  const wanted = { postId: post.id, date: '2027-01-04' };
  const { message, status } = await refusal(run(app.creates.schedule_post.operation.perform, READ_ONLY_KEY, wanted));
  assert.equal(status, 403);
  assert.match(message, /a key with the scope `calendar:write`: make one .*reconnect/);
});

test('a lapsed membership is told in the words of the document', async () => {
  await backDoor('POST', '/lapse', { email: 'maya@torreshome.example' });
  const { message, status } = await refusal(drops(API_KEY)).finally(() =>
    backDoor('POST', '/renew', { email: 'maya@torreshome.example' }),
  );
  assert.equal(status, 402);
  assert.match(message, /membership has lapsed/);
});

test('what is not there is told as that, with what the API says', async () => {
  const { message, status } = await refusal(
    run(app.creates.mark_post_used.operation.perform, API_KEY, { id_or_slug: 'no-such-post' }),
  );
  assert.equal(status, 404);
  assert.match(message, /no such thing/);
});

test('a used-up limit tells Zapier how many seconds to wait', async () => {
  const fault = { operation: 'get_content_drops', status: 429, headers: { 'Retry-After': '7' } };
  await backDoor('POST', '/faults', fault);
  const { name, message, delay } = await refusal(drops(API_KEY));
  assert.equal(name, 'ThrottledError');
  assert.equal(delay, 7);
  assert.match(message, /in 7 seconds/);
  assert.ok((await drops(API_KEY)).length > 0);
});

test('a caption is written once, and the step is halted, when its answer is lost', async () => {
  const [post] = await run(app.triggers.list_posts.operation.perform, API_KEY);
  const written = async () => (await backDoor('GET', '/effects')).effects.filter((one) => one.operation === 'generate_caption').length;
  for (const loss of [{ status: 503, applied: true }, { dropConnection: true, applied: true }]) {
    const before = await written();
    await backDoor('POST', '/faults', { operation: 'generate_caption', ...loss });
    const { name, message } = await refusal(run(app.creates.generate_caption.operation.perform, API_KEY, { postId: post.id }));
    assert.equal(name, 'HaltedError');
    assert.match(message, /not known whether the work was done/);
    assert.equal(await written(), before + 1);
  }
});

test('an outage while reading is worth another try', async () => {
  await backDoor('POST', '/faults', { operation: 'get_content_drops', status: 503 });
  const { name, message } = await refusal(drops(API_KEY));
  assert.equal(name, 'AppError');
  assert.match(message, /Try again later/);
});
