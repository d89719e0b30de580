/** Resting reduce-only orders sum to no more than the position that they reduce (rules: book 19). */
import { emitCancelled, removeOrder } from "./book.js";
import { max, min } from "./fraction.js";
import type { Account, Market, Order, Side } from "./state.js";
import { reducible } from "./state.js";
import type { World } from "./world.js";

const SIDES: Side[] = ["buy", "sell"];

function sumOf(orders: Order[]): bigint {
  return orders.reduce((sum, { remaining }) => sum + remaining, 0n);
}

/** What rests of an account in a market on one side, in the order of its list; rungs are not of it. */
export function reduceOnlyOrders(world: World, account: Account, market: Market, side: Side): Order[] {
  return world
    .ordersOf(account)
    .filter((order) => order.reduceOnly && order.market === market && order.side === side);
}

/** How much more may come to rest. */
export function roomToReduce(world: World, { account, market, side }: Order): bigint {
  const resting = sumOf(reduceOnlyOrders(world, account, market, side));
  return max(0n, reducible(account, market, side) - resting);
}

/** Whatever exceeds a position that has shrunk, flipped or gone: the last of the account's list first. */
export function boundReduceOnly(world: World): void {
  const owners = new Set([...world.orders.values()].flatMap((o) => (o.reduceOnly ? o.account : [])));
  for (const account of world.accounts) {
    if (!owners.has(account)) continue;
    for (const market of world.markets) {
      for (const side of SIDES) cut(world, account, market, side);
    }
  }
}

function cut(world: World, account: Account, market: Market, side: Side): void {
  const orders = reduceOnlyOrders(world, account, market, side);
  let over = sumOf(orders) - reducible(account, market, side);
  for (const order of orders.reverse()) {
    if (over <= 0n) return;
    const lots = min(over, order.remaining);
    over -= lots;
    order.remaining -= lots;
    if (order.remaining === 0n) removeOrder(world, order);
    emitCancelled(world, order, lots, "reduceOnly");
  }
}
