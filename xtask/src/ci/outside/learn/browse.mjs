// Saves HAR files as people do: with the network tab of Chromium's own developer tools ("Save all as HAR with content"),
// and with Playwright, with the bodies in the file, beside it, and in an archive.
//
// It is given one argument, an object of JSON: where the tools are (`modules`), which browser to start (`browser`), the
// `folder` for what it writes, the `origin` of a sandbox, its `session` token and `tenant`, the `calls` to be made from its
// reference, the `paths` to be asked besides, and two words: the name of a page to be made (`page`), and what a stranger
// says (`stranger`). It prints one object of JSON: the host that the API had, and the other one.
import { createWriteStream, mkdirSync, readFileSync, rmSync } from "node:fs";
import { chromiumOf, FLAGS, launch, openGroups } from "../browser.mjs";
import { start } from "./front.mjs";

const task = JSON.parse(process.argv[2]);

rmSync(task.folder, { recursive: true, force: true });
mkdirSync(task.folder, { recursive: true });
const servers = await start(task.origin, task.stranger);
await withDeveloperTools();
await withPlaywright();
servers.stop();
console.log(JSON.stringify({ host: servers.front, other: servers.other }));

// The developer tools are a page themselves: they are opened beside the page that they watch, and asked for what
// their button saves, cookies and credentials included.
async function withDeveloperTools() {
  const profile = `${task.folder}/profile`;
  const context = await chromiumOf(task).launchPersistentContext(profile, {
    executablePath: task.browser,
    args: [...FLAGS, "--remote-debugging-port=0"],
    bypassCSP: true,
  });
  const port = readFileSync(`${profile}/DevToolsActivePort`, "utf8").split("\n")[0];
  const tab = await context.newPage();
  const target = await (await context.newCDPSession(tab)).send("Target.getTargetInfo");
  const tools = await context.newPage();
  const here = `127.0.0.1:${port}`;
  const watched = `${here}/devtools/page/${target.targetInfo.targetId}`;
  await tools.goto(`http://${here}/devtools/inspector.html?ws=${watched}&panel=network`);
  await watching(tools, tab);
  // A page in the background hardly draws.
  await tab.bringToFront();
  await use(tab, task.calls);
  const har = await tools.evaluate(async () => {
    const { NetworkLog } = (await import("./models/logs/logs.js")).NetworkLog;
    const { Writer } = (await import("./models/har/har.js")).Writer;
    const { Progress } = (await import("./core/common/common.js")).Progress;
    const requests = NetworkLog.instance().requests();
    const parts = [];
    const stream = { write: async (part) => parts.push(part), close: async () => {} };
    await Writer.write(stream, requests, { sanitize: false }, new Progress());
    return parts.join("");
  });
  await new Promise((done) => createWriteStream(`${task.folder}/devtools.har`).end(har, done));
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}

// Until the developer tools see requests: what the page asked before is not in their log.
async function watching(tools, tab) {
  for (let tries = 0; tries < 60; tries += 1) {
    await tab.goto(`http://${servers.front}/docs/assets/page.css`);
    const seen = await tools.evaluate(async () => {
      const { NetworkLog } = (await import("./models/logs/logs.js")).NetworkLog;
      return NetworkLog.instance().requests().length;
    });
    if (seen > 0) return;
    await tools.waitForTimeout(250);
  }
  throw new Error("the developer tools do not see the page's requests");
}

async function withPlaywright() {
  const browser = await launch(task);
  const ways = [
    { path: `${task.folder}/playwright.har`, content: "embed", calls: task.calls },
    { path: `${task.folder}/attached/playwright.har`, content: "attach", calls: [] },
    { path: `${task.folder}/playwright.zip`, content: "attach", calls: [] },
  ];
  for (const { calls, ...recordHar } of ways) {
    const context = await browser.newContext({ recordHar, bypassCSP: true });
    await use(await context.newPage(), calls);
    await context.close();
  }
  await browser.close();
}

// What every one of the files has in it.
async function use(tab, calls) {
  tab.setDefaultTimeout(60_000);
  await tab.goto(`http://${servers.front}${calls.length > 0 ? "/docs" : "/"}`, { waitUntil: "load" });
  if (calls.length > 0) await openGroups(tab);
  for (const call of calls) await makeCall(tab, call);
  await tab.evaluate(asAnApp, { ...task, other: servers.other });
}

// Makes a call from the page with what is filled in there.
async function makeCall(tab, { summary, path }) {
  await tab.getByText(summary, { exact: true }).first().click();
  await tab.getByRole("button", { name: `(get ${path})` }).first().click();
  const answered = tab.waitForResponse((response) => new URL(response.url()).pathname.startsWith("/api/"));
  const send = tab.getByRole("button", { name: /^Send/ }).first();
  await send.click();
  await (await answered).finished();
  await closed(tab, send);
}

// Closes the dialog of a call, which takes keys once it is done with the answer.
async function closed(tab, send) {
  for (let tries = 0; await send.isVisible(); tries += 1) {
    if (tries === 40) throw new Error("the dialog of a call does not close");
    await tab.keyboard.press("Escape");
    await tab.waitForTimeout(250);
  }
}

// Asks as a web app does that is logged in. This function runs in the page.
async function asAnApp({ session, tenant, paths, page, other }) {
  const headers = { authorization: `Bearer ${session}`, "x-tenant-slug": tenant };
  const ask = async (url, more = {}) => (await fetch(url, { headers, ...more })).text();
  const made = { method: "POST", body: JSON.stringify({ title: page }) };
  await ask("/api/user/pagebuilder/pages", { ...made, headers: { ...headers, "content-type": "application/json" } });
  // Twice: the second time the browser has some of them already.
  for (const path of [...paths, ...paths]) await ask(`/api${path}`);
  await ask("/api/old/styles");
  await ask(`http://${other}/api/user/content/posts-v2?limit=25`);
  await fetch(`http://${other}/count?by=${session}`).then((answer) => answer.text());
  await fetch("/api/user/my-profile", { headers, signal: AbortSignal.timeout(0) }).catch(() => {});
}
