/**
 * In which order legs are deleveraged (rules: adl 4, 5): those of the wanted side that stand at a profit, of
 * accounts with equity and without a case. By score, descending; among equals those whose net exposure falls,
 * then by account.
 *
 *   score = profit·notional / (max(1, |cost|)·equity)      profit = value − cost, everything at last marks
 *
 * Lots rarely have to go, so nothing is kept between commands: the legs are scanned when they must, into a heap that is as
 * deep as needed. Where lots of a second leg go in the same command, liquidation/adl-tree keeps them in order.
 */
import { findLeg } from "../ledger/position";
import { atMarks, measure } from "../margin/requirement";
import { notionalOf, valueOf } from "../market/value";
import { Account, Leg, Market, Pair } from "../memory/abi";
import { accountAt, legAt, legPool, marketAt, meters, passScratch } from "../memory/arena";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { compareProducts, magnitude } from "../numbers/fixed";

/** A leg in the heap. The score is for screening: where two are close the exact ones are compared. */
@unmanaged
class Ranked {
  score: f32;
  leg: u32;
}

const RANKED_BYTES: usize = 8;
/** How far, relatively, two scores in floating point must lie apart to be beyond doubt: more than ten times their error. */
const DOUBT: f32 = 1e-6;

function rankedAt(i: u32): Ranked {
  return changetype<Ranked>(passScratch + <usize>i * RANKED_BYTES);
}

/** What the last `weigh` found. */
let profit: i64 = 0;
let notional: i64 = 0;
let basis: i64 = 0;
let worth: i64 = 0;

/** Whether the leg in that row is eligible. A free row of the pool is one that no account's list holds. */
function weigh(row: u32, market: Market): bool {
  meters.looks++;
  const leg = legAt(row);
  const value = valueOf(market, leg.quantity, market.mark);
  profit = value - leg.cost;
  if (profit <= 0) return false;
  const account = accountAt(leg.account);
  if (account.caseRow != 0 || findLeg(account, leg.market) != row) return false;
  if (!measure(account, false)) return false;
  worth = atMarks(account).equity;
  if (worth <= 0) return false;
  notional = notionalOf(market, leg.quantity, market.mark);
  basis = max<i64>(1, magnitude(leg.cost));
  return true;
}

/** The score of a leg in floating point, at least 0; −1 when it is not eligible. */
export function scoreOf(row: u32, market: Market): f32 {
  if (!weigh(row, market)) return -1;
  return <f32>((<f64>profit * <f64>notional) / (<f64>basis * <f64>worth));
}

/** Fills an entry for an eligible leg. */
function rate(entry: Ranked, row: u32, market: Market): bool {
  entry.leg = row;
  entry.score = scoreOf(row, market);
  return entry.score >= 0;
}

/** Whether giving the leg up lowers the account's net exposure: Σ signed notional has the leg's sign. */
function isRelieved(leg: Leg): bool {
  const account: Account = accountAt(leg.account);
  let net: i64 = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const market = marketAt(legAt(row).market);
    const size = notionalOf(market, legAt(row).quantity, market.mark);
    net += legAt(row).quantity < 0 ? -size : size;
  }
  return leg.quantity < 0 ? net < 0 : net > 0;
}

function precedes(a: Ranked, b: Ranked): bool {
  return isRankedAbove(a.leg, a.score, b.leg, b.score);
}

/** Whether leg a is taken before leg b; neither account has changed since its score was found. */
export function isRankedAbove(a: u32, scoreOfA: f32, b: u32, scoreOfB: f32): bool {
  if (Mathf.abs(scoreOfA - scoreOfB) > DOUBT * (scoreOfA + scoreOfB)) {
    let isHigher = scoreOfA > scoreOfB;
    if (DEBUGGING) {
      isHigher = isHigher != isPlanted(Pair.adlRank);
      const sign = compareScores(a, b);
      assert(isHigher ? sign > 0 : sign < 0, "ranked otherwise than by exact scores");
    }
    return isHigher;
  }
  const sign = compareScores(a, b);
  if (sign != 0) return sign > 0;
  const relieved = isRelieved(legAt(a));
  if (relieved != isRelieved(legAt(b))) return relieved;
  return legAt(a).account < legAt(b).account;
}

/** The sign of score(a) − score(b), exactly. Neither account has changed since it was rated. */
function compareScores(a: u32, b: u32): i32 {
  const market = marketAt(legAt(a).market);
  weigh(a, market);
  const profitOfA = profit;
  const notionalOfA = notional;
  const basisOfA = basis;
  const worthOfA = worth;
  weigh(b, market);
  return compareProducts(profitOfA, notionalOfA, basis, worth, profit, notional, basisOfA, worthOfA);
}

let ranked: u32 = 0;
/** The score of the leg that `nextRanked` took last. */
export let takenScore: f32 = 0;

/** Collects the eligible legs of a market's side, best on top. */
export function rankLegs(row: u32, shorts: bool): void {
  const market = marketAt(row);
  ranked = 0;
  for (let leg: u32 = 1; leg < legPool.top; leg++) {
    if (legAt(leg).market != row || legAt(leg).quantity < 0 != shorts) continue;
    if (rate(rankedAt(ranked), leg, market)) ranked++;
  }
  for (let i = ranked >> 1; i > 0; i--) sink(i - 1);
}

/** Takes the next leg in rank; 0 when there is none left. */
export function nextRanked(): u32 {
  if (ranked == 0) return 0;
  const leg = rankedAt(0).leg;
  takenScore = rankedAt(0).score;
  ranked--;
  copy(rankedAt(0), rankedAt(ranked));
  sink(0);
  return leg;
}

function copy(to: Ranked, from: Ranked): void {
  to.score = from.score;
  to.leg = from.leg;
}

function sink(from: u32): void {
  let at: u32 = from;
  while (true) {
    let first: u32 = at;
    const child: u32 = 2 * at + 1;
    if (child < ranked && precedes(rankedAt(child), rankedAt(first))) first = child;
    if (child + 1 < ranked && precedes(rankedAt(child + 1), rankedAt(first))) first = child + 1;
    if (first == at) return;
    swap(rankedAt(at), rankedAt(first));
    at = first;
  }
}

function swap(a: Ranked, b: Ranked): void {
  const score = a.score;
  const leg = a.leg;
  copy(a, b);
  b.score = score;
  b.leg = leg;
}

/** The rank that a leg has now among all of its side, from 1; 0 when it is not eligible. For reports. */
export function rankOf(row: u32): u32 {
  const market = marketAt(legAt(row).market);
  const own = rankedAt(0);
  const other = rankedAt(1);
  if (!rate(own, row, market)) return 0;
  const short = legAt(row).quantity < 0;
  let rank: u32 = 1;
  for (let leg: u32 = 1; leg < legPool.top; leg++) {
    if (leg == row || legAt(leg).market != legAt(row).market || legAt(leg).quantity < 0 != short) continue;
    if (rate(other, leg, market) && precedes(other, own)) rank++;
  }
  return rank;
}
