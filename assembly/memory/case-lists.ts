/**
 * Lists in which works and cases are found by what concerns them, so that what happens in one market looks at nobody else:
 * works by market, offers by market and side; by domain cases whose takeover the fund's floor holds up,
 * and cases of accounts with collateral. They follow from the rows of state, and are no state themselves.
 *
 *   market ─► works ⇄ …        offers of longs, of shorts: heaps, the lowest case number at the root
 *   domain ─► held cases ⇄ …   cases with collateral ⇄ …
 */
import { Account, Work, WORK_BYTES } from "./abi";
import { accountAt, caseAt, domainAt, marketAt, shard, workAt } from "./arena";
import { caseLinks, domainLists, marketLists, workLinks } from "./derived";

@unmanaged
class WorkLink {
  case: u32;
  /** In its market's list. */
  next: u32;
  prev: u32;
  /** In its heap of offers; `offered`: whether it is in one, of longs 1, of shorts 2. */
  child: u32;
  sibling: u32;
  before: u32;
  offered: u32;
}

@unmanaged
class CaseLink {
  nextHeld: u32;
  prevHeld: u32;
  nextPledged: u32;
  prevPledged: u32;
  isHeld: u32;
  isPledged: u32;
}

@unmanaged
class MarketLists {
  works: u32;
  longs: u32;
  shorts: u32;
}

@unmanaged
class DomainLists {
  held: u32;
  pledged: u32;
}

function workLinkAt(row: u32): WorkLink {
  return changetype<WorkLink>(workLinks + ((<usize>row) << 5));
}
function caseLinkAt(row: u32): CaseLink {
  return changetype<CaseLink>(caseLinks + ((<usize>row) << 5));
}
function listsOfMarket(row: u32): MarketLists {
  return changetype<MarketLists>(marketLists + ((<usize>row) << 4));
}
function listsOfDomain(row: u32): DomainLists {
  return changetype<DomainLists>(domainLists + ((<usize>row) << 3));
}

/** A case has begun to work on a leg: its work is found by its market. */
export function listWork(row: u32, caseRow: u32): void {
  const link = workLinkAt(row);
  const lists = listsOfMarket(workAt(row).market);
  link.case = caseRow;
  link.prev = 0;
  link.next = lists.works;
  if (lists.works != 0) workLinkAt(lists.works).prev = row;
  lists.works = row;
}

/** The case closes. */
export function unlistWork(row: u32): void {
  const link = workLinkAt(row);
  if (link.prev == 0) listsOfMarket(workAt(row).market).works = link.next;
  else workLinkAt(link.prev).next = link.next;
  if (link.next != 0) workLinkAt(link.next).prev = link.prev;
  link.case = 0;
}

export function firstWorkIn(market: u32): u32 {
  return listsOfMarket(market).works;
}

export function nextWorkIn(row: u32): u32 {
  return workLinkAt(row).next;
}

/** The row of the case that a work belongs to. */
export function caseOfWork(row: u32): u32 {
  return workLinkAt(row).case;
}

/** Puts a work among its market's offers, if its domain's cases cross, and it wants to close something and is not there. */
export function offer(row: u32): void {
  const work = workAt(row);
  const wanted = work.wanted;
  if (wanted == 0 || !domainAt(marketAt(work.market).domain).crossInside) return;
  const link = workLinkAt(row);
  if (link.case == 0 || link.offered != 0) return;
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
  const link = workLinkAt(row);
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
  const comes = caseAt(workLinkAt(a).case).number < caseAt(workLinkAt(b).case).number;
  const parent = workLinkAt(comes ? a : b);
  const child = workLinkAt(comes ? b : a);
  child.sibling = parent.child;
  child.before = comes ? a : b;
  if (parent.child != 0) workLinkAt(parent.child).before = comes ? b : a;
  parent.child = comes ? b : a;
  parent.sibling = 0;
  parent.before = 0;
  return comes ? a : b;
}

/** As in triggers/trigger-heap: in pairs from the left, then the pairs from the right. */
function meldSiblings(first: u32): u32 {
  let pairs: u32 = 0;
  for (let row = first; row != 0; ) {
    const second = workLinkAt(row).sibling;
    const rest = second == 0 ? 0 : workLinkAt(second).sibling;
    workLinkAt(row).sibling = 0;
    if (second != 0) workLinkAt(second).sibling = 0;
    const pair = meld(row, second);
    workLinkAt(pair).sibling = pairs;
    pairs = pair;
    row = rest;
  }
  let heap: u32 = 0;
  while (pairs != 0) {
    const rest = workLinkAt(pairs).sibling;
    workLinkAt(pairs).sibling = 0;
    heap = meld(heap, pairs);
    pairs = rest;
  }
  if (heap != 0) workLinkAt(heap).before = 0;
  return heap;
}

function takeOut(root: u32, row: u32): u32 {
  const link = workLinkAt(row);
  const below = meldSiblings(link.child);
  link.child = 0;
  if (root == row) return below;
  const before = workLinkAt(link.before);
  if (before.child == row) before.child = link.sibling;
  else before.sibling = link.sibling;
  if (link.sibling != 0) workLinkAt(link.sibling).before = link.before;
  link.sibling = 0;
  link.before = 0;
  return meld(root, below);
}

/** The fund's floor holds up the takeover of a case, which nobody has been told of yet that it no longer does. */
export function hold(row: u32): void {
  const link = caseLinkAt(row);
  if (link.isHeld) return;
  const lists = listsOfDomain(accountAt(caseAt(row).account).domain);
  link.isHeld = 1;
  link.prevHeld = 0;
  link.nextHeld = lists.held;
  if (lists.held != 0) caseLinkAt(lists.held).prevHeld = row;
  lists.held = row;
}

export function release(row: u32): void {
  const link = caseLinkAt(row);
  if (!link.isHeld) return;
  link.isHeld = 0;
  if (link.prevHeld == 0) listsOfDomain(accountAt(caseAt(row).account).domain).held = link.nextHeld;
  else caseLinkAt(link.prevHeld).nextHeld = link.nextHeld;
  if (link.nextHeld != 0) caseLinkAt(link.nextHeld).prevHeld = link.prevHeld;
}

export function firstHeld(domain: u32): u32 {
  return listsOfDomain(domain).held;
}

/** The account of a case has collateral. */
export function pledge(row: u32): void {
  const link = caseLinkAt(row);
  if (row == 0 || link.isPledged) return;
  const lists = listsOfDomain(accountAt(caseAt(row).account).domain);
  link.isPledged = 1;
  link.prevPledged = 0;
  link.nextPledged = lists.pledged;
  if (lists.pledged != 0) caseLinkAt(lists.pledged).prevPledged = row;
  lists.pledged = row;
}

/** A case closes. */
export function unlistCase(row: u32): void {
  release(row);
  const link = caseLinkAt(row);
  if (!link.isPledged) return;
  link.isPledged = 0;
  if (link.prevPledged == 0) listsOfDomain(accountAt(caseAt(row).account).domain).pledged = link.nextPledged;
  else caseLinkAt(link.prevPledged).nextPledged = link.nextPledged;
  if (link.nextPledged != 0) caseLinkAt(link.nextPledged).prevPledged = link.prevPledged;
}

export function firstPledged(domain: u32): u32 {
  return listsOfDomain(domain).pledged;
}

export function nextPledged(row: u32): u32 {
  return caseLinkAt(row).nextPledged;
}
