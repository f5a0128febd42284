// A host of files on this machine, which has a site in a folder, to show that it need not stand at the top of one.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

const BELOW = "/some/folder/";
const KINDS = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown", ".txt": "text/plain",
};

// Starts it; the address that the site's files stand below, and how to stop it.
export async function host(site) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const file = path.join(site, path.normalize(name.slice(BELOW.length)));
    const body = name.startsWith(BELOW) ? await readFile(file).catch(() => null) : null;
    response.writeHead(body ? 200 : 404, { "content-type": `${KINDS[path.extname(file)] ?? "text/plain"}; charset=utf-8` });
    response.end(body ?? "not there");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { home: `http://127.0.0.1:${server.address().port}${BELOW}`, stop: () => server.close() };
}
