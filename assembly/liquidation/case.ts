/** A liquidation case: opening with its evidence, its work on each leg, its deadline, closing. */
import {
  Account,
  Breaker,
  CancelReason,
  Case,
  CASE_BYTES,
  CASE_EVENT_BYTES,
  CaseEvent,
  CLOSED_EVENT_BYTES,
  ClosedEvent,
  EVENT_HEADER_BYTES,
  EventType,
  EVIDENCE_LEG_BYTES,
  EVIDENCE_SOURCE_BYTES,
  EvidenceLeg,
  EvidenceSource,
  LEGS_MAX,
  Market,
  MARKET_QUANTITY_BYTES,
  MarketQuantity,
  NONE,
  OPENED_EVENT_BYTES,
  OpenedEvent,
  Outcome,
  PPM,
  Side,
  Work,
  WORK_BYTES,
} from "../abi";
import {
  accountAt,
  caseAt,
  casePool,
  clear,
  domainAt,
  giveRow,
  legAt,
  levelAt,
  marketAt,
  room,
  shard,
  sourceAt,
  takeRow,
  workAt,
  workPool,
} from "../arena";
import { bestPrice } from "../book/depth";
import { findLevel, tickOf } from "../book/ladder";
import { cancelAccountOrders } from "../book/order-pool";
import { CASES, NEVER, schedule, unschedule } from "../deadlines";
import { emit, Log, now } from "../event-log";
import { mulDivCeil } from "../fixed";
import { doubtfulWithoutLeg } from "../margin/collateral";
import { equity, maintenance, measure } from "../margin/requirement";
import { CALLED } from "../margin/touched";
import { legBreaker } from "../market/breakers";
import { withdrawOffers } from "./offers";

/** Opens a case for an account found liquidatable; 0 when the tables are full, and the account is tried again. */
export function openCase(accountRow: u32): u32 {
  const account = accountAt(accountRow);
  if (room(workPool) < <u32>LEGS_MAX) return 0;
  const row = takeRow(casePool);
  if (row == 0) return 0;
  const liquidation = caseAt(row);
  liquidation.number = ++shard.nextCase;
  liquidation.account = accountRow;
  liquidation.opened = now;
  liquidation.horizonEnd = now + domainAt(account.domain).caseHorizon;
  account.caseRow = row;
  account.flags |= CALLED;
  domainAt(account.domain).cases++;
  shard.casesOpen++;
  keepWorks(liquidation);
  liquidation.evidence = openedEvent(liquidation, account);
  return row;
}

/** `liquidationOpened` with what was seen; returns the hash of it that the case keeps. */
function openedEvent(liquidation: Case, account: Account): u64 {
  let bytes = OPENED_EVENT_BYTES;
  for (let row = marketAfter(account, -1); row >= 0; row = marketAfter(account, row)) {
    bytes += evidenceBytes(<u32>row);
  }
  const event = changetype<OpenedEvent>(Log.full(EventType.liquidationOpened, bytes));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.equity = equity;
  event.maintenanceMargin = maintenance;
  event.legs = 0;
  let at = changetype<usize>(event) + OPENED_EVENT_BYTES;
  for (let row = marketAfter(account, -1); row >= 0; row = marketAfter(account, row)) {
    at = evidenceOf(<u32>row, at);
    event.legs++;
  }
  let hash: u64 = 0xcbf2_9ce4_8422_2325;
  for (let word = changetype<usize>(event) + EVENT_HEADER_BYTES; word < at; word += 8) {
    hash = (hash ^ load<u64>(word)) * 0x100_0000_01b3;
  }
  return hash;
}

/** The account's next market, by index, in which it has a leg or that prices its collateral; −1 when there is none. */
function marketAfter(account: Account, market: i64): i64 {
  let next: i64 = NONE;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    if (<i64>legAt(row).market <= market) continue;
    next = legAt(row).market;
    break;
  }
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    if (<i64>legAt(row).market > market) next = min(next, <i64>legAt(row).market);
  }
  return next == NONE ? -1 : next;
}

function evidenceBytes(row: u32): usize {
  let bytes = EVIDENCE_LEG_BYTES;
  const sources = marketAt(row).sourceCount;
  for (let k: u32 = 0; k < sources; k++) if (sourceAt(row, k).inIndex) bytes += EVIDENCE_SOURCE_BYTES;
  return bytes;
}

function evidenceOf(row: u32, at: usize): usize {
  const market = marketAt(row);
  const leg = changetype<EvidenceLeg>(at);
  leg.market = row;
  leg.index = market.index;
  leg.mark = market.mark;
  leg.bidPrice = bestPrice(market, Side.buy);
  leg.bidQuantity = topQuantity(market, Side.buy, leg.bidPrice);
  leg.askPrice = bestPrice(market, Side.sell);
  leg.askQuantity = topQuantity(market, Side.sell, leg.askPrice);
  leg.sources = 0;
  let next = at + EVIDENCE_LEG_BYTES;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (!source.inIndex) continue;
    const seen = changetype<EvidenceSource>(next);
    clear(next, EVIDENCE_SOURCE_BYTES);
    seen.source = k;
    seen.price = source.indexPrice;
    seen.age = now - source.indexTime;
    leg.sources++;
    next += EVIDENCE_SOURCE_BYTES;
  }
  return next;
}

function topQuantity(market: Market, side: Side, price: i64): i64 {
  return price == 0 ? 0 : levelAt(findLevel(market, side, tickOf(market, price))).quantity;
}

/** Each leg has its work, in market order; work on a leg that is gone stays until the case closes. */
export function keepWorks(liquidation: Case): void {
  let before: u32 = 0;
  let work = liquidation.firstWork;
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    const market = legAt(leg).market;
    while (work != 0 && workAt(work).market < market) {
      before = work;
      work = workAt(work).next;
    }
    if (work != 0 && workAt(work).market == market) {
      if (workAt(work).gone && workAt(work).slice == 0) workAt(work).due = now;
      workAt(work).gone = 0;
      continue;
    }
    const fresh = takeRow(workPool);
    assert(fresh != 0);
    workAt(fresh).market = market;
    workAt(fresh).due = now;
    workAt(fresh).next = work;
    if (before == 0) liquidation.firstWork = fresh;
    else workAt(before).next = fresh;
    work = fresh;
  }
}

/** Whether a leg has appeared since the works were last kept. */
export function hasNewLeg(liquidation: Case): bool {
  let work = liquidation.firstWork;
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    while (work != 0 && workAt(work).market < legAt(leg).market) work = workAt(work).next;
    if (work == 0 || workAt(work).market != legAt(leg).market || workAt(work).gone) return true;
  }
  return false;
}

function caseEvent(type: EventType, liquidation: Case, market: u32, breaker: Breaker): void {
  const event = changetype<CaseEvent>(emit(type, CASE_EVENT_BYTES));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.market = market;
  event.breaker = breaker;
}

/** Says which legs, or what collateral, are blocked by what, where that changed, and counts blocked time (rulings D.4, D.6). */
export function reviewBlocks(liquidation: Case): void {
  let leg = accountAt(liquidation.account).firstLeg;
  for (let row = liquidation.firstWork; row != 0; row = workAt(row).next) {
    const work = workAt(row);
    if (leg == 0 || legAt(leg).market != work.market) continue;
    leg = legAt(leg).nextLeg;
    const breaker = legBreaker(marketAt(work.market), work.silent != 0);
    if (<u8>breaker == work.breaker) continue;
    if (work.breaker != 0) {
      caseEvent(EventType.liquidationUnblocked, liquidation, work.market, work.breaker);
      if (breaker == Breaker.none) endBlock(work);
    } else work.blockedSince = now;
    if (breaker != Breaker.none) caseEvent(EventType.liquidationBlocked, liquidation, work.market, breaker);
    work.breaker = <u8>breaker;
  }
  reviewCollateral(liquidation);
  countBlocked(liquidation);
}

/** Time during which every leg is blocked, or the case waits for its collateral, does not count toward the horizon. */
function countBlocked(liquidation: Case): void {
  const blocked = isBlocked(liquidation);
  if (blocked == (liquidation.blocked != 0)) return;
  if (blocked) liquidation.blockedSince = now;
  else liquidation.horizonEnd += now - liquidation.blockedSince;
  liquidation.blocked = u8(blocked);
}

/** Whether nothing of the case can be worked, as its blocks were last said. */
export function isBlocked(liquidation: Case): bool {
  if (liquidation.collateralBreaker != 0) return true;
  let work = liquidation.firstWork;
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    while (work != 0 && workAt(work).market < legAt(leg).market) work = workAt(work).next;
    if (work == 0 || workAt(work).market != legAt(leg).market || workAt(work).breaker == 0) return false;
  }
  return accountAt(liquidation.account).legs != 0;
}

/**
 * A suspended case may wait for collateral alone: the first doubtful balance in a market where the account has no leg is
 * named like a leg's block. A worked case waits for none.
 */
function reviewCollateral(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  const row = liquidation.suspended ? doubtfulWithoutLeg(account) : 0;
  const market = row == 0 ? 0 : legAt(row).market;
  const breaker = row == 0 ? Breaker.none : legBreaker(marketAt(market), false);
  if (<u8>breaker == liquidation.collateralBreaker && market == liquidation.collateralMarket) return;
  if (liquidation.collateralBreaker != 0) {
    const named = liquidation.collateralBreaker;
    caseEvent(EventType.liquidationUnblocked, liquidation, liquidation.collateralMarket, named);
  }
  if (row != 0) caseEvent(EventType.liquidationBlocked, liquidation, market, breaker);
  liquidation.collateralMarket = market;
  liquidation.collateralBreaker = <u8>breaker;
}

/** Blocked time does not count toward a TWAP's horizon; what was blocked is due at once. */
function endBlock(work: Work): void {
  if (work.started) work.end += now - work.blockedSince;
  if (work.slice == 0) work.due = now;
}

/** `FUND_FLOOR` holds up the takeover: said once, and once when it no longer does. */
export function reviewFloor(liquidation: Case, held: bool): void {
  if (held == (liquidation.floorBlocked != 0)) return;
  liquidation.floorBlocked = u8(held);
  caseEvent(
    held ? EventType.liquidationBlocked : EventType.liquidationUnblocked,
    liquidation,
    NONE,
    Breaker.FUND_FLOOR,
  );
}

export function waitingEvent(liquidation: Case, market: u32): void {
  caseEvent(EventType.liquidationWaiting, liquidation, market, Breaker.none);
}

/** The case is worked from now on: the account's resting orders go. */
export function beginWork(liquidation: Case): void {
  liquidation.suspended = 0;
  cancelAccountOrders(liquidation.account, true, 0, CancelReason.liquidation);
  reviewCollateral(liquidation);
  countBlocked(liquidation);
}

export function horizonOver(liquidation: Case): bool {
  return (liquidation.blocked ? liquidation.blockedSince : now) >= liquidation.horizonEnd;
}

/** After an evaluation: legs that were due and sent nothing are due an interval later; the earliest is the deadline. */
export function setDeadline(row: u32): void {
  const liquidation = caseAt(row);
  const account = accountAt(liquidation.account);
  let earliest = NEVER;
  let leg = account.firstLeg;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) {
    const work = workAt(w);
    const held = leg != 0 && legAt(leg).market == work.market;
    if (held) leg = legAt(leg).nextLeg;
    work.gone = u8(!held);
    if (work.slice != 0) continue;
    if (work.due <= now) work.due = held ? now + marketAt(work.market).interval : NEVER;
    earliest = min(earliest, work.due);
  }
  if (domainAt(account.domain).takeover && !liquidation.blocked && now < liquidation.horizonEnd)
    earliest = min(earliest, liquidation.horizonEnd);
  schedule(CASES, row, earliest);
}

/** `liquidationClosed`; the account is free again. */
export function closeCase(row: u32, outcome: Outcome): void {
  const liquidation = caseAt(row);
  const account = accountAt(liquidation.account);
  measure(account, false);
  let markets: u32 = 0;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) if (workAt(w).closed != 0) markets++;
  const bytes = CLOSED_EVENT_BYTES + <usize>markets * MARKET_QUANTITY_BYTES;
  const event = changetype<ClosedEvent>(emit(EventType.liquidationClosed, bytes));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.outcome = outcome;
  event.equity = equity;
  event.slippagePpm = slippage(liquidation);
  event.duration = now - liquidation.opened;
  event.markets = markets;
  let at = changetype<usize>(event) + CLOSED_EVENT_BYTES;
  withdrawOffers(liquidation);
  for (let w = liquidation.firstWork; w != 0; ) {
    const work = workAt(w);
    const next = work.next;
    if (work.closed != 0) {
      changetype<MarketQuantity>(at).market = work.market;
      changetype<MarketQuantity>(at).quantity = work.closed;
      at += MARKET_QUANTITY_BYTES;
    }
    if (work.silent) marketAt(work.market).silentLegs--;
    giveRow(workPool, w, WORK_BYTES);
    w = next;
  }
  unschedule(CASES, row);
  account.caseRow = 0;
  domainAt(account.domain).cases--;
  shard.casesOpen--;
  giveRow(casePool, row, CASE_BYTES);
}

/** Money lost against the marks at sending over notional closed, in ppm, up. */
function slippage(liquidation: Case): i64 {
  return liquidation.notional == 0 ? 0 : mulDivCeil(liquidation.lost, PPM, liquidation.notional);
}
