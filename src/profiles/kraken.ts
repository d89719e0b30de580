import type { Profile } from "./profile.js";

/** Kraken Futures, inverse perpetuals: maintenance 1 % of the value at mark, then assignment to position takers. */
export const kraken: Profile = {
  name: "kraken",
  contract: "PI_XBTUSD inverse perpetual",
  sources: [
    "Kraken support, 'Maintenance margin and liquidation': 1,000 USD long at 8,000 with 0.01 BTC: 7,481.48, zero at 7,407.41",
    "Kraken support, 'Equity protection process': liquidation, assignment, termination",
  ],
  asset: "BTC",
  settleDecimals: 8,
  domain: { takeoverPpm: 0, surplus: "user", adl: true },
  market: {
    kind: "inverse",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "1",
    minPrice: "100",
    maxPrice: "10000000",
    tiers: [
      { from: "0", initialPpm: 20_000, maintenancePpm: 10_000 },
      { from: "500", initialPpm: 40_000, maintenancePpm: 20_000 },
    ],
    policy: { algorithm: "immediate" },
  },
  differs: [
    "Assignment to volunteers (position takers) before termination has no counterpart: ours goes to the fund, then to ADL.",
    "Multi-collateral wallets convert at haircuts that depend on size; ours is one haircut an asset.",
  ],
};
