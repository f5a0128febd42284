// Opens the reference with the document that stands in the page. Calls are not made from here: a site of files has no
// server that would pass them on, and the policy of the page would stop them.
Scalar.createApiReference("#reference", {
  ...QUIET,
  content: JSON.parse(document.getElementById("document").textContent),
  hideTestRequestButton: true,
  hideDarkModeToggle: true,
});
