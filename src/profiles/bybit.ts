import type { Profile } from "./profile.js";

/** Bybit inverse perpetuals: coin-margined, maintenance on the value at mark, the engine takes over at the bankruptcy price. */
export const bybit: Profile = {
  name: "bybit",
  contract: "BTCUSD inverse perpetual",
  sources: [
    "Bybit help centre, 'Liquidation Price Calculation under Isolated Mode (Unified Trading Account)': short = size·(1 − MMR) ÷ (size/entry − size/entry/leverage)",
    "Bybit help centre, 'Liquidation process': takeover at the bankruptcy price, insurance fund, ADL",
    "Bybit help centre, 'Maintenance Margin (Inverse Contract)': 0.5 % at the first risk limit",
  ],
  asset: "BTC",
  settleDecimals: 8,
  domain: { triggerAtEquality: true, takeoverPpm: 1_000_000, surplus: "fund", adl: true },
  market: {
    kind: "inverse",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "1",
    minPrice: "1000",
    maxPrice: "10000000",
    tiers: [
      { from: "0", initialPpm: 10_000, maintenancePpm: 5_000 },
      { from: "150", initialPpm: 15_000, maintenancePpm: 10_000 },
    ],
    policy: { algorithm: "immediate" },
  },
  differs: [
    "Bybit adds the estimated fee of closing to the maintenance margin; ours takes fees out of what a fill brings, so our price is nearer the bankruptcy price by that fee.",
    "The older page computes maintenance on the value at entry (its 5,739.50 for 10,000 USD at 8,000 with 0.5 BTC); ours, like the newer page, on the value at mark.",
    "Risk limits step down by cancelling orders and partial closes; ours closes to the target.",
  ],
};
