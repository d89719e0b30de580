/**
 * Whole-state invariants of docs/rules/invariants.md, for the debug build: after each command in tests. Each has a number, which the
 * host names when it fails.
 */
import { heldCounted } from "./cases/held";
import { sumsHold } from "./book/depth";
import { bestLevel, nextLevel, priceAt } from "./book/ladder";
import { expiriesHeld } from "./book/expiries";
import { liveCounted } from "./book/live-orders";
import { reduceOnlyBounded } from "./matching/reduce-only";
import { stopsHeld } from "./book/stops";
import { noneToGo } from "./matching/stop-orders";
import { collateralOf } from "./ledger/collateral";
import { owedByLeg, owedFunding } from "./ledger/funding";
import { lotsQueued } from "./ledger/liquidation-lots";
import { MISMATCHED, SILENT } from "./ledger/position";
import { isLiquidatable } from "./margin/liquidatable";
import { liquidationPriceWith } from "./margin/liquidation-price";
import { atMarks, measure } from "./margin/requirement";
import { isLineBelow, isMissed, sweep } from "./margin/sweep";
import { isTripped } from "./market/breakers";
import { isUntrusted } from "./market/trust";
import { isCrossed } from "./matching/auction";
import {
  ACCOUNT_LIQUIDATION,
  BAND_SAMPLES_MAX,
  Breaker,
  Domain,
  GapAction,
  Invariant,
  Market,
  MarketPhase,
  OrderKind,
  Side,
} from "./memory/abi";
import { nextAccount } from "./memory/account-sets";
import {
  accountAt,
  bandSampleAt,
  caseAt,
  casePool,
  collateralAt,
  domainAt,
  legAt,
  legPool,
  levelAt,
  marketAt,
  orderAt,
  shard,
  sliceAt,
  slicePool,
  sourceAt,
  termsAt,
  workAt,
} from "./memory/arena";
import { roomlessBits, pendingBits, arrearsBits } from "./memory/derived";
import { NO_ROOM } from "./memory/worklist";
import { keyAt, nextToRing, totalLots } from "./triggers/trigger-ladder";

/** The first invariant that is broken, `Held` when none is. */
export function checkInvariants(): Invariant {
  for (let row: u32 = 0; row < shard.domains; row++) {
    const broken = checkDomain(row, domainAt(row));
    if (broken != Invariant.held) return broken;
  }
  for (let row: u32 = 0; row < shard.markets; row++) {
    const broken = checkMarket(row, marketAt(row));
    if (broken != Invariant.held) return broken;
  }
  if (!casesLinked()) return Invariant.casesLinked;
  if (!laddersLinked()) return Invariant.laddersLinked;
  if (!roomlessCounted()) return Invariant.roomless;
  if (!heldCounted()) return Invariant.heldWait;
  for (let row: u32 = 0; row < shard.accounts; row++) {
    if (!arrearsWait(row)) return Invariant.arrearsWait;
    if (!reduceOnlyBounded(row)) return Invariant.reduceOnlyBounded;
    if (!liveCounted(row, accountAt(row))) return Invariant.ordersCounted;
  }
  if (!expiriesHeld()) return Invariant.expiriesAhead;
  let waiting: i64 = 0;
  for (let row: u32 = 0; row < shard.markets; row++) waiting += stopsHeld(row, marketAt(row));
  if (waiting != <i64>shard.waitingOrders) return Invariant.stopsAhead;
  if (!countersAgree()) return Invariant.marketCounters;
  return sweepAgrees() ? Invariant.held : Invariant.sweepAgrees;
}

/**
 * The index has missed no account, the sweep agrees, and its lines pass over no account that has to be
 * measured exactly: neither at the present marks nor, where it has one leg, at its liquidation price.
 */
function sweepAgrees(): bool {
  if (sweep() != 0) return false;
  for (let row: u32 = 0; row < shard.accounts; row++) {
    const account = accountAt(row);
    if (account.caseRow != 0) {
      if (caseAt(account.caseRow).account != row) return false;
      continue;
    }
    if (isMissed(row)) return false;
    if (account.legs != 1 || !measure(account, false)) continue;
    const leg = legAt(account.firstLeg);
    const mark = marketAt(leg.market).mark;
    const found = atMarks(account);
    if (isLiquidatable(account.domain, found.equity, found.maintenance) && !isLineBelow(row, mark))
      return false;
    const price = liquidationPriceWith(leg, found);
    if (price != 0 && !isLineBelow(row, price)) return false;
  }
  return true;
}

/**
 * Σ (cash − Σ cost) over all accounts, @ included, = deposits − withdrawals. What is owed in funding is rounded against each
 * position, and quantities cancel: `@rounding` never pays.
 */
function checkDomain(row: u32, domain: Domain): Invariant {
  let owed = domain.rounding;
  let sum = domain.streetCash + domain.liquidationCash + domain.fund + domain.fees + domain.rounding;
  for (let m: u32 = 0; m < shard.markets; m++) {
    const market = marketAt(m);
    if (market.domain != row) continue;
    sum -= market.streetCost + market.liquidationCost;
    owed += owedFunding(market, market.streetQuantity, market.streetFunding);
    owed += owedFunding(market, market.liquidationQuantity, market.liquidationFunding);
  }
  for (let a: u32 = 0; a < shard.accounts; a++) {
    const account = accountAt(a);
    if (account.domain != row) continue;
    sum += account.cash;
    for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
      sum -= legAt(leg).cost;
      owed += owedByLeg(marketAt(legAt(leg).market), legAt(leg));
    }
  }
  if (sum != domain.deposits - domain.withdrawals) return Invariant.moneyConserved;
  if (owed < 0) return Invariant.roundingPays;
  for (let k: u32 = 0; k < domain.collateralCount; k++) {
    if (!collateralConserved(row, k)) return Invariant.collateralConserved;
  }
  // Gains never stay with `@liquidation`. (A deficit may stand beside a fund whose floor was lowered, until the next charge.)
  if (domain.liquidationCash > 0) return Invariant.fundFloor;
  return Invariant.held;
}

/** Per asset: Σ balances of accounts and of `@liquidation` = deposits − withdrawals; each account has one row of it at most. */
function collateralConserved(domain: u32, k: u32): bool {
  const collateral = collateralAt(domain, k);
  let sum = collateral.liquidation;
  for (let a: u32 = 0; a < shard.accounts; a++) {
    if (accountAt(a).domain != domain) continue;
    let asset: u32 = 0;
    for (let row = accountAt(a).firstBalance; row != 0; row = legAt(row).nextLeg) {
      const balance = legAt(row);
      if (balance.asset <= asset || balance.quantity <= 0 || balance.account != a) return false;
      asset = balance.asset;
      if (asset == k + 1) sum += balance.quantity;
    }
  }
  return sum == collateral.deposits - collateral.withdrawals;
}

function checkMarket(row: u32, market: Market): Invariant {
  let quantity = market.streetQuantity + market.liquidationQuantity;
  let longs = max<i64>(market.streetQuantity, 0) + max<i64>(market.liquidationQuantity, 0);
  for (let a: u32 = 0; a < shard.accounts; a++) {
    for (let leg = accountAt(a).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
      if (legAt(leg).market != row) continue;
      quantity += legAt(leg).quantity;
      longs += max<i64>(legAt(leg).quantity, 0);
    }
  }
  if (quantity != 0) return Invariant.quantitiesCancel;
  if (longs != market.openInterest) return Invariant.openInterest;
  if (isCrossed(market) && market.phase != <u8>MarketPhase.auction) return Invariant.bookNotCrossed;
  if (!market.external && !(levelsSum(market, Side.buy) && levelsSum(market, Side.sell)))
    return Invariant.levelSums;
  if (!sumsHold(market, Side.buy) || !sumsHold(market, Side.sell)) return Invariant.depthSums;
  if (!triggersAhead(market)) return Invariant.noTriggerPassed;
  if (!feedHolds(row, market)) return Invariant.feedSettings;
  if (!pendingCounted(row, market)) return Invariant.pendingCounted;
  if (!lotsAgree(row, market)) return Invariant.triggerLots;
  if (!venueCounted(row, market)) return Invariant.venueLegs;
  if (!lotsQueued(market)) return Invariant.liquidationLots;
  if (stopsHeld(row, market) < 0 || !noneToGo(row, market)) return Invariant.stopsAhead;
  return wantedCounted(row, market) ? Invariant.held : Invariant.wantedCounts;
}

/** What is pending of a balance is part of it; the market counts such balances, and their accounts are found. */
function pendingCounted(row: u32, market: Market): bool {
  let count: u32 = 0;
  for (let a: u32 = 0; a < shard.accounts; a++) {
    for (let at = accountAt(a).firstBalance; at != 0; at = legAt(at).nextLeg) {
      const balance = legAt(at);
      if (balance.market != <u16>row || balance.cost == 0) continue;
      count++;
      if (balance.cost < 0 || balance.cost > balance.quantity) return false;
      if (nextAccount(pendingBits, a) != a) return false;
    }
  }
  return count == market.pendingBalances && (count == 0 || !market.plain);
}

/**
 * An account without positions owes nothing, unless a balance waits: for a price to rely on, which its market knows, or because
 * selling it is not worth what is owed.
 */
function arrearsWait(row: u32): bool {
  const account = accountAt(row);
  if (account.legs != 0 || account.cash >= 0) return true;
  for (let at = account.firstBalance; at != 0; at = legAt(at).nextLeg) {
    if (-account.cash <= collateralOf(legAt(at)).seizeAt) continue;
    const market = marketAt(legAt(at).market);
    if (!isUntrusted(legAt(at).market, market, shard.now)) return false;
    if (!market.awaited || nextAccount(arrearsBits, row) != row) return false;
  }
  return account.firstBalance != 0;
}

/** What is switched off has left nothing behind, and the samples of the band go forward in time. */
function feedHolds(row: u32, market: Market): bool {
  if (market.bandPpm < 0 && (market.bandCount != 0 || isTripped(market, Breaker.PRICE_BAND))) return false;
  const diverged = isTripped(market, Breaker.DIVERGENCE);
  if (market.divergencePpm < 0 && (diverged || market.divergenceSpent)) return false;
  if (diverged ? market.divergenceSpent != 0 : market.divergenceTime != 0) return false;
  if (market.depthMin < 0 && isTripped(market, Breaker.DEPTH_LOW)) return false;
  if (market.gapAction == GapAction.ignore && isTripped(market, Breaker.FEED_GAP)) return false;
  if (!market.hasMark && !isTripped(market, Breaker.WARMUP)) return false;
  if (isTripped(market, Breaker.UNCONFIRMED) != (market.confirmedMark != 0)) return false;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (source.quarantined != 0 && market.jumpPpm < 0) return false;
    if (source.gapped && market.gapAction == GapAction.ignore) return false;
  }
  for (let i: u32 = 1; i < market.bandCount; i++) {
    if (bandStep(row, market, i) <= bandStep(row, market, i - 1)) return false;
  }
  return market.bandCount <= BAND_SAMPLES_MAX;
}

function bandStep(row: u32, market: Market, i: u32): i64 {
  return bandSampleAt(row, (market.bandFirst + i) % BAND_SAMPLES_MAX).step;
}

function levelsSum(market: Market, side: Side): bool {
  for (let level = bestLevel(market, side); level != 0; level = nextLevel(level)) {
    let sum: i64 = 0;
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      sum += orderAt(row).quantity;
      const terms = termsAt(row);
      if (terms.price != priceAt(market, level) || terms.side != <u8>side) return false;
    }
    if (sum != levelAt(level).quantity || sum == 0) return false;
  }
  return true;
}

/** No armed leg's or balance's trigger has been reached by the mark. */
function triggersAhead(market: Market): bool {
  if (!market.hasMark) return true;
  const long = nextToRing(market, false);
  const short = nextToRing(market, true);
  const balance = market.balanceHeap;
  if (balance != 0 && legAt(balance).trigger >= market.mark) return false;
  return (
    (long == 0 || legAt(long).trigger < keyAt(market, false, market.mark)) &&
    (short == 0 || legAt(short).trigger > keyAt(market, true, market.mark))
  );
}

/** Σ lots of the trigger ladders = Σ |quantity| of the legs that are armed. */
function lotsAgree(row: u32, market: Market): bool {
  let longs: i64 = 0;
  let shorts: i64 = 0;
  for (let a: u32 = 0; a < shard.accounts; a++) {
    for (let leg = accountAt(a).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
      const armed = legAt(leg);
      if (armed.market != row || armed.trigger == 0) continue;
      if (armed.quantity > 0) longs += armed.quantity;
      else shorts += armed.quantity;
    }
  }
  return longs == totalLots(market, false) && shorts == totalLots(market, true);
}

/** The market counts its silent and mismatched legs, and no breaker is tripped for fewer than `silentMax` of them. */
function venueCounted(row: u32, market: Market): bool {
  let silent: u32 = market.liquidationVenue & SILENT;
  let mismatched: u32 = (market.liquidationVenue & MISMATCHED) >> 1;
  if (market.liquidationVenue != 0 && market.liquidationQuantity == 0) return false;
  for (let at: u32 = 1; at < legPool.top; at++) {
    const leg = legAt(at);
    if (!leg.venue || leg.market != row) continue;
    silent += leg.venue & SILENT;
    mismatched += (leg.venue & MISMATCHED) >> 1;
  }
  if (silent < market.silentMax && isTripped(market, Breaker.EXECUTION_SILENT)) return false;
  if (mismatched < market.silentMax && isTripped(market, Breaker.EXECUTION_MISMATCH)) return false;
  return silent == market.silentLegs && mismatched == market.mismatchedLegs;
}

/** The market counts the legs of open cases that want to close something, longs and shorts. */
function wantedCounted(row: u32, market: Market): bool {
  let longs: u32 = 0;
  let shorts: u32 = 0;
  for (let c: u32 = 1; c < casePool.top; c++) {
    if (caseAt(c).number == 0) continue;
    for (let work = caseAt(c).firstWork; work != 0; work = workAt(work).next) {
      if (workAt(work).market != row) continue;
      longs += u32(workAt(work).wanted > 0);
      shorts += u32(workAt(work).wanted < 0);
    }
  }
  return longs == market.wantedLongs && shorts == market.wantedShorts;
}

function casesLinked(): bool {
  let open: u32 = 0;
  for (let row: u32 = 1; row < casePool.top; row++) {
    if (caseAt(row).number == 0) continue;
    open++;
    if (accountAt(caseAt(row).account).caseRow != row) return false;
    let market: i64 = -1;
    for (let work = caseAt(row).firstWork; work != 0; work = workAt(work).next) {
      if (<i64>workAt(work).market <= market) return false;
      market = workAt(work).market;
    }
  }
  return open == shard.casesOpen;
}

/** Who waits for room is counted, and stands among those that are found when there is some. */
function roomlessCounted(): bool {
  let accounts: u32 = 0;
  let cases: u32 = 0;
  for (let row: u32 = 0; row < shard.accounts; row++) {
    const account = accountAt(row);
    const blocked = (account.flags & NO_ROOM) != 0;
    const waits = account.caseRow != 0 ? caseAt(account.caseRow).roomless != 0 : blocked;
    if (blocked && account.caseRow != 0) return false;
    if (waits != (nextAccount(roomlessBits, row) == row)) return false;
    accounts += u32(blocked);
    cases += u32(waits && !blocked);
  }
  return accounts == shard.roomlessAccounts && cases == shard.roomlessCases;
}

/** How many markets have a bound on cascades, and how many a pace that is used up, which always has a send to wait for. */
function countersAgree(): bool {
  let cascades: u32 = 0;
  let paces: u32 = 0;
  for (let row: u32 = 0; row < shard.markets; row++) {
    const market = marketAt(row);
    if (market.branchingMaxPpm >= 0) cascades++;
    if (!isTripped(market, Breaker.LIQUIDATION_RATE)) continue;
    paces++;
    if (market.rateNotional < 0 || market.sendCount == 0) return false;
  }
  return cascades == shard.cascadeMarkets && paces == shard.pacesTripped;
}

/** A rung stands in its leg's list; inside, in the book too, as the same quantity at the same price. */
function laddersLinked(): bool {
  let rungs: u32 = 0;
  let ofLiquidation: u32 = 0;
  for (let row: u32 = 1; row < slicePool.top; row++) {
    const slice = sliceAt(row);
    if (slice.number == 0 || !slice.rung || slice.ended || slice.silent) continue;
    rungs++;
    if (slice.account == ACCOUNT_LIQUIDATION) ofLiquidation++;
    if ((slice.order == 0) != (marketAt(slice.market).external != 0)) return false;
    if (slice.order == 0) continue;
    const order = orderAt(slice.order);
    const terms = termsAt(slice.order);
    if (order.number != slice.number || terms.kind != <u8>OrderKind.S) return false;
    if (order.quantity != slice.left || terms.price != slice.limit) return false;
  }
  let listed: u32 = 0;
  for (let row: u32 = 1; row < casePool.top; row++) {
    if (caseAt(row).number == 0) continue;
    for (let w = caseAt(row).firstWork; w != 0; w = workAt(w).next) listed += countRungs(w);
  }
  for (let m: u32 = 0; m < shard.markets; m++) listed += countRungs(marketAt(m).liquidationWork);
  return listed == rungs && ofLiquidation == shard.liquidationRungs;
}

function countRungs(work: u32): u32 {
  let count: u32 = 0;
  for (let row = work == 0 ? 0 : workAt(work).firstRung; row != 0; row = sliceAt(row).nextRung) count++;
  return count;
}
