// What the scripts that look at pages share: the browser, without a window and without a word of its own to anybody; what a
// page says on its console and asks for; and waiting until it shows what it should.
import { createRequire } from "node:module";

// Nothing of the browser's own goes out: what is left are the pages' requests.
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// What finds the tools, which lie where the step has installed them.
export const toolsOf = (task) => createRequire(`${task.modules}/`);

export const chromiumOf = (task) => toolsOf(task)("playwright-core").chromium;

export const launch = (task) => chromiumOf(task).launch({ executablePath: task.browser, args: FLAGS });

// Writes down what is wrong with a page while it is open: errors, and requests to where it may not ask.
export function watch(tab, mayAsk, faults) {
  tab.removeAllListeners();
  tab.on("console", (message) => {
    if (message.type() === "error") faults.push(`the console says: ${message.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`a script failed: ${error.message}`));
  tab.on("request", (request) => {
    const url = request.url();
    // Data within the page is no request.
    if (url.startsWith("data:") || url.startsWith("blob:")) return;
    if (!mayAsk(url)) faults.push(`asks ${url}`);
  });
}

// The parts that a text lacks, each as a fault.
export const missing = (text, parts) =>
  parts.filter((part) => !text.includes(part)).map((part) => `does not show: ${part}`);

// The text of the page once all is there, or what there was after ten seconds.
export async function settled(tab, parts) {
  for (let tries = 0; ; tries += 1) {
    const text = await tab.evaluate(() => document.body.innerText);
    if (missing(text, parts).length === 0 || tries === 40) return text;
    await tab.waitForTimeout(250);
  }
}

// Opens every group of the reference's list, so that all operations are named.
export async function openGroups(tab) {
  const closed = tab.getByRole("button", { name: /^Open Group - / });
  await tab.getByRole("button", { name: /^(Open|Close) Group - / }).first().waitFor();
  for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
}
