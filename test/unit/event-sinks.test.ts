/** A sink that throws, or that calls the engine which is at work, disturbs neither commands nor events. */
import { describe, expect, test } from "vitest";
import type { Event } from "#breakwater/domain/events.js";
import type { Engine } from "#breakwater/engine/engine.js";
import { BUY, type EventSink } from "#breakwater/records/batch.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { smallEngine } from "./examples.js";

/** More refusals than the event buffer holds, so that it is drained inside the core, in three pieces of the command buffer. */
const COUNT = 60_000;
const many = createWriter(COUNT * 120);
for (let i = 0; i < COUNT; i++) encodeCommand(null, many);
const few = createWriter(4_096);
for (let i = 0; i < 3; i++) encodeCommand(null, few);

/** Keeps all events; throws, at the calls that `at` is true of, "call 0", "call 1" … */
function throwing(engine: Engine, at: (call: number) => boolean) {
  const events: Event[] = [];
  const state = { calls: 0 };
  const sink: EventSink = (bytes) => {
    decodeEvents(bytes, engine.directory, events);
    const call = state.calls++;
    if (at(call)) throw new Error(`call ${call}`);
  };
  return { events, state, sink };
}

/** All events of the sound engine, and its hash. */
function sound(records: Uint8Array) {
  const engine = smallEngine();
  const { events, sink } = throwing(engine, () => false);
  engine.applyRecords(records, sink);
  return { events, hash: engine.stateHash() };
}

describe.each([
  ["few", few, 0],
  ["a burst that overflows the event buffer", many, 10],
] as const)("a sink that throws: %s", (_, { written }, drained) => {
  const expected = sound(written);

  test.each([
    ["always", () => true, "call 0"],
    ["at the first call", (call: number) => call === 0, "call 0"],
    ["at the last calls", (call: number) => call >= drained, `call ${drained}`],
  ])("%s: all is applied and told, then what it threw first is thrown", (_when, at, message) => {
    const engine = smallEngine();
    const { events, state, sink } = throwing(engine, at);
    expect(() => engine.applyRecords(written, sink)).toThrow(message);
    expect(state.calls).toBeGreaterThan(drained);
    expect(engine.poisoned).toBe(false);
    expect(events).toEqual(expected.events);
    expect(engine.stateHash()).toBe(expected.hash);
    expect(engine.applyRecords(few.written, () => {})).toBe(3);
  });
});

describe("the sink of a batch that throws", () => {
  test("through flush, which has applied everything, and counts it the next time", () => {
    const engine = smallEngine();
    const { events, sink } = throwing(engine, (call) => call === 0);
    const batch = engine.batch(sink);
    for (let i = 0; i < 20_000; i++) batch.cancel(7);
    expect(() => batch.flush()).toThrow("call 0");
    expect(events).toHaveLength(20_000);
    batch.cancel(7);
    expect(batch.flush()).toBe(20_001);
    expect(events).toHaveLength(20_001);
  });

  test("through the command that found no room: it is not written, the others are applied", () => {
    const engine = smallEngine();
    const { events, sink } = throwing(engine, (call) => call === 0);
    const batch = engine.batch(sink);
    let written = 0;
    expect(() => {
      for (;;) {
        batch.cancel(7);
        written += 1;
      }
    }).toThrow("call 0");
    expect(events).toHaveLength(written);
    batch.cancel(7);
    expect(batch.flush()).toBe(written + 1);
  });

  test("through apply, before its commands, and through applyRecords, after its records", () => {
    const engine = smallEngine();
    const { events, sink } = throwing(engine, () => true);
    const batch = engine.batch(sink);
    batch.cancel(7);
    expect(() => engine.apply([{ type: "clock", time: 9_000_000 }])).toThrow("call 0");
    expect(events).toMatchObject([{ type: "rejected", commandSeq: 7, time: 1_000_000 }]);
    expect(engine.apply([{ type: "hash" }])).toMatchObject([{ commandSeq: 8, time: 1_000_000 }]);
    batch.cancel(7);
    const own: Event[] = [];
    expect(() =>
      engine.applyRecords(few.written, (bytes) => void decodeEvents(bytes, engine.directory, own)),
    ).toThrow("call 1");
    expect(own).toHaveLength(3);
    batch.cancel(7);
    expect(() => engine.batch()).toThrow("call 2");
    expect(engine.stateHash()).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("a sink that calls its engine", () => {
  test.each([
    ["few", few],
    ["many", many],
  ])("is FORBIDDEN to, and nothing is written over: %s", (_, { written }) => {
    const expected = sound(written);
    const engine = smallEngine();
    const batch = engine.batch();
    const calls: readonly (() => unknown)[] = [
      () => batch.order(1, 0, BUY, 9_000, 1),
      () => batch.tick(0, 0, 10_000, 2),
      () => batch.cancel(1),
      () => batch.flush(),
      () => engine.apply([{ type: "hash" }]),
      () => engine.applyRecords(few.written, () => {}),
      () => engine.batch(),
      () => engine.stateHash(),
      () => engine.sweep(),
    ];
    const events: Event[] = [];
    engine.applyRecords(written, (bytes) => {
      for (const call of calls) expect(call).toThrow("FORBIDDEN");
      decodeEvents(bytes, engine.directory, events);
    });
    expect(events).toEqual(expected.events);
    expect(batch.flush()).toBe(0);
    expect(engine.stateHash()).toBe(expected.hash);
  });

  test("so is a getter of a command", () => {
    const engine = smallEngine();
    const before = engine.stateHash();
    const nested = {
      type: "clock",
      get time(): number {
        return engine.apply([{ type: "hash" }]).length;
      },
    };
    expect(() => engine.applyParsed([nested])).toThrow("FORBIDDEN");
    expect(engine.stateHash()).toBe(before);
  });
});

test("what is no sink, or no bytes, is refused before anything is applied", () => {
  const engine = smallEngine();
  const before = engine.stateHash();
  const batch = engine.batch();
  batch.order(1, 0, BUY, 9_995, 100);
  for (const wrong of [7, "sink", {}, undefined] as unknown as EventSink[]) {
    if (wrong !== undefined) {
      expect(() => engine.batch(wrong)).toThrow("MALFORMED (sink)");
      expect(() => batch.flush(wrong)).toThrow("MALFORMED (sink)");
    }
    expect(() => engine.applyRecords(few.written, wrong)).toThrow("MALFORMED (sink)");
  }
  for (const wrong of [null, undefined, [], "records", new ArrayBuffer(8), new DataView(new ArrayBuffer(8))])
    expect(() => engine.applyRecords(wrong as unknown as Uint8Array, () => {})).toThrow(
      "MALFORMED (records)",
    );
  expect(batch.flush()).toBe(1);
  expect(engine.stateHash()).not.toBe(before);
});
