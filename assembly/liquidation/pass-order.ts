/**
 * The order of a pass (rules: evaluation 3): the worst E/MM first, exactly; ties by account. Accounts get places by their ratio
 * (memory/places); where two are near they are measured again and compared exactly. Nothing changes between the pass's start and
 * the end of sorting, so what is measured again is what it was.
 *
 * Places stand at the end of the pass list, whose beginning the next pass may already need (memory/worklist).
 */
import { atMarks, measure, Measured } from "../margin/requirement";
import { ACCOUNT_BYTES, LIMIT_ACCOUNTS, Pair } from "../memory/abi";
import { accountAt, limit, passList, passScratch } from "../memory/arena";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { PLACE_BYTES, placeOf, rowAt, ROWS_MAX, sortApart, sortRun } from "../memory/places";
import { compareRatios } from "../numbers/fixed";

// The rows of so many accounts fill 4 GiB.
if (<u64>ACCOUNT_BYTES * ROWS_MAX < 1 << 32) ERROR("more accounts than a place can name");

/** The worst E/MM first, by exact numbers. */
@unmanaged
@final
class ByRatio {
  isBefore(a: u32, b: u32): bool {
    return precedesExactly(a, b);
  }
}

/** The first place; how many there are. */
let places: usize = 0;
let count: u32 = 0;
/** Whether each account added stands before all that were added before it. */
let byAccount: bool = true;

/** Begins a pass without places; they are added from the last to the first. */
export function clearPlaces(): void {
  places = passList + ((<usize>limit(LIMIT_ACCOUNTS)) << 3);
  count = 0;
  byAccount = true;
}

export function placeCount(): u32 {
  return count;
}

/** The account in the i-th place. */
export function placedAt(i: u32): u32 {
  return rowAt(places, i);
}

/** Gives the account, as it was measured, the place before those that there are. */
export function addPlace(account: u32, found: Measured): void {
  const ratio = found.maintenance == 0 ? Infinity : <f64>found.equity / <f64>found.maintenance;
  byAccount = byAccount && (count == 0 || account < placedAt(0));
  places -= PLACE_BYTES;
  count++;
  store<u64>(places, placeOf(ratio, account));
}

/** Puts the places in order. */
export function sortPlaces(): void {
  let print: u64 = 0;
  if (DEBUGGING) print = printAccounts();
  sortApart<ByRatio>(places, passScratch, count, byAccount);
  for (let run: u32 = 0; run < count; ) run = sortRun<ByRatio>(places, passScratch, run, count);
  if (DEBUGGING) confirmOrder(print);
}

/** A fingerprint of the accounts that have places, whatever their order. */
function printAccounts(): u64 {
  let print: u64 = 0;
  for (let i: u32 = 0; i < count; i++) print += (<u64>placedAt(i) + 1) * 0x9e37_79b1_85eb_ca87;
  return print;
}

/** Each account is worse than the next by exact numbers, and none has come or gone. */
function confirmOrder(print: u64): void {
  if (count > 1 && isPlanted(Pair.passOrder)) {
    const first = load<u64>(places);
    store<u64>(places, load<u64>(places, PLACE_BYTES));
    store<u64>(places, first, PLACE_BYTES);
  }
  assert(printAccounts() == print, "sorting a pass has lost an account");
  for (let i: u32 = 1; i < count; i++) {
    assert(precedesExactly(placedAt(i - 1), placedAt(i)), "a pass in another order than by exact ratios");
  }
}

function precedesExactly(accountOfA: u32, accountOfB: u32): bool {
  measure(accountAt(accountOfA), false);
  const equityOfA = atMarks(accountAt(accountOfA)).equity;
  const maintenanceOfA = atMarks(accountAt(accountOfA)).maintenance;
  measure(accountAt(accountOfB), false);
  const ofB = atMarks(accountAt(accountOfB));
  if (maintenanceOfA == 0 || ofB.maintenance == 0) {
    return maintenanceOfA == ofB.maintenance ? accountOfA < accountOfB : ofB.maintenance == 0;
  }
  const sign = compareRatios(equityOfA, maintenanceOfA, ofB.equity, ofB.maintenance);
  return sign != 0 ? sign < 0 : accountOfA < accountOfB;
}
