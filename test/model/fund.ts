/**
 * The insurance fund: what it pays of a loss, what it gets of a gain, and what is owed when it is empty
 * (rules: takeover-and-fund 9).
 */
import { max, min } from "./fraction.js";
import { atDoubtfulMark } from "./margin.js";
import type { Account, Collateral, Domain } from "./state.js";
import { addBalance, balancesOf } from "./state.js";
import { formatMoney } from "./units.js";
import { balanceWorth, collateralValue } from "./value.js";
import type { World } from "./world.js";

export type FundReason = "fee" | "takeover" | "unwind" | "shortfall" | "topUp";

export function isAtFloor(domain: Domain): boolean {
  return domain.fund.cash <= domain.fundFloor;
}

/** Charges `amount` (a gain is positive) to `@liquidation` and moves its cash to the fund. */
export function charge(
  world: World,
  domain: Domain,
  caseName: string | null,
  amount: bigint,
  reason: FundReason,
): void {
  domain.liquidation.cash += amount;
  moveToFund(world, domain, caseName, reason);
}

/** A gain goes to the fund whole; a loss is paid from what the fund has above its floor, the rest stays as deficit. */
export function moveToFund(world: World, domain: Domain, caseName: string | null, reason: FundReason): void {
  const { liquidation, fund } = domain;
  const change =
    liquidation.cash > 0n ? liquidation.cash : -min(-liquidation.cash, max(0n, fund.cash - domain.fundFloor));
  liquidation.cash -= change;
  fund.cash += change;
  const report = (type: string, amount: bigint, balance: bigint) =>
    world.emit(type, {
      domain: domain.name,
      case: caseName,
      change: formatMoney(domain, amount),
      balance: formatMoney(domain, balance),
      reason,
    });
  if (change !== 0n) {
    report("fund", change, fund.cash);
    watchFloor(world, domain);
  }
  domain.floorAtLastCharge = domain.fundFloor;
  const owed = -min(0n, liquidation.cash);
  if (owed !== domain.owed) {
    report("deficit", owed - domain.owed, owed);
    domain.owed = owed;
  }
}

/** FUND_FLOOR trips at the floor and clears above it; the cases it held back are due then. */
export function watchFloor(world: World, domain: Domain): void {
  if (isAtFloor(domain) === domain.fundFloorReached) return;
  domain.fundFloorReached = isAtFloor(domain);
  world.emit("breaker", {
    domain: domain.name,
    breaker: "FUND_FLOOR",
    state: domain.fundFloorReached ? "tripped" : "cleared",
    cause: "",
  });
  if (domain.fundFloorReached) return;
  for (const { openCase, domain: home } of world.accounts) {
    if (openCase && home === domain && openCase.fundBlocked) openCase.due = true;
  }
}

/**
 * An account without positions whose cash is negative gives up collateral, and when it has none left is brought to 0 by
 * the fund (rules: takeover-and-fund 13, 14). `reason` is of what its collateral is charged as.
 */
export function coverShortfall(
  world: World,
  account: Account,
  caseName: string | null,
  reason: "shortfall" | "takeover" = "shortfall",
): void {
  if (account.index < 0 || account.legs.size > 0 || account.cash >= 0n) return;
  for (const [collateral, balance] of balancesOf(account)) {
    if (account.cash >= 0n) break;
    if (collateral.market.mark !== null) seize(world, account, collateral, balance, caseName, reason);
  }
  if (account.cash >= 0n || account.balances.size > 0) return;
  const amount = account.cash;
  account.cash = 0n;
  world.touch(account);
  charge(world, account.domain, caseName, amount, "shortfall");
}

/** As much of a balance as is owed moves to `@liquidation`, which pays its value, doubtful where in doubt. */
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
  const price = atDoubtfulMark(collateral.market, { quantity: 1n });
  const taken = min(balance, balanceWorth(collateral, owed, price) ?? balance);
  const paid = min(owed, collateralValue(collateral, taken, price));
  addBalance(account, collateral, -taken);
  addBalance(domain.liquidation, collateral, taken);
  account.cash += paid;
  world.touch(account);
  charge(world, domain, caseName, -paid, reason);
}
