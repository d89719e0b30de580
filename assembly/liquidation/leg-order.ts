/**
 * In which order a plan takes an account's legs (rules: plan 2): by margin, in the user's own order, or by the
 * margin that closing releases for each unit of money it loses. Ties go by market index.
 */
import { bestLevel, nextLevel, otherSide, priceAt } from "../book/ladder";
import { inside } from "../market/price-limits";
import { bringsMoney, notionalOfLots } from "../market/value";
import { AccountMode, LegOrder, Market } from "../memory/abi";
import { accountAt, accountSpecAt, levelAt, marketAt, unwindStepAt } from "../memory/arena";
import { compareRatios } from "../numbers/fixed";
import { PlanLeg } from "./plan-leg";

/** Whether leg a is closed before leg b, where both or neither come last. */
export function closesBefore(legOrder: u8, a: PlanLeg, b: PlanLeg): bool {
  if (legOrder == <u8>LegOrder.user) return a.rank < b.rank;
  if (legOrder == <u8>LegOrder.release) {
    return compareRatios(a.margin, max<i64>(1, a.loss), b.margin, max<i64>(1, b.loss)) > 0;
  }
  return a.margin > b.margin;
}

/** Place of a market in the account's own order; markets that it does not name come after all it does. */
export function unwindRank(account: u32, market: u32): u32 {
  if (accountAt(account).mode == <u8>AccountMode.isolated) return 0;
  let rank: u32 = 0;
  for (let row = accountSpecAt(account).link; row != 0; row = unwindStepAt(row).next) {
    if (unwindStepAt(row).market == market) break;
    rank++;
  }
  return rank;
}

/** What closing the leg into the known book loses against its mark; what the book lacks goes at the limit. */
export function lossInto(plan: PlanLeg): i64 {
  const market = marketAt(plan.market);
  let left = plan.lots;
  let loss: i64 = 0;
  if (market.bookKnown) {
    const side = otherSide(plan.side);
    let level = bestLevel(market, side);
    while (left > 0 && level != 0 && inside(side, priceAt(market, level), plan.limit)) {
      const filled = min(left, levelAt(level).quantity);
      loss += lossAt(market, plan, filled, priceAt(market, level));
      left -= filled;
      level = nextLevel(level);
    }
  }
  return loss + lossAt(market, plan, left, plan.limit);
}

function lossAt(market: Market, plan: PlanLeg, lots: i64, price: i64): i64 {
  const worth = notionalOfLots(market, lots, plan.price);
  const paid = notionalOfLots(market, lots, price);
  return bringsMoney(market, plan.side) ? worth - paid : paid - worth;
}
