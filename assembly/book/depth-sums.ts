/**
 * Sums of quantity over the price ladder, so that how deep a book is can be told without a walk along its levels:
 *
 *   a leaf's sum · a node's sum, and that of each word of its bitmap, which is 64 neighbouring children
 *
 * An ordinary book does not keep them. They are made for a side when somebody asks for more of it than a walk of some levels tells
 * (book/depth), and from then on every change of a level is noted in what lies above it. When as many changes have come since the
 * last question as making the sums has cost, they are given up, on all sides at once. So neither making them nor keeping them up
 * costs more than the questions and changes did that called for it.
 *
 * They are derived, and no state. Sums are two words, because a venue may report 2^53 lots at each of four million levels.
 */
import { Side } from "../memory/abi";
import { DEPTH_AT, LEAF_BITS, leafAt, NODE_BITS, NODE_MASK, nodeAt } from "../memory/arena";
import { depthSides, LADDER_SUM_BYTES, leafSums, NODE_SUMS_BYTES, nodeSums } from "../memory/derived";

/** Lots, 128 bits. */
@unmanaged
export class LadderSum {
  low: u64;
  high: i64;
}

if (offsetof<LadderSum>() != LADDER_SUM_BYTES) ERROR("a sum of lots has another size");

/** What sums there are, of any side. */
@unmanaged
class DepthSums {
  /** How many more changes are noted before the sums are given up; 0: there are none. */
  left: u32;
  /** What making them has cost, in levels and nodes looked at. */
  cost: u32;
  /** Sides made in this round have sums. */
  round: u64;
}

const sums = changetype<DepthSums>(DEPTH_AT);

/** More than any depth that a rule asks for; what is more counts as so much. */
export const LOTS_MOST: i64 = 1 << 61;

const WORD_BITS: u32 = 6;

export function leafSum(leaf: u32): LadderSum {
  return changetype<LadderSum>(leafSums + <usize>leaf * LADDER_SUM_BYTES);
}

export function nodeSum(node: u32): LadderSum {
  return changetype<LadderSum>(nodeSums + <usize>node * NODE_SUMS_BYTES);
}

/** The sum of a word of a node's bitmap. */
export function wordSum(node: u32, word: u32): LadderSum {
  return changetype<LadderSum>(changetype<usize>(nodeSum(node)) + (<usize>word + 1) * LADDER_SUM_BYTES);
}

/** A sum in lots, at most `LOTS_MOST`. */
export function lotsOf(sum: LadderSum): i64 {
  return sum.high != 0 || sum.low > <u64>LOTS_MOST ? LOTS_MOST : <i64>sum.low;
}

/** Adds lots, or takes some away. */
export function addLots(sum: LadderSum, lots: i64): void {
  addSum(sum, <u64>lots, lots >> 63);
}

export function addSum(sum: LadderSum, low: u64, high: i64): void {
  const total = sum.low + low;
  sum.high += high + i64(total < low);
  sum.low = total;
}

/** A leaf, or a node, that is new holds nothing. */
export function beginLeafSum(leaf: u32): void {
  memory.fill(changetype<usize>(leafSum(leaf)), 0, LADDER_SUM_BYTES);
}

export function beginNodeSums(node: u32): void {
  memory.fill(changetype<usize>(nodeSum(node)), 0, NODE_SUMS_BYTES);
}

/** Where the round of a side's sums stands. */
function roundAt(market: u32, side: Side): usize {
  return depthSides + ((((<usize>market) << 1) | <usize>side) << 3);
}

/** Whether a side has sums. */
export function isSummed(market: u32, side: Side): bool {
  return sums.left != 0 && load<u64>(roundAt(market, side)) == sums.round;
}

/** A side has sums now, which it has cost so much to make. */
export function keepSums(market: u32, side: Side, cost: u32): void {
  if (sums.left == 0) {
    sums.round++;
    sums.cost = 0;
  }
  sums.cost += cost;
  store<u64>(roundAt(market, side), sums.round);
}

/** Somebody asks: from here on as many changes are noted again as the sums have cost. */
export function renewSums(): void {
  sums.left = sums.cost;
}

/** Whether any side has sums, so that changes of levels are to be noted. */
export function hasSums(): bool {
  return sums.left != 0;
}

/** Notes that the quantity of a level, whose leaf is there, changes by so much. */
export function noteChange(level: u32, lots: i64): void {
  if (--sums.left == 0) return;
  const leaf = leafAt(level >> LEAF_BITS);
  if (load<u64>(roundAt(leaf.market, leaf.side)) != sums.round) return;
  addLots(leafSum(level >> LEAF_BITS), lots);
  for (let link = leaf.link; link != 0; link = nodeAt(link >> NODE_BITS).link) {
    const node = link >> NODE_BITS;
    addLots(wordSum(node, (link & NODE_MASK) >> WORD_BITS), lots);
    addLots(nodeSum(node), lots);
  }
}
