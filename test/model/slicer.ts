/** How much of a leg the next slice sells (rules: slicing 5): the algorithm, then the market's cuts in their order. */
import { adaptiveSize } from "./adaptive.js";
import { cutByCascade } from "./cascade.js";
import { ceilDiv, MILLION, max, min } from "./fraction.js";
import { cutByGrade } from "./grade.js";
import { type Jittered, jitter } from "./jitter.js";
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
  remaining: bigint;
}

/** What goes; or why nothing does: the slice would trigger too much, or the pace is used up. */
export type Size = Jittered | "cascade" | "pace";

/** The size of a taker slice. `depth` is null where the book is not known; then depth bounds nothing. */
export function sizeSlice(world: World, want: Want, depth: bigint | null): Size {
  const { market, side, limit } = want;
  const asked = cutByPolicy(market, want, sizeByAlgorithm(world, want, depth));
  const calm = cutByCascade(world, market, side, limit, asked);
  if (calm === 0n) return "cascade";
  const paced = cutByPace(world, market, calm);
  if (paced === 0n) return "pace";
  return jitter(market, cutByGrade(world, market, paced));
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

/** Disposal and `sliceNotionalMax`. */
export function cutByPolicy(market: Market, want: Want, slice: bigint): bigint {
  const { disposalFractionPpm, sliceNotionalMax } = market.policy;
  let lots = min(want.remaining, slice);
  if (!isFullDisposal(want)) lots = min(lots, ceilDiv(disposalFractionPpm * want.remaining, MILLION));
  if (sliceNotionalMax !== null && want.price > 0n) {
    lots = min(lots, lotsWithin(market, sliceNotionalMax, want.price));
  }
  return max(1n, lots);
}

/** `max(1, ceil((end − now)/interval))`. */
function partsLeft(end: number, interval: number, now: number): bigint {
  return max(1n, ceilDiv(BigInt(end - now), BigInt(interval)));
}
