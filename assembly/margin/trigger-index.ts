/**
 * The trigger index (DESIGN.md 5): every account is armed at prices so that a tick finds the unhealthy without looking at
 * the others. One leg: its liquidation price. Several: each leg gets a share of the excess X and the room that loses it.
 */
import { Account, Domain, Kind, Leg, Market, PPM } from "../abi";
import { accountAt, caseAt, domainAt, legAt, marketAt, meters, passScratch, tierAt } from "../arena";
import { magnitude, mulDivCeil, mulDivFloor, ppmFloor } from "../fixed";
import { doubtfulPrice, isDoubtful } from "../market/breakers";
import { liquidationPrice } from "./liquidation-price";
import { inversePrice, notionalOf } from "../market/value";
import { equity, lacksMark, maintenance, measure, takeoverLevel } from "./requirement";
import { touchByAlarm } from "./touched";
import { armLeg, disarmLeg, takeReached } from "./trigger-ladder";

/** Takes out every leg whose trigger the mark has reached and touches its account, once. */
export function ringMark(row: u32, mark: i64): void {
  const market = marketAt(row);
  if (market.nextLong >= mark) ring(takeReached(market, false, mark, passScratch));
  if (market.nextShort <= mark) ring(takeReached(market, true, mark, passScratch));
}

function ring(count: u32): void {
  meters.alarms += count;
  for (let i: u32 = 0; i < count; i++)
    touchByAlarm(legAt(load<u32>(passScratch + ((<usize>i) << 2))).account);
}

export function disarm(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) disarmLeg(row);
}

/**
 * Arms all legs of an account anew. False: it is already below the level it would be armed on, and nothing is armed.
 */
export function arm(row: u32): bool {
  const account = accountAt(row);
  disarm(account);
  if (account.firstLeg == 0) return true;
  if (lacksMark(account)) {
    armForFirstMark(account);
    return true;
  }
  return account.caseRow == 0 ? armHealthy(account) : armCase(account);
}

/** A market without a mark: the first one must ring, whatever it is. */
function armForFirstMark(account: Account): void {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    if (!market.hasMark) armLeg(row, leg.quantity > 0 ? market.maxPrice : 1);
  }
}

function armHealthy(account: Account): bool {
  measure(account, false);
  const excess = equity - maintenance;
  if (excess < 0) return false;
  if (account.legs > 1) {
    armShares(account, excess, false);
    return true;
  }
  const row = account.firstLeg;
  const leg = legAt(row);
  const trigger = liquidationPrice(leg.market, marketAt(leg.market), leg.quantity, account.cash - leg.cost);
  if (trigger != 0) armLeg(row, trigger);
  return true;
}

/** A suspended case is armed on being liquidatable with doubt, a worked one on its takeover level. */
function armCase(account: Account): bool {
  const domain: Domain = domainAt(account.domain);
  const suspended = caseAt(account.caseRow).suspended != 0;
  if (!suspended && !domain.takeover) return true;
  measure(account, true);
  const excess = equity - (suspended ? maintenance : takeoverLevel(account.domain, maintenance));
  if (excess < 0) return false;
  armShares(account, excess, true);
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
function armShares(account: Account, excess: i64, doubtful: bool): void {
  let total: i64 = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    total += weightOf(legAt(row), marketAt(legAt(row).market));
  }
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    const share = mulDivFloor(excess, weightOf(leg, market), total);
    const doubt = doubtful && isDoubtful(market) ? <i64>domainAt(account.domain).doubtPpm : 0;
    const trigger =
      market.kind == <u8>Kind.linear
        ? linearTrigger(leg, market, share, doubt)
        : inverseTrigger(leg, market, share, doubt);
    if (trigger >= 1 && trigger <= market.maxPrice) armLeg(row, trigger);
  }
}

/** The steepest maintenance margin: by how much it grows with a unit of notional. */
function steepestPpm(row: u32, market: Market): i64 {
  return tierAt(row, market.tierCount - 1).maintenancePpm;
}

/** Room d, long: |q|·M·d ≤ s. Short: |q|·M·d + ceil(|q|·M·d·m/10^6) ≤ s. */
function linearTrigger(leg: Leg, market: Market, share: i64, doubtPpm: i64): i64 {
  const perPrice = magnitude(leg.quantity) * market.unit;
  if (leg.quantity > 0) {
    const distance = share / perPrice;
    if (doubtPpm == 0) return market.mark - distance - 1;
    // A doubtful price moves (10^6 + doubt)/10^6 units for one of the mark: fewer units of the mark fit.
    return market.mark - mulDivFloor(distance, PPM, PPM + doubtPpm) - 1;
  }
  return market.mark + mulDivFloor(share, PPM, PPM + steepestPpm(leg.market, market)) / perPrice + 1;
}

/**
 * Long: L + ceil(L·m/10^6) ≤ s for L = W(p − d) − W(p). Short: W(p) − W(p + d) ≤ s. The farthest price at which that holds
 * follows from the value there; with doubt it is the doubtful price, and the mark the one that leads to it.
 */
function inverseTrigger(leg: Leg, market: Market, share: i64, doubtPpm: i64): i64 {
  const price = doubtPpm == 0 ? market.mark : doubtfulPrice(market, leg.quantity);
  const value = notionalOf(market, leg.quantity, price);
  if (leg.quantity > 0) {
    const most = value + mulDivFloor(share, PPM, PPM + steepestPpm(leg.market, market));
    const farthest = inversePrice(market, leg.quantity, most, true, price);
    return mulDivCeil(farthest, PPM, PPM + doubtPpm) - 1;
  }
  if (share >= value || doubtPpm == PPM) return market.maxPrice + 1;
  const farthest = inversePrice(market, -leg.quantity, value - share, false, market.maxPrice);
  return mulDivFloor(farthest, PPM, PPM - doubtPpm) + 1;
}
