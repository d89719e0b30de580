/**
 * Where tables stand that follow from the rows of state, so that a crowd need not be looked at one by one. They are no state:
 * no hash covers them.
 *
 *   within a command   trees of legs by rank and by price, and their roots by market and side · accounts that changed, and their
 *                      legs in a tree of ranks · what positions of `@liquidation` are worth, by domain
 *   always             links of works and of cases in their lists (memory/case-lists) · the lists of each market and domain
 */
import {
  LIMIT_ACCOUNTS,
  LIMIT_CASES,
  LIMIT_DOMAINS,
  LIMIT_MARKETS,
  LIMIT_POSITIONS,
  LIMIT_WORKS,
} from "./abi";
import { capacityOf } from "./limits";

/** Bytes of a node of `memory/tree`. */
export const TREE_NODE_BYTES: usize = 40;

export let rankTree: usize = 0;
export let rankRoots: usize = 0;
export let priceTree: usize = 0;
export let priceSides: usize = 0;
export let followedList: usize = 0;
export let followedLegs: usize = 0;
export let liquidationWorths: usize = 0;
export let workLinks: usize = 0;
export let caseLinks: usize = 0;
export let marketLists: usize = 0;
export let domainLists: usize = 0;

let cursor: u64 = 0;

/** A table of one row more than the pool's, because its rows run from 1. */
function place(which: i32, rowBytes: u64): usize {
  const at = (cursor + 63) & ~63;
  const rows = <u64>capacityOf(which) + 1;
  cursor = at + rows * rowBytes;
  return <usize>at;
}

/** Sets the addresses, from one on; returns where the tables end. Writes nothing. */
export function carveDerived(from: u64): u64 {
  cursor = from;
  rankTree = place(LIMIT_POSITIONS, TREE_NODE_BYTES);
  rankRoots = place(LIMIT_MARKETS, 16);
  priceTree = place(LIMIT_POSITIONS, TREE_NODE_BYTES);
  priceSides = place(LIMIT_MARKETS, 24);
  followedList = place(LIMIT_ACCOUNTS, 4);
  followedLegs = place(LIMIT_POSITIONS, 4);
  liquidationWorths = place(LIMIT_DOMAINS, 16);
  workLinks = place(LIMIT_WORKS, 32);
  caseLinks = place(LIMIT_CASES, 32);
  marketLists = place(LIMIT_MARKETS, 16);
  domainLists = place(LIMIT_DOMAINS, 8);
  return cursor;
}
