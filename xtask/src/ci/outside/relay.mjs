// Stands behind Prism, which knows one server, and passes each request on to the sandbox that it is meant for: every
// end-to-end test has one of its own, and names its port in a header.
import { createServer, request as send } from "node:http";

const relay = createServer((incoming, outgoing) => {
  const { "x-sandbox-port": port, ...headers } = incoming.headers;
  const options = { host: "127.0.0.1", port, method: incoming.method, path: incoming.url, headers };
  const onward = send(options, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
});

relay.listen(0, "127.0.0.1", () => console.log(relay.address().port));
