/**
 * Whole-state invariants of DESIGN.md 10, for the debug build: after each command in tests. Each has a number, which the
 * host names when it fails.
 */
import { Domain, Market, Side } from "./abi";
import {
  accountAt,
  caseAt,
  casePool,
  collateralAt,
  domainAt,
  legAt,
  marketAt,
  orderAt,
  shard,
  workAt,
} from "./arena";
import { bestTick, findLevel, levelAt, nextTick } from "./book/ladder";
import { sweep } from "./margin/sweep";
import { nextToRing, totalLots } from "./margin/trigger-ladder";

export enum Invariant {
  Held,
  MoneyConserved,
  QuantitiesCancel,
  OpenInterest,
  BookNotCrossed,
  LevelSums,
  FundFloor,
  CasesLinked,
  SweepAgrees,
  NoTriggerPassed,
  TriggerLots,
  CollateralConserved,
}

/** The first invariant that is broken, `Held` when none is. */
export function checkInvariants(): Invariant {
  for (let row: u32 = 0; row < shard.domains; row++) {
    const broken = checkDomain(row, domainAt(row));
    if (broken != Invariant.Held) return broken;
  }
  for (let row: u32 = 0; row < shard.markets; row++) {
    const broken = checkMarket(row, marketAt(row));
    if (broken != Invariant.Held) return broken;
  }
  if (!casesLinked()) return Invariant.CasesLinked;
  return sweep() == 0 ? Invariant.Held : Invariant.SweepAgrees;
}

/** Σ (cash − Σ cost) over all accounts, @ included, = deposits − withdrawals. */
function checkDomain(row: u32, domain: Domain): Invariant {
  let sum = domain.streetCash + domain.liquidationCash + domain.fund + domain.fees + domain.rounding;
  for (let m: u32 = 0; m < shard.markets; m++) {
    if (marketAt(m).domain == row) sum -= marketAt(m).streetCost + marketAt(m).liquidationCost;
  }
  for (let a: u32 = 0; a < shard.accounts; a++) {
    const account = accountAt(a);
    if (account.domain != row) continue;
    sum += account.cash;
    for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) sum -= legAt(leg).cost;
  }
  if (sum != domain.deposits - domain.withdrawals) return Invariant.MoneyConserved;
  for (let k: u32 = 0; k < domain.collateralCount; k++) {
    if (!collateralConserved(row, k)) return Invariant.CollateralConserved;
  }
  // Gains never stay with `@liquidation`. (A deficit may stand beside a fund whose floor was lowered, until the next charge.)
  if (domain.liquidationCash > 0) return Invariant.FundFloor;
  return Invariant.Held;
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
  if (quantity != 0) return Invariant.QuantitiesCancel;
  if (longs != market.openInterest) return Invariant.OpenInterest;
  if (market.bestAsk != 0 && market.bestBid >= market.bestAsk) return Invariant.BookNotCrossed;
  if (!market.external && !(levelsSum(market, Side.buy) && levelsSum(market, Side.sell)))
    return Invariant.LevelSums;
  if (!triggersAhead(market)) return Invariant.NoTriggerPassed;
  return lotsAgree(row, market) ? Invariant.Held : Invariant.TriggerLots;
}

function levelsSum(market: Market, side: Side): bool {
  let tick = bestTick(market, side);
  while (tick != 0) {
    const level = findLevel(market, side, tick);
    let sum: i64 = 0;
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      sum += orderAt(row).quantity;
      if (orderAt(row).price != tick * market.tickSize || orderAt(row).side != <u8>side) return false;
    }
    if (sum != levelAt(level).quantity || sum == 0) return false;
    tick = nextTick(market, side, tick, level);
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
    (long == 0 || legAt(long).trigger < market.mark) && (short == 0 || legAt(short).trigger > market.mark)
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
      else shorts -= armed.quantity;
    }
  }
  return longs == totalLots(market, false) && shorts == totalLots(market, true);
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
