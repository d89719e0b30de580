/** The fees of a liquidation fill, and the cap on them: they never take what the account's zero value needs. */
import { Market, Side } from "../memory/abi";
import { mulDivCeil, mulDivFloor, ppmCeil } from "../numbers/fixed";
import { bringsMoney } from "./value";

/**
 * The most that fees may take of a liquidation fill of `quantity` lots that changes the position's cost by `cost`: what it
 * brings above the zero value, or costs below it. Rounded against the fees.
 */
export function feeRoom(market: Market, side: Side, quantity: i64, cost: i64, zero: i64, zeroLots: i64): i64 {
  const room = bringsMoney(market, side)
    ? -cost - mulDivCeil(zero, quantity, zeroLots)
    : mulDivFloor(zero, quantity, zeroLots) - cost;
  return max<i64>(0, room);
}

/** The liquidation fee of a fill, rounded up, within what other fees have left of its room. */
export function liquidationFeeWithin(market: Market, notional: i64, room: i64): i64 {
  return min(ppmCeil(notional, market.liquidationFeePpm), max<i64>(0, room));
}
