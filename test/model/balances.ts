/** Balances of collateral, and what of them is pending. */
import type { Account, Collateral } from "./state.js";

/** What leaves are units that count, as far as there are any: what is pending goes last. */
export function addBalance(account: Account, collateral: Collateral, amount: bigint): void {
  const balance = (account.balances.get(collateral) ?? 0n) + amount;
  if (balance === 0n) account.balances.delete(collateral);
  else account.balances.set(collateral, balance);
  if (pendingOf(account, collateral) > balance) setPending(account, collateral, balance);
}

/** Units of the balance that count for nothing until their market is trusted (rules: margin 18). */
export function pendingOf({ pending }: Account, collateral: Collateral): bigint {
  return pending.get(collateral) ?? 0n;
}

export function setPending({ pending }: Account, collateral: Collateral, units: bigint): void {
  if (units === 0n) pending.delete(collateral);
  else pending.set(collateral, units);
}

/** Balances of collateral in order of definition. */
export function balancesOf({ balances, domain }: Account): [Collateral, bigint][] {
  return domain.collaterals
    .map((collateral): [Collateral, bigint] => [collateral, balances.get(collateral) ?? 0n])
    .filter(([, balance]) => balance > 0n);
}
