/**
 * What an FOK order is certain to trade (rules: book 11): a walk along the makers inside its limit and bound, in the order of matching,
 * that keeps count of what their fills would make of the positions. It may find less than would trade, never more.
 *
 * All makers stand on one side, so fills only take from an opposite position: what the walk has taken from a leg is noted beside it
 * (`walkedLegs`, row 0: the number of the walk), and an account without one has nothing to note.
 */
import { bestLevel, nextLevel, otherSide, priceAt } from "../book/ladder";
import { depthReaches } from "../book/depth";
import { findLeg, lotsHeld } from "../ledger/position";
import { measure } from "../margin/requirement";
import { inside } from "../market/price-limits";
import { ACCOUNT_LIQUIDATION, Market, OrderKind, SelfTrade, Side } from "../memory/abi";
import { accountAt, legAt, levelAt, meters, orderAt, termsAt } from "../memory/arena";
import { walkedLegs, WALKED_LEG_BYTES } from "../memory/derived";
import { mayReduceAt } from "./match";
import { oppositeOf, Taker, UNBOUND } from "./taker";

/** The number of this walk, and what it has counted: all, fills of the taker, with its own orders, and with `@liquidation`'s rungs. */
let walk: u64 = 0;
let counted: i64 = 0;
let filled: i64 = 0;
let filledOwn: i64 = 0;
let filledRungs: i64 = 0;

/** Whether all of an FOK order is certain to trade. */
export function fillsWhole(taker: Taker, market: Market): bool {
  const side: Side = taker.side;
  const bookSide = otherSide(side);
  let limit = taker.limit;
  if (taker.bound != UNBOUND && inside(bookSide, taker.bound, limit)) limit = taker.bound;
  // What the sums already tell needs no walk, however deep the book.
  if (!depthReaches(market, bookSide, limit, taker.quantity)) return false;
  walk = load<u64>(walkedLegs) + 1;
  store<u64>(walkedLegs, walk);
  counted = 0;
  filled = 0;
  filledOwn = 0;
  filledRungs = 0;
  for (let level = bestLevel(market, bookSide); level != 0; level = nextLevel(level)) {
    const price = priceAt(market, level);
    if (!inside(bookSide, price, limit)) break;
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      meters.looks++;
      if (orderAt(row).account == taker.account && taker.selfTrade != <u8>SelfTrade.none) {
        if (taker.selfTrade == <u8>SelfTrade.oldest) continue;
        if (taker.selfTrade != <u8>SelfTrade.decrement) return false;
        counted += orderAt(row).quantity;
      } else count(taker, row, price);
      if (counted >= taker.quantity) return true;
    }
  }
  return false;
}

/** Counts what a maker is certain to trade at its turn. */
function count(taker: Taker, row: u32, price: i64): void {
  const terms = termsAt(row);
  const owner = orderAt(row).account;
  const isOwn = owner == taker.account;
  const leg = owner == ACCOUNT_LIQUIDATION ? 0 : findLeg(accountAt(owner), taker.market);
  let size = orderAt(row).quantity;
  if (terms.reducing) {
    const opposite = isOwn
      ? oppositeOfOwn(taker, leg)
      : oppositeOfOther(owner, taker.market, terms.side, leg);
    if (terms.reduceOnly) size = min(size, opposite);
    if (size == 0) return;
    if (opposite != 0 && terms.kind != <u8>OrderKind.S) {
      // A trade of its account by then may have moved its bound.
      const mayHaveMoved = isOwn ? filled != 0 : walkedOf(leg) != 0;
      if (mayHaveMoved && measure(accountAt(owner), false)) return;
      if (!mayHaveMoved && !mayReduceAt(owner, taker.market, terms.side, price)) return;
    }
  }
  size = min(size, taker.quantity - counted);
  counted += size;
  filled += size;
  if (isOwn) filledOwn += size;
  else if (owner == ACCOUNT_LIQUIDATION) filledRungs += size;
  else if (leg != 0) noteWalked(leg, size);
}

/** What an own maker can reduce by then: the taker's fills have moved its position, too. */
function oppositeOfOwn(taker: Taker, leg: u32): i64 {
  const moved = filled - filledOwn;
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  return taker.side == <u8>Side.buy
    ? oppositeOf(held + moved, Side.sell)
    : oppositeOf(held - moved, Side.buy);
}

/** What another's maker can reduce by then. */
function oppositeOfOther(owner: u32, market: u32, side: Side, leg: u32): i64 {
  if (owner == ACCOUNT_LIQUIDATION)
    return max<i64>(0, oppositeOf(lotsHeld(owner, market), side) - filledRungs);
  return leg == 0 ? 0 : max<i64>(0, oppositeOf(legAt(leg).quantity, side) - walkedOf(leg));
}

/** What this walk has traded of a leg's account. */
function walkedOf(leg: u32): i64 {
  const at = walkedLegs + <usize>leg * WALKED_LEG_BYTES;
  return load<u64>(at) == walk ? load<i64>(at, 8) : 0;
}

function noteWalked(leg: u32, quantity: i64): void {
  const at = walkedLegs + <usize>leg * WALKED_LEG_BYTES;
  store<i64>(at, walkedOf(leg) + quantity, 8);
  store<u64>(at, walk);
}
