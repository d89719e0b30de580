/** `twap`: what is left, over the parts that are left until the leg's end. */
import { Market, Work } from "../memory/abi";
import { now } from "../memory/event-log";
import { ceilDivide } from "../numbers/fixed";
import { endOf } from "./slice-order";

/** Slices until the end, this one included. */
export function partsLeft(market: Market, work: Work): i64 {
  return max<i64>(1, ceilDivide(endOf(market, work) - now, market.interval));
}

export function twapQuantity(market: Market, work: Work, remaining: i64): i64 {
  return ceilDivide(remaining, partsLeft(market, work));
}
