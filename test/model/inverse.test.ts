/** Inverse markets: one rounded value a position, one rounded cost a fill (rules: units 3, 4), VECTORS L6. */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";

/** Contracts of 1 USD, money in 10^-8 BTC: C = 10^10, and 1,000 contracts at 8,000 are 0.125 BTC. */
function inverse(spec = {}, domain = {}): Setting {
  const setting = new Setting({ asset: "BTC", settleDecimals: 8, ...domain });
  setting.market("X", {
    kind: "inverse",
    lotSize: "1",
    minPrice: "10",
    maxPrice: "1000000",
    tiers: [{ from: "0", initialPpm: 10_000, maintenancePpm: 10_000 }],
    ...spec,
  });
  return setting;
}

describe("inverse", () => {
  test("L6: 1,000 USD long at 8,000 with 0.01 BTC", () => {
    const setting = inverse();
    setting.account("a", "0.01");
    setting.position("a", "X", "1000", "8000");
    setting.mark("X", "8000");
    expect(setting.leg("a", "X")).toMatchObject({
      cost: "-0.12500000",
      notional: "0.12500000",
      unrealised: "0.00000000",
      maintenanceMargin: "0.00125000",
      liquidationPrice: "7481.48",
      zeroPrice: "7407.41",
    });
    setting.mark("X", "7481.49");
    expect(setting.state("a")).toBe("healthy");
    setting.mark("X", "7481.48");
    expect(setting.state("a")).toBe("liquidating");
  });

  test("a zero price lies on the tick, a long's above and a short's below", () => {
    for (const [quantity, expected] of [
      ["1000", "7407.50"],
      ["-1000", "8695.50"],
    ]) {
      const setting = inverse({ tickSize: "0.5" });
      setting.account("a", "0.01");
      setting.position("a", "X", quantity ?? "", "8000");
      setting.mark("X", "8000");
      expect(setting.leg("a", "X").zeroPrice).toBe(expected);
    }
  });

  test("a short gains when the coin falls, and has its trigger above", () => {
    const setting = inverse();
    setting.account("a", "0.01");
    setting.position("a", "X", "-1000", "8000");
    setting.mark("X", "8000");
    // W = 11,500,000 + MM: the smallest p with 10^13/p < 11,616,161.6 is 860,869; equity is zero at 10^13/11,500,000.
    expect(setting.leg("a", "X")).toMatchObject({ liquidationPrice: "8608.70", zeroPrice: "8695.65" });
    setting.mark("X", "7777.77");
    expect(setting.leg("a", "X")).toMatchObject({ notional: "0.12857155", unrealised: "0.00357155" });
  });

  test("a fill is rounded once for each side, and what is over goes to @rounding", () => {
    const setting = inverse({ takerFeePpm: 500, marketBandPpm: 500_000 });
    setting.account("maker", "10");
    setting.account("a", "10");
    setting.position("a", "X", "1000", "8000");
    setting.mark("X", "7777.77");
    setting.order("maker", "X", "buy", "1500", "7777.77");
    const events = setting.order("a", "X", "sell", "1500", "7777.77");
    // 1,500·10^10/777,777 = 19,285,733.07: the fee on 19,285,734; of the seller's 500 new lots 6,428,578 by themselves.
    expect(events.filter(({ type }) => type === "fill")).toMatchObject([{ takerFee: "0.00009643" }]);
    expect(events.filter(({ type }) => type === "position")).toMatchObject([
      { account: "maker", quantity: "1500", cost: "-0.19285733", realised: "0.00000000" },
      {
        account: "a",
        quantity: "-500",
        cost: "0.06428578",
        realised: "-0.00357156",
        cash: "9.99633201",
      },
    ]);
    expect(setting.model.apply({ type: "domainReport", domain: "D" })).toMatchObject([
      { rounding: "0.00000001" },
    ]);
  });

  test("is sliced: limit, close size in exact rationals, lots within a cap", () => {
    const setting = inverse(
      { execution: "external", policy: { slippagePpm: 100_000, sliceNotionalMax: "0.005" } },
      { takeover: false, targetPpm: 2_000_000 },
    );
    setting.account("a", "0.00124999");
    setting.position("a", "X", "1000", "8000");
    setting.mark("X", "8000");
    // E = 124,999, MM = 125,000. Each lot closed at mark releases 125·2 of the 125,001 + 8 that the target lacks: 501.
    // Zero price: 1,000 lots for 12,624,999 is 7,920.80; floor(500,000·800,000/10^10) = 40 lots a slice.
    expect(setting.all("slice")).toMatchObject([
      { side: "sell", remaining: "501", quantity: "40", limitPrice: "7920.80" },
    ]);
  });

  test("takeover at the zero value: the price says what a lot moved at", () => {
    const setting = inverse({}, { surplus: "fund", takeoverPpm: 1_000_000, insuranceFund: "1" });
    setting.account("a", "0.00124999");
    setting.position("a", "X", "1000", "8000");
    setting.mark("X", "8000");
    expect(setting.all("takeover")).toMatchObject([{ quantity: "1000", price: "7920.79" }]);
    expect(setting.model.account("a")).toMatchObject({ cash: "0.00000000", positions: [] });
  });

  test("sizes: minPrice is required, limits are the largest that fit", () => {
    const refused = (spec: object) => {
      const setting = new Setting({ settleDecimals: 8 });
      const base = { type: "market", market: "X", domain: "D", kind: "inverse", priceDecimals: 2 };
      return setting.model.apply({
        ...base,
        tickSize: "0.5",
        lotSize: "1",
        tiers: [{ from: "0", initialPpm: 10_000, maintenancePpm: 10_000 }],
        sources: [{ source: "s" }],
        ...spec,
      });
    };
    expect(refused({})).toMatchObject([{ code: "MISSING_FIELD", field: "minPrice" }]);
    // 2^53·1,000/10^10 = 900,719,925.4
    expect(refused({ minPrice: "10", maxPosition: "900719926" })).toMatchObject([{ code: "SPEC_INVALID" }]);
    expect(refused({ minPrice: "10", maxPosition: "900719925" })).toMatchObject([
      { type: "accepted" },
      { type: "breaker" },
    ]);
    expect(refused({ minPrice: "10", lotSize: "1000000000" })).toMatchObject([
      { code: "SPEC_INVALID", field: "lotSize" },
    ]);
  });
});
