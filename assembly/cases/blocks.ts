/** What blocks a case's legs, or the case, and for how long: the names in its events, and time that does not count. */
import { doubtfulWithoutLeg } from "../ledger/collateral";
import { legBreaker } from "../market/breakers";
import { Breaker, Case, CASE_EVENT_BYTES, CaseEvent, EventType, NONE, Work } from "../memory/abi";
import { putAccount, takeAccount } from "../memory/account-sets";
import { accountAt, legAt, marketAt, shard, workAt } from "../memory/arena";
import { roomlessBits } from "../memory/derived";
import { hold, release } from "../memory/case-lists";
import { emit, now } from "../memory/event-log";
import { ownBlocks } from "./venue-legs";

function caseEvent(type: EventType, liquidation: Case, market: u32, breaker: Breaker): void {
  const event = changetype<CaseEvent>(emit(type, CASE_EVENT_BYTES));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.market = market;
  event.breaker = breaker;
}

/**
 * Finds by which breaker each leg, or collateral, is blocked, emits `liquidationBlocked` and
 * `liquidationUnblocked` where that changed, and counts blocked time (rules: evaluation 10, 15).
 */
export function reviewBlocks(liquidation: Case): void {
  let leg = accountAt(liquidation.account).firstLeg;
  let refused = false;
  for (let row = liquidation.firstWork; row != 0; row = workAt(row).next) {
    const work = workAt(row);
    while (leg != 0 && legAt(leg).market < work.market) leg = legAt(leg).nextLeg;
    if (leg == 0 || legAt(leg).market != work.market) continue;
    let own = ownBlocks(work, legAt(leg).venue);
    if (work.refusedUntil > now) refused = true;
    if (work.roomless) own |= 1 << Breaker.CAPACITY;
    leg = legAt(leg).nextLeg;
    const breaker = legBreaker(marketAt(work.market), own);
    if (<u8>breaker == work.breaker) continue;
    if (work.breaker != 0) {
      caseEvent(EventType.liquidationUnblocked, liquidation, work.market, work.breaker);
      if (breaker == Breaker.none) endBlock(work);
    } else work.blockedSince = now;
    if (breaker != Breaker.none) caseEvent(EventType.liquidationBlocked, liquidation, work.market, breaker);
    work.breaker = <u8>breaker;
  }
  liquidation.refused = u8(refused);
  reviewCollateral(liquidation);
  countBlocked(liquidation);
}

/** Time during which every leg is blocked, or the case waits for its collateral, does not count toward the horizon. */
export function countBlocked(liquidation: Case): void {
  const blocked = isBlocked(liquidation);
  if (blocked == (liquidation.blocked != 0)) return;
  if (blocked) liquidation.blockedSince = now;
  else liquidation.horizonEnd += now - liquidation.blockedSince;
  liquidation.blocked = u8(blocked);
}

/** Whether nothing of the case can be worked, by the blocks that `reviewBlocks` found last. */
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
export function reviewCollateral(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  const row = liquidation.suspended ? doubtfulWithoutLeg(account) : 0;
  const market = row == 0 ? 0 : legAt(row).market;
  const breaker = row == 0 ? Breaker.none : legBreaker(marketAt(market), 0);
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

/** Keeps which breaker holds up the takeover, if any: one event when it begins to, one when it ends. */
export function reviewHold(liquidation: Case, breaker: Breaker): void {
  const row = accountAt(liquidation.account).caseRow;
  if (breaker == Breaker.FUND_FLOOR) hold(row);
  else release(row);
  const before: Breaker = liquidation.heldBy;
  if (breaker == before) return;
  if (before != Breaker.none) caseEvent(EventType.liquidationUnblocked, liquidation, NONE, before);
  if (breaker != Breaker.none) caseEvent(EventType.liquidationBlocked, liquidation, NONE, breaker);
  liquidation.heldBy = <u8>breaker;
}

/** Keeps whether a leg of the case has no work, for want of room: it is not worked until it has (rules: evaluation 18). */
export function reviewLack(liquidation: Case, lacks: bool): void {
  if (lacks == (liquidation.lacksWork != 0)) return;
  liquidation.lacksWork = u8(lacks);
  caseEvent(
    lacks ? EventType.liquidationBlocked : EventType.liquidationUnblocked,
    liquidation,
    NONE,
    Breaker.CAPACITY,
  );
}

/** There is no room for what the leg would send. */
export function blockForRoom(liquidation: Case, work: Work): void {
  work.roomless = 1;
  if (!liquidation.roomless) {
    liquidation.roomless = 1;
    shard.roomlessCases++;
    putAccount(roomlessBits, liquidation.account);
  }
  reviewBlocks(liquidation);
}

/** No leg of the case waits for room any more. */
export function leaveRoomless(liquidation: Case): void {
  if (!liquidation.roomless) return;
  liquidation.roomless = 0;
  shard.roomlessCases--;
  takeAccount(roomlessBits, liquidation.account);
}

export function waitingEvent(liquidation: Case, market: u32): void {
  caseEvent(EventType.liquidationWaiting, liquidation, market, Breaker.none);
}
