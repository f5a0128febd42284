// How Scalar's page is opened wherever this project shows it, in the sandbox and on the site: everything that would call
// its maker, or load from elsewhere, is off; and what is too pale to be read is darker, or lighter, than its maker has it.
const QUIET = {
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  persistAuth: false,
  proxyUrl: "",
  customCss: `
    .light-mode {
      --scalar-color-2: #5c5c5c; --scalar-color-3: #6b6b6b; --scalar-sidebar-color-2: #5c5c5c;
      --scalar-color-blue: #0069ab; --scalar-color-green: #007a50; --scalar-color-yellow: #856000;
      --scalar-color-orange: #ba3d00; --scalar-color-red: #cc0005;
    }
    .dark-mode { --scalar-color-3: #919191; }
    .endpoint-path { white-space: normal; overflow-wrap: anywhere; }
    ul.endpoints.endpoints { overflow: visible; }
    .endpoints-card .scalar-card-content { max-height: none; }
  `,
};
