// Tells the fewest scopes for the operations that are ticked. What is known stands in the page as JSON.
const data = JSON.parse(document.getElementById("operations").textContent);
const byId = new Map(data.operations.map((operation) => [operation.id, operation]));
const chosen = new Set();

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// The fewest scopes: what there is no choice about first, then of each choice the set that adds the least.
function fewest(operations) {
  const scopes = new Set();
  const scoped = operations.filter((operation) => operation.access === "scoped");
  for (const operation of scoped.filter((one) => one.anyOf.length === 1)) {
    operation.anyOf[0].forEach((scope) => scopes.add(scope));
  }
  for (const operation of scoped.filter((one) => one.anyOf.length > 1)) {
    const missing = operation.anyOf.map((set) => set.filter((scope) => !scopes.has(scope)));
    missing.sort((one, other) => one.length - other.length);
    missing[0].forEach((scope) => scopes.add(scope));
  }
  return [...scopes].sort();
}

function show() {
  const operations = [...chosen].map((id) => byId.get(id));
  const scopes = fewest(operations);
  const out = document.getElementById("chosen");
  out.replaceChildren();
  if (operations.length === 0) {
    out.append(element("p", { textContent: "Tick the operations that your program calls." }));
    return;
  }
  const list = element("p", {}, "Scopes: ");
  scopes.forEach((scope, at) => list.append(at ? ", " : "", element("code", { textContent: scope })));
  if (scopes.length === 0) list.append("none");
  out.append(list);
  const open = operations.filter((operation) => operation.access === "undocumented");
  if (open.length) {
    const names = open.map((operation) => operation.id).join(", ");
    out.append(element("p", { textContent: `No scope is documented for ${names}: the server may want one all the same.` }));
  }
  const session = operations.filter((operation) => operation.access === "session");
  if (session.length) {
    const names = session.map((operation) => operation.id).join(", ");
    out.append(element("p", { textContent: `No key will do for ${names}: these take the token of a session.` }));
  }
  const keyed = operations.filter((operation) => operation.access === "scoped");
  if (keyed.length) {
    const names = keyed.map((operation) => `${operation.tag}.${operation.id}`).join(" ");
    const line = `${data.command} keys create NAME --for ${names}`;
    const pre = element("pre", { tabIndex: 0 }, element("code", { textContent: line }));
    out.append(element("p", { textContent: "A key with just these:" }), pre);
  }
}

function build() {
  const groups = new Map();
  for (const operation of data.operations) {
    if (!groups.has(operation.group)) groups.set(operation.group, []);
    groups.get(operation.group).push(operation);
  }
  const choices = document.getElementById("choices");
  for (const [name, operations] of groups) {
    const set = element("fieldset", {}, element("legend", { textContent: name }));
    for (const operation of operations) {
      const box = element("input", { type: "checkbox", value: operation.id });
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(operation.id);
        else chosen.delete(operation.id);
        show();
      });
      const label = element("label", { title: operation.summary }, box, " ", element("code", { textContent: operation.id }));
      label.dataset.words = `${operation.id} ${operation.summary} ${name}`.toLowerCase();
      set.append(label);
    }
    choices.append(set);
  }
  document.getElementById("find").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const set of choices.children) {
      const labels = [...set.querySelectorAll("label")];
      labels.forEach((label) => { label.hidden = !words.every((word) => label.dataset.words.includes(word)); });
      set.hidden = labels.every((label) => label.hidden);
    }
  });
  document.getElementById("chooser").hidden = false;
  show();
}

build();
