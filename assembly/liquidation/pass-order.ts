/**
 * The order of a pass (rules: evaluation 3): the worst E/MM first, exactly; ties by account.
 *
 * A place in it is one number, so that sorting places is sorting numbers:
 *
 *   | ratio: 38 bits | account: 26 bits |
 *
 * The ratio is the upper part of a double, in the order of unsigned integers. It orders two accounts for
 * certain, except where their ratios are the same or neighbours; there they are measured again and compared
 * exactly. Nothing changes between the pass's start and the end of sorting, so what is measured again is what
 * it was.
 *
 * Places stand at the end of the pass list, whose beginning the next pass may already need (memory/worklist).
 */
import { atMarks, measure, Measured } from "../margin/requirement";
import { ACCOUNT_BYTES, LIMIT_ACCOUNTS, Pair } from "../memory/abi";
import { accountAt, limit, passList, passScratch } from "../memory/arena";
import { MANY, sortByDigits } from "../memory/digits";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { compareRatios } from "../numbers/fixed";

const ACCOUNT_BITS: u32 = 26;
const ACCOUNT_MASK: u32 = (1 << ACCOUNT_BITS) - 1;
// The rows of so many accounts fill 4 GiB.
if (ACCOUNT_BYTES < 1 << (32 - ACCOUNT_BITS)) ERROR("more accounts than a place can name");

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
  return <u32>load<u64>(places + ((<usize>i) << 3)) & ACCOUNT_MASK;
}

/** Gives the account, as it was measured, the place before those that there are. */
export function addPlace(account: u32, found: Measured): void {
  const ratio = found.maintenance == 0 ? Infinity : <f64>found.equity / <f64>found.maintenance;
  byAccount = byAccount && (count == 0 || account < placedAt(0));
  places -= 8;
  count++;
  store<u64>(places, (keyOf(ratio) & ~(<u64>ACCOUNT_MASK)) | account);
}

/** Unsigned integers in the order of the doubles. */
function keyOf(ratio: f64): u64 {
  const bits = reinterpret<u64>(ratio);
  return <i64>bits < 0 ? ~bits : bits | (1 << 63);
}

/** Puts the places in order. */
export function sortPlaces(): void {
  let print: u64 = 0;
  if (DEBUGGING) print = printAccounts();
  if (count < MANY) mergeSort(places, count);
  else {
    sortByDigits<u64>(places, passScratch, count, byAccount ? ACCOUNT_BITS : 0);
    sortDoubtfulRuns();
  }
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
    const first = numberAt(0);
    store<u64>(places, numberAt(1));
    store<u64>(places, first, 8);
  }
  assert(printAccounts() == print, "sorting a pass has lost an account");
  for (let i: u32 = 1; i < count; i++) {
    assert(precedesExactly(placedAt(i - 1), placedAt(i)), "a pass in another order than by exact ratios");
  }
}

/** Places whose ratios might be in another order than their numbers: the same, or the next but one below. */
function isDoubtful(a: u64, b: u64): bool {
  const gap = (a >> ACCOUNT_BITS) - (b >> ACCOUNT_BITS);
  return gap + 1 <= 2;
}

/** Whether a comes before b, exactly. */
function precedes(a: u64, b: u64): bool {
  if (!isDoubtful(a, b)) return a < b;
  return precedesExactly(<u32>a & ACCOUNT_MASK, <u32>b & ACCOUNT_MASK);
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

function numberAt(i: u32): u64 {
  return load<u64>(places + ((<usize>i) << 3));
}

/** Sorts each run of neighbours that are in doubt, unless it is in order. */
function sortDoubtfulRuns(): void {
  let begin: u32 = 0;
  let inOrder: bool = true;
  for (let i: u32 = 1; i <= count; i++) {
    if (i < count && isDoubtful(numberAt(i), numberAt(i - 1))) {
      inOrder = inOrder && precedes(numberAt(i - 1), numberAt(i));
      continue;
    }
    if (!inOrder) mergeSort(places + ((<usize>begin) << 3), i - begin);
    begin = i;
    inOrder = true;
  }
}

/** By exact comparisons, from the bottom up, between some places and scratch memory of the same size. */
function mergeSort(first: usize, many: u32): void {
  let from = first;
  let to = passScratch;
  for (let width: u32 = 1; width < many; width <<= 1) {
    for (let start: u32 = 0; start < many; start += width << 1) merge(from, to, start, width, many);
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != first) memory.copy(first, from, (<usize>many) << 3);
}

function merge(from: usize, to: usize, start: u32, width: u32, many: u32): void {
  let left = start;
  const middle = min(start + width, many);
  let right = middle;
  const stop = min(middle + width, many);
  for (let at = start; at < stop; at++) {
    const a = from + ((<usize>left) << 3);
    const b = from + ((<usize>right) << 3);
    const takeLeft = left < middle && (right >= stop || !precedes(load<u64>(b), load<u64>(a)));
    if (takeLeft) left++;
    else right++;
    store<u64>(to + ((<usize>at) << 3), load<u64>(takeLeft ? a : b));
  }
}
