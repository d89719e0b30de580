/**
 * The insurance fund of a domain: takes liquidation fees and gains, pays losses down to its floor. What it cannot pay
 * stays as negative cash of `@liquidation`, the deficit, which later gains repay first (rules: takeover-and-fund 9, 10).
 */
import { breakerEvent } from "../market/breakers";
import {
  Breaker,
  BreakerState,
  Cause,
  Domain,
  EventType,
  FUND_EVENT_BYTES,
  FundEvent,
  FundReason,
  NONE,
} from "../memory/abi";
import { domainAt, meters } from "../memory/arena";
import { firstHeld, release } from "../memory/case-lists";
import { emit } from "../memory/event-log";
import { DEBUGGING } from "../memory/pairs";
import { touchCase } from "../memory/worklist";
import { trustedSeized } from "./collateral";

function moneyEvent(
  type: EventType,
  domain: u32,
  caseNumber: u64,
  change: i64,
  balance: i64,
  reason: FundReason,
): void {
  const event = changetype<FundEvent>(emit(type, FUND_EVENT_BYTES));
  event.domain = domain;
  event.case = caseNumber;
  event.change = change;
  event.balance = balance;
  event.reason = reason;
}

/** Adds to the fund and emits `fund`. */
function payFund(row: u32, caseNumber: u64, change: i64, reason: FundReason): void {
  if (change == 0) return;
  const domain = domainAt(row);
  domain.fund += change;
  moneyEvent(EventType.fund, row, caseNumber, change, domain.fund, reason);
  watchFloor(row, domain);
}

/** `FUND_FLOOR` holds while the fund is at its floor or below. */
export function watchFloor(row: u32, domain: Domain): void {
  const atFloor = u8(domain.fund <= domain.fundFloor);
  if (atFloor == domain.fundFloorTripped) return;
  domain.fundFloorTripped = atFloor;
  if (atFloor) breakerEvent(NONE, row, Breaker.FUND_FLOOR, BreakerState.tripped, Cause.fundAtFloor);
  else {
    breakerEvent(NONE, row, Breaker.FUND_FLOOR, BreakerState.cleared, Cause.fundAboveFloor);
    touchHeldCases(row);
  }
}

/** Makes the cases due whose takeover `FUND_FLOOR` held up; one that is due already is in the list no more. */
function touchHeldCases(domain: u32): void {
  for (let row = firstHeld(domain); row != 0; row = firstHeld(domain)) {
    meters.looks++;
    release(row);
    touchCase(row);
  }
}

/** Books a gain (positive) or loss through `@liquidation`: its cash goes to the fund, or the fund pays what it can. */
export function chargeFund(row: u32, caseNumber: u64, amount: i64, reason: FundReason): void {
  if (amount == 0 && domainAt(row).liquidationCash == 0) return;
  const domain = domainAt(row);
  const balance = domain.liquidationCash + amount;
  const change = balance > 0 ? balance : -min(-balance, max<i64>(0, domain.fund - domain.fundFloor));
  let held: i64 = 0;
  if (DEBUGGING) held = domain.fund + domain.liquidationCash + amount;
  domain.liquidationCash = balance - change;
  payFund(row, caseNumber, change, reason);
  if (DEBUGGING) {
    const owed = max<i64>(0, -domain.liquidationCash);
    assert(domain.fund + domain.liquidationCash == held, "charging the fund makes or loses money");
    assert(domain.liquidationCash <= 0, "a gain stays with @liquidation");
    assert(owed == 0 || domain.fund <= domain.fundFloor, "a deficit stands beside a fund that could pay");
  }
  tellDeficit(row, caseNumber, reason);
}

/** What a domain's `@liquidation` owes, beyond what its seized collateral is worth where that can be relied on (rules: takeover-and-fund 10). */
export function deficitOf(row: u32): i64 {
  const owed = max<i64>(0, -domainAt(row).liquidationCash);
  return owed == 0 ? 0 : max<i64>(0, owed - trustedSeized(row));
}

/** Emits `deficit` where it is another than the one told last. */
function tellDeficit(row: u32, caseNumber: u64, reason: FundReason): void {
  const domain = domainAt(row);
  const deficit = deficitOf(row);
  if (deficit == domain.deficit) return;
  moneyEvent(EventType.deficit, row, caseNumber, deficit - domain.deficit, deficit, reason);
  domain.deficit = deficit;
}
