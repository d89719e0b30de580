/** `ladder` (rules: slicing 16, 17): post-only rungs from the mark to the limit, put up anew each interval until the leg's end. */
import { levels, reaches, rest } from "./book.js";
import { dueAfterInterval } from "./due.js";
import { ceilDiv, floorDiv, max, min } from "./fraction.js";
import { cutByGrade } from "./grade.js";
import { cutByPace, noteSend } from "./pace.js";
import { emitSlice, newSlice, type SliceRequest, startLeg } from "./send.js";
import { cutByPolicy, leaveNoDust, type Want } from "./slicer.js";
import type { Market, Side, Slice } from "./state.js";
import { opposite } from "./state.js";
import type { World } from "./world.js";

/** Until `end`; from then on what remains goes as taker slices. */
export function isLadderTime(world: World, { market, caseLeg }: Pick<Want, "market" | "caseLeg">): boolean {
  const { algorithm, horizon } = market.policy;
  return algorithm === "ladder" && world.now < (caseLeg.twapEnd ?? world.now + horizon);
}

/** A round of rungs: one send for the pace. False: the pace is used up. */
export function placeRungs(world: World, want: Want, request: Omit<SliceRequest, "quantity">): boolean {
  const { market, caseLeg } = want;
  const { remaining, least } = want;
  const asked = cutByPolicy(market, want, remaining, market.maxOrder * market.policy.rungs);
  const paced = cutByPace(world, market, asked, least);
  if (paced === 0n) return false;
  const rungs = rungsOf(want, leaveNoDust(want, cutByGrade(world, market, paced, least), paced));
  if (rungs.length === 0) return true;
  noteSend(
    world,
    market,
    rungs.reduce((sum, { lots }) => sum + lots, 0n),
  );
  caseLeg.latest = null;
  caseLeg.rungs = rungs.map(({ price, lots }) => {
    const rung = newSlice(
      world,
      { ...request, limit: price, quantity: lots },
      world.now + market.policy.interval,
    );
    rung.rung = true;
    emitSlice(world, rung, request.remaining, { timeInForce: "GTC", postOnly: true });
    if (market.external) world.slices.set(rung.name, rung);
    else restInside(world, rung);
    return rung;
  });
  startLeg(world, { caseLeg, market });
  dueAfterInterval(world, caseLeg, market);
  return true;
}

interface Rung {
  price: bigint;
  lots: bigint;
}

/**
 * `round` split evenly, the nearest to the mark first and with what does not divide: over as many rungs as have `m` lots
 * each, and no more lots than these may have.
 */
function rungsOf(want: Want, round: bigint): Rung[] {
  const { market, least } = want;
  const count = max(1n, min(market.policy.rungs, floorDiv(round, least)));
  const sum = min(round, count * market.maxOrder);
  const rungs: Rung[] = [];
  for (let index = 0n; index < count; index += 1n) {
    const lots = sum / count + (index < sum % count ? 1n : 0n);
    const price = rungPrice(want, index, count);
    const inRange = price >= market.minPrice && price <= market.maxPrice;
    if (lots > 0n && inRange) rungs.push({ price, lots });
  }
  return rungs;
}

/** Evenly from the mark to the limit, to the tick away from the limit; one tick off the book's other side. */
function rungPrice({ market, side, price: mark, limit }: Want, index: bigint, count: bigint): bigint {
  const { tickSize } = market;
  const step = (distance: bigint) => (count === 1n ? distance : floorDiv(distance * index, count - 1n));
  const price =
    side === "sell"
      ? ceilDiv(mark - step(mark - limit), tickSize) * tickSize
      : floorDiv(mark + step(limit - mark), tickSize) * tickSize;
  const best = bestOpposite(market, side);
  if (best === null || !reaches(side, price, best)) return price;
  return side === "sell" ? best + tickSize : best - tickSize;
}

/** Null: that side is empty, or the book is not known. */
function bestOpposite(market: Market, side: Side): bigint | null {
  if (market.external && !market.bookKnown) return null;
  return levels(market, opposite(side))[0]?.[0] ?? null;
}

/** It rests as an order that only its case can cancel. */
function restInside(world: World, rung: Slice): void {
  rung.resting = {
    name: rung.name,
    number: world.ordersAdmitted,
    account: rung.account,
    market: rung.market,
    side: rung.side,
    price: rung.limit,
    remaining: rung.quantity,
    filled: 0n,
    reduceOnly: true,
    postOnly: true,
    selfTrade: "newest",
    expires: null,
    stop: null,
    reducing: true,
    rung,
  };
  rest(world, rung.resting);
}
