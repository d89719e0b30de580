/** Would all of an order trade at once? (rules: book 11) */
import { reaches, restingOrders } from "./book.js";
import { min } from "./fraction.js";
import { isBeyond, reducingBound } from "./margin.js";
import type { Account, Order } from "./state.js";
import { direction, isEvaluable, opposite, quantityOf } from "./state.js";

/** The walk of a taker along the makers, as `match` goes it, and what their positions would be by then. */
export function fillsWhole(taker: Order, bound: bigint | null): boolean {
  const { account, market, side, price, selfTrade } = taker;
  const positions = new Map<Account, bigint>();
  const positionOf = (of: Account) => positions.get(of) ?? quantityOf(of, market);
  let needed = taker.remaining;
  for (const maker of restingOrders(market, opposite(side))) {
    if (needed === 0n || !reaches(side, price, maker.price)) break;
    if (bound !== null && isBeyond(side, maker.price, bound)) break;
    const isOwn = maker.account === account;
    if (isOwn && (selfTrade === "newest" || selfTrade === "both")) break;
    if (isOwn && selfTrade === "oldest") continue;
    if (isOwn && selfTrade === "decrement") {
      needed -= min(needed, maker.remaining);
      continue;
    }
    const lots = min(needed, certainLots(maker, positionOf(maker.account), positions.has(maker.account)));
    if (lots === 0n) continue;
    needed -= lots;
    for (const [of, signed] of [
      [account, lots * direction(side)],
      [maker.account, -lots * direction(side)],
    ] as const) {
      positions.set(of, positionOf(of) + signed);
    }
  }
  return needed === 0n;
}

/**
 * What a maker is certain to trade at its turn. What its account has traded by then may have moved its bound, so that of such
 * an account a maker with a bound counts for nothing.
 */
function certainLots(maker: Order, position: bigint, hasTraded: boolean): bigint {
  const { account, market, side, remaining, reduceOnly, reducing, rung } = maker;
  const signed = -position * direction(side);
  const reducibleThen = signed > 0n ? signed : 0n;
  const most = reduceOnly ? min(remaining, reducibleThen) : remaining;
  if (!reducing || rung || reducibleThen === 0n || !isEvaluable(account)) return most;
  if (hasTraded) return 0n;
  const bound = reducingBound(account, market, side);
  return bound !== null && isBeyond(side, maker.price, bound) ? 0n : most;
}
