/**
 * Lists in which works, cases, balances and slices are found by what concerns them, so that what happens in one market looks at
 * nobody else. They follow from the rows of state, and are no state themselves.
 *
 *   market ─► works · balances that it prices, of accounts with a case · slices that are out, by number
 *             offers of longs, of shorts: heaps, the lowest case number at the root (memory/offer-heaps)
 *   domain ─► cases whose takeover the fund's floor holds up
 */
import { Account, COLLATERALS_MAX } from "./abi";
import { accountAt, caseAt, legAt, sliceAt, workAt } from "./arena";
import { domainLists, heldLinks, marketLists, outLinks, pledgedLinks, workCases, workLinks } from "./derived";
import { firstOf, nextOf, putIn, takeFrom } from "./row-list";

/** First rows of a market's lists, and roots of its heaps. */
@unmanaged
export class MarketLists {
  works: u32;
  pledged: u32;
  out: u32;
  longs: u32;
  shorts: u32;
}

export function listsOfMarket(row: u32): MarketLists {
  return changetype<MarketLists>(marketLists + <usize>row * offsetof<MarketLists>());
}

function worksOf(market: u32): usize {
  return changetype<usize>(listsOfMarket(market)) + offsetof<MarketLists>("works");
}
function pledgedOf(market: u32): usize {
  return changetype<usize>(listsOfMarket(market)) + offsetof<MarketLists>("pledged");
}
function outOf(market: u32): usize {
  return changetype<usize>(listsOfMarket(market)) + offsetof<MarketLists>("out");
}
function heldOf(domain: u32): usize {
  return domainLists + ((<usize>domain) << 2);
}

/** The row of the case that a work belongs to; 0 for the work of `@liquidation`. */
export function caseOfWork(row: u32): u32 {
  return load<u32>(workCases + ((<usize>row) << 2));
}

/** A case has begun to work on a leg: its work is found by its market. */
export function listWork(row: u32, caseRow: u32): void {
  store<u32>(workCases + ((<usize>row) << 2), caseRow);
  putIn(worksOf(workAt(row).market), workLinks, row);
}

/** The case closes. */
export function unlistWork(row: u32): void {
  const market = workAt(row).market;
  takeFrom(worksOf(market), workLinks, row);
  store<u32>(workCases + ((<usize>row) << 2), 0);
}

export function firstWorkIn(market: u32): u32 {
  return firstOf(worksOf(market));
}

export function nextWorkIn(row: u32): u32 {
  return nextOf(worksOf(workAt(row).market), workLinks, row);
}

/** The fund's floor holds up the takeover of a case, which nobody has been told of yet that it no longer does. */
export function hold(row: u32): void {
  putIn(heldOf(accountAt(caseAt(row).account).domain), heldLinks, row);
}

export function release(row: u32): void {
  takeFrom(heldOf(accountAt(caseAt(row).account).domain), heldLinks, row);
}

export function firstHeld(domain: u32): u32 {
  return firstOf(heldOf(domain));
}

/** A balance of a case's account, by case and asset: so there are links for cases alone. */
function pledgeOf(balance: u32): u32 {
  const caseRow = accountAt(legAt(balance).account).caseRow;
  return caseRow * <u32>COLLATERALS_MAX + legAt(balance).asset - 1;
}

/** The case of a pledge. */
export function caseOfPledge(pledge: u32): u32 {
  return pledge / <u32>COLLATERALS_MAX;
}

/** The account that holds a balance has a case. */
export function pledge(balance: u32): void {
  putIn(pledgedOf(legAt(balance).market), pledgedLinks, pledgeOf(balance));
}

/** The balance goes, or the case. */
export function redeem(balance: u32): void {
  takeFrom(pledgedOf(legAt(balance).market), pledgedLinks, pledgeOf(balance));
}

/** A case opens: its account's balances are found by the markets that price them. */
export function pledgeAll(account: Account): void {
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) pledge(row);
}

/** A case closes. */
export function unlistCase(row: u32): void {
  release(row);
  const account = accountAt(caseAt(row).account);
  for (let balance = account.firstBalance; balance != 0; balance = legAt(balance).nextLeg) redeem(balance);
}

/** The first balance that a market prices, of an account with a case: 0 when there is none. */
export function firstPledgeIn(market: u32): u32 {
  return firstOf(pledgedOf(market));
}

export function nextPledgeIn(market: u32, pledge: u32): u32 {
  return nextOf(pledgedOf(market), pledgedLinks, pledge);
}

/** A slice goes out: the latest of its market. */
export function listOut(row: u32): void {
  putIn(outOf(sliceAt(row).market), outLinks, row);
}

/** It is over, is being cancelled, or the venue is silent about it. */
export function unlistOut(row: u32): void {
  takeFrom(outOf(sliceAt(row).market), outLinks, row);
}

/** The earliest slice of a market that is out and not being cancelled; 0 when there is none. */
export function firstOutIn(market: u32): u32 {
  return firstOf(outOf(market));
}

export function nextOutIn(market: u32, row: u32): u32 {
  return nextOf(outOf(market), outLinks, row);
}
