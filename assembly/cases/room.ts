/** Room for a case in its tables, and accounts that are blocked by `CAPACITY` for want of it (rules: evaluation 18). */
import { Account, Breaker, CASE_EVENT_BYTES, CaseEvent, EventType, LIMIT_MARKETS, NONE } from "../memory/abi";
import { putAccount, takeAccount } from "../memory/account-sets";
import { accountAt, casePool, limit, room, shard, workPool } from "../memory/arena";
import { roomlessBits } from "../memory/derived";
import { emit } from "../memory/event-log";
import { NO_ROOM, noteChange } from "../memory/worklist";

/** Works that cases may still take: each market keeps one for `@liquidation`. */
export function worksLeft(): u32 {
  return room(workPool) - (limit(LIMIT_MARKETS) - shard.liquidationWorks);
}

/** Whether there is room for a case of the account, with a work for each leg. */
export function hasCaseRoom(account: Account): bool {
  return room(casePool) != 0 && worksLeft() >= <u32>account.legs;
}

/** Liquidatable, but there is no room for a case: named once. */
export function blockAccount(row: u32): void {
  const account = accountAt(row);
  if (account.flags & NO_ROOM) return;
  account.flags |= NO_ROOM;
  noteChange(row);
  shard.roomlessAccounts++;
  putAccount(roomlessBits, row);
  roomEvent(EventType.liquidationBlocked, row);
}

/** It gets a case now, or is healthy. */
export function unblockAccount(row: u32): void {
  const account = accountAt(row);
  if (!(account.flags & NO_ROOM)) return;
  account.flags &= ~NO_ROOM;
  noteChange(row);
  shard.roomlessAccounts--;
  takeAccount(roomlessBits, row);
  roomEvent(EventType.liquidationUnblocked, row);
}

function roomEvent(type: EventType, row: u32): void {
  const event = changetype<CaseEvent>(emit(type, CASE_EVENT_BYTES));
  event.case = 0;
  event.account = row;
  event.market = NONE;
  event.breaker = Breaker.CAPACITY;
}
