/** The order book of internal execution and the L2 book of external execution (rules: book 1). */
import { min } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Command, Event, Market, Order, Side } from "./state.js";
import { opposite } from "./state.js";
import { formatLots, formatPrice, toLots, toTickPrice } from "./units.js";
import type { World } from "./world.js";

/** A price and the lots that wait there. */
export type Level = [price: bigint, lots: bigint];

export const MOST_LEVEL_LOTS = 2n ** 53n;
const MOST_DEPTH = 2n ** 61n;

export function restingOrders(market: Market, side: Side): Order[] {
  return side === "buy" ? market.bids : market.asks;
}

/** Price, then time: behind every order that is as good. */
export function rest(world: World, order: Order): void {
  const queue = restingOrders(order.market, order.side);
  const worse = queue.findIndex(({ price }) =>
    order.side === "buy" ? price < order.price : price > order.price,
  );
  queue.splice(worse < 0 ? queue.length : worse, 0, order);
  if (!order.rung) world.orders.set(order.name, order);
}

/** A rung that leaves the book, for whatever reason, has ended. */
export function removeOrder(world: World, order: Order): void {
  world.orders.delete(order.name);
  if (order.stop) return;
  const queue = restingOrders(order.market, order.side);
  queue.splice(queue.indexOf(order), 1);
  if (order.rung) order.rung.state = "ended";
}

export function emitCancelled(
  world: World,
  order: Pick<Order, "name" | "account" | "market" | "side"> & { price: bigint | null },
  lots: bigint,
  reason: string,
): void {
  world.emit("cancelled", {
    order: order.name,
    account: order.account.name,
    market: order.market.name,
    side: order.side,
    price: order.price === null ? null : formatPrice(order.market, order.price),
    quantity: formatLots(order.market, lots),
    reason,
  });
}

export function cancelOrder(world: World, order: Order, reason: string): void {
  removeOrder(world, order);
  const told = order.stop?.terms.isMarketOrder ? { ...order, price: null } : order;
  emitCancelled(world, told, order.remaining, reason);
}

/** Levels of one side, best first. */
export function levels(market: Market, side: Side): Level[] {
  const lots = new Map<bigint, bigint>(market.external ? levelMap(market, side) : []);
  if (!market.external) {
    for (const { price, remaining } of restingOrders(market, side)) {
      lots.set(price, (lots.get(price) ?? 0n) + remaining);
    }
  }
  const ascending = [...lots].sort(([a], [b]) => (a < b ? -1 : 1));
  return side === "buy" ? ascending.reverse() : ascending;
}

function levelMap(market: Market, side: Side): Map<bigint, bigint> {
  return side === "buy" ? market.bidLevels : market.askLevels;
}

/** Does a trade of this side with limit `limit` reach `price`? */
export function reaches(side: Side, limit: bigint, price: bigint): boolean {
  return side === "buy" ? price <= limit : price >= limit;
}

/** What a taker of this side finds inside its limit; null where the book is not known. */
export function depthInside(market: Market, takerSide: Side, limit: bigint): bigint | null {
  if (market.external && !market.bookKnown) return null;
  return levels(market, opposite(takerSide))
    .filter(([price]) => reaches(takerSide, limit, price))
    .reduce((sum, [, lots]) => min(MOST_DEPTH, sum + lots), 0n);
}

/** The best price of each side; null where there is none. An unknown book has none. */
export function topPrices(market: Market): { bid: bigint | null; ask: bigint | null } {
  const best = (side: Side) => levels(market, side)[0]?.[0] ?? null;
  return { bid: best("buy"), ask: best("sell") };
}

export function formatLevels(market: Market, side: Side, most: number): string[][] {
  return levels(market, side)
    .slice(0, most)
    .map(([price, lots]) => [formatPrice(market, price), formatLots(market, lots)]);
}

export function topOfBook(market: Market): Event {
  return { bids: formatLevels(market, "buy", 1), asks: formatLevels(market, "sell", 1) };
}

/** `book`: all levels are checked before any is set; a new level removes what it crosses on the other side. */
export function applyBook(world: World, command: Command): void {
  const market = world.market(command.market);
  if (!market.external) refuse("FORBIDDEN", "market");
  const read = (name: "bids" | "asks"): Level[] =>
    (command[name] as string[][]).map(([price = "", quantity = ""]) => {
      const units = toTickPrice(market, price, name);
      const lots = toLots(market, quantity, name);
      if (lots > MOST_LEVEL_LOTS) refuse("OUT_OF_RANGE", name);
      return [units, lots];
    });
  const bids = read("bids");
  const asks = read("asks");
  if (command.snapshot === true) {
    market.bidLevels.clear();
    market.askLevels.clear();
  }
  for (const level of bids) setLevel(market, "buy", level);
  for (const level of asks) setLevel(market, "sell", level);
  market.bookKnown = true;
}

function setLevel(market: Market, side: Side, [price, lots]: Level): void {
  const own = levelMap(market, side);
  if (lots === 0n) {
    own.delete(price);
    return;
  }
  own.set(price, lots);
  const other = levelMap(market, opposite(side));
  for (const crossed of [...other.keys()]) {
    if (reaches(side, price, crossed)) other.delete(crossed);
  }
}
