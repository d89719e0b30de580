/**
 * Names are found by hashes with a key: whoever chooses names cannot choose many that are looked for one behind the other; and no
 * event and no state depends on the key.
 */
import { describe, expect, test } from "vitest";
import { Engine } from "#breakwater/index.js";
import { type Crowd, looksOf } from "../bench/crowd.js";
import { streamOf } from "./property/streams.js";
import { collidingNames, fnv } from "./support/colliding.js";
import { account, type Command, domain, feed, market, order, position } from "./support/commands.js";

const COUNT = 20_000;
const limits = {
  accounts: 32_768,
  orders: 65_536,
  triggerBuckets: 1_048_576,
  cases: 64,
  works: 64,
  slices: 64,
};
const alike = collidingNames(COUNT);
const key = (of: number) => new Uint8Array(16).fill(of);

/** Names of the same length, each by itself. */
const ordinaryNames = (count: number) =>
  Array.from({ length: count }, (_, i) => `${i * 7_919}`.padStart(60, "n"));

const world: readonly Command[] = [
  domain(),
  market("BTC"),
  feed("BTC")("50000"),
  account("alice", "1000000000"),
];

/** Alice may have all orders. */
const crowded: readonly Command[] = [...world.slice(0, -1), { ...world.at(-1), ordersMax: COUNT }];

/** A slice of alice's is out at a venue. */
const out: readonly Command[] = [
  domain(),
  market("BTC", { execution: "external" }),
  feed("BTC")("50000"),
  account("alice", "499"),
  position("alice", "BTC", "0.1", "50000"),
];

/** What is said under each of the names. */
const said: Readonly<Record<string, readonly [readonly Command[], (name: string, i: number) => Command]>> = {
  accounts: [world, (name) => account(name)],
  orders: [crowded, (name) => order("alice", "buy", "0.001", "40000", { order: name })],
  "reports of a venue": [
    out,
    (name) => ({
      type: "execution",
      order: "S1",
      status: "fill",
      price: "50000",
      quantity: "0.001",
      execution: name,
    }),
  ],
};

function looks(kind: keyof typeof said, names: readonly string[], indexKey: Uint8Array): number {
  const [start, command] = said[kind]!;
  const engine = new Engine(limits, { indexKey });
  engine.applyParsed([...start]);
  return looksOf({ engine, last: names.map(command) } as unknown as Crowd);
}

test("the names collide, where there is no key", () => {
  expect(new Set(alike).size).toBe(COUNT);
  expect(new Set(alike.map((name) => fnv(name))).size).toBe(1);
});

describe.each(Object.keys(said))("names of %s", (kind) => {
  test("that would collide without a key are looked for no longer than others", () => {
    const [colliding, ordinary] = [alike, ordinaryNames(COUNT)].map((names) => looks(kind, names, key(7)));
    expect(ordinary).toBeGreaterThan(COUNT / 10);
    expect(colliding).toBeLessThan(1.2 * ordinary!);
  });
});

test("orders that stay, each a whole table of numbers from the next, are looked for at once", () => {
  const engine = new Engine({ ...limits, orders: 256 }, { indexKey: key(7) });
  engine.applyParsed([...world]);
  const [stay, slots] = [50, 1_024];
  for (let i = 0; i < stay; i++) {
    const passing = order("alice", "buy", "0.001", "40000", { timeInForce: "IOC" });
    engine.applyParsed([
      order("alice", "buy", "0.001", "40000"),
      ...Array.from({ length: slots - 1 }, () => passing),
    ]);
  }
  const last = Array.from({ length: stay }, (_, i) => ({ type: "cancel", order: `O${i * slots + 1}` }));
  expect(looksOf({ engine, last } as unknown as Crowd)).toBeLessThan(stay);
});

test("events and states of two keys are the same", () => {
  const stream = streamOf(11, 1_000);
  const [one, other] = [1, 2].map((of) => {
    const engine = new Engine({}, { indexKey: key(of) });
    return [engine.applyParsed(stream), engine.stateHash()];
  });
  expect(one).toEqual(other);
});

test("a second instance over the memory finds what the first has named", () => {
  const engine = new Engine(limits, { indexKey: key(3) });
  engine.applyParsed([...world]);
  const second = new Engine({}, { memory: engine.memory });
  expect(second.apply([{ type: "report", account: "alice" }])).toMatchObject([
    { type: "report", account: "alice" },
  ]);
});

test("a key has 16 bytes", () => {
  expect(() => new Engine(limits, { indexKey: new Uint8Array(8) })).toThrow(/bounds/);
});
