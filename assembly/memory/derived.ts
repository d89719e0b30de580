/**
 * Where tables stand that follow from the rows of state, so that a crowd need not be looked at one by one. They are no state:
 * no hash covers them.
 *
 *   within a command   trees of legs by rank, and the node of each leg; by price; and their roots by market and side · accounts that changed, and their
 *                      legs in a tree of ranks · what positions of `@liquidation` are worth, by domain · what a walk has traded of
 *                      each leg (matching/fill-or-kill) · an account's orders where a book is crossed (matching/own-pairs)
 *   always             links of works, cases, balances and slices in their lists, and the lists of each market and domain
 *                      (memory/case-lists), and of each leg (memory/leg-slices) · sums of the price ladder, and which sides have
 *                      them (book/depth-sums) · heaps of offers (memory/offer-heaps) · sets of accounts (memory/account-sets) ·
 *                      the index of the venue's ids (memory/names) · sums of open orders in several markets (book/open-sums) ·
 *                      reduce-only orders by account, market and side (book/reduce-only-sums) · how many orders an account has
 *                      (book/live-orders) · the heap of orders that expire (book/expiries)
 */
import {
  COLLATERALS_MAX,
  LIMIT_ACCOUNTS,
  LIMIT_CASES,
  LIMIT_DOMAINS,
  LIMIT_LADDER_LEAVES,
  LIMIT_LADDER_NODES,
  LIMIT_MARKETS,
  LIMIT_ORDERS,
  LIMIT_POSITIONS,
  LIMIT_SLICES,
  LIMIT_VENUE_REPORTS,
  LIMIT_WORKS,
  OPEN_SUMS_BYTES,
  ORDER_COUNT_BYTES,
  REDUCE_ONLY_BYTES,
} from "./abi";
import { capacityOf, indexSlots, limit } from "./limits";

/** Bytes of a node of `memory/tree`. */
export const TREE_NODE_BYTES: usize = 44;
/** Of a node of `memory/price-tree`. */
export const PRICE_NODE_BYTES: usize = 24;
/** Of a link of `memory/row-list`. */
export const LINK_BYTES: usize = 8;
/** Of a sum of `book/depth-sums`, and of a node's own with one of each word of its bitmap. */
export const LADDER_SUM_BYTES: usize = 16;
export const NODE_SUMS_BYTES: usize = 17 * LADDER_SUM_BYTES;

/** Of what a walk has traded of a leg (matching/fill-or-kill): the number of the walk, and lots. */
export const WALKED_LEG_BYTES: usize = 16;

/** Of an order's place among the reduce-only ones of its account, side and market (book/reduce-only-sums). */
export const REDUCE_ONLY_LINK_BYTES: usize = 12;

export let openSums: usize = 0;
export let reduceOnlyRows: usize = 0;
export let reduceOnlyLinks: usize = 0;
export let reduceOnlyFirst: usize = 0;
export let reduceOnlyChanged: usize = 0;
export let liveOrders: usize = 0;
export let orderCounts: usize = 0;
export let expiryHeap: usize = 0;
export let walkedLegs: usize = 0;
export let rankTree: usize = 0;
export let rankNodes: usize = 0;
export let rankRoots: usize = 0;
export let priceTree: usize = 0;
export let priceSides: usize = 0;
export let followedList: usize = 0;
export let followedLegs: usize = 0;
export let liquidationWorths: usize = 0;
export let workCases: usize = 0;
export let workLinks: usize = 0;
export let heldLinks: usize = 0;
export let pledgedLinks: usize = 0;
export let outLinks: usize = 0;
export let offerLinks: usize = 0;
export let marketLists: usize = 0;
export let domainLists: usize = 0;
export let leafSums: usize = 0;
export let nodeSums: usize = 0;
export let depthSides: usize = 0;
export let legSliceLinks: usize = 0;
export let legSliceLists: usize = 0;
export let legSliceMask: u32 = 0;
export let reportIndex: usize = 0;
export let reportMask: u32 = 0;
export let roomlessBits: usize = 0;
export let pendingBits: usize = 0;
export let arrearsBits: usize = 0;
export let heldBits: usize = 0;
export let crossingBits: usize = 0;
export let ownLinks: usize = 0;

let cursor: u64 = 0;

/** The node of a leg in a tree of ranks, 0 where it is in none. */
export function rankNodeOf(leg: u32): u32 {
  return load<u32>(rankNodes + ((<usize>leg) << 2));
}

export function setRankNode(leg: u32, node: u32): void {
  store<u32>(rankNodes + ((<usize>leg) << 2), node);
}

/** Eight bytes a position and more, for a step that leaves them empty: of the walk's, whose numbers none of its bytes may look like. */
export function legScratch(): usize {
  return walkedLegs + WALKED_LEG_BYTES;
}

export function emptyLegScratch(bytes: u32): void {
  memory.fill(legScratch(), 0, bytes);
}

/** A table of one row more than the pool's, because its rows run from 1. */
function place(which: i32, rowBytes: u64): usize {
  const at = (cursor + 63) & ~63;
  const rows = <u64>capacityOf(which) + 1;
  cursor = at + rows * rowBytes;
  return <usize>at;
}

/** A bit an account. */
function placeBits(): usize {
  const at = (cursor + 63) & ~63;
  cursor = at + (((<u64>limit(LIMIT_ACCOUNTS) >> 6) + 1) << 3);
  return <usize>at;
}

/** Sets the addresses, from one on; returns where the tables end. Writes nothing. */
export function carveDerived(from: u64): u64 {
  cursor = from;
  openSums = place(LIMIT_ORDERS, OPEN_SUMS_BYTES);
  reduceOnlyRows = place(LIMIT_ORDERS, REDUCE_ONLY_BYTES);
  reduceOnlyLinks = place(LIMIT_ORDERS, REDUCE_ONLY_LINK_BYTES);
  reduceOnlyFirst = place(LIMIT_ACCOUNTS, 4);
  reduceOnlyChanged = place(LIMIT_ACCOUNTS, 4);
  liveOrders = place(LIMIT_ACCOUNTS, 8);
  orderCounts = place(LIMIT_ORDERS, ORDER_COUNT_BYTES);
  expiryHeap = place(LIMIT_ORDERS, 4);
  walkedLegs = place(LIMIT_POSITIONS, WALKED_LEG_BYTES);
  rankTree = place(LIMIT_POSITIONS, TREE_NODE_BYTES);
  rankNodes = place(LIMIT_POSITIONS, 4);
  rankRoots = place(LIMIT_MARKETS, 16);
  priceTree = place(LIMIT_POSITIONS, PRICE_NODE_BYTES);
  priceSides = place(LIMIT_MARKETS, 24);
  followedList = place(LIMIT_ACCOUNTS, 4);
  followedLegs = place(LIMIT_POSITIONS, 4);
  liquidationWorths = place(LIMIT_DOMAINS, 16);
  workCases = place(LIMIT_WORKS, 4);
  workLinks = place(LIMIT_WORKS, LINK_BYTES);
  heldLinks = place(LIMIT_CASES, LINK_BYTES);
  pledgedLinks = place(LIMIT_CASES, <u64>COLLATERALS_MAX * <u64>LINK_BYTES);
  outLinks = place(LIMIT_SLICES, LINK_BYTES);
  offerLinks = place(LIMIT_WORKS, 16);
  marketLists = place(LIMIT_MARKETS, 20);
  domainLists = place(LIMIT_DOMAINS, 4);
  leafSums = place(LIMIT_LADDER_LEAVES, LADDER_SUM_BYTES);
  nodeSums = place(LIMIT_LADDER_NODES, NODE_SUMS_BYTES);
  depthSides = place(LIMIT_MARKETS, 16);
  roomlessBits = placeBits();
  pendingBits = placeBits();
  arrearsBits = placeBits();
  heldBits = placeBits();
  crossingBits = placeBits();
  ownLinks = place(LIMIT_ORDERS, 4);
  legSliceLinks = place(LIMIT_SLICES, LINK_BYTES);
  const lists = indexSlots(limit(LIMIT_SLICES)) >> 1;
  legSliceLists = <usize>cursor;
  cursor += (<u64>lists) << 2;
  legSliceMask = lists - 1;
  const slots = indexSlots(capacityOf(LIMIT_VENUE_REPORTS));
  reportIndex = place(LIMIT_VENUE_REPORTS, 4);
  cursor += (<u64>slots) << 2;
  reportMask = slots - 1;
  return cursor;
}
