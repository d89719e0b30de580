/**
 * What runs in the thread that receives: nothing that may touch more than a bound. No time is asserted, because no machine's
 * is the same: where it ran, and what the core itself counts of accounts that it evaluated or looked at.
 */
import { afterEach, describe, expect, test } from "vitest";
import { Meters } from "#breakwater/abi/layout.js";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { Views } from "#breakwater/kernel/views.js";
import { EnginePool } from "#breakwater/pool/engine-pool.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { definitions, limits, TIME, tick } from "../server/harness.js";

const MARKET = "BTC/USD:perp";
/** Of accounts, in one batch: some times the bound, because a command may look at an account more than once. */
const LOOKS_MAX = 8_192;

const pools: EnginePool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(true)));
});

async function start() {
  const pool = await EnginePool.start({ limits });
  pools.push(pool);
  const { shard, memory } = pool;
  const views = new Views(memory);
  const counted = () =>
    (["evaluations", "looks", "alarms", "falseAlarms"] as const).reduce(
      (sum, meter) => sum + Number(views.view.getBigUint64(views.address("meters") + Meters[meter], true)),
      0,
    );
  /** Whether it ran in this thread, and what the core counted meanwhile. */
  const run = async (batch: Uint8Array) => {
    const before = counted();
    const answer = shard.submit(batch);
    await answer;
    return { isHere: !(answer instanceof Promise), looks: counted() - before };
  };
  return { pool, shard, run };
}

function records(commands: readonly object[], bytes = 4_194_304): Uint8Array {
  const writer = createWriter(bytes);
  for (const command of commands) expect(encodeCommand(command, writer)).not.toBe("full");
  return new Uint8Array(writer.written);
}

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [
    { type: "account", account: `a${from + i}`, domain: "d", cash: "100" },
    { type: "position", account: `a${from + i}`, market: MARKET, quantity: "0.1", entryPrice: "10000" },
  ]).flat();
const first = tick(100_000, 1, { type: "tick", time: TIME });

describe("in a large world", () => {
  const {
    domain: _,
    asset: __,
    settleDecimals: ___,
    ...settings
  } = definitions[0] as Record<string, unknown>;
  const { tiers } = definitions[1];
  const long: readonly [string, readonly object[]][] = [
    ["settings of a domain", [{ ...settings, type: "domainSettings", domain: "d" }]],
    ["tiers of a market", [{ type: "tiers", market: MARKET, tiers }]],
    ["settings of a feed", [{ type: "feedSettings", market: MARKET }]],
    ["a policy", [{ type: "policy", market: MARKET, policy: {} }]],
    ["breakers", [{ type: "breakers", market: MARKET, breakers: {} }]],
    ["a funding", [{ type: "funding", market: MARKET, ratePpb: 1_000 }]],
    ["a halt", [{ type: "halt", domain: "d" }]],
    ["a resume", [{ type: "resume", domain: "d" }]],
    ["an auction", [{ type: "marketState", market: MARKET, state: "auction" }]],
    [
      "a position",
      [{ type: "position", account: "a7", market: MARKET, quantity: "0.1", entryPrice: "10000" }],
    ],
    ["many positions", people(0, 1_500).filter(({ type }) => type === "position")],
    ["a transfer", [{ type: "transfer", account: "a7", amount: "1" }]],
    ["an order", [{ type: "order", account: "a7", market: MARKET, side: "buy", quantity: "1" }]],
    ["everything cancelled", [{ type: "cancelAll", account: "a7" }]],
    ["a book", [{ type: "book", market: MARKET, bids: [["9999", "1"]], asks: [], snapshot: true }]],
    ["a hash", [{ type: "hash" }]],
    ["a snapshot", [{ type: "snapshot" }]],
    ["a report", [{ type: "report", account: "a7" }]],
    ["a domain's report", [{ type: "domainReport", domain: "d" }]],
    ["depth", [{ type: "depth", market: MARKET }]],
    ["a liquidation map", [{ type: "liquidationMap", market: MARKET }]],
    ["a tick that everybody rings at", [tick(50_000, 2, { type: "tick" })]],
  ];

  test("only what is certain to reach nobody runs here", async () => {
    const { shard, run } = await start();
    await shard.send(records([...definitions, first, ...people(0, 1_500)]));
    for (const [what, commands] of long)
      expect([what, (await run(records(commands))).isHere]).toEqual([what, false]);
  });
});

describe("in a small world", () => {
  test("a batch of ticks of which each may ring everybody is as long as its ticks are many", async () => {
    const { shard, run } = await start();
    await shard.send(records([...definitions, first, ...people(0, 100)]));
    // Down and up across the price at which all longs ring.
    const ticks = (length: number, from: number) => {
      const writer = createWriter(1_048_576);
      const entries = Array.from({ length }, (_, i) => ({
        marketId: 0,
        sourceId: 0,
        price: i % 2 === 0 ? 1_000 : 100_000,
        sequence: from + i,
      }));
      expect(encodeTickBatch(writeTickBatch(entries), writer)).toBeNull();
      return new Uint8Array(writer.written);
    };
    const few = await run(ticks(2, 2));
    expect([few.isHere, few.looks >= 100]).toEqual([true, true]);
    expect((await run(ticks(5_000, 10))).isHere).toBe(false);
  });

  test("a batch that makes it large is as long as the world that it makes", async () => {
    const { run } = await start();
    const { tiers } = definitions[1];
    const growing = [
      ...definitions,
      first,
      ...people(0, 200),
      ...Array.from({ length: 200 }, () => ({ type: "tiers", market: MARKET, tiers })),
    ];
    expect((await run(records(growing))).isHere).toBe(false);
    expect((await (await start()).run(records(definitions))).isHere).toBe(true);
  });

  test("a book of many levels makes its hash long", async () => {
    const { shard, run } = await start();
    await shard.send(records([...definitions, first]));
    expect((await run(records([{ type: "hash" }]))).isHere).toBe(true);
    for (let side = 0; side < 100; side++) {
      const bids = Array.from({ length: 15 }, (_, i) => [(1_000 + 6.4 * (side * 15 + i)).toFixed(1), "1"]);
      await shard.send(records([{ type: "book", market: MARKET, bids, asks: [] }]));
    }
    expect((await run(records([{ type: "hash" }]))).isHere).toBe(false);
  });

  test("many clocks look at every market many times", async () => {
    const { shard, run } = await start();
    const more = Array.from({ length: 9 }, (_, i) => ({ ...definitions[1], market: `M${i}` }));
    await shard.send(records([...definitions, first, ...more]));
    const clocks = (length: number) =>
      records(Array.from({ length }, () => ({ type: "clock", time: TIME + 1 })));
    expect([(await run(clocks(100))).isHere, (await run(clocks(200))).isHere]).toEqual([true, false]);
  });

  test("whatever a batch of settings and prices is, what runs here touches no more than the bound", async () => {
    const { shard, run } = await start();
    await shard.send(records([...definitions, first]));
    let here = 0;
    let sequence = 2;
    for (let accounts = 0; accounts < 400; accounts += 20) {
      await shard.send(records(people(accounts, accounts + 20)));
      for (const length of [1, 3, 10, 40, 200]) {
        const batch = Array.from({ length }, (_, i) =>
          i % 3 === 0
            ? { type: "domainSettings", domain: "d", takeover: false, seed: i }
            : { type: "tick", ...tick(i % 2 === 0 ? 50_000 : 100_000, sequence++) },
        );
        const { isHere, looks } = await run(records(batch));
        if (!isHere) continue;
        here += 1;
        expect(looks, `${length} commands in a world of ${accounts}`).toBeLessThanOrEqual(LOOKS_MAX);
      }
    }
    expect(here).toBeGreaterThan(10);
  });
});
