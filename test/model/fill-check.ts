/** (rules: invariants 8), of each internal fill of a liquidation order: what it must never do. What it did is kept in `world.broken`. */
import { abs } from "./fraction.js";
import { atDoubtfulMark, equity, isBeyond, maintenanceMargin } from "./margin.js";
import type { Margin } from "./plan.js";
import type { Account, Slice } from "./state.js";
import { isEvaluable, quantityOf } from "./state.js";
import type { World } from "./world.js";

/** How an account stands before a fill. */
export interface Standing {
  quantity: bigint;
  /** Null where there is nothing to compare: `@liquidation`, or a market without a mark. */
  margin: Margin | null;
}

/** Each of the roundings that a fill makes may cost a unit of money. */
const ROUNDING = 4n;

export function standing(slice: Slice): Standing {
  return { quantity: quantityOf(slice.account, slice.market), margin: marginOf(slice.account) };
}

function marginOf(account: Account): Standing["margin"] {
  if (account.index < 0 || !isEvaluable(account)) return null;
  return { equity: equity(account, atDoubtfulMark), required: maintenanceMargin(account, atDoubtfulMark) };
}

/**
 * Within the limit; no further than flat; and while E ≥ 0 never at a lower E/MM, fees included, than before the fill or
 * than when the slice was planned: its limit and zero value are of that moment (rules: plan 1), and what its account traded
 * since at better prices, on another leg or with another case, may have lifted E/MM.
 */
export function checkFill(world: World, slice: Slice, price: bigint, before: Standing): void {
  const { name, account, side, limit } = slice;
  const after = standing(slice);
  const complain = (what: string) => world.broken.push(`${name} of ${account.name}: ${what}`);
  if (isBeyond(side, price, limit)) complain(`filled at ${price}, beyond ${limit}`);
  if (after.quantity * before.quantity < 0n || abs(after.quantity) > abs(before.quantity)) {
    complain(`${before.quantity} lots became ${after.quantity}`);
  }
  if (!before.margin || !after.margin || before.margin.equity < 0n) return;
  const { equity: had, required: needed } = before.margin;
  const { equity: has, required: needs } = after.margin;
  const fell = (from: Margin) =>
    (has + ROUNDING) * (from.required + ROUNDING) < from.equity * (needs - ROUNDING);
  if (fell(before.margin) && (slice.standing === null || fell(slice.standing))) {
    complain(`E/MM fell from ${had}/${needed} to ${has}/${needs}`);
  }
}
