/** `adaptive` (rules: slicing 14, 15): the first trade of an Almgren-Chriss schedule, planned anew for each slice. */
import { depthInside } from "./book.js";
import { abs, ceilDiv, floorDiv, MILLION, max, min } from "./fraction.js";
import { bandPrice } from "./margin.js";
import type { Market, Side } from "./state.js";
import type { World } from "./world.js";

const MOST_PARTS = 1_024n;
const MOST_LOTS = 1n << 53n;
const MOST_URGENCY = 1_000_000_000n;
/** 1, as a number with 32 binary places. */
const ONE = 1n << 32n;

export interface Leg {
  market: Market;
  side: Side;
  /** The mark of the evaluation, and the leg's zero price; null: none. */
  price: bigint;
  zeroPrice: bigint | null;
  remaining: bigint;
}

/** `ceil(remaining·(2^32 − ρ_N)/2^32)`. */
export function adaptiveSize(world: World, of: Leg, parts: bigint): bigint {
  const { market, side, price, remaining } = of;
  const { interval, slippagePpm, riskAversionPpm } = market.policy;
  const available = availableLots(world, market, side, price);
  const risk = floorDiv((market.variance ?? 0n) * BigInt(interval), MILLION * distance(of));
  const impact = max(1n, floorDiv(slippagePpm * remaining, available));
  const urgency = min(MOST_URGENCY, floorDiv(riskAversionPpm * risk, impact));
  const kept = keptShare(urgency, min(MOST_PARTS, parts));
  return ceilDiv(remaining * (ONE - kept), ONE);
}

/** `ρ_1 = 0`, `ρ_{k+1} = ceil(2^64/(a − ρ_k))`, `a = 2^33 + floor(k·2^32/10^6)`: what is not sold in the first of N parts. */
export function keptShare(urgency: bigint, parts: bigint): bigint {
  const a = 2n * ONE + floorDiv(urgency * ONE, MILLION);
  let kept = 0n;
  for (let part = 1n; part < parts; part += 1n) kept = ceilDiv(ONE * ONE, a - kept);
  return kept;
}

/** How far the zero price is, in millionths of the mark, at least 1; all of it where there is none. */
function distance({ price, zeroPrice }: Leg): bigint {
  if (zeroPrice === null) return MILLION;
  return max(1n, floorDiv(abs(price - zeroPrice) * MILLION, price));
}

/** Depth within the slippage bound of the mark. */
function depthAround(market: Market, side: Side, price: bigint): bigint {
  return depthInside(market, side, bandPrice(market, side, price, market.policy.slippagePpm)) ?? 0n;
}

/** Depth, and what refills it in one interval. */
function availableLots(world: World, market: Market, side: Side, price: bigint): bigint {
  const depth = depthAround(market, side, price);
  measure(world, market, side, depth);
  const rate = market.refills[side].rate ?? 0n;
  const refilled = floorDiv(rate * BigInt(market.policy.interval), MILLION);
  return max(1n, min(MOST_LOTS, depth + refilled));
}

/** Refill: what the depth grew since the last slice left it behind, a second; halfway from the old measure to the new. */
function measure(world: World, market: Market, side: Side, depth: bigint): void {
  const refill = market.refills[side];
  if (refill.sizedAt === null || world.now <= refill.sizedAt) return;
  const time = BigInt(world.now - refill.sizedAt);
  const measured = min(MOST_LOTS, floorDiv(max(0n, depth - refill.left) * MILLION, time));
  refill.rate = refill.rate === null ? measured : floorDiv(refill.rate + measured, 2n);
}

/** Right before a slice of this algorithm goes: what it leaves behind of the depth that it was sized by. */
export function noteLeft(world: World, { market, side, price }: Leg, lots: bigint): void {
  market.refills[side].left = max(0n, depthAround(market, side, price) - lots);
  market.refills[side].sizedAt = world.now;
}
