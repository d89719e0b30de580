import type { Profile } from "./profile.js";

/** BitMEX XBTUSD: inverse, 0.35 % maintenance, the engine takes over at the bankruptcy price, ADL by leverage and profit. */
export const bitmex: Profile = {
  name: "bitmex",
  contract: "XBTUSD perpetual",
  sources: [
    "BitMEX, 'Liquidation': takeover at the bankruptcy price, insurance fund, ADL when it is not enough",
    "BitMEX, 'Auto-deleveraging': ranking by profit percentage times effective leverage; its example of six accounts",
    "BitMEX, 'Contract guide XBTUSD': 1 USD a contract, initial 1 %, maintenance 0.35 %, step per 100 XBT",
  ],
  asset: "XBT",
  settleDecimals: 8,
  domain: { triggerAtEquality: true, takeoverPpm: 1_000_000, surplus: "fund", adl: true },
  market: {
    kind: "inverse",
    priceDecimals: 1,
    tickSize: "0.5",
    lotSize: "1",
    minPrice: "100",
    maxPrice: "1000000",
    tiers: [
      { from: "0", initialPpm: 10_000, maintenancePpm: 3_500 },
      { from: "200", initialPpm: 13_500, maintenancePpm: 7_000 },
      { from: "300", initialPpm: 17_000, maintenancePpm: 10_500 },
    ],
    mark: "premium",
    premiumHalfLife: 60_000_000,
    fundingInterval: 28_800_000_000,
    takeoverNotionalMax: "200",
    policy: { algorithm: "ladder", rungs: 5, horizon: 60_000_000 },
  },
  differs: [
    "BitMEX' ADL price is the bankruptcy price of the liquidated order in ticks; ours the exact zero value in money.",
    "Fair price there is the index with a funding basis; ours the index with a weighted mean of the book's premium.",
    "Its score takes the mark value over the margin left; ours the notional over the account's whole equity. Equal for isolated accounts.",
  ],
};
