/** Opposite cases trade with each other at the mark before either goes to the book (rules: slicing 24, 25). */
import { blockOf } from "./blocks.js";
import { abs, min, sign } from "./fraction.js";
import { moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { noteLots } from "./match.js";
import type { PlannedLeg } from "./plan.js";
import { emitPosition, exchange } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { watchFlags } from "./silence.js";
import { outOf } from "./slices.js";
import type { Account, Case, CaseLeg, Market, Side } from "./state.js";
import { direction, opposite, quantityOf } from "./state.js";
import { formatLots, formatPrice } from "./units.js";
import type { World } from "./world.js";

/** What is left to slice of the planned lots. */
export function crossInside(world: World, of: Case, planned: PlannedLeg): bigint {
  const { market } = planned;
  let left = planned.remaining;
  if (!market.domain.crossInside) return left;
  const others = world.accounts
    .map(({ openCase }) => openCase)
    .filter((other) => other !== null)
    .filter((other) => other !== of && !other.suspended && other.account.domain === market.domain)
    .sort((a, b) => a.number - b.number);
  for (const other of others) {
    const leg = other.legs.get(market);
    if (!leg || !isOpposite(planned, other.account) || !isFree(world, other.account, market, leg)) continue;
    if (leg.wantedSign !== sign(quantityOf(other.account, market))) continue;
    const lots = min(left, min(leg.wanted, abs(quantityOf(other.account, market))));
    if (lots <= 0n) continue;
    left -= lots;
    crossWithCase(world, of, other, planned, lots);
  }
  const { liquidation } = market.domain;
  if (
    left > 0n &&
    isOpposite(planned, liquidation) &&
    isFree(world, liquidation, market, market.unwinding.leg)
  ) {
    const lots = min(left, abs(quantityOf(liquidation, market)));
    left -= lots;
    crossWithLiquidation(world, of, planned, lots);
  }
  return left;
}

/** It must trade the other way: its position has the sign that this leg's trades have. */
function isOpposite({ market, side }: PlannedLeg, account: Account): boolean {
  return sign(quantityOf(account, market)) === direction(side);
}

function isFree(world: World, account: Account, market: Market, leg: CaseLeg): boolean {
  return blockOf(world, account, market, leg) === null && outOf(leg).length === 0;
}

function crossWithCase(world: World, of: Case, other: Case, planned: PlannedLeg, lots: bigint): void {
  const { market } = planned;
  const realised = cross(world, of, other.account, other.name, planned, lots);
  emitPosition(world, of.account, market, realised.taker);
  emitPosition(world, other.account, market, realised.maker);
  watchFlags(world, market);
  coverShortfall(world, of.account, of.name);
  coverShortfall(world, other.account, other.name);
  noteCrossed(of, market, planned.side, lots);
  noteCrossed(other, market, opposite(planned.side), lots);
}

function crossWithLiquidation(world: World, of: Case, planned: PlannedLeg, lots: bigint): void {
  const { market } = planned;
  const { liquidation } = market.domain;
  const { caseName } = market.unwinding;
  const realised = cross(world, of, liquidation, caseName, planned, lots);
  emitPosition(world, of.account, market, realised.taker);
  emitPosition(world, liquidation, market, realised.maker);
  followLiquidation(world, market, { price: market.mark, takenOver: null });
  moveToFund(world, market.domain, caseName, "unwind");
  watchFlags(world, market);
  coverShortfall(world, of.account, of.name);
  noteCrossed(of, market, planned.side, lots);
}

/** At the last mark, without fees. */
function cross(
  world: World,
  of: Case,
  other: Account,
  otherCase: string | null,
  { market, side }: PlannedLeg,
  lots: bigint,
): { taker: bigint; maker: bigint } {
  const mark = market.mark ?? 0n;
  const realised = exchange(market, of.account, other, lots * direction(side), mark);
  world.touch(of.account);
  world.touch(other);
  world.emit("crossedInside", {
    market: market.name,
    price: formatPrice(market, mark),
    quantity: formatLots(market, lots),
    cases: [of.name, otherCase],
  });
  return realised;
}

/** Closed at the mark, at no loss against it. */
function noteCrossed(of: Case, market: Market, side: Side, lots: bigint): void {
  const mark = market.mark ?? 0n;
  const leg = of.legs.get(market);
  if (leg) leg.openingMark ??= mark;
  noteLots(of, market, { side, lots, price: mark, mark });
}
