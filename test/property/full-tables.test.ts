/**
 * Core and model with tables so small that they are nearly always full: whoever is liquidatable is worked, or blocked by `CAPACITY`
 * by name, after each command (rules: evaluation 18, slicing 26). The model's invariants say so, and the core's sweep.
 */
import { expect, test } from "vitest";
import { Episode } from "./compare.js";
import { Coverage } from "./coverage.js";
import { PINNED_FEATURES } from "./features.js";
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
