/** The cases of `@liquidation`: one a market, no margin, no target, no horizon (rules: takeover-and-fund 7, 8, adl 11). */
import { noteLeft } from "./adaptive.js";
import { deleverage, meansOf } from "./adl.js";
import { blockOf } from "./blocks.js";
import { depthInside } from "./book.js";
import { dueAfterInterval } from "./due.js";
import { abs } from "./fraction.js";
import { moveToFund } from "./fund.js";
import { isLadderTime, placeRungs } from "./ladder.js";
import { followLiquidation } from "./liquidation-account.js";
import { bandPrice } from "./margin.js";
import { sendSlice } from "./send.js";
import { emitPosition } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { watchFlags } from "./silence.js";
import { sizeSlice, wantOf } from "./slicer.js";
import { cancelSlice, outOf, replaceRungs, rungsOutOf } from "./slices.js";
import type { Market, Side } from "./state.js";
import { quantityOf } from "./state.js";
import { hasRoomToSend } from "./tables.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { positionValue } from "./value.js";
import type { World } from "./world.js";

/** The last step of an evaluation: every market's case that is due acts once. */
export function unwindAll(world: World): void {
  for (const market of world.markets) unwind(world, market);
}

function unwind(world: World, market: Market): void {
  const { caseName, leg } = market.unwinding;
  if (caseName === null) {
    for (const rung of rungsOutOf(leg)) cancelSlice(world, rung, "cured");
    return;
  }
  if (leg.slice || leg.dueAt === null || leg.dueAt > world.now) return;
  replaceRungs(world, leg);
  const blocked = blockOf(world, market.domain.liquidation, market, leg) !== null;
  noteBlockedTime(world, market, blocked);
  dueAfterInterval(world, leg, market);
  if (blocked || outOf(leg).length > 0 || market.mark === null) return;
  coverNeed(world, market, caseName, market.mark);
  if (market.unwinding.caseName !== null) send(world, market, caseName, market.mark);
}

/** What `@liquidation` has lost beyond the means goes to counterparties, at the value that restores 0; not at marks that nothing confirms. */
function coverNeed(world: World, market: Market, caseName: string, mark: bigint): void {
  const { domain } = market;
  const need = -meansOf(domain);
  if (!domain.adl || need <= 0n || isUnconfirmed(domain.liquidation)) return;
  const account = domain.liquidation;
  const quantity = quantityOf(account, market);
  const value = positionValue(market, quantity, mark) + need;
  const departing = { caseName, account, market, quantity, value, loss: need };
  deleverage(world, departing, abs(quantity), (realised, counterpartyRealised, counterparty, price) => {
    emitPosition(world, counterparty, market, counterpartyRealised);
    emitPosition(world, account, market, realised);
    followLiquidation(world, market, { price, takenOver: null });
    moveToFund(world, domain, caseName, "unwind");
    watchFlags(world, market);
    coverShortfall(world, counterparty, null);
  });
}

function send(world: World, market: Market, caseName: string, mark: bigint): void {
  const { liquidation } = market.domain;
  const { leg: caseLeg } = market.unwinding;
  const quantity = quantityOf(liquidation, market);
  const side: Side = quantity > 0n ? "sell" : "buy";
  const limit = bandPrice(market, side, mark, market.policy.slippagePpm);
  const remaining = abs(quantity);
  const isLadder = isLadderTime(world, { market, caseLeg });
  const leg = { market, caseLeg, side, price: mark, limit, zeroPrice: null, remaining };
  const want = wantOf(leg, remaining, isLadder);
  const request = {
    ...leg,
    caseName,
    case: null,
    account: liquidation,
    zeroValue: 0n,
    lots: remaining,
    standing: null,
  };
  if (!hasRoomToSend(world, market, caseLeg)) return;
  if (isLadder) {
    if (!placeRungs(world, want, request)) noteBlockedTime(world, market, true);
    return;
  }
  const depth = depthInside(market, side, limit);
  const size = depth === 0n ? "empty" : sizeSlice(world, want, depth);
  if (size === "pace") noteBlockedTime(world, market, true);
  if (typeof size === "string") return;
  if (market.policy.algorithm === "adaptive") noteLeft(world, want, size.lots);
  sendSlice(world, { ...request, quantity: size.lots }, size.longer);
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
