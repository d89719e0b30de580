/** Tables with free lists: rows are taken and given back, nothing is allocated. */
import { Pool } from "./abi";
import { capacityOf } from "./limits";

export function openPool(pool: Pool, base: usize, rowBytes: usize, which: i32): void {
  pool.base = <u32>base;
  pool.rowBytes = <u32>rowBytes;
  pool.capacity = capacityOf(which);
  pool.top = 1;
}

/** Zeroes whole words. For a row or an event this is faster than `memory.fill`, which leaves the module. */
export function clear(at: usize, bytes: usize): void {
  for (let word = at; word < at + bytes; word += 8) store<u64>(word, 0);
}

/** A zeroed row, or 0 when the table is full. */
export function takeRow(pool: Pool): u32 {
  const free = pool.free;
  if (free != 0) {
    const at = <usize>pool.base + <usize>free * pool.rowBytes;
    pool.free = load<u32>(at);
    store<u32>(at, 0);
    pool.used++;
    return free;
  }
  if (pool.top > pool.capacity) return 0;
  pool.used++;
  return pool.top++;
}

/** Gives a row back; `bytes` of it, from its beginning, may be other than zero. */
export function giveRow(pool: Pool, row: u32, bytes: usize): void {
  const at = <usize>pool.base + <usize>row * pool.rowBytes;
  clear(at, bytes);
  store<u32>(at, pool.free);
  pool.free = row;
  pool.used--;
}

export function room(pool: Pool): u32 {
  return pool.capacity - pool.used;
}
