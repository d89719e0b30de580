/** Cascade (rules: slicing 9): a slice is halved until what it would trigger is in proportion to it. */
import { levels, reaches } from "./book.js";
import { abs, MILLION } from "./fraction.js";
import { liquidationPrice } from "./margin.js";
import type { Want } from "./slicer.js";
import type { Market, Side } from "./state.js";
import { isEvaluable, opposite } from "./state.js";
import type { World } from "./world.js";

/** What is left of `slice`; 0: nothing that may go without triggering too much. */
export function cutByCascade(world: World, want: Want, slice: bigint): bigint {
  const { market, side, limit, least } = want;
  const { branchingMaxPpm } = market.policy;
  if (branchingMaxPpm === null) return slice;
  const others = endangered(world, market, side);
  let left = slice;
  while (left > 0n) {
    const reached = reachedPrice(market, side, limit, left);
    const triggered = others
      .filter(({ price }) => reaches(side, reached, price))
      .reduce((sum, { lots }) => sum + lots, 0n);
    if (triggered * MILLION <= branchingMaxPpm * left) break;
    left = left / 2n < least ? 0n : left / 2n;
  }
  return left;
}

/** Where the slice would end: the level at which the book's lots suffice, at most the limit; the limit if they do not. */
function reachedPrice(market: Market, side: Side, limit: bigint, slice: bigint): bigint {
  if (market.external && !market.bookKnown) return limit;
  let lots = 0n;
  for (const [price, waiting] of levels(market, opposite(side))) {
    if (!reaches(side, limit, price)) break;
    lots += waiting;
    if (lots >= slice) return price;
  }
  return limit;
}

/** Lots that lose by a slice of this side, and have their liquidation price (last marks) on that side of the mark. */
function endangered(world: World, market: Market, side: Side): { lots: bigint; price: bigint }[] {
  const found: { lots: bigint; price: bigint }[] = [];
  for (const account of world.accounts) {
    const leg = account.legs.get(market);
    if (!leg || account.openCase || account.noRoom || account.held || !isEvaluable(account)) continue;
    if (leg.quantity > 0n !== (side === "sell")) continue;
    const price = liquidationPrice(account, market);
    const mark = market.mark ?? 0n;
    const ahead = price !== null && (side === "sell" ? price < mark : price > mark);
    if (ahead) found.push({ lots: abs(leg.quantity), price });
  }
  return found;
}
