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
  // The page that is shown stands in view in a long list. Only the list is scrolled, so that the page begins at its top.
  const current = menu.querySelector("[aria-current]")?.getBoundingClientRect();
  const hidden = current ? current.bottom - window.innerHeight : 0;
  if (hidden > 0) menu.scrollTop += hidden + current.height;
}
