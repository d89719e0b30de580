/** Takeover: legs move to `@liquidation` (DESIGN 6.7, RULINGS D.11). */
import { floorDiv } from "./fraction.js";
import { coverShortfall, moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { atDoubtfulMark, equity, legMargin, maintenanceMargin, movableLegs } from "./margin.js";
import { boundsOf } from "./plan.js";
import { emitPosition, settle } from "./settle.js";
import type { Case, Leg, Market } from "./state.js";
import { formatLots, formatPrice } from "./units.js";
import { nearestPrice, positionValue } from "./value.js";
import type { World } from "./world.js";

/** A leg and the signed money at which it moves: what a buyer pays for it. */
type Moved = { market: Market; quantity: bigint; value: bigint };

/** Moves every leg that neither doubt nor a halt holds back. */
export function takeOver(world: World, of: Case): void {
  const { account } = of;
  for (const moved of valued(of)) moveLeg(world, of, moved);
  coverShortfall(world, account, of.name, "takeover");
}

/**
 * Zero values: `S = E − floor(E·MM_left/MM)` is what the legs that stay do not claim; each leg that moves gives up its
 * share `floor(E·MM_leg/MM)` of it, the last one the rest, so that cash ends at exactly 0 when all move. With surplus
 * "user" and E > 0 each moves at its limit price instead.
 */
function valued(of: Case): Moved[] {
  const { account } = of;
  const equityNow = equity(account, atDoubtfulMark);
  const required = maintenanceMargin(account, atDoubtfulMark);
  const legs = movableLegs(account);
  if (account.domain.surplus === "user" && equityNow > 0n) {
    return legs.map(([market, leg]) => {
      const { limit } = boundsOf(market, leg, equityNow, required);
      return { market, quantity: leg.quantity, value: positionValue(market, leg.quantity, limit) };
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
    return { market, quantity: leg.quantity, value };
  });
}

function moveLeg(world: World, of: Case, { market, quantity, value }: Moved): void {
  const { account } = of;
  const { liquidation } = market.domain;
  world.emit("takeover", {
    case: of.name,
    account: account.name,
    market: market.name,
    quantity: formatLots(market, quantity),
    price: formatPrice(market, nearestPrice(market, quantity, value)),
  });
  const realised = settle(account, market, -quantity, -value);
  emitPosition(world, account, market, realised);
  const unwound = settle(liquidation, market, quantity, value);
  emitPosition(world, liquidation, market, unwound);
  followLiquidation(world, market);
  moveToFund(world, market.domain, of.name, "takeover");
  world.touch(account);
  for (const slice of world.slices.values()) {
    if (slice.case === of && slice.market === market) slice.takenOver = true;
  }
}
