/** The case of `@liquidation` in a market lives as long as its position there (rules: takeover-and-fund 7). */
import { dueNow } from "./due.js";
import { type Change, followParcels } from "./parcels.js";
import type { Market } from "./state.js";
import { quantityOf } from "./state.js";
import type { World } from "./world.js";

/** Begins, due at once, when the position leaves 0, and ends when it is 0 again. Right after the `position` that told the change. */
export function followLiquidation(world: World, market: Market, change: Change): void {
  followParcels(world, market, change);
  const { unwinding } = market;
  if (quantityOf(market.domain.liquidation, market) === 0n) {
    unwinding.caseName = null;
    return;
  }
  if (unwinding.caseName !== null) return;
  world.cases += 1;
  unwinding.caseName = `C${world.cases}`;
  unwinding.leg.twapEnd = null;
  unwinding.leg.rejections = 0;
  unwinding.leg.refusedUntil = null;
  dueNow(world, unwinding.leg);
}
