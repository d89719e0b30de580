/** Which of several commands was refused, and of a tick which one: in every encoding, and however the answer is made. */
import { beforeEach, describe, expect, test } from "vitest";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import type { Service } from "#breakwater/server/service.js";
import { define, post, serve, tick } from "./harness.js";

const MSGPACK = "application/msgpack";
const SBE = "application/sbe";
const market = "BTC/USD:perp";

let service: Service;
beforeEach(async () => {
  service = await serve();
  await define(service);
});

interface Refused {
  readonly type: string;
  readonly code: string;
  readonly index?: number;
  readonly market?: string;
  readonly source?: string;
  readonly sequence?: number;
}
const placeOf = ({ index, code, market, source, sequence }: Refused) => [
  index,
  code,
  market,
  source,
  sequence,
];
const ticks = async (body: unknown, headers: Record<string, string> = {}) =>
  (await post(service, "/v1/ticks", body, headers)).body;

describe("POST /v1/ticks", () => {
  const others = { market: "none", source: "b", price: "1", sequence: 7 };

  test("names index, market, source and sequence of each that was refused", async () => {
    const { accepted, rejected } = await ticks([
      tick(100_001, 1),
      tick(100_002, 2),
      { ...others, market: 7, source: "not a name", sequence: -1 },
      others,
      tick(100_003, 3),
      7,
      tick(100_004, 3),
    ]);
    expect(accepted).toBe(2);
    expect(rejected.map(placeOf)).toEqual([
      [0, "DUPLICATE", market, "a", 1],
      [2, "MALFORMED", undefined, undefined, undefined],
      [3, "UNKNOWN_MARKET", "none", "b", 7],
      [5, "MALFORMED", undefined, undefined, undefined],
      [6, "DUPLICATE", market, "a", 3],
    ]);
  });

  test("so in MessagePack, as maps and as arrays of numbers", async () => {
    const body = encodeMessagePack([
      [0, 0, 100_001, 1],
      tick(100_002, 2),
      [9, 0, 1, 4],
      [0, 3, 100_001, 4],
      others,
    ]);
    const packed = await ticks(body, { "content-type": MSGPACK, accept: MSGPACK });
    const { rejected } = decodeMessagePack(packed) as { rejected: Refused[] };
    expect(rejected.map(placeOf)).toEqual([
      [0, "DUPLICATE", market, "a", 1],
      [2, "UNKNOWN_MARKET", undefined, undefined, 4],
      [3, "UNKNOWN_SOURCE", market, undefined, 4],
      [4, "UNKNOWN_MARKET", "none", "b", 7],
    ]);
  });

  test.each([
    ["at once", 3],
    ["by the worker, in steps", 3_000],
  ])("so in SBE, applied %s", async (_, count) => {
    const entry = (sequence: number) => ({ marketId: 0, sourceId: 0, price: 100_001, sequence });
    const batch = Array.from({ length: count }, (_, i) => entry(i % 2 === 0 ? 1 : 2 + i));
    const { accepted, rejected } = await ticks(writeTickBatch(batch), { "content-type": SBE });
    expect(accepted + rejected.length).toBe(count);
    expect(rejected.map(placeOf)).toEqual(
      batch.flatMap(({ sequence }, i) =>
        sequence !== 1 ? [] : [[i, i === 0 ? "DUPLICATE" : "SEQUENCE_REGRESSION", market, "a", 1]],
      ),
    );
  });

  test("a redelivered one has its place in this request, whatever it was refused for before", async () => {
    const bad = { ...others, key: "k1" };
    const first = await ticks([tick(100_001, 2), bad]);
    expect(first.rejected.map(placeOf)).toEqual([[1, "UNKNOWN_MARKET", "none", "b", 7]]);
    const again = await ticks([tick(100_002, 1), bad, tick(100_003, 3), bad, tick(100_004, 3)]);
    expect(again.rejected.map(placeOf)).toEqual([
      [0, "SEQUENCE_REGRESSION", market, "a", 1],
      [1, "UNKNOWN_MARKET", "none", "b", 7],
      [3, "UNKNOWN_MARKET", "none", "b", 7],
      [4, "DUPLICATE", market, "a", 3],
    ]);
    expect(again.rejected[1].commandSeq).toBe(first.rejected[0].commandSeq);
  });
});

describe("POST /v1/commands", () => {
  const commands = async (body: unknown, headers: Record<string, string> = {}) =>
    (await post(service, "/v1/commands", body, headers)).body;
  const refusedOf = ({ events }: { events: Refused[] }) =>
    events.filter(({ type }) => type === "rejected").map(placeOf);

  test("names the index of each that was refused, and of ticks what they were", async () => {
    const sent = [
      { type: "account", account: "x", domain: "d" },
      { type: "teleport" },
      { type: "tick", ...tick(100_001, 1) },
      { type: "hash" },
      { type: "account", account: "x", domain: "d", key: "k" },
      { type: "account", account: "x", domain: "d", key: "k" },
      null,
    ];
    const expected = [
      [1, "UNKNOWN_TYPE", undefined, undefined, undefined],
      [2, "DUPLICATE", market, "a", 1],
      [4, "ALREADY_EXISTS", undefined, undefined, undefined],
      [5, "ALREADY_EXISTS", undefined, undefined, undefined],
      [6, "MALFORMED", undefined, undefined, undefined],
    ];
    expect(refusedOf(await commands(sent))).toEqual(expected);
    const packed = await commands(encodeMessagePack(sent.slice(1)), {
      "content-type": MSGPACK,
      accept: MSGPACK,
    });
    expect(refusedOf(decodeMessagePack(packed) as { events: Refused[] })).toEqual(
      expected.map(([index, ...rest]) => [(index as number) - 1, ...rest]),
    );
  });

  test("so in an answer that is made in steps", async () => {
    const sent = Array.from({ length: 1_500 }, (_, i) =>
      i % 3 === 0
        ? { type: "cancel", order: `n${i}` }
        : { type: "account", account: `new-${i}`, domain: "d" },
    );
    const refused = refusedOf(await commands(sent));
    expect(refused.map(([index]) => index)).toEqual(Array.from({ length: 500 }, (_, i) => 3 * i));
  });

  test("so of queries, which are asked in several parts", async () => {
    const sent = Array.from({ length: 200 }, (_, i) => ({
      type: "report",
      account: i % 50 === 0 ? "nobody" : "alice",
    }));
    expect(refusedOf(await commands(sent)).map(([index]) => index)).toEqual([0, 50, 100, 150]);
  });
});
