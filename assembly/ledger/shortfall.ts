/**
 * What an account without legs owes is taken from its collateral first (rules: takeover-and-fund 13, 14): balances move to
 * `@liquidation`, in order of definition, at their value and up to what is owed. `@liquidation` pays the account for them.
 */
import { FundReason } from "../memory/abi";
import { accountAt, caseAt, legAt, marketAt } from "../memory/arena";
import { balancePrice, balanceValue, collateralOf, setBalance } from "./collateral";
import { chargeFund } from "./insurance-fund";

/** Takes what the account owes, or all it has. Prices are doubtful ones where in doubt. */
export function seizeCollateral(row: u32, caseNumber: u64, reason: FundReason): void {
  const account = accountAt(row);
  let next: u32 = 0;
  for (let at = account.firstBalance; at != 0 && account.cash < 0; at = next) {
    const balance = legAt(at);
    next = balance.nextLeg;
    const collateral = collateralOf(balance);
    const owed = -account.cash;
    const price = balancePrice(marketAt(balance.market), true);
    const held = balance.quantity;
    const taken = amountWorth(at, owed, price);
    const paid = min(owed, balanceValue(collateral, taken, price));
    collateral.liquidation += taken;
    setBalance(row, balance.asset - 1, held - taken);
    account.cash += paid;
    chargeFund(account.domain, caseNumber, -paid, reason);
  }
}

/** The smallest part of a balance that is worth at least `owed`, or all of it. */
function amountWorth(row: u32, owed: i64, price: i64): i64 {
  const balance = legAt(row);
  const collateral = collateralOf(balance);
  let high = balance.quantity;
  if (balanceValue(collateral, high, price) < owed) return high;
  let low: i64 = 0;
  while (high - low > 1) {
    const middle = low + (high - low) / 2;
    if (balanceValue(collateral, middle, price) >= owed) high = middle;
    else low = middle;
  }
  return high;
}

/** An account without legs whose cash is negative is brought to 0: by its collateral, then by the fund. */
export function clearShortfall(row: u32): void {
  const account = accountAt(row);
  if (account.legs != 0 || account.cash >= 0) return;
  clearShortfallFor(row, account.caseRow == 0 ? 0 : caseAt(account.caseRow).number);
}

/** The same, on behalf of a case that may be over: a late fill of its slice left the account so. */
export function clearShortfallFor(row: u32, caseNumber: u64): void {
  const account = accountAt(row);
  if (account.legs != 0 || account.cash >= 0) return;
  if (account.firstBalance != 0) seizeCollateral(row, caseNumber, FundReason.shortfall);
  if (account.cash >= 0) return;
  const owed = account.cash;
  account.cash = 0;
  chargeFund(account.domain, caseNumber, owed, FundReason.shortfall);
}
