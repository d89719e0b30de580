/** Fees of a trade, and how much of them a liquidation fill may bear (rules: takeover-and-fund 1). */
import { abs, ceilDiv, MILLION, max, min } from "./fraction.js";
import type { Market, Slice } from "./state.js";
import { direction } from "./state.js";
import { type Price, tradeCost, tradeNotional } from "./value.js";

/** Rounded up, each fee by itself. */
export function feeOf(market: Market, lots: bigint, price: Price, ppm: bigint): bigint {
  return ceilDiv(tradeNotional(market, lots, price) * ppm, MILLION);
}

/**
 * What a fill of `lots` at `price` brought above the zero value per lot that was kept when the slice was sent: what it
 * brought (negative: cost) less `ceil(lots·Z/|q|)`, `Z` the signed zero value of the whole leg and `|q|` its lots.
 */
export function feeRoom(slice: Slice, lots: bigint, price: Price): bigint {
  const brought = -tradeCost(slice.market, lots * direction(slice.side), price);
  return max(0n, brought - ceilDiv(lots * slice.zeroValue, abs(slice.lotsAtSending)));
}

/** The liquidation fee of a rung, which makes and pays no other. */
export function rungFeeOf(rung: Slice, lots: bigint, price: bigint): bigint {
  const { market } = rung;
  return min(feeRoom(rung, lots, price), feeOf(market, lots, price, market.liquidationFeePpm));
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
