/**
 * Legs of a market's side in order of liquidation price, the nearest to the mark first, with sums of their lots: for what a slice
 * would set off (slicing/cascade). Made when it is first asked for in a command, and dropped with it.
 *
 * A leg is put in with the price that it was judged by. When its account changes it leaves at once (memory/worklist), and whoever
 * asks next puts it in again as it is then.
 *
 *   key ≤ own ◄── left │ key, sum of lots here and below │ right ──► key ≥ own
 *
 * A leg's node stands at the number of its row; heights are drawn from rows as in memory/tree. There is a node for every leg that
 * may be, so it holds no more than it must: no parent, because whoever looks for a leg has its key, and no lots of its own, which
 * are its sum less those below.
 */
import { Account } from "./abi";
import { legAt, meters, shard } from "./arena";
import { PRICE_NODE_BYTES, priceSides, priceTree } from "./derived";
import { height } from "./tree";

@unmanaged
class PriceNode {
  /** Of a short its price, of a long the price below zero; 0: the leg is in no tree. */
  key: i64;
  sum: i64;
  left: u32;
  right: u32;
}

if (offsetof<PriceNode>() != PRICE_NODE_BYTES) ERROR("a node of a tree of prices has another size");

/** The tree of a side of a market; `covered`: the farthest bucket of the trigger ladder whose legs have been judged. */
@unmanaged
export class PriceSide {
  root: u32;
  covered: i32;
  made: u32;
}

/** How many sides have a tree in this command. */
export let sidesPriced: u32 = 0;

function nodeAt(row: u32): PriceNode {
  return changetype<PriceNode>(priceTree + <usize>row * PRICE_NODE_BYTES);
}

function sideAt(number: u32): PriceSide {
  return changetype<PriceSide>(priceSides + <usize>number * offsetof<PriceSide>());
}

export function priceSideOf(market: u32, shorts: bool): PriceSide {
  return sideAt((market << 1) | u32(shorts));
}

/** Begins the tree of a side. */
export function beginPrices(side: PriceSide): void {
  side.root = 0;
  side.made = 1;
  sidesPriced++;
}

/** Whether a leg stands in its tree. */
export function isPriced(row: u32): bool {
  return nodeAt(row).key != 0;
}

/** Longs are liquidated as the price falls. */
function keyOf(price: i64, shorts: bool): i64 {
  return shorts ? price : -price;
}

/** Whether a leg stands before another in the tree. */
function isBefore(key: i64, row: u32, other: u32): bool {
  const otherKey = nodeAt(other).key;
  return key != otherKey ? key < otherKey : row < other;
}

function sumOf(row: u32): i64 {
  return row == 0 ? 0 : nodeAt(row).sum;
}

function lotsOf(row: u32): i64 {
  return nodeAt(row).sum - sumOf(nodeAt(row).left) - sumOf(nodeAt(row).right);
}

/** Where the row number of a node's left, or right, child stands. */
function childAt(row: u32, left: bool): usize {
  return changetype<usize>(nodeAt(row)) + (left ? offsetof<PriceNode>("left") : offsetof<PriceNode>("right"));
}

/** Puts a leg into its side's tree. */
export function putPrice(market: u32, shorts: bool, row: u32, price: i64, lots: i64): void {
  const node = nodeAt(row);
  node.key = keyOf(price, shorts);
  let link = changetype<usize>(priceSideOf(market, shorts)) + offsetof<PriceSide>("root");
  let at = load<u32>(link);
  while (at != 0 && height(at) > height(row)) {
    nodeAt(at).sum += lots;
    link = childAt(at, isBefore(node.key, row, at));
    at = load<u32>(link);
  }
  split(at, node.key, row);
  node.left = before;
  node.right = behind;
  node.sum = lots + sumOf(before) + sumOf(behind);
  store<u32>(link, row);
}

/** What `split` makes of a tree. */
let before: u32 = 0;
let behind: u32 = 0;

/** Splits a tree into what stands before a leg and what stands behind it. */
function split(root: u32, key: i64, row: u32): void {
  if (root == 0) {
    before = 0;
    behind = 0;
    return;
  }
  const node = nodeAt(root);
  const lots = lotsOf(root);
  if (isBefore(key, row, root)) {
    split(node.left, key, row);
    node.left = behind;
    behind = root;
  } else {
    split(node.right, key, row);
    node.right = before;
    before = root;
  }
  node.sum = lots + sumOf(node.left) + sumOf(node.right);
}

/** Joins two trees, of which one stands before the other. */
function join(first: u32, second: u32): u32 {
  if (first == 0) return second;
  if (second == 0) return first;
  if (height(first) > height(second)) {
    nodeAt(first).sum += sumOf(second);
    nodeAt(first).right = join(nodeAt(first).right, second);
    return first;
  }
  nodeAt(second).sum += sumOf(first);
  nodeAt(second).left = join(first, nodeAt(second).left);
  return second;
}

/** Takes the legs of an account out of their trees, before it changes. */
export function leavePrices(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    if (isPriced(row)) leave(row);
  }
}

function leave(row: u32): void {
  const node = nodeAt(row);
  const lots = lotsOf(row);
  const side = priceSideOf(legAt(row).market, node.key > 0);
  let link = changetype<usize>(side) + offsetof<PriceSide>("root");
  for (let at = load<u32>(link); at != row; at = load<u32>(link)) {
    assert(at != 0, "a leg is not where its price is");
    nodeAt(at).sum -= lots;
    link = childAt(at, isBefore(node.key, row, at));
  }
  store<u32>(link, join(node.left, node.right));
  node.key = 0;
}

/** Σ lots of a side's legs that are liquidated at a price, or before it is reached. */
export function lotsUpTo(market: u32, shorts: bool, price: i64): i64 {
  const key = keyOf(price, shorts);
  let sum: i64 = 0;
  for (let at = priceSideOf(market, shorts).root; at != 0; ) {
    meters.looks++;
    const node = nodeAt(at);
    if (node.key > key) {
      at = node.left;
      continue;
    }
    sum += node.sum - sumOf(node.right);
    at = node.right;
  }
  return sum;
}

/** The command is over: its trees go. */
export function dropPrices(): void {
  if (sidesPriced == 0) return;
  sidesPriced = 0;
  for (let number: u32 = 0; number < shard.markets << 1; number++) {
    const side = sideAt(number);
    if (side.made) dissolve(side.root);
    side.made = 0;
  }
}

function dissolve(row: u32): void {
  if (row == 0) return;
  nodeAt(row).key = 0;
  dissolve(nodeAt(row).left);
  dissolve(nodeAt(row).right);
}
