/**
 * Deleveraging (rules: adl 1, 2, 6, 7): lots that the fund cannot afford to take go straight to accounts that profit on
 * the other side, at the exact value at which they would have been taken over. It is decided leg by leg, at takeover and,
 * for legs of `@liquidation`, when its means have fallen below zero since.
 */
import { followTrade } from "../cases/venue-legs";
import {
  isLiquidationUnconfirmed,
  keptEquityOfLiquidation,
  tradeLiquidation,
} from "../ledger/liquidation-account";
import { trade } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { atMarks, legMargin, measure } from "../margin/requirement";
import { maintenanceMargin } from "../market/tiers";
import { lotsWithin, priceOf, valueOf } from "../market/value";
import {
  Account,
  ACCOUNT_LIQUIDATION,
  ADL_EVENT_BYTES,
  AdlEvent,
  EventType,
  FundReason,
  Market,
  Pair,
} from "../memory/abi";
import { accountAt, domainAt, legAt, marketAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { ceilDivide, magnitude, mulDivCeil, mulDivTruncate } from "../numbers/fixed";
import { nextRanked, rankLegs } from "./adl-rank";
import { goesByTree, nextInTree, rankInTree, rankInTreeOf } from "./adl-tree";

/** What the domain can lose: the fund above its floor, less what `@liquidation` already stands to lose. */
export function meansOf(row: u32): i64 {
  const domain = domainAt(row);
  return max<i64>(0, domain.fund - domain.fundFloor) + min<i64>(0, keptEquityOfLiquidation(row));
}

/** The smallest k with L − floor(L·k/|q|) ≤ means; all lots when there is none. Where L is the means, the division says 0 too. */
export function lotsForLoss(loss: i64, lots: i64, means: i64): i64 {
  if (loss == 0 || loss <= means) return 0;
  return means < 0 ? lots : mulDivCeil(loss - means, lots, loss);
}

/** The smallest number of lots without which `@liquidation` stays within the market's `takeoverNotionalMax`. */
export function lotsBeyondCap(market: Market, quantity: i64): i64 {
  if (market.takeoverNotionalMax < 0) return 0;
  const held = quantity < 0 ? -market.liquidationQuantity : market.liquidationQuantity;
  const lots = magnitude(quantity);
  const within = lotsWithin(market, market.takeoverNotionalMax, market.mark);
  return min(lots, max<i64>(0, held + lots - within));
}

/** The value of the first `lots` of a leg of `quantity` lots that is worth `value` as a whole: signed, toward zero. */
export function valueOfFirst(lots: i64, quantity: i64, value: i64): i64 {
  return mulDivTruncate(value, lots, magnitude(quantity));
}

/**
 * Gives up to `lots` of a leg of `quantity` lots, worth `value` as a whole, to counterparties in order of rank; returns how
 * many were taken. Pieces are differences of `valueOfFirst`, so no unit is lost between them.
 */
export function deleverage(
  from: u32,
  row: u32,
  quantity: i64,
  value: i64,
  lots: i64,
  caseNumber: u64,
  overshoot: i64,
): i64 {
  let moved: i64 = 0;
  let rank: u32 = 0;
  let given: i64 = 0;
  let leg: u32 = 0;
  const shorts = quantity > 0;
  const byTree = goesByTree();
  if (byTree) rankInTree(row, shorts, quantity, value);
  if (!byTree || DEBUGGING) rankLegs(row, shorts);
  while (moved < lots) {
    leg = byTree ? nextInTree(row, shorts, leg, lots - moved) : nextRanked();
    // One too far.
    if (DEBUGGING && byTree && isPlanted(Pair.rankTree)) leg = nextInTree(row, shorts, leg, lots - moved);
    if (DEBUGGING && byTree) rank = confirmNext(leg, rank, quantity, value, lots, moved);
    if (leg == 0) break;
    if (!byTree) rank++;
    else if (!DEBUGGING) rank = rankInTreeOf(leg);
    else assert(rankInTreeOf(leg) == rank, "a tree gives another rank than a scan");
    const counterparty = legAt(leg).account;
    const taken = min(lots - moved, magnitude(legAt(leg).quantity));
    const upTo = valueOfFirst(moved + taken, quantity, value);
    const piece = upTo - given;
    const signed = quantity < 0 ? -taken : taken;
    if (!staysHealthy(leg, signed, piece)) continue;
    adlEvent(caseNumber, row, from, counterparty, taken, piece, rank, overshoot);
    settlePiece(from, counterparty, row, signed, piece, caseNumber);
    moved += taken;
    given = upTo;
  }
  return moved;
}

/** The scan ranks the same leg next, but for legs that would be skipped; returns its rank. */
function confirmNext(leg: u32, rank: u32, quantity: i64, value: i64, lots: i64, moved: i64): u32 {
  let found = rank;
  const given = valueOfFirst(moved, quantity, value);
  for (let next = nextRanked(); next != leg; next = nextRanked()) {
    assert(next != 0, "a tree ranks a leg that a scan does not");
    found++;
    const taken = min(lots - moved, magnitude(legAt(next).quantity));
    const piece = valueOfFirst(moved + taken, quantity, value) - given;
    assert(!staysHealthy(next, quantity < 0 ? -taken : taken, piece), "a tree passes over a counterparty");
  }
  return found + u32(leg != 0);
}

/** Whether the counterparty holds its maintenance margin, at last marks, with the lots and their value booked. */
function staysHealthy(row: u32, lots: i64, value: i64): bool {
  const leg = legAt(row);
  const market = marketAt(leg.market);
  measure(accountAt(leg.account), false);
  const found = atMarks(accountAt(leg.account));
  const after = valueOf(market, leg.quantity + lots, market.mark);
  const worth = found.equity + after - valueOf(market, leg.quantity, market.mark) - value;
  const margin = after == 0 ? 0 : maintenanceMargin(leg.market, market, magnitude(after));
  return worth >= found.maintenance - legMargin(leg, market, market.mark) + margin;
}

function adlEvent(
  caseNumber: u64,
  market: u32,
  loser: u32,
  counterparty: u32,
  lots: i64,
  value: i64,
  rank: u32,
  overshoot: i64,
): void {
  const event = changetype<AdlEvent>(emit(EventType.adl, ADL_EVENT_BYTES));
  event.case = caseNumber;
  event.market = market;
  event.account = counterparty;
  event.loser = loser;
  event.quantity = lots;
  event.price = priceOf(marketAt(market), lots, magnitude(value));
  event.rank = rank;
  event.overshoot = overshoot;
}

/** Settles both sides at the piece's value; the counterparty is not left below its maintenance margin. */
function settlePiece(
  from: u32,
  counterparty: u32,
  market: u32,
  lots: i64,
  value: i64,
  caseNumber: u64,
): void {
  if (from != ACCOUNT_LIQUIDATION) trade(from, market, -lots, -value, 0, 0);
  trade(counterparty, market, lots, value, 0, 0);
  if (DEBUGGING) assert(isSound(accountAt(counterparty)), "a counterparty was left below its margin");
  if (from == ACCOUNT_LIQUIDATION) {
    const told = priceOf(marketAt(market), magnitude(lots), magnitude(value));
    tradeLiquidation(market, -lots, -value, caseNumber, 0, FundReason.unwind, told);
  }
  followTrade(market);
  // Its collateral may be all that its equity was.
  clearShortfall(counterparty);
}

/** Whether the account has equity and holds its maintenance margin, at last marks. */
function isSound(account: Account): bool {
  if (!measure(account, false)) return false;
  const found = atMarks(account);
  return found.equity >= 0 && found.equity >= found.maintenance;
}

/**
 * Before `@liquidation` plans a leg: what its domain lacks is raised by giving the leg away at the price that restores it
 * (rules: adl 11); not while what it lacks depends on a mark that nothing has confirmed.
 */
export function restoreMeans(row: u32): void {
  const market = marketAt(row);
  const lacking = -meansOf(market.domain);
  if (!domainAt(market.domain).adl || lacking <= 0 || isLiquidationUnconfirmed(market.domain)) return;
  const quantity = market.liquidationQuantity;
  const lots = magnitude(quantity);
  const value = valueOf(market, quantity, market.mark) + lacking;
  const overshoot = ceilDivide(lacking, lots);
  deleverage(ACCOUNT_LIQUIDATION, row, quantity, value, lots, market.liquidationCase, overshoot);
}
