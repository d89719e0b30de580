/** Margin tiers (rules: margin 3). */
import { Fraction, MILLION } from "./fraction.js";
import { refuse } from "./refusal.js";

export interface Tier {
  /** Notional from which the tier holds, in money. */
  from: bigint;
  initialPpm: bigint;
  maintenancePpm: bigint;
  /** `D_k` in money·10^6: what makes the margin continuous at `from`. */
  initialDeduction: bigint;
  maintenanceDeduction: bigint;
}

export type TierRates = Pick<Tier, "from" | "initialPpm" | "maintenancePpm">;
export type Requirement = "initial" | "maintenance";

/** `D_0 = 0`, `D_k = D_{k-1} + from_k·(rate_k − rate_{k-1})`. */
export function withDeductions(rates: TierRates[]): Tier[] {
  const tiers: Tier[] = [];
  for (const rate of rates) {
    const below = tiers.at(-1);
    tiers.push({
      ...rate,
      initialDeduction: below
        ? below.initialDeduction + rate.from * (rate.initialPpm - below.initialPpm)
        : 0n,
      maintenanceDeduction: below
        ? below.maintenanceDeduction + rate.from * (rate.maintenancePpm - below.maintenancePpm)
        : 0n,
    });
  }
  return tiers;
}

/** From 0 and up, rates within bounds and never falling, maintenance at most initial. */
export function checkTiers(tiers: TierRates[]): void {
  tiers.forEach((tier, index) => {
    const below = tiers[index - 1];
    const ascends = below ? tier.from > below.from : tier.from === 0n;
    const tightens =
      !below || (tier.initialPpm >= below.initialPpm && tier.maintenancePpm >= below.maintenancePpm);
    const bounded = tier.maintenancePpm >= 1n && tier.maintenancePpm < MILLION;
    if (!ascends || !tightens || !bounded || tier.maintenancePpm > tier.initialPpm) {
      refuse("TIERS_INVALID", "tiers");
    }
  });
}

/** The last tier that begins at or below the notional. */
function tierOf(tiers: Tier[], notional: Fraction): Tier {
  const tier = tiers.findLast(({ from }) => notional.compare(new Fraction(from)) >= 0n);
  if (!tier) throw new Error("the first tier begins at 0");
  return tier;
}

/** `(N·rate_k − D_k)/10^6`, exactly. */
export function exactMargin(tiers: Tier[], notional: Fraction, requirement: Requirement): Fraction {
  const tier = tierOf(tiers, notional);
  const [rate, deduction] =
    requirement === "initial"
      ? [tier.initialPpm, tier.initialDeduction]
      : [tier.maintenancePpm, tier.maintenanceDeduction];
  return notional.times(new Fraction(rate, MILLION)).minus(new Fraction(deduction, MILLION));
}

/** Rounded up: an account never looks safer than it is. */
export function margin(tiers: Tier[], notional: bigint, requirement: Requirement): bigint {
  return exactMargin(tiers, new Fraction(notional), requirement).ceil();
}
