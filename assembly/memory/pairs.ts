/**
 * Rules that are written twice, a fast way and a thorough way. The debug build goes both and traps where they differ; no other
 * build has anything of it, because what stands under `DEBUGGING` is not even compiled there.
 *
 * Where the two ways change rows, those are kept first: the fast way goes, its rows are fingerprinted and put back, and the
 * thorough way must leave the same. What is kept stands in scratch memory, the latest last:
 *
 *   | address, bytes | row | address, bytes | row | …       u32 each, then the row as it was
 */
import { Pair } from "./abi";
import { PAIRS_AT, PAIRS_BYTES, scratch } from "./arena";

/** Whether this is the debug build: the compiler is given `DEBUG` (asconfig.json). */
// @ts-expect-error: no declaration that both compilers take
export const DEBUGGING: bool = DEBUG != 0;

const NO_PAIR: i32 = -1;

/** The pair whose fast way is to be wrong by one unit, for tests of the comparison itself. */
let plantedPair: i32 = NO_PAIR;

export function plant(pair: i32): void {
  plantedPair = pair;
}

/** By how much the fast way of a pair is to be wrong. */
export function planted(pair: Pair): i64 {
  return i64(plantedPair == <i32>pair);
}

export function isPlanted(pair: Pair): bool {
  return plantedPair == <i32>pair;
}

const HEAD_BYTES: usize = 8;

/** Where the next row is kept, from the beginning of what is. */
let end: usize = 0;

function keptAt(offset: usize): usize {
  return scratch + PAIRS_AT + offset;
}

/** Begins to keep rows; what is returned names those kept from here on. */
export function beginKeeping(): usize {
  return end;
}

/** Keeps a row of whole words as it is. */
export function keep(row: usize, bytes: usize): void {
  assert(end + HEAD_BYTES + bytes <= PAIRS_BYTES, "no room for another row that is kept");
  store<u32>(keptAt(end), <u32>row);
  store<u32>(keptAt(end), <u32>bytes, 4);
  memory.copy(keptAt(end) + HEAD_BYTES, row, bytes);
  end += HEAD_BYTES + bytes;
}

/** A fingerprint of the rows that were kept from there on, as they are now. */
export function printOf(from: usize): u64 {
  let print: u64 = 0;
  for (let at = from; at < end; at += HEAD_BYTES + load<u32>(keptAt(at), 4)) {
    print = printWords(print, load<u32>(keptAt(at)), load<u32>(keptAt(at), 4));
  }
  return print;
}

/** Puts the rows back as they were when they were kept. */
export function restore(from: usize): void {
  for (let at = from; at < end; at += HEAD_BYTES + load<u32>(keptAt(at), 4)) {
    memory.copy(load<u32>(keptAt(at)), keptAt(at) + HEAD_BYTES, load<u32>(keptAt(at), 4));
  }
}

/** Keeps the rows no longer. */
export function forget(from: usize): void {
  end = from;
}

/** A fingerprint of whole words, continued. */
export function printWords(print: u64, at: usize, bytes: usize): u64 {
  for (let word = at; word < at + bytes; word += 8) {
    print = rotl<u64>((print ^ load<u64>(word)) * 0x9e37_79b1_85eb_ca87, 29);
  }
  return print;
}
