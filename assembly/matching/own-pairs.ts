/**
 * Before an auction finds its price, what would meet its own account goes, so that nobody moves the price by orders that he would
 * fill himself (rules: book 17). Both orders of such a pair lie where the book is crossed: what lies there is threaded into a list an
 * account and side, the best first, and each account's two lists are gone through once.
 *
 *   passScratch   an account's first bid and first ask      ownLinks   the next of an order      crossingBits   which accounts have any
 */
import { isYounger } from "../book/admission-order";
import { bestLevel, bestTick, betterLevel, nextLevel, otherSide, tickAt } from "../book/ladder";
import { CancelReason, Market, NONE, Side } from "../memory/abi";
import { nextAccount, holdsAccount, putAccount, takeAccount } from "../memory/account-sets";
import { levelAt, orderAt, passScratch, termsAt } from "../memory/arena";
import { crossingBits, ownLinks } from "../memory/derived";
import { cancelOrder } from "./resting-orders";

/** Of each account, by index: while its best bid reaches its best ask, the younger of the two is cancelled. */
export function cancelOwnPairs(market: Market): void {
  gather(market, Side.buy, bestTick(market, Side.sell));
  gather(market, Side.sell, bestTick(market, Side.buy));
  for (let account = nextAccount(crossingBits, 0); account != NONE; ) {
    takeAccount(crossingBits, account);
    cancelPairs(account);
    account = nextAccount(crossingBits, account + 1);
  }
}

function firstOf(account: u32, side: Side): usize {
  return passScratch + ((<usize>account) << 3) + ((<usize>side) << 2);
}

function linkOf(row: u32): usize {
  return ownLinks + ((<usize>row) << 2);
}

/** Threads the orders of a side up to a tick, from the last to the first, so that each account's first comes to stand in front. */
function gather(market: Market, side: Side, last: i64): void {
  let level = bestLevel(market, side);
  for (let next = nextLevel(level); next != 0 && reaches(side, tickAt(next), last); next = nextLevel(next))
    level = next;
  for (; level != 0; level = betterLevel(level)) {
    for (let row = levelAt(level).tail; row != 0; row = orderAt(row).prev) {
      const account = orderAt(row).account;
      if (!holdsAccount(crossingBits, account)) {
        putAccount(crossingBits, account);
        store<u32>(firstOf(account, side), 0);
        store<u32>(firstOf(account, otherSide(side)), 0);
      }
      store<u32>(linkOf(row), load<u32>(firstOf(account, side)));
      store<u32>(firstOf(account, side), row);
    }
  }
}

/** Whether a tick of a side is one that the other side's best may meet. */
function reaches(side: Side, tick: i64, other: i64): bool {
  return side == Side.buy ? tick >= other : tick <= other;
}

function cancelPairs(account: u32): void {
  let bid = load<u32>(firstOf(account, Side.buy));
  let ask = load<u32>(firstOf(account, Side.sell));
  while (bid != 0 && ask != 0 && termsAt(bid).price >= termsAt(ask).price) {
    const younger = isYounger(bid, ask) ? bid : ask;
    const next = load<u32>(linkOf(younger));
    if (younger == bid) bid = next;
    else ask = next;
    cancelOrder(younger, CancelReason.selfTrade);
  }
}
