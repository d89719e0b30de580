/**
 * The trigger index (DESIGN.md 5): every account is armed at prices so that a tick finds the unhealthy without looking at
 * the others. One leg: its liquidation price. Several: each leg gets a share of the excess X and the room that loses it.
 */
import { Account, Domain, Leg, Market, PPM } from "../abi";
import { accountAt, caseAt, domainAt, legAt, marketAt, meters, passScratch, tierAt } from "../arena";
import { magnitude, mulDivFloor, ppmFloor } from "../fixed";
import { isDoubtful } from "../market/breakers";
import { liquidationPrice } from "./liquidation-price";
import { notionalOf } from "../market/value";
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
    let distance = roomWithin(leg, market, share);
    if (doubtful && isDoubtful(market) && leg.quantity > 0) {
      // The doubtful price moves (10^6 + doubt)/10^6 units for one of the mark: fewer units of the mark fit.
      distance = mulDivFloor(distance, PPM, PPM + <i64>domainAt(account.domain).doubtPpm);
    }
    const trigger = leg.quantity > 0 ? market.mark - distance - 1 : market.mark + distance + 1;
    if (trigger >= 1 && trigger <= market.maxPrice) armLeg(row, trigger);
  }
}

/** Long: |q|·M·d ≤ s. Short: |q|·M·d + ceil(|q|·M·d·m/10^6) ≤ s, m the market's highest maintenance rate. */
function roomWithin(leg: Leg, market: Market, share: i64): i64 {
  const perPrice = magnitude(leg.quantity) * market.unit;
  if (leg.quantity > 0) return share / perPrice;
  const rate = <i64>tierAt(leg.market, market.tierCount - 1).maintenancePpm;
  const loss = mulDivFloor(share, PPM, PPM + rate);
  return loss / perPrice;
}
