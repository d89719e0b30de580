/** Sorting unsigned numbers by their digits, from the lowest up: so many at a time that comparing them would take longer. */
import { scratch } from "./arena";

/** Fewer numbers are sorted faster by comparing them. */
export const MANY: u32 = 128;
const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;

/**
 * Sorts `count` numbers of type T by their bits from `lowest` up, and leaves those that are alike there in the order in which
 * they stood. `other` has room for as many; it is written over.
 */
export function sortByDigits<T>(numbers: usize, other: usize, count: u32, lowest: u32): void {
  const bytes = <usize>count * sizeof<T>();
  let from = numbers;
  let to = other;
  const bits: u32 = 8 * <u32>sizeof<T>();
  for (let shift = lowest; shift < bits; shift += DIGIT_BITS) {
    if (!countDigits<T>(from, from + bytes, shift)) continue;
    deal<T>(from, from + bytes, to, shift);
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != numbers) memory.copy(numbers, from, bytes);
}

/** Where a number's digit is counted, in scratch memory: how many have it, then where the next one that has it goes. */
function counterOf<T>(at: usize, shift: u32): usize {
  return scratch + ((<usize>((<u64>load<T>(at) >> shift) & (DIGITS - 1))) << 2);
}

/** Counts the digits and finds where the numbers with each go; false: all have the same digit. */
function countDigits<T>(from: usize, end: usize, shift: u32): bool {
  memory.fill(scratch, 0, (<usize>DIGITS) << 2);
  for (let at = from; at < end; at += sizeof<T>()) {
    const counter = counterOf<T>(at, shift);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  if (<usize>load<u32>(counterOf<T>(from, shift)) * sizeof<T>() == end - from) return false;
  let place: u32 = 0;
  for (let counter = scratch; counter < scratch + ((<usize>DIGITS) << 2); counter += 4) {
    const many = load<u32>(counter);
    store<u32>(counter, place);
    place += many;
  }
  return true;
}

function deal<T>(from: usize, end: usize, to: usize, shift: u32): void {
  for (let at = from; at < end; at += sizeof<T>()) {
    const counter = counterOf<T>(at, shift);
    const place = load<u32>(counter);
    store<u32>(counter, place + 1);
    store<T>(to + <usize>place * sizeof<T>(), load<T>(at));
  }
}
