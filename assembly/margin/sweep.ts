/**
 * The full sweep: looks at every account by brute force. The audit of the trigger index: an account is
 * liquidatable at last marks, or below the level of a margin call that it has not had, only if it has a case
 * or stands among those touched for the next command, or is blocked by `CAPACITY`, or held while its
 * domain is halted.
 *
 * The columns (margin/columns) screen the accounts: only those whose line is below zero at the mark, and
 * those that have no line, are measured exactly.
 */
import {
  accountAt,
  BLOCK_BITS,
  blockCurrent,
  blockMarket,
  columnBase,
  columnMarket,
  columnSlope,
  MARK_FLOATS_MAX,
  marketAt,
  scratch,
  shard,
} from "../memory/arena";
import { blocks, CALLED, NO_ROOM, TOUCHED } from "../memory/worklist";
import { drawBlock, MIXED } from "./columns";
import { isLiquidatable } from "./liquidatable";
import { isBelowCall } from "./margin-call";
import { atMarks, measure } from "./requirement";

const BLOCK: usize = 1 << BLOCK_BITS;

/** Number of accounts that the trigger index should have found and has not. */
export function sweep(): u32 {
  floatMarks();
  let wrong: u32 = 0;
  const count = blocks();
  for (let block: u32 = 0; block < count; block++) {
    if (load<u8>(blockCurrent + block) == 0) drawBlock(block);
    const market = <u32>load<u16>(blockMarket + ((<usize>block) << 1));
    if (market == MIXED || anyBelow(block, market)) wrong += examine(block);
  }
  return wrong;
}

/** Whether the trigger index should have found the account and has not. */
export function isMissed(row: u32): bool {
  const account = accountAt(row);
  if (account.caseRow != 0 || account.legs == 0) return false;
  if (account.held || account.flags & (TOUCHED | NO_ROOM)) return false;
  if (!measure(account, false)) return false;
  const found = atMarks(account);
  if (isLiquidatable(account.domain, found.equity, found.maintenance)) return true;
  return !(account.flags & CALLED) && isBelowCall(account, found.equity);
}

/** The marks as floats, in scratch memory. */
function floatMarks(): void {
  const count = min<u32>(shard.markets, MARK_FLOATS_MAX);
  for (let row: u32 = 0; row < count; row++) {
    store<f32>(scratch + ((<usize>row) << 2), <f32>marketAt(row).mark);
  }
}

/** Whether the line of any account of a block, all in one market, is below zero. */
function anyBelow(block: u32, market: u32): bool {
  const mark = v128.load_splat<f32>(scratch + ((<usize>market) << 2));
  let base = columnBase + ((<usize>block) << (BLOCK_BITS + 2));
  let slope = columnSlope + ((<usize>block) << (BLOCK_BITS + 2));
  const end = base + (BLOCK << 2);
  let lowest = f32x4.splat(Infinity);
  let other = lowest;
  for (; base < end; base += 128, slope += 128) {
    lowest = f32x4.pmin(lowest, lineAt(base, slope, mark));
    other = f32x4.pmin(other, lineAt(base + 16, slope + 16, mark));
    lowest = f32x4.pmin(lowest, lineAt(base + 32, slope + 32, mark));
    other = f32x4.pmin(other, lineAt(base + 48, slope + 48, mark));
    lowest = f32x4.pmin(lowest, lineAt(base + 64, slope + 64, mark));
    other = f32x4.pmin(other, lineAt(base + 80, slope + 80, mark));
    lowest = f32x4.pmin(lowest, lineAt(base + 96, slope + 96, mark));
    other = f32x4.pmin(other, lineAt(base + 112, slope + 112, mark));
  }
  return v128.any_true(f32x4.lt(f32x4.pmin(lowest, other), f32x4.splat(0)));
}

function lineAt(base: usize, slope: usize, mark: v128): v128 {
  return f32x4.add(v128.load(base), f32x4.mul(v128.load(slope), mark));
}

/** Measures exactly the accounts of a block whose lines are below zero; returns how many were missed. */
function examine(block: u32): u32 {
  let wrong: u32 = 0;
  const first = block << BLOCK_BITS;
  const end = min<u32>(first + <u32>BLOCK, shard.accounts);
  for (let row = first; row < end; row++) {
    const market = load<u16>(columnMarket + ((<usize>row) << 1));
    if (isBelow(row, load<f32>(scratch + ((<usize>market) << 2))) && isMissed(row)) wrong++;
  }
  return wrong;
}

function isBelow(row: u32, mark: f32): bool {
  const base = load<f32>(columnBase + ((<usize>row) << 2));
  return base + load<f32>(columnSlope + ((<usize>row) << 2)) * mark < 0;
}

/** Whether the line of an account is below zero at a mark: only then does a sweep look at it exactly. For invariants. */
export function isLineBelow(row: u32, mark: i64): bool {
  return isBelow(row, <f32>mark);
}
