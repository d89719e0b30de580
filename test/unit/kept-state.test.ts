/** What the core keeps without showing it: the state hash covers it, tables have room for it, and it is forgotten in time. */
import { describe, expect, test } from "vitest";
import { EventHeader, EventType } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import {
  account,
  at,
  type Command,
  domain,
  feed,
  filled,
  market,
  position,
  seconds,
} from "../support/commands.js";

const limits = { accounts: 64, markets: 4, triggerBuckets: 1_048_576 };
const engineAfter = (commands: readonly Command[], more = {}, debug = true) => {
  const engine = new Engine({ ...limits, ...more }, { debug });
  const refused = engine.applyParsed(commands).filter(({ type }) => type === "rejected");
  expect(refused).toEqual([]);
  return engine;
};
const outside = { execution: "external", maxPrice: "100000" };
const alice = position("alice", "BTC", "0.1", "45010");

describe("the state hash covers", () => {
  const external = [domain(), market("BTC", outside), feed("BTC")("50000"), account("alice"), alice];
  const banded = (before: string): Command[] => {
    const tick = feed("BTC");
    const breakers = { bandPpm: 1_000_000, bandWindow: seconds(64) };
    const prices = ["50000", before, "50000", "50000"];
    return [
      domain(),
      market("BTC", { maxPrice: "100000", breakers }),
      ...prices.map((price, i) => at(4 * i, tick(price))),
    ];
  };
  const wound = (...unwindOrder: string[]): Command[] => [
    domain(),
    ...["BTC", "ETH"].map((name) => market(name, { maxPrice: "100000" })),
    { ...account("alice"), unwindOrder },
  ];
  const report = (execution: string): Command[] => [
    ...external,
    filled("S1", "0.001", "50000", { execution }),
  ];

  /** A slice of one lot is sized by books of different depth; half a second later both are the same. */
  const refilled = (deep: string): Command[] => {
    const book = (quantity: string): Command => ({
      type: "book",
      market: "BTC",
      bids: [
        ["50000", "1"],
        ["49990", quantity],
      ],
      asks: [],
    });
    const policy = { algorithm: "adaptive", sliceNotionalMax: "50" };
    return [
      ...[domain(), market("BTC", { ...outside, policy }), feed("BTC")("50000"), book(deep)],
      ...[account("alice"), alice, at(0.5, book("1"))],
    ];
  };

  test.each<[string, readonly Command[], readonly Command[]]>([
    ["how fast a book fills up again", refilled("2"), refilled("3")],
    ["the ids of venues' reports", report("v1"), report("v2")],
    ["in which order an account is unwound", wound("BTC", "ETH"), wound("ETH", "BTC")],
    ["the marks of a band's window", banded("50000"), banded("50001")],
  ])("%s", (_, one, other) => {
    expect(engineAfter(one).stateHash()).toBe(engineAfter(one).stateHash());
    expect(engineAfter(one).stateHash()).not.toBe(engineAfter(other).stateHash());
  });
});

test("a case keeps the hash of its evidence: FNV-1a over the words of its opening", () => {
  const writer = createWriter(65_536);
  for (const command of [domain(), market("BTC", outside), feed("BTC")("50000"), account("alice"), alice])
    encodeCommand(command, writer);
  const engine = new Engine(limits, { debug: true });
  const chunks: Buffer[] = [];
  engine.applyRecords(writer.written, (bytes) => void chunks.push(Buffer.from(bytes)));
  const events = Buffer.concat(chunks);
  let begin = 0;
  while (events.readUInt16LE(begin + EventHeader.type) !== EventType.liquidationOpened)
    begin += events.readUInt32LE(begin + EventHeader.size);
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (let word = EventHeader.BYTES; word < events.readUInt32LE(begin + EventHeader.size); word += 8)
    hash = BigInt.asUintN(64, (hash ^ events.readBigUInt64LE(begin + word)) * 0x100_0000_01b3n);
  const kept = Buffer.alloc(8);
  kept.writeBigUInt64LE(hash);
  expect(Buffer.from(engine.memory.buffer).includes(kept)).toBe(true);
});

test("of slices that have ended the latest 65,536 are known", () => {
  const settings = domain({ takeover: false, caseHorizon: seconds(1_000_000) });
  const scene = [settings, market("BTC", outside), feed("BTC")("50000"), account("alice"), alice];
  const engine = engineAfter(scene, { slices: 70_000, venueReports: 70_000 }, false);
  const cancelled = (of: number): Command =>
    at(of, { type: "execution", order: `S${of}`, status: "cancelled", execution: `v${of}` });
  const ends = (first: number, last: number) =>
    engine.applyParsed(Array.from({ length: last - first + 1 }, (_, i) => cancelled(first + i)));
  const again = (of: number) => engine.applyParsed([{ ...cancelled(of), time: undefined }])[0];
  const events = ends(1, 65_536);
  expect(events.filter(({ type }) => type === "slice")).toHaveLength(65_536);
  expect(again(1)).toMatchObject({ type: "rejected", code: "DUPLICATE" });
  ends(65_537, 65_537);
  expect(again(1)).toMatchObject({ type: "rejected", code: "UNKNOWN_ORDER" });
  expect(again(2)).toMatchObject({ type: "rejected", code: "DUPLICATE" });
  // What is forgotten leaves room: there are more reports by now than there is a place for.
  expect(ends(65_538, 80_000).filter(({ type }) => type === "rejected")).toEqual([]);
  expect(again(80_000 - 65_536)).toMatchObject({ code: "UNKNOWN_ORDER" });
});

test("what a book needs for prices far apart is given back with the levels", () => {
  const units = { priceDecimals: 0, tickSize: "1", lotSize: "1", execution: "external" };
  const book = (prices: readonly number[], quantity: string): Command => {
    const levels = prices.map((price) => [String(price), quantity]);
    return { type: "book", market: "BTC", bids: levels, asks: [] };
  };
  const engine = engineAfter(
    [
      domain({ settleDecimals: 0 }),
      market("BTC", { ...units, maxPosition: "10", maxPrice: "1000000000000" }),
    ],
    { ladderNodes: 12, ladderLeaves: 8 },
  );
  for (let i = 0; i < 300; i++) {
    const far = [1, 70_000, 80_000_000, 90_000_000_000].map((step) => 6 + step * (1 + (i % 10)));
    const stays = i % 3 === 0 ? [] : [5]; // now and then nothing is left
    const at = [...stays, far[i % 4] as number];
    const commands = [book(at, "1"), ...at.toReversed().map((price) => book([price], "0"))];
    expect(engine.applyParsed(commands).filter(({ type }) => type === "rejected")).toEqual([]);
  }
});
