/**
 * A Fastify server without an engine or limits of its own, a program: what it is asked it answers at once with bytes that it
 * has ready, as many as ours would. The control of the table of abuse: what it pays under the same abuse is the framework's,
 * the system's and the machine's.
 */
import { once } from "node:events";
import Fastify from "fastify";

const JSON_TYPE = "application/json";
/** As large as the answers of ours to those who abuse it: a page of depth, twenty of them, a piece of the log. */
const PAGE = Buffer.from(JSON.stringify(Array(2_000).fill(["10000", "5"])));
const PAGES = Buffer.concat(Array(20).fill(PAGE));
const PIECE = Buffer.alloc(20_000, `data: ${"x".repeat(192)}\n\n`);
const PIECES = 6_000;
/** Requests below this are of somebody who does nothing wrong. */
const SMALL_BYTES = 512;
const DONE = `{"accepted":1,"rejected":[],"marks":[{"type":"mark","seq":1000000,"commandSeq":1000000,"time":${"1".repeat(16)},"market":"M00","index":"10000","mark":"10000","sources":1}],"slices":[]}`;

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser(JSON_TYPE, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post("/v1/ticks", { bodyLimit: 4_194_304 }, (_request, reply) => reply.type(JSON_TYPE).send(DONE));
app.post("/v1/commands", { bodyLimit: 4_194_304 }, (request, reply) =>
  reply.type(JSON_TYPE).send(request.body.length < SMALL_BYTES ? DONE : PAGES),
);
app.get("/v1/markets/:market/book", (_request, reply) => reply.type(JSON_TYPE).send(PAGE));
app.get("/v1/events", async (_request, reply) => {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "text/event-stream" });
  const gone = once(raw, "close");
  for (let i = 0; i < PIECES && !raw.destroyed; i++) {
    if (!raw.write(PIECE)) await Promise.race([once(raw, "drain"), gone]);
  }
});
await app.listen({ host: "127.0.0.1", port: 0 });
console.error(`listening on http://127.0.0.1:${app.server.address().port}`);
