import { describe, expect, test } from "vitest";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { whatIf } from "#breakwater/replay/counterfactual.js";
import { isOfCase } from "#breakwater/replay/recompute.js";
import { verifyCase } from "#breakwater/replay/verify.js";

const limits = { accounts: 256, positions: 1024, orders: 1024, triggerBuckets: 1_048_576 };

/**
 * The median of two is the lower one, so source a alone can liquidate. At 79 alice has E = 30 − 21 = 9 < MM = 79·15 % − 50·5 %
 * = 9.35; with the lowest tier's 10 % alone it would be 7.9.
 */
const commands = [
  { type: "domain", domain: "d", asset: "USDT", settleDecimals: 6, insuranceFund: "1000" },
  {
    type: "market",
    market: "BTC",
    domain: "d",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    tiers: [
      { from: "0", initialPpm: 200_000, maintenancePpm: 100_000 },
      { from: "50", initialPpm: 300_000, maintenancePpm: 150_000 },
    ],
    sources: [{ source: "a" }, { source: "b" }],
    minSources: 1,
  },
  { type: "account", account: "alice", domain: "d", cash: "30" },
  { type: "account", account: "bob", domain: "d", cash: "60" },
  { type: "account", account: "maker", domain: "d", cash: "10000" },
  { type: "tick", market: "BTC", source: "a", price: "100", sequence: 1 },
  { type: "tick", market: "BTC", source: "b", price: "100", sequence: 1 },
  { type: "position", account: "alice", market: "BTC", quantity: "1", entryPrice: "100" },
  { type: "position", account: "bob", market: "BTC", quantity: "1", entryPrice: "100" },
  { type: "order", account: "maker", market: "BTC", side: "buy", quantity: "5", price: "96" },
  { type: "tick", market: "BTC", source: "a", price: "79", sequence: 2 },
  { type: "tick", market: "BTC", source: "a", price: "99", sequence: 3 },
  { type: "tick", market: "BTC", source: "a", price: "50", sequence: 4 },
];

async function* stream(some: readonly Record<string, unknown>[] = commands) {
  yield some;
}
const eventsOf = (some: readonly unknown[] = commands): Event[] => new Engine(limits).apply(some);

describe("verify-case", () => {
  test("a case that was as its events say is verified, the opening computed again", async () => {
    const verdict = await verifyCase("C1", stream(), eventsOf(), limits);
    expect(verdict).toMatchObject({ verified: true, recomputed: true, account: "alice", differences: [] });
    expect(verdict.events).toBeGreaterThan(2);
  });

  test("a published event that was tampered with is found", async () => {
    const events = eventsOf().map((event) =>
      event.type === "liquidationOpened" ? { ...event, equity: "1.000000" } : event,
    );
    const verdict = await verifyCase("C1", stream(), events, limits);
    expect(verdict.verified).toBe(false);
    expect(verdict.differences[0]).toContain('"equity":"1.000000"');
  });

  test("an event that was left out is found, and a case that never was", async () => {
    const events = eventsOf().filter(({ type }) => type !== "slice");
    expect((await verifyCase("C1", stream(), events, limits)).verified).toBe(false);
    expect((await verifyCase("C99", stream(), null, limits)).differences).toEqual([
      "the replay opens no case C99",
    ]);
  });

  test("an event of two cases is of both, an answer to a query of none", () => {
    const crossed = {
      type: "crossedInside",
      seq: 9,
      commandSeq: 5,
      time: 0,
      cases: ["C1", "C2"],
    } as unknown as Event;
    expect(["C1", "C2", "C3"].map((name) => isOfCase(crossed, name))).toEqual([true, true, false]);
    const report = { type: "report", commandSeq: 6, time: 0, case: "C1" } as unknown as Event;
    expect(isOfCase(report, "C1")).toBe(false);
  });

  test("the recomputation does not lean on the core: with other tiers it disagrees", async () => {
    const others = commands.map((command) =>
      command.type === "market"
        ? { ...command, tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }] }
        : command,
    );
    const verdict = await verifyCase("C1", stream(others), eventsOf(), limits);
    expect(verdict.verified).toBe(false);
  });
});

describe("what-if", () => {
  test("without the source that went wrong nobody is liquidated", async () => {
    const comparison = await whatIf(stream(), { withoutSource: "a" }, limits);
    expect(comparison).toEqual({ both: [], onlyActual: ["alice"], onlyChanged: [], refused: {} });
  });

  test("a change that refuses commands says so", async () => {
    const comparison = await whatIf(stream(), { settings: { minSources: 3, tiers: [] } }, limits);
    expect(comparison.refused["TIERS_INVALID"]).toBe(1);
    expect(comparison.onlyActual).toContain("alice");
  });
});
