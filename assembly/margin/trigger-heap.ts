/**
 * Pairing heaps of armed legs and balances, threaded through their rows: the next to ring at the root, insertion in O(1),
 * removal in O(log n) on average. Longs ring from the highest trigger down, shorts from the lowest up.
 */
import { Leg } from "../abi";
import { legAt } from "../arena";

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
