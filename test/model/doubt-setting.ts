/** A market that comes into doubt beside one that does not, and what is asked of accounts there (rules: margin 17). */
import { expect } from "vitest";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";

export const SECOND = 1_000_000;
export const TIERS = [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }];
export const SOURCES = [{ source: "s" }, { source: "t" }];
export const INVERSE = { kind: "inverse", minPrice: "1", maxPrice: "1000" };

/** M, which is to be doubted, and X, which is not, both at 100; `a` has 1,000 of cash, `b` and `maker` more. */
export function world(spec: Command = {}, domain: Command = {}): Setting {
  const setting = new Setting(domain);
  const common = { lotSize: "0.001", tiers: TIERS, maxPrice: "1000", marketBandPpm: 1_000_000 };
  setting.market("M", { ...common, lotSize: "1", sources: SOURCES, ...spec });
  setting.market("X", common);
  const market = spec["kind"] === "inverse" ? "X" : "M";
  setting.do({ type: "collateral", domain: "D", asset: "COIN", market, haircutPpm: 100_000, decimals: 4 });
  setting.mark("M", "100", SECOND);
  setting.mark("X", "100");
  setting.account("a", "1000");
  for (const name of ["b", "maker"]) setting.account(name, "1000000");
  return setting;
}

export const TRANSFER = { type: "transfer", account: "a" };
export const buy = (market: string, quantity: string, price = "100", more: Command = {}): Command => ({
  type: "order",
  account: "a",
  market,
  side: "buy",
  quantity,
  price,
  ...more,
});
export const sell = (market: string, quantity: string, price = "100", more: Command = {}) =>
  buy(market, quantity, price, { side: "sell", ...more });
export const tick = (setting: Setting, price: string, more: Command = {}) => ({
  type: "tick",
  market: "M",
  source: "s",
  price,
  sequence: 1_000 + setting.model.world.commandSeq,
  ...more,
});

/** The refusal, or null; a refused command changes nothing, a tick in quarantine apart. */
export function refusal(setting: Setting, command: Command): Event | null {
  return setting.model.apply(command).find(({ type }) => type === "rejected") ?? null;
}
export const codeOf = (setting: Setting, command: Command) => refusal(setting, command)?.code ?? null;

/** Of two commands the first asks for one unit too much, and the second for what there is. */
export function expectLimit(setting: Setting, tooMuch: Command, enough: Command): void {
  expect(codeOf(setting, tooMuch), JSON.stringify(tooMuch)).toBe("INSUFFICIENT_MARGIN");
  expect(codeOf(setting, enough), JSON.stringify(enough)).toBe(null);
}

/** M at 100 may be trusted, doubted without a sign of it (the command comes too late), or quarantined at a price. */
export const LATE = { time: 60 * SECOND };
export const stale = { maxAge: 10 * SECOND };
export const quarantines = { jumpPpm: 20_000 };

export function quarantine(setting: Setting, ...prices: [source: string, price: string][]): void {
  // `t` needs a price of its own before one of its ticks can be strange.
  setting.do(tick(setting, "100", { source: "t" }));
  for (const [source, price] of prices) {
    expect(codeOf(setting, tick(setting, price, { source }))).toBe("QUARANTINED");
  }
}
