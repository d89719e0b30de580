/**
 * The order of a pass (DESIGN.md 6): the worst E/MM first, exactly; ties by account.
 *
 * Many entries are put in order by the digits of their accounts, then of their ratios in floating point, the lowest first;
 * that is right but where two ratios lie closer together than doubles tell. A look along the order finds such a place, and
 * then, as for few entries, comparisons sort: they are exact.
 */
import { PASS_ENTRY_BYTES, passList, passScratch, scratch } from "../arena";
import { compareRatios } from "../fixed";

/** An account in a pass, with what it was worth at the pass's start. */
@unmanaged
export class PassEntry {
  ratio: f64;
  equity: i64;
  maintenance: i64;
  account: u32;
}

/** An entry's key and where it stands in the pass list. */
@unmanaged
class Place {
  key: u64;
  account: u32;
  entry: u32;
}

const PLACE_BYTES: usize = 16;
/** Fewer are sorted by comparisons. */
const MANY: u32 = 256;
const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;
const ACCOUNT_DIGITS: u32 = 3;
/** Of the key: its sign, exponent and 43 bits of its fraction. */
const KEY_DIGITS: u32 = 5;
const KEY_SHIFT: u32 = 64 - KEY_DIGITS * DIGIT_BITS;

function entryIn(list: usize, i: u32): PassEntry {
  return changetype<PassEntry>(list + <usize>i * PASS_ENTRY_BYTES);
}

/** The i-th entry of the pass. */
export function entryAt(i: u32): PassEntry {
  return entryIn(passList, i);
}

/** Puts the entries of the pass list in order. */
export function sortPass(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const entry = entryAt(i);
    entry.ratio = entry.maintenance == 0 ? Infinity : <f64>entry.equity / <f64>entry.maintenance;
  }
  if (count >= MANY) {
    sortByDigits(count);
    if (isSorted(count)) return;
  }
  mergeSort(count);
}

function isSorted(count: u32): bool {
  for (let i: u32 = 1; i < count; i++) if (precedes(entryAt(i), entryAt(i - 1))) return false;
  return true;
}

/** By E/MM, exactly; the floating-point ratio decides where it is beyond doubt. Ties by account. */
function precedes(a: PassEntry, b: PassEntry): bool {
  if (a.maintenance == 0 || b.maintenance == 0) {
    if (a.maintenance == b.maintenance) return a.account < b.account;
    return b.maintenance == 0;
  }
  const gap = Math.abs(a.ratio - b.ratio);
  if (gap > 1e-12 * (Math.abs(a.ratio) + Math.abs(b.ratio))) return a.ratio < b.ratio;
  const sign = compareRatios(a.equity, a.maintenance, b.equity, b.maintenance);
  return sign != 0 ? sign < 0 : a.account < b.account;
}

function placeIn(list: usize, i: u32): Place {
  return changetype<Place>(list + <usize>i * PLACE_BYTES);
}

/** Unsigned integers in the order of the doubles. */
function keyOf(ratio: f64): u64 {
  const bits = reinterpret<u64>(ratio);
  return <i64>bits < 0 ? ~bits : bits | (1 << 63);
}

/** Sorts places, which the scratch list has room for twice, and brings the entries into their order. */
function sortByDigits(count: u32): void {
  let from = passScratch;
  let to = passScratch + <usize>count * PLACE_BYTES;
  for (let i: u32 = 0; i < count; i++) {
    const place = placeIn(from, i);
    place.key = keyOf(entryAt(i).ratio);
    place.account = entryAt(i).account;
    place.entry = i;
  }
  for (let digit: u32 = 0; digit < ACCOUNT_DIGITS + KEY_DIGITS; digit++) {
    if (!countDigits(from, count, digit)) continue;
    deal(from, to, count, digit);
    const swap = from;
    from = to;
    to = swap;
  }
  permute(from, count);
}

function digitOf(place: Place, digit: u32): usize {
  const value =
    digit < ACCOUNT_DIGITS
      ? place.account >> (digit * DIGIT_BITS)
      : <u32>(place.key >> (KEY_SHIFT + (digit - ACCOUNT_DIGITS) * DIGIT_BITS));
  return <usize>(value & (DIGITS - 1));
}

/** Where the places of each digit begin, in scratch memory; false: they all have the same. */
function countDigits(from: usize, count: u32, digit: u32): bool {
  memory.fill(scratch, 0, (<usize>DIGITS) << 2);
  for (let i: u32 = 0; i < count; i++) {
    const at = scratch + (digitOf(placeIn(from, i), digit) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  if (load<u32>(scratch + (digitOf(placeIn(from, 0), digit) << 2)) == count) return false;
  let begin: u32 = 0;
  for (let at = scratch; at < scratch + ((<usize>DIGITS) << 2); at += 4) {
    const many = load<u32>(at);
    store<u32>(at, begin);
    begin += many;
  }
  return true;
}

function deal(from: usize, to: usize, count: u32, digit: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const place = placeIn(from, i);
    const at = scratch + (digitOf(place, digit) << 2);
    const target = placeIn(to, load<u32>(at));
    store<u32>(at, load<u32>(at) + 1);
    target.key = place.key;
    target.account = place.account;
    target.entry = place.entry;
  }
}

const NOWHERE: u32 = 0xffff_ffff;

/** Moves each entry to where its place has come, along the cycles of the permutation; the first of a cycle waits in scratch. */
function permute(places: usize, count: u32): void {
  const waiting = changetype<PassEntry>(scratch);
  for (let first: u32 = 0; first < count; first++) {
    if (placeIn(places, first).entry == NOWHERE) continue;
    copyEntry(waiting, entryAt(first));
    let at = first;
    for (;;) {
      const source = placeIn(places, at).entry;
      placeIn(places, at).entry = NOWHERE;
      if (source == first) break;
      copyEntry(entryAt(at), entryAt(source));
      at = source;
    }
    copyEntry(entryAt(at), waiting);
  }
}

function copyEntry(to: PassEntry, from: PassEntry): void {
  to.ratio = from.ratio;
  to.equity = from.equity;
  to.maintenance = from.maintenance;
  to.account = from.account;
}

/** From the bottom up between the pass list and its scratch. */
function mergeSort(count: u32): void {
  let from = passList;
  let to = passScratch;
  for (let width: u32 = 1; width < count; width <<= 1) {
    for (let start: u32 = 0; start < count; start += width << 1) merge(from, to, start, width, count);
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != passList) memory.copy(passList, from, <usize>count * PASS_ENTRY_BYTES);
}

function merge(from: usize, to: usize, start: u32, width: u32, count: u32): void {
  let left = start;
  const middle = min(start + width, count);
  let right = middle;
  const stop = min(middle + width, count);
  for (let at = start; at < stop; at++) {
    const takeLeft = left < middle && (right >= stop || !precedes(entryIn(from, right), entryIn(from, left)));
    const source = takeLeft ? left++ : right++;
    copyEntry(entryIn(to, at), entryIn(from, source));
  }
}
