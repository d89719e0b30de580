/** What random streams found where model and core differed, as short as the shrinker made it. */
import { expect } from "vitest";
import type { Command } from "../support/commands.js";
import { type Play, scenario } from "../support/scenario.js";

const market = (name: string, domain: string, more: Command): Command => ({
  type: "market",
  market: name,
  domain,
  kind: "linear",
  sources: [{ source: "s" }],
  ...more,
});
const tiers = (initialPpm: number, maintenancePpm: number) => [{ from: "0", initialPpm, maintenancePpm }];
const tick = (name: string, price: string, sequence: number, source = "s"): Command => ({
  type: "tick",
  market: name,
  source,
  price,
  sequence,
});
const elsewhere = (account: string, name: string, price: string, quantity: string): Command => ({
  type: "execution",
  account,
  market: name,
  side: "sell",
  price,
  quantity,
  status: "fill",
});
const far = 1_700_001_894_552_944;

scenario(
  "a leg that turned round since its case's last plan is met by nobody as if it had not",
  (play: Play) => {
    const coarse = { priceDecimals: 0, tickSize: "1", lotSize: "1", execution: "external" };
    play.given(
      { type: "domain", domain: "D", asset: "USD", settleDecimals: 6, takeover: false, crossInside: true },
      market("E", "D", {
        priceDecimals: 2,
        tickSize: "0.01",
        lotSize: "0.01",
        execution: "external",
        tiers: tiers(100_000, 50_000),
      }),
      market("M", "D", { ...coarse, tiers: tiers(8_000, 4_000) }),
      { type: "account", account: "a", domain: "D" },
      {
        type: "account",
        account: "b",
        domain: "D",
        positions: [{ market: "M", quantity: "509", entryPrice: "18" }],
      },
      tick("E", "2527.89", 1),
      { type: "position", account: "a", market: "M", quantity: "2500", entryPrice: "16" },
      { type: "reconcile", account: "a", market: "E", quantity: "-13.32", entryPrice: "2370.46" },
      elsewhere("a", "M", "4", "2462"),
      { type: "book", market: "M", bids: [], asks: [] },
      tick("M", "5", 66),
    );
    // It wanted to sell 38; now it is 42 short. B's case goes first and finds nobody; then a's is planned anew, and meets it.
    const events = play.events({ ...elsewhere("a", "M", "4.333333", "80"), time: far });
    expect(events.filter(({ type }) => type === "crossedInside")).toMatchObject([
      { quantity: "42", cases: ["C2", "C1"] },
    ]);
  },
);

scenario(
  "a case that fell due while a market of its legs had no mark is looked at with the first",
  (play: Play) => {
    play.given(
      { type: "domain", domain: "D", asset: "USDC", settleDecimals: 8 },
      market("H", "D", {
        priceDecimals: 8,
        tickSize: "0.00002500",
        lotSize: "100",
        maxPrice: "10995.11627776",
        tiers: tiers(20_000, 10_000),
      }),
      { type: "account", account: "a", domain: "D" },
      tick("H", "2743.89392701", 5),
      { type: "position", account: "a", market: "H", quantity: "100", entryPrice: "2740.46892746" },
      market("I", "D", {
        kind: "inverse",
        priceDecimals: 1,
        tickSize: "0.5",
        lotSize: "100",
        minPrice: "6000.0",
        tiers: tiers(10_000, 10_000),
        sources: [{ source: "s" }, { source: "t" }],
        minSources: 2,
        execution: "external",
      }),
      tick("I", "60027.7", 2, "t"),
      elsewhere("a", "I", "60281.849999999", "5973300"),
      { type: "resume", market: "I", time: far },
    );
    // Its horizon was over long ago.
    expect(play.events(tick("I", "60064.6", 4))).toMatchObject([
      { type: "mark" },
      { type: "liquidationBlocked", market: "I", breaker: "WARMUP" },
      { type: "liquidationBlocked", market: null, breaker: "FUND_FLOOR" },
    ]);
  },
);
