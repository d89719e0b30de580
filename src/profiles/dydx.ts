import { guarded, type Profile } from "./profile.js";

/** dYdX v4: maintenance as a fraction, close at no worse than the price that keeps the margin ratio, fees to the fund. */
export const dydx: Profile = {
  name: "dydx",
  contract: "BTC-USD, with the rates of its own tests",
  sources: [
    "dYdX v4 protocol, x/clob/keeper/liquidations_test.go: boundary (T1-T3), fillable and bankruptcy price (Z1-Z3), insurance fund payment (F1-F4)",
    "dYdX v4 protocol, x/clob/keeper/deleveraging_test.go: offsets and zero prices (A4, A5)",
    "dYdX governance, incident of 10 October 2025 (A6)",
  ],
  asset: "USDC",
  settleDecimals: 6,
  domain: { insuranceFund: "10000000", takeoverPpm: 0, surplus: "user", adl: true },
  market: {
    ...guarded,
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    maxPrice: "400000",
    tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }],
    liquidationFeePpm: 5_000,
    policy: { algorithm: "immediate", slippagePpm: 100_000 },
  },
  differs: [
    "The fillable price moves with a spread-to-maintenance ratio; ours is bounded by slippage and the zero price.",
    "Blocks of at most a number of liquidations, by pseudo-random order; ours worst first, each once a command.",
    "A 'quote balance' of −4,501 is cash 0 and a position whose entry gives that cost.",
  ],
};
