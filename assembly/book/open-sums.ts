/**
 * Sums of an account's open orders, market by market: lots a side and notional, so that an order is judged without a walk over the
 * others. Most accounts have orders in one market, and their sums stand in the account's own row; from the second market on each has
 * a row of `OpenSums`, in a list, until it has no more orders there.
 *
 *   account.openMarket     0: no orders · market + 1: the account's own sums are of that market · SEVERAL | row: the first row
 */
import { notionalOfLots } from "../market/value";
import { Account, Kind, OPEN_SUMS_BYTES, OpenSums, OrderTerms, Pair, Side } from "../memory/abi";
import { clear, marketAt, orderAt, termsAt } from "../memory/arena";
import { openSums } from "../memory/derived";
import { DEBUGGING, planted } from "../memory/pairs";

/** The bit of `openMarket` that says that sums stand in rows: what is left of it is the first. */
const SEVERAL: u32 = 0x80000000;

function sumsAt(row: u32): OpenSums {
  return changetype<OpenSums>(openSums + <usize>row * OPEN_SUMS_BYTES);
}

/** Whether the account has no open orders but in that market, so that its own sums are those of the market. */
export function opensOnlyIn(account: Account, market: u32): bool {
  return account.openMarket == 0 || account.openMarket == market + 1;
}

/** The first row of an account with orders in several markets; 0: it has them in one at most. */
export function firstSums(account: Account): u32 {
  return account.openMarket & SEVERAL ? account.openMarket & ~SEVERAL : 0;
}

/** The sums of a row, from its market on. */
export function sumsOf(row: u32): OpenSums {
  return sumsAt(row);
}

/** Σ lots of the account's open orders of a side in a market. */
export function openLots(account: Account, market: u32, side: Side): i64 {
  if (!(account.openMarket & SEVERAL)) {
    if (account.openMarket != market + 1) return 0;
    return side == Side.buy ? account.bids : account.asks;
  }
  const row = findSums(account, market);
  if (row == 0) return 0;
  return side == Side.buy ? sumsAt(row).bids : sumsAt(row).asks;
}

function findSums(account: Account, market: u32): u32 {
  let row = account.openMarket & ~SEVERAL;
  while (row != 0 && sumsAt(row).market != market) row = sumsAt(row).next;
  return row;
}

/** Counts an order that rests from now on. */
export function countOpen(account: Account, order: OrderTerms, quantity: i64): void {
  const here = order.market + 1;
  if (account.openMarket == 0) account.openMarket = here;
  else if (account.openMarket != here) {
    if (!(account.openMarket & SEVERAL)) spread(account);
    if (findSums(account, order.market) == 0) addSums(account, order.market);
  }
  changeSums(account, order, 0, quantity);
}

/** Counts a change of an order's open quantity; one left with 0 has left the account's list before. */
export function changeOpen(account: Account, order: OrderTerms, before: i64, after: i64): void {
  if (account.firstOrder != 0) {
    changeSums(account, order, before, after);
    if (after != 0) return;
    if (account.openMarket & SEVERAL) {
      dropEmpty(account, order.market);
      return;
    }
    if ((account.bids | account.asks) != 0) return;
    // Orders that wait for their stops are all that is left in its list.
  }
  forgetSums(account);
}

/** Leaves an open order out of the sums while it is judged anew. */
export function setAside(account: Account, row: u32): void {
  changeSums(account, termsAt(row), orderAt(row).quantity, 0);
}

/** Counts an order again that was set aside. */
export function takeBack(account: Account, row: u32): void {
  changeSums(account, termsAt(row), 0, orderAt(row).quantity);
}

function changeSums(account: Account, order: OrderTerms, before: i64, after: i64): void {
  if (account.openMarket != order.market + 1) {
    changeRow(account, order, before, after);
    return;
  }
  const change = after - before;
  if (DEBUGGING) account.bids += planted(Pair.openSums);
  if (order.side == <u8>Side.buy) account.bids += change;
  else account.asks += change;
  if (!order.reducing) account.openNotional += notionalBetween(order, before, after);
}

function changeRow(account: Account, order: OrderTerms, before: i64, after: i64): void {
  const sums = sumsAt(findSums(account, order.market));
  if (order.side == <u8>Side.buy) sums.bids += after - before;
  else sums.asks += after - before;
  if (!order.reducing) sums.notional += notionalBetween(order, before, after);
}

function notionalBetween(order: OrderTerms, before: i64, after: i64): i64 {
  const market = marketAt(order.market);
  if (market.kind == <u8>Kind.linear) return (after - before) * order.price * market.unit;
  return notionalOfLots(market, after, order.price) - notionalOfLots(market, before, order.price);
}

/** The account has no orders any more. */
function forgetSums(account: Account): void {
  if (account.openMarket & SEVERAL) {
    for (let row = firstSums(account); row != 0; ) {
      const next = sumsAt(row).next;
      giveSums(row);
      row = next;
    }
  }
  account.openMarket = 0;
  account.bids = 0;
  account.asks = 0;
  account.openNotional = 0;
}

/** The account's own sums become a row: it is about to have orders in a second market. */
function spread(account: Account): void {
  const market = account.openMarket - 1;
  const bids = account.bids;
  const asks = account.asks;
  const notional = account.openNotional;
  account.openMarket = SEVERAL;
  account.bids = 0;
  account.asks = 0;
  account.openNotional = 0;
  const sums = sumsAt(addSums(account, market));
  sums.bids = bids;
  sums.asks = asks;
  sums.notional = notional;
}

/** A row at the beginning of the account's list. There are as many as orders, so one is free. */
function addSums(account: Account, market: u32): u32 {
  const row = takeSums();
  const sums = sumsAt(row);
  sums.market = market;
  sums.next = account.openMarket & ~SEVERAL;
  account.openMarket = SEVERAL | row;
  return row;
}

/** Takes a market without orders out of the list; of one that is left alone the sums go back to the account. */
function dropEmpty(account: Account, market: u32): void {
  const row = findSums(account, market);
  if ((sumsAt(row).bids | sumsAt(row).asks) != 0) return;
  let before = account.openMarket & ~SEVERAL;
  if (before == row) account.openMarket = SEVERAL | sumsAt(row).next;
  else {
    while (sumsAt(before).next != row) before = sumsAt(before).next;
    sumsAt(before).next = sumsAt(row).next;
  }
  giveSums(row);
  const left = account.openMarket & ~SEVERAL;
  if (sumsAt(left).next != 0) return;
  const sums = sumsAt(left);
  account.openMarket = sums.market + 1;
  account.bids = sums.bids;
  account.asks = sums.asks;
  account.openNotional = sums.notional;
  giveSums(left);
}

/** Rows that were given back hang in a list from row 0, which also knows how many were ever taken. */
function takeSums(): u32 {
  const head = sumsAt(0);
  const free = head.next;
  if (free == 0) return ++head.market;
  head.next = sumsAt(free).next;
  sumsAt(free).next = 0;
  return free;
}

function giveSums(row: u32): void {
  clear(changetype<usize>(sumsAt(row)), OPEN_SUMS_BYTES);
  sumsAt(row).next = sumsAt(0).next;
  sumsAt(0).next = row;
}

/** Debug build: a walk over the account's orders finds the same sums. */
export function confirmSums(account: Account): void {
  if (account.openMarket & SEVERAL) {
    let several: u32 = 0;
    for (let row = firstSums(account); row != 0; row = sumsAt(row).next) {
      several++;
      confirmMarket(account, sumsAt(row).market, sumsAt(row).bids, sumsAt(row).asks, sumsAt(row).notional);
    }
    assert(several > 1, "an account has a list of sums of one market");
  } else if (account.openMarket != 0) {
    confirmMarket(account, account.openMarket - 1, account.bids, account.asks, account.openNotional);
  }
  for (let row = account.firstOrder; row != 0; row = termsAt(row).accountNext) {
    const terms = termsAt(row);
    if (terms.waiting) continue;
    assert(openLots(account, terms.market, terms.side) != 0, "an open order lies in a market without sums");
  }
}

function confirmMarket(account: Account, market: u32, bids: i64, asks: i64, notional: i64): void {
  for (let row = account.firstOrder; row != 0; row = termsAt(row).accountNext) {
    const terms = termsAt(row);
    if (terms.market != market || terms.waiting) continue;
    const quantity = orderAt(row).quantity;
    if (terms.side == <u8>Side.buy) bids -= quantity;
    else asks -= quantity;
    if (!terms.reducing) notional -= notionalOfLots(marketAt(market), quantity, terms.price);
  }
  assert(bids == 0 && asks == 0, "the lots of open orders are not their sum");
  assert(notional == 0, "the notional of open orders is not their sum");
}
