/** What a trade does to a position: reducing realises, crossing zero closes and then opens (rules: margin 2). */
import { abs, min, sign } from "./fraction.js";
import { settleFunding } from "./funding.js";
import type { Account, Market } from "./state.js";
import { NO_LEG, quantityOf } from "./state.js";
import { formatLots, formatMoney } from "./units.js";
import { type Price, tradeCost } from "./value.js";
import type { World } from "./world.js";

/** Sets a leg; one without lots is none, and nothing of it is silent or mismatched. What it owed of funding is settled first. */
export function setLeg(account: Account, market: Market, quantity: bigint, cost: bigint): void {
  settleFunding(account, market);
  if (quantity === 0n) {
    account.legs.delete(market);
    account.silent.delete(market);
    account.mismatched.delete(market);
  } else account.legs.set(market, { quantity, cost, funding: market.funding });
}

/**
 * Adds `quantity` signed lots acquired for `value` (signed: what a buyer pays, less what a seller gets), and returns
 * what was realised, which is in cash by then.
 *
 *   c        = cost·r/|q| toward zero: the cost of the r lots that are closed (all of it when r = |q|)
 *   realised = −v − c, where v is the part of the value that closes them
 *
 * A trade at a price knows what its `opening` part is worth, and v is the rest; else v = value·r/|quantity| toward zero
 * (rules: takeover-and-fund 6, units 4).
 */
export function settle(
  account: Account,
  market: Market,
  quantity: bigint,
  value: bigint,
  opening?: bigint,
): bigint {
  const held = account.legs.get(market) ?? NO_LEG;
  if (sign(held.quantity) * sign(quantity) >= 0n) {
    setLeg(account, market, held.quantity + quantity, held.cost + value);
    return 0n;
  }
  const closing = min(abs(held.quantity), abs(quantity));
  const closingCost = (held.cost * closing) / abs(held.quantity);
  const opens = abs(quantity) > closing;
  const shared = (value * closing) / abs(quantity);
  const closingValue = opens && opening !== undefined ? value - opening : shared;
  const realised = -closingValue - closingCost;
  account.cash += realised;
  setLeg(account, market, held.quantity + quantity, opens ? value - closingValue : held.cost - closingCost);
  return realised;
}

/**
 * A trade at a price between two: `bought` signed lots go to the taker. What each realised is in its cash by then. `between` is
 * called when the maker has traded and the taker has not, which are one account where it trades with itself.
 */
export function exchange(
  market: Market,
  taker: Account,
  maker: Account,
  bought: bigint,
  price: Price,
  between: (ofMaker: bigint) => void = () => {},
): { taker: bigint; maker: bigint } {
  market.domain.rounding.cash += tradeCost(market, bought, price) + tradeCost(market, -bought, price);
  const ofMaker = trade(maker, market, -bought, price);
  between(ofMaker);
  return { maker: ofMaker, taker: trade(taker, market, bought, price) };
}

/**
 * A fill at a venue, whose price may lie between units; what the account realised. `@street` has the exact opposite of
 * what the account pays or gets; in an inverse market each is rounded by itself, as ever.
 */
export function tradeWithStreet(market: Market, account: Account, bought: bigint, price: Price): bigint {
  const { street } = market.domain;
  if (market.inverse) return exchange(market, account, street, bought, price).taker;
  const after = quantityOf(street, market) - bought;
  settle(street, market, -bought, -tradeCost(market, bought, price), tradeCost(market, after, price));
  return trade(account, market, bought, price);
}

/** One side of it. Where it passes zero, the part that opens is rounded by itself. */
function trade(account: Account, market: Market, bought: bigint, price: Price): bigint {
  const after = quantityOf(account, market) + bought;
  return settle(account, market, bought, tradeCost(market, bought, price), tradeCost(market, after, price));
}

export function emitPosition(world: World, account: Account, market: Market, realised: bigint): void {
  world.emit("position", positionOf(account, market, realised));
}

/** The account as it stands now, as `position` tells it. */
export function positionOf(account: Account, market: Market, realised: bigint): Record<string, unknown> {
  const leg = account.legs.get(market);
  const { domain } = account;
  return {
    account: account.name,
    market: market.name,
    quantity: formatLots(market, leg?.quantity ?? 0n),
    cost: formatMoney(domain, leg?.cost ?? 0n),
    realised: formatMoney(domain, realised),
    cash: formatMoney(domain, account.cash),
  };
}
