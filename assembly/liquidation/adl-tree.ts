/**
 * Counterparties in order of rank, for commands in which lots of more than one leg go (rules: adl 5, 6). Ranked anew for each
 * leg, n bankrupt accounts and n counterparties cost n² looks. Here each side of a market is ranked once a command, into a
 * tree; before the next leg's lots are given out, accounts that changed since are taken out of it and put in again where they
 * now belong. So it holds what a scan would find, in the same order.
 *
 * Those who would be skipped are not looked at one by one either. With j lots at a loss per lot of l against the mark, a
 * counterparty of s lots holds its margin only if
 *
 *   l·s ≤ H  (j = s)         H = equity − maintenance margin of its other legs
 *   l·j ≤ X + ρ·j  (j < s)   X = equity − maintenance margin,  ρ = most margin that a lot can set free
 *
 * up to roundings. So it is skipped for certain where l > max(H/s, X/lots + ρ), and so is all of a subtree by the greatest H/s
 * and X in it. Whom that does not rule out is judged exactly.
 */
import { atMarks, legMargin, measure } from "../margin/requirement";
import { lotNotional, valueOf } from "../market/value";
import { Market, PPM } from "../memory/abi";
import { accountAt, legAt, marketAt, meters, shard, tierAt } from "../memory/arena";
import { rankNodeOf, rankRoots, rankTree, setRankNode } from "../memory/derived";
import { append, beginTree, countBefore, finishTree, hang, treeNodeAt, unhang } from "../memory/tree";
import {
  follow,
  followedAt,
  followedLegAt,
  followedLegCount,
  forgetFollowed,
  stopFollowing,
} from "../memory/worklist";
import { magnitude } from "../numbers/fixed";
import { isRankedAbove, nextRanked, rankLegs, scoreOf, takenScore } from "./adl-rank";

/** The tree of a side of a market; `made`: whether it has been in this command. */
@unmanaged
class Side {
  root: u32;
  made: u32;
}

function numberOf(row: u32, shorts: bool): u32 {
  return (row << 1) | u32(shorts);
}

function sideAt(number: u32): Side {
  return changetype<Side>(rankRoots + ((<usize>number) << 3));
}

/** Units of money by which roundings may make a counterparty look worse than it is. */
const ROUNDINGS: f64 = 8;
/** How far, relatively, a bound is raised so that floating point cannot lower it. */
const SPARE: f64 = 1e-6;

/** Legs whose lots went in this command. */
let legsGone: u32 = 0;
/** What is being given out: the loss of a lot against the mark, the most margin that it can set free. */
let lossPerLot: f64 = 0;
let freedPerLot: f64 = 0;

/** Counts a leg whose lots go; whether its counterparties are ranked in a tree: from the second of a command on. */
export function goesByTree(): bool {
  return legsGone++ != 0;
}

/** Nodes given in this command, and the first of those that have been given back, which hang one to the left of the other. */
let nodes: u32 = 0;
let freeNode: u32 = 0;

function takeNode(leg: u32): u32 {
  const at = freeNode == 0 ? ++nodes : freeNode;
  if (at == freeNode) freeNode = treeNodeAt(rankTree, at).left;
  treeNodeAt(rankTree, at).leg = leg;
  setRankNode(leg, at);
  return at;
}

function giveNode(at: u32): void {
  const node = treeNodeAt(rankTree, at);
  setRankNode(node.leg, 0);
  node.leg = 0;
  node.left = freeNode;
  freeNode = at;
}

/** The command is over: what it ranked no longer holds. */
export function dropTrees(): void {
  if (legsGone > 1) {
    stopFollowing();
    for (let number: u32 = 0; number < shard.markets << 1; number++) sideAt(number).made = 0;
    for (let at: u32 = 1; at <= nodes; at++) setRankNode(treeNodeAt(rankTree, at).leg, 0);
    nodes = 0;
    freeNode = 0;
  }
  legsGone = 0;
}

/**
 * Ranks a side of a market, to which lots of a leg of `quantity`, worth `value` as a whole, will be given. What has been ranked
 * in this command is brought up to date.
 */
export function rankInTree(row: u32, shorts: bool, quantity: i64, value: i64): void {
  const market = marketAt(row);
  const lots = <f64>magnitude(quantity);
  const worth = valueOf(market, quantity, market.mark);
  const error = (Math.abs(<f64>value) + Math.abs(<f64>worth)) * 1e-15;
  const steepest = <f64>tierAt(row, market.tierCount - 1).maintenancePpm;
  lossPerLot = (<f64>value - <f64>worth - error) / lots;
  freedPerLot = ((lotNotional(market, market.mark) * steepest) / PPM) * (1 + SPARE);
  bringUpToDate();
  const number = numberOf(row, shorts);
  if (!sideAt(number).made) makeTree(row, shorts, market, number);
}

function makeTree(row: u32, shorts: bool, market: Market, number: u32): void {
  follow();
  rankLegs(row, shorts);
  let root: u32 = 0;
  beginTree();
  for (let leg = nextRanked(); leg != 0; leg = nextRanked()) {
    measure(accountAt(legAt(leg).account), false);
    root = append(rankTree, root, enter(leg, market, takenScore, number));
  }
  finishTree(rankTree, root);
  sideAt(number).root = root;
  sideAt(number).made = 1;
}

/** A node for a leg that is eligible, with its score and what its account, measured just now, could bear. */
function enter(row: u32, market: Market, score: f32, number: u32): u32 {
  const leg = legAt(row);
  const found = atMarks(accountAt(leg.account));
  const excess = <f64>(found.equity - found.maintenance) + ROUNDINGS;
  const reach = (excess + <f64>legMargin(leg, market, market.mark)) / <f64>magnitude(leg.quantity);
  const at = takeNode(row);
  const node = treeNodeAt(rankTree, at);
  node.side = number;
  node.score = score;
  node.reach = <f32>(reach + Math.abs(reach) * SPARE);
  node.spare = <f32>(excess + Math.abs(excess) * SPARE);
  return at;
}

/**
 * Takes the legs of all accounts that changed out of their trees, then puts in those that are eligible now. So none is compared
 * before it is rated anew.
 */
function bringUpToDate(): void {
  for (let i: u32 = 0; i < followedLegCount; i++) {
    const at = rankNodeOf(followedLegAt(i));
    // Listed twice, where the debug build has gone two ways.
    if (at == 0) continue;
    const side = sideAt(treeNodeAt(rankTree, at).side);
    side.root = unhang(rankTree, side.root, at);
    giveNode(at);
  }
  for (let i: u32 = 0; i < shard.followed; i++) {
    for (let leg = accountAt(followedAt(i)).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
      const number = numberOf(legAt(leg).market, legAt(leg).quantity < 0);
      if (sideAt(number).made) insert(leg, marketAt(legAt(leg).market), number);
    }
  }
  forgetFollowed();
}

/** Puts a leg where it belongs, if it is eligible. */
function insert(row: u32, market: Market, number: u32): void {
  const score = <f32>scoreOf(row, market);
  if (score < 0) return;
  const entered = enter(row, market, score, number);
  const side = sideAt(number);
  let parent: u32 = 0;
  let left: bool = false;
  for (let at = side.root; at != 0; ) {
    const node = treeNodeAt(rankTree, at);
    parent = at;
    left = isRankedAbove(row, score, node.leg, node.score);
    at = left ? node.left : node.right;
  }
  side.root = hang(rankTree, side.root, parent, left, entered);
}

/** The next leg in rank after one (0: the first) that might take some of so many lots; 0 when there is none. */
export function nextInTree(row: u32, shorts: bool, after: u32, lots: i64): u32 {
  const found = nextNode(row, shorts, after == 0 ? 0 : rankNodeOf(after), lots);
  return found == 0 ? 0 : treeNodeAt(rankTree, found).leg;
}

function nextNode(row: u32, shorts: bool, after: u32, lots: i64): u32 {
  if (after == 0) return firstBelow(sideAt(numberOf(row, shorts)).root, <f64>lots);
  let found = firstBelow(treeNodeAt(rankTree, after).right, <f64>lots);
  for (let at = after; found == 0; ) {
    const parent = treeNodeAt(rankTree, at).parent;
    if (parent == 0) return 0;
    const above = treeNodeAt(rankTree, parent);
    if (above.left == at) {
      if (mayBear(above.reach, above.spare, <f64>lots)) return parent;
      found = firstBelow(above.right, <f64>lots);
    }
    at = parent;
  }
  return found;
}

function firstBelow(root: u32, lots: f64): u32 {
  let at = root;
  while (at != 0) {
    meters.looks++;
    const node = treeNodeAt(rankTree, at);
    if (!mayBear(node.mostReach, node.mostSpare, lots)) return 0;
    const left = treeNodeAt(rankTree, node.left);
    if (node.left != 0 && mayBear(left.mostReach, left.mostSpare, lots)) at = node.left;
    else if (mayBear(node.reach, node.spare, lots)) return at;
    else at = node.right;
  }
  return 0;
}

/** Whether a counterparty might hold its margin with some of the lots, or one of a subtree might. */
function mayBear(reach: f32, spare: f32, lots: f64): bool {
  return lossPerLot <= Math.max(reach, spare / lots + freedPerLot);
}

/** The rank of a leg among all that were ranked, from 1. */
export function rankInTreeOf(row: u32): u32 {
  return countBefore(rankTree, rankNodeOf(row)) + 1;
}
