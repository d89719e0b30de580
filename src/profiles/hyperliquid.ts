import type { Profile } from "./profile.js";

/** Hyperliquid: maintenance is half the initial margin at maximum leverage, large positions go by fifths, then the vault. */
export const hyperliquid: Profile = {
  name: "hyperliquid",
  contract: "BTC perpetual at 40x",
  sources: [
    "Hyperliquid docs, 'Liquidations': price − side·margin available ÷ size ÷ (1 − l·side), l the maintenance rate; a fifth of positions above 100,000 USDC, a cooldown of 30 s, backstop at two thirds of maintenance",
    "Hyperliquid docs, 'Oracle': weighted median of spot venues, weights 3, 2, 2, 1, 1, 1, 1",
    "Hyperliquid docs, 'Robust price indices': mark as a median of three",
  ],
  asset: "USDC",
  settleDecimals: 8,
  domain: { takeoverPpm: 666_666, surplus: "fund", adl: true, targetPpm: 1_000_001 },
  market: {
    kind: "linear",
    priceDecimals: 3,
    tickSize: "0.1",
    lotSize: "0.00001",
    maxPrice: "500000",
    tiers: [{ from: "0", initialPpm: 25_000, maintenancePpm: 12_500 }],
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
