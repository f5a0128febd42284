// Keeps the contents open where there is room for them. Browsers that know `::details-content` need no help; without
// scripts the contents open at a click.
const menu = document.querySelector("details.menu");
if (menu) {
  const wide = window.matchMedia("(min-width: 60rem)");
  const fit = () => { menu.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
  // A link to a part of this page closes what would cover it.
  menu.addEventListener("click", (event) => {
    if (!wide.matches && event.target.closest("a")) menu.open = false;
  });
  // The page that is shown stands in view in a long list.
  menu.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}
