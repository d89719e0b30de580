/**
 * What funding does to the trigger index (rules: triggers 5). A linear market moves both of its ladders as a
 * whole and touches no account: longs ring at T + S, shorts at T − S'. Each funding of f money a lot moves
 * them so far that an account which has not rung is still safe, however many lots it holds (q ≥ 1, so that a
 * unit of money is at most one a lot):
 *
 *   paid      S by ceil((f + 1)/(M(1 − m)))    S' by ceil((f + 1)/M)
 *   received  S by −floor((f − 1)/M)           S' by −floor((f − 1)/(M(1 + m)))     never the other way
 *
 * m is the steepest level, of a margin call too. Values at doubtful prices move otherwise, so cases in a
 * market in doubt are armed anew; so is every account of an inverse market, and of one whose ladder has been
 * moved by as much as its price.
 */
import { BILLION } from "../ledger/funding";
import { findLeg } from "../ledger/position";
import { isDoubtful } from "../market/breakers";
import { Kind, Market, MARKET_BYTES, Pair, PPM, Wide } from "../memory/abi";
import { accountAt, caseAt, casePool, domainAt, legAt, marketAt, passScratch, shard } from "../memory/arena";
import { beginKeeping, DEBUGGING, forget, isPlanted, keep, restore } from "../memory/pairs";
import { outdateBlocks, touchByAlarm, TOUCHED } from "../memory/worklist";
import { divide, divideWide, high, multiply, remainder } from "../numbers/fixed";
import { farthestShift, takeAll } from "../triggers/trigger-ladder";
import { arm, confirmArmed, ringMark, steepestPpm } from "./trigger-index";

/** Shifts up to this are kept, however low the price is. */
const SHIFT_KEPT: i64 = 1 << 14;

/** After a funding of `accrued` a lot: every account that it has brought below a level is touched. */
export function followFunding(row: u32, longsPay: bool, accrued: Wide): void {
  const market = marketAt(row);
  outdateBlocks();
  const rate = steepestPpm(row, market, domainAt(market.domain).marginCallPpm);
  if (market.kind == <u8>Kind.inverse || rate >= <i64>PPM) {
    armAllAnew(market);
    return;
  }
  let kept: usize = 0;
  if (DEBUGGING) {
    kept = beginKeeping();
    keep(changetype<usize>(market), MARKET_BYTES);
  }
  if (longsPay) {
    market.longOffset -= paid(market, accrued, PPM - rate);
    market.shortOffset -= received(market, accrued, PPM + rate);
  } else {
    market.longOffset += received(market, accrued, PPM);
    market.shortOffset += paid(market, accrued, PPM);
  }
  if (farthestShift(market) > max(market.mark, SHIFT_KEPT)) armAllAnew(market);
  else {
    if (DEBUGGING && isPlanted(Pair.shiftedLadder)) restore(kept);
    ringMark(row, market.mark);
    if (DEBUGGING) confirmShifted(row);
    if (isDoubtful(market)) armCasesAnew(row);
  }
  if (DEBUGGING) forget(kept);
}

/** An account whose legs have not rung is armed no later than if armed anew. */
function confirmShifted(row: u32): void {
  for (let account: u32 = 0; account < shard.accounts; account++) {
    const isHealthy = accountAt(account).caseRow == 0 && !(accountAt(account).flags & TOUCHED);
    if (isHealthy && findLeg(accountAt(account), row) != 0) confirmArmed(accountAt(account));
  }
}

/** ceil((f + 1)·10^6/(M·ppm)), at most what reaches every trigger. */
function paid(market: Market, accrued: Wide, ppm: i64): i64 {
  const low = accrued.low + BILLION;
  return quotient(market, low, accrued.high + u64(low < BILLION), ppm, true);
}

/** floor((f − 1)·10^6/(M·ppm)), at least 0. */
function received(market: Market, accrued: Wide, ppm: i64): i64 {
  if (accrued.high == 0 && accrued.low <= BILLION) return 0;
  return quotient(market, accrued.low - BILLION, accrued.high - u64(accrued.low < BILLION), ppm, false);
}

/** The 128-bit number·10^6/(10^9·M·ppm), in three divisions that round the same way as one. */
function quotient(market: Market, numberLow: u64, numberHigh: u64, ppm: i64, up: bool): i64 {
  let low = multiply(numberLow, PPM);
  let top = high + numberHigh * PPM;
  low = divideWide(top, low, ppm);
  top = high;
  if (up && remainder != 0) {
    low++;
    top += u64(low == 0);
  }
  low = divideWide(top, low, BILLION);
  top = high;
  if (up && remainder != 0) {
    low++;
    top += u64(low == 0);
  }
  const farthest = market.maxPrice + 2;
  if (top >= <u64>market.unit) return farthest;
  const units = divide(top, low, market.unit);
  const more = u64(up && remainder != 0);
  return units >= <u64>farthest ? farthest : <i64>(units + more);
}

function armAllAnew(market: Market): void {
  armTaken(takeAll(market, false, passScratch));
  armTaken(takeAll(market, true, passScratch));
}

function armTaken(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const account = load<u32>(passScratch + ((<usize>i) << 2));
    if (!arm(account)) touchByAlarm(account);
  }
}

/**
 * Cases whose leg in the market is armed; one that is below its level already is not. All open cases are looked at, once a funding,
 * because a leg that lacks a work is in no list of the market's.
 */
function armCasesAnew(row: u32): void {
  for (let c: u32 = 1; c < casePool.top; c++) {
    if (caseAt(c).number == 0) continue;
    const account = caseAt(c).account;
    const leg = findLeg(accountAt(account), row);
    if (leg != 0 && legAt(leg).trigger != 0 && !arm(account)) touchByAlarm(account);
  }
}
