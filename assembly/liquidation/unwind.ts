/** The cases of `@liquidation` (DESIGN.md 6.8): no margin, no target, no horizon, the market's own slicer. */
import { ACCOUNT_LIQUIDATION, Breaker, CancelSliceReason, Market, Side, Work } from "../abi";
import { marketAt, SLICE_ORDER_AT, scratch, shard, workAt } from "../arena";
import { bandPrice } from "../book/match";
import { now } from "../event-log";
import { magnitude } from "../fixed";
import { legBreaker } from "../market/breakers";
import { cancelRungs, onLadder, replaceRungs, sendRungs } from "./rungs";
import { SliceOrder, sendSlice, sliceQuantity, WAIT } from "./slicer";

/** Each market's case that is due acts once, by market index. */
export function unwindAll(): void {
  for (let market: u32 = 0; market < shard.markets; market++) unwind(market);
}

/** Whether a breaker blocks the leg of `@liquidation`; blocked time does not count toward its TWAP. */
function reviewUnwinding(market: Market, leg: Work): bool {
  const breaker = legBreaker(market, leg.silent != 0);
  if (breaker != Breaker.none && leg.breaker == 0) leg.blockedSince = now;
  if (breaker == Breaker.none && leg.breaker != 0 && leg.started) leg.end += now - leg.blockedSince;
  leg.breaker = <u8>breaker;
  return breaker != Breaker.none;
}

/** One market's `@liquidation` case: a slice of all of it, when due, unblocked, and with depth to sell into. */
function unwind(row: u32): void {
  const market: Market = marketAt(row);
  if (market.liquidationCase == 0) {
    if (market.liquidationWork != 0) cancelRungs(workAt(market.liquidationWork), CancelSliceReason.cured);
    return;
  }
  const leg = workAt(market.liquidationWork);
  if (leg.slice != 0 || leg.due > now) return;
  const waits = replaceRungs(leg);
  leg.due = now + market.interval;
  if (reviewUnwinding(market, leg) || waits || !market.hasMark) return;
  const remaining = magnitude(market.liquidationQuantity);
  const side: Side = market.liquidationQuantity > 0 ? Side.sell : Side.buy;
  const limit = bandPrice(market, market.mark, side, market.slippagePpm);
  const ladder = onLadder(market, leg);
  const quantity = ladder ? remaining : sliceQuantity(market, leg, side, remaining, limit, market.mark);
  if (quantity == WAIT) return;
  const order = changetype<SliceOrder>(scratch + SLICE_ORDER_AT);
  order.quantity = quantity;
  order.limit = limit;
  order.remaining = remaining;
  order.mark = market.mark;
  order.zeroValue = 0;
  order.zeroQuantity = remaining;
  order.caseNumber = market.liquidationCase;
  order.caseRow = 0;
  order.account = ACCOUNT_LIQUIDATION;
  order.market = row;
  order.workRow = market.liquidationWork;
  order.side = <u8>side;
  if (ladder) sendRungs(order);
  else sendSlice(order);
}
