/** How small an order may be (rules: slicing 5, book 3): `minOrder` lots, worth `minNotional`. */
import { ceilDiv, max, min } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Market, Order } from "./state.js";
import { reducible } from "./state.js";
import { tradeCost } from "./value.js";

/**
 * `m`: the fewest lots that an order at this price may have. Nobody's whole position is too small. Linear: the smallest
 * `n ≥ minOrder` with `n·p·M ≥ minNotional`; inverse: with `floor(n·C/p) ≥ minNotional`.
 */
export function leastLots(market: Market, price: bigint, position: bigint): bigint {
  const { minOrder, minNotional, multiplier, inverse } = market;
  const worth = inverse ? ceilDiv(minNotional * price, multiplier) : ceilDiv(minNotional, price * multiplier);
  return min(position, max(minOrder, worth));
}

/** Of two prices the one at which a lot is worth less. */
export function cheaper({ inverse }: Market, a: bigint, b: bigint): bigint {
  return inverse ? max(a, b) : min(a, b);
}

/** A client's order that closes exactly its whole position may be of any size. */
export function closesWhole(
  { account, market, side, reduceOnly }: Pick<Order, "account" | "market" | "side" | "reduceOnly">,
  quantity: bigint,
): boolean {
  return reduceOnly && quantity === reducible(account, market, side);
}

/** A client's order is worth enough: linear `q·p·M`, inverse `floor(q·C/p)`; that is what its seller gets, or its buyer. */
export function checkNotional(market: Market, quantity: bigint, price: bigint, name: string): void {
  const bought = market.inverse ? quantity : -quantity;
  if (-tradeCost(market, bought, price) < market.minNotional) refuse("OUT_OF_RANGE", name);
}
