// The official TypeScript SDK as a host: it lists the tools of a server, and calls them.
//
// It is given one argument, an object of JSON: where the SDK is (`modules`), which `line` of it (1 or 2), the `era`, how to reach
// the server (a `url`, or a `command` with its `env`), and the `calls`. It prints one object of JSON: the names of the
// `tools`, and what is wrong (`faults`).
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";

const task = JSON.parse(process.argv[2]);
const load = createRequire(`${task.modules}/`);
const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
const faults = [];

function expect(holds, fault) {
  if (!holds) faults.push(fault);
}

// `$get_posts/results/0/id` is what that tool answered there.
function resolved(value, answers) {
  if (Array.isArray(value)) return value.map((part) => resolved(part, answers));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part, answers)]));
  }
  if (typeof value !== "string" || !value.startsWith("$")) return value;
  const [tool, ...path] = value.slice(1).split("/");
  return path.reduce((found, part) => found[part], answers[tool]);
}

function sdk() {
  if (task.line === 2) {
    const { Client, StreamableHTTPClientTransport } = load("@modelcontextprotocol/client");
    const { StdioClientTransport } = load("@modelcontextprotocol/client/stdio");
    return { Client, StreamableHTTPClientTransport, StdioClientTransport };
  }
  const { Client } = load("@modelcontextprotocol/sdk/client/index.js");
  const { StreamableHTTPClientTransport } = load("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const { StdioClientTransport } = load("@modelcontextprotocol/sdk/client/stdio.js");
  return { Client, StreamableHTTPClientTransport, StdioClientTransport };
}

// The second line agrees when it is asked; the first can't be asked, and gets words to confirm with instead.
function client({ Client }) {
  const name = { name: "judge", version: "1.0.0" };
  if (task.line === 1) return new Client(name);
  const mode = task.era === "modern" ? { pin: "2026-07-28" } : "legacy";
  const client = new Client(name, { capabilities: { elicitation: {} }, versionNegotiation: { mode } });
  client.setRequestHandler("elicitation/create", ({ params }) => {
    const parts = Object.entries(params.requestedSchema?.properties ?? {});
    const content = Object.fromEntries(parts.map(([key, part]) => [key, part.type === "boolean" ? true : "yes"]));
    return { action: "accept", content };
  });
  return client;
}

function lookAt({ tools, nextCursor }) {
  expect(!nextCursor, "the list of tools goes on, and hosts read one page");
  for (const { name, title, description, inputSchema, annotations } of tools) {
    expect(/^[a-z][a-z0-9_]{1,39}$/.test(name), `${name}: a name that hosts may refuse`);
    expect(title && description, `${name}: no title or no description`);
    expect(inputSchema.properties, `${name}: a schema without properties`);
    expect(HINTS.every((hint) => typeof annotations?.[hint] === "boolean"), `${name}: not all hints`);
  }
}

async function ask(host, tool, args, options) {
  const params = { name: tool, arguments: args };
  return task.line === 1 ? host.callTool(params, undefined, options) : host.callTool(params, options);
}

async function call(host, wanted, answers) {
  const { tool } = wanted;
  const args = resolved(wanted.arguments, answers);
  if (wanted.cancel) {
    const signal = AbortSignal.timeout(500);
    const answered = await ask(host, tool, args, { signal }).then(() => true, () => false);
    return expect(!answered, `${tool}: answered before it could be cancelled`);
  }
  let progress = 0;
  const options = { timeout: 60_000, onprogress: () => (progress += 1) };
  let result = await ask(host, tool, args, options);
  const word = result.isError && /"confirmation": "([^"]+)"/.exec(result.content[0].text);
  if (word) result = await ask(host, tool, { ...args, confirmation: word[1] }, options);
  if (result.isError) return faults.push(`${tool}: ${result.content[0].text}`);
  answers[tool] = result.structuredContent;
  const copy = JSON.parse(result.content[0].text);
  expect(isDeepStrictEqual(copy, result.structuredContent), `${tool}: the text is no copy of the data`);
  expect(progress > 0 || !wanted.progress, `${tool}: no progress was told`);
}

async function main() {
  const parts = sdk();
  const [command, ...args] = task.command ?? [];
  const transport = task.url
    ? new parts.StreamableHTTPClientTransport(new URL(task.url))
    : new parts.StdioClientTransport({ command, args, env: task.env });
  const host = client(parts);
  await host.connect(transport);
  const listed = await host.listTools();
  lookAt(listed);
  const answers = {};
  for (const wanted of task.calls) await call(host, wanted, answers);
  const known = await ask(host, "no_such_tool", {}).then((result) => !result.isError || result, () => false);
  expect(!known, "no_such_tool: a call of it is no error of the protocol");
  await host.close();
  return listed.tools.map(({ name }) => name);
}

const tools = await main().catch((error) => {
  faults.push(`the SDK failed: ${error.stack}`);
  return [];
});
console.log(JSON.stringify({ tools, faults }));
process.exit(0);
