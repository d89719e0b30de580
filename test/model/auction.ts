/** Market states, and how an auction ends: one price for everyone (rules: book 16, 17, 18). */
import { cancelOrder, removeOrder, restingOrders, topPrices } from "./book.js";
import { makeCasesDue } from "./breakers.js";
import { feeOf } from "./fees.js";
import { abs, ceilDiv, floorDiv, min } from "./fraction.js";
import { noteFill } from "./mark.js";
import { emitFill, whyMakerFails } from "./match.js";
import { refuse } from "./refusal.js";
import { emitPosition, exchange } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { cancelRungsInside } from "./slices.js";
import type { Account, Command, Market, Order, Side } from "./state.js";
import { direction, reducible } from "./state.js";
import { formatLots, formatPrice } from "./units.js";
import type { World } from "./world.js";

export function applyMarketState(world: World, command: Command): void {
  const market = world.market(command.market);
  if (market.external) refuse("FORBIDDEN", "market");
  const before = market.state;
  world.accept(command);
  if (command.state === before) return;
  market.state = command.state as Market["state"];
  if (before === "open") cancelRungsInside(world, market);
  if (before === "auction") uncross(world, market);
  if (market.state === "open") makeCasesDue(world, market);
}

/**
 * Until the book is not crossed: a price, and all orders that meet at it. Orders cancelled on the way may make
 * another due.
 */
function uncross(world: World, market: Market): void {
  while (isCrossed(market)) {
    for (const account of world.accounts) cancelOwnPairs(world, market, account);
    const { bid, ask } = topPrices(market);
    if (bid === null || ask === null || bid < ask) return;
    const price = uncrossingPrice(market, bid, ask);
    let traded = 0n;
    for (;;) {
      const lots = meet(world, market, price);
      if (lots === null) break;
      traded += lots;
    }
    if (traded === 0n) continue;
    world.emit("uncrossed", {
      market: market.name,
      price: formatPrice(market, price),
      quantity: formatLots(market, traded),
    });
  }
}

function isCrossed(market: Market): boolean {
  const { bid, ask } = topPrices(market);
  return bid !== null && ask !== null && bid >= ask;
}

/** What would meet its own account is in no curve: while its best bid reaches its best ask, the younger goes. */
function cancelOwnPairs(world: World, market: Market, account: Account): void {
  const best = (side: Side) => restingOrders(market, side).find((order) => order.account === account);
  for (;;) {
    const bid = best("buy");
    const ask = best("sell");
    if (!bid || !ask || bid.price < ask.price) return;
    cancelOrder(world, bid.number > ask.number ? bid : ask, "selfTrade");
  }
}

function lotsAt(market: Market, side: Side, price: bigint): bigint {
  return restingOrders(market, side)
    .filter((order) => (side === "buy" ? order.price >= price : order.price <= price))
    .reduce((sum, { remaining }) => sum + remaining, 0n);
}

/**
 * Of the tick multiples from best ask to best bid: most volume, then least imbalance; then the side that presses, else the mark.
 * Volume and surplus change only right after a bid's price and at an ask's, so of each stretch the ends are looked at,
 * and the two ticks around the mark.
 */
function uncrossingPrice(market: Market, bid: bigint, ask: bigint): bigint {
  const { tickSize: tick, mark } = market;
  const ends = [
    ...market.bids.flatMap(({ price }) => [price, price + tick]),
    ...market.asks.flatMap(({ price }) => [price, price - tick]),
  ];
  const around = mark === null ? [] : [floorDiv(mark, tick) * tick, ceilDiv(mark, tick) * tick];
  const candidates = [...new Set([...ends, ...around])]
    .filter((price) => price >= ask && price <= bid)
    .map((price) => {
      const demand = lotsAt(market, "buy", price);
      const supply = lotsAt(market, "sell", price);
      return {
        price,
        volume: min(demand, supply),
        surplus: demand - supply,
        distance: mark === null ? 0n : abs(price - mark),
      };
    })
    .sort((a, b) => Number(b.volume - a.volume || abs(a.surplus) - abs(b.surplus) || a.price - b.price));
  const [first] = candidates;
  if (!first) return ask;
  const tied = candidates.filter(
    ({ volume, surplus }) => volume === first.volume && abs(surplus) === abs(first.surplus),
  );
  if (tied.every(({ surplus }) => surplus < 0n)) return first.price;
  if (tied.every(({ surplus }) => surplus > 0n)) return tied.at(-1)?.price ?? first.price;
  return tied.reduce((best, other) => (other.distance < best.distance ? other : best)).price;
}

/** First bid against first ask; lots that traded, 0 where one of them was cancelled. Null: no two meet at this price any more. */
function meet(world: World, market: Market, price: bigint): bigint | null {
  const buy = market.bids[0];
  const sell = market.asks[0];
  if (!buy || !sell || buy.price < price || sell.price > price) return null;
  for (const order of [buy, sell]) {
    const refusal = whyMakerFails(order, price);
    if (refusal) {
      cancelOrder(world, order, refusal);
      return 0n;
    }
  }
  return buy.number < sell.number
    ? trade(world, market, price, buy, sell)
    : trade(world, market, price, sell, buy);
}

function mostLots({ account, market, side, remaining, reduceOnly }: Order): bigint {
  return reduceOnly ? min(remaining, reducible(account, market, side)) : remaining;
}

/** The younger order is the taker; both pay the maker's fee. */
function trade(world: World, market: Market, price: bigint, maker: Order, taker: Order): bigint {
  if (maker.account === taker.account) world.broken.push(`${taker.name} met its own account in an auction`);
  const lots = min(mostLots(maker), mostLots(taker));
  const fee = feeOf(market, lots, price, market.makerFeePpm);
  for (const order of [maker, taker]) {
    order.remaining -= lots;
    order.filled += lots;
    if (order.remaining === 0n) removeOrder(world, order);
  }
  const bought = lots * direction(taker.side);
  const realised = exchange(market, taker.account, maker.account, bought, price);
  for (const { account } of [maker, taker]) {
    account.cash -= fee;
    market.domain.fees.cash += fee;
    world.touch(account);
  }
  emitFill(world, market, {
    price,
    lots,
    side: taker.side,
    makerOrder: maker.name,
    takerOrder: taker.name,
    maker: maker.account.name,
    taker: taker.account.name,
    makerFee: fee,
    takerFee: fee,
    liquidationFee: 0n,
    caseName: null,
  });
  noteFill(world, market, price, false);
  market.lastFill = price;
  emitPosition(world, maker.account, market, realised.maker);
  emitPosition(world, taker.account, market, realised.taker);
  for (const { account } of [maker, taker]) coverShortfall(world, account, account.openCase?.name ?? null);
  return lots;
}
