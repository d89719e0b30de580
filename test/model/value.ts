/**
 * What lots are worth in money (rules: units 2, 3): the one place that tells linear from inverse markets. With `r`
 * lots and a price `p`:
 *
 *   linear   r·p·M, exact. The coin is the thing traded: a long is worth more when the price rises.
 *   inverse  r·C/p, rounded. The coin is the money: a long owes coins, fewer when the price rises.
 *
 * Signed money is always seen from the holder: positive is an asset, negative a debt.
 */
import { abs, ceilDiv, Fraction, floorDiv, MILLION } from "./fraction.js";
import type { Collateral, Leg, Market, Side } from "./state.js";
import { direction } from "./state.js";
import { powerOfTen } from "./units.js";

const HALF = new Fraction(1n, 2n);

/** What a position of signed lots adds to E before its cost: `q·p·M`, or long `−ceil(q·C/p)`, short `+floor(|q|·C/p)`. */
export function positionValue(market: Market, quantity: bigint, price: bigint): bigint {
  return market.inverse
    ? floorDiv(-quantity * market.multiplier, price)
    : quantity * price * market.multiplier;
}

/** `N` of a position: the magnitude of its value. Inverse: not the same for a long and a short. */
export function notional(market: Market, quantity: bigint, price: bigint): bigint {
  return abs(positionValue(market, quantity, price));
}

/** In price units: whole ones, or what a venue reports, which may lie between them (rules: venue-reports 15). */
export type Price = bigint | Fraction;

export function exact(price: Price): Fraction {
  return typeof price === "bigint" ? new Fraction(price) : price;
}

/** To the nearest unit, half up. */
export function nearestUnit(price: Price): bigint {
  return exact(price).plus(HALF).floor();
}

/** Notional of lots that have no side (fees, caps, slippage): `ceil(r·p·M)`, or `ceil(r·C/p)`. */
export function tradeNotional(market: Market, lots: bigint, price: Price): bigint {
  return exactNotional(market, lots, exact(price)).ceil();
}

/** The greatest `r` whose notional is at most `money`: `floor(money/(p·M))`, or `floor(money·p/C)`. */
export function lotsWithin(market: Market, money: bigint, price: bigint): bigint {
  return market.inverse
    ? floorDiv(money * price, market.multiplier)
    : floorDiv(money, price * market.multiplier);
}

/** Notional before any rounding, at a price that need not be a whole unit. */
export function exactNotional(market: Market, lots: bigint, price: Fraction): Fraction {
  const size = new Fraction(lots * market.multiplier);
  return market.inverse ? size.times(price.reciprocal()) : size.times(price);
}

/** The price at which lots have this notional: `money/(r·M)`, or `r·C/money`. */
export function exactPrice(market: Market, lots: bigint, money: bigint): Fraction {
  const size = lots * market.multiplier;
  return market.inverse ? new Fraction(size, money) : new Fraction(money, size);
}

/** That price in the nearest unit, half up; 0 for no money. */
export function nearestPrice(market: Market, lots: bigint, money: bigint): bigint {
  return money === 0n ? 0n : nearestUnit(exactPrice(market, abs(lots), abs(money)));
}

/**
 * `F`: what a trade of signed lots adds to the cost of who makes it, `q·f·M`, or a buyer's `−floor(r·C/f)` and a
 * seller's `+ceil(r·C/f)`. Both sides' `F` together are 0 or 1, which is `@rounding`'s. A price between units is rounded
 * against who trades: a buyer's up, a seller's down.
 */
export function tradeCost(market: Market, bought: bigint, price: Price): bigint {
  return entryCost(market, bought, exact(price));
}

/** The same at a price with any number of decimals: `ceil(q·f·M)`, or `ceil(−q·C/f)`. Never in the holder's favour. */
export function entryCost(market: Market, bought: bigint, price: Fraction): bigint {
  const size = new Fraction(bought * market.multiplier);
  return market.inverse
    ? new Fraction(0n).minus(size.times(price.reciprocal())).ceil()
    : size.times(price).ceil();
}

/** What a trade at `price` loses against one at `mark`, in money; negative: gains. */
export function tradeLoss(market: Market, side: Side, lots: bigint, price: Price, mark: bigint): bigint {
  const bought = lots * direction(side);
  if (!market.inverse) return tradeCost(market, bought, price) - tradeCost(market, bought, mark);
  const dearer = tradeNotional(market, lots, price) - tradeNotional(market, lots, mark);
  return side === "buy" ? -dearer : dearer;
}

/** Does closing the leg bring money (a linear long, an inverse short), or cost it? */
export function closingPays(market: Market, leg: Leg): boolean {
  return leg.quantity > 0n !== market.inverse;
}

/** Units of `balance·price` in one of money: `10^(decimals + priceDecimals − settleDecimals)` (rules: margin 9). */
export function collateralScale({ decimals, market }: Collateral): bigint {
  return powerOfTen(decimals + market.priceDecimals - market.domain.settleDecimals);
}

/** `V = floor(b·p·(10^6 − haircutPpm)/(scale·10^6))`. */
export function collateralValue(collateral: Collateral, balance: bigint, price: bigint): bigint {
  const kept = MILLION - collateral.haircutPpm;
  return (balance * price * kept) / (collateralScale(collateral) * MILLION);
}

/** The smallest balance with `V ≥ money`; null: none is. */
export function balanceWorth(collateral: Collateral, money: bigint, price: bigint): bigint | null {
  const each = price * (MILLION - collateral.haircutPpm);
  return each === 0n ? null : ceilDiv(money * collateralScale(collateral) * MILLION, each);
}
