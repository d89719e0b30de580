/** The insurance fund: who pays a loss, who gets a gain, and what is owed when it is empty (RULINGS D.9). */
import { max, min } from "./fraction.js";
import type { Account, Domain } from "./state.js";
import { formatMoney } from "./units.js";
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

/** An account without positions whose cash is negative is brought to 0 by the fund (RULINGS C.14). */
export function coverShortfall(world: World, account: Account, caseName: string | null): void {
  if (account.index < 0 || account.legs.size > 0 || account.cash >= 0n) return;
  const amount = account.cash;
  account.cash = 0n;
  world.touch(account);
  charge(world, account.domain, caseName, amount, "shortfall");
}
