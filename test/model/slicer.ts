/** How much of a leg the next slice sells (DESIGN 7): the algorithm, then the market's cuts. */
import { ceilDiv, MILLION, max, min } from "./fraction.js";
import type { CaseLeg, Market } from "./state.js";
import { lotsWithin } from "./value.js";

/** `depth` is null where the book is not known; then depth bounds nothing. */
export function sliceSize(
  market: Market,
  leg: CaseLeg,
  price: bigint,
  depth: bigint | null,
  remaining: bigint,
  now: number,
): bigint {
  const { policy } = market;
  const fullDisposal = remaining <= policy.fullDisposalQuantity;
  let lots = remaining;
  if (policy.algorithm === "twap") {
    lots = ceilDiv(remaining, partsLeft(leg.twapEnd ?? now + policy.horizon, policy.interval, now));
  } else if (policy.algorithm === "pov" && depth !== null && !fullDisposal) {
    lots = min(remaining, ceilDiv(policy.depthSharePpm * depth, MILLION));
  }
  if (!fullDisposal) lots = min(lots, ceilDiv(policy.disposalFractionPpm * remaining, MILLION));
  if (policy.sliceNotionalMax !== null && price > 0n) {
    lots = min(lots, lotsWithin(market, policy.sliceNotionalMax, price));
  }
  return max(1n, lots);
}

/** `max(1, ceil((end − now)/interval))`. */
function partsLeft(end: number, interval: number, now: number): bigint {
  return max(1n, ceilDiv(BigInt(end - now), BigInt(interval)));
}
