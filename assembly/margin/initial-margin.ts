/**
 * Initial margin of whatever opens or leaves (rules: margin 13, 14, 17): with the new order and all open ones, per market the
 * worse of "all buys filled" and "all sells filled" counts, and E − withdrawn − loss ≥ IM must hold at adverse prices (market/trust).
 */
import { bestTick } from "../book/ladder";
import { balanceValue, collateralOf, countedUnits } from "../ledger/collateral";
import { isSettled, owedByLeg } from "../ledger/funding";
import { findLeg } from "../ledger/position";
import { initialMargin } from "../market/tiers";
import { adverseBalancePrice, adversePrice, isCalm, isUntrusted } from "../market/trust";
import { notionalOf, valueOf } from "../market/value";
import { Account, Code, Detail, Field, Kind, Market, NONE, Pair, Side } from "../memory/abi";
import { accountAt, legAt, marketAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { gatheredOf, gatherOpen, openIn, openMarketAt, orderLoss } from "./open-orders";
import { atMarks } from "./requirement";

/** Judges a new order of an account; requires that its open orders have been gathered. */
export function judgeOpening(row: u32, market: u32, side: Side, quantity: i64, price: i64): i32 {
  if (marginLeft(accountAt(row), market, side, quantity, price) >= 0) return Code.OK;
  return refuse(Code.INSUFFICIENT_MARGIN, Field.quantity, Detail.insufficientMargin);
}

/** Judges money, or collateral of that value, that is to leave; requires that the account's open orders have been gathered. */
export function judgeWithdrawal(row: u32, amount: i64): i32 {
  if (marginLeft(accountAt(row), NONE, Side.buy, 0, 0) >= amount) return Code.OK;
  return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientMargin);
}

/**
 * The first market, by index, on which the account depends and whose mark is not to be relied on: one of a leg, an open order or a
 * balance; `NONE` where there is none. Requires that its open orders have been gathered.
 */
export function untrustedMarket(owner: Account): u32 {
  let first = NONE;
  for (let row = owner.firstLeg; row != 0; row = legAt(row).nextLeg) {
    first = earlierUntrusted(legAt(row).market, first);
  }
  for (let row = owner.firstBalance; row != 0; row = legAt(row).nextLeg) {
    first = earlierUntrusted(legAt(row).market, first);
  }
  const open = gatheredOf(owner).markets;
  for (let i: u32 = 0; i < open; i++) first = earlierUntrusted(openMarketAt(i), first);
  return first;
}

function earlierUntrusted(row: u32, first: u32): u32 {
  return row < first && isUntrusted(row, marketAt(row), now) ? row : first;
}

/** What plainly covers an order does so with each open order looked at. */
export function confirmOpening(owner: Account, market: u32, side: Side, lots: i64, price: i64): void {
  gatherOpen(owner);
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

/** Whether the adverse prices of all markets of the account, whose open orders are in this one, are certain to be their marks. */
function isCalmIn(owner: Account, row: u32): bool {
  if (!isCalm(row, marketAt(row))) return false;
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (!isCalm(legAt(leg).market, marketAt(legAt(leg).market))) return false;
  }
  for (let balance = owner.firstBalance; balance != 0; balance = legAt(balance).nextLeg) {
    if (!isCalm(legAt(balance).market, marketAt(legAt(balance).market))) return false;
  }
  return true;
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

/**
 * Fast path of `judgeOpening` for an account whose open orders are all in this linear market: whether its
 * equity covers initial margin with the order and the most that the open orders could lose, without a walk
 * over them. Requires that the account has been measured. False: not certain, as wherever an adverse price may
 * be another than the mark; the orders have to be gathered, and `judgeOpening` decides.
 */
export function opensPlainly(owner: Account, row: u32, ofSide: Side, quantity: i64, atPrice: i64): bool {
  const spec = marketAt(row);
  if (spec.kind != <u8>Kind.linear) return false;
  if (!isCalmIn(owner, row)) return false;
  const buys = owner.bids + (ofSide == Side.buy ? quantity : 0);
  const sells = owner.asks + (ofSide == Side.buy ? 0 : quantity);
  // Reduce-only orders are bounded by no position, and could add up to more than fits.
  if (max(buys, sells) > spec.maxPosition) return false;
  let left = atMarks(owner).equity - orderLoss(row, ofSide, quantity, atPrice);
  let held: i64 = 0;
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (legAt(leg).market == row) held = legAt(leg).quantity;
    else left -= worstMargin(legAt(leg).market, legAt(leg).quantity, 0, 0);
  }
  left -= worstMargin(row, held, buys, sells);
  if (DEBUGGING) left += planted(Pair.opensPlainly);
  if (owner.openMarket == 0) return left >= 0;
  left -= mostLoss(owner, spec);
  return left >= (spec.takerFeePpm == 0 ? 0 : mostFees(owner, spec, 0));
}
