import { request } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import type { Service } from "#breakwater/server/service.js";
import { define, serve, stateHash, TIME, tick } from "./harness.js";

const JSON_TYPE = "application/json";
const SBE_TYPE = "application/sbe";
const MSGPACK_TYPE = "application/msgpack";

interface Raw {
  readonly status: number | undefined;
  /** As they came, in order; without the date. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** One request, and every byte of its answer that the server decides on. */
function send({ url }: Service, body: Uint8Array, headers: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/v1/ticks`,
      { method: "POST", headers: { ...headers, "content-length": body.length } },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => {
          const { rawHeaders, statusCode } = response;
          const date = rawHeaders.indexOf("Date");
          resolve({
            status: statusCode,
            headers: rawHeaders.filter((_, i) => i !== date && i !== date + 1),
            body: Buffer.concat(pieces).toString("latin1"),
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const batch = (...ticks: [price: number, sequence: number][]) =>
  writeTickBatch(
    ticks.map(([price, sequence]) => ({ marketId: 0, sourceId: 0, price, sequence })),
    TIME + 9,
  );

/** In order: each goes on where the last one stopped. */
const bodies: readonly [what: string, body: Uint8Array, type: string][] = [
  ["a tick", json(tick(100_010, 2)), JSON_TYPE],
  ["a tick that moves nothing", json(tick(100_010, 3)), JSON_TYPE],
  ["a tick that is refused", json(tick(100_010, 3)), JSON_TYPE],
  ["a tick of no market", json({ ...tick(1, 4), market: "none" }), JSON_TYPE],
  ["a tick with an escape", json({ ...tick(100_020, 4), key: '"' }), JSON_TYPE],
  ["the same again, redelivered", json({ ...tick(100_020, 4), key: '"' }), JSON_TYPE],
  ["an array", json([tick(100_030, 5), tick(100_040, 6)]), JSON_TYPE],
  ["an array with what is refused", json([tick(100_030, 6), tick(100_050, 7), 7]), JSON_TYPE],
  ["ticks", json({ ticks: [tick(100_060, 8)] }), JSON_TYPE],
  ["no JSON", new TextEncoder().encode("{"), JSON_TYPE],
  ["nothing", new Uint8Array(0), JSON_TYPE],
  ["a batch", batch([100_070, 9], [100_080, 10]), SBE_TYPE],
  ["a batch with what is refused", batch([100_070, 10], [100_090, 11]), SBE_TYPE],
  ["a batch that is cut off", batch([100_090, 12]).subarray(0, 30), SBE_TYPE],
  ["MessagePack", encodeMessagePack(tick(100_100, 12)), MSGPACK_TYPE],
  ["arrays of MessagePack", encodeMessagePack([[0, 0, 100_110, 13]]), MSGPACK_TYPE],
  ["a tick that liquidates", json(tick(90_500, 14)), JSON_TYPE],
  [
    "ticks for the worker",
    json(Array.from({ length: 3_000 }, (_, i) => tick(90_400 + (i % 3), 15 + i))),
    JSON_TYPE,
  ],
];

describe("the shortcut of ticks", () => {
  let short: Service;
  let long: Service;
  beforeEach(async () => {
    [short, long] = await Promise.all([serve({ epoch: "one" }), serve({ epoch: "one" })]);
    await Promise.all([define(short), define(long)]);
  });

  /** Sends each body both ways; what is answered otherwise is named. */
  async function differences(accept: string, shortened: readonly Uint8Array[]): Promise<string[]> {
    const found: string[] = [];
    for (const [i, [what, body, type]] of bodies.entries()) {
      const shortly = await send(short, shortened[i] as Uint8Array, { "content-type": type, accept });
      // A weight that says what its absence says takes the request past the shortcut.
      const atLength = await send(long, body, { "content-type": type, accept: `${accept};q=1` });
      if (!isDeepStrictEqual(shortly, atLength)) found.push(what);
    }
    return found;
  }

  test.each([JSON_TYPE, SBE_TYPE, MSGPACK_TYPE])("answers in %s as the route does", async (accept) => {
    const same = bodies.map(([, body]) => body);
    expect(await differences(accept, same)).toEqual([]);
    expect(await stateHash(short)).toBe(await stateHash(long));
    expect(short.sequencer.log.nextSeq).toBe(long.sequencer.log.nextSeq);
  });

  test("would be found if it read a price that is wrong by one unit", async () => {
    const wrong = bodies.map(([what, body]) => (what === "a tick" ? json(tick(100_011, 2)) : body));
    expect(await differences(JSON_TYPE, wrong)).toContain("a tick");
  });

  test("leaves to the route what is not for it, with the body unread", async () => {
    const plain = { "content-type": JSON_TYPE };
    for (const [status, headers] of [
      [403, { ...plain, host: "example.org" }],
      [406, { ...plain, accept: "text/html" }],
      [415, { "content-type": "text/plain" }],
      [415, { ...plain, "content-encoding": "gzip" }],
    ] as const) {
      expect((await send(short, json(tick(100_010, 2)), headers)).status).toBe(status);
    }
    expect(await stateHash(short)).toBe(await stateHash(long));
  });

  test("answers many connections at once, each its own", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        send(short, json({ ...tick(100_000 + i, 1), source: i % 2 === 0 ? "a" : "none" }), {
          "content-type": JSON_TYPE,
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i % 2 === 0 ? 409 : 404)));
    const moving = Array.from({ length: 100 }, (_, i) => tick(100_001 + i, 2 + i));
    const moved = await Promise.all(
      moving.map((one) => send(short, json(one), { "content-type": JSON_TYPE })),
    );
    for (const [i, { status, body }] of moved.entries()) {
      // Connections race: a later sequence that came first makes an earlier one a regression.
      if (status === 200) expect(body).toContain(`"mark":"${((100_001 + i) / 10).toFixed(1)}"`);
      else expect([status, body.includes("SEQUENCE_REGRESSION")]).toEqual([409, true]);
    }
  });
});
