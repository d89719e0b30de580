import { guarded, type Profile } from "./profile.js";

/** Vega: positions of the network party, disposed of step by step in a share of the book and of what is left. */
export const vega: Profile = {
  name: "vega",
  contract: "a market with the liquidation strategy of its own tests",
  sources: [
    "Vega protocol, 0012-POSR position resolution, and core/liquidation tests: disposal fraction 0.5, full disposal at 50, at most 1 % of the volume in range, every 10 s: 100, 90, 45, 45",
  ],
  asset: "USDC",
  settleDecimals: 6,
  domain: {
    insuranceFund: "1000000",
    takeoverPpm: 1_000_000,
    surplus: "fund",
    adl: false,
    targetPpm: 1_000_001,
  },
  market: {
    ...guarded,
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "1",
    maxPrice: "5000",
    tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
    policy: {
      algorithm: "pov",
      slippagePpm: 100_000,
      interval: 10_000_000,
      depthSharePpm: 10_000,
      disposalFractionPpm: 500_000,
      fullDisposalQuantity: "50",
    },
  },
  differs: [
    "Vega's margin levels come from a stochastic model of the price; ours from tiers.",
    "Losses are shared among those in profit (loss socialisation); ours by ADL, or a deficit where that is off.",
  ],
};
