import { guarded, type Profile } from "./profile.js";

/** Drift: closes the margin shortage at the liquidation price, growing over time, fees within the margin rate. */
export const drift: Profile = {
  name: "drift",
  contract: "a perpetual at 10 % maintenance",
  sources: [
    "Drift protocol v2, math/liquidation.rs and its tests: base asset to cover the margin shortage, 10 ÷ (100·(10 % − fees))",
    "Drift docs, 'Liquidations': partial, with a buffer above maintenance; bankruptcy shared by the insurance fund",
  ],
  asset: "USDC",
  settleDecimals: 6,
  domain: { insuranceFund: "1000000", targetPpm: 1_000_001, takeoverPpm: 0, surplus: "user", adl: false },
  market: {
    ...guarded,
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.0001",
    maxPrice: "100000",
    tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
    policy: { algorithm: "immediate", slippagePpm: 20_000 },
  },
  differs: [
    "Liquidators take the position over at a discount; ours sends it to the book.",
    "Losses beyond the insurance fund are socialised over all positions; ours goes to ADL, or stays a deficit where that is off.",
    "Its amounts round the other way by one unit of the base; ours keeps 8 units of money to spare.",
  ],
};
