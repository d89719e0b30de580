/** Takeover: legs move to counterparties and to `@liquidation` (rules: takeover-and-fund 4, 5, adl 1). */
import { type Departing, deleverage, lossLeft, lotsForCap, lotsForNeed, meansOf } from "./adl.js";
import { abs, floorDiv, max, sign } from "./fraction.js";
import { moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import {
  atDoubtfulMark,
  atLastMark,
  bandPrice,
  equity,
  legMargin,
  maintenanceMargin,
  movableLegs,
} from "./margin.js";
import { boundsOf } from "./plan.js";
import { emitPosition, settle } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { watchFlags } from "./silence.js";
import type { Account, Case, Leg, Market } from "./state.js";
import { quantityOf } from "./state.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { formatLots, formatPrice } from "./units.js";
import { nearestPrice, positionValue } from "./value.js";
import type { World } from "./world.js";

/** Moves every leg that neither doubt nor a halt holds back: what the fund cannot carry to counterparties first. */
export function takeOver(world: World, of: Case): void {
  const { account } = of;
  const { domain } = account;
  let means = meansOf(domain);
  if (isUnconfirmed(account))
    world.broken.push(`${account.name}: taken over at a mark that nothing confirms`);
  for (const departing of valued(of)) {
    const { market, quantity, loss } = departing;
    const size = abs(quantity);
    const need = max(lotsForNeed(size, loss, means), lotsForCap(market, quantity));
    const gone = deleverage(world, departing, domain.adl ? need : 0n, (realised, other, counterparty) =>
      followPiece(world, departing, realised, other, counterparty),
    );
    means -= lossLeft(size, loss, gone.taken);
    if (gone.taken > 0n) of.deleveraged = true;
    if (gone.taken < size) moveLeg(world, departing, gone);
    lateFillsMove(world, of, market);
  }
  coverShortfall(world, account, of.name, "takeover");
}

/**
 * What an account that is still solvent moves may be worth less than it moves at, were it sold at the slippage bound: `Σ
 * (value at the bound − value moved) < 0`, or not sold at all: there is no tick to buy at. With `floorAction` "block" every
 * takeover may cost (rules: takeover-and-fund 2).
 */
export function mayCostFund(of: Case): boolean {
  if (of.account.domain.floorAction === "block") return true;
  let gain = 0n;
  for (const { market, quantity, value } of valued(of)) {
    const side = quantity > 0n ? "sell" : "buy";
    const bound = bandPrice(market, side, atLastMark(market, { quantity }), market.policy.slippagePpm);
    if (bound === 0n) return true;
    gain += positionValue(market, quantity, bound) - value;
  }
  return gain < 0n;
}

function followPiece(
  world: World,
  { account, market }: Departing,
  realised: bigint,
  counterpartyRealised: bigint,
  counterparty: Account,
): void {
  emitPosition(world, account, market, realised);
  emitPosition(world, counterparty, market, counterpartyRealised);
  watchFlags(world, market);
  coverShortfall(world, counterparty, null);
}

/**
 * Legs with the signed money at which they move: what a buyer pays for them, and what that costs the fund.
 *
 * Zero values: `S = E − floor(E·MM_left/MM)` is what the legs that stay do not claim; each leg that moves gives up its
 * share `floor(E·MM_leg/MM)` of it, the last one the rest, so that cash ends at exactly 0 when all move. With surplus
 * "user" and E > 0 each moves at its limit price instead.
 */
function valued(of: Case): Departing[] {
  const { account, name: caseName } = of;
  const equityNow = equity(account, atDoubtfulMark);
  const required = maintenanceMargin(account, atDoubtfulMark);
  const legs = movableLegs(account);
  if (account.domain.surplus === "user" && equityNow > 0n) {
    return legs.map(([market, leg]) => {
      const { limit } = boundsOf(market, leg, equityNow, required);
      const value = positionValue(market, leg.quantity, limit);
      return { caseName, account, market, quantity: leg.quantity, value, loss: 0n };
    });
  }
  const requiredOf = ([market, leg]: [Market, Leg]) => legMargin(market, leg, atDoubtfulMark);
  const requiredLeft = required - legs.reduce((sum, entry) => sum + requiredOf(entry), 0n);
  let shares = equityNow - floorDiv(equityNow * requiredLeft, required);
  return legs.map(([market, leg], index) => {
    const last = index === legs.length - 1;
    const share = last ? shares : floorDiv(equityNow * requiredOf([market, leg]), required);
    shares -= share;
    const value = positionValue(market, leg.quantity, atDoubtfulMark(market, leg)) - share;
    return { caseName, account, market, quantity: leg.quantity, value, loss: max(0n, -share) };
  });
}

/** What no counterparty took is merged, and with it that nobody knows what the venue did. */
function moveLeg(world: World, departing: Departing, gone: { taken: bigint; value: bigint }): void {
  const { caseName, account, market } = departing;
  const { liquidation } = market.domain;
  const quantity = departing.quantity - gone.taken * sign(departing.quantity);
  const value = departing.value - gone.value;
  const price = nearestPrice(market, quantity, value);
  world.emit("takeover", {
    case: caseName,
    account: account.name,
    market: market.name,
    quantity: formatLots(market, quantity),
    price: formatPrice(market, price),
  });
  const mismatched = account.mismatched.has(market);
  const realised = settle(account, market, -quantity, -value);
  emitPosition(world, account, market, realised);
  const unwound = settle(liquidation, market, quantity, value);
  emitPosition(world, liquidation, market, unwound);
  if (mismatched && quantityOf(liquidation, market) !== 0n) liquidation.mismatched.add(market);
  followLiquidation(world, market, { price, takenOver: caseName });
  moveToFund(world, market.domain, caseName, "takeover");
  watchFlags(world, market);
  world.touch(account);
}

/** What still fills of the case in this market belongs to `@liquidation`. */
function lateFillsMove(world: World, of: Case, market: Market): void {
  for (const slice of world.slices.values()) {
    if (slice.case === of && slice.market === market) slice.takenOver = true;
  }
}
