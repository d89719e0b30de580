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
import type { Command, Market, Order, Side } from "./state.js";
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
  for (;;) {
    const { bid, ask } = topPrices(market);
    if (bid === null || ask === null || bid < ask) return;
    const price = uncrossingPrice(market, bid, ask);
    world.emit("uncrossed", {
      market: market.name,
      price: formatPrice(market, price),
      quantity: formatLots(market, volumeAt(market, price)),
    });
    while (tradePair(world, market, price));
  }
}

function lotsAt(market: Market, side: Side, price: bigint): bigint {
  return restingOrders(market, side)
    .filter((order) => (side === "buy" ? order.price >= price : order.price <= price))
    .reduce((sum, { remaining }) => sum + remaining, 0n);
}

function volumeAt(market: Market, price: bigint): bigint {
  return min(lotsAt(market, "buy", price), lotsAt(market, "sell", price));
}

/**
 * Of the tick multiples from best ask to best bid: most volume, then least imbalance, then nearest the mark, then the
 * lowest. Both change only right after a bid's price and at an ask's, so of each stretch the ends are looked at, and
 * the two ticks around the mark.
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
    .map((price) => ({
      price,
      volume: volumeAt(market, price),
      imbalance: abs(lotsAt(market, "buy", price) - lotsAt(market, "sell", price)),
      distance: mark === null ? 0n : abs(price - mark),
    }));
  candidates.sort((a, b) =>
    Number(b.volume - a.volume || a.imbalance - b.imbalance || a.distance - b.distance || a.price - b.price),
  );
  return candidates[0]?.price ?? ask;
}

/** First bid against first ask. False: no two orders meet at this price any more. */
function tradePair(world: World, market: Market, price: bigint): boolean {
  const buy = market.bids[0];
  const sell = market.asks[0];
  if (!buy || !sell || buy.price < price || sell.price > price) return false;
  const [maker, taker] = buy.number < sell.number ? [buy, sell] : [sell, buy];
  if (maker.account === taker.account) {
    cancelOrder(world, taker, "selfTrade");
    return true;
  }
  for (const order of [buy, sell]) {
    const refusal = whyMakerFails(order, price);
    if (refusal) {
      cancelOrder(world, order, refusal);
      return true;
    }
  }
  trade(world, market, price, maker, taker);
  return true;
}

function mostLots({ account, market, side, remaining, reduceOnly }: Order): bigint {
  return reduceOnly ? min(remaining, reducible(account, market, side)) : remaining;
}

/** The younger order is the taker; both pay the maker's fee. */
function trade(world: World, market: Market, price: bigint, maker: Order, taker: Order): void {
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
  emitPosition(world, maker.account, market, realised.maker);
  emitPosition(world, taker.account, market, realised.taker);
  for (const { account } of [maker, taker]) coverShortfall(world, account, account.openCase?.name ?? null);
}
