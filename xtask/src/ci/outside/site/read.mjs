// Reads a site of files in a browser without a window, as readers with wide and narrow windows, light and dark, would,
// and says what is wrong with it.
//
// It is given one argument, an object of JSON: where the tools are (`modules`), which browser to start (`browser`), the
// folder of the site (`site`), its pages (`pages`), all its files (`files`), which pages are pictured (`pictured`, path to
// name), what has to be on some (`texts`, path to list), which are somebody else's inside (`foreign`), which scope an operation
// needs (`choice`), and where pictures go (`pictures`).
// It prints one object of JSON for each page with its `faults`, and one for the site as a whole.
//
// axe judges every page once, and those that are pictured as they are in the dark and in a narrow window besides.
import { pathToFileURL } from "node:url";

import { launch, missing, settled, toolsOf, watch } from "../browser.mjs";
import { host } from "./host.mjs";
import { judge } from "./judge.mjs";

const task = JSON.parse(process.argv[2]);
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };

const { home, stop } = await host(task.site);
const axe = await judge(toolsOf(task));
const browser = await launch(task);
// The pages forbid scripts that are written into them; the checks have to run some.
const context = await browser.newContext({ viewport: WIDE, bypassCSP: false });

// What was seen, for what only all pages together can tell.
const seen = new Map();
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
const others = await Promise.all([fromDisk(), withoutScripts()]);
say("all pages together", [...together(), ...axe.gone(task.pages), ...others.flat()], start);
await browser.close();
stop();

async function read(tab, page) {
  const faults = [];
  watch(tab, (url) => url.startsWith(home), faults);
  await tab.setViewportSize(WIDE);
  await tab.emulateMedia({ colorScheme: "light" });
  await tab.goto(`${home}${page}`, { waitUntil: "load" });
  const isForeign = task.foreign.includes(page);
  const wanted = task.texts[page] ?? [];
  const text = await settled(tab, wanted);
  faults.push(...missing(text, wanted));
  seen.set(page, await tab.evaluate(facts));
  if (!isForeign) faults.push(...form(seen.get(page)), ...(await tooWide(tab)));
  faults.push(...(await axe.finds(tab, page, "light")));
  if (task.pictured[page]) {
    await picture(tab, page, "light-wide");
    await tab.emulateMedia({ colorScheme: "dark" });
    await picture(tab, page, "dark-wide");
    faults.push(...(await axe.finds(tab, page, "dark")));
  }
  await tab.setViewportSize(NARROW);
  if (!isForeign) faults.push(...(await tooWide(tab)));
  if (task.pictured[page]) {
    await picture(tab, page, "dark-narrow");
    await tab.emulateMedia({ colorScheme: "light" });
    await picture(tab, page, "light-narrow");
    faults.push(...(await axe.finds(tab, page, "narrow")));
  }
  return faults;
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
      if (!url.href.startsWith(home)) {
        if (url.protocol !== "https:") faults.push(`${page}: a link to ${link}`);
        continue;
      }
      const target = url.pathname.slice(new URL(home).pathname.length);
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
  const disk = pathToFileURL(`${task.site}/`).href;
  watch(tab, (url) => url.startsWith(disk), faults);
  for (const page of Object.keys(task.pictured)) {
    const wanted = task.texts[page] ?? [];
    await tab.goto(`${disk}${page}`, { waitUntil: "load" });
    const text = await settled(tab, wanted);
    faults.push(...missing(text, wanted).map((fault) => `${page}, from a disk, ${fault}`));
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
  await tab.goto(`${home}scopes.html`, { waitUntil: "load" });
  if (await tab.locator("#chooser").isVisible()) faults.push("scopes.html shows a form that nothing serves");
  if (!(await tab.locator("main table").first().isVisible())) faults.push("scopes.html has no tables without scripts");
  await tab.locator("details.menu > summary").press("Enter");
  if (!(await tab.locator("nav a").first().isVisible())) faults.push("the contents do not open without scripts");
  await plain.close();
  // With scripts, what is ticked is told.
  const helped = await context.newPage();
  await helped.goto(`${home}scopes.html`, { waitUntil: "load" });
  await helped.locator(`input[value="${task.choice.operation}"]`).check();
  const told = await helped.locator("#chosen").innerText();
  if (!told.includes(task.choice.scope)) faults.push(`scopes.html tells "${told}" for ${task.choice.operation}`);
  await helped.keyboard.press("Home");
  await helped.goto(`${home}index.html`, { waitUntil: "load" });
  await helped.keyboard.press("Tab");
  const first = await helped.evaluate(() => document.activeElement.className);
  if (first !== "skip") faults.push("the first key does not reach the skip link");
  await helped.close();
  return faults;
}
