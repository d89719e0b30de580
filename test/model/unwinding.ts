/** The cases of `@liquidation`: one a market, no margin, no target, no horizon (DESIGN 6.8, RULINGS D.13). */
import { depthInside } from "./book.js";
import { abs } from "./fraction.js";
import { bandPrice, blockOf } from "./margin.js";
import { sendSlice } from "./send.js";
import { sliceSize } from "./slicer.js";
import type { Market, Side } from "./state.js";
import { quantityOf } from "./state.js";
import type { World } from "./world.js";

/** The last step of an evaluation: every market's case that is due acts once. */
export function unwindAll(world: World): void {
  for (const market of world.markets) unwind(world, market);
}

function unwind(world: World, market: Market): void {
  const { liquidation } = market.domain;
  const { caseName, leg } = market.unwinding;
  const quantity = quantityOf(liquidation, market);
  if (caseName === null || leg.slice || leg.dueAt === null || leg.dueAt > world.now) return;
  const { policy, mark } = market;
  const blocked = blockOf(market, leg.silent) !== null;
  noteBlockedTime(world, market, blocked);
  leg.dueAt = world.now + policy.interval;
  if (blocked || mark === null) return;

  const side: Side = quantity > 0n ? "sell" : "buy";
  const limit = bandPrice(market, side, mark, policy.slippagePpm);
  const depth = depthInside(market, side, limit);
  if (depth === 0n) return;
  const remaining = abs(quantity);
  sendSlice(world, {
    caseName,
    case: null,
    caseLeg: leg,
    account: liquidation,
    market,
    side,
    limit,
    remaining,
    quantity: sliceSize(market, leg, mark, depth, remaining, world.now),
    zeroValue: 0n,
  });
}

/** A TWAP does not count the time between attempts at which a block began and ended. */
function noteBlockedTime(world: World, market: Market, blocked: boolean): void {
  const { leg } = market.unwinding;
  if (blocked) leg.blockedSince ??= world.now;
  else if (leg.blockedSince !== null) {
    if (leg.twapEnd !== null) leg.twapEnd += world.now - leg.blockedSince;
    leg.blockedSince = null;
  }
}
