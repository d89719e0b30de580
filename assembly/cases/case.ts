/** A liquidation case: opening with its evidence, its work on each leg, its deadline, closing. */
import { isLiquidatable } from "../margin/liquidatable";
import { atMarks, measure } from "../margin/requirement";
import {
  Case,
  CASE_BYTES,
  CLOSED_EVENT_BYTES,
  ClosedEvent,
  EventType,
  MARKET_QUANTITY_BYTES,
  MarketQuantity,
  Outcome,
  PPM,
  WORK_BYTES,
} from "../memory/abi";
import {
  accountAt,
  caseAt,
  casePool,
  domainAt,
  giveRow,
  marketAt,
  shard,
  takeRow,
  workAt,
  workPool,
} from "../memory/arena";
import { pledgeAll, unlistCase, unlistWork } from "../memory/case-lists";
import { CASES, unschedule } from "../memory/deadlines";
import { emit, now } from "../memory/event-log";
import { DEBUGGING } from "../memory/pairs";
import { CALLED, noteChange } from "../memory/worklist";
import { magnitude, mulDivCeil } from "../numbers/fixed";
import { leaveRoomless } from "./blocks";
import { openedEvent } from "./evidence";
import { withdrawOffers } from "./offers";
import { isOut, keepWorks } from "./works";

/** Opens a case for an account found liquidatable, for which there is room (`hasCaseRoom`). */
export function openCase(accountRow: u32): u32 {
  const account = accountAt(accountRow);
  assert(account.caseRow == 0, "a case opens beside the account's case");
  if (DEBUGGING) {
    const found = atMarks(account);
    const holds = isLiquidatable(account.domain, found.equity, found.maintenance);
    assert(holds, "a case opens for an account that is not liquidatable");
  }
  const row = takeRow(casePool);
  assert(row != 0, "no row for a case");
  const liquidation = caseAt(row);
  liquidation.number = ++shard.nextCase;
  liquidation.account = accountRow;
  liquidation.opened = now;
  liquidation.horizonEnd = now + domainAt(account.domain).caseHorizon;
  account.caseRow = row;
  noteChange(accountRow);
  pledgeAll(account);
  account.flags |= CALLED;
  domainAt(account.domain).cases++;
  shard.casesOpen++;
  keepWorks(liquidation);
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next)
    workAt(w).openingMark = marketAt(workAt(w).market).mark;
  liquidation.evidence = openedEvent(liquidation, account);
  assert(liquidation.firstWork != 0, "a case opens without a leg to work");
  return row;
}

export function horizonOver(liquidation: Case): bool {
  return (liquidation.blocked ? liquidation.blockedSince : now) >= liquidation.horizonEnd;
}

/** `liquidationClosed`; the account is free again. */
export function closeCase(row: u32, outcome: Outcome): void {
  const liquidation = caseAt(row);
  const account = accountAt(liquidation.account);
  assert(liquidation.number != 0 && account.caseRow == row, "a case closes that its account has not");
  measure(account, false);
  let markets: u32 = 0;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) if (workAt(w).closed != 0) markets++;
  const bytes = CLOSED_EVENT_BYTES + <usize>markets * MARKET_QUANTITY_BYTES;
  const event = changetype<ClosedEvent>(emit(EventType.liquidationClosed, bytes));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.outcome = outcome;
  event.equity = atMarks(account).equity;
  event.slippagePpm = lossPpm(liquidation.lost, liquidation.notional);
  event.openingLossPpm = openingLoss(liquidation);
  event.duration = now - liquidation.opened;
  event.markets = markets;
  let at = changetype<usize>(event) + CLOSED_EVENT_BYTES;
  withdrawOffers(liquidation);
  for (let w = liquidation.firstWork; w != 0; ) {
    const work = workAt(w);
    const next = work.next;
    assert(!isOut(work), "a case closes while something of it is out");
    if (work.closed != 0) {
      changetype<MarketQuantity>(at).market = work.market;
      changetype<MarketQuantity>(at).quantity = work.closed;
      at += MARKET_QUANTITY_BYTES;
    }
    unlistWork(w);
    giveRow(workPool, w, WORK_BYTES);
    w = next;
  }
  unlistCase(row);
  unschedule(CASES, row);
  leaveRoomless(liquidation);
  account.caseRow = 0;
  noteChange(liquidation.account);
  domainAt(account.domain).cases--;
  shard.casesOpen--;
  giveRow(casePool, row, CASE_BYTES);
}

/** Money lost over notional closed, in ppm, up. */
function lossPpm(lost: i64, notional: i64): i64 {
  return notional == 0 ? 0 : mulDivCeil(lost, PPM, notional);
}

const OPENING_LOSS_MAX: i64 = 1_000_000_000;

/** The same against the marks at the opening, from which prices may have gone any way; at most a thousand times what was closed. */
function openingLoss(liquidation: Case): i64 {
  const lost = liquidation.openingLost;
  const notional = liquidation.openingNotional;
  if (notional == 0) return 0;
  if (magnitude(lost) / notional >= OPENING_LOSS_MAX / PPM)
    return lost < 0 ? -OPENING_LOSS_MAX : OPENING_LOSS_MAX;
  return lossPpm(lost, notional);
}
