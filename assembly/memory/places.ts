/**
 * Rows in the order of a ratio. A place in the order is one number, so that sorting places is sorting numbers:
 *
 *   | ratio: 38 bits | row: 26 bits |
 *
 * The ratio is the upper part of a double, in the order of unsigned integers. It orders two rows for certain, except where their
 * ratios are the same or neighbours: there the order that is asked for says which comes first, by exact numbers. An order is a class
 * without fields, with a method `isBefore(a, b)` of rows (a reference to a function would stand where memory's header is).
 */
import { MANY, sortByDigits } from "./digits";

/** What an order that is asked for has. */
export interface ExactOrder {
  isBefore(a: u32, b: u32): bool;
}

const ROW_BITS: u32 = 26;
const ROW_MASK: u64 = (1 << ROW_BITS) - 1;
/** Rows that a place can name. */
export const ROWS_MAX: u64 = 1 << ROW_BITS;
export const PLACE_BYTES: u32 = 8;

export function placeOf(ratio: f64, row: u32): u64 {
  return (keyOf(ratio) & ~ROW_MASK) | row;
}

/** Unsigned integers in the order of the doubles. */
function keyOf(ratio: f64): u64 {
  const bits = reinterpret<u64>(ratio);
  return <i64>bits < 0 ? ~bits : bits | (1 << 63);
}

/** The ratio of the i-th place, rounded by a 2^26th at most: toward 0 where it is positive. */
export function ratioAt(places: usize, i: u32): f64 {
  const key = placeAt(places, i) & ~ROW_MASK;
  return reinterpret<f64>(<i64>key < 0 ? key ^ (1 << 63) : ~key);
}

/** The row of the i-th place. */
export function rowAt(places: usize, i: u32): u32 {
  return <u32>(placeAt(places, i) & ROW_MASK);
}

function placeAt(places: usize, i: u32): u64 {
  return load<u64>(places + ((<usize>i) << 3));
}

/** Whether two places might be in another order than their numbers: their ratios are the same or the next but one below. */
function areNear(a: u64, b: u64): bool {
  const gap = (a >> ROW_BITS) - (b >> ROW_BITS);
  return gap + 1 <= 2;
}

/**
 * Sorts all of the places but runs of near ones, which `sortRun` does. `byRow`: each stands before those of greater rows. `other` has
 * room for as many; it is written over.
 */
export function sortApart<Order extends ExactOrder>(
  places: usize,
  other: usize,
  count: u32,
  byRow: bool,
): void {
  if (count < MANY) mergeSort<Order>(places, other, count);
  else sortByDigits<u64>(places, other, count, byRow ? ROW_BITS : 0);
}

/** Sorts the run of near places that begins with the i-th, unless it is in order; returns where the next one begins. */
export function sortRun<Order extends ExactOrder>(places: usize, other: usize, from: u32, count: u32): u32 {
  let inOrder: bool = true;
  let end: u32 = from + 1;
  for (; end < count; end++) {
    const before = placeAt(places, end - 1);
    const place = placeAt(places, end);
    if (!areNear(place, before)) break;
    inOrder = inOrder && precedes<Order>(before, place);
  }
  if (!inOrder) mergeSort<Order>(places + ((<usize>from) << 3), other, end - from);
  return end;
}

function precedes<Order extends ExactOrder>(a: u64, b: u64): bool {
  if (!areNear(a, b)) return a < b;
  return changetype<Order>(<usize>0).isBefore(<u32>(a & ROW_MASK), <u32>(b & ROW_MASK));
}

/** By exact comparisons, from the bottom up, between some places and memory of the same size. */
function mergeSort<Order extends ExactOrder>(first: usize, other: usize, many: u32): void {
  let from = first;
  let to = other;
  for (let width: u32 = 1; width < many; width <<= 1) {
    for (let start: u32 = 0; start < many; start += width << 1) merge<Order>(from, to, start, width, many);
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != first) memory.copy(first, from, (<usize>many) << 3);
}

function merge<Order extends ExactOrder>(from: usize, to: usize, start: u32, width: u32, many: u32): void {
  let left = start;
  const middle = min(start + width, many);
  let right = middle;
  const stop = min(middle + width, many);
  for (let at = start; at < stop; at++) {
    const a = from + ((<usize>left) << 3);
    const b = from + ((<usize>right) << 3);
    const takeLeft = left < middle && (right >= stop || !precedes<Order>(load<u64>(b), load<u64>(a)));
    if (takeLeft) left++;
    else right++;
    store<u64>(to + ((<usize>at) << 3), load<u64>(takeLeft ? a : b));
  }
}
