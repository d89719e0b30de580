/**
 * The insurance fund: what it pays of a loss, what it gets of a gain, and what is owed when it is empty
 * (rules: takeover-and-fund 9).
 */
import { max, min } from "./fraction.js";
import type { Collateral, Domain } from "./state.js";
import { isUntrusted } from "./trust.js";
import { formatMoney } from "./units.js";
import { collateralValue } from "./value.js";
import type { World } from "./world.js";

export type FundReason = "fee" | "takeover" | "unwind" | "shortfall" | "topUp" | "collateralSale";

export function isAtFloor(domain: Domain): boolean {
  return domain.fund.cash <= domain.fundFloor;
}

/** What the fund could not pay: the negative cash of `@liquidation`. */
export function owedBy({ liquidation }: Domain): bigint {
  return -min(0n, liquidation.cash);
}

/** What a seized balance would bring, as far as its price is trusted at this time: after haircut, at the last mark. */
export function seizedValue(world: World, { liquidation }: Domain, collateral: Collateral): bigint {
  const { market } = collateral;
  if (market.mark === null || isUntrusted(market, world.now)) return 0n;
  return collateralValue(collateral, liquidation.balances.get(collateral) ?? 0n, market.mark);
}

/** `W`, of all that was seized. */
export function seizedWorth(world: World, domain: Domain): bigint {
  return domain.collaterals.reduce((sum, collateral) => sum + seizedValue(world, domain, collateral), 0n);
}

/** What is owed beyond what was seized for it: `max(0, owed − W)`. */
export function deficitOf(world: World, domain: Domain): bigint {
  return max(0n, owedBy(domain) - seizedWorth(world, domain));
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

/** A gain goes to the fund whole; a loss is paid from what the fund has above its floor, the rest stays owed. */
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
  const deficit = deficitOf(world, domain);
  if (deficit === domain.deficitTold) return;
  report("deficit", deficit - domain.deficitTold, deficit);
  domain.deficitTold = deficit;
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
    if (openCase && home === domain && openCase.heldBack === "FUND_FLOOR") openCase.due = true;
  }
}
