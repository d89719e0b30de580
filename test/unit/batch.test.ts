/** Commands in numbers take no argument that would be another number in the record, and count what they have written. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BreakwaterError } from "#breakwater/domain/errors.js";
import type { Event } from "#breakwater/domain/events.js";
import { type Batch, BUY, type EventSink, OrderFlags, SELL } from "#breakwater/records/batch.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { smallEngine } from "./examples.js";

type Method = "tick" | "order" | "cancel";
const good: Readonly<Record<Method, readonly unknown[]>> = {
  tick: [0, 0, 10_000, 2, 1_000_000, 1_000_000],
  order: [1, 0, BUY, 9_995, 10, OrderFlags.IOC, 1_000_000],
  cancel: [1, 1_000_000],
};
const names: Readonly<Record<Method, readonly string[]>> = {
  tick: ["marketId", "sourceId", "price", "sequence", "sourceTime", "time"],
  order: ["accountId", "marketId", "side", "price", "quantity", "flags", "time"],
  cancel: ["number", "time"],
};
const methods = Object.keys(good) as Method[];
const call = (batch: Batch, method: Method, args: readonly unknown[]) =>
  (batch[method] as (...args: readonly unknown[]) => void)(...args);

/** Every argument of every method, but those of which the value is a lawful one. */
const places = methods.flatMap((method) => names[method].map((name, i) => ({ method, name, i })));
const isAmount = (name: string) => name === "price" || name === "quantity";
const isWord = (name: string) => name === "side" || name === "flags";

const never: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0.5,
  1.5,
  -1,
  -0.5,
  2 ** 53,
  -(2 ** 53),
  2n ** 63n,
  2n ** 64n,
  -1n,
  null,
  true,
  "1",
  "buy",
  "",
  Symbol("1"),
  {},
  [1],
  () => 1,
  {
    valueOf: () => {
      throw new Error("read");
    },
  },
];

function numbered(clock?: () => number) {
  const engine = smallEngine(true, clock === undefined ? {} : { clock });
  const events: Event[] = [];
  const sink: EventSink = (bytes) => void decodeEvents(bytes, engine.directory, events);
  return { engine, events, batch: engine.batch(sink) };
}

describe.each([
  ["without a clock", undefined],
  ["with a clock", () => 1_000_000],
] as const)("an argument that is none, %s", (_, clock) => {
  const { engine, events, batch } = numbered(clock);
  const hash = engine.stateHash();

  test.each(places)("$method: $name", ({ method, name, i }) => {
    const wrong = [...never, ...(isAmount(name) ? [] : [1n, 2 ** 53 + 2])];
    if (name.endsWith("Id")) wrong.push(2 ** 32, 2 ** 32 + 1, 2 ** 52);
    if (name === "side") wrong.push(2, 257, 2 ** 32);
    if (name === "flags") wrong.push(3, 48, 192, 256, 2 ** 32, OrderFlags.IOC | OrderFlags.FOK);
    for (const value of wrong) {
      const args = good[method].with(i, value);
      let thrown: unknown;
      try {
        call(batch, method, args);
      } catch (error) {
        thrown = error;
      }
      expect(thrown, String(value)).toBeInstanceOf(BreakwaterError);
      const { code, field } = thrown as BreakwaterError;
      const isNumber = typeof value === "bigint" || Number.isInteger(value);
      expect([code, field]).toEqual([isNumber && !isWord(name) ? "OUT_OF_RANGE" : "MALFORMED", name]);
    }
    expect(batch.flush()).toBe(0);
    expect([engine.stateHash(), events]).toEqual([hash, []]);
  });
});

test("the greatest and the least that a field takes are the core's to judge", () => {
  const { engine, events, batch } = numbered();
  const most = Number.MAX_SAFE_INTEGER;
  const before = engine.directory.accountName(0);
  batch.tick(2 ** 32 - 1, 0, 1, 1);
  batch.tick(0, 2 ** 32 - 1, 1, 1);
  batch.tick(0, 0, 2n ** 63n - 1n, 2);
  batch.tick(0, 0, most, 2);
  batch.tick(0, 0, 0, 2);
  batch.order(2 ** 32 - 1, 0, BUY, 1, 1);
  batch.order(1, 2 ** 32 - 1, SELL, 1, 1);
  batch.order(1, 0, SELL, most, 1);
  batch.order(1, 0, SELL, 2n ** 63n - 1n, 2n ** 63n - 1n);
  batch.order(1, 0, BUY, 9_995, 0);
  batch.cancel(0);
  batch.cancel(most);
  expect(batch.flush()).toBe(12);
  expect(events.map(({ type }) => type)).toEqual(Array(12).fill("rejected"));
  expect(engine.checkInvariants()).toBeNull();
  expect(engine.directory.accountName(0)).toBe(before);
});

test("whatever is given, alone or among others, leaves an engine that works", () => {
  const { engine, batch } = numbered();
  const any = fc.oneof(
    fc.constantFrom<unknown>(...never, 0, 1, 2, 3, -0, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER, 0n, 5n),
    fc.nat({ max: 20_000 }),
    fc.double(),
    fc.anything(),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...methods),
      fc.array(any, { minLength: 7, maxLength: 7 }),
      fc.nat(6),
      (method, args, kept) => {
        const mixed = good[method].map((value, i) => (i === kept ? args[i] : value));
        for (const some of [mixed, args.slice(0, good[method].length)]) {
          try {
            call(batch, method, some);
          } catch (error) {
            expect(error).toBeInstanceOf(BreakwaterError);
          }
        }
        batch.flush();
        expect(engine.poisoned).toBe(false);
        expect(engine.checkInvariants()).toBeNull();
      },
    ),
    { numRuns: 2_000 },
  );
});

describe("flush counts", () => {
  test("what was written since the last, also what has been applied before it", () => {
    const { engine, batch } = numbered();
    batch.cancel(1);
    batch.cancel(2);
    engine.apply([{ type: "hash" }]);
    batch.cancel(3);
    expect(batch.flush()).toBe(3);
    expect(batch.flush()).toBe(0);
    const records = 100_000; // of 24 bytes: more than the buffer holds
    for (let i = 0; i < records; i++) batch.cancel(1);
    engine.applyRecords(new Uint8Array(0), () => {});
    expect(batch.flush()).toBe(records);
  });

  test("what a clock refused, too", () => {
    const { batch } = numbered(() => 1_000_000);
    for (let i = 0; i < 30_000; i++) batch.cancel(1, i % 2 === 0 ? 9_000_000 : 0);
    expect(batch.flush()).toBe(30_000);
  });
});
