/** Equity, requirements and the one inequality (rules: margin 1, 4, 5), zero and liquidation price. */
import { pendingOf } from "./balances.js";
import { abs, ceilDiv, Fraction, floorDiv, MILLION, max, min } from "./fraction.js";
import { fundingOwed } from "./funding.js";
import type { Account, Domain, Leg, Market, Order, Side } from "./state.js";
import { direction, isDoubtful, isShut, legsOf, NO_LEG } from "./state.js";
import { margin } from "./tiers.js";
import { isUntrusted } from "./trust.js";
import {
  closingPays,
  collateralValue,
  exact,
  exactPrice,
  notional,
  type Price,
  positionValue,
} from "./value.js";

/** At which price a leg is valued, or a balance of collateral, which is priced as a long. */
export type Pricing = (market: Market, leg: Pick<Leg, "quantity">) => bigint;

const LONG = { quantity: 1n };

export const atLastMark: Pricing = (market) => {
  if (market.mark === null) throw new Error(`${market.name} has no mark`);
  return market.mark;
};

/** Doubt: the last mark moved by `doubtPpm` in the account's favour (rules: evaluation 9). */
export const atDoubtfulMark: Pricing = (market, leg) => {
  const mark = atLastMark(market, leg);
  if (!isDoubtful(market)) return mark;
  const { doubtPpm } = market.domain;
  return leg.quantity > 0n
    ? floorDiv(mark * (MILLION + doubtPpm), MILLION)
    : max(market.inverse ? market.minPrice : 0n, ceilDiv(mark * (MILLION - doubtPpm), MILLION));
};

/**
 * What takes money out or opens looks the other way: an untrusted mark moved by `doubtPpm` against the account, no
 * better than what is quarantined of any source, nor than where a move came from that nothing has confirmed (rules: margin
 * 17). Without a side it is priced as a long.
 */
export const atAdverse =
  (now: number): Pricing =>
  (market, leg) => {
    const long = leg.quantity >= 0n;
    const quarantined = market.sources.flatMap(({ suspect }) => (suspect ? [suspect.price] : []));
    const unconfirmed = market.moved ? [market.moved.from] : [];
    return [...quarantined, ...unconfirmed].reduce(long ? min : max, untrustedPrice(market, long, now));
  };

/** The last mark, moved against a long or a short where it is not to be trusted. */
function untrustedPrice(market: Market, long: boolean, now: number): bigint {
  const mark = atLastMark(market, LONG);
  if (!isUntrusted(market, now)) return mark;
  const { doubtPpm } = market.domain;
  return long
    ? max(market.inverse ? market.minPrice : 0n, floorDiv(mark * (MILLION - doubtPpm), MILLION))
    : min(market.maxPrice, ceilDiv(mark * (MILLION + doubtPpm), MILLION));
}

/** Collateral that nobody can price now carries nothing; otherwise it is priced as a long. */
export const balancesAtAdverse =
  (now: number): Pricing =>
  (market, leg) =>
    isUntrusted(market, now) ? 0n : atAdverse(now)(market, leg);

export function legMargin(market: Market, leg: Leg, pricing: Pricing): bigint {
  return margin(market.tiers, notional(market, leg.quantity, pricing(market, leg)), "maintenance");
}

/** `E = cash + Σ (value − cost − funding owed) + Σ collateral`, without what is pending of it (rules: margin 1, 18). */
export function equity(account: Account, pricing: Pricing, ofBalances: Pricing = pricing): bigint {
  let total = account.cash;
  for (const [market, leg] of account.legs) {
    const value = positionValue(market, leg.quantity, pricing(market, leg));
    total += value - leg.cost - fundingOwed(market, leg);
  }
  for (const [collateral, balance] of account.balances) {
    const counts = balance - pendingOf(account, collateral);
    total += collateralValue(collateral, counts, ofBalances(collateral.market, LONG));
  }
  return total;
}

/** Of the domain's `@liquidation`: at last marks, without what never had one (rules: takeover-and-fund 12). */
export function liquidationEquity({ liquidation }: Domain): bigint {
  const { cash, legs, balances } = liquidation;
  const marked = {
    ...liquidation,
    cash,
    legs: new Map([...legs].filter(([{ mark }]) => mark !== null)),
    balances: new Map([...balances].filter(([{ market }]) => market.mark !== null)),
  };
  return equity(marked, atLastMark);
}

export function maintenanceMargin(account: Account, pricing: Pricing): bigint {
  let total = 0n;
  for (const [market, leg] of account.legs) total += legMargin(market, leg, pricing);
  return total;
}

/** The inequality: below maintenance, or at it with `triggerAtEquality`, and maintenance margin is not zero. */
export function isBelowMaintenance(equityNow: bigint, required: bigint, atEquality = false): boolean {
  return required > 0n && (equityNow < required || (atEquality && equityNow === required));
}

export function isLiquidatable(account: Account, pricing: Pricing, ofBalances: Pricing = pricing): boolean {
  const { triggerAtEquality } = account.domain;
  const equityNow = equity(account, pricing, ofBalances);
  return isBelowMaintenance(equityNow, maintenanceMargin(account, pricing), triggerAtEquality);
}

/**
 * Initial margin of the positions and, per market, of the worse of all buys and all sells filled, each net quantity at
 * the price of the side that it has (rules: margin 13, 17).
 */
export function initialMargin(account: Account, orders: Order[], pricing: Pricing = atLastMark): bigint {
  const markets = new Set([...account.legs.keys(), ...orders.map(({ market }) => market)]);
  let total = 0n;
  for (const market of markets) {
    const held = account.legs.get(market) ?? NO_LEG;
    const open = (side: Side) =>
      orders
        .filter((order) => order.market === market && order.side === side)
        .reduce((sum, order) => sum + order.remaining, 0n);
    const required = (quantity: bigint) =>
      margin(market.tiers, notional(market, quantity, pricing(market, { quantity })), "initial");
    total += max(required(held.quantity + open("buy")), required(held.quantity - open("sell")));
  }
  return total;
}

/**
 * Zero value of a whole leg as signed integer money: what closing it must bring at least; negative: what it may cost at
 * most. It is its value less its share of E, `value − floor(E·MM_leg/MM)`, in every kind of market.
 */
export function zeroValue(
  market: Market,
  leg: Leg,
  price: bigint,
  equityNow: bigint,
  required: bigint,
): bigint {
  const value = positionValue(market, leg.quantity, price);
  const legRequired = margin(market.tiers, abs(value), "maintenance");
  return value - floorDiv(equityNow * legRequired, required);
}

/**
 * The price at which the whole leg closes for its zero value, on the tick and never to the account's harm: a long's
 * rounded up, a short's down. Null where there is none in reach.
 */
export function zeroPrice(market: Market, leg: Leg, zeroValue: bigint): bigint | null {
  const money = closingPays(market, leg) ? zeroValue : -zeroValue;
  if (money <= 0n) return null;
  const exact = exactPrice(market, abs(leg.quantity), money);
  const ticks = exact.times(new Fraction(1n, market.tickSize));
  const price = (leg.quantity > 0n ? ticks.ceil() : ticks.floor()) * market.tickSize;
  return price > 0n && !(market.inverse && price > market.maxPrice) ? price : null;
}

/** Greatest tick multiple ≤ `mark·(1 + ppm)` to buy; smallest ≥ `mark·(1 − ppm)`, at least a tick, to sell. */
export function bandPrice(market: Market, side: Side, mark: bigint, bandPpm: bigint): bigint {
  const { tickSize } = market;
  const scaled = mark * (MILLION + direction(side) * bandPpm);
  return side === "buy"
    ? floorDiv(scaled, MILLION * tickSize) * tickSize
    : max(1n, ceilDiv(scaled, MILLION * tickSize)) * tickSize;
}

/**
 * The bound of a reducing order at last marks: the leg's zero price, and while E < 0 the market's band instead
 * (rules: book 6); null: none.
 */
export function reducingBound(account: Account, market: Market, side: Side): bigint | null {
  const leg = account.legs.get(market);
  if (!leg) return null;
  const mark = atLastMark(market, leg);
  const equityNow = equity(account, atLastMark);
  if (equityNow < 0n) return bandPrice(market, side, mark, market.marketBandPpm);
  const value = zeroValue(market, leg, mark, equityNow, maintenanceMargin(account, atLastMark));
  return zeroPrice(market, leg, value);
}

/** Whether a trade at `price` is worse than `bound` for an order of this side. */
export function isBeyond(side: Side, price: Price, bound: bigint): boolean {
  return exact(price).compare(new Fraction(bound)) * direction(side) > 0n;
}

/**
 * Liquidation price, other legs and all collateral held: long, the greatest price in 1 … maxPrice at which the account is liquidatable;
 * short, the smallest. `E − MM` moves one way with each price (a rate is below one), so bisection finds it.
 */
export function liquidationPrice(account: Account, market: Market): bigint | null {
  const leg = account.legs.get(market);
  if (!leg) return null;
  const long = leg.quantity > 0n;
  // Where an inverse short is worth nothing any more there is no margin either: E < MM all the same.
  const fails = (price: bigint) => {
    const at: Pricing = (other, otherLeg) => (other === market ? price : atLastMark(other, otherLeg));
    const excess = equity(account, at, atLastMark) - maintenanceMargin(account, at);
    return account.domain.triggerAtEquality ? excess <= 0n : excess < 0n;
  };
  let failing = long ? 1n : market.maxPrice;
  let holding = long ? market.maxPrice : 1n;
  if (!fails(failing)) return null;
  if (fails(holding)) return holding;
  while (abs(holding - failing) > 1n) {
    const middle = (holding + failing) / 2n;
    if (fails(middle)) failing = middle;
    else holding = middle;
  }
  return failing;
}

/** Legs that doubt or a halt leaves out of takeover. */
export function movableLegs(account: Account): [Market, Leg][] {
  return legsOf(account).filter(([market]) => !isDoubtful(market) && !isShut(market));
}
