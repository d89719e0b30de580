/**
 * An account's resting reduce-only orders: of each side and market in which it has any a row with their sum and a list of them, in
 * the order of the account's own list, so that they are bounded by its position without a look at its other orders (rules: book 19).
 * The rows of an account hang together by market, bids before asks. Few accounts have any: `bounded` says which.
 *
 *   account ─► row of a side and market ─► the next one      a row: sum, first and last order
 *                 └► order ⇄ order ⇄ order                   an order's link: next, prev, its row
 *
 * Accounts whose positions have changed in a command are listed, and looked at before and after its evaluation.
 */
import { Account, OrderTerms, REDUCE_ONLY_BYTES, ReduceOnly, Side } from "../memory/abi";
import { accountAt, clear, orderAt, termsAt } from "../memory/arena";
import {
  REDUCE_ONLY_LINK_BYTES,
  reduceOnlyChanged,
  reduceOnlyFirst,
  reduceOnlyLinks,
  reduceOnlyRows,
} from "../memory/derived";
import { magnitude } from "../numbers/fixed";

/** An account's `bounded`: it has such orders; it is listed. */
const HAS: u8 = 1;
const LISTED: u8 = 2;

/** How many accounts are listed. */
export let changedCount: u32 = 0;

export function rowAt(row: u32): ReduceOnly {
  return changetype<ReduceOnly>(reduceOnlyRows + <usize>row * REDUCE_ONLY_BYTES);
}

function nextAt(order: u32): usize {
  return reduceOnlyLinks + <usize>order * REDUCE_ONLY_LINK_BYTES;
}

function firstAt(account: u32): usize {
  return reduceOnlyFirst + ((<usize>account) << 2);
}

/** The account's first row; 0: it has no such orders. */
export function firstReduceOnly(account: u32): u32 {
  return load<u32>(firstAt(account));
}

/** Σ of the account's resting reduce-only orders of a side in a market. */
export function reduceOnlyLots(account: u32, market: u32, side: Side): i64 {
  for (let row = firstReduceOnly(account); row != 0; row = rowAt(row).next) {
    if (rowAt(row).market == market && rowAt(row).side == <u8>side) return rowAt(row).sum;
  }
  return 0;
}

/** The order has come to the end of its account's list. */
export function addReduceOnly(order: u32): void {
  const terms = termsAt(order);
  const account = orderAt(order).account;
  accountAt(account).bounded |= HAS;
  const at = findRow(account, terms.market, terms.side);
  const row = rowAt(at);
  row.sum += orderAt(order).quantity;
  const last = row.last;
  if (last == 0) row.first = order;
  else store<u32>(nextAt(last), order);
  store<u32>(nextAt(order), 0);
  store<u32>(nextAt(order), last, 4);
  store<u32>(nextAt(order), at, 8);
  row.last = order;
}

/** So much of a resting order is no longer open. */
export function reduceReduceOnly(order: u32, quantity: i64): void {
  rowAt(load<u32>(nextAt(order), 8)).sum -= quantity;
}

/** The order, which still has its quantity, leaves its account's list. */
export function dropReduceOnly(order: u32): void {
  const at = load<u32>(nextAt(order), 8);
  const row = rowAt(at);
  row.sum -= orderAt(order).quantity;
  const next = load<u32>(nextAt(order));
  const prev = load<u32>(nextAt(order), 4);
  if (prev == 0) row.first = next;
  else store<u32>(nextAt(prev), next);
  if (next == 0) row.last = prev;
  else store<u32>(nextAt(next), prev, 4);
  if (row.first == 0) dropRow(orderAt(order).account, at);
}

/** The account's row of a side and market, made where there is none. */
function findRow(account: u32, market: u32, side: u8): u32 {
  let before = firstAt(account);
  let at = load<u32>(before);
  while (at != 0) {
    const row = rowAt(at);
    if (row.market == market && row.side == side) return at;
    if (row.market > market || (row.market == market && row.side > side)) break;
    before = changetype<usize>(row) + offsetof<ReduceOnly>("next");
    at = row.next;
  }
  const made = takeRow();
  rowAt(made).market = market;
  rowAt(made).side = side;
  rowAt(made).next = at;
  store<u32>(before, made);
  return made;
}

function dropRow(account: u32, at: u32): void {
  let before = firstAt(account);
  while (load<u32>(before) != at)
    before = changetype<usize>(rowAt(load<u32>(before))) + offsetof<ReduceOnly>("next");
  store<u32>(before, rowAt(at).next);
  clear(changetype<usize>(rowAt(at)), REDUCE_ONLY_BYTES);
  rowAt(at).next = rowAt(0).next;
  rowAt(0).next = at;
  if (firstReduceOnly(account) == 0) accountAt(account).bounded &= ~HAS;
}

/** Rows that were given back hang behind row 0, which also knows how many were ever taken: there are as many as orders. */
function takeRow(): u32 {
  const head = rowAt(0);
  const free = head.next;
  if (free == 0) return ++head.first;
  head.next = rowAt(free).next;
  rowAt(free).next = 0;
  return free;
}

/** A position of an account that has such orders changes. */
export function noteBounded(row: u32, account: Account): void {
  if (account.bounded & LISTED) return;
  account.bounded |= LISTED;
  store<u32>(reduceOnlyChanged + ((<usize>changedCount) << 2), row);
  changedCount++;
}

/** All that is listed is looked at now. */
export function forgetBounded(): void {
  for (let i: u32 = 0; i < changedCount; i++)
    accountAt(load<u32>(reduceOnlyChanged + ((<usize>i) << 2))).bounded &= ~LISTED;
  changedCount = 0;
}

/** The rows of an account, which has some where `bounded` says so, agree with its list of orders. */
export function reduceOnlyListed(row: u32, account: Account): bool {
  let listed: u32 = 0;
  for (let at = firstReduceOnly(row); at != 0; at = rowAt(at).next) {
    let sum: i64 = 0;
    for (let order = rowAt(at).first; order != 0; order = load<u32>(nextAt(order))) {
      sum += orderAt(order).quantity;
      if (load<u32>(nextAt(order), 8) != at || !isOf(termsAt(order), at)) return false;
      listed++;
    }
    if (sum != rowAt(at).sum || sum <= 0) return false;
  }
  for (let order = account.firstOrder; order != 0; order = termsAt(order).accountNext) {
    if (termsAt(order).reduceOnly && !termsAt(order).waiting) listed--;
  }
  return listed == 0 && account.bounded == (firstReduceOnly(row) == 0 ? 0 : HAS);
}

function isOf(terms: OrderTerms, at: u32): bool {
  return terms.market == rowAt(at).market && terms.side == rowAt(at).side && terms.reduceOnly != 0;
}

/** The most that rows of a side may sum to: what they reduce of a position. */
export function reducibleOf(quantity: i64, side: u8): i64 {
  return quantity < 0 == (side == <u8>Side.sell) ? 0 : magnitude(quantity);
}
