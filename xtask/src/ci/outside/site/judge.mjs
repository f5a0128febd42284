// axe, the judge of whether everybody can use a page. What it calls serious or critical is a fault.
import { readFile } from "node:fs/promises";

// What is serious inside a component of somebody else's, and no setting of it repairs. A finding that is not listed is a
// fault, and so is one that is listed and does not occur any more.
const KNOWN = [
  {
    page: "reference.html",
    rule: "button-name",
    element: "button.scalar-code-copy",
    reason: "Scalar's button that copies an example has no name; neither a setting nor a style gives it one",
  },
];

// Makes the judge; it keeps in mind which of the known findings have occurred.
export async function judge(tools) {
  const axe = await readFile(tools.resolve("axe-core/axe.min.js"), "utf8");
  const met = new Set();
  return {
    // What is wrong with a page, as the tab shows it now.
    async finds(tab, page, how) {
      if (!(await tab.evaluate(() => "axe" in window))) await tab.evaluate(axe);
      const known = KNOWN.filter((entry) => entry.page === page);
      // Such a component is drawn after the page: it is there when that is there which is known to be wrong with it.
      const drawn = known.map(({ element }) => tab.locator(element).first().waitFor({ state: "attached", timeout: 10_000 }));
      await Promise.allSettled(drawn);
      const found = await tab.evaluate(run, known);
      for (const { rule, element } of found.known) met.add(`${page} ${rule} ${element}`);
      return found.new.map((finding) => `axe, ${how}: ${finding}`);
    },
    // The known findings that none of these pages has.
    gone(pages) {
      const stale = ({ page, rule, element }) => pages.includes(page) && !met.has(`${page} ${rule} ${element}`);
      return KNOWN.filter(stale).map(
        ({ page, rule, element }) => `${page}: axe has nothing to say of ${rule} at ${element} any more; take it off the list`,
      );
    },
  };
}

// Runs in the page.
async function run(known) {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"], elementRef: true });
  const found = { known: [], new: [] };
  for (const { id, help, impact, nodes } of violations) {
    if (!["serious", "critical"].includes(impact)) continue;
    const entries = known.filter((entry) => entry.rule === id);
    const covers = (node) => entries.find((entry) => node.element.matches(entry.element));
    found.known.push(...nodes.map(covers).filter(Boolean));
    const others = nodes.filter((node) => !covers(node));
    if (others.length > 0) found.new.push(`${id}: ${help} (${others.length} times, first ${others[0].html.slice(0, 120)})`);
  }
  return found;
}
