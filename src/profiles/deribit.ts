import type { Profile } from "./profile.js";

/** Deribit BTC perpetual: equity in the coin, incremental liquidation by a share of the position until it is safe again. */
export const deribit: Profile = {
  name: "deribit",
  contract: "BTC-PERPETUAL",
  sources: [
    "Deribit support, 'Futures leverage and margin': 5 % of 100 BTC is 5 BTC; liquidated in small steps until equity is above maintenance again",
    "Deribit support, '11 January 2022': maintenance 1 % + position in BTC × 0.005 %, initial 2 % + the same, liquidation fee 0.75 %",
    "Deribit, 'Liquidations': 12.5 % of the position at a time",
  ],
  asset: "BTC",
  settleDecimals: 8,
  domain: { targetPpm: 1_000_001, takeoverPpm: 0, surplus: "user", adl: true },
  market: {
    kind: "inverse",
    priceDecimals: 1,
    tickSize: "0.5",
    lotSize: "10",
    minPrice: "1000",
    maxPrice: "10000000",
    // A rate that grows by 0.005 % a BTC, in steps of 25: over [a, b] the marginal rate is 1 % + 0.005 %·(a + b).
    tiers: [
      { from: "0", initialPpm: 21_250, maintenancePpm: 11_250 },
      { from: "25", initialPpm: 23_750, maintenancePpm: 13_750 },
      { from: "50", initialPpm: 26_250, maintenancePpm: 16_250 },
      { from: "75", initialPpm: 28_750, maintenancePpm: 18_750 },
      { from: "100", initialPpm: 32_500, maintenancePpm: 22_500 },
    ],
    liquidationFeePpm: 7_500,
    policy: { algorithm: "immediate", closeFactorPpm: 125_000, interval: 1_000_000 },
  },
  differs: [
    "The rate there is continuous in the size; ours a table that meets it at its knots.",
    "12.5 % of the position is closed whatever would suffice; ours never closes more than what cures.",
    "Portfolio margin (options) is not expressed at all.",
  ],
};
