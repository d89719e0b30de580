/**
 * Resting reduce-only orders sum to no more than the position that they reduce, so that the book shows, and what reads its depth
 * counts, only what can trade (rules: book 19).
 */
import {
  changedCount,
  firstReduceOnly,
  forgetBounded,
  reducibleOf,
  reduceOnlyListed,
  reduceOnlyLots,
  rowAt,
} from "../book/reduce-only-sums";
import { quantityIn } from "../ledger/position";
import { CancelReason, EventType } from "../memory/abi";
import { accountAt, orderAt, passScratch, termsAt } from "../memory/arena";
import { reduceOnlyChanged } from "../memory/derived";
import { MANY, sortByDigits } from "../memory/digits";
import { cancelOrder, orderEvent, shrinkResting } from "./resting-orders";

/** What is over when an order comes to rest: more than the others of its side leave of the position. */
export function lotsBeyond(row: u32): i64 {
  const terms = termsAt(row);
  const account = orderAt(row).account;
  const most = reducibleOf(quantityIn(accountAt(account), terms.market), terms.side);
  const left = max<i64>(0, most - reduceOnlyLots(account, terms.market, terms.side));
  return max<i64>(0, orderAt(row).quantity - left);
}

/** Inlined: after most commands there is nothing to cut. */
export class ReduceOnlyOrders {
  /** Cuts those of all accounts whose positions have changed: accounts by index, their markets by index. */
  @inline
  static cut(): void {
    if (changedCount != 0) cutListed();
  }
}

function cutListed(): void {
  const count = changedCount;
  if (count > 1) sort(count);
  for (let i: u32 = 0; i < count; i++) cutAccount(listedAt(i));
  forgetBounded();
}

function placeOf(i: u32): usize {
  return reduceOnlyChanged + ((<usize>i) << 2);
}

function listedAt(i: u32): u32 {
  return load<u32>(placeOf(i));
}

/** By index: a few by comparing them, many by their digits. */
function sort(count: u32): void {
  if (count > MANY) {
    sortByDigits<u32>(reduceOnlyChanged, passScratch, count, 0);
    return;
  }
  for (let i: u32 = 1; i < count; i++) {
    const account = listedAt(i);
    let at = i;
    for (; at > 0 && listedAt(at - 1) > account; at--) store<u32>(placeOf(at), listedAt(at - 1));
    store<u32>(placeOf(at), account);
  }
}

function cutAccount(account: u32): void {
  for (let at = firstReduceOnly(account); at != 0; ) {
    const next = rowAt(at).next;
    cutRow(at, reducibleOf(quantityIn(accountAt(account), rowAt(at).market), rowAt(at).side));
    at = next;
  }
}

/** The youngest go first; of the last that is cut the rest keeps its place. */
function cutRow(at: u32, most: i64): void {
  for (let over = rowAt(at).sum - most; over > 0; ) {
    const order = rowAt(at).last;
    const quantity = orderAt(order).quantity;
    if (over < quantity) {
      orderEvent(EventType.cancelled, order, over, CancelReason.reduceOnly);
      shrinkResting(order, over);
      return;
    }
    over -= quantity;
    cancelOrder(order, CancelReason.reduceOnly);
  }
}

/** They are what the account's list has, and no more than they can reduce. */
export function reduceOnlyBounded(account: u32): bool {
  for (let at = firstReduceOnly(account); at != 0; at = rowAt(at).next) {
    const row = rowAt(at);
    if (row.sum > reducibleOf(quantityIn(accountAt(account), row.market), row.side)) return false;
  }
  return reduceOnlyListed(account, accountAt(account));
}
