import { guarded, type Profile } from "./profile.js";

/** Kraken Futures, inverse perpetuals: maintenance 1 % of the value at mark, then assignment to position takers. */
export const kraken: Profile = {
  name: "kraken",
  contract: "PI_XBTUSD inverse perpetual",
  sources: [
    "Kraken support, 'Maintenance margin and liquidation': 1,000 USD long at 8,000 with 0.01 BTC: 7,481.48, zero at 7,407.41",
    "Kraken support, 'Inverse futures margin schedule': nine levels of 500,000 to above 50,000,000 contracts, at most 75,000,000",
    "Kraken support, 'Equity protection process': liquidation, assignment, termination",
  ],
  asset: "BTC",
  settleDecimals: 8,
  domain: { insuranceFund: "200", takeoverPpm: 0, surplus: "user", adl: true },
  market: {
    ...guarded,
    kind: "inverse",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "1",
    minPrice: "100",
    maxPrice: "10000000",
    // Levels there are in contracts of a dollar; ours in coins, at 100,000 dollars a coin.
    tiers: [
      { from: "0", initialPpm: 20_000, maintenancePpm: 10_000 },
      { from: "5", initialPpm: 40_000, maintenancePpm: 20_000 },
      { from: "10", initialPpm: 60_000, maintenancePpm: 30_000 },
      { from: "30", initialPpm: 100_000, maintenancePpm: 50_000 },
      { from: "60", initialPpm: 150_000, maintenancePpm: 75_000 },
      { from: "120", initialPpm: 250_000, maintenancePpm: 125_000 },
      { from: "200", initialPpm: 300_000, maintenancePpm: 150_000 },
      { from: "500", initialPpm: 400_000, maintenancePpm: 200_000 },
    ],
    maxPosition: "75000000",
    policy: { algorithm: "immediate" },
  },
  differs: [
    "Levels there are in contracts, and move in coins with the price; ours are in coins.",
    "Assignment to volunteers (position takers) before termination has no counterpart: ours goes to the fund, then to ADL.",
    "Multi-collateral wallets convert at haircuts that depend on size; ours is one haircut an asset.",
  ],
};
