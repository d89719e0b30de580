/**
 * Depth of a side: from resting orders (internal) or as the venue reports it (external). The levels next to the best are walked
 * along; what lies beyond is told by sums (book/depth-sums), whose cost does not grow with the levels.
 */
import { inside } from "../market/price-limits";
import { BookSide, Market, Pair, Side } from "../memory/abi";
import { childAt, LEAF_BITS, leafAt, levelAt, meters, NODE_BITS, NODE_MASK, nodeAt } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import {
  addLots,
  addSum,
  beginLeafSum,
  beginNodeSums,
  isSummed,
  keepSums,
  leafSum,
  LadderSum,
  LOTS_MOST,
  lotsOf,
  nodeSum,
  renewSums,
  wordSum,
} from "./depth-sums";
import { bestLevel, bestTick, bookSide, keyOf, nextLevel, priceAt, tickAt, wordAt } from "./ladder";

/** Levels that are walked along before the sums are asked; the debug build wants them asked in small books, too. */
const WALKED: u32 = DEBUGGING ? 2 : 64;

/** Best price of a side in price units, 0 when it is empty. */
export function bestPrice(market: Market, side: Side): i64 {
  return bestTick(market, side) * market.tickSize;
}

/** Σ quantity on a side, from its best price to `limit`; of more than 2^61 lots, so much. */
export function depthInside(market: Market, side: Side, limit: i64): i64 {
  return depthUpTo(market, side, limit, LOTS_MOST);
}

/** Whether a side holds at least that much from its best price to `limit`. */
export function depthReaches(market: Market, side: Side, limit: i64, least: i64): bool {
  return depthUpTo(market, side, limit, least) >= least;
}

/** Σ quantity on a side, from its best price to `limit`, or something that is no less than `enough`. */
function depthUpTo(market: Market, side: Side, limit: i64, enough: i64): i64 {
  let sum: i64 = 0;
  let walked: u32 = 0;
  let level = bestLevel(market, side);
  while (sum < enough && level != 0 && inside(side, priceAt(market, level), limit)) {
    if (walked == WALKED) {
      sum = sumInside(market, side, limit);
      break;
    }
    walked++;
    sum += levelAt(level).quantity;
    level = nextLevel(level);
  }
  meters.looks += walked;
  if (DEBUGGING) confirmDepth(market, side, limit, enough, sum);
  return sum;
}

/** The price of the level at which a side has held so many lots; `limit` where it holds less inside of it. */
export function priceReached(market: Market, side: Side, lots: i64, limit: i64): i64 {
  let left = lots;
  let walked: u32 = 0;
  let level = bestLevel(market, side);
  while (level != 0 && inside(side, priceAt(market, level), limit)) {
    if (walked == WALKED) {
      level = levelReached(market, side, lots);
      break;
    }
    walked++;
    left -= levelAt(level).quantity;
    if (left <= 0) break;
    level = nextLevel(level);
  }
  meters.looks += walked;
  let price = limit;
  if (level != 0 && inside(side, priceAt(market, level), limit)) price = priceAt(market, level);
  if (DEBUGGING) confirmReach(market, side, lots, limit, price);
  return price;
}

/** The side's sums are there after this. */
function summed(market: Market, side: Side): BookSide {
  const book = bookSide(market, side);
  if (!isSummed(book.market, side)) {
    const before = meters.looks;
    makeSums(book.root, book.shift);
    keepSums(book.market, side, <u32>(meters.looks - before));
  }
  renewSums();
  return book;
}

/** Makes the sums of a node, and of all below it. */
function makeSums(node: u32, shift: u32): void {
  beginNodeSums(node);
  const whole = nodeSum(node);
  let words = nodeAt(node).occupied;
  for (; words != 0; words &= words - 1) {
    const word = <u32>ctz(words);
    const sum = wordSum(node, word);
    let slots = load<u64>(wordAt(nodeAt(node), word << 6));
    for (; slots != 0; slots &= slots - 1) {
      const row = load<u32>(childAt((node << NODE_BITS) | (word << 6) | <u32>ctz(slots)));
      if (shift == LEAF_BITS) makeLeafSum(row);
      else makeSums(row, shift - NODE_BITS);
      const part = sumOfChild(row, shift);
      addSum(sum, part.low, part.high);
    }
    addSum(whole, sum.low, sum.high);
  }
}

function makeLeafSum(leaf: u32): void {
  beginLeafSum(leaf);
  for (let slots = leafAt(leaf).occupied; slots != 0; slots &= slots - 1) {
    meters.looks++;
    addLots(leafSum(leaf), levelAt((leaf << LEAF_BITS) | <u32>ctz(slots)).quantity);
  }
}

/** The sum of a child of a node whose children resolve the bits of a key from `shift` on. */
function sumOfChild(row: u32, shift: u32): LadderSum {
  return shift == LEAF_BITS ? leafSum(row) : nodeSum(row);
}

/** Σ quantity of a side that has something inside of `limit`, up to there. */
function sumInside(market: Market, side: Side, limit: i64): i64 {
  const book = summed(market, side);
  return sumUpTo(book, lastKey(market, book, limit));
}

function sumUpTo(book: BookSide, key: i64): i64 {
  let sum: i64 = 0;
  let shift = book.shift;
  let row = book.root;
  while (true) {
    const slot = <u32>(key >> shift) & NODE_MASK;
    sum = min(LOTS_MOST, sum + sumBefore(row, slot, shift));
    row = load<u32>(childAt((row << NODE_BITS) | slot));
    if (row == 0) return sum;
    if (shift == LEAF_BITS) break;
    shift -= NODE_BITS;
  }
  let slots = leafAt(row).occupied & (~(<u64>0) >> (63 - (<u64>key & 63)));
  for (; slots != 0; slots &= slots - 1) {
    meters.looks++;
    sum = min(LOTS_MOST, sum + levelAt((row << LEAF_BITS) | <u32>ctz(slots)).quantity);
  }
  return sum;
}

/** The farthest key of the ladder that is inside of a limit, of which the best price is. */
function lastKey(market: Market, book: BookSide, limit: i64): i64 {
  const top = ((<i64>1) << (book.shift + NODE_BITS)) - 1;
  const ticks = max<i64>(0, limit) / market.tickSize;
  const beyond = book.side == <u8>Side.buy && limit > ticks * market.tickSize;
  return keyOf(book.side, min(top, ticks + i64(beyond)));
}

/** Σ of a node's children before a slot. */
function sumBefore(node: u32, slot: u32, shift: u32): i64 {
  let sum: i64 = 0;
  const word = slot >> 6;
  let words = nodeAt(node).occupied & ((1 << word) - 1);
  for (; words != 0; words &= words - 1) {
    meters.looks++;
    sum = min(LOTS_MOST, sum + lotsOf(wordSum(node, <u32>ctz(words))));
  }
  let slots = load<u64>(wordAt(nodeAt(node), slot)) & (((<u64>1) << (slot & 63)) - 1);
  for (; slots != 0; slots &= slots - 1) {
    meters.looks++;
    const row = load<u32>(childAt((node << NODE_BITS) | (word << 6) | <u32>ctz(slots)));
    sum = min(LOTS_MOST, sum + lotsOf(sumOfChild(row, shift)));
  }
  return sum;
}

/** The level at which a side has held so many lots, 0 when it never has. */
function levelReached(market: Market, side: Side, lots: i64): u32 {
  const book = summed(market, side);
  let row = book.root;
  if (lotsOf(nodeSum(row)) < lots) return 0;
  let left = lots;
  for (let shift = book.shift; ; shift -= NODE_BITS) {
    row = childReached(row, left, shift);
    left = leftThere;
    if (shift == LEAF_BITS) break;
  }
  let slots = leafAt(row).occupied;
  for (; slots != 0; slots &= slots - 1) {
    meters.looks++;
    const level = (row << LEAF_BITS) | <u32>ctz(slots);
    left -= levelAt(level).quantity;
    if (left <= 0) return level;
  }
  assert(false, "a leaf of the price ladder holds less than its sum");
  return 0;
}

/** What `childReached` leaves of the lots. */
let leftThere: i64 = 0;

/** The child of a node in which its lots have come to so many, of which it has no less. */
function childReached(node: u32, lots: i64, shift: u32): u32 {
  leftThere = lots;
  for (let words = nodeAt(node).occupied; words != 0; words &= words - 1) {
    const word = <u32>ctz(words);
    if (passes(wordSum(node, word))) continue;
    let slots = load<u64>(wordAt(nodeAt(node), word << 6));
    for (; slots != 0; slots &= slots - 1) {
      const row = load<u32>(childAt((node << NODE_BITS) | (word << 6) | <u32>ctz(slots)));
      if (!passes(sumOfChild(row, shift))) return row;
    }
  }
  assert(false, "a node of the price ladder holds less than its sum");
  return 0;
}

/** Whether the lots are more than a sum, which is then passed. */
function passes(sum: LadderSum): bool {
  meters.looks++;
  if (leftThere <= lotsOf(sum)) return false;
  leftThere -= lotsOf(sum);
  return true;
}

/** Whether the sums of a side, if it has any, are those of its levels. */
export function sumsHold(market: Market, side: Side): bool {
  const book = bookSide(market, side);
  if (!isSummed(book.market, side)) return true;
  let sum: i64 = 0;
  for (let level = bestLevel(market, side); level != 0; level = nextLevel(level)) {
    sum = min(LOTS_MOST, sum + levelAt(level).quantity);
    if (sumUpTo(book, keyOf(side, tickAt(level))) != sum) return false;
  }
  return book.root == 0 || lotsOf(nodeSum(book.root)) == sum;
}

/** A walk along all levels finds the same depth. */
function confirmDepth(market: Market, side: Side, limit: i64, enough: i64, found: i64): void {
  let sum: i64 = 0;
  let level = bestLevel(market, side);
  while (level != 0 && inside(side, priceAt(market, level), limit)) {
    sum = min(LOTS_MOST, sum + levelAt(level).quantity);
    level = nextLevel(level);
  }
  const seen = found + planted(Pair.depth);
  assert(found >= enough ? sum >= enough : sum == seen, "a depth that is not the sum of its levels");
}

/** A walk along the levels ends at the same price. */
function confirmReach(market: Market, side: Side, lots: i64, limit: i64, found: i64): void {
  let left = lots;
  let level = bestLevel(market, side);
  while (level != 0 && inside(side, priceAt(market, level), limit)) {
    left -= levelAt(level).quantity;
    if (left <= 0) break;
    level = nextLevel(level);
  }
  const price = level != 0 && left <= 0 ? priceAt(market, level) : limit;
  assert(price == found + planted(Pair.depthReach), "a slice reaches another level than by a walk");
}
