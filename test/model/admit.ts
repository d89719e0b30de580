/** What of an order is judged by account, market and book, and then its execution (rules: book 3, 12). */
import { emitCancelled, reaches, rest, restingOrders } from "./book.js";
import { feeOf } from "./fees.js";
import { fillsWhole } from "./fill-or-kill.js";
import { ceilDiv, floorDiv, MILLION, max, min } from "./fraction.js";
import { atAdverse, balancesAtAdverse, equity, initialMargin, isBeyond, reducingBound } from "./margin.js";
import { match } from "./match.js";
import { checkOrderCount } from "./orders-max.js";
import { roomToReduce } from "./reduce-only.js";
import { refuse } from "./refusal.js";
import type { Account, Market, Order, Terms } from "./state.js";
import { direction, isHalted, marketsThatValue, mostLegs, opposite, quantityOf, reducible } from "./state.js";
import { liveOrders } from "./tables.js";
import { formatLots, formatPrice } from "./units.js";
import { tradeCost } from "./value.js";
import type { World } from "./world.js";

/** What an amended order is, be it good till cancelled or till its time. */
export const LIMIT: Terms = { timeInForce: "GTC", isMarketOrder: false };

/** An order that may be executed, and the bound of a reducing one as a taker; null: none. */
interface Admitted extends Order {
  bound: bigint | null;
}

/** What is left of it does not rest. */
export function takesOnly({ isMarketOrder, timeInForce }: Terms): boolean {
  return isMarketOrder || timeInForce === "IOC" || timeInForce === "FOK";
}

/** From the halt on: what may still be refused. Of an order that is amended its old self does not count. */
export function admit(world: World, order: Order, terms: Terms): Admitted {
  const { account, market, side, reduceOnly } = order;
  checkTradable(world, account, market);
  if (!terms.isMarketOrder) checkBand(order);
  if (account.openCase) refuse("IN_LIQUIDATION");
  const reducibleNow = reducible(account, market, side);
  if (reduceOnly && reducibleNow === 0n) refuse("REDUCE_ONLY", "reduceOnly");
  const reducing = reduceOnly || order.remaining + openLots(world, order) <= reducibleNow;
  const judged = { ...order, reducing };
  checkCapacity(world, judged);
  if (!reducing) checkOpening(world, judged, terms);
  const bound = reducing ? reducingBound(account, market, side) : null;
  if (market.state === "open") checkBook(judged, terms, bound);
  return { ...judged, bound };
}

/** The account's open orders besides this one. */
function othersOf(world: World, { account, name }: Order): Order[] {
  return world.ordersOf(account).filter((other) => other.name !== name);
}

/** Lots of the account's other orders of this side in this market. */
function openLots(world: World, order: Order): bigint {
  return othersOf(world, order)
    .filter(({ market, side }) => market === order.market && side === order.side)
    .reduce((sum, { remaining }) => sum + remaining, 0n);
}

/** A limit order does not buy above, or sell below, the band around the mark. */
function checkBand({ market, side, price }: Order): void {
  const edge = (market.mark ?? 0n) * (MILLION + direction(side) * market.marketBandPpm);
  if (isBeyond(side, price, side === "buy" ? floorDiv(edge, MILLION) : ceilDiv(edge, MILLION))) {
    refuse("OUT_OF_RANGE", "price");
  }
}

/** Not halted, and every market in which the account has something has a mark. */
function checkTradable(world: World, account: Account, market: Market): void {
  if (isHalted(market) || market.mark === null) refuse("MARKET_HALTED");
  checkMarks(world, account);
}

function checkMarks(world: World, account: Account): void {
  const markets = [...marketsThatValue(account), ...world.ordersOf(account).map((order) => order.market)];
  if (markets.some(({ mark }) => mark === null)) refuse("MARKET_HALTED");
}

function checkCapacity(world: World, order: Order): void {
  const { account, market, side, remaining, reduceOnly } = order;
  const others = othersOf(world, order);
  if (!reduceOnly) {
    const held = quantityOf(account, market) * direction(side);
    const sameSide = held > 0n ? held : 0n;
    const most = sameSide + openLots(world, order) + remaining;
    if (most > market.maxPosition) refuse("CAPACITY");
    if (world.openInterest(market) + remaining > market.maxOpenInterest) refuse("CAPACITY");
    const markets = new Set([market, ...account.legs.keys(), ...others.map((o) => o.market)]);
    if (markets.size > mostLegs(account)) refuse("CAPACITY");
  }
  checkRoom(world, order);
}

/** For one more of the account in this market, and of all. */
export function checkRoom(world: World, order: Order): void {
  checkOrderCount(world, order);
  const live = liveOrders(world) - (world.orders.has(order.name) ? 1 : 0);
  if (live >= world.limits.orders) refuse("CAPACITY");
}

/**
 * A market order that would be too dear at the band's bound is judged once more, by what the book is certain to make it pay
 * (rules: margin 13).
 */
function checkOpening(world: World, order: Order, { isMarketOrder }: Terms): void {
  const { account } = order;
  const others = othersOf(world, order);
  const sum = (losses: bigint[]) => losses.reduce((total, loss) => total + loss, 0n);
  const lossOfOthers = sum(others.map((other) => lossOf(world, other)));
  const suffices = (loss: bigint) => hasMargin(world, account, [...others, order], lossOfOthers + loss);
  if (suffices(lossOf(world, order))) return;
  if (isMarketOrder && suffices(sum(certainParts(order).map((part) => lossOf(world, part))))) return;
  refuse("INSUFFICIENT_MARGIN");
}

/**
 * The order as parts with prices of their own: for each resting order that is certain to trade with it, of another account,
 * neither reducing nor a rung, the lots that it takes of that; what is left at the order's own price.
 */
function certainParts(order: Order): Order[] {
  const { account, market, side, price } = order;
  const parts: Order[] = [];
  let left = order.remaining;
  for (const maker of restingOrders(market, opposite(side))) {
    if (left === 0n || !reaches(side, price, maker.price)) break;
    if (maker.account === account || maker.reducing || maker.rung) continue;
    const lots = min(left, maker.remaining);
    parts.push({ ...order, price: maker.price, remaining: lots });
    left -= lots;
  }
  return left === 0n ? parts : [...parts, { ...order, remaining: left }];
}

/** What an order loses against the adverse price of its side when it fills, at least 0, and its taker fee (rules: margin 14). */
function lossOf(world: World, { market, side, price, remaining, reducing }: Order): bigint {
  if (reducing) return 0n;
  const bought = remaining * direction(side);
  const reference = atAdverse(world.now)(market, { quantity: bought });
  const fee = feeOf(market, remaining, price, market.takerFeePpm);
  return max(0n, lossOfOpening(market, bought, price, reference)) + fee;
}

/** `E − loss ≥ IM` at adverse prices (rules: margin 13, 17), where `loss` is all that is to be taken off. */
function hasMargin(world: World, account: Account, orders: Order[], loss: bigint): boolean {
  const pricing = atAdverse(world.now);
  const equityNow = equity(account, pricing, balancesAtAdverse(world.now));
  return equityNow - loss >= initialMargin(account, orders, pricing);
}

/** `E − amount − loss ≥ IM`: may so much leave, beside what all of these orders may lose? */
export function checkMargin(world: World, account: Account, orders: Order[], amount: bigint): void {
  const loss = orders.reduce((sum, order) => sum + lossOf(world, order), amount);
  if (!hasMargin(world, account, orders, loss)) refuse("INSUFFICIENT_MARGIN");
}

/** `(price − reference)·bought·M`; inverse: what a fill adds to the cost, less what it would at the reference, up. */
function lossOfOpening(market: Market, bought: bigint, price: bigint, reference: bigint): bigint {
  return tradeCost(market, bought, price) + tradeCost(market, -bought, reference);
}

/** What the book decides before anything trades: post-only, self-trade, fill-or-kill. */
function checkBook(order: Order, terms: Terms, bound: bigint | null): void {
  const { account, market, side, price, remaining, reduceOnly } = order;
  const best = restingOrders(market, opposite(side))[0];
  const crosses = best !== undefined && reaches(side, price, best.price);
  if (order.postOnly && crosses) refuse("WOULD_CROSS");
  if (crosses && order.selfTrade === "newest" && best.account === account) refuse("SELF_TRADE");
  if (terms.timeInForce !== "FOK") return;
  if (reduceOnly && remaining > reducible(account, market, side)) refuse("WOULD_NOT_FILL");
  if (!fillsWhole(order, bound)) refuse("WOULD_NOT_FILL");
}

/** Trades, then rests or is cancelled; while an auction gathers orders, it only rests. */
export function execute(world: World, admitted: Admitted, terms: Terms): void {
  const { bound, ...order } = admitted;
  const { name, account, market, side, price, reduceOnly } = order;
  if (market.state === "auction") {
    comeToRest(world, order);
    return;
  }
  const taker = {
    name,
    account,
    market,
    side,
    limit: price,
    price: terms.isMarketOrder ? null : price,
    remaining: order.remaining,
    filled: order.filled,
    reduceOnly,
    bound,
    selfTrade: order.selfTrade,
    slice: null,
  };
  const stopped = match(world, taker);
  order.remaining = taker.remaining;
  order.filled = taker.filled;
  if (order.remaining === 0n) return;
  if (terms.timeInForce === "FOK")
    world.broken.push(`${name}: fill or kill, and ${order.remaining} lots were not filled`);
  if (stopped !== null || takesOnly(terms)) {
    const told = terms.isMarketOrder ? { ...order, price: null } : order;
    emitCancelled(world, told, order.remaining, stopped ?? "ioc");
    return;
  }
  comeToRest(world, order);
}

/** Of a reduce-only order only what is left of the position under others of its account (rules: book 19). */
function comeToRest(world: World, order: Order): void {
  const left = order.reduceOnly ? min(order.remaining, roomToReduce(world, order)) : order.remaining;
  const over = order.remaining - left;
  order.remaining = left;
  if (left > 0n) {
    rest(world, order);
    emitRested(world, order);
  }
  if (over > 0n) emitCancelled(world, order, over, "reduceOnly");
}

export function emitRested(world: World, { name, account, market, side, price, remaining }: Order): void {
  world.emit("rested", {
    order: name,
    account: account.name,
    market: market.name,
    side,
    price: formatPrice(market, price),
    quantity: formatLots(market, remaining),
  });
}
