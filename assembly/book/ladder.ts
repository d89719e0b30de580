/**
 * The price levels of one side of a book: a radix tree of bitmaps over tick numbers (price ÷ tickSize).
 *
 *   node  [64 bits: which children]  ── 64 children ──►  node … ►  leaf  [64 bits: which levels]  64 × {Σ quantity, queue}
 *
 * A leaf spans 64 neighbouring ticks. The height is fixed by the market's highest price, so a small market has one or two
 * steps to a leaf and the largest six. Rows are taken when a level appears and given back when they empty, and an empty
 * row is all zero. A level is named by leaf·64 + slot; 0 is none.
 */
import { LADDER_LEAF_BYTES, LADDER_NODE_BYTES, Level, LEVEL_BYTES, Market, Side } from "../abi";
import { giveRow, leafAt, leafPool, nodeAt, nodePool, room, takeRow } from "../arena";

/** Steps from root to leaf so that 64^(height + 1) ticks fit. */
export function chooseHeight(highestTick: i64): u32 {
  let height: u32 = 0;
  while (highestTick >> (6 * (height + 1)) != 0) height++;
  return height;
}

export function levelAt(level: u32): Level {
  const leaf = changetype<usize>(leafAt(level >> 6));
  return changetype<Level>(leaf + LADDER_LEAF_BYTES + <usize>(level & 63) * LEVEL_BYTES);
}

function childSlot(node: u32, slot: u32): usize {
  return changetype<usize>(nodeAt(node)) + LADDER_NODE_BYTES + ((<usize>slot) << 2);
}

function rootOf(market: Market, side: Side): u32 {
  return side == Side.buy ? market.bidRoot : market.askRoot;
}

function setRoot(market: Market, side: Side, row: u32): void {
  if (side == Side.buy) market.bidRoot = row;
  else market.askRoot = row;
}

/** The level at a tick, 0 if there is none. */
export function findLevel(market: Market, side: Side, tick: i64): u32 {
  let row = rootOf(market, side);
  for (let depth = market.ladderHeight; row != 0 && depth > 0; depth--) {
    row = load<u32>(childSlot(row, <u32>(tick >> (6 * depth)) & 63));
  }
  if (row == 0) return 0;
  const slot = <u32>tick & 63;
  return (leafAt(row).occupied >> slot) & 1 ? (row << 6) | slot : 0;
}

/** Whether the tables have room for one more level, wherever it is. */
export function roomForLevel(market: Market): bool {
  return room(leafPool) >= 1 && room(nodePool) >= market.ladderHeight;
}

/** What `countMissing` has counted: rows that must be taken before its levels can be opened. */
export let missingLeaves: u32 = 0;
export let missingNodes: u32 = 0;

export function resetMissing(): void {
  missingLeaves = 0;
  missingNodes = 0;
}

/** Counts the rows on the way to a tick that do not exist; `previous` is the tick counted before it on that side, or −1. */
export function countMissing(market: Market, side: Side, tick: i64, previous: i64): void {
  let row = rootOf(market, side);
  for (let depth = <i32>market.ladderHeight; depth >= 0; depth--) {
    const shift = 6 * (depth + 1);
    if (row == 0 && (previous < 0 || tick >> shift != previous >> shift)) {
      if (depth == 0) missingLeaves++;
      else missingNodes++;
    }
    if (row != 0 && depth > 0) row = load<u32>(childSlot(row, <u32>(tick >> (6 * depth)) & 63));
  }
}

/** The level at a tick, made if it is missing; the caller has made sure of the room. */
export function openLevel(market: Market, side: Side, tick: i64): u32 {
  let row = rootOf(market, side);
  const height = market.ladderHeight;
  if (row == 0) {
    row = takeRow(height == 0 ? leafPool : nodePool);
    setRoot(market, side, row);
  }
  for (let depth = height; depth > 0; depth--) {
    const slot = <u32>(tick >> (6 * depth)) & 63;
    const at = childSlot(row, slot);
    let child = load<u32>(at);
    if (child == 0) {
      child = takeRow(depth == 1 ? leafPool : nodePool);
      assert(child != 0);
      if (depth == 1) {
        leafAt(child).parent = row;
        leafAt(child).slot = slot;
      } else {
        nodeAt(child).parent = row;
        nodeAt(child).slot = slot;
      }
      store<u32>(at, child);
      nodeAt(row).occupied |= (<u64>1) << slot;
    }
    row = child;
  }
  const slot = <u32>tick & 63;
  leafAt(row).occupied |= (<u64>1) << slot;
  improve(market, side, tick);
  return (row << 6) | slot;
}

/** Keeps the best tick when a level appears. */
function improve(market: Market, side: Side, tick: i64): void {
  if (side == Side.buy) {
    if (tick > market.bestBid) market.bestBid = tick;
  } else if (market.bestAsk == 0 || tick < market.bestAsk) market.bestAsk = tick;
}

/** The best tick of a side, 0 when it is empty. */
export function bestTick(market: Market, side: Side): i64 {
  return side == Side.buy ? market.bestBid : market.bestAsk;
}

/** The next tick behind an occupied one: below it for bids, above it for asks; 0 when there is none. */
export function nextTick(market: Market, side: Side, tick: i64, level: u32): i64 {
  let row = level >> 6;
  let slot = level & 63;
  let bits = behind(leafAt(row).occupied, slot, side);
  let depth: u32 = 0;
  let parent = leafAt(row).parent;
  let parentSlot = leafAt(row).slot;
  while (bits == 0) {
    if (depth == market.ladderHeight) return 0;
    depth++;
    row = parent;
    slot = parentSlot;
    bits = behind(nodeAt(row).occupied, slot, side);
    parent = nodeAt(row).parent;
    parentSlot = nodeAt(row).slot;
  }
  let found = ((tick >> (6 * (depth + 1))) << 6) | <i64>nearest(bits, side);
  for (; depth > 0; depth--) {
    row = load<u32>(childSlot(row, <u32>found & 63));
    const below = depth == 1 ? leafAt(row).occupied : nodeAt(row).occupied;
    found = (found << 6) | <i64>nearest(below, side);
  }
  return found;
}

function behind(bits: u64, slot: u32, side: Side): u64 {
  if (side == Side.buy) return bits & (((<u64>1) << slot) - 1);
  return slot == 63 ? 0 : bits & (~(<u64>0) << (slot + 1));
}

function nearest(bits: u64, side: Side): u64 {
  return side == Side.buy ? 63 - clz(bits) : ctz(bits);
}

/** Removes an emptied level and the rows above it that emptied with it. */
export function closeLevel(market: Market, side: Side, tick: i64, level: u32): void {
  if (bestTick(market, side) == tick) {
    const next = nextTick(market, side, tick, level);
    if (side == Side.buy) market.bestBid = next;
    else market.bestAsk = next;
  }
  let row = level >> 6;
  const leaf = leafAt(row);
  leaf.occupied &= ~((<u64>1) << (level & 63));
  if (leaf.occupied != 0) return;
  let parent = leaf.parent;
  let slot = leaf.slot;
  giveRow(leafPool, row, LADDER_LEAF_BYTES);
  for (let depth: u32 = 0; depth < market.ladderHeight; depth++) {
    row = parent;
    const node = nodeAt(row);
    store<u32>(childSlot(row, slot), 0);
    node.occupied &= ~((<u64>1) << slot);
    if (node.occupied != 0) return;
    parent = node.parent;
    slot = node.slot;
    giveRow(nodePool, row, LADDER_NODE_BYTES);
  }
  setRoot(market, side, 0);
}
