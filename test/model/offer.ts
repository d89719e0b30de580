/** Before what is lost goes to others, the book is asked at the zero price (rules: adl 12). */
import { blockOf } from "./blocks.js";
import { depthInside } from "./book.js";
import { min } from "./fraction.js";
import { atDoubtfulMark, equity, maintenanceMargin, movableLegs } from "./margin.js";
import { leastLots } from "./order-sizes.js";
import { boundsOf, type Margin } from "./plan.js";
import { type SliceRequest, sendSlice } from "./send.js";
import { outOf, slicesOut } from "./slices.js";
import type { Case, CaseLeg, Leg, Market } from "./state.js";
import type { World } from "./world.js";

/**
 * One slice for each leg that would move, was never offered, and finds lots at its zero price or better; all zero prices
 * are of E and MM before the first goes. True: some went.
 */
export function offerLegs(world: World, of: Case): boolean {
  const { account } = of;
  const standing = {
    equity: equity(account, atDoubtfulMark),
    required: maintenanceMargin(account, atDoubtfulMark),
  };
  const offers = movableLegs(account).flatMap(
    ([market, leg]) => offerOf(world, of, market, leg, standing) ?? [],
  );
  for (const offer of offers) {
    const { caseLeg } = offer;
    caseLeg.offered = true;
    sendSlice(world, offer, 0);
    if (caseLeg.latest) caseLeg.latest.offer = true;
  }
  return offers.length > 0;
}

/** As many lots as are there; null: it may not be sent, there is no such price, or nobody stands at it. */
function offerOf(world: World, of: Case, market: Market, leg: Leg, standing: Margin): SliceRequest | null {
  const { account } = of;
  const caseLeg = of.legs.get(market);
  if (!caseLeg || caseLeg.offered || !maySend(world, of, market, caseLeg)) return null;
  const bounds = boundsOf(market, leg, standing.equity, standing.required);
  const { side, lots, zeroPrice: limit } = bounds;
  if (limit === null || limit < market.minPrice || limit > market.maxPrice) return null;
  const depth = depthInside(market, side, limit) ?? 0n;
  const quantity = min(market.maxOrder, min(lots, depth));
  if (quantity === 0n || quantity < min(market.maxOrder, leastLots(market, limit, lots))) return null;
  return {
    ...bounds,
    caseName: of.name,
    case: of,
    caseLeg,
    account,
    market,
    limit,
    remaining: quantity,
    quantity,
  };
}

/** No breaker blocks its slices now, nothing of it is out, and there is room for one. */
function maySend(world: World, of: Case, market: Market, leg: CaseLeg): boolean {
  if (blockOf(world, of.account, market, leg) !== null || leg.noRoom || outOf(leg).length > 0) return false;
  return !market.external || slicesOut(world).length < world.limits.slices;
}
