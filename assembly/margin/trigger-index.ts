/**
 * The trigger index (rules: triggers 2, 4): every account is armed at prices so that a tick finds the unhealthy without looking at
 * the others. One leg: its liquidation price. Several: each leg gets a share of the excess X and the room that loses it.
 */
import {
  armBalance,
  balanceValue,
  collateralOf,
  countedUnits,
  disarmBalance,
  ringBalances,
  roomOfBalance,
} from "../ledger/collateral";
import { owedByLeg } from "../ledger/funding";
import { doubtfulPrice, isDoubtful } from "../market/breakers";
import { maintenanceMargin } from "../market/tiers";
import { inversePrice, notionalOf, valueOf } from "../market/value";
import { Account, Domain, Kind, Leg, LIMIT_ACCOUNTS, Market, Pair, PPM } from "../memory/abi";
import {
  accountAt,
  caseAt,
  domainAt,
  legAt,
  limit,
  marketAt,
  meters,
  passScratch,
  tierAt,
} from "../memory/arena";
import { MANY, sortByDigits } from "../memory/digits";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { CALLED, outdateBlockOf, touchByAlarm } from "../memory/worklist";
import { magnitude, mulDivCeil, mulDivFloor, ppmCeil, ppmFloor } from "../numbers/fixed";
import { armLeg, disarmLeg, keyAt, markBeforeRing, takeReached } from "../triggers/trigger-ladder";
import { excessOf, takeoverLevel } from "./liquidatable";
import { liquidationPrice, liquidationPriceOf } from "./liquidation-price";
import { callLevel } from "./margin-call";
import { atMarks, inDoubt, lacksMark, measure, Measured } from "./requirement";

/** Disarms every leg and balance whose trigger the mark has reached, and touches its account, once. */
export function ringMark(row: u32, mark: i64): void {
  const market = marketAt(row);
  if (market.nextLong >= keyAt(market, false, mark)) ring(takeReached(market, false, mark, passScratch));
  if (market.nextShort <= keyAt(market, true, mark)) ring(takeReached(market, true, mark, passScratch));
  if (market.balanceHeap != 0) ringBalances(market, mark);
}

/** Touches the accounts listed: many of them in the order in which they lie in memory, which is where they are quick to reach. */
function ring(count: u32): void {
  meters.alarms += count;
  if (count >= MANY) {
    sortByDigits<u32>(passScratch, passScratch + ((<usize>limit(LIMIT_ACCOUNTS)) << 2), count, 0);
  }
  for (let i: u32 = 0; i < count; i++) touchByAlarm(load<u32>(passScratch + ((<usize>i) << 2)));
}

function disarm(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) disarmLeg(row);
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) disarmBalance(row);
}

/**
 * Arms all legs and balances of an account anew. False: its equity is already below the level that it would
 * be armed on, a margin call's or that of its case; above maintenance it is armed on that, so that readers of
 * the index find its legs.
 */
export function arm(row: u32): bool {
  const account = accountAt(row);
  outdateBlockOf(row);
  if (account.firstLeg == 0 || account.caseRow != 0 || lacksMark(account)) return armOther(account);
  measure(account, false);
  return armHealthy(account, atMarks(account));
}

/** Arms accounts that `armHealthy` cannot: without legs, with a market without a mark, or with a case. */
function armOther(account: Account): bool {
  disarm(account);
  if (account.firstLeg == 0) return true;
  if (lacksMark(account)) {
    armForFirstMark(account);
    return true;
  }
  return armCase(account);
}

/** Arms legs in markets without a mark so that the first mark rings, whatever it is. */
function armForFirstMark(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    if (!market.hasMark) armLeg(row, leg.quantity > 0 ? market.maxPrice : 1);
  }
}

/** `arm` for an account with legs and without a case, as it was measured at last marks. */
export function armHealthy(account: Account, found: Measured): bool {
  const domain = domainAt(account.domain);
  const onCall = domain.marginCallPpm != 0 && !(account.flags & CALLED);
  if (!onCall && isArmedSafely(account)) {
    if (DEBUGGING) confirmArmed(account);
    return true;
  }
  disarm(account);
  const excess = excessOf(account.domain, found.equity, found.maintenance);
  if (excess < 0) return false;
  if (onCall) {
    const toCall = found.equity - callLevel(account);
    // Both levels: roundings of several legs' margins may leave the call a unit or two below maintenance.
    const room = toCall < 0 ? excess : max<i64>(0, min(excess, toCall) - CALL_SPARE);
    armShares(account, room, false, domain.marginCallPpm);
    if (DEBUGGING) confirmArmed(account);
    return toCall >= 0;
  }
  if (account.legs > 1 || account.firstBalance != 0) {
    armShares(account, excess, false, 0);
    if (DEBUGGING) confirmArmed(account);
    return true;
  }
  const row = account.firstLeg;
  const leg = legAt(row);
  const market = marketAt(leg.market);
  const rest = account.cash - leg.cost - owedByLeg(market, leg) - <i64>domain.triggerAtEquality;
  const trigger = liquidationPrice(leg.market, market, leg.quantity, rest);
  armLeg(row, trigger == 0 && leg.quantity < 0 ? market.maxPrice + 1 : trigger);
  if (DEBUGGING) confirmArmed(account);
  return true;
}

/**
 * Fast path for a touched account: whether it is healthy and its triggers may stay where they are, so that it
 * needs neither `measure` nor `arm`. Taken where it has legs, all armed, no case, no collateral, and no
 * margin call is made or possible. False: nothing is known; the account has to be measured and armed.
 */
export function staysArmed(account: Account): bool {
  if (account.caseRow != 0 || account.firstLeg == 0 || account.flags & CALLED) return false;
  const stays = domainAt(account.domain).marginCallPpm == 0 && isArmedSafely(account);
  if (DEBUGGING && stays) confirmArmed(account);
  return stays;
}

/**
 * None of the account's legs rings later than at its liquidation price, the others held at last marks; a leg that is not armed
 * is not looked at.
 */
export function confirmArmed(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    if (leg.trigger == 0) continue;
    const short = leg.quantity < 0;
    const rings = leg.trigger - keyAt(marketAt(leg.market), short, 0);
    const price = liquidationPriceOf(account, leg);
    if (price != 0) assert(short ? rings <= price : rings >= price, "a leg would ring after its liquidation");
  }
}

/**
 * Whether the account can stay armed as it is (rules: triggers 7): with every mark as near its leg's trigger
 * as it can come without ringing, the account would still be healthy. X falls with each mark that nears its
 * trigger, so the account is healthy at all marks before that, too. Legs of several inverse markets, or a leg
 * that is not armed: false.
 */
function isArmedSafely(account: Account): bool {
  if (account.firstBalance != 0) return false;
  if (account.legs == 1) return isLoneSafe(account, legAt(account.firstLeg));
  let equityThen = account.cash;
  let maintenanceThen: i64 = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    // Far from the mark, values of several inverse legs could pass 64 bits together.
    if (leg.trigger == 0 || !market.hasMark || market.kind != <u8>Kind.linear) return false;
    const value = valueOf(market, leg.quantity, markBeforeRing(market, leg));
    equityThen += value - leg.cost - owedByLeg(market, leg);
    maintenanceThen += maintenanceMargin(leg.market, market, magnitude(value));
  }
  return excessOf(account.domain, equityThen, maintenanceThen) >= 0;
}

/** The same for an account of one leg. */
function isLoneSafe(account: Account, leg: Leg): bool {
  const market = marketAt(leg.market);
  if (leg.trigger == 0 || !market.hasMark) return false;
  const value = valueOf(market, leg.quantity, markBeforeRing(market, leg));
  const worth = account.cash + value - leg.cost - owedByLeg(market, leg);
  if (DEBUGGING && isPlanted(Pair.staysArmed)) return true;
  return excessOf(account.domain, worth, maintenanceMargin(leg.market, market, magnitude(value))) >= 0;
}

/** Money for the roundings of a margin call's level, which is rounded once over legs that are rounded each. */
const CALL_SPARE: i64 = 16 * 12;

/** A suspended case is armed on being liquidatable with doubt, a worked one on its takeover level. */
function armCase(account: Account): bool {
  const domain: Domain = domainAt(account.domain);
  const liquidation = caseAt(account.caseRow);
  const suspended = liquidation.suspended != 0;
  liquidation.below = 0;
  if (!suspended && !domain.takeover) return true;
  measure(account, true);
  const found = inDoubt(account);
  const excess = suspended
    ? excessOf(account.domain, found.equity, found.maintenance)
    : found.equity - takeoverLevel(account.domain, found.maintenance);
  liquidation.below = u8(excess < 0);
  if (excess < 0) return false;
  armShares(account, excess, true, 0);
  return true;
}

/** Weight of a leg: its value at mark times its market's volatility. */
function weightOf(leg: Leg, market: Market): i64 {
  return ppmFloor(notionalOf(market, leg.quantity, market.mark), market.volatilityPpm) + 1;
}

/**
 * s = floor(X·w/Σw); the room d is the greatest number of price units with loss(d) ≤ s; the trigger lies at p ∓ (d + 1).
 * Each leg loses at most its share before it rings, so X ≥ 0 until then.
 */
function armShares(account: Account, excess: i64, doubtful: bool, callPpm: i64): void {
  let total: i64 = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    total += weightOf(legAt(row), marketAt(legAt(row).market));
  }
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg)
    total += weightOfBalance(legAt(row));
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    const share = mulDivFloor(excess, weightOf(leg, market), total);
    const doubt = doubtIn(market, doubtful);
    const rate = steepestPpm(leg.market, market, callPpm);
    const trigger =
      market.kind == <u8>Kind.linear
        ? linearTrigger(leg, market, share, rate, doubt)
        : inverseTrigger(leg, market, share, rate, doubt);
    armLeg(row, trigger);
  }
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    const balance = legAt(row);
    const market = marketAt(balance.market);
    const share = mulDivFloor(excess, weightOfBalance(balance), total);
    const distance = underDoubt(roomOfBalance(balance, share), doubtIn(market, doubtful));
    const trigger = market.mark - distance - 1;
    if (trigger >= 1) armBalance(row, trigger);
  }
}

function weightOfBalance(balance: Leg): i64 {
  const market = marketAt(balance.market);
  return (
    ppmFloor(balanceValue(collateralOf(balance), countedUnits(balance), market.mark), market.volatilityPpm) +
    1
  );
}

/** A doubtful price moves (10^6 + doubt)/10^6 units for one of the mark: fewer units of the mark fit. */
function underDoubt(distance: i64, doubtPpm: i64): i64 {
  return doubtPpm == 0 ? distance : mulDivFloor(distance, PPM, PPM + doubtPpm);
}

/** How far prices of the market are doubted where they are measured so; 0 where they are not. */
function doubtIn(market: Market, doubtful: bool): i64 {
  return doubtful && isDoubtful(market) ? <i64>domainAt(market.domain).doubtPpm : 0;
}

/** m: by how much the level grows at most with a unit of notional: maintenance, or the call level's share of initial margin. */
export function steepestPpm(row: u32, market: Market, callPpm: i64): i64 {
  const steepest = tierAt(row, market.tierCount - 1);
  return callPpm == 0 ? <i64>steepest.maintenancePpm : ppmCeil(steepest.initialPpm, callPpm);
}

/** Room d, long: |q|·M·d ≤ s. Short: |q|·M·d + ceil(|q|·M·d·m/10^6) ≤ s. */
function linearTrigger(leg: Leg, market: Market, share: i64, ratePpm: i64, doubtPpm: i64): i64 {
  const perPrice = magnitude(leg.quantity) * market.unit;
  if (leg.quantity > 0) {
    const distance = share / perPrice;
    return market.mark - underDoubt(distance, doubtPpm) - 1;
  }
  return market.mark + mulDivFloor(share, PPM, PPM + ratePpm) / perPrice + 1;
}

/**
 * Long: L + ceil(L·m/10^6) ≤ s for L = W(p − d) − W(p). Short: W(p) − W(p + d) ≤ s. The farthest price at which that holds
 * follows from the value there; with doubt it is the doubtful price, and the mark the one that leads to it.
 */
function inverseTrigger(leg: Leg, market: Market, share: i64, ratePpm: i64, doubtPpm: i64): i64 {
  const price = doubtPpm == 0 ? market.mark : doubtfulPrice(market, leg.quantity);
  const value = notionalOf(market, leg.quantity, price);
  if (leg.quantity > 0) {
    const most = value + mulDivFloor(share, PPM, PPM + ratePpm);
    const farthest = inversePrice(market, leg.quantity, most, true, price);
    return mulDivCeil(farthest, PPM, PPM + doubtPpm) - 1;
  }
  if (share >= value || doubtPpm == PPM) return market.maxPrice + 1;
  const farthest = inversePrice(market, -leg.quantity, value - share, false, market.maxPrice);
  return mulDivFloor(farthest, PPM, PPM - doubtPpm) + 1;
}
