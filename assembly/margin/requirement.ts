/**
 * What an account is worth and what it must hold (rules: margin 1, 4):
 * E = cash + Σ (value − cost − funding owed) + Σ collateral, MM = Σ ceil((N·rate_k − D_k)/10^6) with N = |value|, all exact.
 */
import { worthOfCollateral } from "../ledger/collateral";
import { owedByLeg } from "../ledger/funding";
import { doubtfulPrice } from "../market/breakers";
import { maintenanceMargin } from "../market/tiers";
import { notionalOf, valueOf } from "../market/value";
import { Account, Leg, Market } from "../memory/abi";
import { DOUBTED_AT, legAt, marketAt, MEASURED_AT } from "../memory/arena";
import { DEBUGGING } from "../memory/pairs";
import { magnitude } from "../numbers/fixed";

/** What `measure` finds of an account. There are two: one at last marks, one at doubtful marks. */
@unmanaged
export class Measured {
  equity: i64;
  maintenance: i64;
  /** The account that was measured, kept in the debug build alone; 0 before any. */
  account: usize;
}

const MEASURED = changetype<Measured>(MEASURED_AT);
const DOUBTED = changetype<Measured>(DOUBTED_AT);

/** What `measure` found of the account at last marks, if no other has been measured at them since. */
export function atMarks(account: Account): Measured {
  if (DEBUGGING) assert(MEASURED.account == changetype<usize>(account), "another account was measured");
  return MEASURED;
}

/** The same at doubtful marks. */
export function inDoubt(account: Account): Measured {
  if (DEBUGGING) assert(DOUBTED.account == changetype<usize>(account), "another account was measured");
  return DOUBTED;
}

/** Equity and maintenance margin at last marks, or at doubtful ones; false when a market of the account has no mark. */
export function measure(account: Account, doubtful: bool): bool {
  let equity = account.cash;
  let maintenance: i64 = 0;
  if (DEBUGGING) (doubtful ? DOUBTED : MEASURED).account = 0;
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
  if (doubtful) {
    DOUBTED.equity = equity;
    DOUBTED.maintenance = maintenance;
  } else {
    MEASURED.equity = equity;
    MEASURED.maintenance = maintenance;
  }
  if (DEBUGGING) (doubtful ? DOUBTED : MEASURED).account = changetype<usize>(account);
  return true;
}

export function legMargin(leg: Leg, market: Market, price: i64): i64 {
  return maintenanceMargin(leg.market, market, notionalOf(market, leg.quantity, price));
}

/** Whether the account has a leg in a market without a first mark. */
export function lacksMark(account: Account): bool {
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (!marketAt(legAt(leg).market).hasMark) return true;
  }
  return false;
}
