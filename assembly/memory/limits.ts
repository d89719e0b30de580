/** How many rows tables have: what the host has written, and what is added for those that nothing of a client's may take. */
import { ENDED_SLICES_KEPT, LIMIT_MARKETS, LIMIT_SLICES, LIMIT_WORKS, LIMITS_ADDRESS } from "./abi";

export function limit(which: i32): u32 {
  return load<u32>(<usize>LIMITS_ADDRESS + ((<usize>which) << 2));
}

/** Slots of an index of that many keys: a power of two, at most half full. */
export function indexSlots(keys: u32): u32 {
  return 1 << (33 - clz(keys | 7));
}

/**
 * Rows of a pool. Each market keeps one for the work of `@liquidation`, and slices that have ended take no room from those that
 * are out.
 */
export function capacityOf(which: i32): u32 {
  if (which == LIMIT_WORKS) return limit(which) + limit(LIMIT_MARKETS);
  return which == LIMIT_SLICES ? limit(which) + <u32>ENDED_SLICES_KEPT : limit(which);
}
