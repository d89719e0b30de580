/**
 * The book before deleveraging (rules: adl 12): of an account below zero each leg that is about to be taken over is first offered, once
 * in its case, to the orders that pay at least what it needs. What they leave is taken over.
 */
import { depthInside } from "../book/depth";
import { otherSide } from "../book/ladder";
import { ownBlocks } from "../cases/venue-legs";
import { countClosed } from "../cases/works";
import { findLeg } from "../ledger/position";
import { zeroPrice } from "../margin/liquidation-price";
import { isMovable, legBreaker } from "../market/breakers";
import { Breaker, Case, Market, Side, Work } from "../memory/abi";
import { accountAt, legAt, marketAt, scratch, SLICE_ORDER_AT, workAt } from "../memory/arena";
import { TAKER } from "../matching/taker";
import { leastLots } from "../slicing/order-sizes";
import { slicesLeft } from "../slicing/sending-room";
import { describeSlice, SliceOrder } from "../slicing/slice-order";
import { sendSlice } from "../slicing/slicer";
import { listLegs, planCount, planInMarketOrder } from "./plan";
import { PlanLeg } from "./plan-leg";

/** Offers the legs, by market, all at zero prices of now; requires that the account has been measured with doubt. False: none went. */
export function offerToBook(liquidation: Case, caseRow: u32): bool {
  listLegs(accountAt(liquidation.account), liquidation.firstWork);
  const count = planCount();
  let offered = false;
  for (let i = 0; i < count; i++) {
    const plan = planInMarketOrder(i);
    if (plan.workRow == 0 || workAt(plan.workRow).offered) continue;
    const market = marketAt(plan.market);
    if (!isMovable(market) || !mayOffer(liquidation, plan, market)) continue;
    if (offerLeg(liquidation, caseRow, plan, market)) offered = true;
  }
  return offered;
}

/** Whether nothing blocks slices of the leg, and there is room for one. */
function mayOffer(liquidation: Case, plan: PlanLeg, market: Market): bool {
  const work: Work = workAt(plan.workRow);
  if (!market.bookKnown || work.roomless) return false;
  if (market.external && slicesLeft() == 0) return false;
  const leg = findLeg(accountAt(liquidation.account), plan.market);
  return legBreaker(market, ownBlocks(work, legAt(leg).venue)) == Breaker.none;
}

/** One slice, as large as the book is there, an order may be and the position is; false where that is none or too small. */
function offerLeg(liquidation: Case, caseRow: u32, plan: PlanLeg, market: Market): bool {
  const held = plan.lots;
  const side: Side = plan.side;
  const price = zeroPrice(market, side == Side.sell ? held : -held, plan.zeroValue);
  if (price == 0 || price < market.minPrice || price > market.maxPrice) return false;
  const most = min(held, market.maxOrder);
  const quantity = min(most, depthInside(market, otherSide(side), price));
  if (quantity == 0 || quantity < min(leastLots(market, price, held), market.maxOrder)) return false;
  const work = workAt(plan.workRow);
  work.offered = 1;
  work.pause = 0;
  const order = changetype<SliceOrder>(scratch + SLICE_ORDER_AT);
  describeSlice(
    order,
    liquidation.account,
    plan.market,
    plan.side,
    liquidation.number,
    caseRow,
    plan.workRow,
    price,
    quantity,
    plan.price,
    plan.zeroValue,
    plan.zeroQuantity,
  );
  order.quantity = quantity;
  sendSlice(order, true);
  if (!market.external) countFilled(liquidation, work, market, side);
  return true;
}

/** Adds the fills of a slice that has just run in the internal book. */
export function countFilled(liquidation: Case, work: Work, market: Market, side: Side): void {
  const filled = TAKER.quantity - TAKER.left;
  countClosed(liquidation, work, market, side, filled, TAKER.paid, TAKER.worth, TAKER.atOpening);
}
