/**
 * Cascade (rules: slicing 9): before a slice is sent, the liquidations that it would set off are counted. The
 * book gives the price that it reaches, the trigger index the legs that liquidate on the way there. The slice
 * is halved until triggered ÷ slice ≤ branchingMaxPpm/10^6.
 *
 * The index finds the legs without a look at other accounts: a leg's liquidation price never lies nearer the mark than its
 * trigger, so those within reach are among the legs whose triggers are. Each of them is judged by its exact price once a command,
 * and put into a tree by it (memory/price-tree); a slice that reaches farther goes on from the bucket in which the one before it
 * ended. So k slices with m legs within reach cost (k + m)·log m.
 */
import { priceReached } from "../book/depth";
import { otherSide } from "../book/ladder";
import { findLeg } from "../ledger/position";
import { liquidationPriceOf } from "../margin/liquidation-price";
import { arm } from "../margin/trigger-index";
import { Account, Leg, Market, Pair, PPM, Side } from "../memory/abi";
import { accountAt, legAt, legPool, marketAt, meters, passScratch, shard } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import {
  beginPrices,
  isPriced,
  lotsUpTo,
  priceSideOf,
  PriceSide,
  putPrice,
  sidesPriced,
} from "../memory/price-tree";
import { changedAt, countChanged, forgetChanged, isChanged, NO_ROOM } from "../memory/worklist";
import { compareRatios, magnitude } from "../numbers/fixed";
import { bucketBeyond, bucketReached, listWhole, nearestBucket } from "../triggers/trigger-ladder";

/** Counts the markets that have a bound on cascades, after a policy has changed. */
export function countCascades(): void {
  let count: u32 = 0;
  for (let row: u32 = 0; row < shard.markets; row++) if (marketAt(row).branchingMaxPpm >= 0) count++;
  shard.cascadeMarkets = count;
}

/** The greatest slice of at most `quantity`, by halving down to the least that an order may have, that sets off no more than the market allows; 0 if none. */
export function withinCascade(row: u32, side: Side, quantity: i64, limitPrice: i64, least: i64): i64 {
  const market = marketAt(row);
  if (market.branchingMaxPpm < 0) return quantity;
  followChanged();
  const short = side == Side.buy;
  let reached = reachedBy(market, side, quantity, limitPrice);
  const priced = priceSideOf(row, short);
  cover(priced, market, short, reached);
  if (priced.root == 0 && !DEBUGGING) return quantity;
  for (let slice = quantity; slice > 0 && (slice >= least || slice == quantity); ) {
    let lots = lotsUpTo(row, short, reached);
    if (DEBUGGING) {
      lots += planted(Pair.cascade);
      confirmLots(row, short, reached, lots);
    }
    if (compareRatios(lots, slice, market.branchingMaxPpm, PPM) <= 0) return slice;
    slice >>= 1;
    reached = reachedBy(market, side, slice, limitPrice);
  }
  return 0;
}

/**
 * Accounts that this command has changed are armed again, so that the index is right for all that have no case; their legs, which
 * left the trees when they changed, stand there again as they are now.
 */
function followChanged(): void {
  const count = countChanged();
  for (let i: u32 = 0; i < count; i++) {
    const account = accountAt(changedAt(i));
    if (!isChanged(account) || isUnhealthy(account)) continue;
    arm(changedAt(i));
    if (sidesPriced == 0) continue;
    for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
      const short = legAt(leg).quantity < 0;
      if (priceSideOf(legAt(leg).market, short).made) judge(leg, short);
    }
  }
  forgetChanged();
}

/** Judges the legs whose triggers a mark of `reached` would ring, but for those that have been in this command. */
function cover(priced: PriceSide, market: Market, short: bool, reached: i64): void {
  const last = bucketReached(market, short, reached);
  let bucket: i32;
  if (priced.made) {
    if (short ? last <= priced.covered : last >= priced.covered) return;
    bucket = bucketBeyond(market, short, priced.covered);
  } else {
    beginPrices(priced);
    bucket = nearestBucket(market, short);
  }
  for (
    ;
    bucket >= 0 && (short ? bucket <= last : bucket >= last);
    bucket = bucketBeyond(market, short, bucket)
  ) {
    const count = listWhole(market, short, bucket, passScratch);
    for (let i: u32 = 0; i < count; i++) {
      const leg = load<u32>(passScratch + ((<usize>i) << 2));
      if (!isPriced(leg)) judge(leg, short);
    }
  }
  priced.covered = last;
}

/** Puts a leg into its tree, if its account can be liquidated anew and is not at the mark already. */
function judge(row: u32, short: bool): void {
  meters.looks++;
  const leg = legAt(row);
  const price = priceOnTheWay(accountAt(leg.account), leg, short);
  if (price != 0) putPrice(leg.market, short, row, price, magnitude(leg.quantity));
}

/** The liquidation price of a leg of an account without a case that a slice may reach and the mark has not; 0 if it has none. */
function priceOnTheWay(account: Account, leg: Leg, short: bool): i64 {
  if (isUnhealthy(account)) return 0;
  const price = liquidationPriceOf(account, leg);
  const mark = marketAt(leg.market).mark;
  return price == 0 || (short ? price <= mark : price >= mark) ? 0 : price;
}

/** The price of the level at which the book has held the slice; the limit where it holds less, or is not known. */
function reachedBy(market: Market, side: Side, slice: i64, limitPrice: i64): i64 {
  if (!market.bookKnown) return limitPrice;
  return priceReached(market, otherSide(side), slice, limitPrice);
}

/** A look at every leg of the market counts the same lots. */
function confirmLots(row: u32, short: bool, reached: i64, counted: i64): void {
  let lots: i64 = 0;
  for (let at: u32 = 1; at < legPool.top; at++) {
    const leg = legAt(at);
    if (leg.market != row || leg.asset != 0 || leg.quantity < 0 != short) continue;
    const account = accountAt(leg.account);
    if (findLeg(account, row) != at) continue;
    const price = priceOnTheWay(account, leg, short);
    if (price != 0 && (short ? price <= reached : price >= reached)) lots += magnitude(leg.quantity);
  }
  assert(lots == counted, "a slice would set off other lots than the index says");
}

/** Found liquidatable before: it has a case, waits for room for one, or is held. */
function isUnhealthy(account: Account): bool {
  return account.caseRow != 0 || account.held != 0 || (account.flags & NO_ROOM) != 0;
}
