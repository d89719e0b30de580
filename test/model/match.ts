/** Matching inside: price, then time (rules: book 1, 8, 9, 10, 12). */
import { cancelOrder, emitCancelled, reaches, removeOrder, restingOrders } from "./book.js";
import { cappedFees, feeOf, rungFeeOf } from "./fees.js";
import { checkFill, standing } from "./fill-check.js";
import { min } from "./fraction.js";
import { charge, moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { isBeyond, reducingBound } from "./margin.js";
import { noteFill } from "./mark.js";
import { emitPosition, exchange, positionOf } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import type { Account, Case, Market, Order, SelfTrade, Side, Slice } from "./state.js";
import { direction, isEvaluable, opposite, reducible } from "./state.js";
import { formatLots, formatMoney, formatPrice } from "./units.js";
import { type Price, tradeLoss, tradeNotional } from "./value.js";
import type { World } from "./world.js";

export interface Taker {
  name: string;
  account: Account;
  market: Market;
  side: Side;
  limit: bigint;
  /** As its owner gave it; null: a market order. */
  price: bigint | null;
  remaining: bigint;
  filled: bigint;
  reduceOnly: boolean;
  /** A reducing order does not trade beyond it; null: none. */
  bound: bigint | null;
  selfTrade: SelfTrade;
  /** Set where the taker is a liquidation order. */
  slice: Slice | null;
}

/**
 * Trades until nothing remains or nothing is left inside the limit; then null. Otherwise the reason for which what
 * remains is cancelled.
 */
export function match(world: World, taker: Taker): string | null {
  const { market, side } = taker;
  while (taker.remaining > 0n) {
    const reducesBy = reducible(taker.account, market, side);
    if (taker.reduceOnly && reducesBy === 0n) return "reduceOnly";
    const maker = restingOrders(market, opposite(side))[0];
    if (!maker || !reaches(side, taker.limit, maker.price)) return null;
    if (taker.bound !== null && isBeyond(side, maker.price, taker.bound)) return "zeroPrice";
    if (maker.account === taker.account && taker.selfTrade === "decrement") {
      decrement(world, taker, maker);
      continue;
    }
    if (maker.account === taker.account && taker.selfTrade !== "none") {
      if (taker.selfTrade !== "newest") cancelOrder(world, maker, "selfTrade");
      if (taker.selfTrade !== "oldest") return "selfTrade";
      continue;
    }
    const refusal = whyMakerFails(maker, maker.price);
    if (refusal) {
      cancelOrder(world, maker, refusal);
      continue;
    }
    let lots = min(taker.remaining, maker.remaining);
    if (taker.reduceOnly) lots = min(lots, reducesBy);
    if (maker.reduceOnly) lots = min(lots, reducible(maker.account, market, maker.side));
    trade(world, taker, maker, lots);
  }
  return null;
}

/** Both lose what they would have traded with themselves (rules: book 10). */
function decrement(world: World, taker: Taker, maker: Order): void {
  const lots = min(taker.remaining, maker.remaining);
  taker.remaining -= lots;
  maker.remaining -= lots;
  if (maker.remaining === 0n) removeOrder(world, maker);
  emitCancelled(world, maker, lots, "selfTrade");
  emitCancelled(world, taker, lots, "selfTrade");
}

/**
 * Why a maker is cancelled when its turn comes to trade at this price; null: it trades. A rung keeps to the zero price
 * of its sending.
 */
export function whyMakerFails(maker: Order, price: bigint): string | null {
  const { account, market, side } = maker;
  const reducesBy = reducible(account, market, side);
  if (maker.reduceOnly && reducesBy === 0n) return "reduceOnly";
  if (!maker.reducing || maker.rung || reducesBy === 0n || !isEvaluable(account)) return null;
  const bound = reducingBound(account, market, side);
  return bound !== null && isBeyond(side, price, bound) ? "zeroPrice" : null;
}

function trade(world: World, taker: Taker, maker: Order, lots: bigint): void {
  const { market, side, slice } = taker;
  const { domain } = market;
  const price = maker.price;
  const { rung } = maker;
  const unwinds = taker.account === domain.liquidation;
  const makerUnwinds = maker.account === domain.liquidation;
  const makerFee = rung ? 0n : feeOf(market, lots, price, market.makerFeePpm);
  const rungFee = rung && !makerUnwinds ? rungFeeOf(rung, lots, price) : 0n;
  const { taker: takerFee, liquidation: liquidationFee } = unwinds
    ? { taker: 0n, liquidation: 0n }
    : slice
      ? cappedFees(slice, lots, price)
      : { taker: feeOf(market, lots, price, market.takerFeePpm), liquidation: 0n };

  for (const side of [taker, maker]) {
    side.remaining -= lots;
    side.filled += lots;
  }
  if (maker.remaining === 0n) removeOrder(world, maker);
  for (const worked of [rung, slice]) {
    if (!worked) continue;
    worked.filled += lots;
    noteClosed(worked, lots, price);
  }

  const bought = lots * direction(side);
  const before = slice ? standing(slice) : null;
  const rungBefore = rung ? { ...standing(rung), margin: null } : null; // marks have moved since it was sent
  let ofMaker: Record<string, unknown> = {};
  const realised = exchange(market, taker.account, maker.account, bought, price, (gained) => {
    maker.account.cash -= makerFee + rungFee;
    ofMaker = positionOf(maker.account, market, gained);
  });
  taker.account.cash -= takerFee + liquidationFee;
  domain.fees.cash += makerFee + takerFee;
  if (slice && before) checkFill(world, slice, price, before);
  if (rung && rungBefore) checkFill(world, rung, price, rungBefore);
  world.touch(maker.account);
  world.touch(taker.account);

  const caseName = slice?.caseName ?? rung?.caseName ?? null;
  emitFill(world, market, {
    price,
    lots,
    side,
    makerOrder: maker.name,
    takerOrder: taker.name,
    maker: maker.account.name,
    taker: taker.account.name,
    makerFee,
    takerFee,
    liquidationFee: liquidationFee + rungFee,
    caseName,
  });
  if (maker.account !== taker.account) {
    noteFill(world, market, price, slice !== null || rung !== null);
    market.lastFill = price;
  }
  world.emit("position", ofMaker);
  if (makerUnwinds) {
    followLiquidation(world, market, { price, takenOver: null });
    moveToFund(world, domain, rung?.caseName ?? null, "unwind");
  }
  emitPosition(world, taker.account, market, realised.taker);
  if (unwinds) {
    followLiquidation(world, market, { price, takenOver: null });
    moveToFund(world, domain, caseName, "unwind");
  }
  if (rung && rungFee > 0n) charge(world, domain, rung.caseName, rungFee, "fee");
  if (liquidationFee > 0n) charge(world, domain, caseName, liquidationFee, "fee");
  coverShortfall(world, maker.account, maker.account.openCase?.name ?? null);
  coverShortfall(world, taker.account, slice?.caseName ?? null);
}

export interface Fill {
  price: bigint;
  lots: bigint;
  side: Side;
  makerOrder: string | null;
  takerOrder: string | null;
  maker: string;
  taker: string;
  makerFee: bigint;
  takerFee: bigint;
  liquidationFee: bigint;
  caseName: string | null;
}

export function emitFill(world: World, market: Market, fill: Fill): void {
  const money = (amount: bigint) => formatMoney(market.domain, amount);
  world.emit("fill", {
    market: market.name,
    price: formatPrice(market, fill.price),
    quantity: formatLots(market, fill.lots),
    side: fill.side,
    makerOrder: fill.makerOrder,
    takerOrder: fill.takerOrder,
    maker: fill.maker,
    taker: fill.taker,
    makerFee: money(fill.makerFee),
    takerFee: money(fill.takerFee),
    liquidationFee: money(fill.liquidationFee),
    case: fill.caseName,
    mark: market.mark === null ? null : formatPrice(market, market.mark),
  });
}

/** What the case reports at its end of a slice's fill. */
export function noteClosed(
  { case: of, market, side, markAtSending }: Slice,
  lots: bigint,
  price: Price,
): void {
  if (of) noteLots(of, market, { side, lots, price, mark: markAtSending });
}

/** Lots closed, and money lost against the mark of that time and against the one of the opening. */
export function noteLots(
  of: Case,
  market: Market,
  { side, lots, price, mark }: { side: Side; lots: bigint; price: Price; mark: bigint },
): void {
  const leg = of.legs.get(market);
  if (leg) leg.wanted -= lots;
  const opening = leg?.openingMark ?? mark;
  of.closed.set(market, (of.closed.get(market) ?? 0n) + lots);
  of.lost += tradeLoss(market, side, lots, price, mark);
  of.closedNotional += tradeNotional(market, lots, mark);
  of.lostSinceOpening += tradeLoss(market, side, lots, price, opening);
  of.notionalAtOpening += tradeNotional(market, lots, opening);
}
