/**
 * Cascade (rules: slicing 9): before a slice is sent, the liquidations that it would set off are counted. The
 * book gives the price that it reaches, the trigger index the legs that liquidate on the way there. The slice
 * is halved until triggered ÷ slice ≤ branchingMaxPpm/10^6.
 *
 * The index finds the legs without a look at other accounts: a leg's liquidation price never lies nearer the
 * mark than its trigger, so those within reach are among the legs whose triggers are. Each of them is then
 * judged by its exact price.
 */
import { bestLevel, nextLevel, otherSide, priceAt } from "../book/ladder";
import { findLeg } from "../ledger/position";
import { liquidationPriceOf } from "../margin/liquidation-price";
import { arm } from "../margin/trigger-index";
import { inside } from "../market/price-limits";
import { Account, Market, Pair, PPM, Side } from "../memory/abi";
import { accountAt, legAt, legPool, levelAt, marketAt, passScratch, scratch, shard } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import { changedAt, countChanged, forgetChanged, isChanged, NO_ROOM } from "../memory/worklist";
import { compareRatios, magnitude } from "../numbers/fixed";
import { listReached } from "../triggers/trigger-ladder";

/** A slice that might go: the price it would reach, and the lots that are liquidated on the way there but not by half of it. */
@unmanaged
class Step {
  reached: i64;
  lots: i64;
}

const STEP_BYTES: usize = 16;

function stepAt(i: u32): Step {
  return changetype<Step>(scratch + <usize>i * STEP_BYTES);
}

/** Counts the markets that have a bound on cascades, after a policy has changed. */
export function countCascades(): void {
  let count: u32 = 0;
  for (let row: u32 = 0; row < shard.markets; row++) if (marketAt(row).branchingMaxPpm >= 0) count++;
  shard.cascadeMarkets = count;
}

/** The greatest slice of at most `quantity`, by halving, that sets off no more than the market allows; 0 if none. */
export function withinCascade(row: u32, side: Side, quantity: i64, limitPrice: i64): i64 {
  const market = marketAt(row);
  if (market.branchingMaxPpm < 0) return quantity;
  armChanged();
  const short = side == Side.buy;
  const legs = listReached(market, short, reachedBy(market, side, quantity, limitPrice), passScratch);
  if (legs == 0 && !DEBUGGING) return quantity;
  let steps: u32 = 0;
  for (let slice = quantity; slice > 0; slice >>= 1) {
    const step = stepAt(steps++);
    step.reached = reachedBy(market, side, slice, limitPrice);
    step.lots = 0;
  }
  countLots(market, short, legs, steps);
  if (DEBUGGING) {
    stepAt(0).lots += planted(Pair.cascade);
    confirmLots(row, market, short, steps);
    if (legs == 0) return quantity;
  }
  for (let i = steps - 1; i > 0; i--) stepAt(i - 1).lots += stepAt(i).lots;
  for (let i: u32 = 0; i < steps; i++) {
    if (compareRatios(stepAt(i).lots, quantity >> i, market.branchingMaxPpm, PPM) <= 0) return quantity >> i;
  }
  return 0;
}

/** Accounts that this command has changed are armed again, so that the index is right for all that have no case. */
function armChanged(): void {
  const count = countChanged();
  for (let i: u32 = 0; i < count; i++) {
    const account = accountAt(changedAt(i));
    if (isChanged(account) && !isUnhealthy(account)) arm(changedAt(i));
  }
  forgetChanged();
}

/** The price of the level at which the book has held the slice; the limit where it holds less, or is not known. */
function reachedBy(market: Market, side: Side, slice: i64, limitPrice: i64): i64 {
  if (!market.bookKnown) return limitPrice;
  const bookSide = otherSide(side);
  let left = slice;
  for (let level = bestLevel(market, bookSide); level != 0; level = nextLevel(level)) {
    const price = priceAt(market, level);
    if (!inside(bookSide, price, limitPrice)) return limitPrice;
    left -= levelAt(level).quantity;
    if (left <= 0) return price;
  }
  return limitPrice;
}

/**
 * Legs of accounts without a case that a slice would liquidate and the mark does not: each counts for the smallest slice that
 * reaches it. The smaller a slice, the nearer to the mark it stays.
 */
function countLots(market: Market, short: bool, legs: u32, steps: u32): void {
  for (let i: u32 = 0; i < legs; i++) {
    const leg = legAt(load<u32>(passScratch + ((<usize>i) << 2)));
    const account = accountAt(leg.account);
    if (isUnhealthy(account)) continue;
    const price = liquidationPriceOf(account, leg);
    if (price == 0 || (short ? price <= market.mark : price >= market.mark)) continue;
    let reaching: u32 = 0;
    while (reaching < steps && isWithin(price, stepAt(reaching).reached, short)) reaching++;
    if (reaching != 0) stepAt(reaching - 1).lots += magnitude(leg.quantity);
  }
}

/** A look at every leg of the market counts the same lots. */
function confirmLots(row: u32, market: Market, short: bool, steps: u32): void {
  for (let i: u32 = 0; i < steps; i++) {
    let lots: i64 = 0;
    for (let at: u32 = 1; at < legPool.top; at++) {
      const leg = legAt(at);
      if (leg.market != row || leg.asset != 0 || leg.quantity < 0 != short) continue;
      const account = accountAt(leg.account);
      if (isUnhealthy(account) || findLeg(account, row) != at) continue;
      const price = liquidationPriceOf(account, leg);
      if (price == 0 || (short ? price <= market.mark : price >= market.mark)) continue;
      if (!isWithin(price, stepAt(i).reached, short)) continue;
      if (i + 1 == steps || !isWithin(price, stepAt(i + 1).reached, short)) lots += magnitude(leg.quantity);
    }
    assert(lots == stepAt(i).lots, "a slice would set off other lots than the index says");
  }
}

/** Found liquidatable before: it has a case, or waits for room for one. */
function isUnhealthy(account: Account): bool {
  return account.caseRow != 0 || (account.flags & NO_ROOM) != 0;
}

function isWithin(price: i64, reached: i64, short: bool): bool {
  return short ? price <= reached : price >= reached;
}
