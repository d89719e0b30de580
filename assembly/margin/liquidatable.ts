/**
 * The levels of equity that decide (rules: margin 5, evaluation 12, 13): below maintenance margin an account is liquidatable,
 * below the takeover level its legs are taken over, at the cure level its case is cured.
 */
import { domainAt } from "../memory/arena";
import { ppmCeil } from "../numbers/fixed";

/** X: how much of its equity an account may lose before it is liquidatable: E − MM, less 1 with `triggerAtEquality`. */
export function excessOf(domain: u32, equityNow: i64, maintenanceNow: i64): i64 {
  return equityNow - maintenanceNow - <i64>domainAt(domain).triggerAtEquality;
}

/** The inequality that liquidates: E < MM, or E ≤ MM with `triggerAtEquality`. It is written nowhere else. */
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
