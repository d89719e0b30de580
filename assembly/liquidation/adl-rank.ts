/**
 * In which order legs are deleveraged (rules: adl 4, 5): those of the wanted side that stand at a profit, of
 * accounts with equity and without a case. By score, descending; among equals those whose net exposure falls,
 * then by account.
 *
 *   score = profit·notional / (max(1, |cost|)·equity)      profit = value − cost, everything at last marks
 *
 * Lots rarely have to go, so nothing is kept between commands: the legs are scanned when they must, and get places by their
 * score (memory/places), of which those with near scores are put in order when it is their turn. Where lots of a second leg go
 * in the same command, liquidation/adl-tree keeps them in order.
 */
import { findLeg } from "../ledger/position";
import { atMarks, measure } from "../margin/requirement";
import { notionalOf, valueOf } from "../market/value";
import { Account, Leg, LEG_BYTES, Market, Pair } from "../memory/abi";
import { accountAt, legAt, legPool, marketAt, meters, passScratch } from "../memory/arena";
import { emptyLegScratch, legScratch } from "../memory/derived";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { PLACE_BYTES, placeOf, ratioAt, rowAt, ROWS_MAX, sortApart, sortRun } from "../memory/places";
import { compareProducts, magnitude } from "../numbers/fixed";

// The rows of so many legs fill 4 GiB.
if (<u64>LEG_BYTES * ROWS_MAX < 1 << 32) ERROR("more legs than a place can name");
/** How far, relatively, two scores in single precision must lie apart to be beyond doubt: thrice their error. */
const DOUBT: f32 = 2e-7;

/** The highest score first, by exact numbers. */
@unmanaged
@final
class ByScore {
  isBefore(a: u32, b: u32): bool {
    return precedesExactly(a, b);
  }
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
export function scoreOf(row: u32, market: Market): f64 {
  if (!weigh(row, market)) return -1;
  return (<f64>profit * <f64>notional) / (<f64>basis * <f64>worth);
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

/** Whether leg a is taken before leg b; neither account has changed since its score was found. */
export function isRankedAbove(a: u32, scoreOfA: f32, b: u32, scoreOfB: f32): bool {
  if (Mathf.abs(scoreOfA - scoreOfB) > DOUBT * (scoreOfA + scoreOfB)) {
    if (DEBUGGING) confirmHigher(a, b, scoreOfA > scoreOfB != isPlanted(Pair.adlRank));
    return scoreOfA > scoreOfB;
  }
  return precedesExactly(a, b);
}

/** Exact scores order two legs as those in floating point do. */
function confirmHigher(a: u32, b: u32, isHigher: bool): void {
  const sign = compareScores(a, b);
  assert(isHigher ? sign > 0 : sign < 0, "ranked otherwise than by exact scores");
}

function precedesExactly(a: u32, b: u32): bool {
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
  // Scores are rarely the same but of accounts that are.
  if (profit == profitOfA && notional == notionalOfA && basis == basisOfA && worth == worthOfA) return 0;
  return compareProducts(profitOfA, notionalOfA, basis, worth, profit, notional, basisOfA, worthOfA);
}

/** How many legs were ranked, how many of them `nextRanked` has taken, and where the run of near scores ends that it is in. */
let ranked: u32 = 0;
let taken: u32 = 0;
let runEnd: u32 = 0;
/** The score of the leg that it took last, in single precision. */
export let takenScore: f32 = 0;

/** Ranks the eligible legs of a market's side. */
export function rankLegs(row: u32, shorts: bool): void {
  const market = marketAt(row);
  ranked = 0;
  taken = 0;
  runEnd = 0;
  for (let leg: u32 = 1; leg < legPool.top; leg++) {
    if (legAt(leg).market != row || legAt(leg).quantity < 0 != shorts) continue;
    const score = scoreOf(leg, market);
    if (score < 0) continue;
    // The best has the first place.
    store<u64>(passScratch + <usize>ranked * PLACE_BYTES, placeOf(-score, leg));
    ranked++;
  }
  sortApart<ByScore>(passScratch, legScratch(), ranked, true);
  emptyLegScratch(ranked * PLACE_BYTES);
  if (DEBUGGING) confirmRanks();
}

/** Legs and accounts that are fetched together, so that their cache misses overlap. */
const FETCHED: u32 = 32;

function fetchRanked(from: u32, to: u32): void {
  for (let i = from; i < to; i++) load<u32>(changetype<usize>(legAt(rowAt(passScratch, i))));
  for (let i = from; i < to; i++)
    load<u32>(changetype<usize>(accountAt(legAt(rowAt(passScratch, i)).account)));
}

/** Puts the run of near scores that is next in order. */
function sortNext(): void {
  runEnd = sortRun<ByScore>(passScratch, legScratch(), taken, ranked);
  emptyLegScratch((runEnd - taken) * PLACE_BYTES);
}

/** Each leg is ranked above the next by exact numbers. */
function confirmRanks(): void {
  for (; taken < ranked; taken = runEnd) sortNext();
  taken = 0;
  for (let i: u32 = 1; i < ranked; i++) {
    const first = rowAt(passScratch, i - 1);
    const isHigher = precedesExactly(first, rowAt(passScratch, i)) != isPlanted(Pair.adlRank);
    assert(isHigher, "ranked otherwise than by exact scores");
  }
}

/** Takes the next leg in rank; 0 when there is none left. Of a run of near scores no account has changed since it was ranked. */
export function nextRanked(): u32 {
  if (taken == ranked) return 0;
  if (taken == runEnd) sortNext();
  if (taken % FETCHED == 0) fetchRanked(taken, min(ranked, taken + FETCHED));
  takenScore = <f32>-ratioAt(passScratch, taken);
  return rowAt(passScratch, taken++);
}

/** The rank that a leg has now among all of its side, from 1; 0 when it is not eligible. For reports. */
export function rankOf(row: u32): u32 {
  const market = marketAt(legAt(row).market);
  const own = scoreOf(row, market);
  if (own < 0) return 0;
  const short = legAt(row).quantity < 0;
  let rank: u32 = 1;
  for (let leg: u32 = 1; leg < legPool.top; leg++) {
    if (leg == row || legAt(leg).market != legAt(row).market || legAt(leg).quantity < 0 != short) continue;
    const other = scoreOf(leg, market);
    if (other >= 0 && isRankedAbove(leg, <f32>other, row, <f32>own)) rank++;
  }
  return rank;
}
