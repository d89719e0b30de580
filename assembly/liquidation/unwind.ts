/** The cases of `@liquidation` (rules: takeover-and-fund 7, 8): no margin, no target, no horizon, the market's own slicer. */
import { waitFrom } from "../cases/works";
import { ownBlocks } from "../cases/venue-legs";
import { legBreaker } from "../market/breakers";
import { ACCOUNT_LIQUIDATION, Breaker, CancelSliceReason, Market, Work } from "../memory/abi";
import { marketAt, scratch, shard, SLICE_ORDER_AT, workAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { magnitude } from "../numbers/fixed";
import { closingSide, slippageBound } from "../slicing/limit-price";
import { tripPace } from "../slicing/pace";
import { hasRoomToSend } from "../slicing/sending-room";
import { cancelRungs, onLadder, replaceRungs, sendRungs } from "../slicing/rungs";
import { describeSlice, SliceOrder } from "../slicing/slice-order";
import { PACED, roundQuantity, sendSlice, sliceQuantity, WAIT } from "../slicing/slicer";
import { restoreMeans } from "./adl";

/** Each market's case that is due acts once, by market index. */
export function unwindAll(): void {
  for (let market: u32 = 0; market < shard.markets; market++) unwind(market);
}

/** Whether a breaker blocks the leg of `@liquidation`; blocked time does not count toward its TWAP. */
function reviewUnwinding(market: Market, leg: Work): bool {
  const breaker = legBreaker(market, ownBlocks(leg, market.liquidationVenue));
  if (breaker != Breaker.none && leg.breaker == 0) leg.blockedSince = now;
  if (breaker == Breaker.none && leg.breaker != 0 && leg.started) leg.end += now - leg.blockedSince;
  leg.breaker = <u8>breaker;
  return breaker != Breaker.none;
}

/**
 * One market's `@liquidation` case, when due and unblocked: what its domain cannot carry is deleveraged, then all that is
 * left is for sale, a slice at a time.
 */
function unwind(row: u32): void {
  const market: Market = marketAt(row);
  if (market.liquidationCase == 0) {
    if (market.liquidationWork != 0) cancelRungs(workAt(market.liquidationWork), CancelSliceReason.cured);
    return;
  }
  const leg = workAt(market.liquidationWork);
  // A pause after rejections blocks it from now on, not from when it is due.
  if (leg.refusedUntil > now) reviewUnwinding(market, leg);
  if (leg.slice != 0 || leg.due > now) return;
  const waits = replaceRungs(leg);
  waitFrom(leg, market, now, 0);
  if (reviewUnwinding(market, leg) || waits || !market.hasMark) return;
  restoreMeans(row);
  if (market.liquidationQuantity == 0) return;
  const remaining = magnitude(market.liquidationQuantity);
  const order = changetype<SliceOrder>(scratch + SLICE_ORDER_AT);
  describeSlice(
    order,
    ACCOUNT_LIQUIDATION,
    row,
    <u8>closingSide(market.liquidationQuantity),
    market.liquidationCase,
    0,
    market.liquidationWork,
    slippageBound(market, market.liquidationQuantity, market.mark),
    remaining,
    market.mark,
    0,
    remaining,
  );
  if (!hasRoomToSend(market, leg)) return;
  const ladder = onLadder(market, leg);
  order.quantity = ladder ? roundQuantity(order) : sliceQuantity(order);
  if (order.quantity == PACED) {
    tripPace(row);
    reviewUnwinding(market, leg);
  } else if (ladder) sendRungs(order);
  else if (order.quantity != WAIT) sendSlice(order);
}
