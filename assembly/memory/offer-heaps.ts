/**
 * What works want to close, by market and side, for cases of the other side to cross with (cases/offers, liquidation/cross-inside):
 * pairing heaps threaded through a table by work, the lowest case number at the root.
 */
import { Account, Work, WORK_BYTES } from "./abi";
import { caseAt, domainAt, marketAt, shard, workAt } from "./arena";
import { caseOfWork, firstWorkIn, listsOfMarket, nextWorkIn } from "./case-lists";
import { offerLinks } from "./derived";

/** A work's place in a heap; `offered`: whether it is in one, of longs 1, of shorts 2. */
@unmanaged
class OfferLink {
  child: u32;
  sibling: u32;
  before: u32;
  offered: u32;
}

function linkAt(row: u32): OfferLink {
  return changetype<OfferLink>(offerLinks + ((<usize>row) << 4));
}

/** Puts a work among its market's offers, if its domain's cases cross, and it wants to close something and is not there. */
export function offer(row: u32): void {
  const work = workAt(row);
  const wanted = work.wanted;
  if (wanted == 0 || !domainAt(marketAt(work.market).domain).crossInside) return;
  const link = linkAt(row);
  if (caseOfWork(row) == 0 || link.offered != 0) return;
  link.offered = wanted > 0 ? 1 : 2;
  link.child = 0;
  link.sibling = 0;
  link.before = 0;
  const lists = listsOfMarket(workAt(row).market);
  if (wanted > 0) lists.longs = meld(lists.longs, row);
  else lists.shorts = meld(lists.shorts, row);
}

/** The row of a work: rows stand one behind the other. */
export function rowOfWork(work: Work): u32 {
  return <u32>((changetype<usize>(work) - changetype<usize>(workAt(0))) / WORK_BYTES);
}

/** The same of a work whose row number is not at hand. */
export function offerWork(work: Work): void {
  if (work.wanted != 0) offer(rowOfWork(work));
}

/** Puts all works of a domain among the offers, whose cases cross from now on. */
export function offerAllOf(domain: u32): void {
  for (let market: u32 = 0; market < shard.markets; market++) {
    if (marketAt(market).domain != domain) continue;
    for (let row = firstWorkIn(market); row != 0; row = nextWorkIn(row)) offer(row);
  }
}

/** Takes a work from among the offers, if it is there. */
export function withdraw(row: u32): void {
  const link = linkAt(row);
  if (link.offered == 0) return;
  const lists = listsOfMarket(workAt(row).market);
  if (link.offered == 1) lists.longs = takeOut(lists.longs, row);
  else lists.shorts = takeOut(lists.shorts, row);
  link.offered = 0;
}

/** A case's leg has come back, or changed sides: what its work wants may be had again. */
export function offerAgain(account: Account, market: u32): void {
  if (account.caseRow == 0) return;
  let row = caseAt(account.caseRow).firstWork;
  while (row != 0 && workAt(row).market < market) row = workAt(row).next;
  if (row != 0 && workAt(row).market == market) offer(row);
}

/** The offer of the lowest case number on a side of a market, 0 when there is none. */
export function firstOffer(market: u32, longs: bool): u32 {
  return longs ? listsOfMarket(market).longs : listsOfMarket(market).shorts;
}

function meld(a: u32, b: u32): u32 {
  if (a == 0) return b;
  if (b == 0) return a;
  const comes = caseAt(caseOfWork(a)).number < caseAt(caseOfWork(b)).number;
  const parent = linkAt(comes ? a : b);
  const child = linkAt(comes ? b : a);
  child.sibling = parent.child;
  child.before = comes ? a : b;
  if (parent.child != 0) linkAt(parent.child).before = comes ? b : a;
  parent.child = comes ? b : a;
  parent.sibling = 0;
  parent.before = 0;
  return comes ? a : b;
}

/** As in triggers/trigger-heap: in pairs from the left, then the pairs from the right. */
function meldSiblings(first: u32): u32 {
  let pairs: u32 = 0;
  for (let row = first; row != 0; ) {
    const second = linkAt(row).sibling;
    const rest = second == 0 ? 0 : linkAt(second).sibling;
    linkAt(row).sibling = 0;
    if (second != 0) linkAt(second).sibling = 0;
    const pair = meld(row, second);
    linkAt(pair).sibling = pairs;
    pairs = pair;
    row = rest;
  }
  let heap: u32 = 0;
  while (pairs != 0) {
    const rest = linkAt(pairs).sibling;
    linkAt(pairs).sibling = 0;
    heap = meld(heap, pairs);
    pairs = rest;
  }
  if (heap != 0) linkAt(heap).before = 0;
  return heap;
}

function takeOut(root: u32, row: u32): u32 {
  const link = linkAt(row);
  const below = meldSiblings(link.child);
  link.child = 0;
  if (root == row) return below;
  const before = linkAt(link.before);
  if (before.child == row) before.child = link.sibling;
  else before.sibling = link.sibling;
  if (link.sibling != 0) linkAt(link.sibling).before = link.before;
  link.sibling = 0;
  link.before = 0;
  return meld(root, below);
}
