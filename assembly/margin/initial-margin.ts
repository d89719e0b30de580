/**
 * Initial margin of whatever opens or leaves (rules: margin 13, 14, 17): with the new order and all open ones, per market the
 * worse of "all buys filled" and "all sells filled" counts, and E − withdrawn − loss ≥ IM must hold at adverse prices (market/trust).
 */
import { bestTick } from "../book/ladder";
import { firstSums, openLots, sumsOf } from "../book/open-sums";
import { balanceValue, collateralOf, countedUnits } from "../ledger/collateral";
import { isSettled, owedByLeg } from "../ledger/funding";
import { findLeg } from "../ledger/position";
import { initialMargin } from "../market/tiers";
import { adverseBalancePrice, adversePrice, isUntrusted } from "../market/trust";
import { notionalOf, valueOf } from "../market/value";
import { Account, Code, Detail, Field, Kind, Market, NONE, Pair, Side } from "../memory/abi";
import { accountAt, legAt, marketAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { gatheredOf, gatherOpen, openIn, openMarketAt, orderLoss } from "./open-orders";

/** Judges a new order of an account; requires that its open orders have been gathered. */
export function judgeOpening(row: u32, market: u32, side: Side, quantity: i64, price: i64): i32 {
  if (marginLeft(accountAt(row), market, side, quantity, price) >= 0) return Code.OK;
  return refuse(Code.INSUFFICIENT_MARGIN, Field.quantity, Detail.insufficientMargin);
}

/** Judges money, or collateral of that value, that is to leave. */
export function judgeWithdrawal(row: u32, amount: i64): i32 {
  const owner = accountAt(row);
  const certain = marginAtLeast(owner, NONE, Side.buy, 0, 0) >= amount;
  if (certain && !DEBUGGING) return Code.OK;
  gatherOpen(owner);
  const left = marginLeft(owner, NONE, Side.buy, 0, 0);
  if (DEBUGGING) assert(!certain || left >= amount, "money that is certain to be spare is not");
  if (left >= amount) return Code.OK;
  return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientMargin);
}

/**
 * The first market, by index, on which the account depends and whose mark is not to be relied on: one of a leg, an open order or a
 * balance; `NONE` where there is none.
 */
export function untrustedMarket(owner: Account): u32 {
  let first = NONE;
  for (let row = owner.firstLeg; row != 0; row = legAt(row).nextLeg) {
    first = earlierUntrusted(legAt(row).market, first);
  }
  for (let row = owner.firstBalance; row != 0; row = legAt(row).nextLeg) {
    first = earlierUntrusted(legAt(row).market, first);
  }
  const row = firstSums(owner);
  if (row == 0) return owner.openMarket == 0 ? first : earlierUntrusted(owner.openMarket - 1, first);
  for (let k = row; k != 0; k = sumsOf(k).next) first = earlierUntrusted(sumsOf(k).market, first);
  return first;
}

function earlierUntrusted(row: u32, first: u32): u32 {
  return row < first && isUntrusted(row, marketAt(row), now) ? row : first;
}

/** What plainly covers an order does so with each open order looked at, but for the one that is amended. */
export function confirmOpening(
  owner: Account,
  amended: u32,
  market: u32,
  side: Side,
  lots: i64,
  price: i64,
): void {
  gatherOpen(owner, amended);
  assert(marginLeft(owner, market, side, lots, price) >= 0, "an order that passes plainly is not covered");
}

/** E − loss − IM at adverse prices, with an order added to what the account has open; none where `lots` is 0. */
export function marginLeft(owner: Account, market: u32, side: Side, lots: i64, price: i64): i64 {
  const gathered = gatheredOf(owner);
  let left = adverseEquity(owner) - gathered.loss;
  if (lots != 0) left -= orderLoss(market, side, lots, price);
  const buys = side == Side.buy ? lots : 0;
  const sells = lots - buys;
  let counted = lots == 0;
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    const at = legAt(leg).market;
    counted = counted || at == market;
    left -=
      at == market
        ? gatheredMargin(at, legAt(leg).quantity, buys, sells)
        : gatheredMargin(at, legAt(leg).quantity, 0, 0);
  }
  for (let i: u32 = 0; i < gathered.markets; i++) {
    const at = openMarketAt(i);
    if (findLeg(owner, at) != 0 || (at == market && !counted)) continue;
    left -= gatheredMargin(at, 0, 0, 0);
  }
  return counted ? left : left - gatheredMargin(market, 0, buys, sells);
}

/** E with each position at the adverse price of its side, and balances at theirs; requires that all markets have marks. */
function adverseEquity(owner: Account): i64 {
  let equity = owner.cash;
  for (let row = owner.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const spec = marketAt(leg.market);
    const price = adversePrice(leg.market, spec, leg.quantity > 0);
    equity += valueOf(spec, leg.quantity, price) - leg.cost - owedByLeg(spec, leg);
  }
  for (let row = owner.firstBalance; row != 0; row = legAt(row).nextLeg) {
    const balance = legAt(row);
    const price = adverseBalancePrice(balance.market, marketAt(balance.market));
    equity += balanceValue(collateralOf(balance), countedUnits(balance), price);
  }
  return equity;
}

/** IM of a market with the gathered orders of the account, and lots that a new one would buy and sell. */
function gatheredMargin(row: u32, held: i64, buys: i64, sells: i64): i64 {
  return worstMargin(row, held, openIn(row, Side.buy) + buys, openIn(row, Side.sell) + sells);
}

/** IM of a market, the worse of all buys filled and all sells filled, each at the adverse price of the side that it leaves. */
function worstMargin(row: u32, held: i64, buys: i64, sells: i64): i64 {
  const spec = marketAt(row);
  const bought = adverseNotional(row, spec, held + buys);
  const sold = adverseNotional(row, spec, held - sells);
  return initialMargin(row, spec, max(bought, sold));
}

function adverseNotional(row: u32, spec: Market, quantity: i64): i64 {
  return notionalOf(spec, quantity, adversePrice(row, spec, quantity >= 0));
}

/** What `plainLeg` returns of an account that is not plain. */
export const NOT_PLAIN: u32 = NONE;

/**
 * The leg of a plain account: one that has cash and at most one position, in that market, linear, with no
 * funding to settle. 0: it has no position. `NOT_PLAIN`: it has collateral, another leg or funding to settle,
 * or the market is inverse.
 */
export function plainLeg(owner: Account, row: u32, spec: Market): u32 {
  if (spec.kind != <u8>Kind.linear || owner.firstBalance != 0) return NOT_PLAIN;
  if (owner.firstLeg == 0) return 0;
  const leg = legAt(owner.firstLeg);
  if (leg.market != row || leg.nextLeg != 0 || !isSettled(spec, leg)) return NOT_PLAIN;
  return owner.firstLeg;
}

/**
 * Fast path of `judgeOpening` for a plain account (`plainLeg`), all of whose open orders are in this market, which is calm:
 * whether its equity covers initial margin with the order, and the most that the order and the open ones
 * could lose. False: not certain; `judgeThoroughly` decides.
 */
export function coversPlainly(
  owner: Account,
  held: i64,
  equity: i64,
  row: u32,
  spec: Market,
  ofSide: Side,
  quantity: i64,
  atPrice: i64,
): bool {
  const buys = owner.bids + (ofSide == Side.buy ? quantity : 0);
  const sells = owner.asks + (ofSide == Side.buy ? 0 : quantity);
  // Reduce-only orders are bounded by no position, and could add up to more than fits.
  if (max(buys, sells) > spec.maxPosition) return false;
  const lots = max(magnitude(held + buys), magnitude(held - sells));
  const adverse = ofSide == Side.buy ? atPrice - spec.mark : spec.mark - atPrice;
  let left = equity - initialMargin(row, spec, lots * spec.mark * spec.unit);
  left -= max<i64>(0, adverse) * quantity * spec.unit;
  if (owner.openMarket != 0) left -= mostLoss(owner, spec);
  if (DEBUGGING) left += planted(Pair.coversPlainly);
  if (spec.takerFeePpm == 0) return left >= 0;
  return left >= mostFees(owner, spec, quantity * atPrice * spec.unit) + quantity;
}

/** The most that the account's open orders, all in this linear market, could lose: at the best prices. */
function mostLoss(owner: Account, spec: Market): i64 {
  const above = max<i64>(0, bestTick(spec, Side.buy) * spec.tickSize - spec.mark);
  const below = max<i64>(0, spec.mark - bestTick(spec, Side.sell) * spec.tickSize);
  return (above * owner.bids + below * owner.asks) * spec.unit;
}

/** The most that their taker fees, and that of one more notional, are: each is rounded up by itself. */
function mostFees(owner: Account, spec: Market, notional: i64): i64 {
  return ppmCeil(owner.openNotional + notional, spec.takerFeePpm) + owner.bids + owner.asks;
}

/** Nothing is certain: the orders have to be looked at one by one. */
const UNCERTAIN: i64 = i64.MIN_VALUE;

/**
 * Fast path of `judgeOpening`: whether sums of the account's open orders make it certain that equity covers initial margin with the
 * order and the most that the open ones could lose, without a walk over them. False: not certain; the orders have to be gathered, and
 * `judgeOpening` decides.
 */
export function opensPlainly(owner: Account, row: u32, ofSide: Side, quantity: i64, atPrice: i64): bool {
  const left = marginAtLeast(owner, row, ofSide, quantity, atPrice);
  if (left == UNCERTAIN) return false;
  return (DEBUGGING ? left + planted(Pair.opensPlainly) : left) >= 0;
}

/** A bound from below of `marginLeft`, by sums; `UNCERTAIN` where orders lie in an inverse market, or add up to more than fits. */
function marginAtLeast(owner: Account, row: u32, side: Side, lots: i64, price: i64): i64 {
  let left = adverseEquity(owner);
  if (lots != 0) left -= orderLoss(row, side, lots, price);
  const buys = side == Side.buy ? lots : 0;
  const sells = lots - buys;
  let counted = lots == 0;
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    const at = legAt(leg).market;
    const here = at == row;
    counted = counted || here;
    left -= summedMargin(owner, at, legAt(leg).quantity, here ? buys : 0, here ? sells : 0);
  }
  const several = firstSums(owner);
  if (several == 0) {
    if (owner.openMarket != 0) {
      const at = owner.openMarket - 1;
      const most = mostCost(at, owner.bids, owner.asks, owner.openNotional);
      if (most == UNCERTAIN) return UNCERTAIN;
      left -= most;
      if (findLeg(owner, at) == 0 && (at != row || counted)) left -= summedMargin(owner, at, 0, 0, 0);
    }
  } else {
    for (let k = several; k != 0; k = sumsOf(k).next) {
      const sums = sumsOf(k);
      const most = mostCost(sums.market, sums.bids, sums.asks, sums.notional);
      if (most == UNCERTAIN) return UNCERTAIN;
      left -= most;
      if (findLeg(owner, sums.market) == 0 && (sums.market != row || counted))
        left -= summedMargin(owner, sums.market, 0, 0, 0);
    }
  }
  if (counted) return left;
  if (marketAt(row).kind != <u8>Kind.linear && openLots(owner, row, side) != 0) return UNCERTAIN;
  return left - summedMargin(owner, row, 0, buys, sells);
}

/** IM of a market with the sums of the account's open orders, and lots that a new one would buy and sell. */
function summedMargin(owner: Account, row: u32, held: i64, buys: i64, sells: i64): i64 {
  return worstMargin(
    row,
    held,
    openLots(owner, row, Side.buy) + buys,
    openLots(owner, row, Side.sell) + sells,
  );
}

/** The most that open orders in a market could lose, at the book's best prices, fees included. */
function mostCost(row: u32, bids: i64, asks: i64, notional: i64): i64 {
  if ((bids | asks) == 0) return 0;
  const spec = marketAt(row);
  // Reduce-only orders are bounded by no position, and could add up to more than fits.
  if (spec.kind != <u8>Kind.linear || max(bids, asks) > spec.maxPosition) return UNCERTAIN;
  const above = max<i64>(0, bestTick(spec, Side.buy) * spec.tickSize - adversePrice(row, spec, true));
  const below = max<i64>(0, adversePrice(row, spec, false) - bestTick(spec, Side.sell) * spec.tickSize);
  const lost = (above * bids + below * asks) * spec.unit;
  return spec.takerFeePpm == 0 ? lost : lost + ppmCeil(notional, spec.takerFeePpm) + bids + asks;
}
