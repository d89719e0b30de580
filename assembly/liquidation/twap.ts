/** `twap`: what is left, over the parts that are left until the leg's end. */
import { Market, Work } from "../abi";
import { now } from "../event-log";
import { ceilDivide } from "../fixed";

/** Slices until the end, this one included; the end is a horizon after the leg's first slice. */
export function partsLeft(market: Market, work: Work): i64 {
  const end = work.started ? work.end : now + market.horizon;
  return max<i64>(1, ceilDivide(end - now, market.interval));
}

export function twapQuantity(market: Market, work: Work, remaining: i64): i64 {
  return ceilDivide(remaining, partsLeft(market, work));
}
