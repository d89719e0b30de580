/** What a trade does to a position: reducing realises, crossing zero closes and then opens (DESIGN 3). */
import { abs, min, sign } from "./fraction.js";
import type { Account, Market } from "./state.js";
import { formatLots, formatMoney } from "./units.js";
import type { World } from "./world.js";

/** Sets a leg; one without lots is none. */
export function setLeg(account: Account, market: Market, quantity: bigint, cost: bigint): void {
  if (quantity === 0n) account.legs.delete(market);
  else account.legs.set(market, { quantity, cost });
}

/**
 * Adds `quantity` signed lots acquired for `value` (signed: what a buyer pays, less what a seller gets), and returns
 * what was realised, which is in cash by then.
 *
 *   c        = cost·r/|q| toward zero: the cost of the r lots that are closed (all of it when r = |q|)
 *   realised = −value·r/|quantity| toward zero − c
 *
 * A trade at a price has a value that divides exactly; only a leg taken over may not (RULINGS D.11).
 */
export function settle(account: Account, market: Market, quantity: bigint, value: bigint): bigint {
  const held = account.legs.get(market) ?? { quantity: 0n, cost: 0n };
  if (sign(held.quantity) * sign(quantity) >= 0n) {
    setLeg(account, market, held.quantity + quantity, held.cost + value);
    return 0n;
  }
  const closing = min(abs(held.quantity), abs(quantity));
  const closingCost = (held.cost * closing) / abs(held.quantity);
  const closingValue = (value * closing) / abs(quantity);
  const realised = -closingValue - closingCost;
  account.cash += realised;
  const opens = abs(quantity) > closing;
  setLeg(account, market, held.quantity + quantity, opens ? value - closingValue : held.cost - closingCost);
  return realised;
}

export function emitPosition(world: World, account: Account, market: Market, realised: bigint): void {
  const leg = account.legs.get(market);
  const { domain } = account;
  world.emit("position", {
    account: account.name,
    market: market.name,
    quantity: formatLots(market, leg?.quantity ?? 0n),
    cost: formatMoney(domain, leg?.cost ?? 0n),
    realised: formatMoney(domain, realised),
    cash: formatMoney(domain, account.cash),
  });
}
