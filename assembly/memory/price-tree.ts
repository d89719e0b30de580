/**
 * Legs of a market's side in order of liquidation price, the nearest to the mark first, with sums of their lots: for what a slice
 * would set off (slicing/cascade). Made when it is first asked for in a command, and dropped with it.
 *
 * A leg is put in with the price that it was judged by. When its account changes it leaves at once (memory/worklist), and whoever
 * asks next puts it in again as it is then.
 */
import { Account } from "./abi";
import { legAt, meters, shard } from "./arena";
import { priceSides, priceTree } from "./derived";
import { dissolve, hang, priceNodeAt, unhang } from "./tree";

/** The tree of a side of a market; `covered`: the farthest bucket of the trigger ladder whose legs have been judged. */
@unmanaged
export class PriceSide {
  root: u32;
  covered: i32;
  made: u32;
}

const SIDE_BYTES: usize = 12;

/** How many sides have a tree in this command. */
export let sidesPriced: u32 = 0;

function numberOf(market: u32, shorts: bool): u32 {
  return (market << 1) | u32(shorts);
}

function sideAt(number: u32): PriceSide {
  return changetype<PriceSide>(priceSides + <usize>number * SIDE_BYTES);
}

export function priceSideOf(market: u32, shorts: bool): PriceSide {
  return sideAt(numberOf(market, shorts));
}

/** Begins the tree of a side. */
export function beginPrices(side: PriceSide): void {
  side.root = 0;
  side.made = 1;
  sidesPriced++;
}

/** Whether a leg stands in its tree. */
export function isPriced(row: u32): bool {
  return priceNodeAt(row).side != 0;
}

/** Longs are liquidated as the price falls. */
function keyOf(price: i64, shorts: bool): i64 {
  return shorts ? price : -price;
}

/** Puts a leg into its side's tree. */
export function putPrice(market: u32, shorts: bool, row: u32, price: i64, lots: i64): void {
  const number = numberOf(market, shorts);
  const side = sideAt(number);
  const node = priceNodeAt(row);
  node.side = number + 1;
  node.key = keyOf(price, shorts);
  node.lots = lots;
  let parent: u32 = 0;
  let left: bool = false;
  for (let at = side.root; at != 0; ) {
    parent = at;
    left = node.key < priceNodeAt(at).key;
    at = left ? priceNodeAt(at).left : priceNodeAt(at).right;
  }
  side.root = hang(priceTree, side.root, parent, left, row);
}

/** Takes the legs of an account out of their trees, before it changes. */
export function leavePrices(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const node = priceNodeAt(row);
    if (node.side == 0) continue;
    const side = sideAt(node.side - 1);
    node.side = 0;
    side.root = unhang(priceTree, side.root, row);
  }
}

/** Σ lots of a side's legs that are liquidated at a price, or before it is reached. */
export function lotsUpTo(market: u32, shorts: bool, price: i64): i64 {
  const key = keyOf(price, shorts);
  let sum: i64 = 0;
  for (let at = sideAt(numberOf(market, shorts)).root; at != 0; ) {
    meters.looks++;
    const node = priceNodeAt(at);
    if (node.key > key) {
      at = node.left;
      continue;
    }
    sum += node.lots + (node.left == 0 ? 0 : priceNodeAt(node.left).sum);
    at = node.right;
  }
  return sum;
}

/** The command is over: accounts are no longer followed. */
export function dropPrices(): void {
  if (sidesPriced == 0) return;
  sidesPriced = 0;
  for (let number: u32 = 0; number < shard.markets << 1; number++) {
    const side = sideAt(number);
    if (side.made) dissolve(priceTree, side.root);
    side.made = 0;
  }
}
