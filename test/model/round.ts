/** A leg's turn to send: it crosses inside, then goes out as a slice or as a ladder (rules: slicing 1). */
import { noteLeft } from "./adaptive.js";
import { depthInside } from "./book.js";
import { crossInside } from "./cross-inside.js";
import { dueAfterInterval } from "./due.js";
import { abs } from "./fraction.js";
import { isLadderTime, placeRungs } from "./ladder.js";
import type { PlannedLeg } from "./plan.js";
import { sendSlice } from "./send.js";
import { sizeSlice, wantOf } from "./slicer.js";
import { outOf } from "./slices.js";
import type { Case, CaseLeg } from "./state.js";
import { quantityOf } from "./state.js";
import { hasRoomToSend } from "./tables.js";
import type { World } from "./world.js";

/** Due, unblocked (else it would not be planned) and nothing out. */
function isItsTurn(world: World, leg: CaseLeg): boolean {
  return outOf(leg).length === 0 && leg.dueAt !== null && leg.dueAt <= world.now;
}

/** Sends a planned leg if it is its turn; or says what stops it: the pace is used up, or there is no room. */
export function sendLeg(
  world: World,
  of: Case,
  caseLeg: CaseLeg,
  planned: PlannedLeg,
): "pace" | "room" | null {
  if (!isItsTurn(world, caseLeg)) return null;
  const { market, side, limit } = planned;
  const remaining = crossInside(world, of, planned);
  if (remaining === 0n) {
    dueAfterInterval(world, caseLeg, market);
    return null;
  }
  if (!hasRoomToSend(world, market, caseLeg)) return "room";

  const isLadder = isLadderTime(world, { market, caseLeg });
  const position = abs(quantityOf(of.account, market));
  const want = wantOf({ ...planned, caseLeg, remaining }, position, isLadder);
  const request = { ...planned, caseLeg, remaining, caseName: of.name, case: of, account: of.account };
  if (isLadder) return placeRungs(world, want, request) ? null : "pace";
  const depth = depthInside(market, side, limit);
  const size = depth === 0n ? "empty" : sizeSlice(world, want, depth);
  if (size === "pace") return "pace";
  if (size === "empty" || size === "cascade") wait(world, of, caseLeg, planned);
  else {
    if (market.policy.algorithm === "adaptive") noteLeft(world, want, size.lots);
    sendSlice(world, { ...request, quantity: size.lots }, size.longer);
  }
  return null;
}

function wait(world: World, of: Case, caseLeg: CaseLeg, { market }: PlannedLeg): void {
  if (caseLeg.waiting) return;
  caseLeg.waiting = true;
  world.emit("liquidationWaiting", { case: of.name, account: of.account.name, market: market.name });
}
