/**
 * What an account is worth and what it must hold (DESIGN.md 3):
 * E = cash + Σ (value − cost − funding owed) + Σ collateral, MM = Σ ceil((N·rate_k − D_k)/10^6) with N = |value|, all exact.
 */
import { worthOfCollateral } from "../ledger/collateral";
import { owedByLeg } from "../ledger/funding";
import { doubtfulPrice } from "../market/breakers";
import { maintenanceMargin } from "../market/tiers";
import { notionalOf, valueOf } from "../market/value";
import { Account, Leg, Market } from "../memory/abi";
import { domainAt, legAt, marketAt } from "../memory/arena";
import { magnitude, ppmCeil } from "../numbers/fixed";

/** Results of the last `measure`. */
export let equity: i64 = 0;
export let maintenance: i64 = 0;

/** Makes the results of an earlier `measure` those of the last. */
export function recall(equityThen: i64, maintenanceThen: i64): void {
  equity = equityThen;
  maintenance = maintenanceThen;
}

/** Equity and maintenance margin at last marks, or at doubtful ones; false when a market of the account has no mark. */
export function measure(account: Account, doubtful: bool): bool {
  equity = account.cash;
  maintenance = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    if (!market.hasMark) return false;
    const price = doubtful ? doubtfulPrice(market, leg.quantity) : market.mark;
    const value = valueOf(market, leg.quantity, price);
    equity += value - leg.cost - owedByLeg(market, leg);
    maintenance += maintenanceMargin(leg.market, market, magnitude(value));
  }
  if (account.firstBalance != 0) equity += worthOfCollateral(account, doubtful);
  return true;
}

export function legMargin(leg: Leg, market: Market, price: i64): i64 {
  return maintenanceMargin(leg.market, market, notionalOf(market, leg.quantity, price));
}

/** X: how much of its equity an account may lose before it is liquidatable: E − MM, less 1 with `triggerAtEquality`. */
export function excessOf(domain: u32, equityNow: i64, maintenanceNow: i64): i64 {
  return equityNow - maintenanceNow - <i64>domainAt(domain).triggerAtEquality;
}

/** The inequality that liquidates: E < MM, or E ≤ MM where the domain says so. Nowhere else is it written. */
export function isLiquidatable(domain: u32, equityNow: i64, maintenanceNow: i64): bool {
  return maintenanceNow > 0 && excessOf(domain, equityNow, maintenanceNow) < 0;
}

/** E < takeoverPpm·MM/10^6 or E < 0; for integers E the same as being below this level. */
export function takeoverLevel(domain: u32, maintenanceNow: i64): i64 {
  return ppmCeil(maintenanceNow, domainAt(domain).takeoverPpm);
}

/** The equity at which a case is cured. */
export function cureLevel(domain: u32, maintenanceNow: i64): i64 {
  return ppmCeil(maintenanceNow, domainAt(domain).targetPpm);
}

/** Whether the account has a leg in a market without a first mark. */
export function lacksMark(account: Account): bool {
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (!marketAt(legAt(leg).market).hasMark) return true;
  }
  return false;
}
