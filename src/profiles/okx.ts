import type { Profile } from "./profile.js";

/** OKX USDT-margined swaps: liquidated at a maintenance margin ratio of 100 %, fee included, reduced two tiers at a time. */
export const okx: Profile = {
  name: "okx",
  contract: "BTC-USDT-SWAP",
  sources: [
    "OKX help centre, 'Maintenance margin ratio': isolated, USDT-margined: (margin + PnL) ÷ (face value·|contracts|·mark·(tier rate + fee rate)), liquidated at 100 % or below",
    "OKX help centre, 'Liquidation': partial liquidation by two tiers from tier 3 on, full below",
    "OKX help centre, position tiers of BTC-USDT: 0.4 %, 0.5 %, 1 %",
  ],
  asset: "USDT",
  settleDecimals: 8,
  domain: { triggerAtEquality: true, surplus: "fund", adl: true },
  market: {
    kind: "linear",
    priceDecimals: 1,
    tickSize: "0.1",
    lotSize: "0.01",
    contractSize: "0.01",
    // The tier rate and the taker fee of 0.05 % together: that is what the ratio is measured against.
    tiers: [
      { from: "0", initialPpm: 10_000, maintenancePpm: 4_500 },
      { from: "500000", initialPpm: 13_330, maintenancePpm: 5_500 },
      { from: "2000000", initialPpm: 20_000, maintenancePpm: 10_500 },
    ],
    takerFeePpm: 500,
    policy: { algorithm: "immediate", closeFactorPpm: 1_000_000 },
  },
  differs: [
    "OKX applies a position's rate to all of it; ours are marginal, with deductions, so that crossing a tier is no step. Equal in the first tier.",
    "Two tiers at a time are closed there; ours closes the least that reaches the target.",
    "Tiers there are in contracts, ours in notional.",
  ],
};
