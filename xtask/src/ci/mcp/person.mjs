// The official judge of authorization servers, and the person whom it needs: registers a client, starts the judge, and when that
// names the page, visits it as a browser would: with its cookie, the key, and both buttons.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const task = JSON.parse(process.argv[2]);

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function register(port) {
  const answer = await fetch(`${task.issuer}/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      client_name: "The official judge",
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
      token_endpoint_auth_method: "none",
    }),
  });
  const told = await answer.json();
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(told)}`);
  return told.client_id;
}

async function visit(page) {
  const first = await fetch(page);
  const cookie = first.headers.getSetCookie()[0].split(";")[0];
  let html = await first.text();
  for (const fields of [{ key: task.key, do: "check" }, { do: "connect" }]) {
    const request = /name=request value="([^"]+)"/.exec(html)?.[1];
    if (!request) throw new Error(`the page has no form: ${html}`);
    const answer = await fetch(`${task.issuer}/authorize`, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: cookie, Origin: task.issuer, "Sec-Fetch-Site": "same-origin" },
      body: new URLSearchParams({ request, ...fields }),
    });
    const back = answer.headers.get("Location");
    if (back) return void (await (await fetch(back)).text());
    html = await answer.text();
  }
  throw new Error(`nobody was sent back: ${html}`);
}

const port = await freePort();
const asked = ["authorization", "--url", task.issuer, "--client-id", await register(port), "--port", `${port}`];
const judge = spawn("conformance", [...asked, "--resource", `${task.issuer}/mcp`], {
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(judge, "close");
for await (const line of createInterface({ input: judge.stdout })) {
  console.log(line);
  if (line.startsWith(`${task.issuer}/authorize?`)) {
    await visit(line).catch((error) => {
      console.log(`the person has failed: ${error.message}`);
      judge.kill();
    });
  }
}
process.exit((await ended)[0] ?? 1);
