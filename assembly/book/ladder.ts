/**
 * The price levels of one side of a book: found by key like memory by a page table, and in order by bitmaps.
 *
 *   node  [1024 bits: which children]  ── children ──►  node … ►  leaf  [64 bits: which levels]  ── 64 levels: Σ quantity, queue
 *
 * A key is a tick number (price ÷ tickSize), among bids with all its bits turned over: so on both sides the best level has
 * the least key, and one code serves both. A leaf spans 64 neighbouring keys, a node of the lowest kind 65,536. How many
 * nodes lie on the way to a leaf follows the market's highest price: one for 65,536 ticks, two for 67 million, at most four.
 * Rows are taken when a level appears and given back when they empty, and an empty row is all zero. A level is named by
 * leaf·64 + slot, a child by node·1024 + slot; 0 is none, for row 0 is none, and it has no children.
 */
import {
  BOOK_SIDE_BYTES,
  BookSide,
  LADDER_LEAF_BYTES,
  LADDER_NODE_BYTES,
  LadderNode,
  Market,
  Side,
} from "../memory/abi";
import {
  childAt,
  giveRow,
  leafAt,
  leafPool,
  levelAt,
  marketAt,
  LEAF_BITS,
  MISSING_AT,
  NODE_BITS,
  NODE_MASK,
  nodeAt,
  nodePool,
  room,
  takeRow,
} from "../memory/arena";
import { beginLeafSum, beginNodeSums } from "./depth-sums";

const LEAF_MASK: u32 = 63;
/** On the way to a leaf of a 64-bit key. */
const NODES_MOST: u32 = 6;
const NO_SLOT: u32 = 0xffff_ffff;
/** The key that stands for the best level of an empty side: behind all others. */
const NOTHING: i64 = i64.MAX_VALUE;

/** Prepares both sides of a market whose highest price lies at a tick. */
export function openBook(row: u32, market: Market, highestTick: i64): void {
  let shift = LEAF_BITS;
  while (highestTick >> (shift + NODE_BITS) != 0) shift += NODE_BITS;
  for (let side: i32 = Side.buy; side <= Side.sell; side++) {
    const book = bookSide(market, side);
    book.shift = shift;
    book.best = NOTHING;
    book.market = row;
    book.side = <u8>side;
  }
}

export function otherSide(side: Side): Side {
  return side ^ 1;
}

/** The key of a tick on a side, and the other way round. */
export function keyOf(side: Side, tick: i64): i64 {
  return tick ^ (<i64>side - 1);
}

export function bookSide(market: Market, side: Side): BookSide {
  return changetype<BookSide>(changetype<usize>(market.bids) + <usize>side * BOOK_SIDE_BYTES);
}

/** The best tick of a side, 0 when it is empty. */
export function bestTick(market: Market, side: Side): i64 {
  const book = bookSide(market, side);
  return book.level == 0 ? 0 : keyOf(side, book.best);
}

/** The best level of a side, 0 when it is empty. */
export function bestLevel(market: Market, side: Side): u32 {
  return bookSide(market, side).level;
}

/** The level behind another on its side, 0 when there is none. */
export function nextLevel(level: u32): u32 {
  return neighbour(level, false);
}

/** The level before another on its side, 0 when there is none. */
export function betterLevel(level: u32): u32 {
  return neighbour(level, true);
}

function neighbour(level: u32, better: bool): u32 {
  const leaf = leafAt(level >> LEAF_BITS);
  const others = beyond(leaf.occupied, level & LEAF_MASK, better);
  return others == 0 ? neighbourOfChild(leaf.link, better) : (level & ~LEAF_MASK) | nearest(others, better);
}

export function tickAt(level: u32): i64 {
  const leaf = leafAt(level >> LEAF_BITS);
  return keyOf(leaf.side, leaf.first | (level & LEAF_MASK));
}

export function priceAt(market: Market, level: u32): i64 {
  return tickAt(level) * market.tickSize;
}

export function tickOf(market: Market, price: i64): i64 {
  return market.tickSize == 1 ? price : price / market.tickSize;
}

/** The level at a tick, 0 if it has nothing. */
export function findLevel(market: Market, side: Side, tick: i64): u32 {
  const place = findPlace(bookSide(market, side), keyOf(side, tick));
  return place != 0 && levelAt(place).quantity != 0 ? place : 0;
}

/** Whether the tables have room for one more level, wherever it is. */
export function roomForLevel(market: Market): bool {
  return room(leafPool) != 0 && (room(nodePool) >= NODES_MOST || room(nodePool) >= nodesAbove(market.asks));
}

/** Whether they have room for so many, however far apart. */
export function roomForLevels(market: Market, levels: u32): bool {
  return room(leafPool) >= levels && room(nodePool) >= levels * nodesAbove(market.asks);
}

/** How many nodes lie on the way to a leaf. */
function nodesAbove(book: BookSide): u32 {
  return (book.shift - LEAF_BITS) / NODE_BITS + 1;
}

/** Rows that must be taken before levels can be opened. */
@unmanaged
export class Missing {
  leaves: u32;
  nodes: u32;
}

/** Counts from nothing. */
export function noneMissing(): Missing {
  const missing = changetype<Missing>(MISSING_AT);
  missing.leaves = 0;
  missing.nodes = 0;
  return missing;
}

/** Counts the rows on the way to a tick that do not exist; `previous` is the tick counted before it on that side, or −1. */
export function countMissing(missing: Missing, market: Market, side: Side, tick: i64, previous: i64): void {
  const book = bookSide(market, side);
  const top = book.shift + NODE_BITS;
  let row = book.root;
  for (let shift = top; ; shift -= NODE_BITS) {
    if (row == 0 && (previous < 0 || tick >> shift != previous >> shift)) {
      if (shift == LEAF_BITS) missing.leaves++;
      else missing.nodes++;
    }
    if (shift == LEAF_BITS) return;
    const slot = <u32>(keyOf(side, tick) >> (shift - NODE_BITS)) & NODE_MASK;
    row = load<u32>(childAt((row << NODE_BITS) | slot));
  }
}

/** Where the level of a key is, or would be; 0 when not even its leaf is there. */
function findPlace(book: BookSide, key: i64): u32 {
  let shift = book.shift;
  let row = load<u32>(childAt((book.root << NODE_BITS) | (<u32>(key >> shift) & NODE_MASK)));
  while (shift != LEAF_BITS) {
    shift -= NODE_BITS;
    row = load<u32>(childAt((row << NODE_BITS) | (<u32>(key >> shift) & NODE_MASK)));
  }
  return row == 0 ? 0 : (row << LEAF_BITS) | (<u32>key & LEAF_MASK);
}

/** The same, with the leaf made if it is missing; the caller has made sure of the room. */
export function makePlace(book: BookSide, key: i64): u32 {
  const place = findPlace(book, key);
  return place != 0 ? place : makeLeaf(book, key);
}

function makeLeaf(book: BookSide, key: i64): u32 {
  if (book.root == 0) {
    book.root = takeRow(nodePool);
    beginNodeSums(book.root);
  }
  const row = makeUnder(book.root, key, book.shift);
  const leaf = leafAt(row);
  leaf.first = key & ~(<i64>LEAF_MASK);
  leaf.market = book.market;
  leaf.side = book.side;
  return (row << LEAF_BITS) | (<u32>key & LEAF_MASK);
}

/** Makes what is missing between a node and the leaf of a key, which is returned. */
function makeUnder(node: u32, key: i64, shift: u32): u32 {
  assert(node != 0, "no row for a node of the price ladder");
  const isLast = shift == LEAF_BITS;
  const link = (node << NODE_BITS) | (<u32>(key >> shift) & NODE_MASK);
  let row = load<u32>(childAt(link));
  if (row == 0) {
    row = takeRow(isLast ? leafPool : nodePool);
    assert(row != 0, "no row for a new level of the price ladder");
    store<u32>(childAt(link), row);
    noteChild(link);
    if (isLast) {
      leafAt(row).link = link;
      beginLeafSum(row);
    } else {
      nodeAt(row).link = link;
      beginNodeSums(row);
    }
  }
  return isLast ? row : makeUnder(row, key, shift - NODE_BITS);
}

/** Notes that a level which was empty has something now. */
export function occupy(book: BookSide, level: u32): void {
  const leaf = leafAt(level >> LEAF_BITS);
  const slot = level & LEAF_MASK;
  leaf.occupied |= (<u64>1) << slot;
  const key = leaf.first | slot;
  if (key >= book.best) return;
  book.best = key;
  book.level = level;
}

/** Notes that a level has nothing any more. */
export function vacate(level: u32): void {
  const leaf = leafAt(level >> LEAF_BITS);
  const book = bookSide(marketAt(leaf.market), leaf.side);
  const others = leaf.occupied & ~((<u64>1) << (level & LEAF_MASK));
  leaf.occupied = others;
  if (others == 0) {
    dropLeaf(book, level >> LEAF_BITS);
    return;
  }
  if (level != book.level) return;
  const slot = <u32>ctz(others);
  book.level = (level & ~LEAF_MASK) | slot;
  book.best = leaf.first | slot;
}

/** Gives back an emptied leaf and the nodes above it that emptied with it. */
function dropLeaf(book: BookSide, leaf: u32): void {
  let link = leafAt(leaf).link;
  if (leaf == book.level >> LEAF_BITS) {
    const next = neighbourOfChild(link, false);
    book.level = next;
    book.best = next == 0 ? NOTHING : leafAt(next >> LEAF_BITS).first | (next & LEAF_MASK);
  }
  giveRow(leafPool, leaf, LADDER_LEAF_BYTES);
  while (link != 0) {
    store<u32>(childAt(link), 0);
    if (forgetChild(link)) return;
    const node = link >> NODE_BITS;
    link = nodeAt(node).link;
    giveRow(nodePool, node, LADDER_NODE_BYTES);
  }
  book.root = 0;
}

/** Word of a node's bitmap in which a slot stands. */
export function wordAt(node: LadderNode, slot: u32): usize {
  return changetype<usize>(node) + LADDER_NODE_BYTES + ((<usize>slot >> 6) << 3);
}

function noteChild(link: u32): void {
  const slot = link & NODE_MASK;
  const node = nodeAt(link >> NODE_BITS);
  const word = wordAt(node, slot);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (slot & 63)));
  node.occupied |= 1 << (slot >> 6);
}

/** Returns whether the node has other children. */
function forgetChild(link: u32): bool {
  const slot = link & NODE_MASK;
  const node = nodeAt(link >> NODE_BITS);
  const word = wordAt(node, slot);
  const others = load<u64>(word) & ~((<u64>1) << (slot & 63));
  store<u64>(word, others);
  if (others == 0) node.occupied &= ~(1 << (slot >> 6));
  return node.occupied != 0;
}

/** The nearest level outside a child, on one side of it; 0 when there is none. */
function neighbourOfChild(link: u32, better: bool): u32 {
  let depth: u32 = 0;
  for (; link != 0; link = nodeAt(link >> NODE_BITS).link) {
    const slot = neighbourSlot(nodeAt(link >> NODE_BITS), link & NODE_MASK, better);
    if (slot != NO_SLOT) return nearestUnder((link & ~NODE_MASK) | slot, depth, better);
    depth++;
  }
  return 0;
}

/** The level under a child that is nearest to what lies outside it; `depth` nodes lie between them. */
function nearestUnder(link: u32, depth: u32, better: bool): u32 {
  let row = load<u32>(childAt(link));
  for (; depth != 0; depth--) {
    const node = nodeAt(row);
    const slot = nearestSlot(node, node.occupied, better);
    row = load<u32>(childAt((row << NODE_BITS) | slot));
  }
  return (row << LEAF_BITS) | nearest(leafAt(row).occupied, better);
}

/** A node's child next to a slot, `NO_SLOT` when there is none on that side. */
function neighbourSlot(node: LadderNode, slot: u32, better: bool): u32 {
  const others = beyond(load<u64>(wordAt(node, slot)), slot & 63, better);
  if (others != 0) return (slot & ~63) | nearest(others, better);
  const words = beyond(node.occupied, slot >> 6, better);
  return words == 0 ? NO_SLOT : nearestSlot(node, words, better);
}

/** The nearest child in some words of a node's bitmap. */
function nearestSlot(node: LadderNode, words: u64, better: bool): u32 {
  const slot = nearest(words, better) << 6;
  return slot | nearest(load<u64>(wordAt(node, slot)), better);
}

/** Those of the bits that stand below a slot, where the better keys are, or above it. */
function beyond(bits: u64, slot: u32, better: bool): u64 {
  return better ? bits & (((<u64>1) << slot) - 1) : bits & (~(<u64>1) << slot);
}

/** The bit met first on a way to better keys, or away from them. */
function nearest(bits: u64, better: bool): u32 {
  return <u32>(better ? 63 - clz(bits) : ctz(bits));
}
