/**
 * Cascade (DESIGN.md 7): before a slice goes, what would it set off? The book says which price it reaches, the trigger index
 * which legs liquidate on the way there. The slice is halved until triggered ÷ slice ≤ branchingMaxPpm/10^6.
 *
 * The index finds the legs without a look at other accounts: a leg's liquidation price never lies nearer the mark than its
 * trigger, so those within reach are among the legs whose triggers are. Each of them is then judged by its exact price.
 */
import { LIMIT_ACCOUNTS, Market, PPM, Side } from "../abi";
import { accountAt, legAt, levelAt, limit, marketAt, passScratch, shard } from "../arena";
import { inside } from "../book/depth";
import { bestLevel, nextLevel, otherSide, priceAt } from "../book/ladder";
import { compareRatios, magnitude } from "../fixed";
import { liquidationPriceOf } from "../margin/liquidation-price";
import { changedAt, takeChanged } from "../margin/touched";
import { arm } from "../margin/trigger-index";
import { listReached } from "../margin/trigger-ladder";

/** A leg that would be liquidated on the way. */
@unmanaged
class Fuse {
  price: i64;
  lots: i64;
}

const FUSE_BYTES: usize = 16;

/** Lists of a check, in the memory of passes: fuses first, behind them the legs they are chosen from. */
function fuseAt(i: u32): Fuse {
  return changetype<Fuse>(passScratch + <usize>i * FUSE_BYTES);
}

function reachedList(): usize {
  return passScratch + <usize>limit(LIMIT_ACCOUNTS) * FUSE_BYTES;
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
  const fuses = listFuses(market, side, reachedBy(market, side, quantity, limitPrice));
  let slice = quantity;
  while (slice > 0) {
    const triggered = triggeredBy(fuses, side, reachedBy(market, side, slice, limitPrice));
    if (compareRatios(triggered, slice, market.branchingMaxPpm, PPM) <= 0) break;
    slice >>= 1;
  }
  return slice;
}

/** Accounts that this command has changed are armed again, so that the index is right for all that have no case. */
function armChanged(): void {
  const count = takeChanged();
  for (let i: u32 = 0; i < count; i++) if (accountAt(changedAt(i)).caseRow == 0) arm(changedAt(i));
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

/** Lists the legs of accounts without a case that `reached` would liquidate and the mark does not: how many. */
function listFuses(market: Market, side: Side, reached: i64): u32 {
  const short = side == Side.buy;
  const list = reachedList();
  const count = listReached(market, short, reached, list);
  let fuses: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const leg = legAt(load<u32>(list + ((<usize>i) << 2)));
    const account = accountAt(leg.account);
    if (account.caseRow != 0) continue;
    const price = liquidationPriceOf(account, leg);
    if (price == 0 || (short ? price <= market.mark : price >= market.mark)) continue;
    const fuse = fuseAt(fuses++);
    fuse.price = price;
    fuse.lots = magnitude(leg.quantity);
  }
  return fuses;
}

/** Σ lots whose liquidation price is reached. */
function triggeredBy(fuses: u32, side: Side, reached: i64): i64 {
  let lots: i64 = 0;
  for (let i: u32 = 0; i < fuses; i++) {
    const fuse = fuseAt(i);
    if (side == Side.sell ? fuse.price >= reached : fuse.price <= reached) lots += fuse.lots;
  }
  return lots;
}
