// Has Zapier's own command line run the account's test and label, and every trigger, search and create, as people would try them.
// Prints a line for each, `ok KIND KEY: 3 items` or `fault …`; two run at a time, as each takes seconds to start.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/index.js`);
const zapier = require('zapier-platform-core');
const app = require('./index');
const api = require('./lib/api');
const { inputsOf } = require('./support/inputs');

const tester = zapier.createAppTester(app);
const authData = { [api.key]: process.env.API_KEY };
const choose = (list) => tester(app.triggers[list].operation.perform, { authData, inputData: {}, meta: { page: 0 } });

/** What the demo has something for, where the first value that fits a field finds nothing. */
const firstDay = async () => (await choose('list_schedule_entries'))[0].date;
const better = { find_schedule_entry: async () => ({ date: await firstDay() }), find_event: async () => ({ query: 'listing' }) };

const run = (args) =>
  new Promise((resolve) => {
    const child = spawn('zapier-platform', ['invoke', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text) => (said.out += text));
    child.stderr.on('data', (text) => (said.err += text));
    child.on('close', (code) => resolve({ code, ...said }));
  });

const invoke = async (kind, key, input) => {
  const given = input ? ['--non-interactive', '-i', JSON.stringify(input)] : [];
  const { code, out, err } = await run([kind, key, ...given]);
  const name = `${kind} ${key}`;
  if (code !== 0) return `fault ${name}: ${`${out}${err}`.trim().replaceAll('\n', ' ').slice(0, 600)}`;
  if (kind === 'auth' && key === 'label') return out.trim() ? `ok ${name}: ${out.trim()}` : `fault ${name}: it is empty`;
  const found = JSON.parse(out.slice(out.search(/[[{]/)));
  const count = Array.isArray(found) ? found.length : Number(Object.keys(found).length > 0);
  return count > 0 ? `ok ${name}: ${count}` : `fault ${name}: nothing came out`;
};

const work = [['auth', 'test'], ['auth', 'label']];
for (const [plural, kind] of Object.entries({ triggers: 'trigger', searches: 'search', creates: 'create' })) {
  for (const [key, step] of Object.entries(app[plural])) {
    work.push([kind, key, { ...(await inputsOf(step, choose)), ...(better[key] ? await better[key]() : {}) }]);
  }
}
const next = async () => {
  for (let item = work.shift(); item; item = work.shift()) console.log(await invoke(...item));
};
await Promise.all([next(), next()]);
