// Looks at pages in a browser without a window, as a reader would, and says what is wrong with them.
//
// It is given one argument, an object of JSON: where the tools are (`modules`), which browser to start (`browser`), where
// pictures go (`pictures`), and the pages. A page has a `name`, a `url`, and the `texts` that have to be on it. The reference names an
// operation to `call` besides: its groups are opened, and that call is made from the page. It prints one object of
// JSON for each page: what is wrong (`faults`), and how long it took.
import { createRequire } from "node:module";

const task = JSON.parse(process.argv[2]);
const { chromium } = createRequire(`${task.modules}/`)("playwright-core");

// Nothing of the browser's own goes out either: what is left are the pages' requests.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const browser = await chromium.launch({ executablePath: task.browser, args: flags });
for (const page of task.pages) {
  const start = Date.now();
  const faults = await look(page).catch((error) => [`could not be looked at: ${error.message}`]);
  console.log(JSON.stringify({ name: page.name, faults, milliseconds: Date.now() - start }));
}
await browser.close();

async function look(page) {
  const faults = [];
  const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  tab.on("console", (message) => {
    if (message.type() === "error") faults.push(`the console says: ${message.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`a script failed: ${error.message}`));
  tab.on("request", (request) => {
    if (isOutside(request.url(), page.url)) faults.push(`asks ${request.url()}`);
  });
  await tab.goto(page.url, { waitUntil: "load" });
  if (page.call) await openGroups(tab);
  const text = await settled(tab, page.texts);
  faults.push(...missing(text, page.texts).map((part) => `does not show: ${part}`));
  if (page.call) faults.push(...(await makeCall(tab, page.call)));
  await tab.screenshot({ path: `${task.pictures}/${page.name}.png`, fullPage: !page.call });
  await tab.close();
  return faults;
}

// A file may load nothing; a page of a server may load from that server. Data within the page is no request.
function isOutside(url, of) {
  if (url.startsWith("data:") || url.startsWith("blob:")) return false;
  return of.startsWith("file:") ? url !== of : new URL(url).origin !== new URL(of).origin;
}

function missing(text, parts) {
  return parts.filter((part) => !text.includes(part));
}

// The text of the page once all is there, or what there was after ten seconds.
async function settled(tab, parts) {
  for (let tries = 0; ; tries += 1) {
    const text = await tab.evaluate(() => document.body.innerText);
    if (missing(text, parts).length === 0 || tries === 40) return text;
    await tab.waitForTimeout(250);
  }
}

// Opens every group of the reference's list, so that all operations are named.
async function openGroups(tab) {
  const closed = tab.getByRole("button", { name: /^Open Group - / });
  await tab.getByRole("button", { name: /^(Open|Close) Group - / }).first().waitFor();
  for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
}

// Makes a call from the page with what is filled in there, and reads what came back.
async function makeCall(tab, summary) {
  await tab.getByText(summary, { exact: true }).first().click();
  await tab.getByRole("button", { name: /^Test Request/ }).first().click();
  const answered = tab.waitForResponse((response) => new URL(response.url()).pathname.startsWith("/api/"));
  await tab.getByRole("button", { name: /^Send/ }).first().click();
  const status = (await answered).status();
  if (status !== 200) return [`a call from the page was answered with ${status}`];
  const shown = await tab.getByText("200 OK").first().waitFor({ timeout: 5000 }).then(() => true, () => false);
  return shown ? [] : ["the answer to a call from the page is not shown"];
}
