/** What is taken, but can hardly be meant: the sentences of `accepted` (rules: commands 8). */
import { MILLION, max } from "./fraction.js";
import { MOST_UNITS } from "./sizes.js";
import type { Command, Market } from "./state.js";

/** Null where there is none. */
function joined(sentences: (string | null)[]): string | null {
  const told = sentences.filter((sentence) => sentence !== null);
  return told.length === 0 ? null : told.join("; ");
}

export function marketWarning(market: Market, { maxPrice }: Command): string | null {
  const derived = maxPrice === undefined && market.maxPrice < MOST_UNITS;
  return joined([
    ...feedSentences(market),
    derived ? "no maxPrice: higher prices than the derived one are refused" : null,
    policyWarning(market),
  ]);
}

export function feedWarning(market: Market): string | null {
  return joined(feedSentences(market));
}

function feedSentences(market: Market): (string | null)[] {
  const { maxAge, jumpPpm, markMode, premiumCapPpm } = market;
  return [
    maxAge === null ? "no maxAge: a price never becomes too old" : null,
    jumpPpm === null ? "no jumpPpm: a tick that jumps is believed at once" : null,
    sourcesSentence(market),
    outlierSentence(market),
    markMode !== "index" && premiumCapPpm === MILLION ? "the premium is not capped" : null,
  ];
}

function sourcesSentence({ sources }: Market): string | null {
  if (sources.length === 1) return "one source: nothing confirms its prices";
  return sources.length === 2 ? "two sources: neither outvotes the other" : null;
}

/** Where one source has half of the weight, the others never outvote it. */
function outlierSentence({ sources, outlierPpm }: Market): string | null {
  const weights = sources.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const outvoted = weights.reduce(max, 0n) * 2n < total;
  if (outlierPpm === null || outvoted) return null;
  return "outlierPpm without a majority: no source is outvoted by the others";
}

/**
 * A policy under which only a full close can cure, because each lot closed costs at least what it releases, `takerFee +
 * liquidationFee + expectedSlippage ≥ target·maintenance` of the lowest tier.
 */
export function policyWarning(market: Market): string | null {
  const cost = market.takerFeePpm + market.liquidationFeePpm + market.policy.expectedSlippagePpm;
  const released = market.domain.targetPpm * (market.tiers[0]?.maintenancePpm ?? 0n);
  return cost * MILLION >= released ? "under this policy only a full close can cure an account" : null;
}
