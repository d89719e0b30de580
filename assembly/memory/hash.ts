/** A hash of memory, range after range: `beginHash`, what is added, `endHash`. */
import { Pool } from "./abi";

const PRIME: u64 = 0x9e37_79b1_85eb_ca87;
let state: u64 = 0;

function mix(word: u64): void {
  state = rotl<u64>(state ^ (word * PRIME), 31) * 0xc2b2_ae3d_27d4_eb4f;
}

/** Whole words of a range; rows are multiples of eight bytes. */
export function addRange(at: usize, bytes: usize): void {
  const end = at + (bytes & ~7);
  for (let word = at; word < end; word += 8) mix(load<u64>(word));
  let tail: u64 = 0;
  for (let byte = end; byte < at + bytes; byte++) tail = (tail << 8) | load<u8>(byte);
  mix(tail ^ bytes);
}

export function addPool(pool: Pool): void {
  mix(((<u64>pool.top) << 32) | pool.free);
  addRange(<usize>pool.base + pool.rowBytes, <usize>(pool.top - 1) * pool.rowBytes);
}

/** What stands in the same rows of another table, `first` being row 1's. */
export function addRows(pool: Pool, first: usize, rowBytes: usize): void {
  addRange(first, <usize>(pool.top - 1) * rowBytes);
}

export function beginHash(): void {
  state = PRIME;
}

export function endHash(): u64 {
  state ^= state >> 29;
  return state * PRIME;
}
