/**
 * Pairing heaps of armed legs and balances, threaded through their rows: the next to ring at the root, insertion in O(1),
 * removal in O(log n) on average. Longs ring from the highest trigger down, shorts from the lowest up.
 */
import { Leg, LIMIT_ACCOUNTS } from "../memory/abi";
import { legAt, limit, scratch } from "../memory/arena";

/** Whether a rings before b or with it. */
function rings(a: u32, b: u32, short: bool): bool {
  return short ? legAt(a).trigger <= legAt(b).trigger : legAt(a).trigger >= legAt(b).trigger;
}

/** Joins two heaps; the one that rings later becomes the first child of the other. */
export function meld(a: u32, b: u32, short: bool): u32 {
  if (a == 0) return b;
  if (b == 0) return a;
  const parent = rings(a, b, short) ? a : b;
  const child = parent == a ? b : a;
  const first = legAt(parent).child;
  legAt(child).next = first;
  legAt(child).prev = parent;
  if (first != 0) legAt(first).prev = child;
  legAt(parent).child = child;
  legAt(parent).next = 0;
  legAt(parent).prev = 0;
  return parent;
}

/** Joins siblings into one heap: in pairs from the left, then the pairs from the right. */
function meldSiblings(first: u32, short: bool): u32 {
  let pairs: u32 = 0;
  let row = first;
  while (row != 0) {
    const second = legAt(row).next;
    const rest = second == 0 ? 0 : legAt(second).next;
    legAt(row).next = 0;
    if (second != 0) legAt(second).next = 0;
    const pair = meld(row, second, short);
    legAt(pair).next = pairs;
    pairs = pair;
    row = rest;
  }
  let heap: u32 = 0;
  while (pairs != 0) {
    const rest = legAt(pairs).next;
    legAt(pairs).next = 0;
    heap = meld(heap, pairs, short);
    pairs = rest;
  }
  if (heap != 0) legAt(heap).prev = 0;
  return heap;
}

/** Takes a row out of the heap with that root; returns the root of what is left. The row is no longer armed. */
export function takeOut(root: u32, row: u32, short: bool): u32 {
  const leg = legAt(row);
  let left = meldSiblings(leg.child, short);
  if (root != row) {
    detach(row, leg);
    left = meld(root, left, short);
  }
  leg.trigger = 0;
  leg.child = 0;
  leg.next = 0;
  leg.prev = 0;
  return left;
}

function detach(row: u32, leg: Leg): void {
  const prev = legAt(leg.prev);
  if (prev.child == row) prev.child = leg.next;
  else prev.next = leg.next;
  if (leg.next != 0) legAt(leg.next).prev = leg.prev;
}

/** Lists of siblings that are walked side by side: the misses of one walk wait for each other, those of several do not. */
const WALKS: u32 = 16;

/**
 * Takes every leg out of some heaps of a ladder, whose roots stand at `list`, and writes the legs' accounts over them; returns
 * how many. Lists of siblings still to be walked wait in a stack behind the most accounts that there can be.
 */
export function emptyHeaps(heaps: u32, list: usize): u32 {
  const stack = list + ((<usize>limit(LIMIT_ACCOUNTS)) << 2);
  memory.copy(stack, list, (<usize>heaps) << 2);
  let waiting = heaps;
  let walking: u32 = 0;
  let count: u32 = 0;
  while (waiting != 0 || walking != 0) {
    for (; walking < WALKS && waiting != 0; walking++) {
      waiting--;
      store<u32>(walkAt(walking), load<u32>(stack + ((<usize>waiting) << 2)));
    }
    for (let i: u32 = 0; i < walking; ) {
      const leg = legAt(load<u32>(walkAt(i)));
      const child = leg.child;
      const next = leg.next;
      store<u32>(list + ((<usize>count) << 2), leg.account);
      count++;
      leg.trigger = 0;
      leg.child = 0;
      leg.next = 0;
      leg.prev = 0;
      if (child != 0 && next != 0) {
        store<u32>(stack + ((<usize>waiting) << 2), child);
        waiting++;
      }
      if ((child | next) == 0) {
        walking--;
        store<u32>(walkAt(i), load<u32>(walkAt(walking)));
        continue;
      }
      store<u32>(walkAt(i), next != 0 ? next : child);
      i++;
    }
  }
  return count;
}

function walkAt(i: u32): usize {
  return scratch + ((<usize>i) << 2);
}
