import type { Profile } from "./profile.js";

/** Binance USDⓈ-M futures: tiered rates with deductions, mark by median, orders first, then the insurance fund. */
export const binance: Profile = {
  name: "binance",
  contract: "ETHUSDT perpetual, brackets of 2020 as freqtrade's tests have them",
  sources: [
    "Binance support, 'How to calculate liquidation price of USDⓈ-M futures contracts': LP = (WB − TMM + UPNL + cum − …)",
    "Binance support, 'Leverage and margin of USDⓈ-M futures': brackets, maintenance amount",
    "Binance support, 'Mark price in USDⓈ-M futures': median of price 1, price 2 and the contract's price",
    "Binance academy, 'Liquidation protocols': smart liquidation by IOC orders, insurance fund, ADL",
    "freqtrade tests, test_binance.py: the numbers",
  ],
  asset: "USDT",
  settleDecimals: 8,
  domain: { triggerAtEquality: true, takeoverPpm: 0, surplus: "fund", adl: true, marginCallPpm: 0 },
  market: {
    kind: "linear",
    priceDecimals: 4,
    tickSize: "0.01",
    lotSize: "0.001",
    tiers: [
      { from: "0", initialPpm: 10_000, maintenancePpm: 5_000 },
      { from: "10000", initialPpm: 13_333, maintenancePpm: 6_500 },
      { from: "100000", initialPpm: 20_000, maintenancePpm: 10_000 },
      { from: "500000", initialPpm: 50_000, maintenancePpm: 20_000 },
      { from: "1000000", initialPpm: 100_000, maintenancePpm: 50_000 },
      { from: "2000000", initialPpm: 200_000, maintenancePpm: 100_000 },
    ],
    mark: "median3",
    premiumHalfLife: 150_000_000,
    premiumCapPpm: 10_000,
    fundingInterval: 28_800_000_000,
    liquidationFeePpm: 12_500,
    policy: { algorithm: "immediate", slippagePpm: 20_000 },
  },
  differs: [
    "Binance averages the premium over a plain window of 2.5 minutes or so; ours is an exponentially weighted mean.",
    "Smart liquidation closes down bracket by bracket; ours closes the least that reaches the target, wherever brackets lie.",
    "ADL ranks by leverage and profit within quantiles; ours by profit ratio times leverage, exactly.",
  ],
};
