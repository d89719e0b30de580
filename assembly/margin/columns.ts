/**
 * The columns of the sweep: the excess of an account of one linear leg as a line in its mark, to be screened by
 * SIMD.
 *
 *   X(p) = min over k of (A_k + B_k·p)      A_k = rest + D_k/10^6      B_k = M·(q − |q|·rate_k/10^6)
 *
 * k runs over its tiers' lines, and over those of the margin call that it has not had. The line whose root comes
 * first as the price turns against the account decides alone, at every price, whether X < 0. It is kept in two
 * floats, and lowered by more than they round: where it is not below zero the account is healthy for certain.
 *
 * Accounts stand in blocks of 64. A block of which an account has been touched is outdated: the next sweep draws it
 * anew.
 */
import { owedByLeg } from "../ledger/funding";
import { Account, Kind, Leg, Market, Pair, PPM } from "../memory/abi";
import {
  accountAt,
  BLOCK_BITS,
  blockCurrent,
  blockMarket,
  columnBase,
  columnMarket,
  columnSlope,
  domainAt,
  legAt,
  MARK_FLOATS_MAX,
  marketAt,
  shard,
  tierAt,
} from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import { BLOCK, CALLED } from "../memory/worklist";

/** Of a block: its accounts' lines are in several markets. */
export const MIXED: u32 = 0xffff;
/** An account without a line: one that is not to be looked at, or one that only exact numbers can judge. */
const NO_LINE: u32 = 0xfffe;
/** More than all roundings of a line amount to, as a part of its greatest term: floats have 24 bits. */
const LOWERED: f64 = 1.0 / 1_048_576.0;
/** Money for the roundings of margins and levels, and for triggers at equality. */
const SPARE: f64 = 4;

/** Draws the lines of a block's accounts. */
export function drawBlock(block: u32): void {
  const first = block << BLOCK_BITS;
  let common = NO_LINE;
  for (let row = first; row < first + BLOCK; row++) {
    const market = row < shard.accounts ? draw(row, accountAt(row)) : drawNothing(row, Infinity);
    store<u16>(columnMarket + ((<usize>row) << 1), <u16>(market == NO_LINE ? 0 : market));
    if (market == NO_LINE || market == common) continue;
    common = common == NO_LINE ? market : MIXED;
  }
  store<u16>(blockMarket + ((<usize>block) << 1), <u16>(common == NO_LINE ? 0 : common));
  store<u8>(blockCurrent + block, 1);
}

/** Writes the account's line; returns its market. */
function draw(row: u32, account: Account): u32 {
  if (account.caseRow != 0 || account.legs == 0) return drawNothing(row, Infinity);
  const leg = legAt(account.firstLeg);
  const market = marketAt(leg.market);
  const isLine = account.legs == 1 && account.firstBalance == 0 && market.kind == <u8>Kind.linear;
  if (!isLine || leg.market >= MARK_FLOATS_MAX) return drawNothing(row, -Infinity);
  if (!market.hasMark) return drawNothing(row, Infinity);
  const callPpm = account.flags & CALLED ? 0 : domainAt(account.domain).marginCallPpm;
  drawFirstRoot(row, leg, market, <f64>(account.cash - leg.cost - owedByLeg(market, leg)), callPpm);
  return leg.market;
}

/** Writes a line without slope: one at ∞ is never below zero, one at −∞ always. */
function drawNothing(row: u32, height: f32): u32 {
  store<f32>(columnBase + ((<usize>row) << 2), height);
  store<f32>(columnSlope + ((<usize>row) << 2), 0);
  return NO_LINE;
}

let base: f64 = 0;
let slope: f64 = 0;
let root: f64 = 0;

function drawFirstRoot(row: u32, leg: Leg, market: Market, rest: f64, callPpm: u32): void {
  const lots = <f64>leg.quantity;
  const call = <f64>callPpm / <f64>PPM;
  root = lots > 0 ? -Infinity : Infinity;
  for (let k: u32 = 0; k < market.tierCount; k++) {
    const tier = tierAt(leg.market, k);
    const deduction = <f64>tier.maintenanceWhole + <f64>tier.maintenanceRest / <f64>PPM;
    consider(lots, market, rest + deduction, <f64>tier.maintenancePpm / <f64>PPM, k == 0);
    if (callPpm == 0) continue;
    const initial = <f64>tier.initialWhole + <f64>tier.initialRest / <f64>PPM;
    consider(lots, market, rest + call * initial, (call * <f64>tier.initialPpm) / <f64>PPM, false);
  }
  // Twice what the line is lowered by, and more: too high.
  if (DEBUGGING) base += <f64>planted(Pair.sweepColumns) * (4 * SPARE + 4 * Math.abs(base) * LOWERED);
  store<f32>(columnBase + ((<usize>row) << 2), <f32>(base - Math.abs(base) * LOWERED - SPARE));
  store<f32>(columnSlope + ((<usize>row) << 2), <f32>slope);
}

/** Keeps the line if its root is reached before those of the lines considered so far. */
function consider(lots: f64, market: Market, height: f64, rate: f64, first: bool): void {
  const own = <f64>market.unit * (lots - Math.abs(lots) * rate);
  const at = -height / own;
  if (!first && !(lots > 0 ? at > root : at < root)) return;
  base = height;
  slope = own;
  root = at;
}
