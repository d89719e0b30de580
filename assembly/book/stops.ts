/**
 * Orders that wait for their stops (rules: book 21). Those of a market, a side and a reference stand in a pairing heap, threaded
 * through the rows of their stops: the next to be reached at its root, of those at one price the one that was accepted first. The
 * market knows the roots' prices, so that a mark or a fill costs two comparisons, and the bounds of its quiet ticks end before them.
 *
 *   heaps of a market, and their next prices: buys by mark · sells by mark · buys by last trade · sells by last trade
 */
import { keepQuietWithin } from "../market/near";
import { Market, OrderStop, Side, StopBy } from "../memory/abi";
import { marketAt, orderAt, shard, stopAt, termsAt } from "../memory/arena";
import { wakeBy } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { isYounger } from "./admission-order";

const HEAPS: u32 = 4;
const ROOTS: usize = offsetof<Market>("buyStops");
const NEXT: usize = offsetof<Market>("stopAbove");
if (offsetof<Market>("sellLastStops") != ROOTS + 12)
  ERROR("the roots of a market's stops do not stand together");
if (offsetof<Market>("lastBelow") != NEXT + 24) ERROR("the next stops of a market do not stand together");

/** Above and below any price. */
const NO_BUY: i64 = i64.MAX_VALUE;
const NO_SELL: i64 = 0;

function heapOf(side: u32, by: u32): u32 {
  return (by << 1) | side;
}

function rootAt(market: Market, heap: u32): usize {
  return changetype<usize>(market) + ROOTS + ((<usize>heap) << 2);
}

function nextAt(market: Market, heap: u32): usize {
  return changetype<usize>(market) + NEXT + ((<usize>heap) << 3);
}

/** A market without stops. */
export function openStops(market: Market): void {
  for (let heap: u32 = 0; heap < HEAPS; heap++) noteNext(market, heap);
}

function noteNext(market: Market, heap: u32): void {
  const root = load<u32>(rootAt(market, heap));
  const none = heap & 1 ? NO_SELL : NO_BUY;
  store<i64>(nextAt(market, heap), root == 0 ? none : stopAt(root).stop);
}

function isBefore(row: u32, other: u32): bool {
  const stop = stopAt(row).stop;
  const others = stopAt(other).stop;
  if (stop == others) return isYounger(other, row);
  return termsAt(row).side == <u8>Side.buy ? stop < others : stop > others;
}

/** Joins two heaps; the root that is reached later becomes the first child of the other. */
function meld(a: u32, b: u32): u32 {
  if (a == 0) return b;
  if (b == 0) return a;
  const parent = isBefore(a, b) ? a : b;
  const child = parent == a ? b : a;
  const first = stopAt(parent).child;
  stopAt(child).next = first;
  stopAt(child).prev = parent;
  if (first != 0) stopAt(first).prev = child;
  stopAt(parent).child = child;
  stopAt(parent).next = 0;
  stopAt(parent).prev = 0;
  return parent;
}

/** Joins siblings into one heap: in pairs from the left, then the pairs from the right. */
function meldSiblings(first: u32): u32 {
  let pairs: u32 = 0;
  for (let row = first; row != 0; ) {
    const second = stopAt(row).next;
    const rest = second == 0 ? 0 : stopAt(second).next;
    stopAt(row).next = 0;
    if (second != 0) stopAt(second).next = 0;
    const pair = meld(row, second);
    stopAt(pair).next = pairs;
    pairs = pair;
    row = rest;
  }
  let heap: u32 = 0;
  while (pairs != 0) {
    const rest = stopAt(pairs).next;
    stopAt(pairs).next = 0;
    heap = meld(heap, pairs);
    pairs = rest;
  }
  if (heap != 0) stopAt(heap).prev = 0;
  return heap;
}

/** The order, which has its name, side and market, waits for a price from now on. */
export function armStop(row: u32, stop: i64, by: u8): void {
  const terms = termsAt(row);
  const market = marketAt(terms.market);
  const heap = heapOf(terms.side, by);
  terms.waiting = 1;
  stopAt(row).stop = stop;
  stopAt(row).by = by;
  shard.waitingOrders++;
  const root = rootAt(market, heap);
  store<u32>(root, meld(load<u32>(root), row));
  noteNext(market, heap);
  if (by == <u8>StopBy.mark) keepQuietWithin(market);
}

/** The order waits no more. */
export function disarmStop(row: u32): void {
  const terms = termsAt(row);
  const market = marketAt(terms.market);
  const own = stopAt(row);
  const heap = heapOf(terms.side, own.by);
  const root = rootAt(market, heap);
  let left = meldSiblings(own.child);
  if (load<u32>(root) != row) {
    detach(row, own);
    left = meld(load<u32>(root), left);
  }
  store<u32>(root, left);
  own.child = 0;
  own.next = 0;
  own.prev = 0;
  terms.waiting = 0;
  shard.waitingOrders--;
  noteNext(market, heap);
}

function detach(row: u32, own: OrderStop): void {
  const prev = stopAt(own.prev);
  if (prev.child == row) prev.child = own.next;
  else prev.next = own.next;
  if (own.next != 0) stopAt(own.next).prev = own.prev;
}

/** The price that stops of that kind watch; 0: there is none yet. */
export function referenceOf(market: Market, by: u32): i64 {
  return by == StopBy.mark ? market.mark : market.lastFill;
}

/** Whether a stop is reached by that price. */
export function reaches(price: i64, side: u32, stop: i64): bool {
  if (price == 0) return false;
  return side == Side.buy ? price >= stop : price <= stop;
}

/** The first order of a market whose stop is reached, 0 when there is none; `byMark` false: the mark is no reference now. */
export function firstReached(market: Market, byMark: bool): u32 {
  for (let side: u32 = Side.buy; side <= <u32>Side.sell; side++) {
    for (let by: u32 = byMark ? StopBy.mark : StopBy.last; by <= <u32>StopBy.last; by++) {
      const root = load<u32>(rootAt(market, heapOf(side, by)));
      if (root != 0 && reaches(referenceOf(market, by), side, stopAt(root).stop)) return root;
    }
  }
  return 0;
}

/** Whether any order of the market waits for its stop. */
export function hasStops(market: Market): bool {
  return (load<u64>(rootAt(market, 0)) | load<u64>(rootAt(market, 2))) != 0;
}

/** The mark has moved. */
export function noteMark(row: u32, market: Market, mark: i64): void {
  if (mark >= market.stopAbove || mark <= market.stopBelow) noteReached(row, market);
}

/** A fill in the book that is a last trade, whoever traded. */
export function noteTrade(row: u32, market: Market, price: i64): void {
  market.lastFill = price;
  if (price >= market.lastAbove || price <= market.lastBelow) noteReached(row, market);
}

/** The market may be such from now on that stops of it go: they are looked at once the command has been evaluated. */
export function noteOpened(row: u32, market: Market): void {
  if (hasStops(market)) noteReached(row, market);
}

/** The lowest market that is to be looked at, if any is. */
let lowest: u32 = 0;

function noteReached(row: u32, market: Market): void {
  if (market.stopsReached) return;
  market.stopsReached = 1;
  if (shard.stopMarkets == 0 || row < lowest) lowest = row;
  shard.stopMarkets++;
  wakeBy(now);
}

/** The lowest market that is to be looked at; there is one. */
export function firstNoted(): u32 {
  while (!marketAt(lowest).stopsReached) lowest++;
  return lowest;
}

/** No stop of the market is reached, or none may go as it is. */
export function forgetReached(market: Market): void {
  market.stopsReached = 0;
  shard.stopMarkets--;
}

/** Each heap is in order, its root's price known, and its orders of that market, side and reference; returns how many, −1: not so. */
export function stopsHeld(row: u32, market: Market): i64 {
  let count: i64 = 0;
  for (let heap: u32 = 0; heap < HEAPS; heap++) {
    const root = load<u32>(rootAt(market, heap));
    const none = heap & 1 ? NO_SELL : NO_BUY;
    if (load<i64>(nextAt(market, heap)) != (root == 0 ? none : stopAt(root).stop)) return -1;
    const found = countHeap(root, row, heap);
    if (found < 0) return -1;
    count += found;
  }
  return count;
}

function countHeap(root: u32, market: u32, heap: u32): i64 {
  let count: i64 = 0;
  for (let at = root; at != 0; at = nextInHeap(root, at)) {
    const terms = termsAt(at);
    if (!terms.waiting || terms.market != market || heapOf(terms.side, stopAt(at).by) != heap) return -1;
    if (orderAt(at).quantity <= 0 || (at != root && isBefore(at, root))) return -1;
    const child = stopAt(at).child;
    if (child != 0 && isBefore(child, at)) return -1;
    count++;
  }
  return count;
}

/** The next of a walk over a heap, which may be as deep as it has rows: a row, its children, its next sibling. */
function nextInHeap(root: u32, at: u32): u32 {
  if (stopAt(at).child != 0) return stopAt(at).child;
  for (let row = at; row != root; row = stopAt(row).prev) {
    if (stopAt(row).next != 0) return stopAt(row).next;
    // Back to the first of its siblings: before it stands their parent.
    while (stopAt(stopAt(row).prev).child != row) row = stopAt(row).prev;
  }
  return 0;
}
