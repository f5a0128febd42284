// Looks at pages in a browser without a window, as a reader would, and says what is wrong with them.
//
// It is given one argument, an object of JSON: where the tools are (`modules`), which browser to start (`browser`), where
// pictures go (`pictures`), and the pages. A page has a `name`, a `url`, and the `texts` that have to be on it. The reference names an
// operation to `call` besides: its groups are opened, and that call is made from the page. It prints one object of
// JSON for each page: what is wrong (`faults`), and how long it took.
import { launch, missing, openGroups, settled, watch } from "./browser.mjs";

const task = JSON.parse(process.argv[2]);
const browser = await launch(task);
for (const page of task.pages) {
  const start = Date.now();
  const faults = await look(page).catch((error) => [`could not be looked at: ${error.message}`]);
  console.log(JSON.stringify({ name: page.name, faults, milliseconds: Date.now() - start }));
}
await browser.close();

async function look(page) {
  const faults = [];
  const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  watch(tab, (url) => !isOutside(url, page.url), faults);
  await tab.goto(page.url, { waitUntil: "load" });
  if (page.call) await openGroups(tab);
  const text = await settled(tab, page.texts);
  faults.push(...missing(text, page.texts));
  if (page.call) faults.push(...(await makeCall(tab, page.call)));
  await tab.screenshot({ path: `${task.pictures}/${page.name}.png`, fullPage: !page.call });
  await tab.close();
  return faults;
}

// A file may load nothing; a page of a server may load from that server.
function isOutside(url, of) {
  return of.startsWith("file:") ? url !== of : new URL(url).origin !== new URL(of).origin;
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
