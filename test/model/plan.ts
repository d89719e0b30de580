/** The smallest close that cures: which legs, how many lots of each (rules: plan 1, 4, 6). */
import { levels, reaches } from "./book.js";
import { abs, ceilDiv, Fraction, MILLION, max, min } from "./fraction.js";
import type { Pricing } from "./margin.js";
import {
  atDoubtfulMark,
  bandPrice,
  equity,
  legMargin,
  maintenanceMargin,
  zeroPrice,
  zeroValue,
} from "./margin.js";
import { outOf } from "./slices.js";
import type { Account, Case, Leg, Market, Side } from "./state.js";
import { direction, legsOf, opposite } from "./state.js";
import { exactMargin } from "./tiers.js";
import { exactNotional, tradeLoss, tradeNotional } from "./value.js";

/** Money units to spare, so that roundings cannot spoil the cure. */
const SPARE = new Fraction(8n);
const NOTHING = new Fraction(0n);
/** How finely the cost of a rung that is out is counted in an inverse market (rules: plan 5). */
const FINEST = 10n ** 12n;
/** More than an unwind order can name. */
const MOST_PLACES = 1_000n;

/** An account's E and MM. */
export interface Margin {
  equity: bigint;
  required: bigint;
}

export interface Bounds {
  side: Side;
  limit: bigint;
  /** Of the whole leg of so many lots: what a fee may not eat into (rules: plan 8). */
  zeroValue: bigint;
  lots: bigint;
  /** Null: none in reach. */
  zeroPrice: bigint | null;
  /** E and MM of the evaluation. */
  standing: Margin;
}

export interface PlannedLeg extends Bounds {
  market: Market;
  /** The mark at which the evaluation values it. */
  price: bigint;
  /** `r`: lots to close in this round. */
  remaining: bigint;
}

/** The limit price of a leg: the slippage bound, and while E ≥ 0 the zero price where that is stricter. */
export function boundsOf(
  market: Market,
  leg: Leg,
  equityNow: bigint,
  required: bigint,
  pricing: Pricing = atDoubtfulMark,
): Bounds {
  const side = leg.quantity > 0n ? "sell" : "buy";
  const price = pricing(market, leg);
  const value = zeroValue(market, leg, price, equityNow, required);
  const slipped = bandPrice(market, side, price, market.policy.slippagePpm);
  const zero = zeroPrice(market, leg, value);
  const stricter = side === "sell" ? max : min;
  const limit = zero === null || equityNow < 0n ? slipped : stricter(slipped, zero);
  return {
    side,
    limit,
    zeroValue: value,
    lots: abs(leg.quantity),
    zeroPrice: zero,
    standing: { equity: equityNow, required },
  };
}

/** A leg while the plan is made. */
interface Draft {
  market: Market;
  leg: Leg;
  price: bigint;
  /** Lots that neither a slice that is out nor the plan closes. */
  left: bigint;
  /** Its part of MM': rounded as it stands, exact once something of it counts as closed. */
  required: Fraction;
}

/** An account as it would be: E' and MM'. */
class Outlook {
  equity: Fraction;
  required = NOTHING;
  readonly target: Fraction;

  constructor(equityNow: bigint, targetPpm: bigint) {
    this.equity = new Fraction(equityNow);
    this.target = new Fraction(targetPpm, MILLION);
  }

  /** `E' − 8 ≥ target·MM'`. */
  isCured(): boolean {
    return this.excess().compare(SPARE) >= 0n;
  }

  /** `g = E' − target·MM'`. */
  excess(): Fraction {
    return this.equity.minus(this.target.times(this.required));
  }

  /** `g` had `lots` of this leg been closed at `price`. */
  excessAfter(draft: Draft, side: Side, lots: bigint, price: Fraction): Fraction {
    const required = this.required.minus(draft.required).plus(marginOfLeft(draft, lots));
    return this.equity.minus(costOf(draft, side, lots, price)).minus(this.target.times(required));
  }

  close(draft: Draft, side: Side, lots: bigint, price: Fraction): void {
    this.closeAt(draft, lots, costOf(draft, side, lots, price));
  }

  /** For what that costs in E'. */
  closeAt(draft: Draft, lots: bigint, cost: Fraction): void {
    const required = marginOfLeft(draft, lots);
    this.equity = this.equity.minus(cost);
    this.required = this.required.minus(draft.required).plus(required);
    draft.left -= lots;
    draft.required = required;
  }
}

/** Unrounded maintenance margin of what is left of the leg after `lots`. */
function marginOfLeft({ market, price, left }: Draft, lots: bigint): Fraction {
  return exactMargin(market.tiers, exactNotional(market, left - lots, new Fraction(price)), "maintenance");
}

/**
 * What closing costs in E', with `N(x)` the exact notional of the lots at a price: `±(N(price) − N(mark))`, plus
 * `N(price)·(takerFeePpm + liquidationFeePpm)/10^6`. A linear purchase and an inverse sale lose by a greater N.
 */
function costOf({ market, price: mark }: Draft, side: Side, lots: bigint, price: Fraction): Fraction {
  const traded = exactNotional(market, lots, price);
  const greater = traded.minus(exactNotional(market, lots, new Fraction(mark)));
  const sign = (side === "buy") === market.inverse ? -1n : 1n;
  const fees = traded.times(new Fraction(market.takerFeePpm + market.liquidationFeePpm, MILLION));
  return greater.times(new Fraction(sign)).plus(fees);
}

/**
 * What comes first is greatest (rules: plan 2): MM_leg; MM_leg ÷ max(1, money lost closing it into the known
 * book); or the account's own order, where what it does not name comes last.
 */
function urgency(account: Account, draft: Draft, bounds: Bounds): Fraction {
  const { market, leg } = draft;
  if (account.domain.legOrder === "user") {
    const place = account.unwindOrder.indexOf(market);
    return new Fraction(place < 0 ? -MOST_PLACES : BigInt(-place));
  }
  const required = legMargin(market, leg, atDoubtfulMark);
  if (account.domain.legOrder === "largestMargin") return new Fraction(required);
  return new Fraction(required, max(1n, lossIntoBook(draft, bounds)));
}

/** Level by level inside the limit, and at the limit what the book lacks. */
function lossIntoBook({ market, price: mark, left }: Draft, { side, limit }: Bounds): bigint {
  let loss = 0n;
  const known = !market.external || market.bookKnown ? levels(market, opposite(side)) : [];
  for (const [price, lots] of known) {
    if (!reaches(side, limit, price)) break;
    const taken = min(left, lots);
    loss += tradeLoss(market, side, taken, price, mark);
    left -= taken;
  }
  return loss + tradeLoss(market, side, left, limit, mark);
}

/** `mark·(1 ∓ expectedSlippagePpm)`, never beyond the limit. */
function planningPrice({ market, price }: Draft, { side, limit }: Bounds): Fraction {
  const slip = direction(side) * market.policy.expectedSlippagePpm;
  const expected = new Fraction(price * (MILLION + slip), MILLION);
  const bound = new Fraction(limit);
  const beyond = side === "sell" ? expected.compare(bound) < 0n : expected.compare(bound) > 0n;
  return beyond ? bound : expected;
}

/**
 * Smallest `r` in 1 … left with `g(r) ≥ 8`, or null. The margin is convex in the lots left, so `g` is concave in `r`:
 * it rises to its peak, if it rises at all, and the smallest `r` lies on that slope.
 */
function smallestCure(excess: (lots: bigint) => Fraction, left: bigint): bigint | null {
  const firstWhere = (low: bigint, high: bigint, holds: (lots: bigint) => boolean): bigint => {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to) / 2n;
      if (holds(middle)) to = middle;
      else from = middle + 1n;
    }
    return from;
  };
  const peak = firstWhere(1n, left, (lots) => lots === left || excess(lots + 1n).compare(excess(lots)) <= 0n);
  if (excess(peak).compare(SPARE) < 0n) return null;
  return firstWhere(1n, peak, (lots) => excess(lots).compare(SPARE) >= 0n);
}

/** `r ≤ max(1, ceil(|q|·closeFactor))`, unless what is left is small enough to be closed in full. */
function capClose({ market, price, left }: Draft, lots: bigint): bigint {
  const { closeFactorPpm, fullCloseNotional } = market.policy;
  if (tradeNotional(market, left, price) <= fullCloseNotional) return left;
  return min(lots, max(1n, ceilDiv(left * closeFactorPpm, MILLION)));
}

/** The plan of a round, in the order in which its legs send. */
export function plan(of: Case): PlannedLeg[] {
  const { account } = of;
  const equityNow = equity(account, atDoubtfulMark);
  const required = maintenanceMargin(account, atDoubtfulMark);
  const outlook = new Outlook(equityNow, account.domain.targetPpm);
  const drafts = legsOf(account).map(([market, leg]): Draft => {
    const draft = {
      market,
      leg,
      price: atDoubtfulMark(market, leg),
      left: abs(leg.quantity),
      required: new Fraction(legMargin(market, leg, atDoubtfulMark)),
    };
    outlook.required = outlook.required.plus(draft.required);
    return draft;
  });
  for (const draft of drafts) countSlicesOut(of, draft, outlook);

  const candidates = drafts
    .filter((draft) => draft.left > 0n && of.legs.get(draft.market)?.block === null)
    .map((draft) => {
      const bounds = boundsOf(draft.market, draft.leg, equityNow, required);
      const price = planningPrice(draft, bounds);
      const excess = (lots: bigint) => outlook.excessAfter(draft, bounds.side, lots, price);
      const harmful = excess(draft.left).compare(excess(0n)) < 0n;
      return {
        draft,
        bounds,
        price,
        excess,
        harmful,
        urgency: urgency(account, draft, bounds),
      };
    })
    .sort(
      (a, b) =>
        Number(a.harmful) - Number(b.harmful) ||
        Number(b.urgency.compare(a.urgency)) ||
        a.draft.market.index - b.draft.market.index,
    );

  const planned: PlannedLeg[] = [];
  for (const { draft, bounds, price, excess } of candidates) {
    if (outlook.isCured()) break;
    const remaining = capClose(draft, smallestCure(excess, draft.left) ?? draft.left);
    outlook.close(draft, bounds.side, remaining, price);
    planned.push({ market: draft.market, price: draft.price, ...bounds, remaining });
  }
  return planned;
}

/** Slices that are out count as filled at their limit price. */
function countSlicesOut(of: Case, draft: Draft, outlook: Outlook): void {
  const leg = of.legs.get(draft.market);
  for (const slice of leg ? outOf(leg) : []) {
    if (direction(slice.side) * draft.leg.quantity > 0n || slice.filled >= slice.quantity) continue;
    const lots = min(draft.left, max(0n, slice.quantity - slice.filled));
    const cost = costOf(draft, slice.side, lots, new Fraction(slice.limit));
    outlook.closeAt(draft, lots, slice.rung && draft.market.inverse ? roundedUp(cost) : cost);
  }
}

/** To a multiple of 10^-12 of a unit of money: so many rungs with prices of their own need it in an inverse market. */
function roundedUp(cost: Fraction): Fraction {
  return new Fraction(cost.times(new Fraction(FINEST)).ceil(), FINEST);
}
