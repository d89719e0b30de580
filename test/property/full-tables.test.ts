/**
 * Core and model with tables so small that they are nearly always full: whoever is liquidatable is worked, or blocked by `CAPACITY`
 * by name, after each command (rules: evaluation 18, slicing 26). The model's invariants say so, and the core's sweep.
 */
import { expect, test } from "vitest";
import type { Command } from "../model/model.js";
import { Episode } from "./compare.js";
import { Coverage } from "./coverage.js";
import { PINNED_FEATURES } from "./features.js";
import { Pair } from "./pair.js";
import { makeSmaller } from "./product.js";

const EPISODES = Number(process.env["BREAKWATER_PROPERTY_EPISODES"] ?? 3);
const SEED = Number(process.env["BREAKWATER_PROPERTY_SEED"] ?? 1);

test.each([
  ["cases", { cases: 1 }],
  ["cases, works and slices", { cases: 3, works: 4, slices: 2 }],
  ["works", { works: 2 }],
  ["slices", { slices: 1 }],
  ["rungs", { slices: 5 }],
  ["orders for rungs", { orders: 6 }],
] as const)(
  "full tables of %s: the model's events, and nobody is unnamed",
  (_, limits) => {
    const coverage = new Coverage();
    for (let at = 0; at < EPISODES; at += 1) {
      new Episode({
        seed: SEED + at,
        commands: 1_000,
        product: () => makeSmaller(limits),
        coverage,
        features: new Set(PINNED_FEATURES),
      }).run();
    }
    if (EPISODES < 3) return;
    expect(coverage.counts.get("liquidationBlocked.CAPACITY")).toBeGreaterThan(0);
    expect(coverage.counts.get("liquidationUnblocked.CAPACITY")).toBeGreaterThan(0);
  },
  3_600_000,
);

test("a full table of orders, with those that wait for a price or a time in it", () => {
  const coverage = new Coverage();
  const features = new Set([...PINNED_FEATURES, "book", "ordersMax", "expiry", "stops"] as const);
  for (let at = 0; at < EPISODES; at += 1) {
    new Episode({
      seed: SEED + at,
      commands: 1_000,
      product: () => makeSmaller({ orders: 6 }),
      coverage,
      features,
    }).run();
  }
  if (EPISODES < 3) return;
  expect(coverage.counts.get("rejected.CAPACITY")).toBeGreaterThan(0);
  expect(coverage.counts.get("armed")).toBeGreaterThan(0);
}, 3_600_000);

test("a full table of what @liquidation holds: the youngest forgets whose it is, or nothing is kept", () => {
  const pair = new Pair(makeSmaller({ positions: 8 }));
  const play = (command: Command) => {
    const events = pair.apply({ command });
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
    return events;
  };
  const market = (name: string) => {
    const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 100_000 }];
    const sizes = { kind: "linear", priceDecimals: 0, tickSize: "1", lotSize: "1", maxPrice: "1000" };
    const rest = { sources: [{ source: "s" }], tiers, execution: "external" };
    play({ type: "market", market: name, domain: "D", ...sizes, ...rest });
    play({ type: "tick", market: name, source: "s", price: "100", sequence: 1 });
  };
  const sold = (name: string, quantity: string) => {
    const fill = { type: "execution", account: "@liquidation", status: "fill", price: "99" };
    const events = play({ ...fill, market: name, side: "sell", quantity });
    return events.filter(({ type }) => type === "unwound").map((event) => [event.quantity, event.takenAt]);
  };
  let failed = 0;
  const fails = (name: string, price: string) => {
    failed += 1;
    play({ type: "account", account: `a${failed}`, domain: "D" });
    play({ type: "position", account: `a${failed}`, market: name, quantity: "3", entryPrice: price });
  };
  play({
    type: "domain",
    domain: "D",
    asset: "USD",
    settleDecimals: 6,
    insuranceFund: "1000000",
    adl: false,
  });
  for (const name of ["V", "W"]) market(name);
  for (let at = 0; at < 10; at += 1) fails("V", String(110 + at));
  fails("W", "120");
  expect(sold("V", "4")).toEqual([
    ["3", "110"],
    ["1", "111"],
  ]);
  fails("W", "121");
  expect(sold("V", "26")).toEqual([
    ["2", "111"],
    ...["112", "113", "114", "115", "116"].map((price) => ["3", price]),
    ["9", null],
  ]);
  expect(sold("W", "5")).toEqual([
    ["3", "121"],
    ["2", null],
  ]);
  fails("W", "122");
  expect(sold("W", "4")).toEqual([
    ["3", "122"],
    ["1", null],
  ]);
});
