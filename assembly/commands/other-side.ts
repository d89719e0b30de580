/** Positions that come from outside: `@street` is their other side, and they need room like any. */
import { settleFunding } from "../ledger/funding";
import { countInterest, legsDetail } from "../ledger/position";
import { hasLegRoom } from "../margin/open-orders";
import { Code, Detail, Field, Market } from "../memory/abi";
import { accountAt, domainAt, legPool, orderPool, room } from "../memory/arena";
import { refuse } from "../memory/refusal";

/** `@street` is the other side of what changes from outside: nothing is realised. */
export function takeOtherSide(market: Market, lots: i64, cost: i64): void {
  domainAt(market.domain).streetCash -= settleFunding(market, market.streetQuantity, market.streetFunding);
  countInterest(market, market.streetQuantity, market.streetQuantity + lots);
  market.streetQuantity += lots;
  market.streetCost += cost;
}

/** Open interest once a position is `after`, and `@street` has taken the other side of the change. */
export function interestAfter(market: Market, held: i64, after: i64): i64 {
  const street = market.streetQuantity;
  const gone = max<i64>(held, 0) + max<i64>(street, 0);
  return market.openInterest - gone + max<i64>(after, 0) + max<i64>(street + held - after, 0);
}

/** Whether an account may have another leg, and there is room for it beside those of open orders. */
export function judgeLegRoom(row: u32, market: u32): i32 {
  const account = accountAt(row);
  if (!hasLegRoom(account, market)) return refuse(Code.CAPACITY, Field.quantity, legsDetail(account));
  if (room(legPool) <= orderPool.used) return refuse(Code.CAPACITY, Field.quantity, Detail.positions);
  return Code.OK;
}
