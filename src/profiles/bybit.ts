import { guarded, type Profile } from "./profile.js";

/** Bybit inverse perpetuals: coin-margined, maintenance on the value at mark, the engine takes over at the bankruptcy price. */
export const bybit: Profile = {
  name: "bybit",
  contract: "BTCUSD inverse perpetual",
  sources: [
    "Bybit help centre, 'Liquidation Price Calculation under Isolated Mode (Unified Trading Account)': short = size·(1 − MMR) ÷ (size/entry − size/entry/leverage)",
    "Bybit help centre, 'Liquidation process': takeover at the bankruptcy price, insurance fund, ADL",
    "Bybit help centre, 'Maintenance Margin (Inverse Contract)': 0.5 % at the first risk limit",
    "Bybit help centre, 'Risk Limit (Inverse Contract)': both rates go up by 0.5 % with each risk limit",
  ],
  asset: "BTC",
  settleDecimals: 8,
  domain: {
    insuranceFund: "1000",
    triggerAtEquality: true,
    takeoverPpm: 1_000_000,
    surplus: "fund",
    adl: true,
  },
  market: {
    ...guarded,
    kind: "inverse",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "1",
    minPrice: "1000",
    maxPrice: "10000000",
    tiers: [
      { from: "0", initialPpm: 10_000, maintenancePpm: 5_000 },
      { from: "150", initialPpm: 15_000, maintenancePpm: 10_000 },
      { from: "300", initialPpm: 20_000, maintenancePpm: 15_000 },
      { from: "450", initialPpm: 25_000, maintenancePpm: 20_000 },
      { from: "600", initialPpm: 30_000, maintenancePpm: 25_000 },
      { from: "750", initialPpm: 35_000, maintenancePpm: 30_000 },
      { from: "900", initialPpm: 40_000, maintenancePpm: 35_000 },
      { from: "1050", initialPpm: 45_000, maintenancePpm: 40_000 },
      { from: "1200", initialPpm: 50_000, maintenancePpm: 45_000 },
      { from: "1350", initialPpm: 55_000, maintenancePpm: 50_000 },
    ],
    policy: { algorithm: "immediate" },
  },
  differs: [
    "Bybit adds the estimated fee of closing to the maintenance margin; ours takes fees out of what a fill brings, so our price is nearer the bankruptcy price by that fee.",
    "The older page computes maintenance on the value at entry (its 5,739.50 for 10,000 USD at 8,000 with 0.5 BTC); ours, like the newer page, on the value at mark.",
    "Risk limits step down by cancelling orders and partial closes; ours closes to the target.",
  ],
};
