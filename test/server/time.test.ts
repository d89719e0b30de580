/** Time that nobody can have yet is refused, in every form in which it may come, and a clock that differs is named. */
import { describe, expect, test } from "vitest";
import { encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import type { Service } from "#breakwater/server/service.js";
import { define, definitions, get, limits, post, serve, stateHash, TIME, tick } from "./harness.js";

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;
const JSON_TYPE = "application/json";
const MSGPACK = "application/msgpack";
const SBE = "application/sbe";

/** A machine whose day can be set. */
const machine = () => {
  const clock = {
    passed: 0,
    set: 0,
    day: () => TIME + clock.passed + clock.set,
    monotonic: () => clock.passed,
  };
  return clock;
};

/** As it came to us: a `clock` of 2^53 − 1 made every later price stale for ever, and `/readyz` said ready. */
const farAhead = [
  {
    type: "domain",
    time: 1700000000000000,
    domain: "main",
    asset: "USDC",
    settleDecimals: 6,
    insuranceFund: "100000",
  },
  {
    type: "market",
    market: "BTC-PERP",
    domain: "main",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "0.001",
    execution: "external",
    maxAge: 5000000,
    tiers: [{ from: "0", initialPpm: 20000, maintenancePpm: 10000 }],
    sources: [{ source: "index" }],
  },
  { type: "tick", market: "BTC-PERP", source: "index", price: "64000", sequence: 1 },
  { type: "account", account: "alice", domain: "main", cash: "1500" },
  { type: "position", account: "alice", market: "BTC-PERP", quantity: "1", entryPrice: "64000" },
  { type: "clock", time: 9007199254740991 },
  {
    type: "tick",
    market: "BTC-PERP",
    source: "index",
    price: "63100",
    sequence: 2,
    time: 1700000001000000,
  },
  { type: "clock", time: 1700000060000000 },
  {
    type: "tick",
    market: "BTC-PERP",
    source: "index",
    price: "63090",
    sequence: 3,
    time: 1700000061000000,
  },
];

describe("a time that is far ahead", () => {
  test("of a clock command is refused over HTTP, and the feed goes on", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    const answers: unknown[] = [];
    const liquidated: string[] = [];
    for (const command of farAhead) {
      if (command.time !== undefined && command.time < TIME + HOUR) clock.passed = command.time - TIME;
      const { status, body } = await post(service, "/v1/commands", command);
      answers.push([status, body.code, body.field]);
      for (const event of (body.events ?? []) as Event[]) {
        if (event.type === "liquidationOpened") liquidated.push(event.account);
      }
    }
    const taken = [200, undefined, undefined];
    expect(answers).toEqual([
      taken,
      taken,
      taken,
      taken,
      taken,
      [422, "FUTURE", "time"],
      taken,
      taken,
      taken,
    ]);
    expect(liquidated).toEqual(["alice"]);
    expect((await get(service, "/readyz")).status).toBe(200);
  });

  test("may be lawful in a replay, which has no clock", () => {
    const events = new Engine(limits).applyParsed(farAhead);
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
    expect(events.at(-1)?.time).toBe(Number.MAX_SAFE_INTEGER);
  });

  const at = TIME + SECOND;
  const far = at + 1;
  const record = { marketId: 0, sourceId: 0, price: 100_000 };
  const forms: readonly [string, string, string, (time: number, sequence: number) => unknown][] = [
    ["a tick", "/v1/ticks", JSON_TYPE, (time, n) => tick(100_000, n, { time })],
    ["a tick in words", "/v1/ticks", JSON_TYPE, (time, n) => tick(100_000, n, { time, key: `${time}` })],
    ["a source time", "/v1/ticks", JSON_TYPE, (time, n) => tick(100_000, n, { sourceTime: time })],
    ["a tick as a map", "/v1/ticks", MSGPACK, (time, n) => encodeMessagePack(tick(100_000, n, { time }))],
    ["a tick in numbers", "/v1/ticks", MSGPACK, (time, n) => encodeMessagePack([0, 0, 100_000, n, 0, time])],
    ["its source time", "/v1/ticks", MSGPACK, (time, n) => encodeMessagePack([0, 0, 100_000, n, time])],
    ["a TickBatch", "/v1/ticks", SBE, (time, sequence) => writeTickBatch([{ ...record, sequence }], time)],
    ["a clock", "/v1/commands", JSON_TYPE, (time) => ({ type: "clock", time })],
    ["a halt", "/v1/commands", JSON_TYPE, (time) => ({ type: "halt", domain: "d", time })],
    ["an order", "/v1/commands", MSGPACK, (time) => encodeMessagePack(order(time))],
    ["a query", "/v1/commands", JSON_TYPE, (time) => ({ type: "hash", time })],
    [
      "a funding",
      "/v1/commands",
      JSON_TYPE,
      (time) => ({ type: "funding", market: MARKET, ratePpb: 1, time }),
    ],
  ];
  const MARKET = "BTC/USD:perp";
  const order = (time: number) => ({ type: "cancelAll", account: "alice", time });

  test.each(forms)("of %s is refused, whole, and one a second ahead is not", async (_, path, type, form) => {
    const service = await serve();
    await define(service);
    const before = await stateHash(service);
    for (const time of [far, TIME + HOUR, Number.MAX_SAFE_INTEGER]) {
      const { status, body } = await post(service, path, form(time, 2), { "content-type": type });
      expect([status, body.code]).toEqual([422, "FUTURE"]);
      expect(body.field).toMatch(/^(?:time|sourceTime)$/);
      expect(body.detail).toContain("The time is too far ahead");
    }
    expect(await stateHash(service)).toBe(before);
    expect((await post(service, path, form(at, 3), { "content-type": type })).status).toBe(200);
  });

  test.each(forms)("of %s before the epoch is refused", async (_, path, type, form) => {
    if (type === SBE) return; // its times have no sign: 2^53 and more are outside the bounds (test/unit/sbe.test.ts)
    const service = await serve();
    await define(service);
    const { status, body } = await post(service, path, form(-1, 2), { "content-type": type });
    expect([status, body.code]).toEqual([400, "OUT_OF_RANGE"]);
  });

  test("is refused tick by tick in a batch, whatever its codec, and the others count", async () => {
    const service = await serve();
    await define(service);
    const json = await post(service, "/v1/ticks", [
      tick(100_010, 2, { time: TIME + 2 }),
      tick(100_020, 3, { time: far }),
      tick(100_030, 4, { sourceTime: far }),
      tick(100_040, 5),
    ]);
    expect(json.body.accepted).toBe(2);
    expect(json.body.rejected).toMatchObject([
      { code: "FUTURE", field: "time", command: "tick", time: TIME + 2 },
      { code: "FUTURE", field: "sourceTime", command: "tick" },
    ]);
    const ticks = [6, 7, 8].map((sequence) => ({
      ...record,
      sequence,
      sourceTime: sequence === 7 ? far : TIME,
    }));
    const sbe = await post(service, "/v1/ticks", writeTickBatch(ticks), { "content-type": SBE });
    expect(sbe.body).toMatchObject({ accepted: 2, rejected: [{ code: "FUTURE", field: "sourceTime" }] });
    const batch = [
      { type: "transfer", account: "bob", amount: "1", time: far },
      { type: "transfer", account: "bob", amount: "1" },
    ];
    const { body } = await post(service, "/v1/commands", batch);
    expect(body.events.map(({ type, code }: { type: string; code?: string }) => [type, code])).toEqual([
      ["rejected", "FUTURE"],
      ["accepted", undefined],
    ]);
  });

  test("refuses an atomic batch, of which nothing is taken", async () => {
    const service = await serve();
    await define(service);
    const before = await stateHash(service);
    const atomic = await post(service, "/v1/commands?atomic=true", [
      { type: "transfer", account: "bob", amount: "1" },
      { type: "clock", time: far },
    ]);
    expect([atomic.status, atomic.body.code, atomic.body.field]).toEqual([422, "FUTURE", "time"]);
    expect(await stateHash(service)).toBe(before);
  });

  test("under a key: a redelivery gets the same answer, also when its time has come", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    await define(service);
    const command = { type: "transfer", account: "bob", amount: "1", time: TIME + HOUR, key: "early" };
    const first = await post(service, "/v1/commands", command);
    expect([first.status, first.body.code]).toEqual([422, "FUTURE"]);
    clock.passed = HOUR;
    const again = await post(service, "/v1/commands", command);
    expect(again.body).toEqual(first.body);
    const other = await post(service, "/v1/commands", { ...command, key: "in-time" });
    expect(other.status).toBe(200);
    clock.set = -HOUR;
    // One that was taken keeps its answer too, whatever the clock says now.
    expect((await post(service, "/v1/commands", { ...command, key: "in-time" })).body).toEqual(other.body);
  });

  test("is as far as `maxAhead` says", async () => {
    const service = await serve({ sequencer: { maxAhead: 0 } });
    await define(service).catch(() => {});
    const send = (time: number) => post(service, "/v1/commands", { type: "clock", time });
    expect((await send(TIME)).status).toBe(200);
    expect((await send(TIME + 1)).body.code).toBe("FUTURE");
  });
});

describe("a machine's clock that is set", () => {
  const reasons = async (service: Service) => (await get(service, "/readyz")).body.reasons;
  const clockOf = async (service: Service) =>
    (await post(service, "/v1/commands", { type: "transfer", account: "bob", amount: "1" })).body.events[0]
      .time;

  test("back by an hour: deadlines go on at half the pace, and readiness says so until they agree", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    await define(service);
    clock.passed = SECOND;
    expect(await clockOf(service)).toBe(TIME + SECOND);
    expect(await reasons(service)).toEqual([]);
    clock.set = -HOUR;
    clock.passed += 10 * SECOND;
    expect(await clockOf(service)).toBe(TIME + 6 * SECOND);
    expect(await reasons(service)).toEqual([expect.stringMatching(/clock is 3595\.000 s ahead/)]);
    // What others say of time is judged by the day then, as far as it is behind.
    const ahead = { type: "clock", time: TIME + 2 * SECOND };
    expect((await post(service, "/v1/commands", ahead)).body.code).toBe("FUTURE");
    expect((await get(service, "/livez")).status).toBe(200);
    clock.passed += 2 * HOUR;
    expect(await reasons(service)).toEqual([]);
  });

  test("forward by an hour: no feed is stale and no deadline due at once, and no command goes there", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    await post(service, "/v1/commands", [
      definitions[0],
      { ...definitions[1], maxAge: 5 * SECOND },
      ...definitions.slice(2),
    ]);
    await post(service, "/v1/ticks", tick(100_000, 1));
    clock.set = HOUR;
    clock.passed = 2 * SECOND;
    await post(service, "/v1/commands", { type: "clock", time: TIME });
    expect(await clockOf(service)).toBe(TIME + 3 * SECOND);
    const { breakers } = (await get(service, "/v1/markets/BTC%2FUSD:perp")).body;
    expect(JSON.stringify(breakers)).not.toContain("FEED_STALE");
    expect(await reasons(service)).toEqual([expect.stringMatching(/clock is 3599\.000 s behind/)]);
    const there = await post(service, "/v1/commands", { type: "clock", time: TIME + HOUR });
    expect(there.body.code).toBe("FUTURE");
    clock.passed += 2 * HOUR;
    expect(await reasons(service)).toEqual([]);
  });

  test("both ways, again and again: the engine's time never goes back, and goes on with every command", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    await define(service);
    let last = await clockOf(service);
    for (let i = 0; i < 40; i++) {
      clock.set = i % 3 === 0 ? HOUR : i % 3 === 1 ? -HOUR : 0;
      clock.passed += 4;
      const time = await clockOf(service);
      expect(time).toBeGreaterThan(last);
      expect(time).toBeLessThanOrEqual(last + 6);
      last = time;
    }
  });

  test("a command that comes a second early does not make the clock stand", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock } });
    await define(service);
    await post(service, "/v1/commands", { type: "clock", time: TIME + SECOND });
    clock.passed = SECOND / 2;
    expect(await clockOf(service)).toBe(TIME + 1.25 * SECOND);
  });

  test("an engine that is ahead of its machine goes on from there", async () => {
    const clock = machine();
    const service = await serve({ sequencer: { machine: clock, engineTime: TIME + HOUR } });
    await post(service, "/v1/commands", definitions);
    clock.passed = SECOND;
    expect(await clockOf(service)).toBe(TIME + HOUR + SECOND / 2);
    expect(await reasons(service)).toEqual([expect.stringMatching(/clock is 3599\.500 s ahead/)]);
  });
});
