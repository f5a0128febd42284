// Stands before a sandbox and does to its answers what servers on the way to a real API do: it compresses them, sends
// callers on to another place, and lets browsers keep what they got. A second server, of another name, answers as if it
// were such an API, too: what it says is nobody's to learn from.
import { createServer, request as send } from "node:http";
import { gzipSync } from "node:zlib";

// What is special about a few paths; all others are passed on, compressed.
const KEPT = "/api/user/event/event-types";
const ASKED_AGAIN = "/api/user/content/content-pillars";
const WITHOUT_ITS_TYPE = "/api/user/content/content-tags";
const MOVED = { "/api/old/styles": "/api/user/content/styles" };

// Starts both; where they listen.
export async function start(sandbox, stranger) {
  const front = createServer((incoming, outgoing) => pass(new URL(sandbox), incoming, outgoing));
  const other = createServer((incoming, outgoing) => answerAsStranger(incoming, outgoing, stranger));
  return {
    front: `127.0.0.1:${await listening(front)}`,
    other: `localhost:${await listening(other)}`,
    stop: () => [front, other].forEach((server) => server.close().closeAllConnections()),
  };
}

function listening(server) {
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
}

function pass(sandbox, incoming, outgoing) {
  const path = incoming.url.split("?")[0];
  if (MOVED[path]) {
    outgoing.writeHead(307, { location: MOVED[path] }).end();
    return;
  }
  const options = { host: sandbox.hostname, port: sandbox.port, method: incoming.method, path: incoming.url };
  const onward = send({ ...options, headers: incoming.headers }, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    reply(path, incoming, answer, Buffer.concat(parts), outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

function reply(path, incoming, answer, body, outgoing) {
  const { "content-length": _, ...headers } = answer.headers;
  let status = answer.statusCode;
  if (path === KEPT) headers["cache-control"] = "private, max-age=600";
  if (path === ASKED_AGAIN) {
    headers["cache-control"] = "private, no-cache";
    headers.etag = '"1"';
    if (incoming.headers["if-none-match"] === headers.etag) status = 304;
  }
  if (path === WITHOUT_ITS_TYPE) headers["content-type"] = "application/octet-stream";
  if (status === 304 || body.length === 0) {
    outgoing.writeHead(status, headers).end();
    return;
  }
  if (headers["content-encoding"]) {
    outgoing.writeHead(status, headers).end(body);
    return;
  }
  outgoing.writeHead(status, { ...headers, "content-encoding": "gzip" }).end(gzipSync(body));
}

function answerAsStranger(incoming, outgoing, stranger) {
  const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
  const body = JSON.stringify({ results: [{ slug: "a", [stranger]: stranger }], count: 1 });
  outgoing.writeHead(200, { ...allowed, "content-type": "application/json", "content-encoding": "gzip" });
  outgoing.end(incoming.method === "OPTIONS" ? "" : gzipSync(body));
}
