/** Bodies up to the last byte that a route takes, and not one more. */
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Bodies } from "#breakwater/server/bodies.js";
import { SharedBytes } from "#breakwater/server/shared-bytes.js";

const LIMIT = 10;

/** A request that says, or does not, how long its body is; and what `done` has been called with, each time. */
function reading(declared?: number) {
  const headers = declared === undefined ? {} : { "content-length": `${declared}` };
  const request = Object.assign(new PassThrough(), { headers });
  const calls: (string | number[])[] = [];
  const read = new Promise<void>((resolve) => {
    new Bodies(new SharedBytes(1_048_576)).read(
      request as unknown as IncomingMessage,
      LIMIT,
      (error, body) => {
        calls.push(error === null ? [...body!] : error.message);
        resolve();
      },
    );
  });
  return { request, calls, read };
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);
const tooLarge = "The body is larger than the route takes";

test("one that says it is too long is refused before any of it has come", () => {
  expect(reading(LIMIT + 1).calls).toEqual([tooLarge]);
  expect(reading(LIMIT).calls).toEqual([]);
});

test.each([
  [[0], bytes(0)],
  [[LIMIT], bytes(LIMIT)],
  [[4, 3, 3], bytes(LIMIT)],
  [[LIMIT + 1], null],
  [[4, 3, 4], null],
  [[4, 7, 1, 1], null],
])("in pieces of %j bytes", async (lengths, whole) => {
  const { request, calls, read } = reading();
  let from = 0;
  for (const length of lengths) {
    request.write(bytes(from + length).subarray(from));
    from += length;
  }
  request.end();
  await read;
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toEqual([whole === null ? tooLarge : [...whole]]);
});

test("one that breaks off is no body, and is refused once", async () => {
  const { request, calls, read } = reading();
  request.write(bytes(3));
  request.destroy(new Error("gone"));
  await read;
  expect(calls).toHaveLength(1);
  expect(typeof calls[0]).toBe("string");
});
