// Opens the reference with the sandbox's own credentials filled in. Everything that would call its maker is off
// (quiet.js); the policy of the page (Content-Security-Policy) would stop it besides.
const credentials = JSON.parse(document.getElementById("credentials").textContent);

Scalar.createApiReference("#reference", {
  ...QUIET,
  url: "/docs/openapi.json",
  // Which of them a call takes is the document's to say: keys where it names one first, the session for the keys themselves.
  authentication: {
    securitySchemes: {
      apiKey: { token: credentials.key },
      sessionToken: { token: credentials.session },
      tenant: { value: credentials.tenant },
    },
  },
});
