/** A domain of more markets than an event has room for: what would not fit is refused by name, and the engine goes on (rules: queries 4). */
import { expect, test } from "vitest";
import type { Command } from "#breakwater/domain/commands.js";
import { Engine } from "#breakwater/engine/engine.js";

const market = (i: number): Command => ({
  type: "market",
  market: `M${i}`,
  domain: "d",
  kind: "linear",
  priceDecimals: 2,
  tickSize: "0.01",
  lotSize: "0.001",
  tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
  sources: [{ source: "s" }],
  maxPrice: "1",
});

/** Events take at most 65,536 bytes: 120 for the domain and 32 a market, or 80 for each of a domain's own positions. */
const MOST = 1_600;

test("the reports of a domain of very many markets are refused, not a trap", () => {
  const limits = { markets: 2_100, accounts: 64, positions: 4_096, orders: 64, triggerBuckets: 1_048_576 };
  const engine = new Engine(limits, { debug: true });
  engine.apply([{ type: "domain", domain: "d", asset: "USDC", settleDecimals: 6 }]);
  engine.apply(Array.from({ length: MOST }, (_, i) => market(i)));
  engine.apply(
    Array.from(
      { length: 63 },
      (_, a): Command => ({ type: "account", account: `a${a}`, domain: "d", cash: "100" }),
    ),
  );
  expect(engine.apply([{ type: "domainReport", domain: "d" }])).toMatchObject([
    { type: "domainReport", accounts: 63 },
  ]);

  // The street holds the other side of each of 945 positions, more than its report has room for.
  const held = Array.from(
    { length: 63 * 15 },
    (_, i): Command => ({
      type: "position",
      account: `a${i % 63}`,
      market: `M${i}`,
      quantity: "0.001",
      entryPrice: "1",
    }),
  );
  expect(engine.apply(held).filter(({ type }) => type === "rejected")).toEqual([]);
  const totals = engine.apply([{ type: "domainReport", domain: "d" }])[0] as {
    quantityTotal: Record<string, string>;
    openInterest: Record<string, string>;
  };
  expect(new Set(Object.values(totals.quantityTotal))).toEqual(new Set(["0.000"]));
  expect(Object.values(totals.openInterest).filter((lots) => lots === "0.001")).toHaveLength(63 * 15);
  expect(engine.apply([{ type: "report", account: "@street" }])).toMatchObject([
    { type: "rejected", code: "CAPACITY", field: "account" },
  ]);

  engine.apply(Array.from({ length: 2_100 - MOST }, (_, i) => market(MOST + i)));
  expect(engine.apply([{ type: "domainReport", domain: "d" }])).toMatchObject([
    { type: "rejected", code: "CAPACITY", field: "domain" },
  ]);
  expect(engine.apply([{ type: "report", account: "a0" }])).toMatchObject([
    { type: "report", account: "a0" },
  ]);
});
