/** An engine in a program: with a clock, with times in its commands, and with neither. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { type Event, TIME_STANDS } from "#breakwater/domain/events.js";
import { Engine, type EngineOptions } from "#breakwater/engine/engine.js";
import { BUY } from "#breakwater/records/batch.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { definitions, limits, TIME, tick } from "../server/harness.js";

const SECOND = 1_000_000;
const [{ time: _, ...domain }, ...others] = definitions;
const world = [domain, ...others];

function make(options: EngineOptions = {}) {
  const clock = { time: TIME };
  const engine = new Engine(limits, { clock: () => clock.time, ...options });
  const events: Event[] = [];
  const sink = (bytes: Uint8Array) => void decodeEvents(bytes, engine.directory, events);
  return { clock, engine, events, sink };
}
const brief = (events: readonly Event[]) =>
  events.map((event) => [
    event.type,
    event.time,
    "code" in event ? event.code : null,
    "field" in event ? event.field : null,
  ]);
const named = (more: object) => ({ type: "tick", ...tick(100_000, 1), ...more });

describe("an engine with a clock", () => {
  test("stamps what comes without a time, and refuses what nobody can have yet", () => {
    const { clock, engine } = make();
    expect(engine.apply(world).every(({ time }) => time === TIME)).toBe(true);
    clock.time = TIME + 7;
    expect(brief(engine.applyParsed([named({})]))).toContainEqual(["mark", TIME + 7, null, null]);
    const answers = engine.applyParsed([
      { type: "clock", time: TIME + 7 + SECOND + 1 },
      { type: "clock", time: Number.MAX_SAFE_INTEGER },
      named({ sequence: 2, sourceTime: TIME + 2 * SECOND }),
      { type: "transfer", account: "bob", amount: "1", time: TIME + 7 + SECOND },
    ]);
    expect(brief(answers)).toEqual([
      ["rejected", TIME + 7, "FUTURE", "time"],
      ["rejected", TIME + 7, "FUTURE", "time"],
      ["rejected", TIME + 7, "FUTURE", "sourceTime"],
      ["accepted", TIME + 7 + SECOND, null, null],
    ]);
  });

  test("does so under a key, and a redelivery is answered the same when the time has come", () => {
    const { clock, engine } = make();
    engine.apply(world);
    const early = { type: "transfer", account: "bob", amount: "1", time: TIME + 9 * SECOND, key: "k" };
    const first = engine.applyParsed([early]);
    expect(brief(first)).toEqual([["rejected", TIME, "FUTURE", "time"]]);
    clock.time += 9 * SECOND;
    expect(engine.applyParsed([early])).toEqual(first);
    expect(engine.applyParsed([{ ...early, time: TIME }])).toMatchObject([{ code: "KEY_REUSED" }]);
  });

  test("does so for commands in numbers", () => {
    const { clock, engine, events, sink } = make();
    engine.apply(world);
    const batch = engine.batch(sink);
    clock.time += 5;
    batch.tick(0, 0, 100_000, 1);
    batch.tick(0, 0, 100_010, 2, 0, clock.time + SECOND + 1);
    batch.tick(0, 0, 100_020, 3, clock.time + SECOND + 1);
    batch.order(1, 0, BUY, 100_000, 1, 0, clock.time + SECOND + 1);
    batch.cancel(1, clock.time + SECOND + 1);
    clock.time += 5;
    batch.tick(0, 0, 100_030, 4);
    batch.flush();
    expect(brief(events.filter(({ type }) => type !== "breaker"))).toEqual([
      ["mark", TIME + 5, null, null],
      ["rejected", TIME + 5, "FUTURE", "time"],
      ["rejected", TIME + 5, "FUTURE", "sourceTime"],
      ["rejected", TIME + 5, "FUTURE", "time"],
      ["rejected", TIME + 5, "FUTURE", "time"],
      ["mark", TIME + 10, null, null],
    ]);
  });

  test("does so for many numbers in a row, whatever room they need when they are refused", () => {
    const { engine, sink, events } = make();
    engine.apply(world);
    const batch = engine.batch(sink);
    for (let i = 1; i <= 50_000; i++) batch.tick(0, 0, 100_000, i, 0, i % 2 === 0 ? TIME + 9 * SECOND : 0);
    batch.flush();
    expect(events.filter(({ type }) => type === "rejected").length).toBe(25_000);
  });

  test("does so for whole records, batches of ticks among them", () => {
    const { clock, engine, events, sink } = make();
    engine.apply(world);
    clock.time += 3;
    const writer = createWriter();
    encodeCommand(named({}), writer);
    encodeCommand(named({ sequence: 2, time: TIME + 9 * SECOND }), writer);
    const record = { marketId: 0, sourceId: 0, price: 100_010 };
    const some = (from: number, sourceTime = 0) =>
      [0, 1, 2].map((i) => ({
        ...record,
        price: record.price + i,
        sequence: from + i,
        sourceTime: i === 1 ? sourceTime : 0,
      }));
    encodeTickBatch(writeTickBatch(some(10)), writer);
    encodeTickBatch(writeTickBatch(some(20), TIME + 9 * SECOND), writer);
    encodeTickBatch(writeTickBatch(some(30, TIME + 9 * SECOND)), writer);
    expect(engine.applyRecords(writer.written, sink)).toBe(11);
    expect(brief(events.filter(({ type }) => type === "rejected"))).toEqual([
      ["rejected", TIME + 3, "FUTURE", "time"],
      ["rejected", TIME + 3, "FUTURE", "time"],
      ["rejected", TIME + 3, "FUTURE", "time"],
      ["rejected", TIME + 3, "FUTURE", "time"],
      ["rejected", TIME + 3, "FUTURE", "sourceTime"],
    ]);
    expect(events.every(({ time }) => time === TIME + 3)).toBe(true);
  });

  test("leaves records that are wrong to the core", () => {
    const { engine, events, sink } = make();
    const writer = createWriter();
    encodeTickBatch(writeTickBatch([{ marketId: 0, sourceId: 0, price: 1, sequence: 1 }]), writer);
    const wrong = new Uint8Array(writer.written);
    new DataView(wrong.buffer).setUint16(24 + 18, 9, true);
    engine.applyRecords(wrong, sink);
    expect(events).toMatchObject([{ type: "rejected", code: "MALFORMED" }]);
    expect(() => engine.applyRecords(new Uint8Array(20), sink)).toThrow("MALFORMED");
  });

  test("needs one that gives times, and a bound that is one", () => {
    for (const time of [Number.NaN, -1, 1.5, 2 ** 53, "7" as unknown as number]) {
      const engine = new Engine(limits, { clock: () => time });
      expect(() => engine.apply(world)).toThrow("OUT_OF_RANGE (clock)");
    }
    expect(() => make({ maxAhead: -1 })).toThrow("OUT_OF_RANGE (maxAhead)");
    const { engine } = make({ maxAhead: 0 });
    expect(
      brief(
        engine.apply([
          { type: "clock", time: TIME + 1 },
          { type: "clock", time: TIME },
        ]),
      ),
    ).toEqual([["rejected", 0, "FUTURE", "time"]]);
  });
});

describe("an engine without a clock", () => {
  const crash = named({ price: "9050.0", sequence: 2 });
  const setting = { type: "transfer", account: "bob", amount: "1" };
  const opened = (options: EngineOptions = {}) => {
    const engine = new Engine(limits, options);
    const types = engine.applyParsed([...world, named({}), crash]).map(({ type }) => type);
    expect(types).toContain("liquidationOpened");
    return engine;
  };
  const warnings = (engine: Engine, commands: readonly object[]) =>
    commands
      .flatMap((command) => engine.applyParsed([command]))
      .flatMap((event) => ("warning" in event ? [event.warning] : []));

  test("warns, once, when a case is open and a hundred commands have not moved time", () => {
    const engine = opened();
    const many = Array.from({ length: 300 }, () => setting);
    const said = warnings(engine, many);
    expect(said.flatMap((warning, i) => (warning === null ? [] : [[i, warning]]))).toEqual([
      [99, TIME_STANDS],
    ]);
    // It moves, and stands again.
    engine.apply([{ type: "clock", time: 5 }]);
    expect(warnings(engine, many).filter((warning) => warning !== null)).toEqual([TIME_STANDS]);
  });

  test("does not warn when time moves, when no case is open, when it has a clock, or none by intent", () => {
    const many = Array.from({ length: 300 }, () => setting);
    const quiet = new Engine(limits);
    quiet.applyParsed([...world, named({})]);
    const moving = many.map((one, i) => ({ ...one, time: 1 + Math.floor(i / 50) }));
    const runs = [
      warnings(quiet, many),
      warnings(opened(), moving),
      warnings(opened({ clock: null }), many),
      warnings(opened({ clock: () => TIME }), many),
    ];
    expect(runs.map((said) => said.filter((warning) => warning !== null))).toEqual([[], [], [], []]);
  });

  test("gives under a key the warning that it gave", () => {
    const engine = opened();
    engine.apply(Array.from({ length: 200 }, () => ({ type: "hash" })));
    const keyed = { ...setting, key: "k" };
    const first = engine.applyParsed([keyed]);
    expect(first).toMatchObject([{ warning: TIME_STANDS }]);
    expect(engine.applyParsed([keyed])).toEqual(first);
  });
});

test("the README's program has a clock, and the examples' commands go to a server, which has one", () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const programs = [...read("README.md").matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, program]) => program as string,
  );
  expect(programs.length).toBeGreaterThan(0);
  for (const program of programs) expect(program).toMatch(/new Engine\([^)]*clock/);
  for (const name of readdirSync(new URL("../../examples", import.meta.url))) {
    expect(read(`examples/${name}`), name).not.toContain("new Engine");
  }
});
