/** Slices that are out, of a leg or of everyone, and how they are called back (rules: venue-reports 2, slicing 20). */
import { emitCancelled, removeOrder } from "./book.js";
import type { Account, CaseLeg, Market, Slice } from "./state.js";
import type { World } from "./world.js";

export type CancelReason = "cured" | "takeover" | "expired" | "halted" | "replaced" | "reconciled";

/** Whose leg it works: its account's until that was taken over. */
export function holderOf({ account, market, takenOver }: Slice): Account {
  return takenOver ? market.domain.liquidation : account;
}

/** The taker slice or the rungs of a leg that are out. */
export function outOf({ slice, rungs }: CaseLeg): Slice[] {
  return [...rungsOutOf({ rungs }), ...(slice ? [slice] : [])];
}

export function rungsOutOf({ rungs }: Pick<CaseLeg, "rungs">): Slice[] {
  return rungs.filter(({ state }) => state === "out");
}

/** Everyone's, by number. */
export function slicesOut(world: World): Slice[] {
  const legs = [
    ...world.accounts.flatMap(({ openCase }) => (openCase ? [...openCase.legs.values()] : [])),
    ...world.markets.map(({ unwinding }) => unwinding.leg),
  ];
  return legs.flatMap(outOf).sort((a, b) => a.number - b.number);
}

/** Asks once. A venue has `sliceLifetime` to answer; a rung that rests inside is gone at once. */
export function cancelSlice(world: World, slice: Slice, reason: CancelReason): void {
  if (slice.cancelSent) return;
  slice.cancelSent = true;
  slice.silentAt = world.now + slice.market.policy.sliceLifetime;
  world.emit("cancelSlice", { order: slice.name, case: slice.caseName, reason });
  const { resting } = slice;
  if (!resting) return;
  removeOrder(world, resting);
  emitCancelled(world, resting, resting.remaining, reason === "halted" ? "market" : "user");
}

/** Ends a leg's round for a new one. */
export function replaceRungs(world: World, leg: CaseLeg): void {
  for (const rung of rungsOutOf(leg)) cancelSlice(world, rung, "replaced");
  leg.replacing = rungsOutOf(leg).length > 0;
}

/** Its time is over, or its market's: rungs that rest inside go before other orders do. */
export function cancelRungsInside(world: World, market: Market): void {
  if (market.external) return;
  for (const slice of slicesOut(world)) if (slice.market === market) cancelSlice(world, slice, "halted");
}
