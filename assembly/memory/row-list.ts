/**
 * Lists of rows: a row comes in at the end and goes out of anywhere without a look at the others. Each is a ring, so that its first
 * row knows the last, and a row that is in one always has a next. What is kept of a list is its first row, at `list`; links of all
 * rows of a kind stand in one table, by row.
 *
 *   list ─► row ⇄ row ⇄ row ⇄ (the first again)        a link: | next, prev |, both 0 where the row is in no list
 */
import { LINK_BYTES } from "./derived";

function nextAt(links: usize, row: u32): usize {
  return links + <usize>row * LINK_BYTES;
}

function prevAt(links: usize, row: u32): usize {
  return nextAt(links, row) + 4;
}

export function isIn(links: usize, row: u32): bool {
  return load<u32>(nextAt(links, row)) != 0;
}

/** The first row of a list, 0 when it is empty. */
export function firstOf(list: usize): u32 {
  return load<u32>(list);
}

/** The row behind another, 0 behind the last. */
export function nextOf(list: usize, links: usize, row: u32): u32 {
  const next = load<u32>(nextAt(links, row));
  return next == load<u32>(list) ? 0 : next;
}

/** Puts a row at the end of a list, if it is in none. */
export function putIn(list: usize, links: usize, row: u32): void {
  if (isIn(links, row)) return;
  const first = load<u32>(list);
  if (first == 0) {
    store<u32>(list, row);
    tie(links, row, row);
    return;
  }
  tie(links, load<u32>(prevAt(links, first)), row);
  tie(links, row, first);
}

/** Takes a row out of its list, if it is in one. */
export function takeFrom(list: usize, links: usize, row: u32): void {
  if (!isIn(links, row)) return;
  const next = load<u32>(nextAt(links, row));
  if (load<u32>(list) == row) store<u32>(list, next == row ? 0 : next);
  tie(links, load<u32>(prevAt(links, row)), next);
  store<u64>(nextAt(links, row), 0);
}

/** Lets one row stand behind another. */
function tie(links: usize, before: u32, behind: u32): void {
  store<u32>(nextAt(links, before), behind);
  store<u32>(prevAt(links, behind), before);
}
