// Reads a site of files in a browser without a window, as readers with wide and narrow windows, light and dark, would,
// and says what is wrong with it.
//
// It is given one argument, an object of JSON: where the tools are (`modules`), which browser to start (`browser`), the
// folder of the site (`site`), its pages (`pages`), which of them are pictured (`pictured`, path to name), what has to
// be on some (`texts`, path to list), which axe judges besides those that are pictured (`judged`), which are somebody else's inside (`foreign`), and where pictures go (`pictures`).
// It prints one object of JSON for each page with its `faults`, and one for the site as a whole.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const task = JSON.parse(process.argv[2]);
const require = createRequire(`${task.modules}/`);
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };
// A folder on a host, to show that the site need not stand at the top of one.
const BELOW = "/some/folder/";
const KINDS = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown", ".txt": "text/plain",
};

const server = createServer(async (request, response) => {
  const name = decodeURIComponent(new URL(request.url, "http://site").pathname);
  const file = path.join(task.site, path.normalize(name.slice(BELOW.length)));
  const body = name.startsWith(BELOW) ? await readFile(file).catch(() => null) : null;
  response.writeHead(body ? 200 : 404, { "content-type": `${KINDS[path.extname(file)] ?? "text/plain"}; charset=utf-8` });
  response.end(body ?? "not there");
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const browser = await chromium.launch({ executablePath: task.browser, args: flags });
// The pages forbid scripts that are written into them; the checks have to run some.
const context = await browser.newContext({ viewport: WIDE, bypassCSP: false });

// What was seen, for what only all pages together can tell.
const seen = new Map();
let asked = 0;
const say = (name, faults, start) => console.log(JSON.stringify({ name, faults, milliseconds: Date.now() - start }));

const queue = [...task.pages];
const reader = async () => {
  const tab = await context.newPage();
  for (let page = queue.shift(); page; page = queue.shift()) {
    const start = Date.now();
    say(page, await read(tab, page).catch((error) => [`could not be read: ${error.message}`]), start);
  }
};
await Promise.all([reader(), reader()]);
const start = Date.now();
say("all pages together", [...together(), ...(await fromDisk()), ...(await withoutScripts())], start);
await browser.close();
server.close();

function watch(tab, home, faults) {
  tab.removeAllListeners();
  tab.on("console", (message) => {
    if (message.type() === "error") faults.push(`the console says: ${message.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`a script failed: ${error.message}`));
  tab.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("data:") || url.startsWith("blob:")) return;
    if (url.startsWith(home)) asked += 1;
    else faults.push(`asks ${url}`);
  });
}

async function read(tab, page) {
  const faults = [];
  watch(tab, `${origin}${BELOW}`, faults);
  await tab.setViewportSize(WIDE);
  await tab.emulateMedia({ colorScheme: "light" });
  await tab.goto(`${origin}${BELOW}${page}`, { waitUntil: "load" });
  const isForeign = task.foreign.includes(page);
  const wanted = task.texts[page] ?? [];
  const text = await settled(tab, wanted);
  faults.push(...wanted.filter((part) => !text.includes(part)).map((part) => `does not show: ${part}`));
  seen.set(page, await tab.evaluate(facts));
  const isJudged = !isForeign && (page in task.pictured || task.judged.includes(page));
  if (!isForeign) faults.push(...form(seen.get(page)), ...(await tooWide(tab)));
  if (isJudged) faults.push(...(await axeFinds(tab, "light")));
  if (task.pictured[page]) {
    await picture(tab, page, "light-wide");
    await tab.emulateMedia({ colorScheme: "dark" });
    await picture(tab, page, "dark-wide");
    if (isJudged) faults.push(...(await axeFinds(tab, "dark")));
  }
  await tab.setViewportSize(NARROW);
  if (!isForeign) faults.push(...(await tooWide(tab)));
  if (task.pictured[page]) {
    await picture(tab, page, "dark-narrow");
    await tab.emulateMedia({ colorScheme: "light" });
    await picture(tab, page, "light-narrow");
    if (isJudged) faults.push(...(await axeFinds(tab, "narrow")));
  }
  return faults;
}

async function settled(tab, parts) {
  for (let tries = 0; ; tries += 1) {
    const text = await tab.evaluate(() => document.body.innerText);
    if (parts.every((part) => text.includes(part)) || tries === 40) return text;
    await tab.waitForTimeout(250);
  }
}

async function picture(tab, page, how) {
  await tab.screenshot({ path: `${task.pictures}/site-${task.pictured[page]}-${how}.png` });
}

// What there is to know of a page, read in the page.
function facts() {
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")]
      .filter((heading) => !heading.closest("nav"))
      .map((heading) => Number(heading.tagName[1])),
    landmarks: ["main", "nav", "header", "a.skip"].filter((name) => !document.querySelector(name)),
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
    length: document.body.innerText.length,
  };
}

// What every page has to have.
function form({ title, language, headings, landmarks, ids, length }) {
  const faults = [];
  if (!title || !language) faults.push("has no title or no language");
  if (headings.filter((level) => level === 1).length !== 1 || headings[0] !== 1) faults.push("has not one first heading");
  if (headings.some((level, at) => at > 0 && level > headings[at - 1] + 1)) faults.push("leaves out a level of headings");
  if (landmarks.length) faults.push(`lacks ${landmarks.join(", ")}`);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) faults.push(`has two elements with the id ${twice[0]}`);
  if (length < 200) faults.push("says next to nothing");
  return faults;
}

// What axe calls serious or critical.
async function axeFinds(tab, how) {
  await tab.evaluate(axe);
  const violations = await tab.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter((found) => ["serious", "critical"].includes(found.impact))
      .map((found) => `${found.id}: ${found.help} (${found.nodes[0].html.slice(0, 120)})`);
  });
  return violations.map((violation) => `axe, ${how}: ${violation}`);
}

// Nothing is cut off or has to be scrolled sideways.
async function tooWide(tab) {
  const width = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  return width[0] > width[1] ? [`is ${width[0]} wide in a window of ${width[1]}`] : [];
}

// Links that lead nowhere, and titles that two pages have.
function together() {
  const faults = [];
  const titles = new Map();
  for (const [page, { title, links }] of seen) {
    if (titles.has(title)) faults.push(`${page} and ${titles.get(title)} have the same title`);
    titles.set(title, page);
    if (task.foreign.includes(page)) continue;
    for (const link of links) {
      const url = new URL(link);
      if (!url.href.startsWith(`${origin}${BELOW}`)) {
        if (url.protocol !== "https:") faults.push(`${page}: a link to ${link}`);
        continue;
      }
      const target = url.pathname.slice(BELOW.length);
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!task.files.includes(target)) faults.push(`${page}: a dead link to ${target}`);
      else if (anchor && seen.has(target) && !seen.get(target).ids.includes(anchor)) {
        faults.push(`${page}: a dead anchor ${target}#${anchor}`);
      }
    }
  }
  return faults;
}

// From a disk, without any server: styles are there, and scripts run.
async function fromDisk() {
  const faults = [];
  const tab = await context.newPage();
  const home = pathToFileURL(`${task.site}/`).href;
  watch(tab, home, faults);
  for (const page of Object.keys(task.pictured)) {
    await tab.goto(`${home}${page}`, { waitUntil: "load" });
    const text = await settled(tab, task.texts[page] ?? []);
    const shown = (task.texts[page] ?? []).filter((part) => !text.includes(part));
    faults.push(...shown.map((part) => `${page}, from a disk, does not show: ${part}`));
    const family = await tab.evaluate(() => getComputedStyle(document.body).fontFamily);
    if (!family.includes("system-ui")) faults.push(`${page}, from a disk, has no style`);
  }
  await tab.close();
  return faults;
}

// Without scripts the tables say what the script would, and the contents open at a key.
async function withoutScripts() {
  const faults = [];
  const plain = await browser.newContext({ viewport: NARROW, javaScriptEnabled: false });
  const tab = await plain.newPage();
  await tab.goto(`${origin}${BELOW}scopes.html`, { waitUntil: "load" });
  if (await tab.locator("#chooser").isVisible()) faults.push("scopes.html shows a form that nothing serves");
  if (!(await tab.locator("main table").first().isVisible())) faults.push("scopes.html has no tables without scripts");
  await tab.locator("details.menu > summary").press("Enter");
  if (!(await tab.locator("nav a").first().isVisible())) faults.push("the contents do not open without scripts");
  await plain.close();
  // With scripts, what is ticked is told.
  const helped = await context.newPage();
  await helped.goto(`${origin}${BELOW}scopes.html`, { waitUntil: "load" });
  await helped.locator(`input[value="${task.choice.operation}"]`).check();
  const told = await helped.locator("#chosen").innerText();
  if (!told.includes(task.choice.scope)) faults.push(`scopes.html tells "${told}" for ${task.choice.operation}`);
  await helped.keyboard.press("Home");
  await helped.goto(`${origin}${BELOW}index.html`, { waitUntil: "load" });
  await helped.keyboard.press("Tab");
  const first = await helped.evaluate(() => document.activeElement.className);
  if (first !== "skip") faults.push("the first key does not reach the skip link");
  await helped.close();
  return faults;
}
