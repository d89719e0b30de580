import { guarded, type Profile } from "./profile.js";

/** Hyperliquid: maintenance is half the initial margin at maximum leverage, large positions go by fifths, then the vault. */
export const hyperliquid: Profile = {
  name: "hyperliquid",
  contract: "BTC perpetual at 40x",
  sources: [
    "Hyperliquid docs, 'Liquidations': price − side·margin available ÷ size ÷ (1 − l·side), l the maintenance rate; a fifth of positions above 100,000 USDC, a cooldown of 30 s, backstop at two thirds of maintenance",
    "Hyperliquid docs, 'Margin tiers': BTC 40x up to 150,000,000 of notional, 20x above",
    "Hyperliquid docs, 'Oracle': weighted median of spot venues, weights 3, 2, 2, 1, 1, 1, 1",
    "Hyperliquid docs, 'Robust price indices': mark as a median of three",
  ],
  asset: "USDC",
  settleDecimals: 8,
  domain: {
    insuranceFund: "10000000",
    takeoverPpm: 666_666,
    surplus: "fund",
    adl: true,
    targetPpm: 1_000_001,
  },
  market: {
    ...guarded,
    kind: "linear",
    priceDecimals: 3,
    tickSize: "0.1",
    lotSize: "0.00001",
    maxPrice: "500000",
    tiers: [
      { from: "0", initialPpm: 25_000, maintenancePpm: 12_500 },
      { from: "150000000", initialPpm: 50_000, maintenancePpm: 25_000 },
    ],
    mark: "median3",
    premiumHalfLife: 150_000_000,
    fundingInterval: 3_600_000_000,
    policy: {
      algorithm: "immediate",
      closeFactorPpm: 200_000,
      fullCloseNotional: "100000",
      interval: 30_000_000,
      slippagePpm: 50_000,
    },
  },
  differs: [
    "There the whole position (or a fifth) is sent, and what is left of the margin stays with the user; ours sends what cures, at most a fifth.",
    "The vault (HLP) is a participant with its own capital; ours is the insurance fund.",
  ],
};
