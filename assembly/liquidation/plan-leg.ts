/** A leg as the plan of a round sees it. */

/** Money to spare for roundings. */
export const SPARE: i64 = 8;

/** A leg in the plan. `remaining` is the round's r; 0 when other legs cure. */
@unmanaged
export class PlanLeg {
  price: i64;
  lots: i64;
  margin: i64;
  limit: i64;
  zeroValue: i64;
  zeroQuantity: i64;
  planningPriceE6: i64;
  remaining: i64;
  loss: i64;
  /** At a takeover: the value at which it moves, and its share of the equity in that. */
  moved: i64;
  share: i64;
  rank: u32;
  market: u32;
  workRow: u32;
  side: u8;
  blocked: u8;
  last: u8;
}
