/**
 * What an account without legs owes is taken from its collateral first (rules: takeover-and-fund 13, 14, 15): balances move to
 * `@liquidation`, in order of definition, at their value and up to what is owed. `@liquidation` pays the account for them. Nothing is
 * taken at a price that nobody trusts: until there is one, the account is in arrears, and keeps its negative cash.
 */
import { isUntrusted } from "../market/trust";
import { FundReason, NONE } from "../memory/abi";
import { nextAccount, putAccount, takeAccount } from "../memory/account-sets";
import { accountAt, caseAt, legAt, marketAt, meters, shard } from "../memory/arena";
import { arrearsBits } from "../memory/derived";
import { now } from "../memory/event-log";
import { balanceValue, collateralOf, setBalance } from "./collateral";
import { chargeFund } from "./insurance-fund";

/**
 * Takes what the account owes, or all that it has and that is not to wait: for a price to rely on, or because no more is owed than
 * is worth the asset's sale. Whether a balance waits.
 */
export function seizeCollateral(row: u32, caseNumber: u64, reason: FundReason): bool {
  const account = accountAt(row);
  let waits = false;
  let next: u32 = 0;
  for (let at = account.firstBalance; at != 0 && account.cash < 0; at = next) {
    const balance = legAt(at);
    next = balance.nextLeg;
    const collateral = collateralOf(balance);
    const owed = -account.cash;
    const market = marketAt(balance.market);
    if (isUntrusted(balance.market, market, now)) {
      market.awaited = 1;
      putAccount(arrearsBits, row);
      waits = true;
      continue;
    }
    if (owed <= collateral.seizeAt) {
      waits = true;
      continue;
    }
    const price = market.mark;
    const held = balance.quantity;
    const taken = amountWorth(at, owed, price);
    const paid = min(owed, balanceValue(collateral, taken, price));
    collateral.liquidation += taken;
    setBalance(row, balance.asset - 1, held - taken);
    account.cash += paid;
    chargeFund(account.domain, caseNumber, -paid, reason);
  }
  return waits;
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

/**
 * An account without legs whose cash is negative is brought to 0: by its collateral, then by the fund; unless a balance waits, while
 * it is in arrears.
 */
export function clearShortfall(row: u32): void {
  const account = accountAt(row);
  if (account.legs != 0 || account.cash >= 0) return;
  clearShortfallFor(row, account.caseRow == 0 ? 0 : caseAt(account.caseRow).number);
}

/** The same, on behalf of a case that may be over: a late fill of its slice left the account so. */
export function clearShortfallFor(row: u32, caseNumber: u64): void {
  const account = accountAt(row);
  if (account.legs != 0 || account.cash >= 0) return;
  if (account.firstBalance != 0) {
    const waits = seizeCollateral(row, caseNumber, FundReason.shortfall);
    if (waits || account.cash >= 0) return;
  }
  const owed = account.cash;
  account.cash = 0;
  chargeFund(account.domain, caseNumber, owed, FundReason.shortfall);
}

/**
 * A market whose price was awaited may be trusted again: accounts that waited for a price are looked at, by index. Whoever has
 * positions again, or owes nothing any more, is only taken out of their set.
 */
export function reviewArrears(): void {
  shard.arrearsDue = 0;
  for (let row = nextAccount(arrearsBits, 0); row != NONE; row = nextAccount(arrearsBits, row + 1)) {
    meters.looks++;
    takeAccount(arrearsBits, row);
    clearShortfall(row);
  }
}

/** Debug build: by a look at every account nobody is in arrears whose collateral is not to wait. */
export function confirmArrears(): void {
  for (let row: u32 = 0; row < shard.accounts; row++) {
    const account = accountAt(row);
    if (account.legs != 0 || account.cash >= 0) continue;
    for (let at = account.firstBalance; at != 0; at = legAt(at).nextLeg) {
      const balance = legAt(at);
      const waits =
        isUntrusted(balance.market, marketAt(balance.market), now) ||
        -account.cash <= collateralOf(balance).seizeAt;
      assert(waits, "an account is in arrears, though its collateral is not to wait");
    }
  }
}
