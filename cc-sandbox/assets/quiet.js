// How Scalar's page is opened wherever this project shows it, in the sandbox and on the site: everything that would call
// its maker, or load from elsewhere, is off.
const QUIET = {
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  persistAuth: false,
  proxyUrl: "",
};
