/** Fees of a trade, and how much of them a liquidation fill may bear (DESIGN 6.6, RULINGS D.10). */
import { abs, ceilDiv, floorDiv, MILLION, max, min } from "./fraction.js";
import type { Market, Slice } from "./state.js";

/** Rounded up, each fee by itself. */
export function feeOf(market: Market, lots: bigint, price: bigint, ppm: bigint): bigint {
  return ceilDiv(lots * price * market.multiplier * ppm, MILLION);
}

/**
 * What a fill of `lots` at `price` brought above the zero value per lot that was kept when the slice was sent.
 *
 *   selling  lots·price·M − ceil(lots·Z/|q|)      Z: zero value of the whole leg
 *   buying   floor(lots·Z/|q|) − lots·price·M     |q|: its lots
 */
export function feeRoom(slice: Slice, lots: bigint, price: bigint): bigint {
  const value = lots * price * slice.market.multiplier;
  const zero = lots * slice.zeroValue;
  return slice.side === "sell"
    ? max(0n, value - ceilDiv(zero, abs(slice.lotsAtSending)))
    : max(0n, floorDiv(zero, abs(slice.lotsAtSending)) - value);
}

/** The taker fee first, the liquidation fee from what is left of the room. */
export function cappedFees(
  slice: Slice,
  lots: bigint,
  price: bigint,
): { taker: bigint; liquidation: bigint } {
  const { market } = slice;
  const room = feeRoom(slice, lots, price);
  const taker = min(room, feeOf(market, lots, price, market.takerFeePpm));
  return { taker, liquidation: min(room - taker, feeOf(market, lots, price, market.liquidationFeePpm)) };
}
