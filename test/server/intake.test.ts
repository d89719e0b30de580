/** How much of bodies a real server reads in one turn of the event loop, where megabytes of each have arrived. */
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { Bodies } from "#breakwater/server/bodies.js";
import { INTAKE_BYTES } from "#breakwater/server/intake.js";
import { SharedBytes } from "#breakwater/server/shared-bytes.js";
import { head, jsonHead } from "./raw.js";

const SENDERS = 8;
const BODY_BYTES = 4_194_304;
const chunk = Buffer.from(`10000\r\n${"x".repeat(65_536)}\r\n`);

test.each([
  ["in chunks", head("POST", "/", "transfer-encoding: chunked"), BODY_BYTES],
  ["with a length", jsonHead("/", BODY_BYTES), BODY_BYTES],
  ["in chunks, and refused", head("POST", "/", "transfer-encoding: chunked"), 1_000],
  ["with a length, and refused", jsonHead("/", BODY_BYTES), 1_000],
])("of bodies %s", async (_, begin, limit) => {
  const bodies = new Bodies(new SharedBytes(SENDERS * BODY_BYTES));
  let done = 0;
  const server = createServer((request) => bodies.read(request, limit, () => (done += 1)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const isChunked = begin.includes("chunked");
  const body = isChunked ? Buffer.concat(Array(64).fill(chunk)) : Buffer.alloc(BODY_BYTES, "x");
  const end = isChunked ? "0\r\n\r\n" : "";
  const sockets = Array.from({ length: SENDERS }, () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(begin);
    socket.write(body);
    socket.write(end);
    return socket;
  });
  while (done < SENDERS) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(bodies.longest).toBeGreaterThan(0);
  // Of each connection a piece, or two before the first has stopped it.
  expect(bodies.longest).toBeLessThanOrEqual(INTAKE_BYTES + SENDERS * 131_072);
});
