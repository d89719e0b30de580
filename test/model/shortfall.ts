/**
 * What an account without positions owes: collateral pays first, then the fund; while collateral waits for a price that
 * is trusted, nobody does (rules: takeover-and-fund 13, 14, 15).
 */
import { addBalance, balancesOf } from "./balances.js";
import { min } from "./fraction.js";
import { charge, type FundReason } from "./fund.js";
import type { Account, Collateral } from "./state.js";
import { isUntrusted } from "./trust.js";
import { balanceWorth, collateralValue } from "./value.js";
import type { World } from "./world.js";

/** It has no positions, and its cash is negative. */
function owes({ index, legs, cash }: Account): boolean {
  return index >= 0 && legs.size === 0 && cash < 0n;
}

/** Its price is trusted by nobody, or too little is owed for it to be touched. */
export function waits(world: World, { market, seizeAt }: Collateral, owed: bigint): boolean {
  return isUntrusted(market, world.now) || owed <= seizeAt;
}

/**
 * Balances are gone through in order of definition. One that does not wait is seized, as far as is owed; if then something
 * is owed still, and none has waited, the fund pays it. `reason` is of what collateral is charged as.
 */
export function coverShortfall(
  world: World,
  account: Account,
  caseName: string | null,
  reason: "shortfall" | "takeover" = "shortfall",
): void {
  if (!owes(account)) return;
  let waiting = false;
  for (const [collateral, balance] of balancesOf(account)) {
    if (account.cash >= 0n) return;
    if (waits(world, collateral, -account.cash)) waiting = true;
    else seize(world, account, collateral, balance, caseName, reason);
  }
  if (account.cash >= 0n || waiting) return;
  const amount = account.cash;
  account.cash = 0n;
  world.touch(account);
  charge(world, account.domain, caseName, amount, "shortfall");
}

/** As much of a balance as is owed moves to `@liquidation`, which pays its value at the last mark. */
function seize(
  world: World,
  account: Account,
  collateral: Collateral,
  balance: bigint,
  caseName: string | null,
  reason: FundReason,
): void {
  const { domain } = account;
  const owed = -account.cash;
  const price = collateral.market.mark;
  if (price === null) throw new Error(`${collateral.asset} has no price`);
  const taken = min(balance, balanceWorth(collateral, owed, price) ?? balance);
  const paid = min(owed, collateralValue(collateral, taken, price));
  addBalance(account, collateral, -taken);
  addBalance(domain.liquidation, collateral, taken);
  account.cash += paid;
  world.touch(account);
  charge(world, domain, caseName, -paid, reason);
}

/**
 * Who is in arrears is looked at again when something that he has may be seized: a market has become trusted. Nothing else
 * that is not his own doing ends a wait, so a look at all of them finds the same (rules: takeover-and-fund 15).
 */
export function settleArrears(world: World): void {
  for (const account of world.accounts) coverShortfall(world, account, account.openCase?.name ?? null);
}

/** What all of a domain's accounts are in arrears with. */
export function arrearsOf(accounts: Account[]): bigint {
  return accounts.filter(owes).reduce((sum, { cash }) => sum - cash, 0n);
}
