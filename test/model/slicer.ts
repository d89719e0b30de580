/** How much of a leg the next slice sells (rules: slicing 5): the algorithm, then the market's cuts in their order. */
import { adaptiveSize } from "./adaptive.js";
import { cutByCascade } from "./cascade.js";
import { ceilDiv, MILLION, max, min } from "./fraction.js";
import { cutByGrade } from "./grade.js";
import { type Jittered, jitter } from "./jitter.js";
import { cheaper, leastLots } from "./order-sizes.js";
import { cutByPace } from "./pace.js";
import type { CaseLeg, Market, Side } from "./state.js";
import { lotsWithin } from "./value.js";
import type { World } from "./world.js";

/** What a round wants of a leg. */
export interface Want {
  market: Market;
  caseLeg: CaseLeg;
  side: Side;
  /** The mark at which the evaluation values the leg, the limit, and the leg's zero price; null: none. */
  price: bigint;
  limit: bigint;
  zeroPrice: bigint | null;
  /** `r1`, which the algorithm begins with: what the plan wants, and at least `m`, the least that an order may have. */
  remaining: bigint;
  least: bigint;
}

/** How much of a position of so many lots a turn is about; a ladder's orders stand between the mark and the limit. */
export function wantOf(leg: Omit<Want, "least">, position: bigint, isLadder: boolean): Want {
  const { market, price, limit, remaining } = leg;
  const least = leastLots(market, isLadder ? cheaper(market, price, limit) : limit, position);
  return { ...leg, least, remaining: max(remaining, least) };
}

/** What goes; or why nothing does: the slice would trigger too much, or the pace is used up. */
export type Size = Jittered | "cascade" | "pace";

/** The size of a taker slice. `depth` is null where the book is not known; then depth bounds nothing. */
export function sizeSlice(world: World, want: Want, depth: bigint | null): Size {
  const { market, least } = want;
  const asked = cutByPolicy(market, want, sizeByAlgorithm(world, want, depth), market.maxOrder);
  const calm = cutByCascade(world, want, asked);
  if (calm === 0n) return "cascade";
  const paced = cutByPace(world, market, calm, least);
  if (paced === 0n) return "pace";
  const { lots, longer } = jitter(market, cutByGrade(world, market, paced, least), least);
  return { lots: leaveNoDust(want, lots, paced), longer };
}

/** The soft cuts are over: what they left to a later order that would be too small goes now, or waits for more. */
export function leaveNoDust({ remaining, least }: Want, lots: bigint, before: bigint): bigint {
  const rest = remaining - lots;
  if (rest === 0n || rest >= least) return lots;
  if (before === remaining) return remaining;
  const less = remaining - least;
  return less >= least && less <= lots ? less : lots;
}

function sizeByAlgorithm(world: World, want: Want, depth: bigint | null): bigint {
  const { market, caseLeg, remaining } = want;
  const { policy } = market;
  const parts = partsLeft(caseLeg.twapEnd ?? world.now + policy.horizon, policy.interval, world.now);
  switch (policy.algorithm) {
    case "twap":
      return ceilDiv(remaining, parts);
    case "adaptive":
      return adaptiveSize(world, want, parts);
    case "pov":
      return depth === null || isFullDisposal(want) ? remaining : shareOfDepth(market, depth);
    default:
      return remaining;
  }
}

export function shareOfDepth({ policy }: Market, depth: bigint): bigint {
  return ceilDiv(policy.depthSharePpm * depth, MILLION);
}

/** Little enough to go at once: neither the depth share nor the fraction binds. */
function isFullDisposal({ market, remaining }: Want): boolean {
  return remaining <= market.policy.fullDisposalQuantity;
}

/** Disposal, `sliceNotionalMax`, and the most that an order, or a round of them, may have; the rest joins where it is too small. */
export function cutByPolicy(market: Market, want: Want, slice: bigint, most: bigint): bigint {
  const { disposalFractionPpm, sliceNotionalMax } = market.policy;
  let lots = min(want.remaining, slice);
  if (!isFullDisposal(want)) lots = min(lots, ceilDiv(disposalFractionPpm * want.remaining, MILLION));
  if (sliceNotionalMax !== null && want.price > 0n) {
    lots = min(lots, lotsWithin(market, sliceNotionalMax, want.price));
  }
  lots = min(most, max(want.least, lots));
  return leaveNoDust(want, lots, min(most, want.remaining));
}

/** `max(1, ceil((end − now)/interval))`. */
function partsLeft(end: number, interval: number, now: number): bigint {
  return max(1n, ceilDiv(BigInt(end - now), BigInt(interval)));
}
